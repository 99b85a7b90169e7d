"""The live wall: each car with its link, its list's age and its open hits (09.21.9)."""

from datetime import datetime

from mdt_alpr.domain.audit.own_chain import OwnChainState
from mdt_alpr.domain.policy import LIST_STALE_AFTER, list_is_stale
from mdt_alpr.domain.retention.clock_guard import ClockDoubt
from mdt_alpr.domain.retention.retention_watch import RetentionState
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.presenters.words import day_time
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import age
from mdt_alpr.wire.desk import WallMessage, WallUnit

COLUMNS = (
    Column("Unit", 94),
    Column("On shift", 190),
    Column("Computer", 124),
    Column("Last contact", 164),
    Column("Silent for", 84, right=True),
    Column("List", 180),
    Column("Open hits", 84, right=True),
    Column("Audit chain", 150),
)
NOBODY = "No car has contacted headquarters yet."
_SILENT_S = 120
_CLOCK = {ClockDoubt.AHEAD: "JUMPED AHEAD", ClockDoubt.BEHIND: "WAS SET BACK"}
_STALE_H = round(LIST_STALE_AFTER.total_seconds() / 3600)


def wall_rows(wall: WallMessage) -> list[TableRow]:
    """Return a row for each car."""
    return [_row(one, wall) for one in wall.units]


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


def stale_told(wall: WallMessage) -> str:
    """Return how many cars work with a stale list."""
    stale = sum(_is_stale(one, wall) for one in wall.units)
    cars = f"{len(wall.units)} {'car' if len(wall.units) == 1 else 'cars'}"
    return f"Stale, over {_STALE_H} h: {stale} of {cars}."


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
    if _is_stale(one, wall):
        return Cell(f"STALE: {words}", Mark.WEAK, warns=True, below=version)
    return Cell(words, Mark.RING if behind else Mark.TICK, below=version)


def _is_stale(one: WallUnit, wall: WallMessage) -> bool:
    return one.list_compiled_at is not None and list_is_stale(one.list_compiled_at, wall.at)


def _chain(one: WallUnit) -> Cell:
    if not one.chain:
        return Cell("Nothing sent yet", Mark.RING)
    return Cell(one.chain.capitalize(), Mark.TICK if one.chain == "whole" else Mark.CROSS)
