"""Record destroyed media, and print the certificate of each (RET-10, CJIS MP-6)."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.media import METHOD_WORDS, DestroyedMedium, checked_medium
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import day_in_words
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import is_number, put_numbered
from mdt_alpr.hq.base.equipment_tables import DESTROYED_MEDIA
from mdt_alpr.hq.base.headquarters import RefusedError, Work
from mdt_alpr.hq.base.paper import Paper, Printed, in_words
from mdt_alpr.wire.media import MediaMessage, MediumMessage
from mdt_alpr.wire.problems import Problem

_T = DESTROYED_MEDIA.c
_SUBJECT = "destroyed media"
_NAMES = tuple(field.name for field in fields(DestroyedMedium))


def add_medium(work: Work, given: DestroyedMedium, by: str) -> None:
    """Record a medium that was destroyed.

    Raises:
        EquipmentRefusedError: as of ``checked_medium``.
    """
    medium = checked_medium(given, capture_date(work.now))
    row = {**asdict(medium), "recorded_at": work.now, "recorded_by": by}
    number = put_numbered(work.connection, DESTROYED_MEDIA, row)
    facts = (
        ("kind", medium.kind.value),
        ("serial", medium.serial),
        ("method", medium.method.value),
        ("destroyed_by", medium.destroyed_by),
        ("witness", medium.witness),
    )
    record(work, AuditEvent.HQ_MEDIUM_DESTROYED, f"{_SUBJECT}/{number}", by, *facts)


def media_of(work: Work, by: str) -> MediaMessage:
    """Return every destroyed medium, the newest first; that they were viewed is recorded."""
    record(work, AuditEvent.HQ_MEDIA_VIEWED, _SUBJECT, by)
    rows = work.connection.execute(select(DESTROYED_MEDIA).order_by(_T.number.desc()))
    return MediaMessage(tuple(map(_message, rows.mappings())))


def medium_paper(work: Work, number: int, printed: Printed, by: str) -> bytes:
    """Return the certificate of one as PDF; that it was printed is recorded.

    Raises:
        RefusedError: there is no such medium.
    """
    query = select(DESTROYED_MEDIA).where(_T.number == number)
    row = work.connection.execute(query).mappings().first() if is_number(number) else None
    if row is None:
        raise RefusedError(Problem.NO_SUCH_EQUIPMENT)
    record(work, AuditEvent.HQ_MEDIA_VIEWED, f"{_SUBJECT}/{number}", by)
    message = _message(row)
    medium = message.medium
    passes = f", {medium.passes} passes" if medium.passes else ""
    paper = Paper("Certificate of destruction", printed, notice="CJIS Security Policy, MP-6")
    paper.fields(
        (
            ("Number in the register", str(message.number)),
            ("Medium", medium.kind.value.replace("_", " ").capitalize()),
            ("Serial number or label", medium.serial),
            ("What was on it", medium.held),
            ("Destroyed on", day_in_words(medium.destroyed_on)),
            ("How", METHOD_WORDS[medium.method] + passes),
            ("Destroyed by", medium.destroyed_by),
            ("Witness", medium.witness),
            ("Recorded", f"{in_words(message.recorded_at)} by {message.recorded_by}"),
            ("Note", medium.note),
        )
    )
    paper.signature("Destroyed by", medium.destroyed_by)
    paper.signature("Witness", medium.witness)
    return paper.pdf()


def _message(row: Mapping[Any, Any]) -> MediumMessage:
    medium = DestroyedMedium(**{name: row[name] for name in _NAMES})
    return MediumMessage(row["number"], medium, row["recorded_at"], row["recorded_by"])
