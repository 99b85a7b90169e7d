"""How soon the rules find known misuse in drawn years, and how often they flag lawful work.

Every day of the year the rules run once, as at headquarters, and a reviewer judges each flag of
lawful work a week after it was raised.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime
from math import inf
from statistics import mean, median_high
from typing import Any

from mdt_alpr.domain.policy import MISUSE_SOUGHT_EVERY, MISUSE_WEEK
from mdt_alpr.domain.review.misuse import Access, FlagVerdict, KeptFlag, Period, compared
from mdt_alpr.domain.review.misuse_rules import QUARTER, find_flags
from mdt_alpr.lab.measure.drawn_misuse import DAYS, Cases, Year, drawn_year, pattern_from

AIMS = {"days_until_found": 7, "false_flags_per_1000_accesses": 5}
JUDGED_AFTER = MISUSE_WEEK
_SINCE = ("days", "days_from_pattern", "days_since_again_for_another_case")
_DAY = MISUSE_SOUGHT_EVERY
_PER = 1000


def figures(first_seed: int, seeds: int, days: int = DAYS) -> dict[str, Any]:
    """Return what was found in so many days of so many years, for each kind of false case."""
    drawn = range(first_seed, first_seed + seeds)
    with ProcessPoolExecutor() as pool:
        found = {c: [pool.submit(_figures, n, c, days) for n in drawn] for c in Cases}
        of_cases = {c.value: over_years([one.result() for one in of]) for c, of in found.items()}
    return {"aims": AIMS, "seeds": list(drawn), "days": days, **of_cases}


def _figures(seed: int, cases: Cases, days: int) -> dict[str, Any]:
    return year_figures(drawn_year(seed, cases), days)


def over_years(years: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the mean, the middle and the worst of what was found in some years."""
    by_rule: Counter[str] = Counter()
    for year in years:
        by_rule.update(year["false_flags_by_rule"])
    soon, few = AIMS.values()
    return {
        "accesses": round(mean(year["accesses"] for year in years)),
        "false_flags_per_1000_accesses": _spread(
            [year["false_flags_per_1000_accesses"] for year in years], few
        ),
        "false_flags_by_rule": {r: n / len(years) for r, n in by_rule.most_common()},
        "found": {
            name: {
                since: _spread(
                    [y["found"][name][since] for y in years if name in y["found"]], soon
                )
                for since in _SINCE
            }
            for name in years[0]["found"]
        },
    }


def _spread(values: list[float | None], aim: float) -> dict[str, Any]:
    """Return mean, middle, worst (None where it is never), and how many years reach the aim."""
    found = [inf if value is None else value for value in values]
    spread = {"mean": mean(found), "p50": median_high(found), "worst": max(found)}
    shown = {name: None if value == inf else round(value, 2) for name, value in spread.items()}
    return {**shown, "years_within_aim": sum(value <= aim for value in found)}


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
    number = sum(access.at < until for access in year.accesses)
    return {
        "accesses": number,
        "false_flags": len(false),
        "false_flags_per_1000_accesses": round(len(false) * _PER / number, 2),
        "false_flags_by_rule": dict(Counter(one.flag.rule.value for one in false).most_common()),
        "found": {name: _found(flags, year.misuse[name]) for name, flags in by_pattern.items()},
    }


def _found(flags: list[KeptFlag], misuse: tuple[Access, ...]) -> dict[str, Any]:
    """Return after how many days, and how many of the accesses, the first flag was raised.

    Also after how many days since it became a pattern, and since the first of a plate again for
    another case: until then each is like work on its case.
    """
    made = sorted(misuse, key=lambda one: one.at)
    again = (b.at for n, b in enumerate(made) if any(_is_again(a, b) for a in made[:n]))
    since = dict(zip(_SINCE, (made[0].at, pattern_from(made), next(again)), strict=True))
    first = min((flag.raised_at for flag in flags), default=None)
    days: dict[str, float] = {}
    for one in flags:
        days.setdefault(one.flag.rule.value, round((one.raised_at - made[0].at) / _DAY, 1))
    return {
        **{name: first and round(max(0.0, (first - at) / _DAY), 1) for name, at in since.items()},
        "accesses": first and sum(one.at <= first for one in misuse),
        "days_by_rule": days,
    }


def _is_again(before: Access, access: Access) -> bool:
    return before.plate == access.plate and before.case != access.case


def _flags_of(year: Year, hidden: set[str], days: int) -> list[KeptFlag]:
    """Return every flag that the daily runs of so many days raise."""
    kept: list[KeptFlag] = []
    ats = [access.at for access in year.accesses]
    for day in range(1, days + 1):
        now = year.begins + day * _DAY
        kept = [_judged(one, now, hidden) for one in kept]
        seen = year.accesses[bisect_left(ats, now - QUARTER) : bisect_right(ats, now)]
        found = compared(kept, find_flags(Period(now, seen, year.units, year.tied), kept))
        grown = {one.number: one for one in found.grown}
        kept = [_grown(one, grown.get(one.number, one), now, hidden) for one in kept]
        kept += [KeptFlag(len(kept) + n, flag, now) for n, flag in enumerate(found.new)]
    return kept


def _grown(before: KeptFlag, after: KeptFlag, now: datetime, hidden: set[str]) -> KeptFlag:
    """Return a flag with what came; one of lawful work finds misuse only when it grows by some."""
    finds = hidden.isdisjoint(before.flag.records) > hidden.isdisjoint(after.flag.records)
    return replace(after, raised_at=now) if finds else after


def _judged(flag: KeptFlag, now: datetime, hidden: set[str]) -> KeptFlag:
    is_lawful = hidden.isdisjoint(flag.flag.records)
    if flag.is_open and is_lawful and now - flag.raised_at >= JUDGED_AFTER:
        return replace(flag, verdict=FlagVerdict.JUSTIFIED, judged_at=now)
    return flag
