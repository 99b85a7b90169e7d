"""What the officer's screen may ask of the car; every call returns at once.

The answer comes as an event (``HitChanged``, ``StepRefused``, ``SignedIn`` ...). The hits
themselves live on the records thread, which is the only one that takes their steps.
"""

from datetime import datetime
from typing import Protocol

from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.hit.confirmation import AgencyReply, Urgency
from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped, StopReason
from mdt_alpr.domain.hit.hit import TileCheck
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource, WhyNot
from mdt_alpr.domain.hit.vehicle import Body, Colour
from mdt_alpr.domain.hotlist.manual_entry import EntryDraft


class CrewDesk(Protocol):
    """Who works the screen."""

    def second_officer(self, *, present: bool) -> None:
        """Begin or end passenger mode; refused silently while nobody is signed in (VER-10)."""
        ...


class OfficerCommands(Protocol):
    """What the officer asks."""

    def sign_in(self, person_id: str, password: str) -> None:
        """Begin a session."""
        ...

    def change_password(self, person_id: str, password: str, new_password: str) -> None:
        """Change a person's password at headquarters, and begin a session with it."""
        ...

    def sign_out(self) -> None:
        """End the session."""
        ...

    def lock(self) -> None:
        """Keep that the screen is locked: after a restart it asks for the password still."""
        ...

    def relay(self, hit_id: str, unit: str, device: str = "") -> None:
        """Pass a hit on to another unit; without a device headquarters looks for the unit."""
        ...

    def painted(self, hit_id: str) -> None:
        """Note that the alert stands on the screen now."""
        ...

    def silence(self, hit_id: str) -> None:
        """Stop the sound of an alert; decides nothing (U15)."""
        ...

    def open(self, hit_id: str) -> None:
        """Open a hit: it is the one before the officer, every other gate is shut (D8)."""
        ...

    def leave(self) -> None:
        """Go back to patrol: no hit is before the officer."""
        ...

    def enter(self, hit_id: str, text: str, state: str, picture_s: float) -> None:
        """Enter characters and state as seen, after looking ``picture_s`` seconds."""
        ...

    def enter_by_tiles(self, hit_id: str, check: TileCheck, state: str, picture_s: float) -> None:
        """Take a run over the tiles with the look at the whole number, and the state (D2)."""
        ...

    def cannot_see(self, hit_id: str) -> None:
        """State that the plate cannot be seen well enough."""
        ...

    def answer_vehicle(self, hit_id: str, body: Body | None, colour: Colour | None) -> None:
        """State body and colour as seen; None is "can't tell"."""
        ...

    def give_vehicle_reason(self, hit_id: str, reason: str) -> None:
        """Say why the vehicle differs from the record."""
        ...

    def state_status(
        self,
        hit_id: str,
        source: StatusSource,
        result: StatusResult,
        dispatcher: str = "",
        *,
        asked_at: datetime | None = None,
    ) -> None:
        """State what MDT, Communications or DCIN answered."""
        ...

    def state_not_practicable(self, hit_id: str, source: StatusSource, reason: WhyNot) -> None:
        """State that a source could not be asked, and why."""
        ...

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

    def initiate_stop(self, hit_id: str) -> None:
        """Initiate the stop, if the gate is open at this instant."""
        ...

    def release_hold(self, hit_id: str, held_s: float) -> None:
        """Note that the stop button was let go before its time: nothing was started."""
        ...

    def close(  # noqa: PLR0913 - one argument a question of the page
        self,
        hit_id: str,
        disposition: Disposition,
        *,
        stopped: Stopped | None = None,
        outcome: Outcome | None = None,
        force_used: bool | None = None,
        event_number: str = "",
    ) -> None:
        """End a hit with its one disposition."""
        ...


class PastReadsDesk(Protocol):
    """A look back; the answer comes as ``events.PastReadsAnswered``."""

    def ask_past_reads(self, query: PastReadsQuery) -> None:
        """Ask headquarters, which records the look; returns at once."""
        ...


class EntriesDesk(Protocol):
    """What the officer asks about own entries (09.21.5.A.6)."""

    def add_entry(self, draft: EntryDraft) -> None:
        """Make an entry; it alerts in this car at once."""
        ...

    def remove_entry(self, entry_id: str) -> None:
        """End an own entry; it stops alerting at once (MAN-04)."""
        ...

    def ask_more_time(self, entry_id: str, justification: str) -> None:
        """Ask in writing for more than the entry's 30 days (MAN-03)."""
        ...

    def recheck_entry(self, entry_id: str, *, still_wanted: bool) -> None:
        """State what DCIN or the owner said of a wanted person; not wanted ends it (MAN-08)."""
        ...
