"""Erase captured data at its deadline, hits included (RET-01, RET-02), and watch it (RET-07).

The overview, the live wall and the metrics show an alarm, and it is recorded once: a purge that
failed, waits, did not run, or left something.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import (
    FAILED_SIGN_INS_WITHIN,
    capture_date_ends,
    capture_dates,
    capture_dates_just_ended,
    captured_data_expired_until,
)
from mdt_alpr.domain.retention.purge import RetentionState
from mdt_alpr.hq.audit.certificates import signature_of
from mdt_alpr.hq.audit.clock_guard import count_time, doubt_of
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.database import erase_until, hold_name, put_row
from mdt_alpr.hq.base.dispatch_tables import LETTERS
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.hit_tables import CAPTURED, EVIDENCE_CONTENT, HIT_LOG, HIT_REVIEWS, SET_ASIDE
from mdt_alpr.hq.base.picture_stores import Filed
from mdt_alpr.hq.base.search_tables import SEARCHES
from mdt_alpr.hq.base.tables import MARKS, METADATA, TRUTH_CHECKS, TYPED_TEXTS
from mdt_alpr.hq.disclosures.requests import let_papers_go
from mdt_alpr.hq.evidence import pictures
from mdt_alpr.hq.evidence.pictures import Due
from mdt_alpr.hq.hits import unit_calls
from mdt_alpr.hq.holds import expiry as hold_life
from mdt_alpr.hq.hotlists.corrections import end_corrections
from mdt_alpr.hq.hotlists.history import erase_past
from mdt_alpr.hq.hotlists.list_sealing import seal_lists_again
from mdt_alpr.hq.hotlists.manual_ending import end_expired
from mdt_alpr.hq.incidents.service import erase_expired as erase_incidents
from mdt_alpr.hq.items.days import drop_due_days, due_reads, is_captured_until, make_days_ahead
from mdt_alpr.hq.outside_requests.service import end_expired as end_outside_requests
from mdt_alpr.hq.people import request_counts
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.accounts import person_key
from mdt_alpr.hq.reads import captured, plate_sheets
from mdt_alpr.hq.reads.tables import PLATE_SHEETS
from mdt_alpr.hq.reads.tallies import count_days
from mdt_alpr.hq.weekly.service import erase_expired as erase_weekly_reviews
from mdt_alpr.wire.codec import decode, encode


def tables_with(connection: Connection, until: datetime) -> list[str]:
    """Return the tables that hold what was captured then or before."""
    every = [table for table in METADATA.sorted_tables if "captured_at" in table.c]
    return [str(table.name) for table in every if _holds(connection, table, until)]


def _holds(connection: Connection, table: Table, until: datetime) -> bool:
    query = select(table.c.captured_at).where(is_captured_until(table, until)).limit(1)
    return connection.execute(query).first() is not None


EVERY = timedelta(hours=1)
ASKED_EVERY = timedelta(minutes=1)
"""Whether the hour is over, and which server's turn it is."""
_SLACK = timedelta(minutes=5)
"""Servers' clocks differ, and so do the times at which they ask."""
_MARK, _STATE = "purged_at", "retention_state"
SUBJECT = "captured data"


class OvertakenError(Exception):
    """Another server purged meanwhile, and has certified it."""


ANY = ""


def purge(hq: Headquarters, now: datetime, after: str | None = ANY) -> dict[str, int]:
    """Erase what was captured 90 x 24 h before ``now`` or earlier; return counts by kind.

    Where it is kept for fewer days, these count (RET-06).

    The keys of days that are over go first: what lies in a store out of reach can be read no
    more. Files go before their announcements: broken off in between, the next purge goes on.
    Nobody waits meanwhile, the store of pictures may be far away.

    Raises:
        OutsideError, OSError: the store of pictures is out of reach; all else is erased, and
            the announcements of its files wait for the next purge.
        OvertakenError: the last purge is not ``after`` any more; no row was erased.
    """
    due = hq.due_now(now)
    captured_until = captured_data_expired_until(due)
    count_days(hq, now, due)
    _end_what_is_over(hq)
    seal_lists_again(hq, now)
    wanted = hold_life.sweep(hq)  # before anything goes: what a hold covers is copied
    dropped = drop_due_days(hq, captured_until)
    ended = _destroy_keys(hq, now, due, wanted)
    over = {*ended, *capture_dates_just_ended(due)}
    of_pictures = Due(captured_until, capture_dates(due, 0)[0], due_reads(captured_until).day)
    files, unreached = _erase_files(hq, of_pictures, over, wanted)
    with hq.writing() as work:
        _mark(work, now, after)
        erased = _erase_rows(work, captured_until)
        announced, filed = (
            (0, []) if unreached else pictures.erase_announcements(work.connection, of_pictures)
        )
        late = {picture for picture in filed if picture[0] not in wanted} - files.one_by_one
        numbers = {"picture_files": files.number + len(late), "day_keys": len(ended)}
        erased |= {"pictures": announced, **numbers}
        _forget_old_failures(work, now)
        request_counts.forget_over(work, request_counts.rate_of_tries(hq))
        facts = (
            ("captured_until", captured_until.isoformat()),
            ("days_dropped_reads", str(dropped)),
            *((name, str(number)) for name, number in erased.items()),
            *([("pictures_out_of_reach", "true")] if unreached else []),
        )
        signed = signature_of(hq, work.now, facts)
        record(work, AuditEvent.HQ_PURGED, SUBJECT, NOBODY, *facts, *signed)
    hq.pictures.erase(sorted(late))  # announced meanwhile by a server whose clock is behind
    hq.database.leave_nothing_erased()
    make_days_ahead(hq, now)
    if unreached:
        raise unreached
    hq.purged_at = now
    return erased | {"reads": erased["reads"] + dropped}


def _end_what_is_over(hq: Headquarters) -> None:
    """End entries and requests while their key is there: what an end leaves stays (MAN-05)."""
    end_outside_requests(hq)
    erase_incidents(hq)
    erase_weekly_reviews(hq)
    end_expired(hq)
    end_corrections(hq)
    let_papers_go(hq)


def _forget_old_failures(work: Work, now: datetime) -> None:
    accounts = [person_key(person) for person in people.person_ids(work.connection)]
    unit_calls.forget(work)
    people.forget_old_failures(work.connection, now - FAILED_SIGN_INS_WITHIN, accounts)


def _destroy_keys(
    hq: Headquarters, now: datetime, due: datetime, wanted: frozenset[date]
) -> list[date]:
    """Destroy the keys of days that are over, but those whose pictures a hold lacks still."""
    hq.keys.ends.destroy_expired(now)
    ended = [on for on in hq.day_keys.expired(due) if on not in wanted]
    hq.day_keys.destroy(ended)
    return ended


_ERASED = (
    *CAPTURED,
    LETTERS,
    HIT_LOG,
    HIT_REVIEWS,
    SET_ASIDE,
    TRUTH_CHECKS,
    TYPED_TEXTS,
    EVIDENCE_CONTENT,
    SEARCHES,
)
"""What goes by ``captured_at`` alone; seals of evidence and numbers of cases stay."""


def _erase_rows(work: Work, captured_until: datetime) -> dict[str, int]:
    """Erase what the database holds of it, but the announcements of pictures."""
    erased = captured.erase_captured(work.connection, captured_until, due_reads(captured_until))
    erased |= {PLATE_SHEETS.name: plate_sheets.cut(work, captured_until)}
    erased |= erase_until(work.connection, captured_until, _ERASED)
    return erased | {"hotlist_past": erase_past(work)}


@dataclass(frozen=True, slots=True)
class _ErasedFiles:
    """How many pictures went, and which of them not with their whole date."""

    number: int = 0
    one_by_one: frozenset[Filed] = frozenset()


def _erase_files(
    hq: Headquarters, due: Due, dates: set[date], wanted: frozenset[date]
) -> tuple[_ErasedFiles, Exception | None]:
    """Erase due pictures, and whatever lies under ``dates``; return why that was not possible.

    A date that is over goes as a whole: nobody holds the names of a million pictures. Those of
    ``wanted`` dates stay: a hold has not got its copies yet.
    """
    with hq.reading() as work:
        over = pictures.numbers_by_date(work.connection, due)
        filed = [f for f in pictures.due_one_by_one(work.connection, due) if f[0] not in wanted]
    try:
        hq.pictures.erase(filed)
        hq.pictures.erase_dates((dates | over.keys()) - wanted)
    except (OutsideError, OSError) as error:
        return _ErasedFiles(), error
    whole = sum(number for on, number in over.items() if on not in wanted)
    return _ErasedFiles(whole + len(filed), frozenset(filed)), None


def _mark(work: Work, now: datetime, after: str | None) -> None:
    hold_name(work.connection, _MARK)
    if after not in (ANY, _marked(work, _MARK)):
        raise OvertakenError
    put_row(work.connection, MARKS, {"name": _MARK, "value": now.isoformat()})


def _marked(work: Work, name: str) -> str | None:
    return work.connection.scalar(select(MARKS.c.value).where(MARKS.c.name == name))


def note_purge(hq: Headquarters) -> str | None:
    """Learn when a server of this database purged last, and how; return when, as it is kept."""
    with hq.reading() as work:
        mark, state = _marked(work, _MARK), _marked(work, _STATE)
    hq.purged_at = datetime.fromisoformat(mark) if mark else hq.purged_at
    hq.retention = decode(RetentionState, state) if state else hq.retention
    return mark


def _say(hq: Headquarters, **changed: Any) -> None:
    """Say at every server what is known of the purge; its alarm has the entry in the audit."""
    hq.retention = replace(hq.retention, **changed)
    row = {"name": _STATE, "value": encode(hq.retention)}
    with hq.database.writing() as connection:
        put_row(connection, MARKS, row)


def purge_hourly(hq: Headquarters) -> None:
    """Purge, unless a server of this database did so within the hour.

    Raises:
        Exception: what the purge met; it is tried again at its next time.
    """
    before, now = note_purge(hq), hq.clock.now()
    if before and abs(now - datetime.fromisoformat(before)) < EVERY - _SLACK:
        return
    try:
        purge_watched(hq, before)
    except OvertakenError:
        note_purge(hq)


def purge_is_overdue(hq: Headquarters, now: datetime) -> bool:
    """Tell whether captured data may outlive its deadline because no purge ran (RET-07)."""
    return hq.purged_at is None or now - hq.purged_at > 2 * EVERY


WATCHED_EVERY = timedelta(minutes=10)
DAY_KEYS = "day_keys"


def retention_state(hq: Headquarters) -> RetentionState:
    """Return the state of the purge now."""
    now = hq.clock.now()
    return replace(hq.retention, purged_at=hq.purged_at, is_overdue=purge_is_overdue(hq, now))


def purge_watched(hq: Headquarters, after: str | None = ANY) -> None:
    """Purge where the clock is believed, and remember where it is not or the purge fails.

    Raises:
        Exception: what the purge met; it is tried again at its next time.
    """
    count_time(hq)
    doubt = doubt_of(hq)
    _say(hq, clock=doubt)
    if doubt:
        return
    try:
        purge(hq, hq.clock.now(), after)
    except OvertakenError:
        raise
    except Exception as error:
        _say(hq, failure=type(error).__name__)
        raise
    _say(hq, failure="")


class RetentionWatch:
    """Checks after each purge, and records an alarm once for each cause; for one thread."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq
        self._alarmed_for: RetentionState | None = None

    def check(self) -> RetentionState:
        """Check what the last purge left; return its state."""
        hq = self._hq
        if hq.retention.clock and not doubt_of(hq):
            purge_watched(hq)  # somebody confirmed the time
        if hq.purged_at is not None:
            _say(hq, left=left_over(hq, hq.purged_at))
        state = retention_state(hq)
        cause = replace(state, purged_at=None)
        if state.is_alarm and cause != self._alarmed_for:
            with hq.writing() as work:
                facts = (
                    ("clock", state.clock.value),
                    ("overdue", str(state.is_overdue).lower()),
                    ("failure", state.failure),
                    ("left", " ".join(state.left)),
                    ("purged_at", state.purged_at.isoformat() if state.purged_at else ""),
                )
                record(work, AuditEvent.HQ_RETENTION_ALARM, "captured data", NOBODY, *facts)
        self._alarmed_for = cause if state.is_alarm else None
        return state


def left_over(hq: Headquarters, purged_at: datetime) -> tuple[str, ...]:
    """Return where something lies that a purge at that instant had to erase."""
    due = hq.due_now(purged_at)
    return left_behind(hq, captured_data_expired_until(due), due)


def left_behind(
    hq: Headquarters, captured_until: datetime, purged_at: datetime
) -> tuple[str, ...]:
    """Return where something lies that was captured until then, or a key that had ended."""
    with hq.reading() as work:
        tables = tables_with(work.connection, captured_until)
    keys = [day for day in hq.day_keys.dates() if capture_date_ends(day) <= purged_at]
    return (*tables, DAY_KEYS) if keys else tuple(tables)
