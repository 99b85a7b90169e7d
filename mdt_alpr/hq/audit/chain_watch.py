"""The watch on headquarters' own audit chain: hourly, beside the service, in steps (AUD-04).

A round checks what came since the last one, then goes on through what was found whole before, and
begins again at its end. A break is recorded once, and once more when it is mended. One that two
people looked into and put on record is passed over by every later check and named by it, so that a
new one is seen. Their record is signed by headquarters' key: who has the database alone cannot
settle anything.
"""

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from mdt_alpr.domain.audit.audit import BEGINNING, AuditEntry, AuditEvent, Place
from mdt_alpr.domain.audit.own_chain import OwnChainState
from mdt_alpr.domain.audit.witness import KnownBreak
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people.accounts import demand_reason
from mdt_alpr.hq.audit import chain_mark as own_chain_mark
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.certificates import KEY, holds, signature_of
from mdt_alpr.hq.audit.chain_mark import ChainMark
from mdt_alpr.hq.audit.service import (
    NOBODY,
    Resumed,
    check_own_chain,
    end_of,
    entry_break,
    kept_mark,
    mark_is_valid,
    marked_break,
    place_at,
    record,
    resumed_after,
    signer_of,
    steps,
)
from mdt_alpr.hq.audit.store import Which
from mdt_alpr.hq.base.headquarters import Headquarters

_MOST = 1000


def known_breaks(hq: Headquarters) -> tuple[KnownBreak, ...]:
    """Return the breaks on record, the first recorded one first; none that was forged."""
    criteria = Which(event=AuditEvent.HQ_CHAIN_BREAK_KNOWN)
    try:
        with hq.reading() as work:
            last = own_audit.last_sequence(work.connection)
            entries = own_audit.found(work.connection, criteria, (0, last), _MOST)
        key = signer_of(hq).public_key
        return tuple(
            _known(entry)
            for entry in entries
            if dict(entry.detail).get(KEY) == key and holds(entry.at, entry.detail)
        )
    except (ValueError, TypeError, KeyError):  # one was changed: the check finds it
        return ()


def resumed_of(known: tuple[KnownBreak, ...]) -> Resumed:
    """Return where the chain goes on after each of these."""
    return {entry.sequence: entry.resumes for entry in known if entry.resumes is not None}


def settle_break(hq: Headquarters, sequence: int, why: str, first: str, second: str) -> KnownBreak:
    """Record that the first break that the check finds is known, and why; make a new mark.

    Raises:
        DomainError: one person only, no reason, or the check finds no break at this entry.
    """
    if first == second:
        raise DomainError("Two people must record a break, each with their own password.")
    reason = demand_reason(why)
    resumed = resumed_of(known_breaks(hq))
    broken, resumes = check_own_chain(hq, resumed), None
    if not mark_is_valid(hq):
        broken = 1
    elif broken is not None and entry_break(hq, BEGINNING, resumed) == broken:
        resumes = resumed_after(hq, broken, resumed)
    if broken != sequence:
        finding = "no break that is not known" if broken is None else f"a break at entry {broken}"
        raise DomainError(f"The check finds {finding}. Nothing was recorded.")
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
    own_chain_mark.keep(hq.kept, ChainMark(entry.sequence, entry.digest), signer_of(hq))
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


EVERY = timedelta(hours=1)
FIRST_AFTER = timedelta(minutes=1)
"""Cars come first after a start."""
_AGAIN = 2_000_000
"""Old entries that a round goes through once more: some 1% of a core's time."""
_PAUSE_S = 0.005
"""Between two steps, in which others get on."""
_KEPT_EVERY = 50
_LOG = logging.getLogger(__name__)


class OwnChainWatch:
    """Its rounds are for one thread; ``end`` is for any."""

    def __init__(self, hq: Headquarters, again: int = _AGAIN) -> None:
        """Begin with what is on record; ``again`` old entries are checked each time."""
        self._hq = hq
        self._again = again
        self._ending = threading.Event()
        self._known = known_breaks(hq)
        self._is_marked = mark_is_valid(hq)
        self._mark = kept_mark(hq)
        self._say(None, self._mark.broken_at)

    def end(self) -> None:
        """Let a round that is under way end after its step."""
        self._ending.set()

    def learn(self) -> None:
        """Learn what the server that leads found; not beside a round."""
        if not self._hq.leader.leads():
            self._follow()
            self._say(self._hq.own_chain.checked_at, self._mark.broken_at)

    def check(self) -> OwnChainState:
        """Check the chain; return its state."""
        if (known := known_breaks(self._hq)) != self._known:  # a command made a new mark
            self._known = known
            self._is_marked, self._mark = mark_is_valid(self._hq), kept_mark(self._hq)
        self._follow()
        end, beyond = end_of(self._hq)
        lost = marked_break(self._hq, self._mark, end)
        old_until = self._mark.sequence
        new = self._check_new(end) if lost is None else None
        old = self._check_old(min(old_until, end[0]))
        broken = min(
            (place for place in (lost, new, old, beyond) if place is not None), default=None
        )
        if broken is None and not self._is_marked:
            broken = 1  # nothing vouches for what came before this process
        if broken is not None or not self._ending.is_set():
            self._tell(broken)
        return self._hq.own_chain

    def _check_new(self, end: Place) -> int | None:
        since = self._mark.sequence, self._mark.digest
        broken = None
        for number, (place, fault) in enumerate(self._stepping(since, end[0]), start=1):
            self._mark, broken = replace(self._mark, sequence=place[0], digest=place[1]), fault
            if number % _KEPT_EVERY == 0:
                self._keep()
        self._keep()
        is_other = self._mark.sequence == end[0] and self._mark.digest != end[1]
        return end[0] if broken is None and is_other else broken

    def _check_old(self, until: int) -> int | None:
        first = self._mark.again if self._mark.again < until else 0
        resumed = dict(resumed_of(self._known).values())
        since = (first, resumed[first]) if first in resumed else place_at(self._hq, first)
        broken = None
        if since is None:
            self._mark = replace(self._mark, again=first - 1)
            return first
        for place, fault in self._stepping(since, min(until, first + self._again)):
            self._mark, broken = replace(self._mark, again=place[0]), fault
        self._keep()
        return broken

    def _stepping(self, after: Place, until: int) -> Iterator[tuple[Place, int | None]]:
        for step in steps(self._hq, after, until, resumed_of(self._known)):
            yield step
            if self._ending.wait(_PAUSE_S):
                return

    def _tell(self, broken: int | None) -> None:
        hq, before = self._hq, self._mark.broken_at
        self._say(hq.clock.now(), broken)
        if broken == before:
            return
        if broken is None:
            event, fact = AuditEvent.HQ_CHAIN_REPAIRED, ("sequence", str(before))
        else:
            event, fact = AuditEvent.HQ_CHAIN_BROKEN, ("sequence", str(broken))
            _LOG.error("headquarters' own audit chain is broken at entry %d", broken)
        with hq.writing() as work:
            record(work, event, own_audit.DEVICE, NOBODY, fact)
        self._mark = replace(self._mark, broken_at=broken)
        self._keep()

    def _follow(self) -> None:
        """Go on where another server that shares the mark ended."""
        if self._hq.settings.cluster_key is None or not mark_is_valid(self._hq):
            return
        stored = kept_mark(self._hq)
        if stored.sequence >= self._mark.sequence:
            self._mark = stored

    def _say(self, at: datetime | None, broken: int | None) -> None:
        known, verified = self._hq.own_chain, self._mark.sequence
        self._hq.own_chain = replace(known, checked_at=at, verified=verified, broken_at=broken)

    def _keep(self) -> None:
        """Keep the mark; one that was removed or forged is not made good by a new one (AUD-04)."""
        if not self._is_marked:
            return
        own_chain_mark.keep(self._hq.kept, self._mark, signer_of(self._hq))
