"""What waits for the person who signed in, of every page, the most urgent first (ACC-10)."""

from collections import Counter
from collections.abc import Sequence

from mdt_alpr.acts import waiting
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.models.desk import HitOfLog, TableRow
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.wire.waiting import WaitingMessage

_COUNTED_AT = {
    "hit": "shift_log",
    "hold_item": "holds",
    "data_request": "data_requests",
}
"""The pages of the menu that count what is opened on a page of its own."""


class Mine(ListTable):
    """The first page; Enter opens a thing where it is done, Esc comes back to what is left."""

    title, order = "Mine to do", 1
    note = "Enter opens the line where it is done; Esc comes back to the next one"
    leads, renews = True, True
    shows = waiting.SHOW_WAITING

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._counted: frozenset[str] = frozenset()
        """The pages at which something waited."""

    def connect_table(self, view: TableView) -> None:
        """Connect a view to this page's rows and state."""
        super().connect_table(view)
        view.table.opened.connect(self.open_line)

    def rows(self, answer: WaitingMessage) -> Sequence[TableRow]:
        """Return a row for each thing; the menu counts them at their pages."""
        pages = (_COUNTED_AT.get(line.page, line.page) for line in answer.lines)
        counts = Counter(pages) + Counter({self.page_name(): len(answer.lines)})
        for page in self._counted | counts.keys():
            self.waiting_changed.emit(page, counts[page])
        self._counted = frozenset(counts)
        return super().rows(answer)

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self._counted = frozenset()

    def open_line(self, key: str) -> None:
        """Open a thing; of a hit the others come by Next."""
        line = self.known.get(key)
        if line is None:
            return
        chosen: object = line.key
        if line.page == "hit":
            hits = (one.key for one in self.found.lines if one.page == "hit")
            chosen = HitOfLog(line.key, tuple(hits))
        elif line.page in _COUNTED_AT:
            chosen = int(line.key)
        self.open_wanted.emit(line.page, chosen)


PAGE = Mine
