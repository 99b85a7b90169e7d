"""Checks a plate that the officer types: compared as a read is, kept as typed by a person."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import PlateTextError, StoreLockedError
from mdt_alpr.domain.identity import made_at, new_id
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.reading.typed_read import WhyUnread, corrected_read, typed_read
from mdt_alpr.patrol.entry_events import PlateChecked
from mdt_alpr.patrol.events import ListDamaged
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.list_in_use import Matcher
from mdt_alpr.patrol.sightings import Sightings
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.worker import Worker

CAR_MOVES = "The car is moving. Stop, or have a second officer use it, to check a plate."
NOBODY = "Nobody is signed in. Sign in, then check it."
HIT_WAITS = "A hit waits for your entry. Open it with F1 first."
ALERTS_STOPPED = (
    "Alerts are stopped in this car, so this plate was not compared. Check it by radio."
)
LIST_FAULTY = "The hotlist is faulty, so this plate was not compared. Check it by radio."
NO_LIST = "There is no hotlist yet, so this plate was not compared. Check it by radio."


@dataclass(frozen=True, slots=True)
class TypedPlateParts:
    """What the checks need; ``place_at`` returns where the car was at an instant."""

    records: Worker
    recorder: HitRecorder
    sessions: Sessions
    matcher: Matcher
    sightings: Sightings
    random_bytes: Callable[[int], bytes]
    place_at: Callable[[datetime], Fix | None]
    publish: Callable[[PlateChecked | ListDamaged], None]
    refusal: str = ""
    """Why this car compares none at all."""


class TypedPlates:
    """Implements ``patrol.desk.TypedPlatesDesk``."""

    def __init__(self, parts: TypedPlateParts) -> None:
        self._parts = parts
        self._driving = Driving()

    def drive(self, driving: Driving) -> None:
        """Note how the car moves and who works the screen (VER-10); from any thread."""
        self._driving = driving

    def check_plate(self, text: str, state: str, why: WhyUnread) -> None:
        """Compare a plate that is seen with the list in use; returns at once."""

        def typed(at: datetime) -> Read:
            read_id, place = self._id(at), self._parts.place_at(at)
            return typed_read(text, state, why, read_id=read_id, at=at, place=place)

        event, fact = AuditEvent.PLATE_TYPED, ("why", why.value)
        self._parts.records.do(lambda: self._check(text, state, typed, event, fact))

    def correct_read(self, read: Read, text: str, state: str) -> None:
        """Keep what is seen beside a misread, and compare it likewise; returns at once.

        Its id has the instant of the misread's: headquarters finds one by the other.
        """

        def typed(_: datetime) -> Read:
            return corrected_read(read, text, state, read_id=self._id(made_at(read.read_id)))

        event, fact = AuditEvent.READ_CORRECTED, ("misread", read.read_id)
        self._parts.records.do(lambda: self._check(text, state, typed, event, fact))

    def _id(self, at: datetime) -> str:
        return new_id(at, self._parts.random_bytes(10))

    def _check(
        self,
        text: str,
        state: str,
        typed: Callable[[datetime], Read],
        event: AuditEvent,
        fact: tuple[str, str],
    ) -> None:
        parts, now = self._parts, self._parts.recorder.now()
        answer = PlateChecked(text, state, now)
        try:
            if refusal := self._refusal():
                answer = replace(answer, why_not=refusal)
                return
            read = typed(now)
            answer = self._compared(answer, read)
            parts.recorder.record(event, read.read_id, parts.sessions.person_id, fact)
        except PlateTextError as error:
            answer = replace(answer, why_not=str(error))
        finally:  # whatever the disk does, the officer is answered
            parts.publish(answer)

    def _refusal(self) -> str:
        """Return why nothing is compared now; empty where it is.

        While a hit waits for its officer's entry, an answer would tell what is wanted (D1).
        """
        if not self._parts.sessions.person_id:
            return NOBODY
        if self._parts.refusal:
            return self._parts.refusal
        if not self._driving.typing_allowed:
            return CAR_MOVES
        return HIT_WAITS if self._parts.sightings.hit_waits else ""

    def _compared(self, answer: PlateChecked, read: Read) -> PlateChecked:
        """Keep the read and raise its hit; return what to say of it."""
        parts, hit, why_not = self._parts, None, ""
        try:
            hit = parts.matcher.hit(read)
        except StoreLockedError:
            parts.publish(ListDamaged())
            why_not = LIST_FAULTY
        parts.sightings.keep_read(read, held=hit is not None, latency_ms=0.0)
        if hit is not None:
            parts.sightings.raise_hit(hit)
        elif parts.matcher.alerts_stop:
            why_not = ALERTS_STOPPED
        elif not parts.matcher.has_list:
            why_not = why_not or NO_LIST
        return replace(answer, is_hit=hit is not None, why_not=why_not)
