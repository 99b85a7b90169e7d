"""Who works the screen, and how the car moves (VER-10)."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.patrol.events import DrivingChanged
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.worker import Worker

TYPING_BACK_AFTER = timedelta(seconds=2)
"""A car that rolls at 5 mph must not make the keys come and go under the finger (U18)."""


class DrivingWatch:
    """Holds the one ``Driving``; publishes it when a whole mile an hour or a lock changed."""

    def __init__(self, publish: Callable[[DrivingChanged], None]) -> None:
        self._publish = publish
        self._lock = threading.Lock()
        self._driving = Driving()
        self._fast: Fix | None = None

    @property
    def current(self) -> Driving:
        """Return the present state."""
        with self._lock:
            return self._driving

    def moves(self, fix: Fix | None) -> None:
        """Set the newest fix, None where the speed is unknown."""
        with self._lock:
            self._change(replace(self._driving, speed_mph=self._speed(fix)))

    def second_officer(self, *, present: bool) -> None:
        """Set who works the screen; ``Crew`` decides that."""
        with self._lock:
            self._change(replace(self._driving, passenger=present))

    def _speed(self, fix: Fix | None) -> float | None:
        """Return the speed; after a fast one it counts as fast for a little longer."""
        if fix is None or fix.speed_mph is None:
            return None
        if not Driving(fix.speed_mph).typing_allowed:
            self._fast = fix
        elif self._fast and timedelta(0) <= fix.seen_at - self._fast.seen_at < TYPING_BACK_AFTER:
            return self._fast.speed_mph
        return fix.speed_mph

    def _change(self, driving: Driving) -> None:
        shown, self._driving = _shown(self._driving), driving
        if _shown(driving) != shown:
            self._publish(DrivingChanged(driving))


def _shown(driving: Driving) -> tuple[int | None, bool, bool]:
    speed = None if driving.speed_mph is None else round(driving.speed_mph)
    return speed, driving.passenger, driving.typing_allowed


@dataclass(frozen=True, slots=True)
class CrewParts:
    """What the crew needs: the records thread, the recorder, who is signed in.

    ``handed_over`` gives every open hit to whoever works the screen now.
    """

    records: Worker
    recorder: HitRecorder
    sessions: Sessions
    driving: DrivingWatch
    device: str
    handed_over: Callable[[], None]


class Crew:
    """Starts and ends passenger mode; implements ``patrol.desk.CrewDesk``.

    The mode is never on by default. It ends with the session in which it began, so that no later
    driver inherits open keys. It gives the screen to the other person, for whom each open hit is
    unverified.
    """

    def __init__(self, parts: CrewParts) -> None:
        self._parts = parts
        self._person = ""

    def second_officer(self, *, present: bool) -> None:
        """Begin or end passenger mode for the person who is signed in; returns at once."""
        self._parts.records.do(lambda: self._asked(present=present))

    # ------------------------------------------------------------------ on the records thread

    def signed_in(self, person: str) -> None:
        """End another person's mode."""
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
        """Lock first: the keys are off even where the disk refuses the record."""
        self._parts.driving.second_officer(present=False)
        try:
            self._hand_over(present=False)
            self._record(AuditEvent.SECOND_OFFICER_LEFT)
        finally:
            self._person = ""

    def _hand_over(self, *, present: bool) -> None:
        if self._parts.sessions.hand_over(self._person, second_officer=present):
            self._parts.handed_over()

    def _record(self, event: AuditEvent) -> None:
        self._parts.recorder.record(event, self._parts.device, self._person)
