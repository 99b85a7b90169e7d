"""Near misses, check quality, the live wall: figures of a span of days (D7, D12)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QObject, Signal, SignalInstance

from mdt_alpr.domain.hit.check_quality import CheckQuality
from mdt_alpr.domain.hit.near_miss import Cause
from mdt_alpr.domain.hotlist.list_watch import ListProblem
from mdt_alpr.domain.people.shift import Shift, ShiftKind
from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.ui.desk.models.desk import Bar, Cell, Chart, Column, PageState, TableRow
from mdt_alpr.ui.desk.presenters.link import Asking
from mdt_alpr.ui.desk.presenters.wall import (
    own_chain_told,
    retention_told,
    stale_told,
    wall_rows,
    wall_told,
    witness_told,
)
from mdt_alpr.ui.desk.presenters.words import CAUSE_WORDS
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import age
from mdt_alpr.wire import addresses
from mdt_alpr.wire.desk import (
    HitLogFilter,
    LedgerMessage,
    QualityMessage,
    ShiftQualityMessage,
    WallMessage,
)
from mdt_alpr.wire.hotlists import ListTroubleMessage

_TROUBLES_SAID, _LONGEST_NAME, _LONGEST_WHY, _LONGEST = 2, 30, 36, 110
"""What one line has room for, in characters; the whole is told where the mouse rests."""
SPANS = (("7", "7 days"), ("30", "30 days"), ("90", "90 days"))
QUALITY_COLUMNS = (
    Column("Shift", 190),
    Column("Hits", 80, right=True),
    Column("Stops", 80, right=True),
    Column("Stops without status", 170, right=True),
    Column("Checks", 90, right=True),
    Column("Under 4 s", 130, right=True),
    Column("Same rhythm", 130, right=True),
    Column("Gate", 170),
)
NO_LEDGER = "No closed hits in this span. Rejected hits are listed here by cause."
NO_QUALITY = "No hits in this span. Each shift with hits is listed here, newest first."
_MOST_BARS = 8
Ask = Callable[[type, str, object], Callable[[], object]]


class FiguresPresenter(QObject):
    """Signals: the ledger's charts, rows of quality and wall, and the state of each page."""

    charts_changed = Signal(object)
    quality_changed = Signal(object, bool)
    wall_changed = Signal(object, bool)
    ledger_state = Signal(object)
    quality_state = Signal(object)
    wall_state = Signal(object)

    def __init__(self, asking: Asking, ask: Ask, today: Callable[[], date]) -> None:
        super().__init__()
        self._asking, self._ask, self._today = asking, ask, today
        self._days = 30

    def choose_days(self, days: str) -> None:
        """Choose how many days back."""
        self._days = int(days)

    def load_ledger(self) -> None:
        """Ask for the near misses."""
        self._load("ledger", LedgerMessage, addresses.NEAR_MISSES, self.ledger_state, self._ledger)

    def load_quality(self) -> None:
        """Ask for the quality of checks."""
        path = addresses.CHECK_QUALITY
        self._load("quality", QualityMessage, path, self.quality_state, self._quality)

    def load_wall(self) -> None:
        """Ask which cars there are."""
        self._load("wall", WallMessage, addresses.WALL, self.wall_state, self._wall, spans=False)

    def cancel(self) -> None:
        """Wait no longer."""
        self._asking.cancel("ledger", "quality", "wall")
        stopped = PageState(problem="Stopped. Press F5 to reload.")
        for state in (self.ledger_state, self.quality_state, self.wall_state):
            state.emit(stopped)

    # ------------------------------------------------------------------------ inside

    def _load(  # noqa: PLR0913 - one page, spelled out
        self,
        name: str,
        kind: type,
        path: str,
        state: SignalInstance,
        done: Callable[..., None],
        *,
        spans: bool = True,
    ) -> None:
        state.emit(PageState(waits="Asking headquarters"))
        call = self._ask(kind, path, self._span() if spans else None)

        def failed(why: str) -> None:
            problem = f"{why} The screen still shows earlier data."
            state.emit(PageState(problem=problem))

        self._asking.ask(name, call, done, failed)

    def _span(self) -> HitLogFilter:
        today = self._today()
        first = date.fromordinal(today.toordinal() - self._days + 1)
        since, _ = Shift(first, ShiftKind.WHOLE_DAY).span(CAPTURE_ZONE)
        _, until = Shift(today, ShiftKind.WHOLE_DAY).span(CAPTURE_ZONE)
        return HitLogFilter(since, until)

    def _ledger(self, found: LedgerMessage) -> None:
        self.charts_changed.emit(charts(found))
        told = f"{found.prevented:,} prevented stops of {found.alerted:,} closed hits."
        self.ledger_state.emit(PageState(foot=told if found.alerted else NO_LEDGER))

    def _quality(self, found: QualityMessage) -> None:
        self.quality_changed.emit([_shift(one) for one in found.shifts], False)  # noqa: FBT003 - a signal
        self.quality_state.emit(PageState(foot="" if found.shifts else NO_QUALITY))

    def _wall(self, found: WallMessage) -> None:
        self.wall_changed.emit(wall_rows(found), False)  # noqa: FBT003 - a signal
        if problem := lists_in_words(found.lists, found.at):
            problem = f"{problem} {stale_told(found)}"
        worse = own_chain_told(found.own_chain), retention_told(found.retention, found.at)
        proof = witness_told(found.own_chain)
        problem = next(filter(None, (*worse, problem, proof)), "")  # one line, the worst
        whole = "\n".join(filter(None, (*worse, lists_in_full(found.lists, found.at), proof)))
        self.wall_state.emit(PageState(problem=problem, foot=wall_told(found), whole=whole))


def charts(found: LedgerMessage) -> tuple[Chart, ...]:
    """Return the ledger's charts; none of them is by officer."""
    causes = tuple(Bar(CAUSE_WORDS[Cause(n)], v, f"{v:,}") for n, v in found.causes)
    pairs = tuple(Bar(n, v, f"{v:,}") for n, v in found.confusions[:_MOST_BARS])
    cameras = tuple(Bar(n or "not given", v, f"{v:,}") for n, v in found.cameras[:_MOST_BARS])
    by_hour = dict(found.hours)
    hours = tuple(Bar(str(h), by_hour.get(h, 0), "") for h in range(24)) if by_hour else ()
    lists = tuple(
        Bar(name, confirmed, f"{confirmed:,} of {alerted:,}", alerted)
        for name, confirmed, alerted in found.lists[:_MOST_BARS]
    )
    return (
        Chart("Prevented stops by cause", causes, NO_LEDGER),
        Chart("Confirmed hits of each list", lists, NO_LEDGER),
        Chart("Confusions: listed or read, for what the plate said", pairs,
              "Misread characters and wrong states are listed here in pairs."),
        Chart("Prevented stops by camera", cameras, NO_LEDGER),
        Chart("Prevented stops by hour", hours, NO_LEDGER, upright=True),
    )  # fmt: skip


def _shift(one: ShiftQualityMessage) -> TableRow:
    quality = CheckQuality(one.hits, one.stops, one.stops_without_status, one.checks)
    failing = quality.gate_is_failing
    day, _, kind = one.shift.partition(" ")
    gate = (
        Cell("Failing: over 10 %", Mark.WEAK, warns=True) if failing else Cell("Holds", Mark.TICK)
    )
    return TableRow(
        one.shift,
        (
            Cell(f"{day}, {kind}", strong=True),
            Cell(f"{one.hits:,}"),
            Cell(f"{one.stops:,}"),
            Cell(f"{one.stops_without_status} of {one.stops}", warns=failing),
            Cell(f"{one.checks:,}"),
            Cell(f"{one.too_fast} of {one.checks}", warns=one.too_fast > 0),
            Cell(f"{one.alike} of {one.checks}", warns=one.alike > 0),
            gate,
        ),
    )


def lists_in_words(lists: Sequence[ListTroubleMessage], now: datetime) -> str:
    """Return in a line what is wrong with the lists, empty for nothing (HOT-02, HOT-04)."""
    said = " ".join(_trouble(one, now, _LONGEST_NAME, _LONGEST_WHY) for one in lists[:1])
    number = len(lists[:1])
    for one in lists[1:_TROUBLES_SAID]:
        both = f"{said} {_trouble(one, now, _LONGEST_NAME, _LONGEST_WHY)}"
        if len(both) <= _LONGEST:
            said, number = both, number + 1
    more = len(lists) - number
    return f"{said} {more} more." if more else said


def lists_in_full(lists: Sequence[ListTroubleMessage], now: datetime) -> str:
    """Return each trouble with its whole reason, a line each."""
    return "\n".join(_trouble(one, now) for one in lists)


def _trouble(
    one: ListTroubleMessage, now: datetime, name: int | None = None, why: int | None = None
) -> str:
    """Return a trouble in words; its name and its reason have so many characters at most."""
    named, since = one.name[:name], age(one.since, now)
    if one.kind == ListProblem.OVERDUE:
        return f"List {named} is overdue, {since} old."
    if not one.why:
        return f"{named} was stopped {since} ago."
    told = one.why if why is None or len(one.why) <= why else f"{one.why[: why - 1]}…"
    ends = "" if told.endswith((".", "…")) else "."
    return f"{named} was stopped {since} ago: {told}{ends}"
