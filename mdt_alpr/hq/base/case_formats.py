"""How the agency writes its case numbers, and that a request's cases are written so (PUR-04)."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, select

from mdt_alpr.domain.kinds import own_cases
from mdt_alpr.domain.search.question import case_lacks
from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.tables import MARKS
from mdt_alpr.wire.problems import Problem

_CASE_FORMATS = "case_formats"


def case_formats(connection: Connection) -> tuple[str, ...]:
    """Return how cases are written; empty where the agency did not say."""
    stored = connection.scalar(select(MARKS.c.value).where(MARKS.c.name == _CASE_FORMATS))
    return tuple(json.loads(stored)) if stored else ()


def set_case_formats(connection: Connection, formats: Iterable[str]) -> None:
    """Keep how cases are written."""
    put_row(connection, MARKS, {"name": _CASE_FORMATS, "value": json.dumps(list(formats))})


def demand_own_cases(hq: Headquarters, body: object, refusal: Problem | None) -> None:
    """Refuse a request whose own case is not written as the agency writes them.

    Raises:
        RefusedError: says how they are written.
    """
    if cases := tuple(own_cases(body)):
        with hq.reading() as work:
            formats = case_formats(work.connection)
        lacks = [words for case in cases for words in case_lacks(case, "", formats)]
        if formats and lacks:
            raise RefusedError(refusal or Problem.TEXT_REFUSED, " ".join(lacks))
