"""Brings a window onto the screen: the whole of it, or what task bar and frame leave."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from mdt_alpr.ui.kit.scale import drawn_for_nobody, frame_now


def bring(window: QWidget, *, whole: bool) -> None:
    """Show a window on the whole screen, or in a frame of which nothing is off the screen."""
    if not drawn_for_nobody():
        fit(window, window.screen().availableGeometry())
    if whole:
        window.showFullScreen()
    else:
        window.show()


def fit(window: QWidget, free: QRect) -> None:
    """Put a window with its frame into the middle of what is free; it never grows."""
    frame = frame_now()
    window.resize(window.size().boundedTo(free.size() - frame))
    spare = free.size() - frame - window.size()
    window.move(free.topLeft() + QPoint(max(0, spare.width() // 2), max(0, spare.height() // 2)))


def turn_whole(window: QWidget) -> None:
    """Leave the whole screen to the frame, by which a window is moved and closed; or come back."""
    if window.isFullScreen():
        window.showNormal()
    else:
        window.showFullScreen()


def system_ends() -> bool:
    """Tell whether the system ends the session, and with it every program."""
    application = QGuiApplication.instance()
    return isinstance(application, QGuiApplication) and application.isSavingSession()
