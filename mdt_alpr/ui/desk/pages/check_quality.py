"""Check quality: how checks were made in each shift, never by person (D7)."""

from datetime import date

from mdt_alpr.domain.hit.hit_summary import CheckQuality
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.page import TablePage
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import FIRST_SPAN, LIMIT, SPANS, TOO_FAST, hits_of
from mdt_alpr.ui.desk.views.table_page import SpanPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire import addresses
from mdt_alpr.wire.desk import HitLogFilter, QualityMessage, ShiftQualityMessage


class QualityByShift(TablePage):
    """A row for each shift, over a span of days."""

    title, order = "Check quality", 30
    permissions = (Permission.REVIEW_HITS,)
    by_team = True
    tall = False
    note = f"By shift, never by person. Over {LIMIT} of stops without a status, the gate fails."
    address, answer = addresses.CHECK_QUALITY, QualityMessage
    nothing = "No hits in this span. Each shift with hits is listed here, newest first."
    columns = (
        Column("Shift", 190),
        Column("Hits", 80, right=True),
        Column("Stops", 80, right=True),
        Column("Stops without status", 170, right=True),
        Column("Checks", 90, right=True),
        Column(f"Under {TOO_FAST}", 130, right=True),
        Column("Same rhythm", 130, right=True),
        Column("Gate", 170),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._days = FIRST_SPAN

    def widget(self) -> SpanPage:
        view = SpanPage(self.head, SPANS)
        view.days_chosen.connect(self.choose_days)
        self.connect_table(view)
        return view

    def choose_days(self, days: str) -> None:
        """Choose how many days back."""
        self._days = int(days)
        self.load()

    def request(self) -> HitLogFilter:
        return hits_of(self._days, self.desk.today(), self.team)

    def rows(self, answer: QualityMessage) -> list[TableRow]:
        return [_shift(shift) for shift in answer.shifts]


PAGE = QualityByShift


def _shift(one: ShiftQualityMessage) -> TableRow:
    quality = CheckQuality(one.hits, one.stops, one.stops_without_status, one.checks)
    failing = quality.gate_is_failing
    day, _, kind = one.shift.partition(" ")
    gate = (
        Cell(f"Failing: over {LIMIT}", Mark.WEAK, warns=True)
        if failing
        else Cell("Holds", Mark.TICK)
    )
    return TableRow(
        one.shift,
        (
            Cell(f"{date_words(date.fromisoformat(day))}, {kind}", at=one.shift, strong=True),
            Cell(f"{one.hits:,}"),
            Cell(f"{one.stops:,}"),
            Cell(f"{one.stops_without_status} of {one.stops}", warns=failing),
            Cell(f"{one.checks:,}"),
            Cell(f"{one.too_fast} of {one.checks}", warns=one.too_fast > 0),
            Cell(f"{one.alike} of {one.checks}", warns=one.alike > 0),
            gate,
        ),
    )
