"""The left half of the blind pages: look, choose a picture, come nearer."""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.hit.models.hit_blind import BracketView, PicturesView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import FontSize, Palette, plate_font, words_font
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import ShapeMark, paint_focus

ZOOMS = (1.0, 1.5, 2.2, 3.2)
_CAPTION = 27


def picture_from(jpeg: bytes) -> QImage:
    """Return the picture, empty where there is none or it is damaged."""
    return QImage.fromData(jpeg) if jpeg else QImage()


def framed(widget: QWidget) -> tuple[QPainter, QRectF]:
    """Begin to paint a picture; return the painter, which keeps to the frame, and the frame."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    area = QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
    path = QPainterPath()
    path.addRoundedRect(area, 8, 8)
    painter.setClipPath(path)
    painter.fillPath(path, palette_of(widget).color("panel"))
    return painter, area


def paint_no_picture(painter: QPainter, area: QRectF, palette: Palette, size: int) -> None:
    """Say in the frame that there is no picture."""
    painter.setPen(palette.color("text2"))
    painter.setFont(words_font(size))
    painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), "No picture")


class BigPicture(QWidget):
    """The picture in front; a veil darkens it at night unless it is zoomed into."""

    def __init__(self) -> None:
        super().__init__()
        self._jpeg = b""
        self._image = QImage()
        self._zoom = 0
        self._brackets: tuple[BracketView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(200)
        self.setAccessibleName("Picture")

    def show_picture(self, jpeg: bytes) -> None:
        """Show another picture, whole."""
        if jpeg != self._jpeg:
            self._jpeg, self._image, self._zoom = jpeg, picture_from(jpeg), 0
            self.update()

    def show_brackets(self, brackets: tuple[BracketView, ...]) -> None:
        """Mark characters by letters under them."""
        if brackets != self._brackets:
            self._brackets = brackets
            self.update()

    def zoom(self, step: int) -> None:
        """Come nearer or go back; from the nearest, back to the whole picture."""
        self._zoom = (self._zoom + step) % len(ZOOMS)
        self.update()

    @property
    def zoom_factor(self) -> float:
        """Return how much nearer than whole it is shown."""
        return ZOOMS[self._zoom]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, its middle in the middle; not zoomed into, nothing of it is cut."""
        painter, area = framed(self)
        if self._image.isNull():
            paint_no_picture(painter, area, palette_of(self), FontSize.SECOND)
        else:
            picture = self.picture_area()
            painter.drawImage(picture, self._image)
            veil = palette_of(self).plate_veil if self._zoom == 0 else 0.0
            painter.fillRect(picture, QColor(0, 0, 0, round(255 * veil)))
            for bracket in self._brackets:
                where = placed(bracket, picture, area)
                tag = letter_place(bracket, where, picture, area)
                paint_bracket(painter, bracket.letter, where, tag)
        painter.setClipping(False)
        painter.setPen(QPen(palette_of(self).color("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, 8, 8)

    def picture_area(self) -> QRectF:
        """Return where the whole picture lies; zoomed into, it goes past what is shown."""
        return whole_in(QRectF(self.rect()), self._image, self.zoom_factor)


class Thumbnail(QAbstractButton):
    """A small picture with its caption.

    Signals:
        chosen_place: its place among the pictures.
    """

    chosen_place = Signal(int)

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self._jpeg = b""
        self._image = QImage()
        self.setCheckable(True)
        self.setFixedHeight(94)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._say)

    def show_picture(self, jpeg: bytes, label: str, *, chosen: bool) -> None:
        """Show a picture and whether it is the one in front."""
        if jpeg != self._jpeg:
            self._jpeg, self._image = jpeg, picture_from(jpeg)
        self.setText(label)
        self.setAccessibleName(f"Picture: {label}")
        self.setChecked(chosen)
        self.update()

    def nextCheckState(self) -> None:
        """Leave the choice to the presenter."""

    def sizeHint(self) -> QSize:
        """Return the size of the design."""
        return QSize(152, 94)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint picture, caption and border."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(area, 6, 6)
        painter.setClipPath(path)
        painter.fillRect(area, palette_of(self).color("off"))
        self._paint_image(painter, area.adjusted(0, 0, 0, -_CAPTION))
        caption = QRectF(0, area.height() - _CAPTION, area.width(), _CAPTION)
        painter.fillRect(caption, QColor("#0B0F13"))
        painter.setPen(QColor("#F2F4F5"))
        painter.setFont(words_font(FontSize.CAPTION))
        painter.drawText(caption, int(Qt.AlignmentFlag.AlignCenter), self.text())
        self._paint_border(painter, area)

    def _paint_border(self, painter: QPainter, area: QRectF) -> None:
        chosen = self.isChecked()
        thick = 4.0 if chosen else 1.0
        painter.setPen(QPen(palette_of(self).color("text" if chosen else "line"), thick))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = thick / 2
        painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), 5, 5)
        if self.hasFocus():
            palette = palette_of(self)
            paint_focus(painter, area, palette.color("text"), palette.color("panel"))

    def _paint_image(self, painter: QPainter, room: QRectF) -> None:
        if self._image.isNull():
            return
        size = room.size().scaled(QSizeF(self._image.size()), Qt.AspectRatioMode.KeepAspectRatio)
        left = (self._image.width() - size.width()) / 2
        top = (self._image.height() - size.height()) / 2
        painter.drawImage(room, self._image, QRectF(left, top, size.width(), size.height()))
        painter.fillRect(room, QColor(0, 0, 0, round(255 * palette_of(self).plate_veil)))

    def _say(self) -> None:
        self.chosen_place.emit(self._place)


INK, PAPER = QColor("#0B0F13"), QColor("#FFFFFF")
_ARM = 12.0
_TAG = QSizeF(30, 30)
_LEAST = 26.0
"""A bracket is at least this wide, and stays whole inside the picture."""


def whole_in(room: QRectF, image: QImage, zoom: float = 1.0) -> QRectF:
    """Return where a picture lies in the middle of ``room``, whole and not distorted."""
    size = QSizeF(image.size()).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio) * zoom
    where = QRectF(QPointF(0, 0), size)
    where.moveCenter(room.center())
    return where


def placed(bracket: BracketView, picture: QRectF, area: QRectF) -> QRectF:
    """Return where a bracket of a picture is on the screen, of which ``area`` is seen."""
    left, right = (picture.left() + x * picture.width() for x in bracket.across)
    top = picture.top() + bracket.below * picture.height()
    wide = max(_LEAST, right - left)
    top = min(top, area.bottom() - _ARM - _TAG.height() - 10)
    return QRectF((left + right - wide) / 2, top, wide, _ARM)


def letter_place(bracket: BracketView, where: QRectF, picture: QRectF, area: QRectF) -> QRectF:
    """Return where the letter of a placed bracket is: under the plate, inside the picture."""
    edge = picture.top() + bracket.edge * picture.height()
    lowest = area.bottom() - _TAG.height() - 3
    top = max(where.bottom() + 7, min(edge + 3, lowest))
    return QRectF(QPointF(where.center().x() - _TAG.width() / 2, top), _TAG)


def paint_bracket(painter: QPainter, letter: str, where: QRectF, tag: QRectF) -> None:
    """Paint the bracket, white on black so that it shows on every plate, and its letter.

    A thin line leads from one to the other past what the plate says between.
    """
    inside = where.adjusted(4, 0, -4, 0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, thick in ((INK, 8.0), (PAPER, 4.0)):
        pen = QPen(color, thick)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        painter.setPen(pen)
        painter.drawPolyline(
            [inside.topLeft(), inside.bottomLeft(), inside.bottomRight(), inside.topRight()]
        )
    stem = QPointF(where.center().x(), where.bottom()), QPointF(where.center().x(), tag.top())
    for color, thick in ((INK, 4.0), (PAPER, 1.6)):
        painter.setPen(QPen(color, thick))
        painter.drawLine(*stem)
    paint_letter(painter, letter, tag)


def paint_letter(painter: QPainter, letter: str, where: QRectF) -> None:
    """Paint a tile's letter in its dark box."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(INK)
    painter.drawRoundedRect(where, 5, 5)
    painter.setPen(PAPER)
    painter.setFont(plate_font(FontSize.SECOND))
    painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), letter)


_THUMBNAILS = 4
_CARD = 104


class BlindPictures(QWidget):
    """One big picture, up to four to choose from, and whether it is good enough."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.big = BigPicture()
        self._thumbnails = [Thumbnail(place) for place in range(_THUMBNAILS)]
        self._count = 0
        self._chosen = 0
        row = spaced(QHBoxLayout(), 12)
        for thumbnail in self._thumbnails:
            thumbnail.chosen_place.connect(signals.choose_picture)
            policy = thumbnail.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            thumbnail.setSizePolicy(policy)
            row.addWidget(thumbnail)
        column = spaced(QVBoxLayout(self), 13, (0, 0, 0, 0))
        column.addWidget(self.big, 1)
        column.addLayout(row)
        column.addWidget(self._card())

    def show_view(self, view: PicturesView) -> None:
        """Show the pictures."""
        self.big.show_picture(view.shown)
        self.big.show_brackets(view.brackets)
        self._count = len(view.choices)
        for place, thumbnail in enumerate(self._thumbnails):
            thumbnail.setVisible(place < self._count)
            if place < self._count:
                choice = view.choices[place]
                thumbnail.show_picture(choice.jpeg, choice.label, chosen=choice.chosen)
                self._chosen = place if choice.chosen else self._chosen
        self._warning.setVisible(not view.good_enough)
        self._headline.setText(view.headline)
        self._advice.setText(view.advice)

    def step(self, by: int) -> None:
        """Choose the next picture or the one before."""
        if self._count:
            self._signals.choose_picture.emit((self._chosen + by) % self._count)

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        card.setFixedHeight(_CARD)
        self._warning = ShapeMark(Mark.WEAK, 36)
        self._headline = label("", "strong")
        self._advice = label("", "advice")
        self._advice.setWordWrap(True)
        self._zoom = AnswerTile("+\nZoom", key="zoom")
        self._zoom.set_size(116, 72)
        self._zoom.clicked.connect(self._come_nearer)
        words = spaced(QVBoxLayout(), 2)
        words.addStretch(1)
        words.addWidget(self._headline)
        words.addWidget(self._advice)
        words.addStretch(1)
        row = spaced(QHBoxLayout(card), 16, (18, 8, 18, 8))
        row.addWidget(self._warning)
        row.addLayout(words, 1)
        row.addWidget(self._zoom)
        return card

    def _come_nearer(self) -> None:
        self.big.zoom(1)
