"""Misuse flags, and plates tied to coworkers, on the wire (SUP-03, SUP-05, SUP-06)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mdt_alpr.domain.kinds import Label, Note, PlateText
from mdt_alpr.domain.review.misuse import TIE_WORDS, FlagRule, FlagVerdict, RecordKind, Tie

_TIES = tuple((tie.value, words) for tie, words in TIE_WORDS.items())


@dataclass(frozen=True, slots=True)
class CaseRequest:
    """A review case that is opened from a record.

    ``record`` is a search's or an entry's id, or the number of an entry of the own audit.
    """

    kind: Annotated[RecordKind, Label("Kind of record")]
    record: Annotated[str, Label("Its ID; of the audit its number")]
    words: Annotated[Note, Label("Reason. No plates.")]


@dataclass(frozen=True, slots=True)
class FlagMessage:
    """A flag for who may see it; names are those of people.

    ``accesses`` is how many there are. ``words`` are the reviewer's, empty once they are erased.
    ``may_judge`` is whether this person may judge it now.
    """

    number: int
    rule: FlagRule
    person: str
    unit: str
    why: str
    accesses: int
    first_at: datetime
    last_at: datetime
    raised_at: datetime
    verdict: FlagVerdict
    judged_at: datetime | None
    judged_by: str
    words: str
    case_number: str
    may_judge: bool


@dataclass(frozen=True, slots=True)
class FlagsMessage:
    """Flags, the newest first, never by person; ``ran_at`` is when the rules last ran.

    ``waiting`` of all of them wait for this person. ``off`` says which rules can flag nothing at
    this agency and why, a sentence each.
    """

    flags: tuple[FlagMessage, ...]
    has_more: bool
    waiting: int
    ran_at: datetime | None
    off: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlaggedSearch:
    """One of a flag's searches with its context, as long as that is kept; never the plate.

    ``is_others_case``: other people worked the case then, None where that is not known.
    """

    record: str
    at: datetime
    purpose: str
    case: str
    case_check: str
    reason: str
    found: int
    is_others_case: bool | None = None


@dataclass(frozen=True, slots=True)
class FlagDetail:
    """A flag with its searches, oldest first; its other records are there by id only."""

    flag: FlagMessage
    searches: tuple[FlaggedSearch, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeekRequest:
    """Run the rules now; there is nothing to choose."""


@dataclass(frozen=True, slots=True)
class VerdictRequest:
    """What a reviewer found out about a flag, and why; ``accesses`` is how many were shown."""

    verdict: FlagVerdict
    words: Annotated[Note, Label("Reason: what you found out. No plates.")]
    accesses: Annotated[int, Label("How many accesses you were shown")]


@dataclass(frozen=True, slots=True)
class TiedPlateRequest:
    """A plate of a coworker or of that coworker's household; only its keyed hash is kept."""

    plate: Annotated[PlateText, Label("Plate, without state", "kept as a keyed hash")]
    person_id: Annotated[str, Label("Coworker, user name")]
    tie: Annotated[Tie, Label("Whose it is", options=_TIES)]


@dataclass(frozen=True, slots=True)
class TiedPlateMessage:
    """That a plate is tied to somebody; not which.

    ``is_lost``: entered under a key that the agency replaced, so that it is found no more.
    """

    number: int
    person: str
    tie: Tie
    entered_at: datetime
    entered_by: str
    is_lost: bool


@dataclass(frozen=True, slots=True)
class TiedPlatesMessage:
    """By person."""

    plates: tuple[TiedPlateMessage, ...]
