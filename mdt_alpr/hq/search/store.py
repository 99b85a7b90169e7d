"""Searches that were made, the areas that the agency named, and how its cases are written."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from mdt_alpr.domain.policy import REASON_REPEATED_WITHIN
from mdt_alpr.domain.search.question import Area, SearchQuestion
from mdt_alpr.hq.audit import typed_texts
from mdt_alpr.hq.base.database import is_one_of, put_row
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.search_tables import SEARCHES
from mdt_alpr.hq.people.team_store import of_team
from mdt_alpr.hq.search.tables import PLACES
from mdt_alpr.wire.codec import decode, encode

_S = SEARCHES.c
_EARLIER_AT_MOST = 200


def add(work: Work, row: dict[str, Any], question: SearchQuestion) -> None:
    """Keep a search, and what was searched under the day's and the auditor's key."""
    work.connection.execute(SEARCHES.insert(), row)
    place = _place(row["search_id"])
    typed_texts.keep(work, place, work.now, encode(question), typed_texts.new_key())


def find(work: Work, search_id: str) -> Any | None:
    """Return a search's row."""
    return work.connection.execute(select(SEARCHES).where(_S.search_id == search_id)).first()


def questions(work: Work, search_ids: Iterable[str]) -> dict[str, SearchQuestion]:
    """Return what was searched, by search, as far as it can be read."""
    places = {_place(search_id): search_id for search_id in search_ids}
    texts = typed_texts.of_places(work, places)
    return {places[place]: decode(SearchQuestion, text) for place, text in texts.items()}


def earlier(work: Work, person_id: str) -> list[SearchQuestion]:
    """Return what a person searched lately, the newest first."""
    since = work.now - REASON_REPEATED_WITHIN
    query = select(_S.search_id).where(_S.person_id == person_id, _S.captured_at > since)
    newest = query.order_by(_S.captured_at.desc()).limit(_EARLIER_AT_MOST)
    return list(questions(work, work.connection.scalars(newest)).values())


def ids(connection: Connection) -> list[str]:
    """Return the id of every search that is kept."""
    return list(connection.scalars(select(_S.search_id)))


def of_ids(connection: Connection, search_ids: Collection[str]) -> list[Any]:
    """Return the searches of these ids, the oldest first."""
    query = select(SEARCHES).where(is_one_of(connection, _S.search_id, search_ids))
    return list(connection.execute(query.order_by(_S.captured_at, _S.search_id)))


def for_review(work: Work, team: str, most: int) -> list[Any]:
    """Return the searches of a team's people that are to be reviewed, newest first."""
    query = select(SEARCHES).where(_S.for_review, *of_team(_S.person_id, team))
    newest = query.order_by(_S.captured_at.desc(), _S.search_id).limit(most)
    return list(work.connection.execute(newest))


def _place(search_id: str) -> str:
    return f"searches/{search_id}"


# ---------------------------------------------------------------- what a search can name


def places(connection: Connection) -> tuple[Area, ...]:
    """Return the agency's areas by name."""
    t = PLACES.c
    rows = connection.execute(select(t.lat, t.lon, t.miles, t.name).order_by(t.name))
    return tuple(Area(*row) for row in rows)


def put_place(connection: Connection, area: Area, at: datetime, by: str) -> None:
    """Keep an area under its name."""
    row = {"name": area.name, "lat": area.lat, "lon": area.lon, "miles": area.miles}
    put_row(connection, PLACES, {**row, "set_at": at, "set_by": by})


def remove_place(connection: Connection, name: str) -> bool:
    """Remove an area; tell whether it was there."""
    return connection.execute(delete(PLACES).where(PLACES.c.name == name)).rowcount > 0
