"""The box over the desk that finds pages and acts by their words (Ctrl+K)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.desk.models.desk import FoundLine
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced

_LONGEST, _FROM_TOP = 40, 80
_SIZE = 620, 430
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_HINT = "Type a page or what you want to do. Up and Down choose, Enter opens, Esc leaves."
_NOTHING = "Nothing that you may open or do has these words."


class Finder(QDialog):
    """Takes words and shows what was found by them; everything goes by keyboard.

    Signals:
        begun: somebody looks for something.
        typed: the words.
        chosen: the name of the page to open, and what to show on it; None for the page.
    """

    begun = Signal()
    typed = Signal(str)
    chosen = Signal(str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._over = parent
        self.setWindowTitle("Find")
        self.setProperty("kind", "finder")
        self.setModal(True)
        self.setFixedSize(*_SIZE)
        self.box, self.lines, self.foot = QLineEdit(), QListWidget(), label("", "desknote")
        self.box.setPlaceholderText("Find anything")
        self.box.setAccessibleName("Find a page or an act by its words")
        self.box.setMaxLength(_LONGEST)
        self.box.textChanged.connect(self.typed)
        self.lines.setAccessibleName("What was found")
        self.lines.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.lines.itemClicked.connect(self._open)
        column = spaced(QVBoxLayout(self), 8, (14, 14, 14, 10))
        for part in (self.box, self.lines, self.foot):
            column.addWidget(part)

    def begin(self) -> None:
        """Show the box, empty, with the keyboard in it."""
        self.show_lines(())
        self.begun.emit()
        window = self._over.window()
        place = window.mapToGlobal(window.rect().topLeft())
        self.move(place.x() + (window.width() - self.width()) // 2, place.y() + _FROM_TOP)
        self.show()
        self.box.setFocus()

    def show_lines(self, lines: tuple[FoundLine, ...]) -> None:
        """Show what was found, the first chosen."""
        self.lines.clear()
        for line in lines:
            item = QListWidgetItem(f"{line.name}\n{line.where}", self.lines)
            item.setData(Qt.ItemDataRole.UserRole, line)
        self.lines.setCurrentRow(0)
        self.foot.setText(_NOTHING if self.box.text().strip() and not lines else _HINT)

    def forget(self) -> None:
        """Close, and leave nothing of what was typed, which may be a plate."""
        self.close()
        self.box.clear()
        self.lines.clear()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was typed when the box is left, too."""
        super().hideEvent(event)
        self.forget()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a line, or open it; the box leaves these keys to the dialog."""
        if event.key() in _MOVES:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            row = self.lines.currentRow() + step
            self.lines.setCurrentRow(min(max(row, 0), self.lines.count() - 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.lines.currentItem())
        else:
            super().keyPressEvent(event)

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            line = item.data(Qt.ItemDataRole.UserRole)
            self.close()
            self.chosen.emit(line.page, line.chosen)
