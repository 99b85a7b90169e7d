"""Past reads in place of the manual entries: the question, the reads, or why neither now."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from mdt_alpr.ui.entries.models.entry_signals import PastReadsSignals
from mdt_alpr.ui.entries.models.past_reads import (
    PastAskView,
    PastFoundView,
    PastReadsView,
    PastShutView,
)
from mdt_alpr.ui.entries.views.past_ask import PastAsk
from mdt_alpr.ui.entries.views.past_found import PastFound
from mdt_alpr.ui.kit.theme import FontSize
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileStyle
from mdt_alpr.ui.kit.views.labels import label, wrapped

_NO_QUESTION = PastAskView("", "", "", (), "", "", may_show=False)
_NO_READS = PastFoundView("", "", "", "", "", ())


class PastReadsPanel(QStackedWidget):
    """Shows a ``PastReadsView``; what is not in front keeps no text of was there."""

    def __init__(self, signals: PastReadsSignals) -> None:
        super().__init__()
        self._signals = signals
        self.ask, self.found, self.shut = PastAsk(signals), PastFound(signals), _Shut(signals)
        for part in (self.ask, self.found, self.shut):
            self.addWidget(part)

    def show_view(self, view: PastReadsView | None) -> None:
        """Show what is asked or was found; None forgets everything."""
        self.ask.show_view(view if isinstance(view, PastAskView) else _NO_QUESTION)
        self.found.show_view(view if isinstance(view, PastFoundView) else _NO_READS)
        if isinstance(view, PastAskView):
            self.setCurrentWidget(self.ask)
        elif isinstance(view, PastFoundView):
            self.setCurrentWidget(self.found)
        elif isinstance(view, PastShutView):
            self.shut.show_words(view.words)
            self.setCurrentWidget(self.shut)

    @property
    def takes_letters(self) -> bool:
        """Tell whether the question's case number takes letters."""
        return self.currentWidget() is self.ask

    def press(self, key: Qt.Key, text: str) -> bool:
        """Take a key that presses no button; False where it means nothing here."""
        if key == Qt.Key.Key_Escape:
            self._signals.leave.emit()
            return True
        if self.currentWidget() is self.found:
            return self.found.press(key)
        return self.currentWidget() is self.ask and self._fill(key, text)

    def _fill(self, key: Qt.Key, text: str) -> bool:
        acts = {
            Qt.Key.Key_Backspace: self._signals.delete_text,
            Qt.Key.Key_Delete: self._signals.clear_text,
            Qt.Key.Key_Return: self._signals.show_reads,
            Qt.Key.Key_Enter: self._signals.show_reads,
        }
        if key in acts:
            acts[key].emit()
        elif text and text.isprintable():
            self._signals.type_text.emit(text)
        else:
            return False
        return True


class _Shut(QFrame):
    """Says why nothing may be shown now; names no plate."""

    def __init__(self, signals: PastReadsSignals) -> None:
        super().__init__()
        self._words = wrapped("", "main")
        self.back = AnswerTile("Back", TileStyle(size=FontSize.SECOND), key="back")
        self.back.set_size(160, 72)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 40, 40, 40)
        column.setSpacing(24)
        column.addWidget(label("Past reads", "head"))
        column.addWidget(self._words)
        row = QHBoxLayout()
        row.addWidget(self.back)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.back.clicked.connect(signals.leave)

    def show_words(self, words: str) -> None:
        """Show the words."""
        self._words.setText(words)
