"""The last reads: the picture beside the text, so that a misread shows itself (CAR-05)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from mdt_alpr.ui.kit.views.labels import label, rule, wrapped
from mdt_alpr.ui.shell.models.patrol import ReelRow
from mdt_alpr.ui.shell.views.reel_model import ReelModel
from mdt_alpr.ui.shell.views.reel_row import ROW_HEIGHT, ReelRowPainter

HEAD_HEIGHT = 48


class Reel(QFrame):
    """A card with the newest read on top."""

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
        self._empty = wrapped("", "quiet")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shut = False
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 14, 0)
        head.addWidget(label("Last reads", "strong"))
        head.addStretch(1)
        head.addWidget(label("last 20", "checkname"))
        frame = QWidget()
        frame.setFixedHeight(45)
        frame.setLayout(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height out, so that no row is cut in the middle."""
        super().resizeEvent(event)
        height = self.height() - HEAD_HEIGHT
        self._delegate.row_height = max(1, height // max(1, round(height / ROW_HEIGHT)))
        self._list.doItemsLayout()
