"""Which lines of a delivered file were not imported, and why (HOT-04, PUR-02)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.paged_table import From, PagedTable
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.wire import addresses
from mdt_alpr.wire.feeds import DroppedLinesMessage
from mdt_alpr.wire.hotlists import KnownListMessage


class LinesDropped(PagedTable):
    """The lines of one delivery, page by page."""

    title, order = "Dropped lines", 53
    permissions = (Permission.MANAGE_LISTS,)
    opened_from = "hotlists"
    note = "Line numbers of the file, no plates. Esc: back."
    tall = False
    size = 200
    answer = DroppedLinesMessage
    nothing = "No line was dropped."
    columns = (Column("Line", 120, "line", right=True), Column("Why", 900, "reason"))

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._delivery: KnownListMessage | None = None

    def open(self, chosen: KnownListMessage) -> None:
        """Show the lines of a delivery."""
        self._delivery = chosen
        self.load()

    def load(self) -> None:
        """Request the first lines."""
        if self._delivery is not None:
            super().load()

    def after(self) -> From:
        """Return what makes the address of the lines after so many."""
        number = self._delivery.number if self._delivery else 0
        return self.at_address(addresses.filled(addresses.DELIVERY_DROPPED, number=str(number)))

    def has_more(self, answer: DroppedLinesMessage, _loaded: int) -> bool:
        """Return whether lines follow."""
        return answer.more

    def rows(self, answer: DroppedLinesMessage) -> list[TableRow]:
        """Return a row for each line."""
        return [
            TableRow(f"{line.line} {line.reason}", (Cell(f"{line.line:,}"), Cell(line.reason)))
            for line in answer.lines
        ]

    def foot(self, answer: DroppedLinesMessage) -> str:
        """Return whose lines these are."""
        return f"{answer.source}: {self.loaded:,} lines shown."

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self.desk.asking.cancel(*self.calls)
        self._delivery = None


PAGE = LinesDropped
