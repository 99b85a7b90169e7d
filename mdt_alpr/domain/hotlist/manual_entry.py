"""Manual entries: what one contains, how long it lives, who may end it (09.21.5.A.6, MAN-*)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    """The four lawful purposes (GS 20-183.31(b) as amended 2023, PUR-01); one must be chosen."""

    CRIMINAL = "criminal_investigation"
    FELONY_WARRANT = "felony_warrant"
    MISSING = "missing_or_endangered"
    VEHICLE = "lost_or_stolen_vehicle"


class Basis(StrEnum):
    """How the plate was identified (MAN-01)."""

    SEEN = "seen_by_officer"
    WITNESS = "witness"
    REGISTRATION = "registration_record"
    VIDEO = "video"
    DESCRIPTION = "description_only"
    """A vehicle like the one described: a lead, never more (MAN-09)."""


@dataclass(frozen=True, slots=True)
class PersonBasis:
    """What else an entry that names a person needs (MAN-06)."""

    identified_how: str
    identified_by: str
    tied_to_vehicle_how: str


@dataclass(frozen=True, slots=True)
class LeadSighting:
    """Where a description-only lead comes from: distance and minutes from the crime (MAN-09)."""

    miles: float
    minutes: int


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """The form's answers; empty text and None mean not answered yet.

    ``spelled``: the officer confirmed each 0/O, 1/I, 8/B, 5/S, 2/Z (MAN-07).
    """

    text: str = ""
    state: str = ""
    reason: str = ""
    purpose: Purpose | None = None
    case: str = ""
    instruction: str = ""
    basis: Basis | None = None
    names_person: bool | None = None
    person: PersonBasis | None = None
    sighting: LeadSighting | None = None
    spelled: bool = False


class Extension(StrEnum):
    """The state of a request for more time (MAN-03)."""

    NONE = "none"
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ManualEntry:
    """An entry as it was made; ``draft`` keeps every answer, ``entered_by`` stays named.

    ``rechecked_at`` is the last re-check of an entry on a wanted person (MAN-08); ``removed_at``
    ends the entry before its day. ``justification`` is the officer's for more time, ``decided_by``
    and ``decided_why`` the answer to it (MAN-03); ``case_closed``: the linked case has closed, so
    that the entry may no longer be needed (MAN-04).
    """

    entry_id: str
    draft: EntryDraft
    entered_by: str
    entered_at: datetime
    expires_at: datetime
    rechecked_at: datetime | None = None
    removed_at: datetime | None = None
    extension: Extension = Extension.NONE
    justification: str = ""
    decided_by: str = ""
    decided_why: str = ""
    removed_by: str = ""
    case_closed: bool = False


@dataclass(frozen=True, slots=True)
class ManualFacts:
    """What a hit on a manual entry shows of it, and no more: the person is not described.

    ``labels`` must appear with the entry wherever it is shown (MAN-09, RS-09).
    """

    reason: str
    instruction: str
    case: str
    purpose: Purpose
    basis: Basis
    names_person: bool
    labels: tuple[str, ...]
    entered_by: str
    entered_at: datetime
    rechecked_at: datetime | None = None
    extension: Extension = Extension.NONE
    decided_by: str = ""
    decided_why: str = ""
    case_closed: bool = False
