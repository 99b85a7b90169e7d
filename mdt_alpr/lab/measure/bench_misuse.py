"""How soon the rules find known misuse in a drawn year, and how often they flag lawful work.

Every day of the year the rules run once, as at headquarters, and a reviewer judges each flag of
lawful work a week after it was raised.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any

from mdt_alpr.domain.policy import MISUSE_SOUGHT_EVERY, MISUSE_WEEK
from mdt_alpr.domain.review.misuse import Access, FlagVerdict, KeptFlag, Period, compared
from mdt_alpr.domain.review.misuse_rules import QUARTER, find_flags
from mdt_alpr.lab.measure.drawn_misuse import DAYS, Cases, Year, drawn_year

AIMS = {"days_until_found": 7, "false_flags_per_1000_accesses": 5}
JUDGED_AFTER = MISUSE_WEEK
_DAY = MISUSE_SOUGHT_EVERY
_PER = 1000


def figures(seed: int, days: int = DAYS) -> dict[str, Any]:
    """Return what was found in so many days of a year, for each kind of false case."""
    return {
        "aims": AIMS,
        "seed": seed,
        "days": days,
        **{cases.value: year_figures(drawn_year(seed, cases), days) for cases in Cases},
    }


def year_figures(year: Year, days: int) -> dict[str, Any]:
    """Return what was found in so many days of a drawn year, and what was flagged in vain."""
    hidden = {one.record: name for name, found in year.misuse.items() for one in found}
    kept = _flags_of(year, set(hidden), days)
    until = year.begins + days * _DAY
    begun = {name: min(one.at for one in found) for name, found in year.misuse.items()}
    by_pattern: dict[str, list[KeptFlag]] = {n: [] for n, at in begun.items() if at < until}
    false: list[KeptFlag] = []
    for one in kept:
        names = {hidden[record] for record in one.flag.records if record in hidden}
        for name in names:
            by_pattern[name].append(one)
        if not names:
            false.append(one)
    number = sum(one.at < until for one in year.accesses)
    return {
        "accesses": number,
        "false_flags": len(false),
        "false_flags_per_1000_accesses": round(len(false) * _PER / number, 2),
        "false_flags_by_rule": dict(Counter(one.flag.rule.value for one in false).most_common()),
        "found": {name: _found(flags, year.misuse[name]) for name, flags in by_pattern.items()},
    }


def _found(flags: list[KeptFlag], misuse: tuple[Access, ...]) -> dict[str, Any]:
    """Return after how many days, and how many of the accesses, the first flag was raised.

    Also after how many days since the second look: a single one is like any other.
    """
    begun, second = sorted(one.at for one in misuse)[:2]
    days: dict[str, float] = {}
    for one in flags:
        after = (one.raised_at - begun) / _DAY
        days.setdefault(one.flag.rule.value, round(after, 1))
    first = min((one.raised_at for one in flags), default=None)
    made = None if first is None else sum(one.at <= first for one in misuse)
    since = None if first is None else max(0.0, (first - second) / _DAY)
    return {
        "days": min(days.values(), default=None),
        "days_since_second": None if since is None else round(since, 1),
        "accesses": made,
        "days_by_rule": days,
    }


def _flags_of(year: Year, hidden: set[str], days: int) -> list[KeptFlag]:
    """Return every flag that the daily runs of so many days raise."""
    kept: list[KeptFlag] = []
    ats = [one.at for one in year.accesses]
    for day in range(1, days + 1):
        now = year.begins + day * _DAY
        kept = [_judged(one, now, hidden) for one in kept]
        seen = year.accesses[bisect_left(ats, now - QUARTER) : bisect_right(ats, now)]
        found = compared(kept, find_flags(Period(now, seen, year.units, year.tied), kept))
        grown = {one.number: one for one in found.grown}
        kept = [grown.get(one.number, one) for one in kept]
        kept += [KeptFlag(len(kept) + n, flag, now) for n, flag in enumerate(found.new)]
    return kept


def _judged(one: KeptFlag, now: datetime, hidden: set[str]) -> KeptFlag:
    is_lawful = hidden.isdisjoint(one.flag.records)
    if one.is_open and is_lawful and now - one.raised_at >= JUDGED_AFTER:
        return replace(one, verdict=FlagVerdict.JUSTIFIED, judged_at=now)
    return one
