"""What the officer's screen may ask around a hit's status; part of ``patrol.desk.Desk``."""

from typing import Protocol

from mdt_alpr.domain.hit.confirmation import AgencyReply, Urgency
from mdt_alpr.domain.hit.recorded_stop import StopReason


class StatusDesk(Protocol):
    """What the officer asks beside the gate; every call returns at once."""

    def ask_status(self, hit_id: str) -> None:
        """Ask headquarters' gateway again; the first question the program puts by itself."""
        ...

    def record_stop(
        self, hit_id: str, reason: StopReason, minutes_ago: int, *, force_used: bool
    ) -> None:
        """Record a stop that was made without the checks (VER-03); the last record counts."""
        ...

    def request_confirmation(self, hit_id: str, nic: str, urgency: Urgency, oca: str) -> None:
        """Note that the telecommunicator has the request for the record with this NIC."""
        ...

    def answer_confirmation(
        self, hit_id: str, reply: AgencyReply, promised_in_minutes: int = 0
    ) -> None:
        """Note what the entering agency replied, and when it will be confirmed (VER-08)."""
        ...
