"""Builds the strip: every part with its shape and its word (CAR-03, U20)."""

from dataclasses import replace
from datetime import datetime

from mdt_alpr.domain.policy import list_is_stale, list_is_very_stale
from mdt_alpr.patrol.events import Health, Sound
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import age, clock_time
from mdt_alpr.ui.shell.models.strip import StripCell, StripView
from mdt_alpr.ui.shell.presenters.car_known import CarFacts, CarKnown
from mdt_alpr.ui.shell.presenters.gps_view import gps_cell

HEALTH = {
    Health.STARTING: (Mark.RING, "Starting"),
    Health.OK: (Mark.TICK, "OK"),
    Health.WEAK: (Mark.WEAK, "Weak"),
    Health.LOST: (Mark.CROSS, "Lost"),
}
NOT_CONNECTED = "Not connected yet"
_WAITS_S = 60.0
"""What waits longer than this with a link in order needs attention."""
_OLD_S = 3600.0
_WELL = frozenset({Mark.TICK, Mark.RING})
"""A voice with these marks needs no place on the strip."""


def strip_view(known: CarKnown, facts: CarFacts, now: datetime) -> StripView:
    """Return the strip as it is now; the voice is named where it is missing or failed."""
    voice = voice_cell(known)
    cells = (
        camera_cell(known, now),
        gps_cell(known.position),
        _short(link_cell(known)),
        list_cell(known, now),
        queue_cell(known, now),
        *(() if voice.mark in _WELL else (voice,)),
    )
    officer = known.session.name if known.session else "Not signed in"
    return StripView(facts.unit, officer, cells, clock_time(now), facts.training)


def _short(link: StripCell) -> StripCell:
    return replace(link, word="Not yet") if link.word == NOT_CONNECTED else link


def camera_cell(known: CarKnown, now: datetime) -> StripCell:
    """Return the state of the picture."""
    camera = known.camera.status(now)
    word = f"{camera.name}: {camera.word}" if camera.still_read and camera.gone else camera.word
    return StripCell("Camera", word, HEALTH[camera.health][0], camera.health is Health.LOST)


def voice_cell(known: CarKnown) -> StripCell:
    """Return the state of the voice: in order only once it really spoke, and no sound failed."""
    if any(known.voice.values()):
        return StripCell("Voice", "Faulty", Mark.WEAK)
    if Sound.SPEECH in known.voice:
        return StripCell("Voice", "OK", Mark.TICK)
    return StripCell("Voice", "Not tested yet", Mark.RING)


def link_cell(known: CarKnown) -> StripCell:
    """Return the state of the link."""
    if known.link is None:
        return StripCell("HQ link", NOT_CONNECTED, Mark.RING)
    mark, word = HEALTH[known.link.health]
    return StripCell("HQ link", word, mark, known.link.health is Health.LOST)


def list_cell(known: CarKnown, now: datetime) -> StripCell:
    """Return how old the list is (HOT-02); none is a loss once somebody drives, damage is."""
    if known.hotlist is None:
        lost = known.session is not None
        return StripCell("List", "None", Mark.CROSS if lost else Mark.RING, lost)
    if known.list_damaged:
        return StripCell("List", "Faulty", Mark.CROSS, lost=True)
    return age_cell(known.hotlist.compiled_at, now)


def age_cell(compiled: datetime, now: datetime) -> StripCell:
    """Return how old a list of that instant is, whatever else is said of it (HOT-02)."""
    words = age(compiled, now)
    if list_is_very_stale(compiled, now):
        return StripCell("List", f"STALE {words}", Mark.CROSS, lost=True)
    return StripCell("List", words, Mark.WEAK if list_is_stale(compiled, now) else Mark.TICK)


def queue_cell(known: CarKnown, now: datetime) -> StripCell:
    """Return how much waits for headquarters."""
    queue = known.queue
    if queue.waiting == 0 or queue.oldest is None:
        return StripCell("Queue", "0", Mark.TICK)
    waited = (now - queue.oldest).total_seconds()
    if waited > _OLD_S:
        words = f"{queue.waiting}, oldest {age(queue.oldest, now)}"
        return StripCell("Queue", words, Mark.WEAK)
    link_is_lost = known.link is not None and known.link.health is Health.LOST
    late = link_is_lost or waited > _WAITS_S
    return StripCell("Queue", str(queue.waiting), Mark.WEAK if late else Mark.TICK)
