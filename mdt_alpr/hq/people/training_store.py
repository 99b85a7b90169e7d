"""Recorded trainings, the scans of their signed papers (09.21.10.B), and practices (D17)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, func, or_, select, update

from mdt_alpr.domain.people.trainings import Course
from mdt_alpr.hq.audit.service import NOBODY
from mdt_alpr.hq.base.database import insert_new
from mdt_alpr.hq.base.tables import TRAINING_PAPERS, TRAININGS
from mdt_alpr.hq.people.tables import TRAINING_DRILLS
from mdt_alpr.wire.accounts import TrainingMessage

_T, _D = TRAININGS.c, TRAINING_DRILLS.c


def add(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep a training."""
    connection.execute(TRAININGS.insert(), row)


def newest(
    connection: Connection, person_id: str, *, with_paper: bool = False
) -> dict[Course, date]:
    """Return the last day of each course that a person attended, or has a signed paper of."""
    query = select(_T.course, func.max(_T.trained_on).label("on")).group_by(_T.course)
    if with_paper:
        query = query.where(or_(_T.paper != "", _T.scan != ""))
    rows = connection.execute(query.where(_T.person_id == person_id))
    return {row.course: row.on for row in rows}


def by_person(connection: Connection) -> dict[str, list[TrainingMessage]]:
    """Return every training, the newest first, by person."""
    trainings = defaultdict(list)
    in_order = select(TRAININGS).order_by(_T.trained_on.desc(), _T.number.desc())
    for row in connection.execute(in_order).mappings():
        values = {name: row[name] for name in TrainingMessage.__dataclass_fields__}
        values["presentation"] = values["presentation"] or ""
        trainings[row["person_id"]].append(TrainingMessage(**values))
    return trainings


def last_held(connection: Connection) -> tuple[date | None, str]:
    """Return the day of the last training of anybody, and who recorded it."""
    newest = select(_T.trained_on, _T.recorded_by).order_by(_T.trained_on.desc(), _T.number.desc())
    row = connection.execute(newest.limit(1)).first()
    return (None, "") if row is None else (row.trained_on, row.recorded_by)


def add_paper(connection: Connection, digest: str, content: bytes) -> None:
    """Keep a scan, once."""
    insert_new(connection, TRAINING_PAPERS, [{"digest": digest, "content": content}])


def paper(connection: Connection, digest: str) -> bytes | None:
    """Return a scan."""
    query = select(TRAINING_PAPERS.c.content).where(TRAINING_PAPERS.c.digest == digest)
    content: bytes | None = connection.scalar(query)
    return content


def add_drills(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Keep results of practices, each once."""
    insert_new(connection, TRAINING_DRILLS, rows)


def drills(connection: Connection) -> Iterator[RowMapping]:
    """Return every person's result of a practice, the newest first."""
    query = select(TRAINING_DRILLS).where(_D.person_id != NOBODY)
    in_order = query.order_by(_D.at.desc(), _D.drill_id.desc())
    yield from connection.execute(in_order).mappings()


def known_drills(connection: Connection, drill_ids: Iterable[str]) -> set[str]:
    """Return which of these results are here."""
    return set(connection.scalars(select(_D.drill_id).where(_D.drill_id.in_(drill_ids))))


def sums(connection: Connection, sums_id: str) -> str | None:
    """Return nobody's times, locked for who adds to them; None where there are none."""
    query = select(_D.body).where(_D.drill_id == sums_id, _D.person_id == NOBODY)
    body: str | None = connection.scalar(query.with_for_update())
    return body


def keep_sums(connection: Connection, sums_id: str, body: str) -> None:
    """Keep nobody's times, which ``sums`` locked."""
    connection.execute(update(TRAINING_DRILLS).where(_D.drill_id == sums_id).values(body=body))
