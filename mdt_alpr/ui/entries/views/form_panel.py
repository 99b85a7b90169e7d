"""What form ALPR-1 and the report of an incident have in common: cards, keys, foot, pages."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from mdt_alpr.ui.entries.models.entry_signals import HoldSignals, IncidentSignals
from mdt_alpr.ui.entries.views.entry_fields import ANSWER_GAP
from mdt_alpr.ui.entries.views.entry_pads import EntryPads
from mdt_alpr.ui.entries.views.shut_card import ShutCard
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.layouts import spaced


class FormPanel(QStackedWidget):
    """A form or what takes its place on the left, what belongs to it on the right; or why not.

    ``asks`` is the act that leads from the form to its question.
    """

    def __init__(
        self,
        signals: HoldSignals | IncidentSignals,
        cards: Sequence[QWidget],
        beside: QWidget,
        *,
        title: str,
        asks: SignalInstance,
    ) -> None:
        super().__init__()
        self._signals, self._asks = signals, asks
        self.pads, self.shut = EntryPads(signals), ShutCard(title)
        self._left, page = QStackedWidget(), QWidget()
        for card in (*cards, self.pads):
            self._left.addWidget(card)
        row = spaced(QHBoxLayout(page), 16, (16, 16, 16, 0))
        row.addWidget(self._left, 884)
        row.addWidget(beside, 434)
        self.addWidget(page)
        self.addWidget(self.shut)
        self.shut.left.connect(signals.go_back)

    def show_shut(self, words: str) -> None:
        """Show why nothing is shown; without a reason the form."""
        self.shut.show_words(words)
        self.setCurrentIndex(1 if words else 0)

    @property
    def takes_letters(self) -> bool:
        """Tell whether a letter that is typed here may mean itself."""
        return self.currentIndex() == 0

    def press(self, key: Qt.Key, text: str) -> bool:
        """Handle a key that presses no button; Enter alone sends nothing."""
        on_form = self._left.currentIndex() == 0
        on = self._asks if on_form else self._signals.next_field
        acts = {
            Qt.Key.Key_Escape: self._signals.go_back,
            Qt.Key.Key_Backspace: self._signals.delete_text,
            Qt.Key.Key_Delete: self._signals.clear_text,
            Qt.Key.Key_Return: on,
            Qt.Key.Key_Enter: on,
        }
        if key in acts:
            acts[key].emit()
        elif text and text.isprintable() and not (on_form and key == Qt.Key.Key_Space):
            self._signals.type_text.emit(text)
        else:
            return False
        return True


class MoreTile(AnswerTile):
    """Turns the pages of what is beside a form; keeps its room where there is one page."""

    def __init__(self) -> None:
        super().__init__("More", TileStyle(size=FontSize.CAPTION), key="turn")
        self.set_size(120, 56)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)

    def show_page(self, page: int, pages: int) -> None:
        """Show which page it is, from 0."""
        self.setVisible(pages > 1)
        self.show_words(f"More\n{page + 1} of {pages}")


def form_foot(height: int, words: Sequence[QLabel], *tiles: tuple[AnswerTile, int]) -> QWidget:
    """Return the foot of a form: what lacks in words, and the tiles with their widths."""
    foot = QWidget()
    foot.setFixedHeight(height)
    column = spaced(QVBoxLayout(), 2)
    column.addStretch(1)
    for line in words:
        column.addWidget(line)
    column.addStretch(1)
    row = spaced(QHBoxLayout(foot), ANSWER_GAP, (0, 0, 0, 0))
    row.addLayout(column, 1)
    for tile, width in tiles:
        tile.set_size(width, 72)
        row.addWidget(tile)
    return foot
