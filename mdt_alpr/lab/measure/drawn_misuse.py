"""A year of 60 officers' accesses, drawn: lawful work, and three known misusers hidden in it.

The rates are our own estimates of an agency that demands a case for every search. What was known
of the three (how many searches, of how many plates, over how long) is as reported; when exactly
each search was made is drawn.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from random import Random

from mdt_alpr.domain.policy import CAPTURE_ZONE, MISUSE_SOUGHT_EVERY
from mdt_alpr.domain.review.access_groups import is_night
from mdt_alpr.domain.review.misuse import Access, AccessKind, CaseState, Tie, TiedPlate

DAYS = 365
_BEGINS = datetime(2026, 1, 1, tzinfo=CAPTURE_ZONE)
_TEAMS = (("alpha", 13), ("bravo", 13), ("charlie", 13), ("delta", 12), ("detectives", 9))
_PHRASES = (
    "stolen vehicle", "drug investigation", "suspicious activity", "missing child", "hit and run",
    "wanted person", "burglary suspect", "theft from auto", "shots fired", "warrant service",
    "fraud investigation", "assault suspect",
)  # fmt: skip
_FALSE_REASONS = ("missing child", "drug investigation", "suspicious activity")


class Cases(StrEnum):
    """What a misuser enters as the case."""

    INVENTED = "invented"
    """The agency's case system is asked, and does not know it."""
    UNCHECKED = "unchecked"
    """Invented, where the agency has no system that could be asked."""
    BORROWED = "borrowed"
    """Real open cases of other people, another one each week."""
    ASSIGNED = "assigned"
    """The same, where the agency's case system says who works a case."""


@dataclass(frozen=True, slots=True)
class Year:
    """A drawn year; ``misuse`` has the accesses of each known pattern by its name."""

    begins: datetime
    accesses: tuple[Access, ...]
    units: tuple[tuple[str, tuple[str, ...]], ...]
    tied: tuple[TiedPlate, ...]
    misuse: dict[str, tuple[Access, ...]]


def pattern_from(misuse: Iterable[Access]) -> datetime:
    """Return when misuse is a pattern: at the second access to one plate.

    The first one to a plate is like any other.
    """
    plates: set[str] = set()
    for one in sorted(misuse, key=lambda a: a.at):
        if one.plate in plates:
            return one.at
        plates.add(one.plate)
    raise ValueError("no plate comes twice")


def drawn_year(seed: int, cases: Cases) -> Year:
    """Draw a year; the same seed draws the same one."""
    rng = Random(seed)  # noqa: S311 - a drawing that can be made again
    people = [f"officer-{n:02d}" for n in range(sum(size for _, size in _TEAMS))]
    units, first = [], 0
    for team, size in _TEAMS:
        units.append((team, tuple(people[first : first + size])))
        first += size
    lawful = [
        one
        for place, (team, members) in enumerate(units)
        for person in members
        for one in _work(rng, person, place, cases, detects=team == "detectives")
    ]
    misuse = {
        "orange_city": _orange_city(rng, people[4], cases),
        "kechi": _kechi(rng, people[17], cases),
        "sedgwick": _sedgwick(rng, people[-1], cases),
    }
    if cases is Cases.ASSIGNED:
        named = Random(f"{seed} workers")  # noqa: S311 - as above; the rest is drawn as elsewhere
        lawful = [*_with_workers(named, units, lawful)]
        misuse = {name: tuple(_of_others(named, made)) for name, made in misuse.items()}
    found = [*lawful, *(one for each in misuse.values() for one in each)]
    tied = tuple(TiedPlate(f"{person}/{tie}", person, tie) for person in people for tie in Tie)
    ordered = tuple(sorted(found, key=lambda a: (a.at, a.record)))
    return Year(_BEGINS, ordered, tuple(units), tied, misuse)


def _work(rng: Random, person: str, team: int, cases: Cases, *, detects: bool) -> Iterator[Access]:
    """Yield a person's lawful year; teams change between day and night every 28 days."""
    a_day = rng.lognormvariate(0.7 if detects else -0.3, 0.6)
    case = 0
    for day in range(DAYS):
        nights = not detects and (day // 28 + team) % 2 == 1
        is_called_out = detects and rng.random() < 0.03  # noqa: PLR2004 - to a scene at night
        works = day % 7 < 5 if detects else (day + team) % 4 < 2  # noqa: PLR2004 - two on, two off
        if not works:
            continue
        for n in range(_poisson(rng, a_day)):
            if rng.random() < 0.65 or case == 0:  # noqa: PLR2004 - the share of new cases
                case += 1
            mark = f"{person}/case-{case if rng.random() < 0.8 else rng.randint(1, case)}"  # noqa: PLR2004
            at = _at(rng, day, nights=nights or is_called_out)
            yield Access(
                record=f"{person}/{day}/{n}",
                kind=_KINDS[rng.choices(range(3), (90, 6, 4))[0]],
                at=at,
                person=person,
                case_state=_checked(rng, cases),
                plate=_plate(rng, person, mark),
                case=mark,
                reason=mark if rng.random() < 0.7 else rng.choice(_PHRASES),  # noqa: PLR2004
                on_duty=None if detects else rng.random() < 0.98,  # noqa: PLR2004 - overtime, court
            )
        yield from _entries_and_hits(rng, person, day, nights=nights, cases=cases)


def _with_workers(
    rng: Random, units: Sequence[tuple[str, tuple[str, ...]]], lawful: Iterable[Access]
) -> Iterator[Access]:
    """Yield lawful work with whether others work its case, and more: help with others' cases.

    About three in ten searches are for cases of others. Who helps comes back to a case as often
    as who works it. One of each team searches for the others; detectives who are called out at
    night mostly help; a case that was passed on is another's for a while.
    """
    helps = {p: rng.betavariate(2, 8) for _, members in units for p in members}
    helps.update((members[-2], 0.7) for _, members in units)
    of: dict[str, bool | None] = {}
    worked: dict[str, dict[int, Access]] = {person: {} for person in helps}
    for one in lawful:
        if not one.case:
            yield one
            continue
        if one.case not in of:
            of[one.case] = _is_others(rng, helps[one.person])
        others = of[one.case]
        if others is False:
            is_called_out = one.on_duty is None and is_night(one.at)
            is_passed_on = rng.random() < 0.05  # noqa: PLR2004
            others = is_passed_on or (is_called_out and rng.random() < 0.8)  # noqa: PLR2004
        yield replace(one, is_others_case=others)
        worked[one.person].setdefault((one.at - _BEGINS).days, one)
    for person, days in worked.items():
        yield from _help(rng, person, days)


def _is_others(rng: Random, share: float) -> bool | None:
    """Return whether others work a case; of one in ten nobody is named."""
    return None if rng.random() < 0.1 else rng.random() < share  # noqa: PLR2004


def _of_others(rng: Random, misuse: Iterable[Access]) -> Iterator[Access]:
    of: dict[str, bool | None] = {}
    for one in misuse:
        if one.case not in of:
            of[one.case] = _is_others(rng, 1)
        yield replace(one, is_others_case=of[one.case])


def _help(rng: Random, person: str, days: dict[int, Access]) -> Iterator[Access]:
    """Yield help for a shift: some plates at once, and sometimes a car to look out for later."""
    ats = sorted(days)
    for place, day in enumerate(ats):
        if rng.random() >= 0.03:  # noqa: PLR2004 - the share of shifts
            continue
        case, others = f"{person}/help-{day}", _is_others(rng, 1)
        asked = replace(
            days[day], kind=AccessKind.SEARCH, case=case, reason=rng.choice(_PHRASES),
            is_others_case=others,
        )  # fmt: skip
        for n in range(1 + _poisson(rng, 3)):
            at, plate = asked.at + n * timedelta(minutes=7), f"{case}/plate-{n}"
            yield replace(asked, record=f"{case}/{n}", at=at, plate=plate)
        if rng.random() < 0.25:  # noqa: PLR2004 - the share in which a car is looked out for
            for n, later in enumerate(ats[place + 1 : place + 2 + _poisson(rng, 2)]):
                at, plate = days[later].at + timedelta(minutes=11), f"{case}/plate-0"
                yield replace(asked, record=f"{case}/later-{n}", at=at, plate=plate)


def _plate(rng: Random, person: str, case: str) -> str:
    """Return one of the case's plates, or one of a few that a person meets in many cases."""
    if rng.random() < 0.04:  # noqa: PLR2004 - the share of old acquaintances
        return f"{person}/known-{rng.randint(1, 3)}"
    return f"{case}/plate-{rng.randint(1, 2)}"


_KINDS = (AccessKind.SEARCH, AccessKind.PAST_READS, AccessKind.EXPORT)


def _entries_and_hits(
    rng: Random, person: str, day: int, *, nights: bool, cases: Cases
) -> Iterator[Access]:
    at = _at(rng, day, nights=nights)
    for n in range(_poisson(rng, 0.7)):
        plate = f"hit/{rng.randint(1, 4000)}"
        if rng.random() < 0.0002:  # noqa: PLR2004 - a coworker drives by
            plate = f"officer-{rng.randint(0, 59):02d}/{Tie.OWN}"
        yield Access(
            f"hit/{person}/{day}/{n}", AccessKind.HIT, at, person, plate=plate, on_duty=True
        )
    if rng.random() < 1 / 40:
        plate = case = f"{person}/entry-{day}"
        state = _checked(rng, cases)
        yield Access(case, AccessKind.ENTRY, at, person, state, plate, case, case, on_duty=True)
        for n in range(rng.choices((0, 1, 2), (75, 20, 5))[0]):
            later = at + 28 * (n + 1) * MISUSE_SOUGHT_EVERY
            if later < _BEGINS + DAYS * MISUSE_SOUGHT_EVERY:
                kind = AccessKind.EXTENSION
                yield Access(case, kind, later, person, state, plate, case, on_duty=True)


def _checked(rng: Random, cases: Cases) -> CaseState:
    if cases is Cases.UNCHECKED:
        return CaseState.UNCHECKED
    return rng.choices((CaseState.OPEN, CaseState.UNCHECKED, CaseState.UNKNOWN), (94.5, 4, 1.5))[0]


def _orange_city(rng: Random, person: str, cases: Cases) -> tuple[Access, ...]:
    """69, 24 and 15 searches of three plates in seven months."""
    return tuple(
        one
        for plate, number in (("a", 69), ("b", 24), ("c", 15))
        for one in _hidden(rng, f"orange_city/{plate}", person, cases, (40, 210, number))
    )


def _kechi(rng: Random, person: str, cases: Cases) -> tuple[Access, ...]:
    """Six searches of one plate, at night, off shift, within three weeks."""
    return tuple(_hidden(rng, "kechi/a", person, cases, (130, 21, 6), at_night=True))


def _sedgwick(rng: Random, person: str, cases: Cases) -> tuple[Access, ...]:
    """164 and 64 searches of two plates in four months, by the chief, with false reasons."""
    return tuple(
        one
        for plate, number in (("a", 164), ("b", 64))
        for one in _hidden(rng, f"sedgwick/{plate}", person, cases, (200, 120, number))
    )


def _hidden(  # noqa: PLR0913 - one argument a fact that is known
    rng: Random, plate: str, person: str, cases: Cases, when: tuple[int, int, int],
    *, at_night: bool = False,
) -> Iterator[Access]:  # fmt: skip
    first, days, number = when
    state = {
        Cases.INVENTED: CaseState.UNKNOWN,
        Cases.UNCHECKED: CaseState.UNCHECKED,
        Cases.BORROWED: CaseState.OPEN,
        Cases.ASSIGNED: CaseState.OPEN,
    }[cases]
    is_borrowed = cases in {Cases.BORROWED, Cases.ASSIGNED}
    for n in range(number):
        day = first if n == 0 else first + rng.randrange(days)
        borrowed = f"{plate}/case-{day // 7}"
        yield Access(
            record=f"{plate}/{n}",
            kind=AccessKind.SEARCH,
            at=_at(rng, day, nights=at_night or rng.random() < 0.3),  # noqa: PLR2004
            person=person,
            case_state=state,
            plate=plate,
            case=borrowed if is_borrowed else f"{plate}/case-{n}",
            reason=rng.choice(_FALSE_REASONS),
            on_duty=False if at_night else None,
        )


def _at(rng: Random, day: int, *, nights: bool) -> datetime:
    hour = rng.uniform(18, 30) if nights else rng.uniform(6, 18)
    midnight = datetime.combine(_BEGINS.date() + day * MISUSE_SOUGHT_EVERY, time(), CAPTURE_ZONE)
    return midnight + timedelta(hours=hour)


def _poisson(rng: Random, mean: float) -> int:
    number, left = -1, mean
    while left > 0:
        left -= rng.expovariate(1)
        number += 1
    return max(0, number)
