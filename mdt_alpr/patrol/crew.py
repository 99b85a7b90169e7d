"""Who works the screen: the driver alone, or a second officer, by choice and on record."""

from collections.abc import Callable
from dataclasses import dataclass

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.patrol.driving import DrivingWatch
from mdt_alpr.patrol.keeping import Keeping
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.worker import Worker


@dataclass(frozen=True, slots=True)
class CrewParts:
    """What the crew needs: the records thread, what it keeps with, who is signed in.

    ``handed_over`` has every open hit lie before whoever works the screen now.
    """

    records: Worker
    keeping: Keeping
    sessions: Sessions
    driving: DrivingWatch
    device: str
    handed_over: Callable[[], None]


class Crew:
    """Takes the start and end of passenger mode; implements ``patrol.desk.CrewDesk``.

    The mode is never on by default. It ends with the session of the person in whose it began,
    so that no later driver inherits open keys. With it the screen goes into other hands: each
    open hit lies unverified before the other of the two.
    """

    def __init__(self, parts: CrewParts) -> None:
        self._parts = parts
        self._person = ""

    def second_officer(self, *, present: bool) -> None:
        """Begin or end passenger mode for the person who is signed in; returns at once."""
        self._parts.records.do(lambda: self._asked(present=present))

    # ------------------------------------------------------------------ on the records thread

    def signed_in(self, person: str) -> None:
        """End the mode where it was another person's."""
        if self._person and person != self._person:
            self._leave()

    def signed_out(self) -> None:
        """End the mode: nobody is signed in."""
        if self._person:
            self._leave()

    def _asked(self, *, present: bool) -> None:
        person = self._parts.sessions.person_id
        if present and person and not self._person:
            self._person = person
            self._record(AuditEvent.SECOND_OFFICER_CAME)
            self._hand_over(present=True)
            self._parts.driving.second_officer(present=True)
        elif not present and self._person:
            self._leave()

    def _leave(self) -> None:
        """Lock first: where the disk refuses the record, the keys are off all the same."""
        self._parts.driving.second_officer(present=False)
        try:
            self._hand_over(present=False)
            self._record(AuditEvent.SECOND_OFFICER_LEFT)
        finally:
            self._person = ""

    def _hand_over(self, *, present: bool) -> None:
        if self._parts.sessions.person_id == self._person:
            self._parts.sessions.hand_over(second_officer=present)
            self._parts.handed_over()

    def _record(self, event: AuditEvent) -> None:
        self._parts.keeping.noted(event, self._parts.device, self._person)
