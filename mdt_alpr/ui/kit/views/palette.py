"""The palette of a window: the window keeps it, and what paints in the window reads it."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from mdt_alpr.ui.kit.theme import DAY, Palette, style_sheet

PALETTE_CHANGED = QEvent.Type(QEvent.registerEventType())
"""Sent to everything in a window whose palette changes."""
_KEPT = "palette_in_use"


def palette_of(widget: QWidget) -> Palette:
    """Return the palette in which the widget's window is painted; DAY until one is shown."""
    window = widget.window()
    while window.property(_KEPT) is None and (parent := window.parentWidget()) is not None:
        window = parent.window()
    palette = window.property(_KEPT)
    return palette if isinstance(palette, Palette) else DAY


def show_in(palette: Palette, window: QWidget) -> None:
    """Paint a window and everything in it in a palette; the rectangles stay."""
    window.setProperty(_KEPT, palette)
    window.setStyleSheet(style_sheet(palette))
    for part in (window, *window.findChildren(QWidget)):
        QApplication.sendEvent(part, QEvent(PALETTE_CHANGED))
        part.update()
