"""What waits for the person who signed in, daily work and the most urgent first (ACC-10)."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from mdt_alpr.acts import waiting
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.models.desk import FoundLine, HitOfLog, TableRow
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import DAILY
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.wire.waiting import WaitingLine, WaitingMessage

_COUNTED_AT = {"hit": "shift_log", "hold_item": "holds", "data_request": "data_requests"}
"""The pages of the menu that count what is opened on a page of its own."""


class Mine(ListTable):
    """The first page; Enter opens a thing where it is done, and the next comes once it is.

    Esc comes back to what is left.
    """

    title, order = "Mine to do", 1
    note = "Enter opens a line; once it is done the next comes. Esc comes back here"
    leads, renews = True, True
    shows = waiting.SHOW_WAITING

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._counted: frozenset[str] = frozenset()
        """The pages at which something waited."""

    def connect_table(self, view: TableView) -> None:
        super().connect_table(view)
        view.table.opened.connect(self.open_line)

    def rows(self, answer: WaitingMessage) -> Sequence[TableRow]:
        """Return a row for each thing; the menu counts them at their pages."""
        pages = (_COUNTED_AT.get(line.page, line.page) for line in answer.lines)
        counts = Counter(pages) + Counter({self.page_name(): len(answer.lines)})
        for page in self._counted | counts.keys():
            self.waiting_changed.emit(page, counts[page])
        self._counted = frozenset(counts)
        return super().rows(WaitingMessage(tuple(sorted(answer.lines, key=self._is_rare))))

    def forget(self) -> None:
        super().forget()
        self._counted = frozenset()

    def open_line(self, key: str) -> None:
        """Open a thing; of a hit the others come by Next."""
        if (line := self.known.get(key)) is not None:
            self.open_wanted.emit(line.page, self._chosen(line))

    def things(self) -> Iterator[FoundLine]:
        for line in self.known.values():
            yield FoundLine(line.page, line.name, self.title, chosen=self._chosen(line))

    def bring_next(self, page: str, show: Callable[[Any], None]) -> None:
        """Show what waits next at a page after the last of what no longer waits there."""
        before = [line.key for line in self.known.values() if line.page == page]
        self.wait(self.ask(self.answer, self.address), partial(self._bring, page, before, show))

    # ------------------------------------------------------------------------ inside

    def _is_rare(self, line: WaitingLine) -> bool:
        """Return whether the person's role has a page less than daily."""
        daily = DAILY.get(self.desk.person.role, ()) if self.desk.person else ()
        return _COUNTED_AT.get(line.page, line.page) not in daily

    def _bring(
        self, page: str, before: list[str], show: Callable[[Any], None], answer: WaitingMessage
    ) -> None:
        self.show_answer(answer)
        left = {line.key: line for line in answer.at(page)}
        done = [place for place, key in enumerate(before) if key not in left]
        if left and done:
            last = done[-1]
            in_turn = (key for key in (*before[last:], *before[:last], *left) if key in left)
            show(self._chosen(left[next(in_turn)], came=True))

    def _chosen(self, line: WaitingLine, *, came: bool = False) -> object:
        """Return what a line's page opens; to a hit the others that wait come along."""
        if line.page == "hit":
            hits = tuple(hit.key for hit in self.found.at("hit"))
            return HitOfLog(line.key, hits, came=came)
        return int(line.key) if line.page in _COUNTED_AT else line.key


PAGE = Mine
