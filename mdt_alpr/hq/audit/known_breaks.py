"""Breaks of headquarters' own audit that two people looked into and put on record (AUD-04).

Such a break is passed over by every later check and named by it, so that a new one is seen. The
record is signed by headquarters' key: who has the database alone cannot settle anything.
"""

from mdt_alpr.domain.audit.audit import BEGINNING, AuditEntry, AuditEvent
from mdt_alpr.domain.audit.witness import KnownBreak
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people.accounts import demand_reason
from mdt_alpr.hq.audit import chain_mark as own_chain_mark
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.certificates import KEY, holds, signature_of
from mdt_alpr.hq.audit.chain_mark import ChainMark
from mdt_alpr.hq.audit.service import (
    Resumed,
    check_own_chain,
    entry_break,
    mark_is_sound,
    record,
    resumed_after,
    signer_of,
)
from mdt_alpr.hq.audit.store import Which
from mdt_alpr.hq.base.headquarters import Headquarters

_MOST = 1000


def known_breaks(hq: Headquarters) -> tuple[KnownBreak, ...]:
    """Return the breaks on record, the first recorded one first; none that was forged."""
    which = Which(event=AuditEvent.HQ_CHAIN_BREAK_KNOWN)
    try:
        with hq.reading() as work:
            last = own_audit.last_sequence(work.connection)
            entries = own_audit.found(work.connection, which, (0, last), _MOST)
        key = signer_of(hq).public_key
        return tuple(
            _known(one)
            for one in entries
            if dict(one.detail).get(KEY) == key and holds(one.at, one.detail)
        )
    except (ValueError, TypeError, KeyError):  # one was changed: the check finds it
        return ()


def resumed_of(known: tuple[KnownBreak, ...]) -> Resumed:
    """Return where the chain goes on after each of these."""
    return {one.sequence: one.resumes for one in known if one.resumes is not None}


def settle_break(hq: Headquarters, sequence: int, why: str, first: str, second: str) -> KnownBreak:
    """Record that the first break that the check finds is known, and why; make the mark anew.

    Raises:
        DomainError: one person only, no reason, or the check finds no break at this entry.
    """
    if first == second:
        message = "Two people must record a break, each with their own password."
        raise DomainError(message)
    reason = demand_reason(why)
    resumed = resumed_of(known_breaks(hq))
    broken, resumes = check_own_chain(hq, resumed), None
    if not mark_is_sound(hq):
        broken = 1
    elif broken is not None and entry_break(hq, BEGINNING, resumed) == broken:
        resumes = resumed_after(hq, broken, resumed)
    if broken != sequence:
        found = "no break that is not known" if broken is None else f"a break at entry {broken}"
        message = f"The check finds {found}. Nothing was recorded."
        raise DomainError(message)
    facts = (
        ("sequence", str(sequence)),
        ("resumes_after", str(resumes[0]) if resumes else ""),
        ("resumes_digest", resumes[1] if resumes else ""),
        ("second", second),
        ("why", reason),
    )
    with hq.writing() as work:
        signed = (*facts, *signature_of(hq, work.now, facts))
        event = AuditEvent.HQ_CHAIN_BREAK_KNOWN
        entry = record(work, event, own_audit.DEVICE, first, *signed)
    own_chain_mark.keep(hq.settings.data, ChainMark(entry.sequence, entry.digest), signer_of(hq))
    return _known(entry)


def _known(entry: AuditEntry) -> KnownBreak:
    facts = dict(entry.detail)
    sequence, after = int(facts["sequence"]), facts["resumes_after"]
    resumes = (int(after), facts["resumes_digest"]) if after else None
    return KnownBreak(
        sequence=sequence,
        resumes=resumes,
        at=entry.at,
        by=entry.person,
        second=facts["second"],
        why=facts["why"],
        recorded=entry.sequence,
    )
