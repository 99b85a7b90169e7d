"""Paints one read of the reel: the picture beside the text, doubt in an amber box (U23)."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mdt_alpr.ui.kit.theme import FontSize, plate_font, words_font
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import Shape, paint_shape
from mdt_alpr.ui.shell.models.patrol import ReelRow
from mdt_alpr.ui.shell.views.reel_model import ReelModel

ROW_HEIGHT = 94
"""In the design; the rows in view share the height there is."""
SHAPES = {"high": Shape.SQUARE, "medium": Shape.TRIANGLE, "low": Shape.CIRCLE}
TOKENS = {"high": "high", "medium": "med", "low": "low"}
_CROP = QSize(168, 64)
_EDGE = 14
_HELD_VEIL = 0.15
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class ReelRowPainter(QStyledItemDelegate):
    """Paints rows in the palette in use."""

    def __init__(self, reel: QWidget) -> None:
        super().__init__(reel)
        self._reel = reel
        self.row_height = ROW_HEIGHT

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the row's size."""
        return QSize(option.rect.width(), self.row_height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint picture, plate, state and age."""
        row: ReelRow = index.data(ReelModel.ROW)
        area = QRectF(option.rect)
        colour = palette_of(self._reel).colour
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.is_held:
            painter.fillRect(area, colour(f"{TOKENS[row.urgency]}b"))
        painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1), colour("line"))
        where = QRectF(0, 0, _CROP.width(), _CROP.height())
        where.moveTopLeft(area.topLeft())
        where.translate(_EDGE, (area.height() - _CROP.height()) / 2)
        veil = min(_HELD_VEIL, self._veil) if row.is_held else self._veil
        paint_crop(painter, where, index.data(ReelModel.CROP), (colour("off"), veil))
        words = area.adjusted(2 * _EDGE + _CROP.width(), 0, -_EDGE, 0)
        if row.is_held:
            self._held(painter, words, row)
        else:
            self._read(painter, words, row)
        painter.restore()

    @property
    def _veil(self) -> float:
        return palette_of(self._reel).reel_veil

    def _held(self, painter: QPainter, words: QRectF, row: ReelRow) -> None:
        token, colour = TOKENS[row.urgency], palette_of(self._reel).colour
        middle = words.center().y()
        shape = QRectF(words.left(), middle - 24, 20, 20)
        colours = colour(f"{token}s"), colour(f"on{token}s")
        paint_shape(painter, SHAPES[row.urgency], shape, *colours)
        painter.setPen(colour(f"{token}t"))
        painter.setFont(words_font(FontSize.SECOND, QFont.Weight.Bold))
        painter.drawText(_line(words.adjusted(28, 0, 0, 0), middle - 14), _LEFT, "Held for check")
        painter.setPen(colour("text2"))
        painter.setFont(words_font(FontSize.SECOND))
        painter.drawText(_line(words, middle + 14), _LEFT, "Hidden until F1")

    def _read(self, painter: QPainter, words: QRectF, row: ReelRow) -> None:
        middle, colour = words.center().y(), palette_of(self._reel).colour
        self._plate(painter, words, row)
        painter.setPen(colour("text2"))
        painter.setFont(words_font(FontSize.SECOND))
        below = _line(words, middle + 19)
        painter.drawText(below, _RIGHT, row.age)
        room = below.width() - painter.fontMetrics().horizontalAdvance(row.age) - 10
        if painter.fontMetrics().horizontalAdvance(row.state) > room:
            painter.setFont(words_font(FontSize.CAPTION))
        state = painter.fontMetrics().elidedText(
            row.state, Qt.TextElideMode.ElideRight, max(0, int(room))
        )
        painter.drawText(below, _LEFT, state)

    def _plate(self, painter: QPainter, words: QRectF, row: ReelRow) -> None:
        colour, font = palette_of(self._reel).colour, plate_font(FontSize.HEAD)
        painter.setFont(font)
        wide = QFontMetricsF(font).horizontalAdvance("0")
        top = words.center().y() - 33
        for place, character in enumerate(row.text):
            cell = QRectF(words.left() + place * wide, top, wide, 38)
            doubtful = place in row.doubtful
            if doubtful:
                painter.setPen(QPen(colour("medt"), 2))
                painter.setBrush(colour("medb"))
                painter.drawRect(cell)
            painter.setPen(colour("medt" if doubtful else "text"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, character)


def _line(words: QRectF, middle: float) -> QRectF:
    """Return the rectangle of one line of text around ``middle``."""
    return QRectF(words.left(), middle - 15, words.width(), 30)


def paint_crop(
    painter: QPainter, where: QRectF, crop: QImage, empty: tuple[QColor, float]
) -> None:
    """Paint a plate's picture so that it fills ``where``; ``empty`` is ground and veil."""
    ground, veil = empty
    painter.save()
    clip = QPainterPath()
    clip.addRoundedRect(where, 3, 3)
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    painter.fillRect(where, ground)
    if not crop.isNull():
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(where, crop, _filling(crop, where))
        painter.fillRect(where, QColor(0, 0, 0, round(255 * veil)))
    painter.restore()


def _filling(crop: QImage, where: QRectF) -> QRectF:
    """Return the part of a picture that fills ``where`` without stretching."""
    scale = min(crop.width() / where.width(), crop.height() / where.height())
    width, height = where.width() * scale, where.height() * scale
    return QRectF((crop.width() - width) / 2, (crop.height() - height) / 2, width, height)
