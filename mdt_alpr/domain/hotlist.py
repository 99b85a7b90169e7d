"""A hotlist entry, its category and urgency, and how old a list may be."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mdt_alpr.domain.manual_entry import ManualFacts
from mdt_alpr.domain.plate import Plate


class Priority(StrEnum):
    """How urgent a category is; each has a word, a shape and a tone (U14)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of record, by NCIC record code (first letter of the NIC)."""

    code: str
    name: str
    priority: Priority
    person_linked: bool = False
    describes_vehicle: bool = True
    """False for stolen plates: the plate legitimately sits on another vehicle (D4)."""


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
    )
}
"""Categories that are on by default (HOT-08); every other code is refused at import."""


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
        """Return the entry's category."""
        return CATEGORIES[self.category]


@dataclass(frozen=True, slots=True)
class Hotlist:
    """A whole list at one version, as it came from headquarters."""

    version: int
    compiled_at: datetime
    entries: tuple[HotlistEntry, ...]
    look_alikes_allowed: bool = False
    """Whether the administrator allows one look-alike substitution (ALR-04)."""
    digest: str = ""
    """SHA-256 of the list as headquarters served it, for evidence; empty where unknown."""
