"""Headquarters' own audit and purge certificates for those who may read them (AUD-08, RET-07)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from mdt_alpr.domain.audit.audit import BEGINNING, AuditEntry, AuditEvent, Place
from mdt_alpr.domain.audit.witness import ChainFinding
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import date_begins
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.certificates import KEY, holds, signed_facts
from mdt_alpr.hq.audit.service import AT_ONCE, record, signer_of
from mdt_alpr.hq.audit.store import Which
from mdt_alpr.hq.audit.witness import check_chain
from mdt_alpr.hq.audit.witness_places import WitnessRead
from mdt_alpr.hq.base.capture_day import next_day
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.keeping.purge import SUBJECT, left_behind
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.command_sign_in import demand_account

AUDIT_SUBJECT = "own audit"


@dataclass(frozen=True, slots=True)
class AuditAsk:
    """Which entries: of these dates (New York's calendar, both included), person and event."""

    first: date | None = None
    last: date | None = None
    person: str = ""
    event: AuditEvent | None = None

    @property
    def which(self) -> Which:
        """Return it as the store takes it."""
        since = date_begins(self.first) if self.first else None
        before = date_begins(next_day(self.last)) if self.last else None
        return Which(since, before, self.person, self.event)


def demand_reader(hq: Headquarters, by: str) -> None:
    """Refuse unless the person may read the audit; a refusal is recorded.

    Raises:
        RefusedError: the person has no account that may.
    """
    demand_account(hq, by, Permission.READ_AUDIT)


@dataclass(frozen=True, slots=True)
class AuditGiven:
    """What somebody may read: the entries up to that which records it."""

    hq: Headquarters
    which: Which
    until: int

    def entries(self) -> Iterator[AuditEntry]:
        """Give them in order; each time they are the same.

        Raises:
            OutsideError: an entry was changed so that it is none any more.
        """
        return entries_of(self.hq, self.which, self.until)


def audit_by_account(hq: Headquarters, ask: AuditAsk, by: str) -> AuditGiven:
    """Record that the person reads, then return the entries up to that record.

    Raises:
        RefusedError: the person has no account that may; recorded.
    """
    demand_reader(hq, by)
    audit_buffer.flush(hq, also_this_minute=True)
    with hq.writing() as work:
        known = people.account(work.connection, ask.person) is not None
        facts = (
            ("since", ask.first.isoformat() if ask.first else ""),
            ("until", ask.last.isoformat() if ask.last else ""),
            ("of", ask.person if known else "nobody's account" * bool(ask.person)),
            ("event", ask.event.value if ask.event else ""),
        )
        until = record(work, AuditEvent.HQ_AUDIT_VIEWED, AUDIT_SUBJECT, by, *facts).sequence
    return AuditGiven(hq, ask.which, until)


def entries_of(hq: Headquarters, criteria: Which, until: int) -> Iterator[AuditEntry]:
    """Give the entries up to a number, in order, each step in a transaction of its own.

    Raises:
        OutsideError: an entry was changed so that it is none any more.
    """
    after = 0
    while after < until:
        try:
            with hq.reading() as work:
                entries = own_audit.found(work.connection, criteria, (after, until), AT_ONCE)
        except (ValueError, TypeError) as error:
            raise OutsideError(
                f"An entry behind {after} was changed so that it cannot be read. "
                "`hq audit-verify` says which."
            ) from error
        yield from entries
        if len(entries) < AT_ONCE:
            return
        after = entries[-1].sequence


def note_export(hq: Headquarters, by: str, sha256: str, entries: int) -> None:
    """Record that entries leave headquarters in a file with this hash."""
    with hq.writing() as work:
        facts = ("sha256", sha256), ("entries", str(entries))
        record(work, AuditEvent.HQ_AUDIT_EXPORTED, AUDIT_SUBJECT, by, *facts)


def checked_by_account(
    hq: Headquarters,
    by: str,
    witness: WitnessRead | None = None,
    public_key: str = "",
    noted: Place = BEGINNING,
) -> ChainFinding:
    """Check the whole chain, against a witness where there is one; record what was found.

    ``noted`` is the end that the person noted at an earlier check. The finding's end is the entry
    that records this one.

    Raises:
        RefusedError: the person has no account that may; recorded.
        OutsideError: the witness cannot be read.
    """
    demand_reader(hq, by)
    audit_buffer.flush(hq, also_this_minute=True)
    finding = check_chain(hq, witness, public_key, noted)
    with hq.writing() as work:
        if finding.is_whole:
            finding = replace(finding, changed=audit_buffer.changed(work))
        facts = (
            ("broken_at", "" if finding.broken_at is None else str(finding.broken_at)),
            ("why", finding.why),
            ("proven_until", "" if finding.proven_until is None else str(finding.proven_until)),
        )
        entry = record(work, AuditEvent.HQ_AUDIT_CHECKED, AUDIT_SUBJECT, by, *facts)
    return replace(finding, end=(entry.sequence, entry.digest))


_UNTIL = "captured_until"


@dataclass(frozen=True, slots=True)
class CheckedCertificate:
    """A certificate: all that was captured up to ``captured_until`` is gone, so many of each kind.

    ``captured_until`` is None where the entry does not say it. ``is_signed``: by the key that
    headquarters has now. ``left`` names where something lies that it says is gone.
    """

    sequence: int
    at: datetime
    captured_until: datetime | None
    counts: tuple[tuple[str, str], ...]
    is_signed: bool
    left: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether it is headquarters' own, and true to this day."""
        return self.is_signed and self.captured_until is not None and not self.left


def certificates_by_account(
    hq: Headquarters, ask: AuditAsk, by: str
) -> Iterator[CheckedCertificate]:
    """Record that the person reads them, then give each certificate, checked, in order.

    Raises:
        RefusedError: the person has no account that may; recorded.
        OutsideError: while reading: an entry was changed so that it is none any more.
    """
    demand_reader(hq, by)
    with hq.writing() as work:
        facts = (
            ("since", ask.first.isoformat() if ask.first else ""),
            ("until", ask.last.isoformat() if ask.last else ""),
        )
        until = record(work, AuditEvent.HQ_CERTIFICATES_VIEWED, SUBJECT, by, *facts).sequence
    return _checked(hq, ask, until)


def _checked(hq: Headquarters, ask: AuditAsk, until: int) -> Iterator[CheckedCertificate]:
    newest = None
    for newest in _certificates(hq, ask, until):  # noqa: B007 - the last one counts
        pass
    if newest is None:
        return
    # what is gone up to the newest one's instant is gone up to all others'
    is_any_left = bool(_left(hq, newest))
    key = signer_of(hq).public_key
    for entry in _certificates(hq, ask, until):
        facts = dict(entry.detail)
        yield CheckedCertificate(
            sequence=entry.sequence,
            at=entry.at,
            captured_until=_captured_until(entry),
            counts=tuple(f for f in signed_facts(entry.detail) if f[0] != _UNTIL),
            is_signed=facts.get(KEY) == key and holds(entry.at, entry.detail),
            left=_left(hq, entry) if is_any_left else (),
        )


def _certificates(hq: Headquarters, ask: AuditAsk, until: int) -> Iterator[AuditEntry]:
    entries = entries_of(hq, ask.which, until)
    return (entry for entry in entries if entry.subject == SUBJECT)


def _left(hq: Headquarters, entry: AuditEntry) -> tuple[str, ...]:
    captured_until = _captured_until(entry)
    return () if captured_until is None else left_behind(hq, captured_until, entry.at)


def _captured_until(entry: AuditEntry) -> datetime | None:
    try:
        at = datetime.fromisoformat(dict(entry.detail)[_UNTIL])
    except (KeyError, ValueError):
        return None
    return at if at.tzinfo is not None else None
