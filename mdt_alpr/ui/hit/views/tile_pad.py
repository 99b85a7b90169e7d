"""Characters to check by touch: three or four of them, then the whole number (design 03b)."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_blind import Stretch, TilePadView, TileView, WholePadView
from mdt_alpr.ui.hit.models.hit_signals import ChosenGlyph, HitSignals
from mdt_alpr.ui.hit.views.blind_pictures import (
    framed,
    paint_letter,
    paint_no_picture,
    picture_from,
)
from mdt_alpr.ui.kit.models.choice import ChoiceView
from mdt_alpr.ui.kit.theme import FontSize, plate_font
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.palette import palette_of

_ANSWERS = 3
_ANSWER_HEIGHT = 86
_LEAST_WHOLE = 90
_ANSWER = TileStyle(size=FontSize.SECOND)


class WholePad(QWidget):
    """Picture over number over three answers; none is chosen."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._prompt, self._hint = label("", "strong"), label("", "advice")
        self.picture = ColumnPicture(_LEAST_WHOLE)
        self.picture.setAccessibleName("Whole plate")
        self.number = WholeNumber(self.picture.x_of)
        self._answers = [AnswerTile("", _ANSWER) for _ in range(_ANSWERS)]
        row = spaced(QHBoxLayout(), 14)
        for answer in self._answers:
            answer.setFixedHeight(_ANSWER_HEIGHT)
            answer.pressed_key.connect(signals.compare_whole)
            row.addWidget(answer, 1)
        column = spaced(QVBoxLayout(self), 8, (0, 0, 0, 0))
        column.addWidget(self._prompt)
        column.addWidget(self.picture, 1)
        column.addWidget(self.number)
        column.addWidget(self._hint)
        column.addLayout(row)

    def show_view(self, view: WholePadView) -> None:
        """Show the number and what may be said of it."""
        self._prompt.setText(view.prompt)
        self._hint.setText(view.hint)
        self.picture.show_column(view.jpeg, view.across, view.band)
        self.number.show_text(view.text, view.middles)
        for button, answer in zip(self._answers, view.answers, strict=True):
            button.key = answer.key
            button.show_words(answer.word)
            button.show_chosen(answer.chosen)


HEIGHT = 78
_PLACE = 62
_EDGE = 12
_LEAST_APART = 38


class WholeNumber(QWidget):
    """Every character under its own in the picture above, where those are far enough apart.

    ``x_of`` says where something is in the picture's widget, as wide as this one.
    """

    def __init__(self, x_of: Callable[[float], float]) -> None:
        super().__init__()
        self._x_of = x_of
        self._middles: tuple[float, ...] = ()
        self._text = ""
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("The whole number")

    def show_text(self, text: str, middles: tuple[float, ...]) -> None:
        """Show another number; ``middles`` of its characters, 0 to 1 over the picture's width."""
        self._text, self._middles = text, middles
        self.setAccessibleDescription(" ".join(text))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the design."""
        return QSize(400, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the characters."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette_of(self).color("line"), 1))
        painter.setBrush(palette_of(self).color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(palette_of(self).color("text"))
        painter.setFont(plate_font(FontSize.PLATE_ENTRY))
        for character, middle in zip(self._text, self._places(), strict=True):
            where = QRectF(middle - _PLACE / 2, 0, _PLACE, self.height())
            painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), character)

    def _places(self) -> list[float]:
        """Return the middles in pixels: those of the picture, or in equal steps."""
        seen = [self._x_of(middle) for middle in self._middles]
        apart = min((b - a for a, b in pairwise(seen)), default=_PLACE)
        inside = all(_PLACE / 2 <= x <= self.width() - _PLACE / 2 for x in seen)
        if len(seen) == len(self._text) and apart >= _LEAST_APART and inside:
            return seen
        wide = min(_PLACE, (self.width() - 2 * _EDGE) / max(1, len(self._text)))
        first = self.width() / 2 - wide * (len(self._text) - 1) / 2
        return [first + wide * number for number in range(len(self._text))]


_DIM = QColor(11, 15, 19, 168)
_BESIDE = 1.15
"""How much more than its column stays clear: characters lean on plates that are seen askew."""
_TAG = QRectF(8, 8, 30, 30)
_WHOLE: Stretch = (0.0, 1.0)


class ColumnPicture(QWidget):
    """Shows a band of a picture as high as the widget is, with one column in the middle."""

    def __init__(self, least_height: int) -> None:
        super().__init__()
        self._jpeg = b""
        self._image = QImage()
        self._column, self._band = _WHOLE, _WHOLE
        self._letter = ""
        self._marked = False
        self.setMinimumHeight(least_height)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def show_column(self, jpeg: bytes, column: Stretch, band: Stretch) -> None:
        """Show another picture, or another column of it; 0 to 1 over width and height."""
        if jpeg != self._jpeg:
            self._jpeg, self._image = jpeg, picture_from(jpeg)
        self._column, self._band = column, band
        self.update()

    def show_letter(self, letter: str, *, marked: bool) -> None:
        """Show the tile's letter, and whether it is the one that a typed character answers."""
        self._letter, self._marked = letter, marked
        self.setAccessibleName(f"Character {letter}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that the layout may stretch."""
        return QSize(100, 158)

    def x_of(self, across: float) -> float:
        """Return where something is in the widget, given 0 to 1 over the picture's width."""
        left, right = (x * self._image.width() for x in self._column)
        wide = across * self._image.width() - (left + right) / 2
        return self.width() / 2 + wide * self._scale(QRectF(self.rect()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the band, dim what is no part of the column, and the letter."""
        painter, area = framed(self)
        if self._image.isNull():
            paint_no_picture(painter, area, palette_of(self), FontSize.CAPTION)
        else:
            self._paint_band(painter, area)
        painter.setClipping(False)
        thick = 4.0 if self._marked else 1.0
        half = thick / 2
        painter.setPen(QPen(palette_of(self).color("text" if self._marked else "line"), thick))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 7, 7)
        if self._letter:
            paint_letter(painter, self._letter, _TAG)

    def _paint_band(self, painter: QPainter, area: QRectF) -> None:
        wide, high = self._image.width(), self._image.height()
        top, height = self._band[0] * high, (self._band[1] - self._band[0]) * high
        left, right = self._column[0] * wide, self._column[1] * wide
        scale = self._scale(area)
        middle = QPointF((left + right) / 2, top + height / 2)
        painter.save()
        painter.translate(area.center())
        painter.scale(scale, scale)
        painter.translate(-middle)
        painter.drawImage(QPointF(0, 0), self._image)
        painter.restore()
        beside = (area.width() - (right - left) * scale * _BESIDE) / 2
        if self._column != _WHOLE and beside > 0:
            painter.fillRect(QRectF(area.topLeft(), QSizeF(beside, area.height())), _DIM)
            right_of = QPointF(area.right() - beside, area.top())
            painter.fillRect(QRectF(right_of, QSizeF(beside, area.height())), _DIM)
        veil = QColor(0, 0, 0, round(255 * palette_of(self).plate_veil))
        painter.fillRect(area, veil)

    def _scale(self, area: QRectF) -> float:
        """Return how large the picture is: the band fills the height, the column has room."""
        height = (self._band[1] - self._band[0]) * self._image.height()
        width = (self._column[1] - self._column[0]) * self._image.width()
        return min(area.height() / max(1.0, height), area.width() / max(1.0, width))


_MOST_TILES, _MOST_GLYPHS, _COLUMNS = 4, 4, 2
_HEIGHT = 72
_GAP, _GLYPH_GAP = 10, 6
_LEAST_PICTURE = 70
_GLYPH = TileStyle(size=FontSize.PLATE, in_plate_face=True)
_WORD = TileStyle(size=FontSize.SECOND)


class TilePad(QWidget):
    """The tiles side by side in the order of the plate's characters."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._prompt = label("", "strong")
        self.tiles = [_Tile(number, signals) for number in range(_MOST_TILES)]
        row = spaced(QHBoxLayout(), _GAP)
        for tile in self.tiles:
            row.addWidget(tile, 1)
        column = spaced(QVBoxLayout(self), 8, (0, 0, 0, 0))
        column.addWidget(self._prompt)
        column.addLayout(row, 1)

    def show_view(self, view: TilePadView) -> None:
        """Show the tiles; none is chosen until the officer chooses."""
        self._prompt.setText(view.prompt)
        crowded = any(len(tile.glyphs) == _MOST_GLYPHS for tile in view.tiles)
        for number, tile in enumerate(self.tiles):
            tile.setVisible(number < len(view.tiles))
            if number < len(view.tiles):
                tile.show_view(view.tiles[number], crowded=crowded)


class _Tile(QWidget):
    """One column of the picture over two rows: three glyphs, then "can't tell".

    Where some tile has a fourth glyph, "can't tell" of every tile has a row of its own.
    """

    def __init__(self, number: int, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self._number = number
        self.picture = ColumnPicture(_LEAST_PICTURE)
        self._glyphs = [self._button(_GLYPH) for _ in range(_MOST_GLYPHS)]
        self._beside, self._below = self._button(_WORD), self._button(_WORD)
        grid = spaced(QGridLayout(), _GLYPH_GAP)
        for place in range(_COLUMNS):
            grid.setColumnStretch(place, 1)
        for place, glyph in enumerate(self._glyphs):
            grid.addWidget(glyph, place // _COLUMNS, place % _COLUMNS)
        last = _MOST_GLYPHS - 1
        grid.addWidget(self._beside, last // _COLUMNS, last % _COLUMNS)
        grid.addWidget(self._below, _MOST_GLYPHS // _COLUMNS, 0, 1, _COLUMNS)
        column = spaced(QVBoxLayout(self), _GAP, (0, 0, 0, 0))
        column.addWidget(self.picture, 1)
        column.addLayout(grid)

    def show_view(self, view: TileView, *, crowded: bool) -> None:
        """Show the column and its glyphs."""
        self.picture.show_column(view.jpeg, view.column, view.band)
        self.picture.show_letter(view.letter, marked=view.current)
        for place, button in enumerate(self._glyphs):
            if place < len(view.glyphs):
                self._show(button, view.letter, view.glyphs[place])
            button.setVisible(place < len(view.glyphs))
        for button in (self._beside, self._below):
            self._show(button, view.letter, view.cannot_tell)
        self._beside.setVisible(not crowded)
        self._below.setVisible(crowded)

    def _button(self, style: TileStyle) -> AnswerTile:
        button = AnswerTile("", style)
        button.setFixedHeight(_HEIGHT)
        button.pressed_key.connect(self._pressed)
        return button

    def _show(self, button: AnswerTile, letter: str, choice: ChoiceView) -> None:
        button.key = choice.key
        button.show_words(choice.word)
        button.show_chosen(choice.chosen)
        button.setAccessibleName(f"{letter}: {choice.word}")

    def _pressed(self, glyph: str) -> None:
        self._signals.choose_glyph.emit(ChosenGlyph(self._number, glyph))
