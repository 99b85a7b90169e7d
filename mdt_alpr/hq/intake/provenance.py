"""Who was signed in on a device when a message was made, as far as headquarters can know it."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property

from mdt_alpr.domain.people.provenance import (
    Presence,
    SignInRecord,
    records_hold,
    sessions_hold,
)
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.people import device_store as device_facts
from mdt_alpr.hq.people import store as people
from mdt_alpr.wire.messages import SignInRecordMessage


class SignedInOn:
    """Who was signed in on the caller's device; what is known is looked up once, when needed."""

    def __init__(self, work: Work, caller: Caller) -> None:
        self._work = work
        self._caller = caller

    def holds(self, person_id: str, at: datetime) -> bool:
        """Tell whether a message of the person, made at that instant, may come in this session.

        A person may always speak for the own self. What an earlier shift left is that shift's
        where headquarters' sessions or the car's own signed records know of it.
        """
        if person_id == self._caller.person_id or self._caller.is_vouched:
            return True
        return sessions_hold(self._sessions, person_id, at) or records_hold(
            self._records, person_id, at
        )

    @cached_property
    def _sessions(self) -> list[Presence]:
        return people.sessions_on(self._work.connection, self._caller.device)

    @cached_property
    def _records(self) -> list[SignInRecord]:
        return device_facts.sign_ins(self._work.connection, self._caller.device)


def take_records(work: Work, device: str, messages: Iterable[SignInRecordMessage]) -> None:
    """Keep a car's own records of sign-ins, of a key that counts."""
    rows = [
        {"device": device, "person_id": m.person_id, "at": m.at, "signed_in": m.signed_in}
        for m in messages
    ]
    device_facts.add_sign_ins(work.connection, rows)
