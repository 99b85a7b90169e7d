"""The last reads: the picture beside the text, so that a misread shows itself (CAR-05)."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from mdt_alpr.ui.theme import DAY, FontSize, Palette, plate_font, words_font
from mdt_alpr.ui.viewmodels.patrol import ReelRow
from mdt_alpr.ui.views.reel_model import ReelModel
from mdt_alpr.ui.views.shapes import Shape, paint_shape
from mdt_alpr.ui.views.status_strip import label

ROW_HEIGHT = 94
_SHAPES = {"high": Shape.SQUARE, "medium": Shape.TRIANGLE, "low": Shape.CIRCLE}
_TOKENS = {"high": "high", "medium": "med", "low": "low"}
_CROP = QRectF(14, 15, 168, 64)


class Reel(QFrame):
    """A card with the newest read on top."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.model = ReelModel()
        self._delegate = _RowPainter()
        self._list = QListView()
        self._list.setModel(self.model)
        self._list.setItemDelegate(self._delegate)
        self._list.setSelectionMode(QListView.SelectionMode.NoSelection)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName("Last reads")
        self._empty = label("No reads yet", "quiet")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 14, 0)
        head.addWidget(label("Last reads", "strong"))
        head.addStretch(1)
        head.addWidget(label("last 20", "caption"))
        frame = QFrame()
        frame.setFixedHeight(44)
        frame.setLayout(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(frame)
        column.addWidget(self._empty, 1)
        column.addWidget(self._list, 1)
        self.show_rows(())

    def show_rows(self, rows: tuple[ReelRow, ...]) -> None:
        """Show the reads, newest first."""
        self.model.show_rows(rows)
        self._empty.setVisible(not rows)
        self._list.setVisible(bool(rows))

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._delegate.palette_in_use = palette
        self._list.viewport().update()


class _RowPainter(QStyledItemDelegate):
    """Paints one read."""

    def __init__(self) -> None:
        super().__init__()
        self.palette_in_use = DAY

    def sizeHint(
        self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the row's size."""
        return QSize(option.rect.width(), ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint picture, plate, state and age."""
        row: ReelRow = index.data(ReelModel.ROW)
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if row.is_held:
            tint = self.palette_in_use.colour(f"{_TOKENS[row.urgency]}b")
            painter.fillRect(area, tint)
        painter.fillRect(
            QRectF(area.left(), area.bottom() - 1, area.width(), 1),
            self.palette_in_use.colour("line"),
        )
        self._picture(painter, area, index.data(ReelModel.CROP))
        words = QRectF(area.left() + 196, area.top(), area.width() - 210, area.height())
        if row.is_held:
            self._held(painter, words, row)
        else:
            self._read(painter, words, row)
        painter.restore()

    def _picture(self, painter: QPainter, area: QRectF, crop: QImage) -> None:
        where = _CROP.translated(area.topLeft())
        if crop.isNull():
            painter.fillRect(where, self.palette_in_use.colour("off"))
            return
        painter.drawImage(where, crop, _filling(crop, where))
        veil = self.palette_in_use.reel_veil
        painter.fillRect(where, QColor(0, 0, 0, round(255 * veil)))

    def _held(self, painter: QPainter, words: QRectF, row: ReelRow) -> None:
        token = _TOKENS[row.urgency]
        colours = self.palette_in_use
        shape = QRectF(words.left(), words.top() + 24, 20, 20)
        paint_shape(
            painter,
            _SHAPES[row.urgency],
            shape,
            colours.colour(f"{token}s"),
            colours.colour(f"on{token}s"),
        )
        painter.setPen(colours.colour(f"{token}t"))
        painter.setFont(words_font(FontSize.SECOND, words_font(1).Weight.ExtraBold))
        top = words.adjusted(28, 18, 0, -46)
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, "Held for check")
        painter.setPen(colours.colour("text2"))
        painter.setFont(words_font(FontSize.SECOND))
        below = words.adjusted(0, 46, 0, -18)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, "Hidden until F1")

    def _read(self, painter: QPainter, words: QRectF, row: ReelRow) -> None:
        colours, font = self.palette_in_use, plate_font(FontSize.HEAD)
        painter.setFont(font)
        wide = QFontMetricsF(font).horizontalAdvance("0")
        for place, character in enumerate(row.text):
            cell = QRectF(words.left() + place * wide, words.top() + 12, wide, 42)
            if place in row.doubtful:
                painter.setPen(QPen(colours.colour("medt"), 2))
                painter.setBrush(colours.colour("medb"))
                painter.drawRect(cell)
            painter.setPen(colours.colour("text"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, character)
        painter.setPen(colours.colour("text2"))
        painter.setFont(words_font(FontSize.SECOND))
        below = words.adjusted(0, 54, 0, -12)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, row.state)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(below, right, row.age)


def _filling(crop: QImage, where: QRectF) -> QRectF:
    """Return the part of a picture that fills ``where`` without stretching."""
    scale = min(crop.width() / where.width(), crop.height() / where.height())
    width, height = where.width() * scale, where.height() * scale
    return QRectF((crop.width() - width) / 2, (crop.height() - height) / 2, width, height)
