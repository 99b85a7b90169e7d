"""The state of the position receiver, for strip, sign-in and status page (CAR-03, U20)."""

from mdt_alpr.patrol.events import Health, PositionChanged
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.shell.models.pages import CheckLine, StatusLine
from mdt_alpr.ui.shell.models.strip import StripCell

NOT_FITTED = "Not fitted"
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
