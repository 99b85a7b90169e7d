"""Which lines of a delivered file were not imported, and why (HOT-04, PUR-02)."""

from mdt_alpr.acts.feeds import SHOW_DROPPED
from mdt_alpr.ui.desk.act_table import PagedList
from mdt_alpr.ui.desk.paged_table import From
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.wire.feeds import DroppedLinesMessage
from mdt_alpr.wire.hotlists import KnownListMessage


class LinesDropped(PagedList):
    """The lines of one delivery, page by page."""

    title, order = "Dropped lines", 53
    opened_from = "hotlists"
    note = "Line numbers of the file, no plates. Esc: back."
    tall = False
    size = 200
    shows = SHOW_DROPPED

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._delivery: KnownListMessage | None = None

    def open(self, chosen: KnownListMessage) -> None:
        self._delivery = chosen
        self.load()

    def load(self) -> None:
        """Request the first lines."""
        if self._delivery is not None:
            super().load()

    def after(self) -> From:
        number = self._delivery.number if self._delivery else 0
        return self.at_address(SHOW_DROPPED.path(number=number))

    def foot(self, answer: DroppedLinesMessage) -> str:
        return f"{answer.source}: {self.loaded:,} lines shown."

    def forget(self) -> None:
        super().forget()
        self.desk.asking.cancel(*self.calls)
        self._delivery = None


PAGE = LinesDropped
