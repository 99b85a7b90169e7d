"""Headquarters' and the cars' audit entries searched together, and exported (AUD-08).

Each search and each export is itself recorded. What was typed in it is sealed: it may be a plate.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, false, or_, select

from mdt_alpr.domain.audit.audit import (
    ORIGIN_FIELDS,
    ORIGIN_PREFIX,
    SESSION_DIGITS,
    AuditEntry,
    AuditEvent,
)
from mdt_alpr.domain.csv_text import csv_text
from mdt_alpr.domain.people.provenance import CLOCKS_APART_AT_MOST
from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.domain.policy import CLOCK_RUNS_ON_WITHIN, SESSION_LASTS
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record, typed_in
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.base.tables import ACCOUNTS, DEVICE_AUDIT, OWN_AUDIT, SESSIONS
from mdt_alpr.hq.people.reviewers import Reviewer
from mdt_alpr.hq.reads.device_audit import entry_of as device_entry_of
from mdt_alpr.wire.audit_search import (
    AuditExportRequest,
    AuditFile,
    AuditForm,
    AuditRow,
    AuditRows,
    AuditSearch,
)
from mdt_alpr.wire.codec import DecodeError
from mdt_alpr.wire.problems import Problem

MOST_SHOWN = 500
MOST_EXPORTED = 20_000
SUBJECT = "audit"
_LONGEST_FACT = 1000
_AT_ONCE = 1000
_COLUMNS = tuple(AuditRow.__slots__)
_Person = tuple[str, str]


def searched(work: Work, caller: Caller, search: AuditSearch) -> AuditRows:
    """Return the newest entries that fit and are open to the caller.

    Raises:
        RefusedError: an entry was changed so that it cannot be read.
    """
    fits = fits_of(work, caller, search)
    entries = found_entries(work, search, fits, MOST_SHOWN, newest_first=True)
    rows = tuple(_shortened(row) for row in rows_of(work, entries))
    return AuditRows(rows, MOST_SHOWN)


def note_searched(work: Work, by: str, search: AuditSearch, result: AuditRows) -> None:
    """Record a search of the audit, before its rows are shown."""
    number = ("entries", str(len(result.rows)))
    _note(work, AuditEvent.HQ_AUDIT_SEARCHED, by, search, number)


def exported(work: Work, caller: Caller, asked: AuditExportRequest) -> AuditFile:
    """Return all entries that fit and are open to the caller as a file, oldest first.

    What somebody typed is not in it: it must be gone after 90 days (RET-09).

    Raises:
        RefusedError: there are too many, or an entry cannot be read.
    """
    fits = fits_of(work, caller, asked.search)
    entries = found_entries(work, asked.search, fits, MOST_EXPORTED + 1, newest_first=False)
    if len(entries) > MOST_EXPORTED:
        detail = f"More than {MOST_EXPORTED} entries fit. Choose fewer days."
        raise RefusedError(Problem.TOO_LARGE, detail)
    if asked.form is AuditForm.CSV:
        people = _people(work.connection)
        text = csv_text(_COLUMNS, (_cells(_row(entry, people)) for entry in entries))
    else:
        text = "".join(entry_line(entry.entry) for entry in entries)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return AuditFile(text, digest, len(entries))


def note_exported(work: Work, by: str, asked: AuditExportRequest, file: AuditFile) -> None:
    """Record an export of the audit, before its file is given."""
    facts = ("form", asked.form.value), ("sha256", file.sha256), ("entries", str(file.entries))
    _note(work, AuditEvent.HQ_AUDIT_EXPORTED, by, asked.search, *facts)


def entry_line(entry: AuditEntry) -> str:
    """Return an entry as JSON: its fields in the order and form that its digest is made of."""
    return json.dumps({**asdict(entry), "at": entry.at.isoformat()}) + "\n"


def _note(
    work: Work, event: AuditEvent, by: str, search: AuditSearch, *facts: tuple[str, str]
) -> None:
    span = ("since", search.since.isoformat()), ("until", search.until.isoformat())
    names = "person", "device", "event", "subject", "session"
    typed = tuple((name, value) for name in names if (value := getattr(search, name)))
    record(work, event, SUBJECT, by, *span, *facts, typed=typed)


# ---------------------------------------------------------------- queries


class FoundEntry(NamedTuple):
    """An entry; of a car's also when it came, and its time, which is never later than that."""

    at: datetime
    entry: AuditEntry
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fits:
    """What the texts of a search mean: its events, person ids and the session itself.

    ``persons`` is None for everybody's entries, and those of nobody. ``is_about`` tells whether
    an entry names what is searched: facts lie sealed, no query sees them.
    """

    events: list[AuditEvent]
    persons: list[str] | None
    session: Any
    is_about: Callable[[AuditEntry], bool]


def fits_of(work: Work, caller: Caller, search: AuditSearch) -> Fits:
    """Return what a search means to this caller, who may be open to the own people only."""
    return Fits(
        [event for event in AuditEvent if search.event.strip() in event.value],
        _persons(work, caller, search.person.strip()),
        _session(work.connection, search.session.strip()),
        partial(_is_about, search.subject.strip()),
    )


def found_entries(
    work: Work, search: AuditSearch, fits: Fits, most: int, *, newest_first: bool
) -> list[FoundEntry]:
    """Return the first ``most`` entries that fit, of headquarters and the cars together.

    Raises:
        RefusedError: an entry was changed so that it cannot be read.
    """
    connection = work.connection
    own, cars = _of_headquarters(search, fits), _of_cars(search, fits)
    order = [
        (own, OWN_AUDIT, lambda row: FoundEntry(row.at, own_audit.entry_of(row))),
        (cars, DEVICE_AUDIT, lambda r: FoundEntry(r.at, device_entry_of(r.body), r.received_at)),
    ]
    entries: list[FoundEntry] = []
    try:
        for query, table, made in order:
            at, number = table.c.at, table.c.sequence
            sorting = (at.desc(), number.desc()) if newest_first else (at, number)
            in_order = query.order_by(*sorting).execution_options(yield_per=_AT_ONCE)
            with connection.execute(in_order) as rows:
                entries += islice((f for f in map(made, rows) if fits.is_about(f.entry)), most)
    except (ValueError, TypeError, DecodeError) as error:
        detail = "An entry was changed so that it cannot be read: run hq audit-verify."
        raise RefusedError(Problem.FAULT, detail) from error
    entries.sort(key=lambda f: (f.at, f.entry.device, f.entry.sequence), reverse=newest_first)
    return entries[:most]


def _of_headquarters(search: AuditSearch, fits: Fits) -> Select[Any]:
    t = OWN_AUDIT.c
    wanted = [t.at >= search.since, t.at < search.until, t.event.in_(fits.events)]
    if fits.persons is not None:
        wanted.append(t.person.in_(fits.persons))
    if device := search.device.strip():
        wanted.append(or_(t.device == device, t.subject == device))
    if session := search.session.strip():
        wanted.append(t.session == session[:SESSION_DIGITS])
    return select(OWN_AUDIT).where(*wanted)


def _of_cars(search: AuditSearch, fits: Fits) -> Select[Any]:
    t = DEVICE_AUDIT.c
    wanted = [t.at >= search.since, t.at < search.until, t.event.in_(fits.events)]
    if fits.persons is not None:
        wanted.append(t.person.in_(fits.persons))
    if device := search.device.strip():
        wanted.append(t.device == device)
    if search.session.strip():
        wanted.append(_during(fits.session))
    return select(DEVICE_AUDIT).where(*wanted)


def facts_of(entry: AuditEntry) -> Iterator[tuple[str, str]]:
    """Yield the facts of an entry beside who asked from where."""
    return (fact for fact in entry.detail if not fact[0].startswith(ORIGIN_PREFIX))


def _is_about(subject: str, entry: AuditEntry) -> bool:
    texts = (text for fact in facts_of(entry) for text in fact)
    return subject in ("", entry.subject) or any(subject in text for text in texts)


def _during(session: Any) -> Any:
    """Return which entries of a car the person of a session made while it lasted."""
    if session is None:
        return false()
    t = DEVICE_AUDIT.c
    ended = session.ended_at or session.signed_in_at + SESSION_LASTS
    return and_(
        t.device == session.device,
        t.person == session.person_id,
        t.at >= session.signed_in_at - CLOCKS_APART_AT_MOST,
        t.at <= ended + CLOCKS_APART_AT_MOST,
    )


def _session(connection: Connection, session: str) -> Any:
    """Return the session that the audit names so, None for an empty or unknown name."""
    if len(session) < SESSION_DIGITS:
        return None
    t = SESSIONS.c
    condition = t.token_hash.startswith(session[:SESSION_DIGITS], autoescape=True)
    return connection.execute(select(SESSIONS).where(condition)).first()


def _persons(work: Work, caller: Caller, words: str) -> list[str] | None:
    """Return the ids that a text means: itself, and whose name it is a part of.

    Who reads no audit but reviews people finds theirs only: a supervisor the own team's (AUD-08).
    """
    t = ACCOUNTS.c
    named = select(t.person_id).where(t.name.icontains(words, autoescape=True))
    meant = {words, *work.connection.scalars(named)} if words else None
    if may(caller.role, Permission.READ_AUDIT):
        return None if meant is None else sorted(meant)
    reviewer = Reviewer(work, caller)
    return sorted(
        account
        for account in reviewer.accounts
        if reviewer.may_review(account) and (meant is None or account in meant)
    )


def _people(connection: Connection) -> dict[str, _Person]:
    t = ACCOUNTS.c
    rows = connection.execute(select(t.person_id, t.name, t.role))
    return {row.person_id: (row.name, row.role.value) for row in rows}


# ---------------------------------------------------------------- rows


def rows_of(work: Work, entries: Iterable[FoundEntry]) -> list[AuditRow]:
    """Return entries as rows, with what was typed as long as it is kept."""
    people = _people(work.connection)
    return [_row(entry, people, typed_of(work, entry.entry)) for entry in entries]


def typed_of(work: Work, entry: AuditEntry) -> tuple[tuple[str, str], ...]:
    """Return what somebody typed for an entry of headquarters, as long as it is kept."""
    return typed_in(work, entry) if entry.device == own_audit.DEVICE else ()


def _row(
    found_entry: FoundEntry, people: Mapping[str, _Person], typed: tuple[tuple[str, str], ...] = ()
) -> AuditRow:
    """Return an entry as a row; with when it was made and came, where these are far apart."""
    entry, received_at = found_entry.entry, found_entry.received_at
    columns = {ORIGIN_PREFIX + name: name for name in ORIGIN_FIELDS}
    name, role = people.get(entry.person, ("", ""))
    is_own = entry.device == own_audit.DEVICE
    origin = dict.fromkeys(ORIGIN_FIELDS, "")
    origin |= {} if is_own else {"name": name, "role": role, "device": entry.device}
    origin |= {columns[name]: value for name, value in entry.detail if name in columns}
    facts = tuple(fact for fact in entry.detail if fact[0] not in columns)
    if received_at and not -CLOCKS_APART_AT_MOST <= received_at - entry.at <= CLOCK_RUNS_ON_WITHIN:
        times = ("made_at", entry.at.isoformat()), ("received_at", received_at.isoformat())
        facts = (*facts, *times)
    return AuditRow(
        chain=entry.device,
        sequence=entry.sequence,
        at=found_entry.at,
        person=entry.person,
        **origin,
        event=entry.event.value,
        subject=entry.subject,
        facts=(*facts, *typed),
        digest=entry.digest,
    )


def _shortened(row: AuditRow) -> AuditRow:
    """Return a row whose facts fit a message; an export has them whole."""
    facts = (
        (name, value if len(value) <= _LONGEST_FACT else f"{value[:_LONGEST_FACT]} ...")
        for name, value in row.facts
    )
    return replace(row, facts=tuple(facts))


def _cells(row: AuditRow) -> Iterator[str]:
    facts = "; ".join(f"{name}={value}" for name, value in row.facts)
    at = row.at.astimezone(UTC).isoformat(timespec="milliseconds")
    for name in _COLUMNS:
        yield str({"facts": facts, "at": at}.get(name, getattr(row, name)))
