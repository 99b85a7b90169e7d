"""The live wall: each car with its link, its list's age and its open hits (09.21.9)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import TablePage
from mdt_alpr.ui.desk.presenters.wall import (
    is_stale,
    lists_in_full,
    lists_in_words,
    own_chain_told,
    retention_told,
    stale_told,
    wall_told,
    witness_told,
)
from mdt_alpr.ui.desk.presenters.words import day_time
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import age
from mdt_alpr.wire import addresses
from mdt_alpr.wire.desk import WallMessage, WallUnit

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
