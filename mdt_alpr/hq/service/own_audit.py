"""Headquarters' own audit: every access by person, date and time (AUD-01, AUD-04)."""

from mdt_alpr.domain.audit import AuditEntry, AuditEvent, audit_entry, first_break
from mdt_alpr.hq.service.headquarters import Headquarters, Work
from mdt_alpr.hq.store import own_audit

NOBODY = ""
"""The person of what headquarters does by itself, or for somebody who is not signed in."""


def record(
    work: Work, event: AuditEvent, subject: str, person: str, *detail: tuple[str, str]
) -> AuditEntry:
    """Append to the chain; what it tells of happens in the same transaction or not at all."""
    entry = audit_entry(
        own_audit.last(work.connection),
        at=work.now,
        device=own_audit.DEVICE,
        person=person,
        event=event,
        subject=subject,
        detail=detail,
    )
    own_audit.append(work.connection, entry)
    return entry


def own_chain_break(work: Work) -> int | None:
    """Return the first of headquarters' own entries that is missing or changed, else None."""
    entries = tuple(own_audit.entries(work.connection))
    if (broken := first_break(entries)) is not None:
        return broken
    last = (entries[-1].sequence, entries[-1].digest) if entries else None
    head = own_audit.head(work.connection)
    if last is None:
        return 1 if head[0] else None
    return None if last == head else last[0] + 1


def check_own_chain(hq: Headquarters) -> int | None:
    """Record a break of headquarters' own chain; return where it is, else None."""
    with hq.writing() as work:
        broken = own_chain_break(work)
        if broken is not None:
            at = ("sequence", str(broken))
            record(work, AuditEvent.HQ_CHAIN_BROKEN, own_audit.DEVICE, NOBODY, at)
    return broken
