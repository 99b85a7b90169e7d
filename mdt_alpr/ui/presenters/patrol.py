"""The patrol page and the hit list: events in, what is shown out."""

from collections import deque
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.hit import Hit, HitState
from mdt_alpr.domain.plate import state_in_words
from mdt_alpr.domain.policy import (
    NOT_A_MATCH_WORDS,
    NOT_PROBABLE_CAUSE_WORDS,
    POSSIBLE_MATCH,
    REEL_LENGTH,
)
from mdt_alpr.patrol.desk import Desk
from mdt_alpr.patrol.events import (
    Event,
    FrameSeen,
    HitChanged,
    HitRaised,
    ReadMade,
    SeenPlate,
    SignedIn,
)
from mdt_alpr.patrol.ports import Clock
from mdt_alpr.ui.presenters.camera_watch import CameraWatch
from mdt_alpr.ui.presenters.hit_list_view import URGENCY_MARKS, hit_list_view
from mdt_alpr.ui.presenters.hit_words import PRIORITY_WORDS
from mdt_alpr.ui.presenters.open_hits import FLOOD_AT, OpenHits
from mdt_alpr.ui.viewmodels.mark import Mark
from mdt_alpr.ui.viewmodels.patrol import (
    BandKind,
    BandView,
    LiveFrame,
    LiveState,
    PlateTag,
    ReelRow,
)
from mdt_alpr.ui.words import age

HELD_TAG = "Hit: press F1"
DOUBT_BELOW = 0.8
"""A character that is less sure than this stands in an amber box (U23)."""


class PatrolPresenter(QObject):
    """Decides what patrol page and hit list show.

    Signals:
        frame_changed: the newest frame with its tags (``LiveFrame``).
        live_changed: text over the picture (``LiveState``).
        band_changed: the band under it (``BandView``).
        reel_changed: the last reads, newest first (tuple of ``ReelRow``).
        hits_changed: the open hits (``HitListView``).
    """

    frame_changed = Signal(object)
    live_changed = Signal(object)
    band_changed = Signal(object)
    reel_changed = Signal(object)
    hits_changed = Signal(object)

    def __init__(self, desk: Desk, clock: Clock) -> None:
        super().__init__()
        self._desk = desk
        self._clock = clock
        self._camera = CameraWatch()
        self._hits = OpenHits()
        self._reads: deque[ReadMade] = deque(maxlen=REEL_LENGTH)
        self._count = 0
        self._person = ""
        self._latency_ms: float | None = None

    @property
    def highest_hit(self) -> str | None:
        """Return the id of the most urgent open hit."""
        hits = self._hits.ordered()
        return hits[0].hit_id if hits else None

    @property
    def is_flood(self) -> bool:
        """Tell whether hits come so fast that one tone stands for all (U13)."""
        return self._hits.lately(self._clock.now()) > FLOOD_AT

    @Slot(object)
    def take(self, event: Event) -> None:
        """Take an event of the car."""
        if isinstance(event, ReadMade):
            self._take_read(event)
        elif isinstance(event, HitRaised | HitChanged):
            self._hits.take(event)
            if isinstance(event, HitRaised):
                self._desk.painted(event.hit.hit_id)
        elif isinstance(event, SignedIn):
            self._begin_shift(event.session.person_id)
        elif not self._camera.take(event):
            return
        self.tick()

    @Slot(object)
    def take_frame(self, seen: FrameSeen) -> None:
        """Show the newest frame; what is held is marked, never named (D1)."""
        self._camera.frame_came(self._clock.now())
        frame, tags = seen.frame, tuple(self._tag(plate) for plate in seen.plates)
        self.frame_changed.emit(LiveFrame(frame.pixels, frame.width, frame.height, tags))

    @Slot()
    def tick(self) -> None:
        """Show the ages anew; called several times a second and after each event."""
        now = self._clock.now()
        self.live_changed.emit(self._live(now))
        self.band_changed.emit(self._band(now))
        self.reel_changed.emit(tuple(self._row(made, now) for made in self._reads))
        self.hits_changed.emit(hit_list_view(self._hits, now))

    @Slot()
    def silence(self) -> None:
        """Silence every hit that still sounds; decides nothing (U15)."""
        for hit in self._hits.sounding:
            self._desk.silence(hit.hit_id)

    # ------------------------------------------------------------------------------ events

    def _take_read(self, made: ReadMade) -> None:
        self._latency_ms = made.latency_ms
        for place, known in enumerate(self._reads):
            if known.read.read_id == made.read.read_id:
                self._reads[place] = made
                return
        self._reads.appendleft(made)
        self._count += 1

    def _begin_shift(self, person: str) -> None:
        if person != self._person:
            self._person, self._count, self._hits.closed = person, 0, 0

    # ------------------------------------------------------------------------------- views

    def _tag(self, plate: SeenPlate) -> PlateTag:
        held = plate.held or self._hits.hides_text(plate.text) is not None
        box, text = plate.box, HELD_TAG if held else plate.text
        return PlateTag(box.left, box.top, box.right, box.bottom, text, held)

    def _live(self, now: datetime) -> LiveState:
        latency = "" if self._latency_ms is None else f"Read in {self._latency_ms / 1000:.1f} s"
        stands = self._camera.standing(now)
        return LiveState(
            camera=stands.name,
            latency="" if stands.headline else latency,
            headline=stands.headline,
            line=stands.line,
            detail=stands.detail,
            lost=stands.lost,
        )

    def _band(self, now: datetime) -> BandView:
        hits = self._hits.ordered()
        if hits:
            return self._hit_band(hits[0], len(hits) - 1, now)
        words, mark = f"{self._hits.closed} closed this shift", Mark.TICK
        if self._camera.standing(now).lost:
            words, mark = "Reading stopped. No plate is being read.", Mark.RING
        reads = f"{self._count:,}"
        return BandView(BandKind.NO_HIT, mark, "No open hits", words, reads=reads)

    def _hit_band(self, hit: Hit, more: int, now: datetime) -> BandView:
        urgency = hit.category.priority
        gone = bool(hit.contrary)
        title = f"{PRIORITY_WORDS[urgency]}: {hit.category.name}"
        return BandView(
            kind=BandKind.GONE if gone else BandKind.HIT,
            mark=Mark.BAR if gone else URGENCY_MARKS[urgency],
            title=title,
            words=NOT_A_MATCH_WORDS if gone else _words(hit),
            line="Say how it ended." if gone else NOT_PROBABLE_CAUSE_WORDS,
            age=f"{age(hit.read.captured_at, now)} ago",
            urgency=urgency.value,
            more=more,
            silenced=not self._hits.sounding,
        )

    def _row(self, made: ReadMade, now: datetime) -> ReelRow:
        read, when = made.read, age(made.read.captured_at, now)
        when = "now" if when == "0 s" else when
        urgency = self._hits.hides_read(made)
        if urgency is not None:
            return ReelRow(read.read_id, read.crop, "", (), "", when, urgency.value)
        doubtful = {n for n, c in enumerate(read.characters) if c.confidence < DOUBT_BELOW}
        places = tuple(sorted(doubtful | set(read.disputed)))
        state = state_in_words(read.state)
        return ReelRow(read.read_id, read.crop, read.text, places, state, when)


def _words(hit: Hit) -> str:
    return "STOPPED. SAY HOW IT ENDED." if hit.state is HitState.STOPPED else POSSIBLE_MATCH
