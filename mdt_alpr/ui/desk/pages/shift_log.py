"""The shift hit log: what is chosen, what is asked, which rows are shown (SUP-02)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal

from mdt_alpr.acts import hits
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.people.shift import Shift, ShiftKind
from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.ui.desk.hit_map import HIT_MAP, HitMap
from mdt_alpr.ui.desk.hit_pictures import HIT_PICTURES, HitPictures
from mdt_alpr.ui.desk.models.desk import (
    Column,
    FilterField,
    HitOfLog,
    PageState,
    TableHead,
    TableRow,
)
from mdt_alpr.ui.desk.page import ASKING, SENDING, Page
from mdt_alpr.ui.desk.presenters.log_rows import figures, log_row
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import ENDING_CHOICES
from mdt_alpr.ui.desk.views.table_page import LogPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.desk import (
    OPEN,
    HitLogCounts,
    HitLogFilter,
    HitLogFlag,
    HitLogOrder,
    HitLogPage,
    HitLogRequest,
    SeenHit,
    SeenHits,
    ShiftReportRequest,
)
from mdt_alpr.wire.papers import PaperFile

NOTHING = "No hits in this span. Hits appear here as cars send them."
SHIFT_WORDS = {"whole_day": "Whole day", "day": "Day, 6 to 18", "night": "Night, 18 to 6"}
FLAG_WORDS = {
    HitLogFlag.ALL.value: "All",
    HitLogFlag.UNVERIFIED_STOP.value: "Unverified stops",
    HitLogFlag.NOT_PRACTICABLE.value: "Not practicable",
    HitLogFlag.LEFT_OPEN.value: "Open after shift",
    HitLogFlag.TOO_FAST.value: "Checked too fast",
    HitLogFlag.VEHICLE_DIFFERS.value: "Vehicle differs",
    HitLogFlag.NOT_REVIEWED.value: "Not reviewed",
    HitLogFlag.PREVENTED.value: "Prevented stops",
}
_NONE_SEEN = "Open the hits first; those without a flag are then reviewed together."
_AT_FIRST, _MOST = 100, 500
"""Rows of a page, and of one that loads again what was there: a row far down stays chosen."""
_ROWS, _COUNTS, _REPORT = "log page", "log counts", "log report"


class ShiftLog(Page):
    """Hits of a shift, filtered and sorted, loaded page by page.

    Signals:
        filters_changed: the choices above the log.
        figures_changed: the numbers above the log.
        rows_replaced: the first rows, and whether there are more.
        rows_appended: the next rows, and whether there are more.
        row_wanted: the hit whose row is to be the chosen one.
        clear_changed: what the button that clears the filters does now.
        question_changed: the question before several hits are reviewed; empty for none.
    """

    title, order = "Shift hit log", 10
    does = (hits.REVIEW_SEEN, hits.PRINT_SHIFT)
    permissions = (Permission.REVIEW_HITS,)
    by_team = True
    columns = (
        Column("Time", 82, HitLogOrder.TIME.value, stays=True),
        Column("Flag", 110, HitLogOrder.PRESSING.value, stays=True),
        Column("Unit", 52, HitLogOrder.UNIT.value, stays=True, yields=True),
        Column("Officer", 74, HitLogOrder.OFFICER.value),
        Column("Read", 74, with_pictures=False),
        Column("Entered", 74),
        Column("Listed", 74),
        Column("Vehicle", 98),
        Column("List", 66, HitLogOrder.LIST.value),
        Column("Category", 94, HitLogOrder.CATEGORY.value),
        Column("Verified", 72, HitLogOrder.METHOD.value),
        Column("Decision", 70, HitLogOrder.DECISION.value, right=True),
        Column("Status by", 88, HitLogOrder.STATUS.value),
        Column("Disposition", 122, HitLogOrder.DISPOSITION.value, stays=True, yields=True),
        Column("Picture", 112, stays=True, with_pictures=True),
    )
    """All columns fit in 1366 pixels beside the menu. Second lines: the time to the alert, the
    state of a plate, the vehicle that was seen, the outcome."""

    filters_changed = Signal(object)
    figures_changed = Signal(object)
    rows_replaced = Signal(object, bool)
    rows_appended = Signal(object, bool)
    row_wanted = Signal(str)
    clear_changed = Signal(str)
    question_changed = Signal(str)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._shift: Shift
        self._which: HitLogFilter
        self._order: HitLogOrder
        self._descending: bool
        self._mark: str
        self._counts: HitLogCounts | None
        self._cleared: HitLogFilter | None
        self._seen: tuple[SeenHit, ...]
        self._state: PageState
        self.places = HitMap(self, lambda: self._chosen)
        self.pictures = HitPictures(self)
        self._reset()

    def widget(self) -> LogPage:
        view = LogPage(TableHead(self.title, "", self.columns, tall=True))
        view.table.opened.connect(self.open_hit)
        view.table.sort_wanted.connect(self.sort)
        view.table.rows.more_wanted.connect(self.more)
        view.filters.chosen.connect(self.choose)
        view.filters.cleared.connect(self.clear)
        self.clear_changed.connect(view.filters.clear.setText)
        view.figures.chosen.connect(self.choose_flag)
        view.canceled.connect(self.cancel)
        places = view.offer_map()
        places.map.opened.connect(self.open_hit)
        self.places.connect_view(places)
        self.pictures.connect_view(view)
        view.report_wanted.connect(self.save_report)
        view.together.clicked.connect(self.ask_about_seen)
        view.question.answered.connect(self.review_seen)
        self.question_changed.connect(view.question.ask)
        self.filters_changed.connect(view.filters.show_fields)
        self.figures_changed.connect(view.figures.show_figures)
        self.rows_replaced.connect(view.replace_rows)
        self.rows_appended.connect(view.append_rows)
        self.row_wanted.connect(view.table.choose)
        self.state_changed.connect(view.show_state)
        return view

    @property
    def calls(self) -> tuple[str, ...]:
        """Return the names of the calls that the log may wait for."""
        return _ROWS, _COUNTS, _REPORT, HIT_MAP, HIT_PICTURES

    def begin(self) -> None:
        """Reset for the person who signs in: all of today, most pressing first."""
        self._reset()
        self.places.begin()
        self.pictures.show(on=False)
        self.filters_changed.emit(self._fields())
        self.figures_changed.emit(())

    def habits(self) -> dict[str, str]:
        """Return order, shift, and the filters whose choices are the program's own."""
        return {
            "order": self._order.value,
            "down": "1" if self._descending else "",
            "shift": self._shift.kind.value,
            "disposition": self._which.disposition,
            "flag": self._which.flag.value,
            "pictures": "1" if self.pictures.are_on else "",
        }

    def take_habits(self, habits: Mapping[str, str]) -> None:
        """Take them; the day is today's, and every unit, officer, list and category is shown."""
        order, kind = HitLogOrder(habits["order"]), ShiftKind(habits["shift"])
        flag, ended = HitLogFlag(habits["flag"]), habits["disposition"]
        if ended not in ("", OPEN, *dict(ENDING_CHOICES)):
            raise ValueError(ended)
        self._order, self._descending = order, bool(habits["down"])
        self._which = replace(self._which, flag=flag, disposition=ended)
        self._show_shift(replace(self._shift, kind=kind))
        self.filters_changed.emit(self._fields())
        self.pictures.show(on=bool(habits.get("pictures")))

    def load(self) -> None:
        """Request the first page and the counts; the log keeps what it shows until they arrive."""
        self._mark = ""
        self.show_state(waits=ASKING, problem="")
        counts = self.ask(HitLogCounts, addresses.DESK_HIT_COUNTS, self._chosen)
        self.wait(counts, self._counted, _COUNTS)
        self._fetch(first=True)
        self.places.load()

    def more(self) -> None:
        """Request the next page, unless one is pending."""
        if self._mark and not self.desk.asking.waits(_ROWS):
            self._fetch(first=False)

    def choose(self, name: str, value: str) -> None:
        """Set one of the filters."""
        if name == "date":
            self._show_shift(replace(self._shift, day=date.fromisoformat(value)))
        elif name == "shift":
            self._show_shift(replace(self._shift, kind=ShiftKind(value)))
        elif name == "flag":
            self._which = replace(self._which, flag=HitLogFlag(value))
        else:
            chosen: dict[str, Any] = {name: value}
            self._which = replace(self._which, **chosen)
        self.load()

    def choose_flag(self, flag: str) -> None:
        """Show only what one of the figures counts."""
        self.choose("flag", flag)

    def clear(self) -> None:
        """Clear the filters, but for the shift; pressed again, bring them back."""
        blank = _span(self._shift, HitLogFilter)
        if self._which != blank:
            self._cleared, self._which = self._which, blank
        elif self._cleared is not None:
            self._which = replace(self._cleared, since=blank.since, until=blank.until)
            self._cleared = None
        self.clear_changed.emit("Clear filters" if self._cleared is None else "Undo clear")
        self.load()

    def sort(self, order: str) -> None:
        """Sort by a column; the same one again reverses the order."""
        wanted = HitLogOrder(order)
        self._descending = not self._descending if wanted is self._order else True
        self._order = wanted
        self.load()

    def open_hit(self, hit_id: str) -> None:
        """Open a hit, with those of the log around it."""
        self.open_wanted.emit("hit", HitOfLog(hit_id, tuple(self._keys), self.row_wanted.emit))

    def ask_about_seen(self) -> None:
        """Ask whether the hits that this person opened, and that have no flag, are in order."""
        own = self.desk.person.person_id if self.desk.person is not None else ""
        self._seen = tuple(
            SeenHit(hit_id, self.desk.seen[hit_id])
            for hit_id, officer in self._joined.items()
            if hit_id in self.desk.seen and officer != own
        )
        if not self._seen:
            self.show_state(waits="", problem=_NONE_SEEN)
            return
        opened = "1 hit" if len(self._seen) == 1 else f"{len(self._seen)} hits"
        self.question_changed.emit(f"You opened {opened} without a flag. Mark as reviewed?")

    def review_seen(self, yes: bool) -> None:
        """Send one review of them."""
        self.question_changed.emit("")
        if yes:
            self.desk.used()
            self.show_state(waits=SENDING, problem="")
            call = self.desk.post(hits.REVIEW_SEEN.path(), SeenHits(self._seen))
            self.wait(call, lambda _: self.load(), _REPORT)

    def save_report(self, place: str, handover: str) -> None:
        """Save the report of the chosen shift and team: counts, no plate."""
        self.show_state(waits=ASKING, problem="")
        which = _span(self._shift, HitLogFilter)
        body = ShiftReportRequest(replace(which, team=self.team), handover)
        call = self.ask(PaperFile, hits.PRINT_SHIFT.path(), body)
        self.wait(saved_to(place, call), self._report_saved, _REPORT)

    def cancel(self) -> None:
        self.desk.asking.cancel(*self.calls)
        self.show_state(waits="", problem=self.stopped)

    def refused(self, why: str) -> None:
        self.desk.asking.cancel(*self.calls)
        self.show_state(waits="", problem=f"{why} {self.failed}")

    def show_state(self, **words: str) -> None:
        """Change parts of the page's state; the others are as before."""
        hits = self._counts.hits if self._counts else 0
        loaded = f"{self._shown:,} of {hits:,}" if self._counts else f"{self._shown:,}"
        said = (f"{loaded} hits loaded." if self._shown else "", self._notice)
        foot = " ".join(filter(None, said)) or NOTHING
        self._state = replace(self._state, foot=foot, **words)
        self.state_changed.emit(self._state)

    # ------------------------------------------------------------------------ inside

    def _reset(self) -> None:
        self._shift = Shift(self.desk.today(), ShiftKind.WHOLE_DAY)
        self._which = _span(self._shift, HitLogFilter)
        self._order, self._descending, self._mark = HitLogOrder.PRESSING, True, ""
        self._counts, self._shown, self._notice = None, 0, ""
        self._keys: list[str] = []
        self._joined: dict[str, str] = {}  # hits to review with others, and their officers
        self._seen = ()
        self._cleared = None
        self._state = PageState()

    def _show_shift(self, shift: Shift) -> None:
        self._shift = shift
        since, until = shift.span(CAPTURE_ZONE)
        self._which = replace(self._which, since=since, until=until)

    def _fetch(self, *, first: bool) -> None:
        most = min(_MOST, max(_AT_FIRST, self._shown)) if first else _AT_FIRST
        ask = HitLogRequest(self._chosen, self._order, self._descending, self._mark, most)
        request = self.ask(HitLogPage, addresses.DESK_HITS, ask)

        def call() -> _Rows:
            return _Rows(request())

        self.wait(call, self._replaced if first else self._more, _ROWS)

    @property
    def _chosen(self) -> HitLogFilter:
        return replace(self._which, team=self.team)

    def _replaced(self, page: "_Rows") -> None:
        self._mark, self._shown, self._notice = page.mark, len(page.rows), page.notice
        self._keys = [row.key for row in page.rows]
        self._joined = page.joined
        self.rows_replaced.emit(page.rows, bool(page.mark))
        self.show_state(waits="", problem="")

    def _more(self, page: "_Rows") -> None:
        self._mark = page.mark
        self._shown += len(page.rows)
        self._keys += [row.key for row in page.rows]
        self._joined |= page.joined
        self.rows_appended.emit(page.rows, bool(page.mark))
        self.show_state(waits="", problem="")

    def _report_saved(self, file: PaperFile) -> None:
        self._state = replace(self._state, waits="", problem="")
        self.state_changed.emit(replace(self._state, foot=f"Saved {file.name}."))

    def _counted(self, counts: HitLogCounts) -> None:
        self._counts = counts
        self.figures_changed.emit(figures(counts))
        self.filters_changed.emit(self._fields())
        self.show_state()

    def _fields(self) -> tuple[FilterField, ...]:
        w, counts = self._which, self._counts
        codes = counts.categories if counts else ()
        categories = tuple((code, CATEGORIES[code].name) for code in codes)
        endings = ((OPEN, "Open"), *ENDING_CHOICES)
        same = tuple((name, name) for name in (counts.lists if counts else ()))
        units = tuple((name, name) for name in (counts.units if counts else ()))
        officers = counts.officers if counts else ()
        return (
            FilterField("date", "Date", (), self._shift.day.isoformat()),
            FilterField("shift", "Shift", tuple(SHIFT_WORDS.items()), self._shift.kind.value),
            FilterField("unit", "Unit", _any(units), w.unit),
            FilterField("person_id", "Officer", _any(officers), w.person_id),
            FilterField("list_name", "List", _any(same), w.list_name),
            FilterField("category", "Category", _any(categories), w.category),
            FilterField("disposition", "Ended as", _any(endings), w.disposition),
            FilterField("flag", "Show", tuple(FLAG_WORDS.items()), w.flag.value),
        )


PAGE = ShiftLog


class _Rows:
    """A page of the log in words, made off the screen's thread."""

    def __init__(self, page: object) -> None:
        self.mark, self.notice, self.rows = "", "", list[TableRow]()
        self.joined: dict[str, str] = {}
        if isinstance(page, HitLogPage):
            self.notice = page.notice
            self.mark, self.rows = page.mark, [log_row(row) for row in page.rows]
            self.joined = {row.hit_id: row.person_id for row in page.rows if row.may_join}


def _any(options: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return (("", "All"), *options)


def _span(shift: Shift, make: type[HitLogFilter]) -> HitLogFilter:
    return make(*shift.span(CAPTURE_ZONE))
