"""How much the window grows on a screen, so that millimeters stay those of the design (U4-U7)."""

import math
import os
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.ui.kit.theme import DESIGNED, SMALLEST

DESIGN_PX_PER_MM = 4.41
"""Of a 14.0 inch panel with 1366 x 768 pixels, for which every size was drawn."""
FACTOR_VARIABLE = "QT_SCALE_FACTOR"
"""Qt reads it when the application is made."""
FRAME = QSize(16, 48)
"""What a window's frame takes at most, in the system's own pixels."""
_PLAUSIBLE_PX_PER_MM = (2.5, 16.0)
_MM_PER_INCH = 25.4
_SQUARE_WITHIN = 0.1


@dataclass(frozen=True, slots=True)
class Panel:
    """A screen in device pixels, and its size in millimeters as it reports them (0: it does not).

    ``room`` is what task bar and frame leave to a window that does not take the whole screen.
    ``ratio`` is what the system scales by itself, as Windows does by 125% on small panels.
    """

    width: int
    height: int
    width_mm: float = 0.0
    height_mm: float = 0.0
    room: tuple[int, int] | None = None
    ratio: float = 1.0

    def px_per_mm(self, diagonal_in: float = 0.0) -> float | None:
        """Return its density: by the diagonal that was measured, else as it reports, else None.

        Many panels tell a wrong size; one that is not square or not plausible is not believed.
        """
        if diagonal_in > 0:
            return math.hypot(self.width, self.height) / (diagonal_in * _MM_PER_INCH)
        if self.width_mm <= 0 or self.height_mm <= 0:
            return None
        across, down = self.width / self.width_mm, self.height / self.height_mm
        low, high = _PLAUSIBLE_PX_PER_MM
        square = abs(across / down - 1) <= _SQUARE_WITHIN
        return across if square and low <= across <= high else None


def factor(panel: Panel, *, diagonal_in: float = 0.0, may_shrink: bool = False) -> float:
    """Return what every size is multiplied by, at least 1.

    ``diagonal_in`` is the panel's measured diagonal, 0 where nobody measured. Where the size is
    not known the design fills the screen. ``may_shrink`` is for training on a small screen, and
    for a window with a frame: millimeters are not kept then.

    Raises:
        OutsideError: the screen is too small to work on.
    """
    density = panel.px_per_mm(diagonal_in)
    width, height = panel.room or (panel.width, panel.height)
    fills = min(width / DESIGNED[0], height / DESIGNED[1])
    wanted = density / DESIGN_PX_PER_MM if density is not None else fills
    largest = min(width / SMALLEST[0], height / SMALLEST[1])
    if largest >= 1:
        return min(max(1.0, wanted), largest)
    if may_shrink:
        return largest
    raise OutsideError(
        f"This screen has {panel.width} x {panel.height} pixels. "
        f"The car's window needs {SMALLEST[0]} x {SMALLEST[1]}. Choose a finer resolution."
    )


def asked_factor() -> float | None:
    """Return what ``FACTOR_VARIABLE`` asks for, None where it holds no number above 0."""
    try:
        asked = float(os.environ.get(FACTOR_VARIABLE, ""))
    except ValueError:
        return None
    return asked if asked > 0 and math.isfinite(asked) else None


def as_far_as_it_fits(panel: Panel, asked: float = 1.0) -> float:
    """Return what the system scales by, times what somebody ``asked`` for.

    Less where a window of the design has no room then: what must be seen is never outside.
    """
    width, height = panel.room or (panel.width, panel.height)
    return min(asked * panel.ratio, width / SMALLEST[0], height / SMALLEST[1])


def in_words_of_qt(scale: float, panel: Panel) -> str:
    """Return what ``FACTOR_VARIABLE`` is to hold: Qt multiplies it with the system's own."""
    return f"{math.floor(scale / panel.ratio * 1000) / 1000:.3f}"


def primary_panel(*, framed: bool = False) -> Panel:
    """Return the screen on which the window will be; to be called before there is a window.

    ``framed`` asks for the room of a window with a frame, too.

    Makes an application for the look and ends it, since Qt takes the factor only at the start.
    A factor that is set already goes: it would count twice.
    """
    os.environ.pop(FACTOR_VARIABLE, None)
    looking = QGuiApplication(["mdt-alpr"])
    panel = panel_now(framed=framed)
    looking.shutdown()
    del looking
    return panel or Panel(*DESIGNED)


def panel_now(*, framed: bool = False) -> Panel | None:
    """Return the screen of the application that runs; None where nobody sees it."""
    if drawn_for_nobody():
        return None
    screen = QGuiApplication.primaryScreen()
    size, ratio, mm = screen.size(), screen.devicePixelRatio(), screen.physicalSize()
    free = screen.availableSize() - FRAME
    width, height = round(size.width() * ratio), round(size.height() * ratio)
    room = (round(free.width() * ratio), round(free.height() * ratio)) if framed else None
    return Panel(width, height, mm.width(), mm.height(), room, ratio)


def drawn_for_nobody() -> bool:
    """Tell whether windows stand on no screen at all."""
    return QGuiApplication.platformName() in ("offscreen", "minimal")


def frame_now() -> QSize:
    """Return what a window's frame takes at most, in pixels of this application's scale."""
    return FRAME / float(os.environ.get(FACTOR_VARIABLE) or 1)
