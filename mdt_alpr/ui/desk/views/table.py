"""A table whose rows come page by page, each when the last one is nearly in view."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from mdt_alpr.ui.desk.models.desk import Column
from mdt_alpr.ui.desk.views.cells import TALL, CellPainter
from mdt_alpr.ui.desk.views.rows import RowsModel
from mdt_alpr.ui.kit.theme import DAY, Palette

_ROW = 34


class DeskTable(QTableView):
    """Rows to look through and open with the keyboard; nothing can be copied out of it.

    Signals:
        opened: the key of the row that was opened.
        sort_wanted: the name of the order of a column whose head was pressed.
    """

    opened = Signal(str)
    sort_wanted = Signal(str)

    def __init__(self, columns: Sequence[Column], name: str, *, tall: bool = False) -> None:
        """Make an empty table; rows of a ``tall`` one have two lines."""
        super().__init__()
        self.rows = RowsModel(columns)
        self._painter = CellPainter(columns, tall=tall)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self._ground = DAY.colour("panel")
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(TALL if tall else _ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setStretchLastSection(True)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.sectionClicked.connect(self._sort)
        self.doubleClicked.connect(self._open)

    @property
    def chosen(self) -> str:
        """Return the key of the chosen row, empty where none is."""
        return self.rows.key(self.currentIndex().row())

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        self._painter.use_palette(palette)
        self._ground = palette.colour("panel")
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share a wider screen among all columns, so that no words are cut beside empty room."""
        super().resizeEvent(event)
        columns = self.rows.columns
        shares = max(1.0, self.viewport().width() / sum(column.width for column in columns))
        for place, column in enumerate(columns):
            self.setColumnWidth(place, int(column.width * shares))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows on their ground: what is opaque is moved when scrolled, not painted."""
        QPainter(self.viewport()).fillRect(event.rect(), self._ground)
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open by Enter; copying is nobody's at this desk (09.21.8.B)."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.chosen:
                self.opened.emit(self.chosen)
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.key(index.row()))

    def _sort(self, section: int) -> None:
        if order := self.rows.columns[section].order:
            self.sort_wanted.emit(order)
