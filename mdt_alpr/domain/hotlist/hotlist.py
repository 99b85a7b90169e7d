"""Hotlist entries, categories, the settings of those, and corrections (HOT-08, HOT-11)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hotlist.manual_entry import ManualFacts, Purpose
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import (
    CAPTURED_DATA_KEPT_FOR,
    CORRECTION_LASTS_AT_MOST,
    LEAST_CASE_LENGTH,
    LEAST_REASON_LENGTH,
    NO_DETENTION_WORDS,
    PERSON_LINKED_WORDS,
)


class Priority(StrEnum):
    """How urgent a category is; each has a word, a shape and a tone (U14)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of record, by NCIC record code (first letter of the NIC).

    ``purpose`` is the lawful one that supports it; a category that is not ``on_by_default`` has
    none, and is imported only after the administrator has named it (HOT-08, PUR-03). Manual
    entries have one each, which their maker names. ``restricted`` files are protected like
    criminal history, so each view of their records is recorded (HOT-10, CJIS 4.2.2).
    """

    code: str
    name: str
    priority: Priority
    person_linked: bool = False
    describes_vehicle: bool = True
    """False for stolen plates: the plate is legitimately on another vehicle (D4)."""
    on_by_default: bool = True
    restricted: bool = False
    no_detention: bool = False
    purpose: Purpose | None = None

    @property
    def offense(self) -> str:
        """Return the type of offense for an audit, which tells no restricted file (AUD-01)."""
        return "Restricted file" if self.restricted else self.name

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
    """Return a category that watches a person and is off until somebody decides on it."""
    return Category(
        code,
        name,
        Priority.LOW,
        person_linked=True,
        on_by_default=False,
        restricted=restricted,
        no_detention=no_detention,
    )


_STOLEN = Purpose.VEHICLE
CATEGORIES: dict[str, Category] = {
    category.code: category
    for category in (
        Category("V", "Stolen vehicle", Priority.HIGH, purpose=_STOLEN),
        Category("P", "Stolen plate", Priority.MEDIUM, describes_vehicle=False, purpose=_STOLEN),
        Category("F", "Felony vehicle", Priority.HIGH, purpose=Purpose.CRIMINAL),
        Category("R", "Stolen in Canada", Priority.HIGH, purpose=_STOLEN),
        Category(
            "W", "Wanted person", Priority.HIGH, person_linked=True, purpose=Purpose.FELONY_WARRANT
        ),
        Category(
            "M", "Missing person", Priority.MEDIUM, person_linked=True, purpose=Purpose.MISSING
        ),
        Category("A", "AMBER alert", Priority.HIGH, person_linked=True, purpose=Purpose.MISSING),
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


class AlertStyle(StrEnum):
    """How an alert sounds; it looks the same in each style (HOT-08)."""

    SPOKEN = "spoken"
    """Tone and words."""
    TONE = "tone"
    """Only the tone: nobody next to the officer hears the category."""
    SHOWN = "shown"
    """Nothing: it is only on the screen and in the list."""


STYLE_WORDS = {
    AlertStyle.SPOKEN: "Tone and words",
    AlertStyle.TONE: "Tone only",
    AlertStyle.SHOWN: "No sound",
}

LONGEST_INSTRUCTION = 60
"""Characters that fit on the result page: an instruction is never cut off."""


@dataclass(frozen=True, slots=True)
class CategorySetting:
    """How urgent hits of a category are, how they alert, what officers are to do (HOT-08).

    The instruction is shown after the entry only: it could give the record away (D1). ``set_at``
    is None where nobody set it, or an older list does not say.
    """

    code: str
    priority: Priority
    style: AlertStyle = AlertStyle.SPOKEN
    instruction: str = ""
    set_at: datetime | None = None

    def check(self) -> None:
        """Refuse what no administrator may set.

        Raises:
            DomainError: no such category; silent though it is urgent (U14); an instruction that is
                not one line of the length that is shown in full.
        """
        if self.code not in CATEGORIES:
            message = f"{self.code!r} is no category. There are {', '.join(sorted(CATEGORIES))}."
            raise DomainError(message)
        if self.style is AlertStyle.SHOWN and self.priority is not Priority.LOW:
            raise DomainError("Only a category of low priority may alert without a sound.")
        text = self.instruction
        if text != text.strip() or not text.isprintable() or len(text) > LONGEST_INSTRUCTION:
            message = f"An instruction is one line of at most {LONGEST_INSTRUCTION} characters."
            raise DomainError(message)


@dataclass(frozen=True, slots=True)
class PastHits:
    """How many hits of one category of a list were right, of those decided in a time (D19)."""

    code: str
    list_name: str
    right: int
    decided: int
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class CategorySettings:
    """What the administrator set; other categories have their own defaults.

    ``past_hits`` say how often hits were right, of lists that had enough of them (D19).
    """

    decided: tuple[CategorySetting, ...] = ()
    past_hits: tuple[PastHits, ...] = ()

    def of(self, code: str) -> CategorySetting:
        """Return a category's setting."""
        settings = (setting for setting in self.decided if setting.code == code)
        return next(settings, None) or CategorySetting(code, CATEGORIES[code].priority)

    def spelled_out(self, codes: Iterable[str]) -> "CategorySettings":
        """Return the settings of these categories in full, unaffected by a later change."""
        wanted = set(codes)
        past = tuple(hit for hit in self.past_hits if hit.code in wanted)
        return CategorySettings(tuple(self.of(code) for code in sorted(wanted)), past)

    @property
    def other_priorities(self) -> tuple[CategorySetting, ...]:
        """Return the settings by which a category is more or less urgent than by default."""
        return tuple(
            setting
            for setting in self.decided
            if setting.priority != CATEGORIES[setting.code].priority
        )

    def check(self) -> None:
        """Refuse settings of which one is not allowed, or that set a category twice.

        Raises:
            DomainError: says which.
        """
        for setting in self.decided:
            setting.check()
        if len({setting.code for setting in self.decided}) != len(self.decided):
            raise DomainError("A category is set twice.")


NOTHING_SET = CategorySettings()


@dataclass(frozen=True, slots=True)
class HotlistEntry:
    """One record as listed; nothing is merged away (HOT-07).

    ``plate.text`` keeps the listed characters. Fields follow NCIC: ``nic``, ``ori``,
    ``plate_type`` (LIT), ``plate_year`` (LIY), ``vehicle_year`` (VYR), ``make`` (VMA),
    ``model`` (VMO), ``style`` (VST), ``color`` (VCO). ``expires_at`` is set for manual entries
    (MAN-02), ``manual`` for those that a coworker made on a form: reason, instruction, who and
    labels.
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
    color: str = ""
    note: str = ""
    expires_at: datetime | None = None
    manual: ManualFacts | None = None
    plate_year: str = ""

    @property
    def kind(self) -> Category:
        """Return the entry's category; a manual entry that names a person is linked to one."""
        if self.manual is not None and self.manual.names_person:
            return _ON_A_PERSON.get(self.category, CATEGORIES[self.category])
        return CATEGORIES[self.category]


class DeliveredEntries(Protocol):
    """Delivered entries that are too many for memory; immutable, for any thread."""

    count: int

    @property
    def is_damaged(self) -> bool:
        """Return whether some of them cannot be read, so that an answer may lack an entry."""
        ...

    def at(self, folded_text: str) -> tuple[HotlistEntry, ...]:
        """Return every entry of every state with these folded characters."""
        ...


@dataclass(frozen=True, slots=True)
class Hotlist:
    """A whole list at one version, as it came from headquarters.

    ``compiled_at`` is from when its oldest data is: its age (HOT-02). ``made_at`` is when
    headquarters made this version, None where an older one did not say.

    ``entries`` are those in memory, among them every manual one; ``delivered`` are the others.
    """

    version: int
    compiled_at: datetime
    entries: tuple[HotlistEntry, ...]
    look_alikes_allowed: bool = False
    """Whether the administrator allows one look-alike substitution (ALR-04)."""
    digest: str = ""
    """SHA-256 of the list as headquarters served it, for evidence; empty where unknown."""
    delivered: DeliveredEntries | None = None
    settings: CategorySettings = NOTHING_SET
    made_at: datetime | None = None
    kept_days: int = CAPTURED_DATA_KEPT_FOR.days
    """For how many days captured data is kept; it comes with the list (RET-06)."""

    @property
    def count(self) -> int:
        """Return how many entries the list has."""
        return len(self.entries) + (self.delivered.count if self.delivered else 0)


_TO_NCIC = {"NE": "NB"}
_FROM_NCIC = {ncic: postal for postal, ncic in _TO_NCIC.items()}


def lis_of(state: str) -> str:
    """Return the code of a state in NCIC's field LIS."""
    return _TO_NCIC.get(state, state)


def state_of(lis: str) -> str:
    """Return the state that a code of the field LIS means."""
    return _FROM_NCIC.get(lis, lis)


def record_key(
    plate: tuple[str, str, str], category: str, nic: str, content: tuple[str, ...]
) -> tuple[str, ...]:
    """Return what identifies a record in every delivery (HOT-07).

    ``plate`` is text, state and list. A NIC identifies the record, whatever else the line says
    later. A line without one is identified only by its whole ``content``: two on one plate both
    show, and a changed one is another record.
    """
    return (*plate, nic) if nic else (*plate, category, *content)


@dataclass(frozen=True, slots=True)
class CorrectionDraft:
    """What a custodian states: which record, why it is wrong, the evidence, for how long.

    ``evidence`` names what was examined: a hit, a case, a reply. ``owner_asked`` says how the
    agency that owns the record was asked to correct it; empty where it was not asked yet.
    """

    reason: str
    evidence: str
    owner_asked: str = ""
    lasts: timedelta = CORRECTION_LASTS_AT_MOST

    def check(self) -> None:
        """Refuse a correction without reason, evidence or a valid time.

        Raises:
            DomainError: no reason, no evidence, or a time that may not be.
        """
        check_reason(self.reason)
        if len(self.evidence.strip()) < LEAST_CASE_LENGTH:
            raise DomainError("Name the evidence: the hit, the case, or the reply that shows it.")
        check_time(self.lasts)


def check_reason(reason: str) -> None:
    """Refuse a reason that says nothing.

    Raises:
        DomainError: it is too short.
    """
    if len(reason.strip()) < LEAST_REASON_LENGTH:
        raise DomainError(f"Give the reason in at least {LEAST_REASON_LENGTH} characters.")


def check_time(lasts: timedelta) -> None:
    """Refuse a time that no correction may last; after it one renews, or cars alert again.

    Raises:
        DomainError: none, or too long.
    """
    if not timedelta(0) < lasts <= CORRECTION_LASTS_AT_MOST:
        message = f"A correction lasts 1 to {CORRECTION_LASTS_AT_MOST.days} days; then renew it."
        raise DomainError(message)
