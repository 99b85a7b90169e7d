"""Headquarters' own audit for those who may read it: filtered, exported, checked (AUD-08)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.audit.witness import ChainFinding
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import date_begins
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import AT_ONCE, record
from mdt_alpr.hq.audit.store import Which
from mdt_alpr.hq.audit.witness import check_chain
from mdt_alpr.hq.audit.witness_folder import WitnessFolder
from mdt_alpr.hq.base.capture_day import next_day
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.permitted import demand_account

SUBJECT = "own audit"


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


def audit_by_account(hq: Headquarters, ask: AuditAsk, by: str) -> Iterator[AuditEntry]:
    """Record that the person reads, then give the entries up to that record, in order.

    Raises:
        RefusedError: the person has no account that may; recorded.
        OutsideError: while reading: an entry was changed so that it is none any more.
    """
    demand_reader(hq, by)
    with hq.writing() as work:
        known = people.account(work.connection, ask.person) is not None
        facts = (
            ("since", ask.first.isoformat() if ask.first else ""),
            ("until", ask.last.isoformat() if ask.last else ""),
            ("of", ask.person if known else "nobody's account" * bool(ask.person)),
            ("event", ask.event.value if ask.event else ""),
        )
        until = record(work, AuditEvent.HQ_AUDIT_VIEWED, SUBJECT, by, *facts).sequence
    return entries_of(hq, ask.which, until)


def entries_of(hq: Headquarters, which: Which, until: int) -> Iterator[AuditEntry]:
    """Give the entries up to a number, in order, each step in a transaction of its own.

    Raises:
        OutsideError: an entry was changed so that it is none any more.
    """
    after = 0
    while after < until:
        try:
            with hq.reading() as work:
                found = own_audit.found(work.connection, which, (after, until), AT_ONCE)
        except (ValueError, TypeError) as error:
            message = (
                f"An entry behind {after} was changed so that it cannot be read. "
                "`hq audit --verify` says which."
            )
            raise OutsideError(message) from error
        yield from found
        if len(found) < AT_ONCE:
            return
        after = found[-1].sequence


def note_export(hq: Headquarters, by: str, sha256: str, entries: int) -> None:
    """Record that entries leave headquarters in a file with this hash."""
    with hq.writing() as work:
        facts = ("sha256", sha256), ("entries", str(entries))
        record(work, AuditEvent.HQ_AUDIT_EXPORTED, SUBJECT, by, *facts)


def checked_by_account(
    hq: Headquarters, by: str, witness: WitnessFolder | None = None, public_key: str = ""
) -> ChainFinding:
    """Check the whole chain, against a witness where there is one; record what was found.

    Raises:
        RefusedError: the person has no account that may; recorded.
        OutsideError: the witness folder cannot be read.
    """
    demand_reader(hq, by)
    found = check_chain(hq, witness, public_key)
    with hq.writing() as work:
        facts = (
            ("broken_at", "" if found.broken_at is None else str(found.broken_at)),
            ("why", found.why),
            ("proven_until", "" if found.proven_until is None else str(found.proven_until)),
        )
        record(work, AuditEvent.HQ_AUDIT_CHECKED, SUBJECT, by, *facts)
    return found
