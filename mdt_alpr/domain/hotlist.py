"""A hotlist entry, its category and urgency, and how old a list may be."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from mdt_alpr.domain.manual_entry import ManualFacts
from mdt_alpr.domain.plate import Plate
from mdt_alpr.domain.policy import NO_DETENTION_WORDS, PERSON_LINKED_WORDS


class Priority(StrEnum):
    """How urgent a category is; each has a word, a shape and a tone (U14)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of record, by NCIC record code (first letter of the NIC).

    A category that is not ``on_by_default`` is taken in only after the administrator has named
    its lawful purpose (HOT-08, PUR-03). ``restricted`` files are protected like criminal
    history, so each look at a record of theirs is recorded (HOT-10, CJIS 4.2.2).
    """

    code: str
    name: str
    priority: Priority
    person_linked: bool = False
    describes_vehicle: bool = True
    """False for stolen plates: the plate legitimately sits on another vehicle (D4)."""
    on_by_default: bool = True
    restricted: bool = False
    no_detention: bool = False

    @property
    def caveat(self) -> str:
        """Return what a record of this kind does not say of the driver; empty where none (HOT-09).

        The words are fixed and cannot be switched off.
        """
        if self.no_detention:
            return NO_DETENTION_WORDS
        return PERSON_LINKED_WORDS if self.person_linked else ""


def _watched(
    code: str, name: str, *, restricted: bool = True, no_detention: bool = False
) -> Category:
    """Return a category that watches a person and is off until it is decided upon."""
    return Category(
        code,
        name,
        Priority.LOW,
        person_linked=True,
        on_by_default=False,
        restricted=restricted,
        no_detention=no_detention,
    )


CATEGORIES: dict[str, Category] = {
    category.code: category
    for category in (
        Category("V", "Stolen vehicle", Priority.HIGH),
        Category("P", "Stolen plate", Priority.MEDIUM, describes_vehicle=False),
        Category("F", "Felony vehicle", Priority.HIGH),
        Category("R", "Stolen in Canada", Priority.HIGH),
        Category("W", "Wanted person", Priority.HIGH, person_linked=True),
        Category("M", "Missing person", Priority.MEDIUM, person_linked=True),
        Category("A", "AMBER alert", Priority.HIGH, person_linked=True),
        Category("B", "Manual entry", Priority.MEDIUM, person_linked=False),
        _watched("C", "Supervised release"),
        _watched("H", "Protection order"),
        _watched("K", "Protective interest", no_detention=True),
        _watched("L", "Violent person"),
        _watched("N", "Immigration violator", restricted=False),
        _watched("T", "Gang or terrorist"),
        _watched("X", "Sex offender"),
    )
}
"""Every category there is; a line with another code is refused at import (HOT-08, PUR-02)."""
_ON_A_PERSON = {"B": replace(CATEGORIES["B"], person_linked=True)}
ON_BY_DEFAULT = frozenset(code for code, kind in CATEGORIES.items() if kind.on_by_default)


@dataclass(frozen=True, slots=True)
class HotlistEntry:
    """One record as listed; nothing is merged away (HOT-07).

    ``plate.text`` keeps the listed characters. Fields follow NCIC: ``nic``, ``ori``,
    ``plate_type`` (LIT), ``vehicle_year`` (VYR), ``make`` (VMA), ``model`` (VMO),
    ``style`` (VST), ``colour`` (VCO). ``expires_at`` is set for manual entries (MAN-02),
    ``manual`` for those that a coworker made on a form: reason, instruction, who, labels.
    """

    entry_id: str
    list_name: str
    category: str
    plate: Plate
    nic: str = ""
    ori: str = ""
    entered_on: date | None = None
    plate_type: str = ""
    vehicle_year: str = ""
    make: str = ""
    model: str = ""
    style: str = ""
    colour: str = ""
    note: str = ""
    expires_at: datetime | None = None
    manual: ManualFacts | None = None

    @property
    def kind(self) -> Category:
        """Return the entry's category; a manual entry that names a person is linked to one."""
        if self.manual is not None and self.manual.names_person:
            return _ON_A_PERSON.get(self.category, CATEGORIES[self.category])
        return CATEGORIES[self.category]


class Delivered(Protocol):
    """Delivered entries that are too many for the memory; immutable, for any thread."""

    count: int

    def at(self, folded_text: str) -> tuple[HotlistEntry, ...]:
        """Return every entry of every state with these folded characters."""
        ...


@dataclass(frozen=True, slots=True)
class Hotlist:
    """A whole list at one version, as it came from headquarters.

    ``entries`` are those in memory, among them every manual one; ``delivered`` are the others.
    """

    version: int
    compiled_at: datetime
    entries: tuple[HotlistEntry, ...]
    look_alikes_allowed: bool = False
    """Whether the administrator allows one look-alike substitution (ALR-04)."""
    digest: str = ""
    """SHA-256 of the list as headquarters served it, for evidence; empty where unknown."""
    delivered: Delivered | None = None

    @property
    def count(self) -> int:
        """Return how many entries the list has."""
        return len(self.entries) + (self.delivered.count if self.delivered else 0)
