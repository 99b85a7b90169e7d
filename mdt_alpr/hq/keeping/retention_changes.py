"""Two people make the time shorter for which captured data is kept (RET-06).

An administrator proposes, another person confirms and is told before how much goes at once. It
goes with the keys of its days, so that backups and replicas lose it, too; cars get the time with
the list, and one without a link goes by the last that it knew.
"""

from sqlalchemy import Connection, func, select, update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import captured_data_expired_until
from mdt_alpr.domain.retention.kept_for import (
    RetentionSetting,
    checked_reason,
    demand_confirmation,
    due_clock,
)
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.hq.audit.certificates import signature_of
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import hold_name, put_numbered
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.retention_setting import RETENTION_SETTINGS, kept_days
from mdt_alpr.hq.base.tables import PICTURES, READS
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.manual_ending import new_version
from mdt_alpr.hq.items.days import is_captured_until
from mdt_alpr.hq.keeping.purge import purge_watched
from mdt_alpr.hq.people.two_people import require_two_people
from mdt_alpr.wire.retention import RetentionMessage, RetentionProposal

_SUBJECT = "retention"
_T = RETENTION_SETTINGS.c
_COUNTED = {"reads": READS, "hits": HIT_LOG, "pictures": PICTURES}


def retention_of(work: Work, by: str) -> RetentionMessage:
    """Return the time that counts and every proposal; that they were viewed is recorded."""
    record(work, AuditEvent.HQ_RETENTION_VIEWED, _SUBJECT, by)
    settings = _settings(work.connection)
    waits = settings and settings[0].confirmed_at is None
    goes = _goes(work, settings[0].kept_days) if waits else ()
    return RetentionMessage(kept_days(work.connection), settings, goes)


def waiting(work: Work, _caller: Caller) -> list[Waits]:
    """Return the proposal that waits for another person."""
    settings = _settings(work.connection)
    if not settings or settings[0].confirmed_at is not None:
        return []
    name, newest = "Proposed retention time", settings[0]
    return [Waits("", name, "Waits for a second person", newest.proposed_at)]


def propose(work: Work, asked: RetentionProposal, by: str) -> None:
    """Propose a time; it counts once another person confirmed it.

    Raises:
        RetentionRefusedError: longer than the law allows, or no reason.
    """
    reason = checked_reason(asked.kept_days, asked.reason)
    row = {
        "kept_days": asked.kept_days,
        "reason": reason,
        "proposed_at": work.now,
        "proposed_by": by,
        "confirmed_by": "",
    }
    number = put_numbered(work.connection, RETENTION_SETTINGS, row)
    facts = ("number", str(number)), ("kept_days", str(asked.kept_days)), ("reason", reason)
    record(work, AuditEvent.HQ_RETENTION_PROPOSED, _SUBJECT, by, *facts)


def confirm(hq: Headquarters, number: int, days: int, by: str) -> None:
    """Let a proposed time count from now on, and purge by it at once; ``days`` is what was shown.

    Raises:
        RetentionRefusedError: it does not wait, or the person proposed it.
        RefusedError: one person may be behind both accounts.
        OutsideError: the purge was not finished; it goes on with the next.
    """
    with hq.writing() as work:
        hold_name(work.connection, _SUBJECT)
        settings = _settings(work.connection)
        same = (
            proposal
            for proposal in settings
            if (proposal.number, proposal.kept_days) == (number, days)
        )
        change = next(same, None)
        setting = demand_confirmation(change, by, settings[0].number if settings else 0)
        require_two_people(work, setting.proposed_by, by)
        before = kept_days(work.connection)
        values = {"confirmed_at": work.now, "confirmed_by": by}
        work.connection.execute(
            update(RETENTION_SETTINGS).where(_T.number == number).values(values)
        )
        if hotlists.newest(work.connection) is not None:
            new_version(work, by, "retention")  # cars get the time with the list
        facts = (
            ("number", str(number)),
            ("before", str(before)),
            ("kept_days", str(setting.kept_days)),
            ("proposed_by", setting.proposed_by),
            ("reason", setting.reason),
        )
        signed = signature_of(hq, work.now, facts)
        record(work, AuditEvent.HQ_RETENTION_SET, _SUBJECT, by, *facts, *signed)
    if setting.kept_days < before:
        purge_watched(hq)


def _settings(connection: Connection) -> tuple[RetentionSetting, ...]:
    rows = connection.execute(select(RETENTION_SETTINGS).order_by(_T.number.desc()))
    return tuple(RetentionSetting(**row) for row in rows.mappings())


def _goes(work: Work, days: int) -> tuple[tuple[str, int], ...]:
    until = captured_data_expired_until(due_clock(work.now, days))
    counts = (
        select(func.count()).select_from(table).where(is_captured_until(table, until))
        for table in _COUNTED.values()
    )
    numbers = (work.connection.scalar(count) or 0 for count in counts)
    return tuple(zip(_COUNTED, numbers, strict=True))
