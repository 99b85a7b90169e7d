"""The one kind of button on the hit pages: a word, a second line, a drawing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from mdt_alpr.ui.kit.theme import FontSize, Palette, plate_font, words_font
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import paint_focus

RADIUS = 8
Drawing = Callable[[QPainter, QRectF, Palette], None]


class TileKind(StrEnum):
    """How prominent a tile is."""

    PLAIN = "plain"
    MAIN = "main"
    """The page's one way on."""
    OUTLINE = "outline"
    """A lesser way, on an ink block."""


@dataclass(frozen=True, slots=True)
class TileStyle:
    """What does not change of a tile: kind, type sizes, drawing, layout.

    ``drawing_side`` is "top" (above the word), "left" (beside it) or "" for none. ``key_name``
    is a key printed on the tile. Under a code the word is its name, in the second type size.
    """

    kind: TileKind = TileKind.PLAIN
    size: int = FontSize.SECOND
    weight: QFont.Weight = QFont.Weight.Bold
    second_size: int = FontSize.CAPTION
    in_plate_face: bool = False
    drawing: Drawing | None = None
    drawing_side: str = ""
    drawing_size: QSize = QSize(34, 34)  # noqa: RUF009 - a value that nothing changes
    key_name: str = ""
    code_size: int = FontSize.HEAD


class AnswerTile(QAbstractButton):
    """A painted button; ``pressed_key`` says the tile's key when it is pressed.

    Signals:
        pressed_key: the key of the tile, as its view model gave it.
    """

    pressed_key = Signal(str)
    ring_inset = 7.0
    """Pixels from the edge to the keyboard's ring, which runs through no word."""

    def __init__(self, word: str = "", style: TileStyle | None = None, *, key: str = "") -> None:
        super().__init__()
        self.key = key
        self._style = style or TileStyle()
        self._second = ""
        self._code = self._corner = ""
        self.setText(word)
        self.setAccessibleName(word.replace("\n", " "))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(72)
        self.clicked.connect(self._say)

    def set_size(self, width: int, height: int) -> None:
        """Take exactly this room."""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(width, height)

    def show_words(self, word: str, second: str = "", *, code: str = "") -> None:
        """Show other words in the same place."""
        if (word, second, code) == (self.text(), self._second, self._code):
            return
        self._second, self._code = second, code
        self.setText(word)
        name = ". ".join(part for part in (code, word.replace("\n", " "), second) if part)
        self.setAccessibleName(name)
        self.update()

    def show_corner(self, key: str) -> None:
        """Print the key that chooses this tile now in its corner; empty for none."""
        if key != self._corner:
            self._corner = key
            self.update()

    def show_chosen(self, chosen: bool) -> None:
        """Draw the border of a chosen answer, inside the rectangle so that nothing shifts."""
        if not self.isCheckable():
            self.setCheckable(True)
        self.setChecked(chosen)

    def nextCheckState(self) -> None:
        """Leave the choice to the presenter: pressing alone chooses nothing."""

    def use_kind(self, kind: TileKind) -> None:
        """Stand out in another way."""
        if kind is not self._style.kind:
            self._style = replace(self._style, kind=kind)
            self.update()

    # --------------------------------------------------------------------------- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint fill, border, drawing and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, border, ink = self._colors()
        thick = 4 if self.isChecked() else 2
        half = thick / 2
        area = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.setBrush(fill)
        painter.setPen(QPen(border, thick))
        painter.drawRoundedRect(area, RADIUS - half, RADIUS - half)
        if self.hasFocus():
            paint_focus(painter, QRectF(self.rect()), ink, inset=self.ring_inset)
        inside = QRectF(self.rect()).adjusted(5, 6, -5, -6)
        inside = self._draw(painter, inside)
        painter.setPen(ink)
        self._write(painter, inside)
        painter.setFont(plate_font(FontSize.CAPTION))
        corner = QRectF(self.rect()).adjusted(0, 5, -9, 0)
        painter.drawText(
            corner, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight), self._corner
        )

    def _colors(self) -> tuple[QColor, QColor, QColor]:
        tokens = {
            TileKind.PLAIN: ("raised", "edge", "text"),
            TileKind.MAIN: ("ink", "ink", "onink"),
            TileKind.OUTLINE: ("ink", "onink", "onink"),
        }[self._style.kind]
        if not self.isEnabled():
            tokens = ("off", "off", "offt")
        elif self.isChecked():
            tokens = (
                tokens[0],
                "text" if self._style.kind is TileKind.PLAIN else "onink",
                tokens[2],
            )
        fill, border, ink = (palette_of(self).color(token) for token in tokens)
        if self.isDown() and self.isEnabled():
            fill = palette_of(self).color("hold" if self._style.kind is TileKind.MAIN else "off")
            ink = ink if self._style.kind is TileKind.MAIN else palette_of(self).color("text")
        return fill, border, ink

    def _draw(self, painter: QPainter, inside: QRectF) -> QRectF:
        style = self._style
        if style.drawing is None:
            return inside
        size = style.drawing_size
        if style.drawing_side == "left":
            top = inside.center().y() - size.height() / 2
            where = QRectF(inside.left() + 6, top, size.width(), size.height())
            style.drawing(painter, where, palette_of(self))
            return inside.adjusted(size.width() + 16, 0, 0, 0)
        left = inside.center().x() - size.width() / 2
        style.drawing(
            painter, QRectF(left, inside.top() + 8, size.width(), size.height()), palette_of(self)
        )
        return inside.adjusted(0, size.height() + 10, 0, 0)

    def _write(self, painter: QPainter, inside: QRectF) -> None:
        style = self._style
        side = style.drawing_side == "left"
        across = Qt.AlignmentFlag.AlignLeft if side else Qt.AlignmentFlag.AlignHCenter
        font = self._word_font()
        wrapped = _wrapped(self.text(), font, inside.width())
        lines = [(text, font) for text in wrapped]
        if self._code:
            name = words_font(style.second_size)
            lines = [(self._code, plate_font(style.code_size)), (self.text(), name)]
        if self._second:
            lines.append((self._second, words_font(style.second_size)))
        heights = [_line_height(font) for _, font in lines]
        top = inside.center().y() - sum(heights) / 2
        for number, ((text, font), height) in enumerate(zip(lines, heights, strict=True)):
            line = QRectF(inside.left(), top, inside.width(), height)
            if number == 0 and style.key_name:
                line = self._key(painter, line, painter.pen().color())
            painter.setFont(font)
            painter.drawText(line, int(across | Qt.AlignmentFlag.AlignVCenter), text)
            top += height

    def _word_font(self) -> QFont:
        style = self._style
        if style.in_plate_face:
            return plate_font(style.size)
        return words_font(style.size, style.weight)

    def _key(self, painter: QPainter, line: QRectF, ink: QColor) -> QRectF:
        """Draw the key's name in its box, left of the word, both centered together."""
        painter.setFont(self._word_font())
        width = painter.fontMetrics().horizontalAdvance(self.text().split("\n")[0])
        box = QRectF(0, 0, 35, 24)
        left = line.center().x() - (box.width() + 9 + width) / 2
        box.moveTo(left, line.center().y() - box.height() / 2)
        painter.setPen(QPen(ink, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(plate_font(FontSize.CAPTION))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self._style.key_name)
        return QRectF(box.right() + 9, line.top(), width + 2, line.height())

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when it is enabled or disabled."""
        super().changeEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that the layout may stretch."""
        return QSize(60, self.height())

    def _say(self) -> None:
        self.pressed_key.emit(self.key)


def _wrapped(text: str, font: QFont, width: float) -> list[str]:
    """Break each line at the words that no longer fit."""
    metrics = QFontMetricsF(font)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and metrics.horizontalAdvance(longer) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines


def _line_height(font: QFont) -> float:
    return font.pixelSize() * 1.22
