"""Who is in which team, and who reviews all of them."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from mdt_alpr.domain.people.roles import EVERY_TEAM, Placement
from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.tables import TEAM_MEMBERS

_T = TEAM_MEMBERS.c


def is_in_use(connection: Connection) -> bool:
    """Tell whether anybody is in a team."""
    query = select(_T.person_id).where(_T.team != "").limit(1)
    return connection.scalar(query) is not None


def placements(connection: Connection) -> dict[str, Placement]:
    """Return the placement of each account that has one, by person."""
    return {
        row.person_id: Placement(row.team, row.sees_all)
        for row in connection.execute(select(TEAM_MEMBERS).order_by(_T.person_id))
    }


def placement(connection: Connection, person_id: str) -> Placement:
    """Return the placement of an account."""
    query = select(_T.team, _T.sees_all).where(_T.person_id == person_id)
    row = connection.execute(query).one_or_none()
    return Placement() if row is None else Placement(row.team, row.sees_all)


def teams_of(connection: Connection, people: Collection[str]) -> Mapping[str, str]:
    """Return the team of each of these people who has one."""
    query = select(_T.person_id, _T.team).where(_T.person_id.in_(people), _T.team != "")
    return {row.person_id: row.team for row in connection.execute(query)}


def put(connection: Connection, person_id: str, placed: Placement) -> None:
    """Keep the placement of an account."""
    row = {"person_id": person_id, "team": placed.team, "sees_all": placed.sees_all}
    put_row(connection, TEAM_MEMBERS, row)


def of_team(person: ColumnElement[Any], team: str) -> list[ColumnElement[bool]]:
    """Return what limits a statement to a team's people; nothing for everybody."""
    if team == EVERY_TEAM:
        return []
    members = select(_T.person_id).where(_T.team == team, _T.team != "")
    return [person.in_(members)]
