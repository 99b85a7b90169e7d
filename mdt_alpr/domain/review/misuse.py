"""What a misuse flag is about, what it says, and who reviews it (SUP-03, SUP-05, CJIS AU-6).

Plates, cases and reasons come as keyed hashes: equal ones can be found, none can be read. A flag
proves nothing. It names a person's accesses for somebody else to look into, and says why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.review.review import (
    LEAST_REASON,
    LONGEST_WORDS,
    ReviewRefusedError,
    refuse_plates,
)


class AccessKind(StrEnum):
    """By what a person came to captured data, or put a plate on a list."""

    SEARCH = "search"
    PAST_READS = "past_reads"
    ENTRY = "entry"
    EXTENSION = "extension"
    """More time for a manual entry."""
    HIT = "hit"
    EXPORT = "export"


class CaseState(StrEnum):
    """What is known of the case that an access names."""

    OPEN = "open"
    UNCHECKED = "unchecked"
    """Nobody could be asked about it."""
    UNKNOWN = "unknown"
    """The agency's case system does not know it."""
    NONE = "none"


class Tie(StrEnum):
    """Whose plate it is that the agency entered, seen from the person tied to it."""

    OWN = "own"
    HOUSEHOLD = "household"


TIE_WORDS = {Tie.OWN: "Own plate", Tie.HOUSEHOLD: "Of the household"}


class FlagRule(StrEnum):
    """Why accesses are flagged; each rule has one threshold."""

    ONE_PLATE = "one_plate"
    ONE_PLATE_UNCHECKED = "one_plate_unchecked"
    ONE_PLATE_MANY_CASES = "one_plate_many_cases"
    PLATES_MANY_CASES = "plates_many_cases"
    """The same plates again, each time for another case."""
    CASES_OF_OTHERS = "cases_of_others"
    """One plate for several cases that other people work."""
    HITS_OF_ONE_PLATE = "hits_of_one_plate"
    OFF_SHIFT_AT_NIGHT = "off_shift_at_night"
    ONE_PLATE_OFF_SHIFT = "one_plate_off_shift"
    SAME_REASON = "same_reason"
    UNKNOWN_CASE = "unknown_case"
    UNKNOWN_CASE_OFF_SHIFT = "unknown_case_off_shift"
    OWN_PLATE = "own_plate"
    COWORKERS_PLATE = "coworkers_plate"
    RENEWED_ENTRY = "renewed_entry"
    SEARCH_THEN_ENTRY = "search_then_entry"
    REASON_SUBJECT = "reason_subject"
    OUTLIER = "outlier"
    """Against the own unit: everything in a week."""
    OUTLIER_ON_ONE_PLATE = "outlier_on_one_plate"
    """Against the own unit: one plate in 30 days."""


@dataclass(frozen=True, slots=True)
class Access:
    """One access, as headquarters or a car recorded it.

    ``record`` is its id: a search's, an entry's, a hit's, a package's. ``plate``, ``case`` and
    ``reason`` are keyed hashes, empty where there is none; ``entered`` is that of an entry's plate
    which outlives the entry (MAN-05). ``on_duty`` is None where nothing says
    whether the person worked then; ``subjects`` are what its reason mentions that is no lawful
    purpose. ``is_others_case`` is whether the agency's case system said then that other people
    work the case, None where it did not say who does.
    """

    record: str
    kind: AccessKind
    at: datetime
    person: str
    case_state: CaseState = CaseState.NONE
    plate: str = ""
    case: str = ""
    reason: str = ""
    entered: str = ""
    on_duty: bool | None = None
    subjects: tuple[str, ...] = ()
    is_others_case: bool | None = None


@dataclass(frozen=True, slots=True)
class TiedPlate:
    """A plate that the agency knows to be a coworker's or of that coworker's household."""

    plate: str
    person: str
    tie: Tie


@dataclass(frozen=True, slots=True)
class Flag:
    """One person's accesses that a rule found, and why in a sentence without any plate."""

    rule: FlagRule
    person: str
    records: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    why: str

    def covers(self, access: Access) -> bool:
        """Return whether an access is one of those that were flagged."""
        is_theirs = access.person == self.person and access.record in self.records
        return is_theirs and access.at <= self.last_at

    def is_continued_by(self, other: "Flag") -> bool:
        """Return whether another flag is about the same, with what came since."""
        same = (self.rule, self.person) == (other.rule, other.person)
        return same and not set(self.records).isdisjoint(other.records)


@dataclass(frozen=True, slots=True)
class Period:
    """What the rules see: accesses of up to 90 days, oldest first, and who is in which unit.

    ``units`` has everybody with an account, by unit, also who accessed nothing. ``justified``
    are accesses that a reviewer found justified: they are flagged no more and show what is usual
    for the person.
    """

    now: datetime
    accesses: tuple[Access, ...]
    units: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tied: tuple[TiedPlate, ...] = ()
    justified: tuple[Access, ...] = ()


class RecordKind(StrEnum):
    """From which record somebody opens a review case without a flag (SUP-06)."""

    SEARCH = "search"
    ENTRY = "entry"
    AUDIT = "audit"
    """Headquarters' own audit has an entry for everything else: views, exports, downloads."""


class FlagVerdict(StrEnum):
    """What a reviewer found out about a flag."""

    NONE = ""
    JUSTIFIED = "justified"
    CASE = "case"
    """A numbered review case was opened (SUP-06)."""


@dataclass(frozen=True, slots=True)
class KeptFlag:
    """A flag as it is kept, with its verdict."""

    number: int
    flag: Flag
    raised_at: datetime
    verdict: FlagVerdict = FlagVerdict.NONE
    judged_at: datetime | None = None
    judged_by: str = ""
    words: str = field(default="", repr=False)

    @property
    def is_open(self) -> bool:
        """Return whether nobody judged it yet."""
        return self.verdict is FlagVerdict.NONE


def without_judged(period: Period, judged: Iterable[KeptFlag]) -> Period:
    """Return the period without the accesses that these flags cover: somebody judged them."""
    covering: dict[str, list[KeptFlag]] = {}
    for verdict in judged:
        for record in verdict.flag.records:
            covering.setdefault(record, []).append(verdict)
    if not covering:
        return period
    rest, justified = [], []
    for access in period.accesses:
        flags = covering.get(access.record)
        verdicts = {k.verdict for k in flags if k.flag.covers(access)} if flags else set()
        if not verdicts:
            rest.append(access)
        elif verdicts == {FlagVerdict.JUSTIFIED}:
            justified.append(access)
    return replace(period, accesses=tuple(rest), justified=tuple(justified))


@dataclass(frozen=True, slots=True)
class FlagChanges:
    """What a run changes: open flags that grew, and new ones."""

    grown: tuple[KeptFlag, ...]
    new: tuple[Flag, ...]


def compared(known: Sequence[KeptFlag], flags: Iterable[Flag]) -> FlagChanges:
    """Return which flags are new, and which open ones have more accesses than before."""
    grown: dict[int, KeptFlag] = {}
    new: list[Flag] = []
    for flag in flags:
        before = next((k for k in known if k.is_open and k.flag.is_continued_by(flag)), None)
        if before is None:
            new.append(flag)
        elif not set(flag.records) <= set(before.flag.records):
            last = grown.get(before.number, before).flag
            records = tuple(dict.fromkeys((*last.records, *flag.records)))
            first_at, last_at = min(last.first_at, flag.first_at), max(last.last_at, flag.last_at)
            wider = replace(flag, records=records, first_at=first_at, last_at=last_at)
            grown[before.number] = replace(before, flag=wider)
    return FlagChanges(tuple(grown.values()), tuple(new))


_REVIEWED_BY: dict[Role, frozenset[Role]] = {
    Role.OFFICER: frozenset({Role.SUPERVISOR, Role.CUSTODIAN, Role.ADMINISTRATOR}),
    Role.SUPERVISOR: frozenset({Role.CUSTODIAN, Role.ADMINISTRATOR}),
    Role.CUSTODIAN: frozenset({Role.ADMINISTRATOR}),
    Role.ADMINISTRATOR: frozenset({Role.CUSTODIAN, Role.ADMINISTRATOR}),
    Role.AUDITOR: frozenset({Role.ADMINISTRATOR}),
    Role.TECHNICIAN: frozenset({Role.CUSTODIAN, Role.ADMINISTRATOR}),
}
"""Nobody is exempt (SUP-05): whoever may review others is reviewed by another office."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Whose accesses are reviewed; ``is_chief`` of who is or was the Chief, whatever the role."""

    person: str
    role: Role
    is_chief: bool = False


def may_review(reviewer: str, role: Role, whom: Reviewed) -> bool:
    """Return whether somebody may judge flags about a person; never the own ones.

    The Chief is everybody's superior, so that no supervisor judges the Chief.
    """
    is_below = whom.is_chief and role is Role.SUPERVISOR
    return reviewer != whom.person and role in _REVIEWED_BY[whom.role] and not is_below


def may_see_flag(reader: str, role: Role, whom: Reviewed) -> bool:
    """Return whether somebody sees flags about a person; auditors read them and judge none."""
    if reader == whom.person:
        return False
    return role is Role.AUDITOR or may_review(reader, role, whom)


def demand_verdict(flag: KeptFlag, verdict: FlagVerdict, words: str, shown: int) -> str:
    """Return the words of a verdict in the form in which they are kept.

    It covers what the reviewer was shown, ``shown`` accesses, and nothing that came since.

    Raises:
        ReviewRefusedError: no verdict, one was given already, accesses came since it was shown,
            no reason, or a plate in it.
    """
    if not flag.is_open:
        raise ReviewRefusedError("This flag was judged already.")
    if shown != len(flag.flag.records):
        message = "The flag has other accesses than you were shown: show it again, then judge."
        raise ReviewRefusedError(message)
    if verdict is FlagVerdict.NONE:
        raise ReviewRefusedError("Choose a verdict first.")
    return demand_case_words(words)


def demand_case_words(words: str) -> str:
    """Return why somebody opens a case, or judges, in the form in which it is kept.

    Raises:
        ReviewRefusedError: too short, too long, or a plate in it.
    """
    text = " ".join(words.split())
    if not LEAST_REASON <= len(text) <= LONGEST_WORDS:
        message = f"Give the reason in {LEAST_REASON} to {LONGEST_WORDS} characters."
        raise ReviewRefusedError(message)
    refuse_plates(text)
    return text
