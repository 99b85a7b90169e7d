"""Near misses: prevented stops by cause, list, confusion, camera and hour (D12)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal

from mdt_alpr.domain.hit.hit_summary import Cause
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.hit_map import HIT_MAP, HitMap
from mdt_alpr.ui.desk.models.desk import Bar, Chart
from mdt_alpr.ui.desk.page import ASKING, Page
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import CAUSE_WORDS, FIRST_SPAN, SPANS, hits_of
from mdt_alpr.ui.desk.views.chart_pages import LedgerPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.desk import HitLogFilter, HitLogFlag, LedgerMessage

NO_LEDGER = "No closed hits in this span. Rejected hits are listed here by cause."
_MOST_BARS = 8


class NearMissLedger(Page):
    """Charts of prevented stops over a span of days.

    Signals:
        charts_changed: the charts.
    """

    title, order = "Near misses", 20
    permissions = (Permission.REVIEW_HITS, Permission.MANAGE_LISTS)
    by_team = True
    also_waits = (HIT_MAP,)

    charts_changed = Signal(object)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._days = FIRST_SPAN
        self.places = HitMap(self, lambda: replace(self._hits(), flag=HitLogFlag.PREVENTED))

    def widget(self) -> LedgerPage:
        view = LedgerPage(SPANS)
        view.days_chosen.connect(self.choose_days)
        view.canceled.connect(self.cancel)
        view.places.map.opened.connect(self.places.open)
        self.places.connect_view(view.places)
        self.charts_changed.connect(view.show_charts)
        self.state_changed.connect(view.show_state)
        return view

    def begin(self) -> None:
        self.places.begin()

    def bring_next(self, page: str, show: Callable[[Any], None]) -> None:
        del page
        self.places.bring_next(show)

    def choose_days(self, days: str) -> None:
        """Choose how many days back."""
        self._days = int(days)
        self.load()

    def load(self) -> None:
        self.show_state(waits=ASKING)
        ask = self.ask(LedgerMessage, addresses.NEAR_MISSES, self._hits())
        self.wait(ask, self._show_answer)
        self.places.load()

    def _hits(self) -> HitLogFilter:
        return hits_of(self._days, self.desk.today(), self.team)

    def _show_answer(self, answer: LedgerMessage) -> None:
        self.charts_changed.emit(charts(answer))
        counts = f"{answer.prevented:,} prevented stops of {answer.alerted:,} closed hits."
        said = (counts if answer.alerted else "", answer.notice)
        self.show_state(foot=" ".join(filter(None, said)) or NO_LEDGER)


PAGE = NearMissLedger


def charts(answer: LedgerMessage) -> tuple[Chart, ...]:
    """Return the charts; none of them is by officer."""
    causes = tuple(Bar(CAUSE_WORDS[Cause(n)], v, f"{v:,}") for n, v in answer.causes)
    pairs = tuple(Bar(n, v, f"{v:,}") for n, v in answer.confusions[:_MOST_BARS])
    cameras = tuple(Bar(n, v, f"{v:,}") for n, v in answer.cameras[:_MOST_BARS])
    by_hour = dict(answer.hours)
    hours = tuple(Bar(str(h), by_hour.get(h, 0), "") for h in range(24)) if by_hour else ()
    lists = tuple(
        Bar(name, confirmed, f"{confirmed:,} of {alerted:,}", alerted)
        for name, confirmed, alerted in answer.lists[:_MOST_BARS]
    )
    return (
        Chart("Prevented stops by cause", causes, NO_LEDGER),
        Chart("Confirmed hits of each list", lists, NO_LEDGER),
        Chart("Confusions: listed or read, for what the plate said", pairs,
              "Misread characters and wrong states are listed here in pairs."),
        Chart("Prevented stops by camera", cameras, NO_LEDGER),
        Chart("Prevented stops by hour", hours, NO_LEDGER, upright=True),
    )  # fmt: skip
