"""Incidents on the wire (OPS-01, 02, 04)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mdt_alpr.domain.kinds import Contact, Label, Note
from mdt_alpr.domain.retention.incidents import (
    BY_ITSELF,
    PERSONS_WORDS,
    Duty,
    Evidence,
    IncidentForm,
    IncidentState,
    IncidentStep,
    Persons,
)


@dataclass(frozen=True, slots=True)
class IncidentReport:
    """A report; ``incident_id`` is made where it is filled in, so that twice sent is once kept.

    Without one headquarters makes it.

    The preservation request that it asks for has the same id.
    """

    incident_id: str
    form: IncidentForm


@dataclass(frozen=True, slots=True)
class IncidentReportMessage:
    """A report as it was filled in in a car (ItemKind.INCIDENT_REPORT)."""

    incident_id: str
    form: IncidentForm
    person_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class IncidentStepMessage:
    """A step that was taken; ``by`` is a name, empty for headquarters."""

    step: IncidentStep
    at: datetime
    by: str
    words: str
    contact: str
    persons: Persons


@dataclass(frozen=True, slots=True)
class DutyMessage:
    """What is still to do, and by when; None for no limit."""

    duty: Duty
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class IncidentMessage:
    """An incident for who may see it; ``steps_open`` are those that this person may take now.

    ``evidence`` is what became of what was frozen; in a list it is not checked. ``waits`` is
    whether this person must do something about it.
    """

    number: int
    form: IncidentForm
    reported_at: datetime
    reported_by: str
    is_late: bool
    officer: str
    case: str
    state: IncidentState
    list_version: int
    evidence: Evidence
    duties: tuple[DutyMessage, ...]
    steps: tuple[IncidentStepMessage, ...]
    steps_open: tuple[IncidentStep, ...]
    waits: bool


@dataclass(frozen=True, slots=True)
class OwnHitMessage:
    """A hit of the person who asks, to choose one for a report; it names no plate."""

    hit_id: str
    raised_at: datetime
    category: str
    unit: str


@dataclass(frozen=True, slots=True)
class IncidentsMessage:
    """Incidents, the newest first; ``waiting`` of all of them wait for this person.

    ``hits`` are the newest of the person's own.
    """

    incidents: tuple[IncidentMessage, ...]
    has_more: bool
    waiting: int
    hits: tuple[OwnHitMessage, ...]


@dataclass(frozen=True, slots=True)
class IncidentStepRequest:
    """A step to take."""

    step: Annotated[IncidentStep, Label(not_asked=BY_ITSELF)]
    words: Annotated[
        Note, Label("Reason, note, or assessment of the harm. No plates.", is_wide=True)
    ] = ""
    contact: Annotated[Contact, Label("Who was notified, and how", is_wide=True)] = ""
    persons: Annotated[
        Persons,
        Label("People concerned", options=tuple((p.value, w) for p, w in PERSONS_WORDS.items())),
    ] = Persons.UNDECIDED
