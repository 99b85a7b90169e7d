"""Builds what the patrol page shows: picture, band, reel."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from mdt_alpr.domain.equipment.upkeep import ALERTS_STOPPED_WORDS, Upkeep
from mdt_alpr.domain.hit.alerting import last_seen, setting_of
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.plate.plate import state_in_words
from mdt_alpr.domain.policy import NOT_A_MATCH_WORDS, NOT_PROBABLE_CAUSE_WORDS, POSSIBLE_MATCH
from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW
from mdt_alpr.patrol.events import DrivingChanged, Event, Health, ReadMade, SeenPlate
from mdt_alpr.ui.hit.presenters.hit_words import PRIORITY_WORDS
from mdt_alpr.ui.hit.presenters.open_hits import HitsInOrder
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import age
from mdt_alpr.ui.shell.models.patrol import BandKind, BandView, LiveState, PlateTag, ReelRow
from mdt_alpr.ui.shell.presenters.camera_watch import CameraStatus
from mdt_alpr.ui.shell.presenters.hit_list_view import URGENCY_MARKS

STILL_STANDS_FOR = timedelta(seconds=2)
STILL_WORDS = "Moving: still picture"


class StillPicture:
    """Decides which frames are shown."""

    def __init__(self) -> None:
        self._driving = Driving()
        self._read_waits = ""
        """The camera of a read whose frame is still to be shown."""
        self._shown_at: datetime | None = None

    @property
    def words(self) -> str:
        """Return what is said over the picture, empty while it runs."""
        return "" if self._driving.typing_allowed else STILL_WORDS

    def take(self, event: Event) -> bool:
        """Handle an event of the car; return whether it changed what is said."""
        if isinstance(event, ReadMade):
            if event.read.revision == 0:
                self._read_waits = event.read.camera
            return False
        if not isinstance(event, DrivingChanged):
            return False
        before, self._driving = self.words, event.driving
        if not before and self.words:
            self._read_waits = ""
        return before != self.words

    def shows(self, now: datetime, camera: str) -> bool:
        """Tell whether the frame that comes now from ``camera`` is shown."""
        if self._driving.typing_allowed or self._shown_at is None:
            self._shown_at = now
            return True
        stood = not timedelta(0) <= now - self._shown_at < STILL_STANDS_FOR
        if self._read_waits != camera or not stood:
            return False
        self._read_waits, self._shown_at = "", now
        return True


HELD_TAG = "Hit: press F1"
QUIET_TAG = "Seen again"
"""Of a vehicle whose hit has ended: there is nothing to open."""
_MS_PER_S = 1000.0


def plate_tags(plates: Sequence[SeenPlate], hits: HitsInOrder) -> tuple[PlateTag, ...]:
    """Return the tags of the plates in a frame; what is held is marked, never named (D1)."""
    return tuple(_tag(plate, hits) for plate in plates)


def live_state(camera: CameraStatus, latency_ms: float | None, still: str = "") -> LiveState:
    """Return what is said over the picture; ``still`` where it does not move, and why.

    Of several cameras one that is lost or starts hides none of the others' pictures.
    """
    said = replace(camera, headline="", line="", detail="") if camera.still_read else camera
    known = latency_ms is not None and not said.headline
    slow = f", 1 of {said.one_of} pictures" if said.one_of > 1 else ""
    return LiveState(
        camera=camera.name,
        latency=f"Read in {(latency_ms or 0.0) / _MS_PER_S:.1f} s{slow}" if known else "",
        headline=said.headline,
        line=said.line,
        detail=said.detail,
        lost=said.lost,
        still="" if said.headline else still,
        gone=camera.gone,
    )


class ListUse(StrEnum):
    """What is compared with: no list, part of one, or a whole one."""

    NONE = "none"
    PART = "part"
    WHOLE = "whole"


def band_view(
    hits: HitsInOrder, camera: CameraStatus, hotlist: ListUse, reads: int, now: datetime
) -> BandView:
    """Return the band: the highest hit, or that there is none; without one, what is not ready."""
    ordered = hits.ordered()
    if ordered:
        return _hit_band(ordered[0], hits, now)
    lacking = _not_ready(camera, hotlist)
    mark = Mark.RING if lacking else Mark.TICK
    words = lacking or hits.once_more or f"{hits.closed} closed this shift"
    return BandView(BandKind.NO_HIT, mark, "No open hits", words, reads=f"{reads:,}")


def stopped_band(upkeep: Upkeep, reads: int) -> BandView:
    """Return the band of a car that raises no hits, with the reason (MNT-02)."""
    line = "Plates are read and sent. No hit comes. See Status (F11)."
    words = upkeep.words
    return BandView(
        BandKind.STOPPED, Mark.CROSS, ALERTS_STOPPED_WORDS, words, line, reads=f"{reads:,}"
    )


def _not_ready(camera: CameraStatus, hotlist: ListUse) -> str:
    """Return why no hit can come, or not every one; empty where cameras and list are in use."""
    if camera.lost:
        return "Reading stopped. No plate is being read."
    if camera.health is Health.STARTING and not camera.still_read:
        off = camera.word == "Off"
        return f"Camera is {'off' if off else 'starting'}. No plate is being read."
    if hotlist is ListUse.NONE:
        return "No hotlist yet. No plate can alert."
    if hotlist is ListUse.PART:
        return "Hotlist is faulty. Some plates do not alert."
    return ""


def reel_row(made: ReadMade, hits: HitsInOrder, now: datetime) -> ReelRow:
    """Return a row of the reel; one that is held carries no text."""
    read, when = made.read, age(made.read.captured_at, now)
    when = "now" if when == "0 s" else when
    urgency = hits.hides_read(made)
    if urgency is not None:
        return ReelRow(read.read_id, read.crop, "", (), "", when, urgency.value)
    doubtful = {n for n, c in enumerate(read.characters) if c.confidence < DOUBTFUL_BELOW}
    places = tuple(sorted(doubtful | set(read.disputed)))
    state = state_in_words(hits.state_of(read))
    if read.corrects is not None:
        state = f"{read.state}, corrects {read.corrects.text}"
    return ReelRow(read.read_id, read.crop, read.text, places, state, when)


def _tag(plate: SeenPlate, hits: HitsInOrder) -> PlateTag:
    quiet = plate.held and hits.has_ended(plate.read_id)
    held = not quiet and (plate.held or hits.hides_text(plate.text) is not None)
    box, text = plate.box, HELD_TAG if held else QUIET_TAG if quiet else plate.text
    return PlateTag(box.left, box.top, box.right, box.bottom, text, held)


def _hit_band(hit: Hit, hits: HitsInOrder, now: datetime) -> BandView:
    urgency = setting_of(hit).priority
    gone, name = bool(hit.contrary), hit.category.name
    return BandView(
        kind=BandKind.GONE if gone else BandKind.HIT,
        mark=Mark.BAR if gone else URGENCY_MARKS[urgency],
        title=name if gone else f"{PRIORITY_WORDS[urgency]}: {name}",
        words=NOT_A_MATCH_WORDS if gone else _words(hit),
        line="Say how it ended." if gone else NOT_PROBABLE_CAUSE_WORDS,
        age=f"{age(last_seen(hit), now)} ago",
        urgency=urgency.value,
        more=len(hits.ordered()) - 1,
        silenced=not hits.sounding,
        hit_id=hit.hit_id,
    )


def _words(hit: Hit) -> str:
    return "STOPPED. SAY HOW IT ENDED." if hit.state is HitState.STOPPED else POSSIBLE_MATCH
