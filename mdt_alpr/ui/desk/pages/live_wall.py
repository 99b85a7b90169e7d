"""The live wall: each car with its link, its list's age and its open hits (09.21.9)."""

from collections.abc import Sequence
from datetime import datetime

from mdt_alpr.domain.audit.own_chain import OwnChainState
from mdt_alpr.domain.hotlist.list_watch import ListProblem
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import LIST_STALE_AFTER, list_is_stale
from mdt_alpr.domain.retention.clock_guard import ClockDoubt
from mdt_alpr.domain.retention.retention_watch import RetentionState
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import TablePage
from mdt_alpr.ui.desk.presenters.words import day_time
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import age
from mdt_alpr.wire import addresses
from mdt_alpr.wire.desk import WallMessage, WallUnit
from mdt_alpr.wire.hotlists import ListTroubleMessage

_SILENT_S = 120


class LiveWall(TablePage):
    """The worst that is wrong stands in the line below; all of it where the mouse rests."""

    title, order = "Live wall", 90
    permissions = (Permission.SEE_OVERVIEW,)
    renews = True
    told = "Updates every 10 seconds"
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

    def rows(self, found: WallMessage) -> list[TableRow]:
        """Return a row for each car."""
        return [_row(one, found) for one in found.units]

    def state(self, found: WallMessage) -> PageState:
        """Return what is wrong at headquarters, and how old its list is."""
        if problem := lists_in_words(found.lists, found.at):
            problem = f"{problem} {stale_told(found)}"
        worse = own_chain_told(found.own_chain), retention_told(found.retention, found.at)
        proof = witness_told(found.own_chain)
        problem = next(filter(None, (*worse, problem, proof)), "")  # one line, the worst
        whole = "\n".join(filter(None, (*worse, lists_in_full(found.lists, found.at), proof)))
        return PageState(problem=problem, foot=wall_told(found), whole=whole)


PAGE = LiveWall


def _row(one: WallUnit, wall: WallMessage) -> TableRow:
    silent = (wall.at - one.last_seen_at).total_seconds() > _SILENT_S
    return TableRow(
        one.device,
        (
            Cell(one.unit or "Not reported", strong=True),
            Cell(one.officer or "No one signed in"),
            Cell(one.device),
            Cell(day_time(one.last_seen_at), Mark.CROSS if silent else Mark.TICK),
            Cell(age(one.last_seen_at, wall.at), warns=silent),
            _list(one, wall),
            Cell(f"{one.open_hits:,}", strong=one.open_hits > 0),
            _chain(one),
        ),
    )


def _list(one: WallUnit, wall: WallMessage) -> Cell:
    if one.list_version is None:
        return Cell("Not reported", Mark.RING)
    if one.list_version == 0:
        return Cell("No list in this car", Mark.CROSS, warns=True)
    if one.list_compiled_at is None:
        version = f"Version {one.list_version}"
        return Cell("Age unknown", Mark.WEAK, warns=True, below=version)
    words = f"{age(one.list_compiled_at, wall.at)} old"
    behind = one.list_version != wall.list_version
    version = f"Version {one.list_version} of {wall.list_version}" if behind else ""
    if is_stale(one, wall):
        return Cell(f"STALE: {words}", Mark.WEAK, warns=True, below=version)
    return Cell(words, Mark.RING if behind else Mark.TICK, below=version)


def _chain(one: WallUnit) -> Cell:
    if not one.chain:
        return Cell("Nothing sent yet", Mark.RING)
    return Cell(one.chain.capitalize(), Mark.TICK if one.chain == "whole" else Mark.CROSS)


_TROUBLES_SAID, _LONGEST_NAME, _LONGEST_WHY, _LONGEST = 2, 30, 36, 110
"""What one line has room for, in characters; the whole is told where the mouse rests."""
NOBODY = "No car has contacted headquarters yet."
_CLOCK = {ClockDoubt.AHEAD: "JUMPED AHEAD", ClockDoubt.BEHIND: "WAS SET BACK"}
_STALE_H = round(LIST_STALE_AFTER.total_seconds() / 3600)


def wall_told(wall: WallMessage) -> str:
    """Return what stands under the cars: headquarters' own list, and how many cars' are stale."""
    if not wall.units:
        return NOBODY
    compiled = wall.list_compiled_at
    if compiled is None:
        return "Headquarters has no list."
    late = "STALE, " if list_is_stale(compiled, wall.at) else ""
    own = f"Headquarters: list version {wall.list_version}, {late}{age(compiled, wall.at)} old."
    return f"{own} {stale_told(wall)}"


def retention_told(state: RetentionState, now: datetime) -> str:
    """Return that captured data may be kept too long, and why; empty where it is not (RET-07)."""
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


def own_chain_told(state: OwnChainState) -> str:
    """Return that headquarters' own audit was changed, empty where it was not (AUD-04)."""
    if state.broken_at is None:
        return ""
    at = f"headquarters' entry {state.broken_at} or one before"
    return f"AUDIT CHANGED: {at}. Tell the administrator."


def witness_told(state: OwnChainState) -> str:
    """Return that no second place vouches for headquarters' audit, and why (AUD-04)."""
    if not state.witness_trouble:
        return ""
    return f"AUDIT WITHOUT WITNESS: {state.witness_trouble.rstrip('.')}. Tell the administrator."


def is_stale(one: WallUnit, wall: WallMessage) -> bool:
    """Tell whether a car works with a stale list."""
    return one.list_compiled_at is not None and list_is_stale(one.list_compiled_at, wall.at)


def stale_told(wall: WallMessage) -> str:
    """Return how many cars work with a stale list."""
    stale = sum(is_stale(one, wall) for one in wall.units)
    cars = f"{len(wall.units)} {'car' if len(wall.units) == 1 else 'cars'}"
    return f"Stale, over {_STALE_H} h: {stale} of {cars}."


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
