"""Erase captured data at its deadline, hits included (RET-01, RET-02, RET-07)."""

from datetime import date, datetime, timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import (
    FAILED_SIGN_INS_WITHIN,
    capture_dates_just_ended,
    captured_data_expired_until,
)
from mdt_alpr.hq.audit import typed_texts
from mdt_alpr.hq.audit.certificates import signature_of
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.picture_port import Filed
from mdt_alpr.hq.evidence import picture_store as pictures
from mdt_alpr.hq.evidence import store as evidence
from mdt_alpr.hq.hits import review_store as reviews
from mdt_alpr.hq.hits import truth_store as truth_checks
from mdt_alpr.hq.items.days import drop_due_days, due_reads, make_days_ahead
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.accounts import person_key
from mdt_alpr.hq.reads import captured, sightings
from mdt_alpr.hq.reads import hit_log_store as hit_log
from mdt_alpr.hq.reads import set_aside_store as set_aside
from mdt_alpr.hq.reads.tallies import count_days

EVERY = timedelta(hours=1)
SUBJECT = "captured data"


def purge(hq: Headquarters, now: datetime) -> dict[str, int]:
    """Erase what was captured 90 x 24 h before ``now`` or earlier; return counts by kind.

    The keys of days that are over go first: what lies in a store out of reach can be read no
    more. Files go before their announcements: broken off in between, the next purge goes on.
    Nobody waits meanwhile, the store of pictures may be far away.

    Raises:
        OutsideError, OSError: the store of pictures is out of reach; all else is erased, and
            the announcements of its files wait for the next purge.
    """
    captured_until = captured_data_expired_until(now)
    count_days(hq)
    dropped = drop_due_days(hq, captured_until)
    ended = hq.day_keys.destroy_expired(now)
    files, unreached = _erase_files(hq, captured_until, {*ended, *capture_dates_just_ended(now)})
    with hq.writing() as work:
        erased = _erase_rows(work, captured_until)
        announced, filed = (
            (0, []) if unreached else pictures.erase_announcements(work.connection, captured_until)
        )
        late = set(filed) - files
        erased |= {"pictures": announced, "picture_files": len(files | late)}
        erased |= {"day_keys": len(ended)}
        accounts = [person_key(person) for person in people.person_ids(work.connection)]
        people.forget_old_failures(work.connection, now - FAILED_SIGN_INS_WITHIN, accounts)
        until = ("captured_until", captured_until.isoformat())
        counts = [(name, str(number)) for name, number in erased.items()]
        out_of_reach = [("pictures_out_of_reach", "true")] if unreached else []
        facts = (until, ("days_dropped_reads", str(dropped)), *counts, *out_of_reach)
        signed = signature_of(hq, work.now, facts)
        record(work, AuditEvent.HQ_PURGED, SUBJECT, NOBODY, *facts, *signed)
    hq.pictures.erase(sorted(late))  # announced meanwhile by a server whose clock is behind
    hq.database.leave_nothing_erased()
    make_days_ahead(hq, now)
    if unreached:
        raise unreached
    hq.purged_at = now
    return erased | {"reads": erased["reads"] + dropped}


def _erase_rows(work: Work, captured_until: datetime) -> dict[str, int]:
    """Erase what the database holds of it, but the announcements of pictures."""
    erased = captured.erase_captured(work.connection, captured_until, due_reads(captured_until))
    erased |= sightings.erase_captured(work.connection, captured_until)
    erased |= hit_log.erase_captured(work.connection, captured_until)
    erased |= reviews.erase_captured(work.connection, captured_until)
    erased |= set_aside.erase_captured(work.connection, captured_until)
    erased |= truth_checks.erase_captured(work.connection, captured_until)
    erased |= typed_texts.erase_captured(work.connection, captured_until)
    return erased | evidence.erase_contents(work.connection, captured_until)


def _erase_files(
    hq: Headquarters, captured_until: datetime, dates: set[date]
) -> tuple[set[Filed], Exception | None]:
    """Erase due pictures, and whatever lies under ``dates``; return why that was not possible."""
    with hq.reading() as work:
        filed = pictures.due(work.connection, captured_until)
    try:
        hq.pictures.erase(filed)
        hq.pictures.erase_dates(dates)
    except (OutsideError, OSError) as error:
        return set(), error
    return set(filed), None


def purge_is_overdue(hq: Headquarters, now: datetime) -> bool:
    """Tell whether captured data may outlive its deadline because no purge ran (RET-07)."""
    return hq.purged_at is None or now - hq.purged_at > 2 * EVERY
