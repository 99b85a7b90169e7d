"""What the cameras saw of plates: kept, raised as hits, compared with open hits.

Every public method returns at once: its work is done on the records thread.
"""

from collections.abc import Callable
from dataclasses import dataclass

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit import read_revision
from mdt_alpr.domain.hit.hit import Contrary, Hit
from mdt_alpr.domain.hit.trace import PassFrame, Seeing
from mdt_alpr.domain.reading.reading import PlateText, Read
from mdt_alpr.patrol.alerts import Repeats
from mdt_alpr.patrol.events import ReadMade
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.open_hits import HitStep, HitSteps, OpenHits
from mdt_alpr.patrol.worker import Worker


@dataclass(frozen=True, slots=True)
class SightingsParts:
    """What ``Sightings`` needs."""

    records: Worker
    recorder: HitRecorder
    hits: OpenHits
    steps: HitSteps
    repeats: Repeats
    publish: Callable[[ReadMade], None]


class Sightings:
    """Implements ``patrol.pipeline.Records``."""

    def __init__(self, parts: SightingsParts) -> None:
        self._parts = parts

    def keep_read(
        self, read: Read, *, held: bool, latency_ms: float, seeing: Seeing | None = None
    ) -> None:
        """Keep a read and queue it for headquarters, then show it."""

        def work() -> None:
            self._parts.recorder.save_read(read, self._parts.hits.person)
            self._parts.publish(ReadMade(read, held, latency_ms, seeing))

        self._parts.records.do(lambda: self._parts.records.insist(work))

    @property
    def hit_waits(self) -> bool:
        """Return whether an open hit has no entry that matched; on the records thread."""
        return any(hit.entry is None for hit in self._parts.hits.all())

    def raise_hit(self, hit: Hit) -> None:
        """Keep a hit, then alert, unless the vehicle already has a hit.

        An alert is shown even where the disk refuses it.
        """
        self._parts.records.do(lambda: self._parts.repeats.raise_or_join(hit))

    def add_second_reading(self, hit_id: str, seen: PlateText) -> None:
        """Add what the second reader saw; where it disagrees the officer enters twice.

        A hit that ended meanwhile stays as it ended.
        """

        def change(hit: Hit) -> Hit:
            return read_revision.apply_second_read(hit, seen)

        def work() -> None:
            self._parts.repeats.revise(hit_id, change)
            event = AuditEvent.SECOND_READING
            self._make_state_step(hit_id, _as_read(event, change, seen), "second reader")

        self._parts.records.do(work)

    def revise_hit(self, read: Read) -> None:
        """Shut the gate where a later, larger read differs (D8); apply a better state."""

        def change(hit: Hit) -> Hit:
            return read_revision.apply_better_vote(hit, read)

        def work() -> None:
            self._parts.repeats.revise_read(read.read_id, change)
            for hit in [h for h in self._parts.hits.all() if h.read.read_id == read.read_id]:
                revised = self._parts.hits.keep_note(hit, read_revision.with_revision(hit, read))
                if read_revision.read_disagrees(revised, read):
                    self._parts.hits.contradict(revised, Contrary.READ_DISAGREES, "camera")
                else:
                    step = _as_read(AuditEvent.STATE_REVISED, change, read)
                    self._make_state_step(revised.hit_id, step, "camera")

        self._parts.records.do(work)

    def keep_frame(self, hit_id: str, seen: PassFrame) -> None:
        """Keep a further frame of the pass with a hit that is still open."""

        def work() -> None:
            if (hit := self._parts.hits.get(hit_id)) is not None:
                self._parts.hits.keep_note(hit, read_revision.with_frame(hit, seen))

        self._parts.records.do(work)

    def _make_state_step(self, hit_id: str, step: HitStep, source: str) -> None:
        """Make a step that may set the state; contradict a hit of another state (ALR-04)."""
        if hit_id not in self._parts.hits:
            return
        self._parts.steps.make(hit_id, step)
        hit = self._parts.hits.get(hit_id)
        if hit is not None and read_revision.is_of_another_state(hit):
            self._parts.hits.contradict(hit, Contrary.READ_DISAGREES, source)


def _as_read(event: AuditEvent, change: Callable[[Hit], Hit], read: PlateText | Read) -> HitStep:
    """Return the step in which a reader changes a hit."""
    facts = ("text", read.text), ("state", read.state)
    return HitStep(event, lambda hit, _: change(hit), lambda _: facts)
