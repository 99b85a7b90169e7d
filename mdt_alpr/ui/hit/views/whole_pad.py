"""The whole number under the plate's picture: same, different, or can't tell (D2)."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.hit.models.hit_tiles import WholePadView
from mdt_alpr.ui.hit.views.column_picture import ColumnPicture
from mdt_alpr.ui.hit.views.whole_number import WholeNumber
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.labels import label

_ANSWERS = 3
_HEIGHT = 86
_LEAST_PICTURE = 90
_ANSWER = TileStyle(size=FontSize.SECOND)


class WholePad(QWidget):
    """Picture over number over three answers; none is chosen."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._prompt, self._hint = label("", "strong"), label("", "advice")
        self.picture = ColumnPicture(_LEAST_PICTURE)
        self.picture.setAccessibleName("Whole plate")
        self.number = WholeNumber(self.picture.x_of)
        self._answers = [AnswerTile("", _ANSWER) for _ in range(_ANSWERS)]
        row = QHBoxLayout()
        row.setSpacing(14)
        for answer in self._answers:
            answer.setFixedHeight(_HEIGHT)
            answer.pressed_key.connect(signals.compare_whole)
            row.addWidget(answer, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
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
