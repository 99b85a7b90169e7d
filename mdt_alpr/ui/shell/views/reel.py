"""The last reads: the picture beside the text, so that a misread shows itself (CAR-05)."""

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.hit.views.blind_pictures import whole_in
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import FontSize, plate_font, words_font
from mdt_alpr.ui.kit.views.labels import label, rule, wrapped
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import paint_shape
from mdt_alpr.ui.shell.models.patrol import ReelRow

ROW_HEIGHT = 94
"""In the design; the rows in view share the height there is."""
SHAPES = {"high": Mark.SQUARE, "medium": Mark.TRIANGLE, "low": Mark.CIRCLE}
TOKENS = {"high": "high", "medium": "med", "low": "low"}
_CROP = QSize(140, 64)
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
        color = palette_of(self._reel).color
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.is_held:
            painter.fillRect(area, color(f"{TOKENS[row.urgency]}b"))
        painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1), color("line"))
        where = QRectF(0, 0, _CROP.width(), _CROP.height())
        where.moveTopLeft(area.topLeft())
        where.translate(_EDGE, (area.height() - _CROP.height()) / 2)
        veil = min(_HELD_VEIL, self._veil) if row.is_held else self._veil
        paint_crop(painter, where, index.data(ReelModel.CROP), (color("off"), veil))
        words = _words_in(area)
        if row.is_held:
            self._held(painter, words, row)
        else:
            self._read(painter, words, row)
        painter.restore()

    @property
    def _veil(self) -> float:
        return palette_of(self._reel).reel_veil

    def _held(self, painter: QPainter, words: QRectF, row: ReelRow) -> None:
        token, color = TOKENS[row.urgency], palette_of(self._reel).color
        middle = words.center().y()
        shape = QRectF(words.left(), middle - 24, 20, 20)
        colors = color(f"{token}s"), color(f"on{token}s")
        paint_shape(painter, SHAPES[row.urgency], shape, *colors)
        painter.setPen(color(f"{token}t"))
        painter.setFont(words_font(FontSize.SECOND, QFont.Weight.Bold))
        painter.drawText(_line(words.adjusted(28, 0, 0, 0), middle - 14), _LEFT, "Held for check")
        painter.setPen(color("text2"))
        painter.setFont(words_font(FontSize.SECOND))
        painter.drawText(_line(words, middle + 14), _LEFT, "Hidden until F1")

    def _read(self, painter: QPainter, words: QRectF, row: ReelRow) -> None:
        middle, color = words.center().y(), palette_of(self._reel).color
        self._plate(painter, words, row)
        painter.setPen(color("text2"))
        painter.setFont(words_font(FontSize.CAPTION))
        painter.drawText(_line(words, middle - 14), _RIGHT, row.age)
        below = _line(words, middle + 19)
        painter.setFont(state_font(row.state, below.width()))
        painter.drawText(below, _LEFT, row.state)

    def _plate(self, painter: QPainter, words: QRectF, row: ReelRow) -> None:
        color, font = palette_of(self._reel).color, plate_font(FontSize.HEAD)
        painter.setFont(font)
        wide = QFontMetricsF(font).horizontalAdvance("0")
        top = words.center().y() - 33
        for place, character in enumerate(row.text):
            cell = QRectF(words.left() + place * wide, top, wide, 38)
            doubtful = place in row.doubtful
            if doubtful:
                painter.setPen(QPen(color("medt"), 2))
                painter.setBrush(color("medb"))
                painter.drawRect(cell)
            painter.setPen(color("medt" if doubtful else "text"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, character)


def _words_in(row: QRectF) -> QRectF:
    """Return where the words are beside the picture."""
    return row.adjusted(2 * _EDGE + _CROP.width(), 0, -_EDGE, 0)


def state_font(state: str, room: float) -> QFont:
    """Return the largest type in which a state's name is whole in ``room`` pixels."""
    font = words_font(FontSize.SECOND)
    fits = QFontMetricsF(font).horizontalAdvance(state) <= room
    return font if fits else words_font(FontSize.CAPTION)


def _line(words: QRectF, middle: float) -> QRectF:
    """Return the rectangle of one line of text around ``middle``."""
    return QRectF(words.left(), middle - 15, words.width(), 30)


def paint_crop(
    painter: QPainter, where: QRectF, crop: QImage, empty: tuple[QColor, float]
) -> None:
    """Paint a plate's picture whole in ``where``, for its state; ``empty`` is ground and veil."""
    ground, veil = empty
    painter.save()
    clip = QPainterPath()
    clip.addRoundedRect(where, 3, 3)
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    painter.fillRect(where, ground)
    if not crop.isNull():
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = whole_in(where, crop)
        painter.drawImage(area, crop)
        painter.fillRect(area, QColor(0, 0, 0, round(255 * veil)))
    painter.restore()


_Index = QModelIndex | QPersistentModelIndex


class ReelModel(QAbstractListModel):
    """Keeps each row's picture decoded for as long as the row is there."""

    ROW = Qt.ItemDataRole.UserRole + 1
    CROP = Qt.ItemDataRole.UserRole + 2

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ReelRow, ...] = ()
        self._crops: dict[bytes, QImage] = {}

    def show_rows(self, rows: tuple[ReelRow, ...]) -> None:
        """Show other rows."""
        if rows == self._rows:
            return
        crops = {row.crop: self._crops[row.crop] for row in rows if row.crop in self._crops}
        self._crops = crops
        if len(rows) == len(self._rows):
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many reads are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the row, its picture, or what a screen reader says of it."""
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == self.ROW:
            return row
        if role == self.CROP:
            return self._crop(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "Held for check" if row.is_held else f"{row.text}, {row.state}, {row.age}"
        return None

    def _crop(self, row: ReelRow) -> QImage:
        if row.crop not in self._crops:
            self._crops[row.crop] = QImage.fromData(row.crop)
        return self._crops[row.crop]


HEAD_HEIGHT = 48


class Reel(QFrame):
    """A card with the newest read on top.

    Signals:
        read_pressed: the id of a read that was tapped.
    """

    read_pressed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.model = ReelModel()
        self._delegate = ReelRowPainter(self)
        self._list = QListView()
        self._list.setModel(self.model)
        self._list.setItemDelegate(self._delegate)
        self._list.setSelectionMode(QListView.SelectionMode.NoSelection)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName("Last reads")
        self._list.clicked.connect(self._tapped)
        self._empty = wrapped("", "quiet")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shut = False
        head = spaced(QHBoxLayout(), margins=(14, 0, 14, 0))
        head.addWidget(label("Last reads", "strong"))
        head.addStretch(1)
        head.addWidget(label("last 20", "checkname"))
        frame = QWidget()
        frame.setFixedHeight(45)
        frame.setLayout(head)
        column = spaced(QVBoxLayout(self), 0, (1, 1, 1, 1))
        column.addWidget(frame)
        column.addWidget(rule())
        column.addWidget(self._empty, 1)
        column.addWidget(self._list, 1)
        self.show_rows(())

    def show_rows(self, rows: tuple[ReelRow, ...]) -> None:
        """Show the reads, newest first."""
        self.model.show_rows(() if self._shut else rows)
        there = bool(self.model.rowCount())
        self._empty.setText("Sign in to open stored pictures" if self._shut else "No reads yet")
        self._empty.setVisible(not there)
        self._list.setVisible(there)

    def show_shut(self, shut: bool) -> None:
        """Keep no stored picture after 30 minutes without a touch (ACC-07)."""
        self._shut = shut
        self.show_rows(())

    def _tapped(self, index: QModelIndex) -> None:
        if (row := index.data(ReelModel.ROW)) is not None:
            self.read_pressed.emit(row.read_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height out, so that no row is cut in the middle."""
        super().resizeEvent(event)
        height = self.height() - HEAD_HEIGHT
        self._delegate.row_height = max(1, height // max(1, round(height / ROW_HEIGHT)))
        self._list.doItemsLayout()


def reel_room(reel: Reel) -> float:
    """Return how many pixels the name of a state has."""
    return _words_in(QRectF(reel.rect().adjusted(1, 0, -1, 0))).width()


_SIZE = QSize(156, 60)


class PlateCrop(QWidget):
    """The whole picture in one size."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_SIZE)
        self.setAccessibleName("Picture of the plate")
        self._jpeg = b""
        self._picture = QImage()

    def show_jpeg(self, jpeg: bytes) -> None:
        """Show another picture."""
        if jpeg != self._jpeg:
            self._jpeg, self._picture = jpeg, QImage.fromData(jpeg)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture."""
        palette = palette_of(self)
        ground = palette.color("off"), palette.plate_veil
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_crop(painter, QRectF(self.rect()), self._picture, ground)
