"""Which lines of a delivered file were not imported, and why (HOT-04, PUR-02)."""

from PySide6.QtCore import Signal

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import ASKING, TableBase
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.parts import DeskPageFrame
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.wire import addresses
from mdt_alpr.wire.feeds import DroppedLinesMessage
from mdt_alpr.wire.hotlists import KnownListMessage

_PAGE = 200


class LinesDropped(TableBase):
    """The lines of one delivery, page by page.

    Signals:
        rows_appended: the next lines, and whether there are more.
    """

    title, order = "Dropped lines", 53
    permissions = (Permission.MANAGE_LISTS,)
    opened_from = "hotlists"
    note = "Line numbers of the file, no plates. Esc: back."
    tall = False
    columns = (Column("Line", 120, right=True), Column("Why", 900))

    rows_appended = Signal(object, bool)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._delivery: KnownListMessage | None = None
        self._shown = 0

    def widget(self) -> DeskPageFrame:
        """Return the table."""
        view = TableView(self.head)
        view.table.rows.more_wanted.connect(self.more)
        self.rows_appended.connect(view.append_rows)
        self.connect_table(view)
        return view

    def open(self, chosen: KnownListMessage) -> None:
        """Show the lines of a delivery."""
        self._delivery = chosen
        self.load()

    def load(self) -> None:
        """Request the first lines."""
        self.show()
        self._shown = 0
        self.more()

    def more(self) -> None:
        """Request the next lines."""
        if self._delivery is None:
            return
        path = addresses.filled(addresses.DELIVERY_DROPPED, number=str(self._delivery.number))
        path = addresses.asking(path, after=self._shown, most=_PAGE)
        self.show_state(waits=ASKING)
        self.wait(self.ask(DroppedLinesMessage, path), self._append)

    def forget(self) -> None:
        """Clear what a session left here."""
        self.desk.asking.cancel(self.page_name())
        self._delivery, self._shown = None, 0
        self.show()

    def _append(self, found: DroppedLinesMessage) -> None:
        first = self._shown
        self._shown += len(found.lines)
        rows = [
            TableRow(str(first + place), (Cell(f"{one.line:,}"), Cell(one.reason)))
            for place, one in enumerate(found.lines)
        ]
        self.rows_appended.emit(rows, found.more)
        words = "No line was dropped." if not self._shown else f"{self._shown:,} lines shown."
        self.state_changed.emit(PageState(foot=f"{found.source}: {words}"))


PAGE = LinesDropped
