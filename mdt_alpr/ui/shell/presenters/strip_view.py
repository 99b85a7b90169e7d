"""Builds the strip: every part with its shape and its word (CAR-03, U20)."""

from dataclasses import replace
from datetime import datetime

from mdt_alpr.domain.hit.trial import MARK
from mdt_alpr.domain.policy import list_is_stale, list_is_very_stale
from mdt_alpr.patrol.events import Health, PositionChanged, Sound
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import age, clock_time
from mdt_alpr.ui.shell.models.pages import CheckLine, StatusLine, StripCell, StripView
from mdt_alpr.ui.shell.presenters.car_known import CarFacts, CarKnown

NOT_FITTED = "Not fitted"
_NO_ALERTS = StripCell("Alerts", "OFF", Mark.CROSS, lost=True)
_TRIAL = replace(_NO_ALERTS, word=MARK)
_NO_FIX = "No fix"
_HEALTH_WORDS = {
    Health.STARTING: (Mark.RING, "Starts"),
    Health.OK: (Mark.TICK, "OK"),
    Health.WEAK: (Mark.WEAK, _NO_FIX),
    Health.LOST: (Mark.CROSS, "Lost"),
}
CLOCK_OFF_FROM_S = 2.0
"""A clock that is off by more than this needs attention."""


def gps_cell(position: PositionChanged | None) -> StripCell:
    """Return the cell of the strip; a car without a receiver has lost nothing."""
    if position is None:
        return StripCell("GPS", "None", Mark.RING)
    mark, word = _HEALTH_WORDS[position.health]
    return StripCell("GPS", word, mark, position.health is Health.LOST)


def gps_check(position: PositionChanged | None) -> CheckLine:
    """Return the line of the start-of-shift check (MNT-03)."""
    cell = gps_cell(position)
    word = NOT_FITTED if position is None else cell.word
    return CheckLine("GPS", word, cell.mark)


def gps_line(position: PositionChanged | None) -> StatusLine:
    """Return the line of the status page, with what to do where it is not well."""
    cell = gps_cell(position)
    if position is None:
        return StatusLine("GPS", NOT_FITTED, cell.mark)
    fix = position.fix
    value = cell.word
    if fix is not None and fix.simulated:
        value = f"{value}, simulated"
    elif fix is not None and fix.accuracy_m is not None:
        value = f"{value}, to about {fix.accuracy_m:.0f} m"
    return StatusLine("GPS", value, cell.mark, position.why)


def clock_line(position: PositionChanged | None) -> StatusLine | None:
    """Return how far the car's clock is off, None where no receiver said."""
    fix = position.fix if position is not None else None
    if fix is None or fix.simulated:
        return None
    off = fix.clock_error_s
    way = "ahead of" if off >= 0 else "behind"
    far = abs(off) > CLOCK_OFF_FROM_S
    detail = "Set this computer's clock." if far else ""
    return StatusLine(
        "Clock", f"{abs(off):.1f} s {way} GPS", Mark.WEAK if far else Mark.TICK, detail
    )


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
    """Return the strip as it is now; voice and alerts are named where they fail."""
    voice = voice_cell(known)
    cells = (
        camera_cell(known, now),
        gps_cell(known.position),
        _short(link_cell(known)),
        list_cell(known, now),
        queue_cell(known, now),
        *(() if voice.mark in _WELL else (voice,)),
        *_alerts(known, facts),
    )
    officer = known.session.name if known.session else "Not signed in"
    if known.session and known.session.is_offline:
        officer += " (no HQ)"
    return StripView(facts.unit, officer, cells, clock_time(now), facts.training)


def _alerts(known: CarKnown, facts: CarFacts) -> tuple[StripCell, ...]:
    """Return the cell that says, all the time, that no hit alerts."""
    if known.upkeep.alerts_stop:
        return (_NO_ALERTS,)
    return (_TRIAL,) if facts.trial else ()


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
    if known.list_damaged:
        return StripCell("List", "Faulty", Mark.CROSS, lost=True)
    if known.hotlist is None:
        lost = known.session is not None
        return StripCell("List", "None", Mark.CROSS if lost else Mark.RING, lost)
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
