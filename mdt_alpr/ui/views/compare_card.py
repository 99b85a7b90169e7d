"""PICTURE | READ | YOU ENTERED | RECORD, then what the record is, then how old everything is."""

from PySide6.QtCore import QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from mdt_alpr.ui.theme import DAY, FontSize, Palette, words_font
from mdt_alpr.ui.viewmodels.hit_result import AgeView, ColumnView, CompareView, FactView
from mdt_alpr.ui.viewmodels.hit_wishes import TurnRecord
from mdt_alpr.ui.views.answer_tile import AnswerTile, TileLook
from mdt_alpr.ui.views.blind_picture import picture_from
from mdt_alpr.ui.views.palette_user import paint_in
from mdt_alpr.ui.views.plate_label import PlateLabel
from mdt_alpr.ui.views.shapes import Shape, ShapeMark, paint_shape
from mdt_alpr.ui.views.status_strip import label

_FACTS = 3
_AGE_ROW = 52
_SMALLEST = 14


class _SmallPicture(QWidget):
    """The plate's picture, filling its rectangle without distortion."""

    def __init__(self) -> None:
        super().__init__()
        self._palette = DAY
        self._jpeg = b""
        self._image = QImage()
        self.setFixedHeight(72)
        self.setAccessibleName("Picture of the plate")

    def show_picture(self, jpeg: bytes) -> None:
        """Show a picture."""
        if jpeg != self._jpeg:
            self._jpeg, self._image = jpeg, picture_from(jpeg)
            self.update()

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._palette = palette
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect())
        path = QPainterPath()
        path.addRoundedRect(area, 4, 4)
        painter.setClipPath(path)
        painter.fillRect(area, self._palette.colour("off"))
        if self._image.isNull():
            return
        part = area.size().scaled(QSizeF(self._image.size()), Qt.AspectRatioMode.KeepAspectRatio)
        left = (self._image.width() - part.width()) / 2
        top = (self._image.height() - part.height()) / 2
        painter.drawImage(area, self._image, QRectF(left, top, part.width(), part.height()))
        painter.fillRect(area, QColor(0, 0, 0, round(255 * self._palette.plate_veil)))


class _Fact(QWidget):
    """One line of a column: shape and words, in an ink block where it speaks against."""

    def __init__(self) -> None:
        super().__init__()
        self._palette = DAY
        self._fact = FactView("")
        self.setFixedHeight(34)

    def show_fact(self, fact: FactView) -> None:
        """Show a line."""
        if fact != self._fact:
            self._fact = fact
            self.setAccessibleName(fact.text)
            self.update()

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._palette = palette
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        fact, colour = self._fact, self._palette.colour
        if not fact.text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = words_font(FontSize.SECOND, QFont.Weight.Bold)
        painter.setFont(font)
        left = 8.0
        room = self.width() - left - 4 - (30 if fact.shape else 0)
        while (
            painter.fontMetrics().horizontalAdvance(fact.text) > room
            and font.pixelSize() > _SMALLEST
        ):
            font.setPixelSize(font.pixelSize() - 1)
            painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(fact.text)
        if fact.inverted:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("ink"))
            painter.drawRoundedRect(QRectF(0, 4, min(width + 16, self.width()), 26), 3, 3)
        if fact.shape:
            tokens = {"tick": ("oks", "onoks"), "weak": ("meds", "onmeds")}[fact.shape]
            paint_shape(painter, Shape(fact.shape), QRectF(left, 7, 20, 20), *map(colour, tokens))
            left += 30
        painter.setPen(colour("onink" if fact.inverted else "text"))
        words = QRectF(left, 0, self.width() - left, 34)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), fact.text)


class _Column(QWidget):
    """One of the strings with what belongs to it."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._chip = label("", "caption"), label("", "chip")
        self._plate = PlateLabel()
        self._facts = [_Fact() for _ in range(_FACTS)]
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._chip)
        plate = QHBoxLayout()
        plate.setContentsMargins(6, 0, 0, 0)
        plate.addWidget(self._plate)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 8, 6, 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(plate)
        for fact in self._facts:
            column.addWidget(fact)
        column.addStretch(1)

    def show_column(self, view: ColumnView, title: str) -> None:
        """Show the string."""
        self._title.setText(title)
        self._chip.setText(view.chip)
        self._chip.setVisible(bool(view.chip))
        self._plate.show_plate(view.plate)
        for number, fact in enumerate(self._facts):
            fact.show_fact(view.facts[number] if number < len(view.facts) else FactView(""))

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        paint_in(palette, self._plate, *self._facts)


class _Age(QWidget):
    """One age in words."""

    def __init__(self) -> None:
        super().__init__()
        self._mark = ShapeMark(Shape.RING, 20)
        self._plain, self._strong = label("", "second"), label("", "strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._mark, self._plain, self._strong):
            row.addWidget(part)

    def show_age(self, age: AgeView) -> None:
        """Show an age."""
        self._mark.show_shape(Shape(age.shape))
        self._plain.setText(age.plain)
        self._strong.setText(age.strong)

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._mark.use_palette(palette)


class CompareCard(QFrame):
    """Three strings, never one: none is rewritten by another (D15).

    Signals:
        asked: another of several records is wished.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._picture, self._taken = _SmallPicture(), label("", "caption")
        self._columns = [_Column() for _ in range(3)]
        self._ages = [_Age() for _ in range(3)]
        self._detail = label("", "caption")
        self._turn = AnswerTile("Next record", TileLook(size=FontSize.CAPTION), key="turn")
        self._turn.setFixedSize(130, 56)
        self._turn.clicked.connect(self._next_record)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._strings(), 1)
        column.addWidget(self._detail_row())
        column.addWidget(_rule(vertical=False))
        column.addLayout(self._age_row())

    def show_view(self, view: CompareView) -> None:
        """Show the comparison."""
        self._picture.show_picture(view.picture)
        self._taken.setText(view.taken)
        for part, column in zip(self._columns, view.columns, strict=True):
            several = view.records > 1 and column.title == "RECORD"
            of = f"{column.title} {view.record} of {view.records}" if several else column.title
            part.show_column(column, of)
        self._detail.setText(view.detail)
        self._turn.setVisible(view.records > 1)
        for number, age in enumerate(self._ages):
            age.setVisible(number < len(view.ages))
            if number < len(view.ages):
                age.show_age(view.ages[number])

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        paint_in(palette, self._picture, self._turn, *self._columns, *self._ages)

    def _strings(self) -> QGridLayout:
        first = QVBoxLayout()
        first.setContentsMargins(12, 8, 14, 4)
        first.setSpacing(6)
        first.addWidget(label("PICTURE", "caption"))
        first.addWidget(self._picture)
        first.addWidget(self._taken)
        first.addStretch(1)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addLayout(first, 0, 0)
        grid.setColumnStretch(0, 208)
        for number, part in enumerate(self._columns):
            grid.addWidget(_rule(vertical=True), 0, 1 + 2 * number)
            grid.addWidget(part, 0, 2 + 2 * number)
            grid.setColumnStretch(2 + 2 * number, 224)
        return grid

    def _detail_row(self) -> QWidget:
        row = QWidget()
        lay = QHBoxLayout(row)
        lay.setContentsMargins(14, 0, 14, 6)
        lay.addWidget(self._detail, 1)
        lay.addWidget(self._turn)
        return row

    def _age_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        for number, age in enumerate(self._ages):
            if number:
                row.addStretch(1)
            age.setFixedHeight(_AGE_ROW)
            row.addWidget(age)
        return row

    def _next_record(self) -> None:
        self.asked.emit(TurnRecord(1))


def _rule(*, vertical: bool) -> QLabel | QFrame:
    rule = QFrame()
    rule.setProperty("kind", "rule")
    if vertical:
        rule.setFixedWidth(1)
    else:
        rule.setFixedHeight(1)
    return rule
