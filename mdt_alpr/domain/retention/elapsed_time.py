"""How long a car has really kept what it captured, whatever its clock said meanwhile (RET-01).

Its clock may be set wrong by years and back. What counts is the time in which the program ran, and
that between two runs as far as it is credible: a day at most, or what another clock confirmed at
both ends.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mdt_alpr.domain.policy import CLOCK_RUNS_ON_WITHIN, capture_date, date_ends


@dataclass(frozen=True, slots=True)
class LastCapture:
    """When something can last have been captured on a date, by the car's clock and ``total_s``."""

    on: date
    at: datetime
    total_s: float


@dataclass(frozen=True, slots=True)
class ElapsedTime:
    """Seconds since the first check, at least; ``seen_at`` is the last one, by the car's clock.

    ``agreed_at`` and ``agreed_s`` are those of the last check at which another clock agreed.
    """

    seen_at: datetime
    total_s: float = 0.0
    agreed_at: datetime | None = None
    agreed_s: float = 0.0
    captures: tuple[LastCapture, ...] = ()

    def clock_of(self, capture: LastCapture) -> datetime:
        """Return how late it is at least, by the clock that captured on a date."""
        return capture.at + timedelta(seconds=self.total_s - capture.total_s)

    def surely_by(self, capture: LastCapture) -> datetime:
        """Return how late it is with the day that clocks may differ by taken off."""
        return self.clock_of(capture) - CLOCK_RUNS_ON_WITHIN

    def is_credible(self, now: datetime, capture: LastCapture) -> bool:
        """Return whether the clock ran on since then, or was set back; it did not jump ahead."""
        return now - self.clock_of(capture) <= CLOCK_RUNS_ON_WITHIN


def gone_on(
    before: ElapsedTime | None, now: datetime, ran_s: float | None, *, agreed: bool
) -> ElapsedTime:
    """Return the state of another check at ``now``, by the car's clock.

    ``ran_s`` are the seconds since the last check of this run by a clock that nobody can set, None
    for the first check of a run.
    """
    if before is None:
        return ElapsedTime(now, agreed_at=now if agreed else None)
    if ran_s is None:
        off = now - before.seen_at
        ran_s = off.total_seconds() if timedelta(0) <= off <= CLOCK_RUNS_ON_WITHIN else 0.0
    total = before.total_s + max(ran_s, 0.0)
    if not agreed:
        return replace(before, seen_at=now, total_s=total)
    if before.agreed_at is not None:
        total = max(total, before.agreed_s + (now - before.agreed_at).total_seconds())
    return replace(before, seen_at=now, total_s=total, agreed_at=now, agreed_s=total)


def with_captures(elapsed: ElapsedTime, dates: Iterable[date]) -> ElapsedTime:
    """Return it with the dates of which something is kept; today's may still become more.

    One that no check saw while it was today's counts from its end.
    """
    known = {capture.on: capture for capture in elapsed.captures}
    today = capture_date(elapsed.seen_at)
    known[today] = LastCapture(today, elapsed.seen_at, elapsed.total_s)
    captures = (known.get(on) or LastCapture(on, date_ends(on), elapsed.total_s) for on in dates)
    return replace(elapsed, captures=tuple(captures))
