"""PICTURE | READ | YOU ENTERED | RECORD, then what the record is, then how old everything is."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.hit.models.hit_result import (
    AgeView,
    CharacterMark,
    ColumnView,
    CompareView,
    FactView,
    MarkedText,
)
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.hit.views.large_picture import SmallPicture
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import FontSize, Palette, plate_font, words_font
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.labels import ElidedLabel, label, rule
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import paint_focus, paint_shape

_FACT = 31
_AGE_ROW, _TIGHT_AGE_ROW = 48, 28
_SMALLEST = 17
_MARK, _MARGIN = 28, 16
_SHAPE = 27
"""Room for a shape before the words of a line."""
_TOKENS = {"tick": ("oks", "onoks"), "weak": ("meds", "onmeds")}


class FactLine(QWidget):
    """One line of a column: shape and words, in an ink block where it speaks against."""

    def __init__(self) -> None:
        super().__init__()
        self._fact = FactView("")
        self.setFixedHeight(_FACT)

    def show_fact(self, fact: FactView) -> None:
        """Show a line."""
        if fact != self._fact:
            self._fact = fact
            self.setAccessibleName(fact.text)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line."""
        fact, color = self._fact, palette_of(self).color
        if not fact.text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = words_font(FontSize.SECOND, QFont.Weight.Bold)
        painter.setFont(font)
        left = 8.0 + (_SHAPE if fact.continues else 0)
        room = self.width() - left - 4 - (_SHAPE if fact.shape else 0)
        while (
            painter.fontMetrics().horizontalAdvance(fact.text) > room
            and font.pixelSize() > _SMALLEST
        ):
            font.setPixelSize(font.pixelSize() - 1)
            painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(fact.text)
        if fact.inverted:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("ink"))
            painter.drawRoundedRect(QRectF(0, 2.5, min(width + 16, self.width()), 26), 3, 3)
        if fact.shape:
            tokens = {"tick": ("oks", "onoks"), "weak": ("meds", "onmeds")}[fact.shape]
            paint_shape(painter, Mark(fact.shape), QRectF(left, 5.5, 20, 20), *map(color, tokens))
            left += _SHAPE
        painter.setPen(color("onink" if fact.inverted else "text"))
        words = QRectF(left, 0, self.width() - left, _FACT)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), fact.text)


class AgesLine(QWidget):
    """The ages in one line: first at the left, last at the right, the others between."""

    def __init__(self) -> None:
        super().__init__()
        self._ages: tuple[AgeView, ...] = ()
        self.setFixedHeight(_AGE_ROW)

    def show_ages(self, ages: tuple[AgeView, ...]) -> None:
        """Show the ages."""
        if ages != self._ages:
            self._ages = ages
            self.setAccessibleName(". ".join(f"{age.plain} {age.strong}" for age in ages))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint shapes and words."""
        painter = QPainter(self)
        plain = words_font(FontSize.SECOND)
        strong = words_font(FontSize.SECOND, QFont.Weight.Bold)
        widths = [
            _MARK
            + QFontMetricsF(plain).horizontalAdvance(f"{age.plain} ")
            + QFontMetricsF(strong).horizontalAdvance(age.strong)
            for age in self._ages
        ]
        gap = (self.width() - 2 * _MARGIN - sum(widths)) / max(1, len(widths) - 1)
        left = float(_MARGIN)
        for age, width in zip(self._ages, widths, strict=True):
            self._paint_age(painter, age, left, (plain, strong))
            left += width + gap

    def _paint_age(
        self, painter: QPainter, age: AgeView, left: float, fonts: tuple[QFont, QFont]
    ) -> None:
        middle, palette = self.height() / 2, palette_of(self)
        paint_marked(painter, Mark(age.shape), QRectF(left, middle - 10, 20, 20), palette)
        left += _MARK
        painter.setPen(palette.color("text"))
        for words, font in zip((f"{age.plain} ", age.strong), fonts, strict=True):
            painter.setFont(font)
            width = QFontMetricsF(font).horizontalAdvance(words)
            where = QRectF(left, 0, width + 2, self.height())
            painter.drawText(where, int(Qt.AlignmentFlag.AlignVCenter), words)
            left += width


def paint_marked(painter: QPainter, shape: Mark, where: QRectF, palette: Palette) -> None:
    """Paint a shape in the colors of its meaning, in text colors where it has none."""
    fill, mark = _TOKENS.get(shape.value, ("text", "panel"))
    paint_shape(painter, shape, where, palette.color(fill), palette.color(mark))


HEIGHT = 50


class PlateLabel(QWidget):
    """Paints each character in its own box; no rich text, so no character can slip."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = MarkedText("")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_plate(self, plate: MarkedText) -> None:
        """Show a plate with its marks."""
        if plate != self._shown:
            self._shown = plate
            self.setAccessibleName(" ".join(plate.text))
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for seven characters."""
        return QSize(180, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the characters one by one."""
        text = self._shown.text
        if not text:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = plate_font(FontSize.PLATE)
        width = QFontMetricsF(font).horizontalAdvance("0")
        if width * len(text) > self.width() - 4:
            font = plate_font(int(FontSize.PLATE * (self.width() - 4) / (width * len(text))))
            width = QFontMetricsF(font).horizontalAdvance("0")
        painter.setFont(font)
        marks = dict(enumerate(self._shown.marks))
        for place, character in enumerate(text):
            where = QRectF(place * width + 2, 1, width, HEIGHT - 2)
            self._character(painter, where, character, marks.get(place, ""))
        if self._shown.struck:
            line = QRectF(0, HEIGHT / 2 - 2, width * len(text) + 4, 4)
            painter.fillRect(line, palette_of(self).color("text"))

    def _character(
        self, painter: QPainter, where: QRectF, character: str, mark: CharacterMark
    ) -> None:
        ink = "text"
        box = where.adjusted(-0.5, 0, 0.5, 0)
        if mark == "doubt":
            painter.setPen(QPen(palette_of(self).color("medt"), 2))
            painter.setBrush(palette_of(self).color("medb"))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
            ink = "medt"
        elif mark == "differs":
            painter.fillRect(box, palette_of(self).color("ink"))
            ink = "onink"
        painter.setPen(palette_of(self).color(ink))
        painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), character)


_FACTS = 3
_DETAIL, _TIGHT_DETAIL = 25, 21


def _gives_way(height: int) -> QSpacerItem:
    """Return a gap that is left out where there is no room."""
    policy = QSizePolicy.Policy
    return QSpacerItem(0, height, policy.Minimum, policy.Preferred)


class _Column(QWidget):
    """One of the strings with what belongs to it."""

    def __init__(self) -> None:
        super().__init__()
        self._title, self._chip = label("", "caption"), label("", "caption")
        self._plate = PlateLabel()
        self._facts = [FactLine() for _ in range(_FACTS)]
        head = spaced(QHBoxLayout(), margins=(8, 0, 0, 0))
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._chip)
        plate = spaced(QHBoxLayout(), margins=(6, 0, 0, 0))
        plate.addWidget(self._plate)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        column = spaced(QVBoxLayout(self), 0, (6, 8, 6, 2))
        column.addLayout(head)
        column.addLayout(plate)
        for fact in self._facts:
            column.addWidget(fact)
        column.addStretch(1)

    def sizeHint(self) -> QSize:
        """Ask for no width of its own: the four columns share what there is."""
        return QSize(1, super().sizeHint().height())

    def show_column(self, view: ColumnView, title: str, *, tight: bool) -> None:
        """Show the string; where it is ``tight``, without room for lines that it has not."""
        self._title.setText(title)
        self._chip.setText(view.chip)
        self._chip.setVisible(bool(view.chip))
        self._plate.show_plate(view.plate)
        for number, fact in enumerate(self._facts):
            fact.show_fact(view.facts[number] if number < len(view.facts) else FactView(""))
            fact.setVisible(number < len(view.facts) or not tight)


def _detail_line() -> ElidedLabel:
    line = ElidedLabel("caption")
    line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    line.setFixedHeight(_TIGHT_DETAIL)
    return line


_DOWN, _ACROSS = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
_SIDE = 14
_SEPARATOR = "  ·  "
_AWAY = 24
"""Pixels that what can be pressed here keeps away from the gate beside it (U18)."""


class RecordFoot(QAbstractButton):
    """What the record is and how old everything is; pressed, the words that have no room here."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = ""
        self._ages = AgesLine()
        self._list, self._detail = _detail_line(), _detail_line()
        self._more = label("Tap: all of it", "caption")
        self.setAccessibleName("The record in full")
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored, policy.Fixed)
        last = spaced(QHBoxLayout(), 8)
        last.addWidget(self._detail, 1)
        last.addWidget(self._more)
        words = spaced(QVBoxLayout(), 0, (_SIDE, 0, _SIDE, 0))
        words.addWidget(self._list)
        words.addLayout(last)
        column = spaced(QVBoxLayout(self), 0, (0, 0, 0, 0))
        column.addLayout(words)
        column.addWidget(rule())
        column.addWidget(self._ages)
        self._show_cut()

    def show_view(self, view: CompareView) -> None:
        """Show the words; those of the instruction are in its own line, and here in full."""
        self._list.setText(view.list_words)
        self._list.setVisible(bool(view.list_words))
        self._detail.setFixedHeight(_TIGHT_DETAIL if view.list_words else _DETAIL)
        self._ages.setFixedHeight(_TIGHT_AGE_ROW if view.list_words else _AGE_ROW)
        self._detail.setText(view.detail)
        self._ages.show_ages(view.ages)
        instruction = f"Instruction: {view.instruction}" if view.instruction else ""
        lines = (instruction, view.list_words, view.detail.replace(_SEPARATOR, "\n"))
        self.whole = "\n".join(line for line in lines if line)
        self._show_cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the rest where the room became too short."""
        super().resizeEvent(event)
        self._show_cut()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint where the keyboard is."""
        if self.hasFocus():
            palette = palette_of(self)
            area = QRectF(self.rect())
            paint_focus(QPainter(self), area, palette.color("text"), palette.color("panel"))

    def _show_cut(self) -> None:
        room = self.width() - 2 * _SIDE
        cut = any(line.sizeHint().width() > room for line in (self._list, self._detail))
        self._more.setVisible(cut)
        self.setEnabled(cut)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if cut else Qt.FocusPolicy.NoFocus)


class CompareCard(QFrame):
    """Three strings, never one: none is rewritten by another (D15)."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self.setProperty("kind", "card")
        self.picture, self._taken = SmallPicture(), label("", "caption")
        self.vehicle, self._pictures = SmallPicture("vehicle"), QBoxLayout(_DOWN)
        self._columns = [_Column() for _ in range(3)]
        self.record = RecordFoot()
        self._instruction = FactLine()
        self._turn = AnswerTile("Next record", TileStyle(size=FontSize.CAPTION), key="turn")
        self._turn.setFixedHeight(56)
        self._turn.clicked.connect(self._next_record)
        column = spaced(QVBoxLayout(self), 0, (1, 1, 1, 1))
        column.addLayout(self._strings(), 1)
        instruction = spaced(QHBoxLayout(), margins=(6, 0, _SIDE, 0))
        instruction.addWidget(self._instruction)
        column.addLayout(instruction)
        foot = spaced(QHBoxLayout(), margins=(0, 0, _AWAY, 0))
        foot.addWidget(self.record)
        column.addLayout(foot)

    def show_view(self, view: CompareView) -> None:
        """Show the comparison."""
        self.picture.show_picture(view.picture)
        self.vehicle.show_picture(view.vehicle)
        self.vehicle.setVisible(self.vehicle.isEnabled())
        self._pictures.setDirection(_ACROSS if view.records > 1 else _DOWN)
        self._taken.setText(view.taken)
        for part, column in zip(self._columns, view.columns, strict=True):
            several = view.records > 1 and column.title == "RECORD"
            of = f"{column.title} {view.record} of {view.records}" if several else column.title
            part.show_column(column, of, tight=bool(view.instruction or view.list_words))
        self._instruction.show_fact(FactView(f"Instruction: {view.instruction}"))
        self._instruction.setVisible(bool(view.instruction))
        self.record.show_view(view)
        self._turn.setVisible(view.records > 1)
        self._turn.show_words("Next record", f"{view.record} of {view.records}")

    def _strings(self) -> QGridLayout:
        head = QHBoxLayout()
        head.addWidget(label("PICTURE", "caption"))
        head.addStretch(1)
        head.addWidget(self._taken)
        first = spaced(QVBoxLayout(), 2, (12, 6, 12, 1))
        first.addLayout(head)
        first.addSpacing(2)
        spaced(self._pictures, 4)
        self._pictures.addWidget(self.picture, 1)
        self._pictures.addWidget(self.vehicle, 1)
        first.addLayout(self._pictures, 1)
        first.addSpacerItem(_gives_way(12))
        first.addWidget(self._turn)
        grid = spaced(QGridLayout(), 0, (0, 0, 0, 0))
        grid.addLayout(first, 0, 0)
        grid.setColumnStretch(0, 208)
        for number, part in enumerate(self._columns):
            grid.addWidget(rule(upright=True), 0, 1 + 2 * number)
            grid.addWidget(part, 0, 2 + 2 * number)
            grid.setColumnStretch(2 + 2 * number, 224)
        return grid

    def _next_record(self) -> None:
        self._signals.turn_record.emit(1)
