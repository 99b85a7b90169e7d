"""Check each car's audit chain as its entries arrive, in whatever order (AUD-04, AUD-06)."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, audit_entry
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.reads import device_audit
from mdt_alpr.hq.reads.device_audit import WHOLE, Chain, entry_of
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.messages import AuditMessage

GAP = "gap"
CHANGED = "changed"
_AT_ONCE = 1000


def check_chain(work: Work, device: str, lowest: int) -> Chain:
    """Check a device's chain after entries arrived, of which ``lowest`` is the first.

    The status of the chain depends on what is kept alone, not on the order of arrival: it is
    whole up to the first place that has no entry, a changed one, or two.
    """
    before = device_audit.chain(work.connection, device)
    start = replace(before, verified=min(before.verified, lowest - 1))
    after = _walked(work, start)
    if after != before:
        device_audit.save_chain(work.connection, after)
    if (after.state, after.broken_at) != (before.state, before.broken_at):
        event = (
            AuditEvent.HQ_CHAIN_REPAIRED if after.state == WHOLE else AuditEvent.HQ_CHAIN_BROKEN
        )
        detail = [("state", after.state)]
        if after.broken_at is not None:
            detail.append(("sequence", str(after.broken_at)))
        record(work, event, device, NOBODY, *detail)
    return after


def is_place_occupied(work: Work, device: str, entry: AuditMessage) -> bool:
    """Tell whether another entry has the place in the part of the chain that was found whole.

    A false entry must not break the chain of the real car for good.
    """
    if entry.sequence > device_audit.chain(work.connection, device).verified:
        return False
    entries = device_audit.entries_from(work.connection, device, entry.sequence, 1)
    return bool(entries) and entries[0][0] == entry.sequence and entries[0][1] != encode(entry)


def _walked(work: Work, chain: Chain) -> Chain:
    previous: AuditEntry | None = None
    if chain.verified:
        entries = device_audit.entries_from(work.connection, chain.device, chain.verified, 1)
        previous = entry_of(entries[0][1])
    verified = chain.verified
    for sequence, bodies in _places(work, chain.device, verified + 1):
        if sequence != verified + 1:
            return Chain(chain.device, verified, GAP, verified + 1)
        following = [e for e in map(entry_of, bodies) if _follows(previous, e)]
        if len(following) != 1:
            return Chain(chain.device, verified, CHANGED, sequence)
        if len(bodies) > 1:
            place = ("sequence", str(sequence))
            record(work, AuditEvent.HQ_CHAIN_STRAY, chain.device, NOBODY, place)
        previous, verified = following[0], sequence
    return Chain(chain.device, verified)


def _places(work: Work, device: str, start: int) -> Iterator[tuple[int, list[str]]]:
    """Yield every sequence number that is kept, with all the bodies that claim it."""
    while rows := device_audit.entries_from(work.connection, device, start, _AT_ONCE):
        last = rows[-1][0]
        is_whole = len(rows) < _AT_ONCE
        for sequence, group in groupby(rows, key=lambda row: row[0]):
            if sequence < last or is_whole or last == start:
                yield sequence, [body for _, body in group]
        if is_whole:
            return
        start = last


def _follows(previous: AuditEntry | None, entry: AuditEntry) -> bool:
    expected = audit_entry(
        previous,
        at=entry.at,
        device=entry.device,
        person=entry.person,
        event=entry.event,
        subject=entry.subject,
        detail=entry.detail,
    )
    return expected == entry
