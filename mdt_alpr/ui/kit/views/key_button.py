"""A painted button of the patrol side: a key's name over what it does, in one of four styles."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from mdt_alpr.ui.kit.theme import FontSize, plate_font, words_font
from mdt_alpr.ui.kit.views.palette import palette_of


class KeyStyle(StrEnum):
    """How prominent a button is."""

    PLAIN = "plain"
    LIT = "lit"
    """The one that is wanted now, or whose page is in front."""
    ON_FILL = "on_fill"
    """The way on, on a colored band."""
    OUTLINE = "outline"
    """A lesser way, on a colored band."""


@dataclass(frozen=True, slots=True)
class _Colors:
    """Tokens of fill (None: none), border, key's name, word."""

    fill: str | None
    border: str
    key: str
    word: str


_STYLES = {
    KeyStyle.PLAIN: _Colors("raised", "edge", "text2", "text"),
    KeyStyle.LIT: _Colors("ink", "ink", "onink", "onink"),
}
_OFF = _Colors(None, "line", "offt", "offt")


class KeyButton(QAbstractButton):
    """A button that is a function key too; ``urgency`` names the fill under it."""

    _size = QSize()  # for Qt asks once more where a program's end took the object's own away

    def __init__(self, key: str, name: str, size: QSize, *, small: bool = False) -> None:
        super().__init__()
        self._key = key
        self._small = small
        self._size = size
        self._style = KeyStyle.PLAIN
        self._fill = "high"
        self.setFixedHeight(size.height())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_name(name)

    def show_name(self, name: str) -> None:
        """Say what it does."""
        if name != self.text():
            self.setText(name)
            self.setAccessibleName(f"{self._key} {name}")
            self.update()

    def show_style(self, style: KeyStyle, fill: str = "high") -> None:
        """Stand out in another way; ``fill`` is the token of the band below."""
        if (style, fill) != (self._style, self._fill):
            self._style, self._fill = style, fill
            self.update()

    def name_font(self) -> QFont:
        """Return the type of what it does."""
        size = FontSize.CAPTION if self._small else FontSize.SECOND
        return words_font(size, QFont.Weight.DemiBold if self._small else QFont.Weight.Bold)

    def sizeHint(self) -> QSize:
        """Return the size of the design."""
        return self._size

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when it is enabled or disabled."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint fill, border and both lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._tokens()
        thick, radius = (1, 6) if self._small else (2, 8)
        area = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.setPen(QPen(self._color(tokens.border), thick))
        painter.setBrush(self._brush(tokens))
        painter.drawRoundedRect(area, radius, radius)
        self._write(painter, area, tokens)

    def _write(self, painter: QPainter, area: QRectF, tokens: _Colors) -> None:
        middle, center = area.center().y() + 1, Qt.AlignmentFlag.AlignCenter
        painter.setPen(self._color(tokens.key))
        painter.setFont(plate_font(FontSize.CAPTION))
        above = QRectF(area.left(), middle - 24, area.width(), 24)
        painter.drawText(above, center, self._key)
        painter.setPen(self._color(tokens.word))
        painter.setFont(self.name_font())
        below = QRectF(area.left() - 8, middle - 3, area.width() + 16, 24)
        painter.drawText(below, center, self.text())

    def _tokens(self) -> _Colors:
        band, on = self._fill, f"on{self._fill}"
        if self._style is KeyStyle.OUTLINE or (self._on_band and not self.isEnabled()):
            return _Colors(None, on if self.isEnabled() else band, on, on)
        if self._style is KeyStyle.ON_FILL:
            word = "text" if band == "ink" else f"{band}t"
            return _Colors("raised", on, word, word)
        return _STYLES[self._style] if self.isEnabled() else _OFF

    @property
    def _on_band(self) -> bool:
        return self._style in (KeyStyle.ON_FILL, KeyStyle.OUTLINE)

    def _brush(self, tokens: _Colors) -> QColor:
        if self.isDown() and self.isEnabled() and not self._on_band:
            return self._color("hold" if self._style is KeyStyle.LIT else "off")
        clear = QColor(Qt.GlobalColor.transparent)
        return clear if tokens.fill is None else self._color(tokens.fill)

    def _color(self, token: str) -> QColor:
        return palette_of(self).color(token)
