"""Builds what the patrol page shows: picture, band, reel."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from mdt_alpr.domain.alerting import setting_of
from mdt_alpr.domain.hit import Hit, HitState
from mdt_alpr.domain.plate import state_in_words
from mdt_alpr.domain.policy import (
    NOT_A_MATCH_WORDS,
    NOT_PROBABLE_CAUSE_WORDS,
    POSSIBLE_MATCH,
)
from mdt_alpr.domain.reading import DOUBTFUL_BELOW
from mdt_alpr.patrol.events import Health, ReadMade, SeenPlate
from mdt_alpr.ui.presenters.camera_watch import CameraStanding
from mdt_alpr.ui.presenters.hit_list_view import URGENCY_MARKS
from mdt_alpr.ui.presenters.hit_words import PRIORITY_WORDS
from mdt_alpr.ui.presenters.open_hits import OpenHits
from mdt_alpr.ui.viewmodels.mark import Mark
from mdt_alpr.ui.viewmodels.patrol import BandKind, BandView, LiveState, PlateTag, ReelRow
from mdt_alpr.ui.words import age

HELD_TAG = "Hit: press F1"
_MS_PER_S = 1000.0


def plate_tags(plates: Sequence[SeenPlate], hits: OpenHits) -> tuple[PlateTag, ...]:
    """Return the tags of the plates in a frame; what is held is marked, never named (D1)."""
    return tuple(_tag(plate, hits) for plate in plates)


def live_state(stands: CameraStanding, latency_ms: float | None, still: str = "") -> LiveState:
    """Return what is said over the picture; ``still`` where it does not move, and why.

    Of several cameras one that is lost or starts hides none of the others' pictures.
    """
    said = replace(stands, headline="", line="", detail="") if stands.still_read else stands
    known = latency_ms is not None and not said.headline
    return LiveState(
        camera=stands.name,
        latency=f"Read in {(latency_ms or 0.0) / _MS_PER_S:.1f} s" if known else "",
        headline=said.headline,
        line=said.line,
        detail=said.detail,
        lost=said.lost,
        still="" if said.headline else still,
        gone=stands.gone,
    )


def band_view(hits: OpenHits, stands: CameraStanding, reads: int, now: datetime) -> BandView:
    """Return the band: the highest hit, or that there is none."""
    ordered = hits.ordered()
    if ordered:
        return _hit_band(ordered[0], hits, now)
    words, mark = f"{hits.closed} closed this shift", Mark.TICK
    if stands.lost:
        words, mark = "Reading stopped. No plate is being read.", Mark.RING
    elif stands.health is Health.STARTING:
        words, mark = "Camera is starting. No plate is being read.", Mark.RING
    return BandView(BandKind.NO_HIT, mark, "No open hits", words, reads=f"{reads:,}")


def reel_row(made: ReadMade, hits: OpenHits, now: datetime) -> ReelRow:
    """Return a row of the reel; one that is held carries no text."""
    read, when = made.read, age(made.read.captured_at, now)
    when = "now" if when == "0 s" else when
    urgency = hits.hides_read(made)
    if urgency is not None:
        return ReelRow(read.read_id, read.crop, "", (), "", when, urgency.value)
    doubtful = {n for n, c in enumerate(read.characters) if c.confidence < DOUBTFUL_BELOW}
    places = tuple(sorted(doubtful | set(read.disputed)))
    return ReelRow(read.read_id, read.crop, read.text, places, state_in_words(read.state), when)


def _tag(plate: SeenPlate, hits: OpenHits) -> PlateTag:
    held = plate.held or hits.hides_text(plate.text) is not None
    box, text = plate.box, HELD_TAG if held else plate.text
    return PlateTag(box.left, box.top, box.right, box.bottom, text, held)


def _hit_band(hit: Hit, hits: OpenHits, now: datetime) -> BandView:
    urgency = setting_of(hit).priority
    gone, name = bool(hit.contrary), hit.category.name
    return BandView(
        kind=BandKind.GONE if gone else BandKind.HIT,
        mark=Mark.BAR if gone else URGENCY_MARKS[urgency],
        title=name if gone else f"{PRIORITY_WORDS[urgency]}: {name}",
        words=NOT_A_MATCH_WORDS if gone else _words(hit),
        line="Say how it ended." if gone else NOT_PROBABLE_CAUSE_WORDS,
        age=f"{age(hit.read.captured_at, now)} ago",
        urgency=urgency.value,
        more=len(hits.ordered()) - 1,
        silenced=not hits.sounding,
        hit_id=hit.hit_id,
    )


def _words(hit: Hit) -> str:
    return "STOPPED. SAY HOW IT ENDED." if hit.state is HitState.STOPPED else POSSIBLE_MATCH
