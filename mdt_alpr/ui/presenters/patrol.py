"""The patrol page and the strip: events in, what is shown out."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.hit import Hit, HitState
from mdt_alpr.domain.hotlist import Priority
from mdt_alpr.domain.matching import MatchClass
from mdt_alpr.domain.plate import state_in_words
from mdt_alpr.domain.policy import (
    NOT_A_MATCH_WORDS,
    NOT_PROBABLE_CAUSE_WORDS,
    POSSIBLE_MATCH,
    REEL_LENGTH,
)
from mdt_alpr.patrol.desk import Desk
from mdt_alpr.patrol.events import (
    CameraChanged,
    Event,
    FrameSeen,
    Health,
    HitChanged,
    HitRaised,
    ReadMade,
    SourceEnded,
)
from mdt_alpr.patrol.ports import Clock
from mdt_alpr.ui.viewmodels.mark import Mark
from mdt_alpr.ui.viewmodels.patrol import BandKind, BandView, HitRow, LiveState, ReelRow
from mdt_alpr.ui.words import age, clock_time

URGENCY_MARKS = {
    Priority.HIGH: Mark.SQUARE,
    Priority.MEDIUM: Mark.TRIANGLE,
    Priority.LOW: Mark.CIRCLE,
}
_DOUBT_BELOW = 0.8
_FROZEN_AFTER_S = 2.0
_CLASS_WORDS = {
    MatchClass.EXACT: "Exact",
    MatchClass.STATE_NOT_CONFIRMED: "State not confirmed",
    MatchClass.LOOK_ALIKE: "Look-alike",
}
_STANDING = {
    HitState.RAISED: "Not opened",
    HitState.BLIND: "Being checked",
    HitState.UNMATCHED: "Did not match",
    HitState.COMPARED: "Checks open",
    HitState.CONTRARY: "Not a match",
    HitState.STOPPED: "Stopped, say how it ended",
}


@dataclass(slots=True)
class _Seen:
    """What the presenter remembers of the car."""

    reads: deque[ReadMade] = field(default_factory=lambda: deque(maxlen=REEL_LENGTH))
    hits: dict[str, Hit] = field(default_factory=dict)
    ended_reads: set[str] = field(default_factory=set)
    camera: CameraChanged | None = None
    ended: bool = False
    frame_at: datetime | None = None
    latency_ms: float | None = None


class PatrolPresenter(QObject):
    """Decides what patrol page and hit list show.

    Signals:
        live_changed: text over the picture (``LiveState``).
        band_changed: the band under it (``BandView``).
        reel_changed: the last reads, newest first (tuple of ``ReelRow``).
        hits_changed: the open hits, most urgent first (tuple of ``HitRow``).
    """

    live_changed = Signal(object)
    band_changed = Signal(object)
    reel_changed = Signal(object)
    hits_changed = Signal(object)

    def __init__(self, desk: Desk, clock: Clock) -> None:
        super().__init__()
        self._desk = desk
        self._clock = clock
        self._seen = _Seen()

    @property
    def highest_hit(self) -> str | None:
        """Return the id of the most urgent open hit."""
        hits = self._ordered()
        return hits[0].hit_id if hits else None

    @Slot(object)
    def take(self, event: Event) -> None:
        """Take an event of the car."""
        seen = self._seen
        if isinstance(event, ReadMade):
            self._take_read(event)
        elif isinstance(event, HitRaised | HitChanged):
            self._take_hit(event)
        elif isinstance(event, CameraChanged):
            seen.camera, seen.ended = event, False
        elif isinstance(event, SourceEnded):
            seen.ended = True
        else:
            return
        self.tick()

    @Slot(object)
    def take_frame(self, frame: FrameSeen) -> None:
        """Note that the picture moves."""
        self._seen.frame_at = frame.frame.captured_at

    @Slot()
    def tick(self) -> None:
        """Show the ages anew; called once a second and after each event."""
        now = self._clock.now()
        self.live_changed.emit(self._live(now))
        self.band_changed.emit(self._band(now))
        self.reel_changed.emit(tuple(self._row(made, now) for made in self._seen.reads))
        self.hits_changed.emit(tuple(self._hit_row(hit, now) for hit in self._ordered()))

    @Slot()
    def silence(self) -> None:
        """Silence the most urgent hit that still sounds; decides nothing (U15)."""
        for hit in self._ordered():
            if hit.silenced_at is None:
                self._desk.silence(hit.hit_id)

    # ------------------------------------------------------------------------------ events

    def _take_read(self, made: ReadMade) -> None:
        seen = self._seen
        seen.latency_ms = made.latency_ms
        for place, known in enumerate(seen.reads):
            if known.read.read_id == made.read.read_id:
                seen.reads[place] = made
                return
        seen.reads.appendleft(made)

    def _take_hit(self, event: HitRaised | HitChanged) -> None:
        hit = event.hit
        if hit.state is HitState.CLOSED:
            self._seen.hits.pop(hit.hit_id, None)
            self._seen.ended_reads.add(hit.read.read_id)
            return
        self._seen.hits[hit.hit_id] = hit
        if isinstance(event, HitRaised):
            self._desk.painted(hit.hit_id)

    def _ordered(self) -> list[Hit]:
        """Return open hits: urgent first, exact before others, newest first (U13)."""
        priorities, classes = list(Priority), list(MatchClass)
        newest = sorted(self._seen.hits.values(), key=lambda h: h.raised_at, reverse=True)
        return sorted(
            newest,
            key=lambda h: (
                priorities.index(h.category.priority),
                classes.index(h.matches[0].match_class),
            ),
        )

    # ------------------------------------------------------------------------------- views

    def _live(self, now: datetime) -> LiveState:
        seen = self._seen
        camera = seen.camera.camera if seen.camera else "Camera"
        latency = "" if seen.latency_ms is None else f"Read in {seen.latency_ms / 1000:.1f} s"
        if seen.ended:
            return LiveState(camera, latency, "Source ended", "The file was played to its end.")
        if seen.camera is None or seen.camera.health is Health.STARTING:
            return LiveState(camera, latency, "Starting camera")
        if seen.camera.health is Health.LOST:
            return LiveState(camera, latency, "Camera lost", self._lost_words(), lost=True)
        if self._frozen(now):
            words = f"No new picture since {clock_time(seen.frame_at or now)}."
            return LiveState(camera, latency, "Picture frozen", words, lost=True)
        return LiveState(camera, latency)

    def _lost_words(self) -> str:
        camera = self._seen.camera
        if camera is None:
            return ""
        again = "" if camera.next_try_s is None else f" Next try in {camera.next_try_s:.0f} s."
        since = clock_time(camera.since)
        return f"No plates are being read since {since}. {camera.why}{again}"

    def _frozen(self, now: datetime) -> bool:
        at = self._seen.frame_at
        return at is not None and (now - at).total_seconds() > _FROZEN_AFTER_S

    def _band(self, now: datetime) -> BandView:
        hits = self._ordered()
        if hits:
            return self._hit_band(hits[0], len(hits) - 1, now)
        if self._live(now).lost:
            return BandView(BandKind.LOST, Mark.RING, "Reading stopped", "", "No open hits")
        return BandView(BandKind.NO_HIT, Mark.TICK, "No open hits", "", "")

    def _hit_band(self, hit: Hit, more: int, now: datetime) -> BandView:
        urgency = hit.category.priority
        words = NOT_A_MATCH_WORDS if hit.contrary else POSSIBLE_MATCH
        return BandView(
            kind=BandKind.HIT,
            mark=URGENCY_MARKS[urgency],
            title=f"{urgency.value.upper()}: {hit.category.name}",
            words=words,
            line=NOT_PROBABLE_CAUSE_WORDS,
            age=f"{age(hit.read.captured_at, now)} ago",
            urgency=urgency.value,
            more=more,
            silenced=hit.silenced_at is not None,
        )

    def _row(self, made: ReadMade, now: datetime) -> ReelRow:
        read, when = made.read, age(made.read.captured_at, now)
        urgency = self._hidden_by(made)
        if urgency is not None:
            return ReelRow(read.read_id, read.crop, "", (), "", when, urgency.value)
        doubtful = {n for n, c in enumerate(read.characters) if c.confidence < _DOUBT_BELOW}
        places = tuple(sorted(doubtful | set(read.disputed)))
        return ReelRow(
            read.read_id, read.crop, read.text, places, state_in_words(read.state), when
        )

    def _hidden_by(self, made: ReadMade) -> Priority | None:
        """Return the urgency of the hit that a read is held for, None once it may be shown."""
        seen, read_id = self._seen, made.read.read_id
        if not made.held or read_id in seen.ended_reads:
            return None
        hits = (h for h in seen.hits.values() if h.read.read_id == read_id)
        hit = next(hits, None)
        if hit is None:
            return Priority.HIGH
        return hit.category.priority if hit.entry is None else None

    def _hit_row(self, hit: Hit, now: datetime) -> HitRow:
        note = "Driver not identified" if hit.category.person_linked else ""
        return HitRow(
            hit_id=hit.hit_id,
            mark=URGENCY_MARKS[hit.category.priority],
            urgency=hit.category.priority.value,
            category=hit.category.name,
            match_class=_class_words(hit),
            standing=_STANDING[hit.state],
            age=f"{age(hit.read.captured_at, now)} ago",
            note=note,
        )


def _class_words(hit: Hit) -> str:
    """Return the match class, after the entry only: before, it would say what differs (D1)."""
    return _CLASS_WORDS[hit.matches[0].match_class] if hit.entry else ""
