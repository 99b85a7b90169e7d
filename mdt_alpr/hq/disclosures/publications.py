"""Keep what the agency publishes, and who checked it when (DIS-09, CJIS AC-22)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import select, update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.review import publications as rules
from mdt_alpr.domain.review.publications import WAITING, ContentCheck, Publication
from mdt_alpr.domain.review.reminders import DueThing
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.agency_tables import CONTENT_CHECKS, PUBLICATIONS
from mdt_alpr.hq.base.database import hold_name, is_number, put_numbered
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import RefusedError, Work
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.publications import (
    ContentCheckRequest,
    PublicationMessage,
    PublicationRequest,
    PublicationsMessage,
)

_SUBJECT = "publications"
_P, _C = PUBLICATIONS.c, CONTENT_CHECKS.c


def publications_of(work: Work, by: str) -> PublicationsMessage:
    """Return every line of the register; that it was viewed is recorded."""
    record(work, AuditEvent.HQ_PUBLICATIONS_VIEWED, _SUBJECT, by)
    lines = (
        PublicationMessage(number, publication, publication.state(work.now))
        for number, publication in _every(work)
    )
    return PublicationsMessage(tuple(lines))


def add(work: Work, asked: PublicationRequest, by: str) -> None:
    """Enter what is to be published.

    Raises:
        PublicationRefusedError: nobody could tell what it is, or where it is to be seen.
    """
    made = rules.publish(asked.title, asked.place, by, work.now)
    row = {
        "title": made.title,
        "place": made.place,
        "added_at": made.added_at,
        "added_by": by,
        "withdrawn_by": "",
        "why_withdrawn": "",
    }
    number = put_numbered(work.connection, PUBLICATIONS, row)
    facts = ("what", "added"), ("title", made.title), ("place", made.place)
    record(work, AuditEvent.HQ_PUBLICATION_CHANGED, _named(number), by, *facts)


def check(work: Work, number: int, asked: ContentCheckRequest, by: str) -> None:
    """Keep a check.

    Raises:
        PublicationRefusedError: it was withdrawn, or no words.
        RefusedError: there is no such line.
    """
    before = _one(work, number)
    after = rules.check(before, by, asked.words, work.now, is_clear=asked.is_clear)
    made = after.checks[-1]
    row = {"publication": number, **asdict(made)}
    put_numbered(work.connection, CONTENT_CHECKS, row)
    what = "clear" if made.is_clear else "not_public"
    facts = ("what", what), ("words", made.words)
    record(work, AuditEvent.HQ_PUBLICATION_CHANGED, _named(number), by, *facts)


def take_down(work: Work, number: int, why: str, by: str) -> None:
    """Keep that it is no longer published.

    Raises:
        PublicationRefusedError: it was withdrawn already, or no reason.
        RefusedError: there is no such line.
    """
    over = rules.take_down(_one(work, number), by, why, work.now)
    values = {
        "withdrawn_at": over.withdrawn_at,
        "withdrawn_by": over.withdrawn_by,
        "why_withdrawn": over.why_withdrawn,
    }
    work.connection.execute(update(PUBLICATIONS).where(_P.number == number).values(values))
    facts = ("what", "taken_down"), ("reason", over.why_withdrawn)
    record(work, AuditEvent.HQ_PUBLICATION_CHANGED, _named(number), by, *facts)


def due(work: Work) -> list[DueThing]:
    """Return what waits for a check, or has to come down (DIS-09)."""
    found = (
        (number, publication, publication.state(work.now)) for number, publication in _every(work)
    )
    return [
        DueThing(
            f"Publication {number}, {one.title}",
            state.value,
            "it waits for a check, or has to come down. See the desk's page Publications.",
        )
        for number, one, state in found
        if state in WAITING
    ]


def published(work: Work) -> list[Publication]:
    """Return what is in the register and was not withdrawn."""
    return [publication for _, publication in _every(work) if publication.withdrawn_at is None]


def _one(work: Work, number: int) -> Publication:
    hold_name(work.connection, _SUBJECT)
    found = dict(_every(work)).get(number) if is_number(number) else None
    if found is None:
        raise RefusedError(Problem.NO_SUCH_PUBLICATION)
    demand_seen(found)
    return found


def _every(work: Work) -> list[tuple[int, Publication]]:
    checks = defaultdict[int, list[ContentCheck]](list)
    for row in work.connection.execute(select(CONTENT_CHECKS).order_by(_C.number)):
        checks[row.publication].append(ContentCheck(row.at, row.by, row.is_clear, row.words))
    rows = work.connection.execute(select(PUBLICATIONS).order_by(_P.number.desc())).mappings()
    return [(row["number"], _publication(row, checks[row["number"]])) for row in rows]


def _publication(row: Mapping[Any, Any], checks: list[ContentCheck]) -> Publication:
    named = {name: row[name] for name in row if name != "number"}
    return Publication(**named, checks=tuple(checks))


def _named(number: int) -> str:
    return f"{_SUBJECT}/{number}"
