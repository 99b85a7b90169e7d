"""What cameras saw of plates where no hit is raised: at a fixed camera, and in trial mode.

A fixed camera's hits go to headquarters, which notifies the cars on duty; those of a trial are
kept and concern nobody. Nobody answers a hit here. Every public method returns at once: its work
is done on the records thread.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit import read_revision, verification
from mdt_alpr.domain.hit.alerting import joins, last_seen
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, Hit
from mdt_alpr.domain.hit.trace import PassFrame, Seeing
from mdt_alpr.domain.hit.trial import in_trial, not_raised
from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.domain.policy import REPEAT_JOINS_FOR
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.domain.reading.reading import PlateText, Read
from mdt_alpr.patrol.events import HitRaised, ReadMade
from mdt_alpr.patrol.hit_facts import Facts
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.worker import Worker

NOBODY = ""


def fix_of(place: CameraPlace, at: datetime) -> Fix:
    """Return where the camera is, as a read says it."""
    return Fix(place.lat, place.lon, at, at)


@dataclass(frozen=True, slots=True)
class CameraParts:
    """What the sightings need; ``hurry`` sends what waits now."""

    records: Worker
    recorder: HitRecorder
    publish: Callable[[ReadMade | HitRaised], None]
    hurry: Callable[[], None]


class _Unanswered:
    """Keeps reads and hits, those of one vehicle once; subclasses say who is told, and of what."""

    def __init__(self, parts: CameraParts) -> None:
        self._parts = parts
        self._recorder = parts.recorder
        self._raised: dict[str, Hit] = {}
        """Hits of the last minutes by id, the newest last."""

    def keep_read(
        self, read: Read, *, held: bool, latency_ms: float, seeing: Seeing | None = None
    ) -> None:
        """Keep a read and queue it for headquarters."""
        marked = self._marked(read)

        def work() -> None:
            self._recorder.save_read(marked, self._person())
            self._parts.publish(ReadMade(marked, held, latency_ms, seeing))

        self._parts.records.do(lambda: self._parts.records.insist(work))

    def raise_hit(self, hit: Hit) -> None:
        """Keep a hit and send it, unless the vehicle was seen in the last minutes."""
        marked = replace(hit, read=self._marked(hit.read))
        self._parts.records.do(lambda: self._raise_or_join(marked))

    def add_second_reading(self, hit_id: str, seen: PlateText) -> None:
        """Take back a hit that only a record of another state than the plate's is left of."""
        self._change(hit_id, lambda hit: read_revision.apply_second_read(hit, seen))

    def revise_hit(self, read: Read) -> None:
        """Take back a hit where a later, larger read differs (D8)."""

        def work() -> None:
            for hit in [h for h in self._raised.values() if h.read.read_id == read.read_id]:
                if read_revision.read_disagrees(hit, read):
                    self._contradict(hit)
                else:
                    self._changed(read_revision.apply_better_vote(hit, read))

        self._parts.records.do(work)

    def keep_frame(self, hit_id: str, seen: PassFrame) -> None:
        """Keep no further frame: no evidence is sealed here."""

    # ------------------------------------------------------------------ on the records thread

    def _marked(self, read: Read) -> Read:
        """Return a read as it is kept here."""
        raise NotImplementedError

    def _person(self) -> str:
        """Return the id of who is signed in, or an empty string."""
        raise NotImplementedError

    def _keep(self, hit: Hit) -> None:
        """Keep a hit, and tell whom it concerns."""
        raise NotImplementedError

    def _contradict(self, hit: Hit) -> None:
        """Say that the read was no match."""
        raise NotImplementedError

    def _raise_or_join(self, hit: Hit) -> None:
        self._forget_old(hit.read.captured_at)
        before = [known for known in self._raised.values() if joins(known, hit)]
        if before:
            known = before[-1]
            self._raised[known.hit_id] = read_revision.with_repeat(known, hit.read)
            facts: Facts = (("read", hit.read.read_id),)
            event = AuditEvent.HIT_SEEN_AGAIN
            self._recorder.record(event, known.hit_id, self._person(), *facts)
            return
        self._raised[hit.hit_id] = hit
        self._keep(hit)

    def _forget_old(self, now: datetime) -> None:
        self._raised = {
            hit_id: hit
            for hit_id, hit in self._raised.items()
            if abs(now - last_seen(hit)) < REPEAT_JOINS_FOR
        }

    def _change(self, hit_id: str, change: Callable[[Hit], Hit]) -> None:
        def work() -> None:
            if (hit := self._raised.get(hit_id)) is not None:
                self._changed(change(hit))

        self._parts.records.do(work)

    def _changed(self, hit: Hit) -> None:
        self._raised[hit.hit_id] = hit
        if read_revision.is_of_another_state(hit):
            self._contradict(hit)


class CameraSightings(_Unanswered):
    """Implements ``patrol.pipeline.Records`` at a fixed camera, where nobody is."""

    def __init__(self, parts: CameraParts, place: CameraPlace) -> None:
        super().__init__(replace(parts, recorder=replace(parts.recorder, unit=place.name)))
        self._direction = place.direction

    def _marked(self, read: Read) -> Read:
        return replace(read, camera=self._direction)

    def _person(self) -> str:
        return NOBODY

    def _keep(self, hit: Hit) -> None:
        def work() -> None:
            self._recorder.record_raised(hit, NOBODY)
            self._parts.publish(HitRaised(hit))
            self._parts.hurry()

        self._parts.records.insist(work)

    def _contradict(self, hit: Hit) -> None:
        """Say that the read was no match: headquarters notifies the cars that got the hit."""
        kind, source = Contrary.READ_DISAGREES, "camera"
        if any(fact.kind is kind for fact in hit.contrary):
            return
        fact = ContraryFact(kind, source, self._recorder.now())
        after = verification.contradict(hit, fact)
        self._raised[hit.hit_id] = after
        facts: Facts = (("kind", kind.value), ("source", source))
        self._recorder.record_step(hit, after, NOBODY, AuditEvent.CONTRARY_FACT, facts)
        self._parts.hurry()


class TrialSightings(_Unanswered):
    """The same in a car in trial mode; ``person`` returns who is signed in. Nobody is told."""

    def __init__(self, parts: CameraParts, person: Callable[[], str]) -> None:
        super().__init__(parts)
        self._signed_in = person

    def _marked(self, read: Read) -> Read:
        return in_trial(read)

    def _person(self) -> str:
        return self._signed_in()

    def _keep(self, hit: Hit) -> None:
        kept, person = not_raised(hit), self._signed_in()
        self._parts.records.insist(lambda: self._recorder.record_raised(kept, person))

    def _contradict(self, hit: Hit) -> None:
        """Take nothing back: nobody was told."""
