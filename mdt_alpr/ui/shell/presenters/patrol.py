"""The patrol page and the hit list: events in, what is shown out."""

from collections import deque
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.car_settings import UNASKED, HearingTest
from mdt_alpr.domain.equipment.upkeep import NOTHING_LATE, Upkeep
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.policy import REEL_LENGTH
from mdt_alpr.domain.reading.typed_read import was_typed
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.desk import OfficerCommands
from mdt_alpr.patrol.events import (
    Event,
    FrameSeen,
    HitChanged,
    HitRaised,
    ListChanged,
    ListDamaged,
    ReadMade,
    SeenOnceMore,
    SignedIn,
)
from mdt_alpr.ui.hit.presenters.open_hits import FLOOD_AT, HitsInOrder
from mdt_alpr.ui.shell.models.patrol import LiveFrame
from mdt_alpr.ui.shell.presenters.camera_watch import CameraWatch
from mdt_alpr.ui.shell.presenters.car_known import ShiftReads
from mdt_alpr.ui.shell.presenters.hearing import TITLE, HearingPresenter
from mdt_alpr.ui.shell.presenters.hit_list_view import ListOrder, hit_list_view, once_more_words
from mdt_alpr.ui.shell.presenters.patrol_views import (
    ListUse,
    StillPicture,
    band_view,
    live_state,
    plate_tags,
    reel_row,
    stopped_band,
)


class PatrolPresenter(QObject):
    """Decides what patrol page and hit list show.

    Signals:
        frame_changed: the newest frame with its tags (``LiveFrame``).
        live_changed: text over the picture (``LiveState``).
        band_changed: the band under it (``BandView``).
        reel_changed: the last reads, newest first (tuple of ``ReelRow``).
        hits_changed: the open hits (``HitListView``).
        misread: a read of the reel that is no hit, to correct (``Read``).
    """

    frame_changed = Signal(object)
    live_changed = Signal(object)
    band_changed = Signal(object)
    reel_changed = Signal(object)
    hits_changed = Signal(object)
    misread = Signal(object)

    def __init__(
        self, desk: OfficerCommands, clock: Clock, hearing: HearingTest = UNASKED
    ) -> None:
        super().__init__()
        self.hearing = HearingPresenter(clock, hearing)
        self._desk = desk
        self._clock = clock
        self._camera = CameraWatch()
        self._hits, self._still = HitsInOrder(), StillPicture()
        self._order = ListOrder()
        self._reads: deque[ReadMade] = deque(maxlen=REEL_LENGTH)
        self._shift = ShiftReads()
        self._once_more: SeenOnceMore | None = None
        self._list = ListUse.NONE
        self._upkeep = NOTHING_LATE
        self._latency_ms: float | None = None

    @property
    def highest_hit(self) -> str | None:
        """Return the id of the most urgent open hit."""
        hits = self._hits.ordered()
        return hits[0].hit_id if hits else None

    @property
    def open_hits(self) -> list[Hit]:
        """Return the open hits, the most urgent first."""
        return self._hits.ordered()

    @property
    def is_flood(self) -> bool:
        """Tell whether hits come so fast that one tone is for all (U13)."""
        return self._hits.lately(self._clock.now()) > FLOOD_AT

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle an event of the car."""
        self.hearing.take(event)
        stilled = self._still.take(event)
        if self._shift.take(event):
            self._hits.closed = 0
        if isinstance(event, ReadMade):
            self._take_read(event)
        elif isinstance(event, HitRaised | HitChanged):
            self._hits.take(event)
            if isinstance(event, HitRaised):
                self._desk.painted(event.hit.hit_id)
        elif isinstance(event, SeenOnceMore):
            self._hits.take_once_more(event)
            self._once_more = event
        elif isinstance(event, ListChanged | ListDamaged | Upkeep):
            self._note_alerting(event)
        elif not (isinstance(event, SignedIn) or self._camera.take(event) or stilled):
            return
        self.tick()

    @Slot(object)
    def take_frame(self, seen: FrameSeen) -> None:
        """Show the newest frame with its tags; while the driver drives alone, a still."""
        now = self._clock.now()
        self._camera.frame_came(now, seen.frame.camera)
        if not self._still.shows(now, seen.frame.camera):
            return
        frame, tags = seen.frame, plate_tags(seen.plates, self._hits)
        pixels = memoryview(frame.pixels)
        self.frame_changed.emit(LiveFrame(pixels, frame.width, frame.height, tags, frame.camera))

    @Slot()
    def tick(self) -> None:
        """Bring the ages up to date; called several times a second and after each event."""
        self.hearing.tick()
        now, hits = self._clock.now(), self._hits
        camera = self._camera.status(now)
        hits.once_more = once_more_words(self._once_more, self._shift.person, now)
        self.live_changed.emit(live_state(camera, self._latency_ms, self._still.words))
        band = band_view(hits, camera, self._list, self._shift.reads, now)
        if self._upkeep.alerts_stop and not band.hit_id:
            band = stopped_band(self._upkeep, self._shift.reads)
        if self.hearing.is_asking and not band.hit_id:
            band = replace(band, title=TITLE, words=self.hearing.words)
        self.band_changed.emit(band)
        self.reel_changed.emit(tuple(reel_row(made, hits, now) for made in self._reads))
        self.hits_changed.emit(hit_list_view(hits, now, self._order))

    @Slot()
    def hold_list(self) -> None:
        """Sort the hit list, and keep its order while it is in front."""
        self._order.hold(self._hits.ordered())
        self.tick()

    @Slot()
    def release_list(self) -> None:
        """Let the hit list sort itself again: another page is in front."""
        self._order.release()

    @Slot()
    def silence(self) -> None:
        """Silence every hit that still sounds; decides nothing (U15)."""
        for hit in self._hits.sounding:
            self._desk.silence(hit.hit_id)

    @Slot(str)
    def correct(self, read_id: str) -> None:
        """Correct a read of the reel, or the newest for no id; one that was a hit is not (D1)."""
        for made in self._reads:
            if made.held or was_typed(made.read.engine) or self._hits.hides_read(made):
                continue
            if read_id in ("", made.read.read_id):
                self.misread.emit(made.read)
                return

    def _note_alerting(self, event: ListChanged | ListDamaged | Upkeep) -> None:
        """Note what decides whether plates alert."""
        if isinstance(event, Upkeep):
            self._upkeep = event
        else:
            self._list = ListUse.WHOLE if isinstance(event, ListChanged) else ListUse.PART

    def _take_read(self, made: ReadMade) -> None:
        self._latency_ms = made.latency_ms
        for place, known in enumerate(self._reads):
            if known.read.read_id == made.read.read_id:
                self._reads[place] = made
                return
        self._reads.appendleft(made)
