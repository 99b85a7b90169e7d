"""The live wall: each car with its link, its list's age and its open hits (09.21.9)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from mdt_alpr.domain.audit.own_chain import OwnChainState
from mdt_alpr.domain.hotlist.delivery import ListProblem
from mdt_alpr.domain.people.roles import OWN_TEAM, Permission
from mdt_alpr.domain.policy import LIST_STALE_AFTER, car_is_silent, list_is_stale
from mdt_alpr.domain.retention.purge import ClockDoubt, RetentionState
from mdt_alpr.ui.desk.hit_map import HIT_MAP, HitMap
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import TablePage
from mdt_alpr.ui.desk.presenters.cells import time_cell
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import hits_of
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import age
from mdt_alpr.wire import addresses
from mdt_alpr.wire.desk import OPEN, HitLogFilter, WallMessage, WallUnit
from mdt_alpr.wire.hotlists import ListTroubleMessage


class LiveWall(TablePage):
    """The worst problem is shown under the table; all of them in its tool tip."""

    title, order = "Live wall", 48
    permissions = (Permission.SEE_OVERVIEW,)
    renews = True
    note = "Updates every 10 seconds"
    address, answer = addresses.WALL, WallMessage
    columns = (
        Column("Unit", 94),
        Column("On shift", 190),
        Column("Computer", 124),
        Column("Last contact", 164),
        Column("Silent for", 84, right=True),
        Column("List", 180),
        Column("Open hits", 84, right=True),
        Column("Audit chain", 150),
    )

    also_waits = (HIT_MAP,)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self.places = HitMap(self, self._open_hits)

    def widget(self) -> TableView:
        view = TableView(self.head)
        places = view.offer_map()
        places.map.opened.connect(self.places.open)
        self.places.connect_view(places)
        self.connect_table(view)
        return view

    def begin(self) -> None:
        self.places.begin()

    def load(self) -> None:
        super().load()
        self.places.load()

    def bring_next(self, page: str, show: Callable[[Any], None]) -> None:
        del page
        self.places.bring_next(show)

    def _open_hits(self) -> HitLogFilter:
        """Return which hits are on the map: open ones since yesterday. Where cars are is not."""
        return replace(hits_of(2, self.desk.today(), OWN_TEAM), disposition=OPEN)

    def rows(self, answer: WallMessage) -> list[TableRow]:
        return [_row(unit, answer) for unit in answer.units]

    def show_answer(self, answer: WallMessage) -> None:
        """Show the cars, and also without any what is wrong at headquarters."""
        self.show(*self.rows(answer))
        self.state_changed.emit(self.state(answer))

    def state(self, answer: WallMessage) -> PageState:
        """Return what is wrong at headquarters, and the age of its list."""
        if problem := lists_in_words(answer.lists, answer.at):
            problem = f"{problem} {stale_summary(answer)}"
        worse = (
            audit_alarm(answer.own_chain),
            copied_alarm(answer.copied),
            retention_alarm(answer.retention, answer.at),
        )
        proof = witness_alarm(answer.own_chain)
        problem = next(filter(None, (*worse, problem, proof)), "")  # one line, the worst
        whole = "\n".join(filter(None, (*worse, lists_in_full(answer.lists, answer.at), proof)))
        return PageState(problem=problem, foot=wall_summary(answer), whole=whole)


PAGE = LiveWall


def _row(unit: WallUnit, wall: WallMessage) -> TableRow:
    silent = car_is_silent(unit.last_seen_at, wall.at)
    return TableRow(
        unit.device,
        (
            Cell(unit.unit or "Not reported", strong=True),
            Cell("Fixed camera" if unit.is_camera else unit.officer or "No one signed in"),
            Cell(unit.device),
            time_cell(unit.last_seen_at, Mark.CROSS if silent else Mark.TICK),
            Cell(age(unit.last_seen_at, wall.at), warns=silent),
            _list(unit, wall),
            Cell(f"{unit.open_hits:,}", strong=unit.open_hits > 0),
            _chain(unit),
        ),
    )


def _list(unit: WallUnit, wall: WallMessage) -> Cell:
    if unit.list_version is None:
        return Cell("Not reported", Mark.RING)
    if unit.list_version == 0:
        return Cell("No list in this car", Mark.CROSS, warns=True)
    if unit.list_compiled_at is None:
        version = f"Version {unit.list_version}"
        return Cell("Age unknown", Mark.WEAK, warns=True, below=version)
    words = f"{age(unit.list_compiled_at, wall.at)} old"
    behind = unit.list_version != wall.list_version
    version = f"Version {unit.list_version} of {wall.list_version}" if behind else ""
    if is_stale(unit, wall):
        return Cell(f"STALE: {words}", Mark.WEAK, warns=True, below=version)
    return Cell(words, Mark.RING if behind else Mark.TICK, below=version)


def _chain(unit: WallUnit) -> Cell:
    if not unit.chain:
        return Cell("Nothing sent yet", Mark.RING)
    return Cell(unit.chain.capitalize(), Mark.TICK if unit.chain == "whole" else Mark.CROSS)


_MOST_SHOWN, _LONGEST_NAME, _LONGEST_WHY, _LONGEST = 2, 30, 36, 110
"""What fits in one line, in characters; the tool tip has it in full."""
NOBODY = "No car has contacted headquarters yet."
_CLOCK = {ClockDoubt.AHEAD: "JUMPED AHEAD", ClockDoubt.BEHIND: "WAS SET BACK"}
_STALE_H = round(LIST_STALE_AFTER.total_seconds() / 3600)


def wall_summary(wall: WallMessage) -> str:
    """Return the line under the cars: headquarters' list, and how many cars have a stale one."""
    if not wall.units:
        return NOBODY
    compiled = wall.list_compiled_at
    if compiled is None:
        return "Headquarters has no list."
    late = "STALE, " if list_is_stale(compiled, wall.at) else ""
    own = f"Headquarters: list version {wall.list_version}, {late}{age(compiled, wall.at)} old."
    return f"{own} {stale_summary(wall)}"


def retention_alarm(state: RetentionState, now: datetime) -> str:
    """Return why captured data may be kept too long; empty where it is not (RET-07)."""
    if not state.is_alarm:
        return ""
    if state.clock:
        return f"CLOCK {_CLOCK[state.clock]}: nothing is purged until two people confirm the time."
    if state.left:
        return "PURGE INCOMPLETE: data past its deadline is still kept. Tell the technician."
    if state.purged_at is None:
        return "NOT PURGED since headquarters started. Call the technician."
    why = "PURGE FAILED" if state.failure else "PURGE OVERDUE"
    return f"{why}, last done {age(state.purged_at, now)} ago. Tell the technician."


def audit_alarm(state: OwnChainState) -> str:
    """Return that headquarters' own audit was changed; empty where it was not (AUD-04)."""
    if state.broken_at is None:
        return ""
    at = f"headquarters' entry {state.broken_at} or one before"
    return f"AUDIT CHANGED: {at}. Tell the administrator."


def copied_alarm(copied: Sequence[str]) -> str:
    """Return that two machines use one certificate; empty where none do (IA-3)."""
    if not copied:
        return ""
    return f"TWO MACHINES AS {', '.join(copied)}: a key was copied. Tell the administrator."


def witness_alarm(state: OwnChainState) -> str:
    """Return why headquarters' audit has no outside witness; empty where it has (AUD-04)."""
    if not state.witness_trouble:
        return ""
    return f"AUDIT WITHOUT WITNESS: {state.witness_trouble.rstrip('.')}. Tell the administrator."


def is_stale(unit: WallUnit, wall: WallMessage) -> bool:
    """Return whether a car uses a stale list."""
    return unit.list_compiled_at is not None and list_is_stale(unit.list_compiled_at, wall.at)


def stale_summary(wall: WallMessage) -> str:
    """Return how many cars use a stale list."""
    stale = sum(is_stale(unit, wall) for unit in wall.units)
    cars = f"{len(wall.units)} {'car' if len(wall.units) == 1 else 'cars'}"
    return f"Stale, over {_STALE_H} h: {stale} of {cars}."


def lists_in_words(lists: Sequence[ListTroubleMessage], now: datetime) -> str:
    """Return one line on what is wrong with the lists; empty for nothing (HOT-02, HOT-04)."""
    words = " ".join(_trouble(trouble, now, _LONGEST_NAME, _LONGEST_WHY) for trouble in lists[:1])
    number = len(lists[:1])
    for one in lists[1:_MOST_SHOWN]:
        both = f"{words} {_trouble(one, now, _LONGEST_NAME, _LONGEST_WHY)}"
        if len(both) <= _LONGEST:
            words, number = both, number + 1
    more = len(lists) - number
    return f"{words} {more} more." if more else words


def lists_in_full(lists: Sequence[ListTroubleMessage], now: datetime) -> str:
    """Return each problem with its full reason, one a line."""
    return "\n".join(_trouble(trouble, now) for trouble in lists)


def _trouble(
    one: ListTroubleMessage, now: datetime, name: int | None = None, why: int | None = None
) -> str:
    """Return a problem in words; name and reason are cut to so many characters."""
    named, since = one.name[:name], age(one.since, now)
    if one.kind == ListProblem.OVERDUE:
        return f"List {named} is overdue, {since} old."
    if not one.why:
        return f"{named} was stopped {since} ago."
    reason = one.why if why is None or len(one.why) <= why else f"{one.why[: why - 1]}…"
    ends = "" if reason.endswith((".", "…")) else "."
    return f"{named} was stopped {since} ago: {reason}{ends}"
