"""The rules of misuse flags: plain counts, each with one threshold (SUP-03, 09.21.5.A.1, 6).

The thresholds are proposed. They were set on ten drawn years, seeds 1 to 10, and judged on others
(`mdt-alpr bench misuse`).
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from math import ceil, floor
from operator import attrgetter
from statistics import median

from mdt_alpr.domain.policy import (
    CAPTURED_DATA_KEPT_FOR,
    MISUSE_MONTH,
    MISUSE_SOUGHT_EVERY,
    MISUSE_WEEK,
    REASON_REPEATED_WITHIN,
)
from mdt_alpr.domain.review.access_groups import (
    BY_TIME,
    Enough,
    constant,
    crowded,
    day_of,
    grouped,
    is_night,
    is_off,
    local,
    most_close,
    off_day,
    outlier_limit,
    share_of_own,
)
from mdt_alpr.domain.review.misuse import (
    Access,
    AccessKind,
    CaseState,
    Flag,
    FlagRule,
    KeptFlag,
    Period,
    Tie,
    without_judged,
)

QUARTER = CAPTURED_DATA_KEPT_FOR
ENTRY_SOON_AFTER = MISUSE_SOUGHT_EVERY
ONE_PLATE_FROM = 3
"""Of looks for no case known to be open, also where the agency cannot check cases (SUP-03)."""
MANY_CASES_FROM = 3
PLATES_AGAIN_FROM = 2
CASES_OF_OTHERS_FROM = 2
OWN_SHARE = 0.05
"""The share of a person's own accesses in 30 days that counts: of many, a few meet by chance."""
HITS_ON_DAYS_FROM = 5
OFF_SHIFT_NIGHTS_FROM = 2
ONE_PLATE_OFF_SHIFT_FROM = 2
SAME_REASON_FROM = 12
UNKNOWN_CASE_FROM = 3
RENEWED_FROM = 3
OUTLIER_FROM = 20
OUTLIER_ON_ONE_PLATE_FROM = 10
MORE_THAN_JUSTIFIED = 1.5
"""How far beyond the most that a reviewer found justified a person is flagged again."""
UNIT_FROM = 5
"""People in a unit below which nobody is compared with the others."""

_QUERIES = frozenset({AccessKind.SEARCH, AccessKind.PAST_READS, AccessKind.EXPORT})
_ENTRIES = frozenset({AccessKind.ENTRY, AccessKind.EXTENSION})
_PERSON: Callable[[Access], str] = attrgetter("person")
_PLATE: Callable[[Access], str] = attrgetter("plate")

Rule = Callable[[Period], Iterator[Flag]]


def find_flags(period: Period, flags: Sequence[KeptFlag] = ()) -> tuple[Flag, ...]:
    """Return the flags of every rule; what was judged by a rule's flag counts for it no more."""
    judged = [flag for flag in flags if not flag.is_open]
    all_flags: list[Flag] = []
    for rule, find in _RULES.items():
        of_rule = [verdict for verdict in judged if verdict.flag.rule is rule]
        all_flags += find(without_judged(period, of_rule))
    return tuple(all_flags)


def _one_plate(period: Period) -> Iterator[Flag]:
    loose = {CaseState.NONE, CaseState.UNKNOWN}
    queries = (a for a in period.accesses if a.kind in _QUERIES and a.case_state in loose)
    days = MISUSE_MONTH.days
    why = f"One plate was searched or viewed {{n}} times within {days} days without an open case"
    by_plate = grouped(queries, _PLATE)
    yield from _often(FlagRule.ONE_PLATE, by_plate, MISUSE_MONTH, ONE_PLATE_FROM, why)


def _one_plate_unchecked(period: Period) -> Iterator[Flag]:
    why = (
        f"One plate was searched or viewed {{n}} times within {MISUSE_MONTH.days} days for cases "
        "that nobody checked"
    )
    groups = grouped(_not_open(period), _PLATE)
    with_unchecked = [g for g in groups if any(a.case_state is CaseState.UNCHECKED for a in g)]
    rule, least = FlagRule.ONE_PLATE_UNCHECKED, ONE_PLATE_FROM
    yield from _often(rule, with_unchecked, MISUSE_MONTH, least, why)


def _one_plate_many_cases(period: Period) -> Iterator[Flag]:
    days = MISUSE_MONTH.days
    why = f"One plate was searched or viewed for {{n}} different cases within {days} days"
    groups = grouped(_with_new_case(period), _PLATE)
    rule, enough = FlagRule.ONE_PLATE_MANY_CASES, _share(period, MANY_CASES_FROM)
    yield from _often(rule, groups, MISUSE_MONTH, enough, why, counted=lambda a: a.case)


def _plates_many_cases(period: Period) -> Iterator[Flag]:
    """Find cases that are only entered as an excuse: they change, the plates stay the same."""
    again = [
        query
        for group in grouped(_with_new_case(period), _PLATE)
        for query in group
        if any(_is_soon_for_another_case(query, other) for other in group)
    ]
    why = (
        f"Plates were searched or viewed {{n}} times within {MISUSE_WEEK.days} days, for one case "
        "and then for another"
    )
    rule, enough = FlagRule.PLATES_MANY_CASES, _share(period, PLATES_AGAIN_FROM)
    yield from _often(rule, grouped(again, _PERSON), MISUSE_WEEK, enough, why)


def _cases_of_others(period: Period) -> Iterator[Flag]:
    """Find who comes back to a plate for another case of others; help stays with its case."""
    justified = {(a.person, a.case) for a in period.justified}
    queries = (a for a in period.accesses if a.kind in _QUERIES and a.is_others_case)
    groups = grouped((a for a in queries if (a.person, a.case) not in justified), _PLATE)
    why = (
        "One plate was searched or viewed for {n} different cases that other people work within "
        f"{MISUSE_MONTH.days} days"
    )
    rule, least = FlagRule.CASES_OF_OTHERS, CASES_OF_OTHERS_FROM
    yield from _often(rule, groups, MISUSE_MONTH, least, why, counted=lambda a: a.case)


def _is_soon_for_another_case(access: Access, other: Access) -> bool:
    return access.case != other.case and abs(access.at - other.at) < MISUSE_WEEK


def _share(period: Period, least: int) -> Enough:
    """Return that ``least`` are enough, or OWN_SHARE of what the person did within 30 days."""
    done = (a for a in (*period.accesses, *period.justified) if a.kind is not AccessKind.HIT)
    return share_of_own(done, MISUSE_MONTH, period.now - QUARTER, least, OWN_SHARE)


def _with_new_case(period: Period) -> Iterator[Access]:
    justified = {(a.person, a.plate, a.case) for a in period.justified}
    queries = (a for a in period.accesses if a.kind in _QUERIES and a.case)
    return (a for a in queries if (a.person, a.plate, a.case) not in justified)


def _hits_of_one_plate(period: Period) -> Iterator[Flag]:
    hits = (a for a in period.accesses if a.kind is AccessKind.HIT)
    groups = grouped(hits, _PLATE)
    why = f"Hits of one plate were opened on {{n}} days of {MISUSE_MONTH.days}"
    rule, least = FlagRule.HITS_OF_ONE_PLATE, HITS_ON_DAYS_FROM
    yield from _often(rule, groups, MISUSE_MONTH, least, why, counted=day_of)


def _off_shift_at_night(period: Period) -> Iterator[Flag]:
    groups = grouped((a for a in _off_shift(period) if is_night(a.at)), _PERSON)
    days = MISUSE_WEEK.days
    why = f"Searches or entries were made at night and off shift in {{n}} nights of {days} days"
    rule, least = FlagRule.OFF_SHIFT_AT_NIGHT, OFF_SHIFT_NIGHTS_FROM
    yield from _often(rule, groups, MISUSE_WEEK, least, why, counted=off_day)


def _one_plate_off_shift(period: Period) -> Iterator[Flag]:
    groups = grouped(_off_shift(period), _PLATE)
    why = f"One plate was searched or entered off shift on {{n}} days of {MISUSE_MONTH.days}"
    rule, least = FlagRule.ONE_PLATE_OFF_SHIFT, ONE_PLATE_OFF_SHIFT_FROM
    yield from _often(rule, groups, MISUSE_MONTH, least, why, counted=off_day)


def _off_shift(period: Period) -> Iterator[Access]:
    for theirs in grouped(period.accesses, _PERSON):
        queries = [a for a in theirs if a.kind in _QUERIES or a.kind is AccessKind.ENTRY]
        hours: Counter[int] = Counter()
        counted = 0
        for query in queries:
            while query.on_duty is None and queries[counted].at < query.at - MISUSE_WEEK:
                hours[local(queries[counted].at).hour] += 1
                counted += 1
            if is_off(query, hours):
                yield query


def _same_reason(period: Period) -> Iterator[Flag]:
    within = REASON_REPEATED_WITHIN
    why = (
        f"The same words were the reason {{n}} times within {within.days} days, for no case known "
        "to be open"
    )
    usual = most_close(grouped(period.justified, lambda a: a.reason), within)
    entries = (a for a in period.accesses if a.kind is AccessKind.ENTRY)
    for group in grouped([*_not_open(period), *entries], lambda a: a.reason):
        least = max(SAME_REASON_FROM, _beyond(usual.get(group[0].person, 0)))
        yield from _often(FlagRule.SAME_REASON, [group], within, least, why)


def _unknown_case(period: Period) -> Iterator[Flag]:
    accesses = (a for a in period.accesses if a.case_state is CaseState.UNKNOWN)
    groups = grouped(accesses, _PERSON)
    why = (
        f"{{n}} accesses within {MISUSE_MONTH.days} days name a case that the agency's case "
        "system does not know"
    )
    rule, enough = FlagRule.UNKNOWN_CASE, _share(period, UNKNOWN_CASE_FROM)
    yield from _often(rule, groups, MISUSE_MONTH, enough, why)


def _unknown_case_off_shift(period: Period) -> Iterator[Flag]:
    accesses = (a for a in _off_shift(period) if a.case_state is CaseState.UNKNOWN)
    for group in grouped(accesses, _PLATE):
        why = (
            "A case that the agency's case system does not know was named off shift "
            f"({_times(group)})."
        )
        yield _flag(FlagRule.UNKNOWN_CASE_OFF_SHIFT, group, why)


def _own_plate(period: Period) -> Iterator[Flag]:
    tied = {(tie.plate, tie.person): tie.tie for tie in period.tied}
    accesses = (a for a in period.accesses if (a.plate, a.person) in tied)
    for group in grouped(accesses, _PLATE):
        whose = "the person's own" if tied[group[0].plate, group[0].person] is Tie.OWN else (
            "one of the person's household")  # fmt: skip
        yield _flag(FlagRule.OWN_PLATE, group, f"The plate is {whose} ({_times(group)}).")


def _coworkers_plate(period: Period) -> Iterator[Flag]:
    owners: dict[str, set[str]] = {}
    for tie in period.tied:
        owners.setdefault(tie.plate, set()).add(tie.person)
    accesses = (a for a in period.accesses if a.person not in owners.get(a.plate, {a.person}))
    for group in grouped(accesses, _PLATE):
        why = f"The plate is a coworker's or of a coworker's household ({_times(group)})."
        yield _flag(FlagRule.COWORKERS_PLATE, group, why)


def _renewed_entry(period: Period) -> Iterator[Flag]:
    made = (a for a in period.accesses if a.kind in _ENTRIES)
    groups = grouped(made, lambda a: a.entered or a.plate)
    no_live_case = [g for g in groups if all(a.case_state is not CaseState.OPEN for a in g)]
    why = (
        f"One plate was entered or extended {{n}} times within {QUARTER.days} days, for no case "
        "known to be open"
    )
    yield from _often(FlagRule.RENEWED_ENTRY, no_live_case, QUARTER, RENEWED_FROM, why)


def _search_then_entry(period: Period) -> Iterator[Flag]:
    entered = {(a.person, a.plate) for a in period.accesses if a.kind is AccessKind.ENTRY}
    accesses = (a for a in period.accesses if (a.person, a.plate) in entered)
    for group in grouped(accesses, _PLATE):
        for entry in (a for a in group if a.kind is AccessKind.ENTRY):
            before = [a for a in group if _led_to(a, entry)]
            if before:
                why = (
                    "The plate was searched, then entered within a day, for another case or "
                    "without a known one."
                )
                yield _flag(FlagRule.SEARCH_THEN_ENTRY, [*before, entry], why)


def _led_to(search: Access, entry: Access) -> bool:
    is_soon = timedelta(0) <= entry.at - search.at <= ENTRY_SOON_AFTER
    is_loose = search.case_state in {CaseState.NONE, CaseState.UNKNOWN}
    is_query = search.kind is AccessKind.SEARCH
    return is_query and is_soon and (is_loose or search.case != entry.case)


def _reason_subject(period: Period) -> Iterator[Flag]:
    accesses = (a for a in period.accesses if a.subjects)
    for group in grouped(accesses, lambda a: ", ".join(a.subjects)):
        why = f"The reason mentions {', '.join(group[0].subjects)} ({_times(group)})."
        yield _flag(FlagRule.REASON_SUBJECT, group, why)


def _outlier(period: Period) -> Iterator[Flag]:
    lately = {group[0].person: group for group in grouped(_since(period, MISUSE_WEEK), _PERSON)}
    usual = most_close(grouped(period.justified, _PERSON), MISUSE_WEEK)
    unusual = {
        person: group
        for person, group in lately.items()
        if len(group) >= max(OUTLIER_FROM, _beyond(usual.get(person, 0)))
    }
    why = f"{{n}} searches or exports in {MISUSE_WEEK.days} days"
    yield from _beyond_unit(FlagRule.OUTLIER, period, lately, unusual, why)


def _outlier_on_one_plate(period: Period) -> Iterator[Flag]:
    most: dict[str, list[Access]] = {}
    for group in grouped(_since(period, MISUSE_MONTH), _PLATE):
        most[group[0].person] = max(most.get(group[0].person, []), group, key=len)
    least = OUTLIER_ON_ONE_PLATE_FROM
    unusual = {person: group for person, group in most.items() if len(group) >= least}
    why = f"One plate was searched or viewed {{n}} times in {MISUSE_MONTH.days} days"
    yield from _beyond_unit(FlagRule.OUTLIER_ON_ONE_PLATE, period, most, unusual, why)


def _since(period: Period, within: timedelta) -> list[Access]:
    since, now = period.now - within, period.now
    return [a for a in period.accesses if a.kind in _QUERIES and since < a.at <= now]


Groups = Mapping[str, list[Access]]


def _beyond_unit(
    rule: FlagRule, period: Period, groups: Groups, unusual: Groups, why: str
) -> Iterator[Flag]:
    """Flag whose unusual group is far beyond those of the other people of the unit."""
    for _unit, people in period.units:
        if len(people) < UNIT_FROM:
            continue
        counts = {person: len(groups.get(person, ())) for person in people}
        usual, limit = median(counts.values()), outlier_limit(list(counts.values()))
        for person in people:
            number = counts[person]
            if person in unusual and number > limit:
                compared = f"the median of the unit is {usual:g}, the limit {limit:.0f}"
                yield _flag(rule, unusual[person], f"{why.format(n=number)}; {compared}.")


_RULES: dict[FlagRule, Rule] = {
    FlagRule.ONE_PLATE: _one_plate,
    FlagRule.ONE_PLATE_UNCHECKED: _one_plate_unchecked,
    FlagRule.ONE_PLATE_MANY_CASES: _one_plate_many_cases,
    FlagRule.PLATES_MANY_CASES: _plates_many_cases,
    FlagRule.CASES_OF_OTHERS: _cases_of_others,
    FlagRule.HITS_OF_ONE_PLATE: _hits_of_one_plate,
    FlagRule.OFF_SHIFT_AT_NIGHT: _off_shift_at_night,
    FlagRule.ONE_PLATE_OFF_SHIFT: _one_plate_off_shift,
    FlagRule.SAME_REASON: _same_reason,
    FlagRule.UNKNOWN_CASE: _unknown_case,
    FlagRule.UNKNOWN_CASE_OFF_SHIFT: _unknown_case_off_shift,
    FlagRule.OWN_PLATE: _own_plate,
    FlagRule.COWORKERS_PLATE: _coworkers_plate,
    FlagRule.RENEWED_ENTRY: _renewed_entry,
    FlagRule.SEARCH_THEN_ENTRY: _search_then_entry,
    FlagRule.REASON_SUBJECT: _reason_subject,
    FlagRule.OUTLIER: _outlier,
    FlagRule.OUTLIER_ON_ONE_PLATE: _outlier_on_one_plate,
}


def _not_open(period: Period) -> Iterator[Access]:
    queries = (a for a in period.accesses if a.kind in _QUERIES)
    return (a for a in queries if a.case_state is not CaseState.OPEN)


def _often(  # noqa: PLR0913 - what a rule is made of
    rule: FlagRule, groups: Iterable[list[Access]], within: timedelta, least: int | Enough,
    why: str, *, counted: Callable[[Access], Hashable] = BY_TIME,
) -> Iterator[Flag]:  # fmt: skip
    """Flag the groups in which so many accesses lie that close; ``why`` has their number.

    Those with an equal ``counted``, such as the same day, count as one and are flagged together.
    """
    enough = constant(least) if isinstance(least, int) else least
    for group in groups:
        if isinstance(least, int) and len(group) < least:
            continue
        first = {counted(accessed): accessed for accessed in reversed(group)}
        near, most = crowded(sorted(first.values(), key=BY_TIME), within, enough)
        if near:
            values = {counted(accessed) for accessed in near}
            flagged = [accessed for accessed in group if counted(accessed) in values]
            why_from = f"{why.format(n=most)} (flagged from {ceil(enough(near[-1]))})."
            yield _flag(rule, flagged, why_from)


def _beyond(justified: int) -> int:
    return floor(MORE_THAN_JUSTIFIED * justified) + 1


def _times(group: Sequence[Access]) -> str:
    return "once" if len(group) == 1 else f"{len(group)} times"


def _flag(rule: FlagRule, group: Sequence[Access], why: str) -> Flag:
    records = tuple(dict.fromkeys(accessed.record for accessed in group))
    return Flag(rule, group[0].person, records, group[0].at, group[-1].at, why)
