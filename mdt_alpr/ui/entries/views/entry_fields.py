"""The parts of the form of a manual entry: fields that open a pad, rows of answers."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.entries.models.entries import FieldView, PlateFieldView
from mdt_alpr.ui.hit.models.hit_blind import ChoiceView
from mdt_alpr.ui.kit.theme import FontSize, plate_font, words_font
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.palette import palette_of

FIELD_HEIGHT, PLATE_HEIGHT, ANSWER_HEIGHT = 60, 78, 56
ANSWER_GAP = 14
_PLACE = 54
_SMALL = TileStyle(size=FontSize.CAPTION, second_size=FontSize.CAPTION)


class FieldTile(AnswerTile):
    """A field: its name small on top, below what it holds; a tap opens its pad.

    What comes next has its hint in bold. A frame is an answer that was chosen, a ring is the
    keyboard.
    """

    ring_inset = 4.0

    def __init__(self, name: str, key: str) -> None:
        super().__init__(name, key=key)
        self._name = name
        self._shown = FieldView(key, "", "")
        self.setFixedHeight(FIELD_HEIGHT)

    def show_field(self, view: FieldView) -> None:
        """Show what the field holds."""
        self._shown = view
        self.setAccessibleName(f"{self._name}: {view.value or view.hint}")
        self.update()

    def _write(self, painter: QPainter, inside: QRectF) -> None:
        value, ink = self._shown.value, painter.pen().color()
        area = inside.adjusted(10, 1, -6, 2)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        top, below = area.adjusted(0, 0, 0, 0), area.adjusted(0, 19, 0, 0)
        top.setHeight(22)
        painter.setFont(words_font(FontSize.CAPTION))
        painter.setPen(palette_of(self).color("text2"))
        painter.drawText(top, left, self._name)
        strong = value or self._shown.next
        weight = QFont.Weight.Bold if strong else QFont.Weight.Medium
        painter.setFont(words_font(FontSize.SECOND, weight))
        painter.setPen(ink if strong else palette_of(self).color("text2"))
        text = value or self._shown.hint
        fits = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, int(below.width())
        )
        painter.drawText(below, left, fits)


class PlateTile(AnswerTile):
    """The plate, and under each doubtful character whether it is a letter or a digit."""

    ring_inset = 4.0

    def __init__(self) -> None:
        super().__init__("Plate", key="plate")
        self._shown = PlateFieldView("", ())
        self.setFixedHeight(PLATE_HEIGHT)

    def show_plate(self, view: PlateFieldView) -> None:
        """Show the plate as entered."""
        self._shown = view
        spelled = " ".join(
            f"{kind} {character}".strip()
            for character, kind in zip(view.text, view.kinds, strict=True)
        )
        self.setAccessibleName(f"Plate: {spelled or 'enter it'}")
        self.update()

    def _write(self, painter: QPainter, inside: QRectF) -> None:
        if not self._shown.text:
            area = inside.adjusted(10, 0, 0, 0)
            weight = QFont.Weight.Bold if self._shown.next else QFont.Weight.Medium
            painter.setFont(words_font(FontSize.SECOND, weight))
            painter.setPen(palette_of(self).color("text" if self._shown.next else "text2"))
            left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(area, left, "Plate: enter it")
            return
        ink = painter.pen().color()
        shown = self._shown
        place = min(float(_PLACE), (inside.width() - 8) / len(shown.text))
        for number, (character, kind) in enumerate(zip(shown.text, shown.kinds, strict=True)):
            where = QRectF(inside.left() + 6 + number * place, inside.top(), place, 44)
            painter.setPen(ink)
            if kind:
                self._box(painter, where)
            painter.setFont(plate_font(int(min(FontSize.HEAD + 4, place * 1.3))))
            painter.drawText(where, int(Qt.AlignmentFlag.AlignCenter), character)
            painter.setFont(words_font(FontSize.CAPTION))
            under = QRectF(where.left() - 2, where.bottom(), place + 4, 22)
            painter.setPen(ink)
            painter.drawText(under, int(Qt.AlignmentFlag.AlignCenter), kind)

    def _box(self, painter: QPainter, where: QRectF) -> None:
        painter.setPen(QPen(palette_of(self).color("medt"), 2))
        painter.setBrush(palette_of(self).color("medb"))
        painter.drawRect(where.adjusted(4, 2, -4, -2))
        painter.setPen(palette_of(self).color("medt"))


class AnswerRow(QWidget):
    """A question with its tiles in a row, or with tiles alone; a tile is made once.

    Signals:
        answered: the key of a tile.
    """

    answered = Signal(str)

    def __init__(self, words: str, shares: tuple[int, ...] = ()) -> None:
        super().__init__()
        self._shares = shares
        self.tiles: dict[str, AnswerTile] = {}
        self._row = spaced(QHBoxLayout(), ANSWER_GAP)
        column = spaced(QVBoxLayout(self), 2, (0, 0, 0, 0))
        self._words = label(words, "checkname")
        if words:
            column.addWidget(self._words)
        column.addLayout(self._row)

    def ask(self, words: str) -> None:
        """Put the question in other words."""
        self._words.setText(words)

    def show_choices(self, choices: tuple[ChoiceView, ...]) -> None:
        """Show which answer is chosen."""
        for number, choice in enumerate(choices):
            if choice.key not in self.tiles:
                self._make(number, choice)
        shown = {choice.key for choice in choices}
        for key, tile in self.tiles.items():
            tile.setVisible(key in shown)
        for choice in choices:
            tile = self.tiles[choice.key]
            tile.show_words(choice.word.split("\n", 1)[0] if choice.second else choice.word,
                            choice.second)  # fmt: skip
            tile.show_chosen(choice.chosen)
            tile.setEnabled(choice.live)

    def _make(self, number: int, choice: ChoiceView) -> None:
        tile = AnswerTile(choice.word, _SMALL, key=choice.key)
        tile.setFixedHeight(ANSWER_HEIGHT)
        tile.pressed_key.connect(self.answered)
        self.tiles[choice.key] = tile
        self._row.addWidget(tile, self._shares[number] if self._shares else 1)
