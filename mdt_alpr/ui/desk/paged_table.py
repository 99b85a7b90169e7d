"""A table whose rows headquarters sorts, and gives page by page."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Signal

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.ui.desk.models.desk import PageState, TableRow
from mdt_alpr.ui.desk.page import ASKING, TablePage
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.wire import addresses
from mdt_alpr.wire.saved_rows import MOST_SAVED

_READ_AGAIN = 5
_MOVED = "Rows changed while they were read. Nothing is saved. Try again."
From = Callable[[int], tuple[str, object]]


class PagedTable(TablePage):
    """Loads the next rows when the last one is nearly in view, and all of them to save.

    Signals:
        rows_appended: the next rows, and whether there are more.
        order_changed: by which order the rows are sorted, and whether descending.
    """

    size: ClassVar[int] = 0
    """Rows of a page, where the page asks for a number; 0 leaves it to headquarters."""

    rows_appended = Signal(object, bool)
    order_changed = Signal(str, bool)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self.loaded, self.order_by, self.descending = 0, "", False

    def after(self) -> From:
        """Return what makes the address and the body of the rows after so many, as chosen now."""
        return self.at_address(self.address)

    def at_address(self, address: str, **named: object) -> From:
        """Return what makes a GET's address, with what is filtered by name."""
        chosen = {**named, "order": self.order_by, "descending": int(self.descending)}
        if self.size:
            chosen["most"] = self.size
        return lambda first: (addresses.asking(address, first=first, **chosen), None)

    def has_more(self, answer: Any, _loaded: int) -> bool:
        """Return whether rows follow an answer, after which so many are loaded."""
        more: bool = answer.has_more
        return more

    def keep(self, answer: Any) -> None:
        """Keep what the acts on the rows need."""

    def foot(self, _found: Any) -> str:
        """Return the line under the rows; called where there are some."""
        return f"{self.loaded:,} rows loaded."

    def connect_table(self, view: TableView) -> None:
        view.table.rows.more_wanted.connect(self.more)
        view.table.sort_wanted.connect(self.sort)
        self.rows_appended.connect(view.append_rows)
        self.order_changed.connect(view.table.show_order)
        super().connect_table(view)

    @property
    def calls(self) -> tuple[str, ...]:
        """Return the names of the calls that the page may wait for."""
        return (*super().calls, self._more)

    def begin_saving(self) -> None:
        self.order_by, self.descending = "", False
        self.order_changed.emit("", False)  # noqa: FBT003 - a signal
        super().begin_saving()

    def habits(self) -> dict[str, str]:
        return {"order": self.order_by, "down": "1" if self.descending else ""}

    def take_habits(self, habits: Mapping[str, str]) -> None:
        """Take the order, where a column still has it."""
        order, self.descending = habits["order"], bool(habits["down"])
        self.order_by = order if order in [column.order for column in self.columns] else ""
        self.order_changed.emit(self.order_by, self.descending)

    def load(self) -> None:
        """Request the first rows; the page keeps what it shows until they arrive."""
        self.show_state(waits=ASKING)
        self.desk.asking.cancel(self._more)
        self.desk.used()
        self.wait(self._request(0), self.show_answer)

    def more(self) -> None:
        """Request the next rows, unless some are pending."""
        waits = self.desk.asking.waits
        if self.loaded and not waits(self._more) and not waits(self.page_name()):
            self.show_state(waits=ASKING)
            self.wait(self._request(self.loaded), self._append, self._more)

    def sort(self, order: str) -> None:
        """Request the rows by a column; the same one again reverses the order."""
        self.descending = order == self.order_by and not self.descending
        self.order_by = order
        self.order_changed.emit(order, self.descending)
        self.load()

    def show_answer(self, answer: Any) -> None:
        """Show the first rows."""
        rows = self.rows(answer)
        self.loaded = len(rows)
        self.keep(answer)
        self.rows_changed.emit(rows, self.has_more(answer, self.loaded))
        self.state_changed.emit(PageState(foot=self.foot(answer) if rows else self.nothing))

    def every(self, goes_on: Callable[[], bool]) -> Callable[[], Sequence[TableRow]]:
        """Return the request for every row, a page after the other; no row is missed or doubled.

        Each page begins with the last row of the one before. Where another row is there, or one
        comes again, rows moved meanwhile: all are read again, a few times at most.
        """
        ask, after = self.desk.asker(self.answer), self.after()

        def call() -> list[TableRow]:
            for _ in range(_READ_AGAIN):
                rows: dict[str, TableRow] = {}
                while goes_on():
                    first = max(0, len(rows) - 1)
                    answer: Any = ask(*after(first))
                    new = [] if answer is None else list(self.rows(answer))
                    if rows and (not new or new[0].key != next(reversed(rows))):
                        break
                    new = new[1:] if rows else new
                    read = len(rows) + len(new)
                    rows |= {row.key: row for row in new}
                    if len(rows) < read:
                        break
                    if not new or not self.has_more(answer, read) or read > MOST_SAVED:
                        return list(rows.values())
                if not goes_on():
                    return []
            raise OutsideError(_MOVED)

        return call

    @property
    def _more(self) -> str:
        return f"{self.page_name()} more"

    def _request(self, first: int) -> Callable[[], object]:
        return partial(self.desk.asker(self.answer), *self.after()(first))

    def _append(self, answer: Any) -> None:
        rows = self.rows(answer)
        self.loaded += len(rows)
        self.keep(answer)
        self.rows_appended.emit(rows, self.has_more(answer, self.loaded))
        self.state_changed.emit(PageState(foot=self.foot(answer)))
