"""What cars do by themselves, summed up by the minute before it is an entry (AUD-01, AUD-05).

A car sends every few seconds, for years, and each entry stays for good. So what it did of one kind
waits in a lane of its own until the minute is over, and is one entry then.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from mdt_alpr.domain.audit.audit import AuditEvent

Facts = tuple[tuple[str, str], ...]
RETURNED = "returned_ids"
"""The ids of what somebody was shown, or a car was given (AUD-01)."""
TIMES, FIRST_AT, CLOCK_AHEAD = "times", "first_at", "clock_ahead_s"


@dataclass(frozen=True, slots=True)
class CarAct:
    """What a car did, ``times`` times from ``since`` to ``at``.

    ``facts`` and ``origin`` are the same each time; ``counts`` are summed; ``returned`` are the
    ids of what it was given. ``clock_ahead_s`` is by how much its clock was ahead where it was
    farthest off, None where nobody compared it.
    """

    event: AuditEvent
    subject: str
    person: str
    since: datetime
    at: datetime
    facts: Facts = ()
    counts: tuple[tuple[str, int], ...] = ()
    returned: tuple[str, ...] = ()
    clock_ahead_s: float | None = None
    origin: Facts = ()
    times: int = 1

    @property
    def kind(self) -> str:
        """Return what is the same of all that are summed up with it, as a SHA-256."""
        same = self.event, self.subject, self.person, self.facts, self.origin
        return hashlib.sha256(json.dumps(same).encode()).hexdigest()

    @property
    def detail(self) -> Facts:
        """Return the facts of its entry."""
        counts = tuple((name, str(number)) for name, number in self.counts)
        ahead = self.clock_ahead_s
        clock = () if ahead is None else ((CLOCK_AHEAD, f"{ahead:.2f}"),)
        ids = ((RETURNED, " ".join(self.returned)),) if self.returned else ()
        often = (TIMES, str(self.times)), (FIRST_AT, self.since.isoformat())
        return (
            *self.facts, *counts, *clock, *ids, *(often if self.times > 1 else ()), *self.origin
        )  # fmt: skip


def act_at(now: datetime, event: AuditEvent, subject: str, person: str) -> CarAct:
    """Return what a car did once, now."""
    return CarAct(event, subject, person, now, now)


def summed(act: CarAct, other: CarAct) -> CarAct:
    """Return both as one act, whichever was first.

    Raises:
        ValueError: they are not of one kind.
    """
    if act.kind != other.kind:
        raise ValueError("what is not of one kind is not summed up")
    numbers = dict(act.counts)
    for name, more in other.counts:
        numbers[name] = numbers.get(name, 0) + more
    clocks = [c for c in (act.clock_ahead_s, other.clock_ahead_s) if c is not None]
    return replace(
        act,
        since=min(act.since, other.since),
        at=max(act.at, other.at),
        counts=tuple(numbers.items()),
        returned=_each_once((*act.returned, *other.returned)),
        clock_ahead_s=max(clocks, key=abs, default=None),
        times=act.times + other.times,
    )


def minute_of(at: datetime) -> datetime:
    """Return the minute in which an instant is, by its beginning."""
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def _each_once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
