"""The Qt application of a window, scaled to the panel that it stands on."""

import math
import os
import sys

from PySide6.QtWidgets import QApplication  # noqa: TID251 - the composition root makes it

from mdt_alpr.car.settings import CarSettings
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.ui.kit.scale import FACTOR_VARIABLE, factor, primary_panel


def application_for(settings: CarSettings) -> QApplication:
    """Return the Qt application, scaled to the panel; one that runs already stays as it is.

    Raises:
        OutsideError: there is no screen.
    """
    if isinstance(running := QApplication.instance(), QApplication):
        return running
    if sys.platform == "linux" and not _has_screen():
        message = "No screen was found. Start from a desktop, or use --headless or --offscreen."
        raise OutsideError(message)
    # QtMultimedia lists every codec library that a car does not have; what matters is told.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
    if FACTOR_VARIABLE not in os.environ:
        scale = factor(
            primary_panel(framed=not settings.fullscreen),
            diagonal_in=settings.panel_diagonal,
            may_shrink=settings.training or not settings.fullscreen,
        )
        os.environ[FACTOR_VARIABLE] = f"{math.floor(scale * 1000) / 1000:.3f}"
    return QApplication(["mdt-alpr"])


def _has_screen() -> bool:
    """Tell whether Qt can open a window; without one it would end the process."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)
