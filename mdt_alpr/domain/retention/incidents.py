"""Reports of wrongful stops and other incidents, and the record of a breach (OPS-01, 02, 04).

Anybody may report. Custodian and administrator decide; of a wrongful stop the supervisors, too.
Whom an incident concerns decides nothing in it, and nobody decides on the own report. A security
incident that is confirmed goes to the state's CJIS Systems Officer (CJIS IR-6), and its harm is
assessed (CJIS IR-8(1)).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from mdt_alpr.domain.errors import ActRefusedError
from mdt_alpr.domain.kinds import Label, Note, OwnCase, Sealed
from mdt_alpr.domain.people.roles import Permission, Role, may
from mdt_alpr.domain.policy import HOLD_FORM, INCIDENT_ACTED_ON_WITHIN, MOST_DAYS, PAPERS_KEPT_FOR
from mdt_alpr.domain.reason_words import reads_like_a_plate, says_nothing, single_line
from mdt_alpr.domain.retention.alpr_1 import GROUND_WORDS, HoldGround

REPORTED_WITHIN = timedelta(hours=1)
"""From discovery to the response team (CJIS IR-6)."""
LEAST_WORDS, LONGEST_WORDS = 10, 1000


class IncidentRefusedError(ActRefusedError):
    """A report or a step is refused."""


class IncidentKind(StrEnum):
    """What is reported."""

    WRONGFUL_STOP = "wrongful_stop"
    BREACH = "breach"
    """Data, a device or a password was lost, or seen by somebody who may not."""
    MISUSE = "misuse"
    OTHER = "other"


KIND_WORDS = {
    IncidentKind.WRONGFUL_STOP: "Wrongful stop",
    IncidentKind.BREACH: "Breach or loss of data",
    IncidentKind.MISUSE: "Misuse",
    IncidentKind.OTHER: "Other incident",
}

SECURITY = frozenset({IncidentKind.BREACH, IncidentKind.MISUSE})
"""Kinds that, once confirmed, go to the state and are assessed."""


class IncidentState(StrEnum):
    """The state of an incident."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    CLOSED = "closed"


class IncidentStep(StrEnum):
    """What is done about an incident."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    ASSESSED = "assessed"
    STATE_NOTIFIED = "state_notified"
    PERSONS_NOTIFIED = "persons_notified"
    NOTED = "noted"
    CLOSED = "closed"
    TEAM_NOTIFIED = "team_notified"
    """By headquarters, over the agency's channels."""
    HELD = "held"
    """By headquarters: the number of the preservation request."""


BY_ITSELF = frozenset({IncidentStep.TEAM_NOTIFIED, IncidentStep.HELD})
"""Steps that headquarters takes."""


class Persons(StrEnum):
    """Whether the people whose data it was must be notified (OPS-02)."""

    UNDECIDED = ""
    YES = "yes"
    NO = "no"


PERSONS_WORDS = {
    Persons.UNDECIDED: "Notify them?",
    Persons.YES: "Must be notified",
    Persons.NO: "Need not be notified",
}


class Duty(StrEnum):
    """What an incident still wants from the agency."""

    DECIDE = "decide"
    ASSESS = "assess"
    NOTIFY_STATE = "notify_state"
    NOTIFY_PERSONS = "notify_persons"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Preservation:
    """The parts of form ALPR-1 that a report adds to its hit, to keep the data past day 90."""

    ground: Annotated[
        HoldGround | None,
        Label(
            "Keep its data longer",
            options=(
                ("", "No: it goes at its time"),
                *((g.value, w) for g, w in GROUND_WORDS.items()),
            ),
        ),
    ] = None
    case: Annotated[OwnCase, Label("If kept: case number")] = ""
    parties: Annotated[Sealed, Label("If kept: parties of the case", is_wide=True)] = ""


@dataclass(frozen=True, slots=True)
class IncidentForm:
    """A report as it is filled in; ``hit_id`` is the alert behind a wrongful stop.

    ``discovered_at`` is None for right now. ``about`` is the user name of whom it concerns; of a
    hit it is the hit's officer, whoever is named, but for misuse of what it shows.
    """

    kind: Annotated[
        IncidentKind | None,
        Label("What", options=tuple((kind.value, words) for kind, words in KIND_WORDS.items())),
    ] = None
    discovered_at: Annotated[datetime | None, Label("Discovered")] = None
    words: Annotated[Note, Label("What happened. No plate: the hit shows it.", is_wide=True)] = ""
    hit_id: Annotated[str, Label("Hit", is_wide=True)] = ""
    about: Annotated[str, Label("User name, if not the hit's officer")] = ""
    keep: Preservation | None = None


@dataclass(frozen=True, slots=True)
class IncidentStepMade:
    """A step as it is kept; ``contact`` is who was notified, and how."""

    step: IncidentStep
    at: datetime
    by: str
    words: str = ""
    contact: str = ""
    persons: Persons = Persons.UNDECIDED


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a hit held when it was reported: the list's version, and a digest of each thing."""

    list_version: int
    digests: tuple[str, ...]


class Evidence(StrEnum):
    """What became of what was frozen."""

    NONE = ""
    NOT_CHECKED = "not_checked"
    WHOLE = "whole"
    CHANGED = "changed"
    GONE = "gone"
    """With its hit, after its time."""


@dataclass(frozen=True, slots=True)
class Incident:
    """A report with its steps, oldest first; ``concerns`` is who decides nothing in it, if any."""

    form: IncidentForm
    reported_at: datetime
    reported_by: str
    concerns: str = ""
    case: str = ""
    frozen: Frozen | None = None
    steps: tuple[IncidentStepMade, ...] = field(default=())

    @property
    def kind(self) -> IncidentKind:
        """Return its kind."""
        return self.form.kind or IncidentKind.OTHER

    @property
    def state(self) -> IncidentState:
        """Return its state after its steps."""
        state = IncidentState.REPORTED
        for made in self.steps:
            state = _TO.get(made.step, state)
        return state

    @property
    def expires_at(self) -> datetime:
        """Return when it is erased: kept as long as requests for captured data (8.A)."""
        return self.reported_at + PAPERS_KEPT_FOR

    @property
    def is_late(self) -> bool:
        """Return whether more than an hour passed between discovery and report."""
        found_at = self.form.discovered_at or self.reported_at
        return self.reported_at - found_at > REPORTED_WITHIN

    def last(self, step: IncidentStep) -> IncidentStepMade | None:
        """Return the last step of a kind, None where there is none."""
        return next((made for made in reversed(self.steps) if made.step is step), None)


_TO = {
    IncidentStep.CONFIRMED: IncidentState.CONFIRMED,
    IncidentStep.DISMISSED: IncidentState.DISMISSED,
    IncidentStep.CLOSED: IncidentState.CLOSED,
}
GOES = (
    f"Its hit and pictures still go on day {MOST_DAYS}: only form {HOLD_FORM} keeps them (page "
    "Preservation, or mdt-alpr hq hold request)."
)
_LIVE = frozenset({IncidentState.REPORTED, IncidentState.CONFIRMED})
_FROM = {
    IncidentStep.CONFIRMED: frozenset({IncidentState.REPORTED}),
    IncidentStep.DISMISSED: frozenset({IncidentState.REPORTED}),
    IncidentStep.ASSESSED: frozenset({IncidentState.CONFIRMED}),
    IncidentStep.STATE_NOTIFIED: frozenset({IncidentState.CONFIRMED}),
    IncidentStep.PERSONS_NOTIFIED: frozenset({IncidentState.CONFIRMED}),
    IncidentStep.NOTED: _LIVE,
    IncidentStep.CLOSED: frozenset({IncidentState.CONFIRMED}),
    IncidentStep.TEAM_NOTIFIED: frozenset(IncidentState),
    IncidentStep.HELD: frozenset(IncidentState),
}
_DECISIONS = {IncidentStep.CONFIRMED, IncidentStep.DISMISSED, IncidentStep.CLOSED}
_NOTICES = {IncidentStep.STATE_NOTIFIED, IncidentStep.PERSONS_NOTIFIED}


def report(form: IncidentForm, by: str, role: Role, now: datetime) -> Incident:
    """Return the incident that a complete report makes; of form ALPR-1 it keeps the ground only.

    What else the form asks for may hold a plate, and goes with the request (RET-09).

    Raises:
        IncidentRefusedError: a part is missing; says what.
    """
    reported = replace(
        form,
        discovered_at=form.discovered_at or now,
        words=single_line(form.words),
        hit_id=form.hit_id.strip(),
        about=form.about.strip(),
    )
    if lacking := tuple(_needs(reported, role, now)):
        raise IncidentRefusedError(*lacking)
    if reported.keep is not None:
        reported = replace(reported, keep=Preservation(reported.keep.ground))
    return Incident(reported, now, by)


def take_step(incident: Incident, step: IncidentStepMade, role: Role) -> Incident:
    """Return the incident after a person's step.

    Raises:
        IncidentRefusedError: not now, not by this person, or something of the step is missing.
    """
    if (why := _why_not(incident, step.step, step.by, role)) is not None:
        raise IncidentRefusedError(why)
    taken = replace(step, words=single_line(step.words), contact=single_line(step.contact))
    if lacking := tuple(_step_needs(taken)):
        raise IncidentRefusedError(*lacking)
    return with_step(incident, taken)


def with_step(incident: Incident, step: IncidentStepMade) -> Incident:
    """Return the incident with a step more, such as one of headquarters' own."""
    return replace(incident, steps=(*incident.steps, step))


def steps_open_to(incident: Incident, by: str, role: Role) -> tuple[IncidentStep, ...]:
    """Return the steps that a person may take now."""
    return tuple(step for step in _FROM if _why_not(incident, step, by, role) is None)


def apart_from(incident: Incident, step: IncidentStep) -> tuple[str, ...]:
    """Return from whom the person of a step is another, by user name; empty for nobody."""
    return incident.concerns, incident.reported_by if step in _DECISIONS else ""


def may_handle(kind: IncidentKind, role: Role) -> bool:
    """Return whether a role decides on incidents of a kind."""
    reviews = kind is IncidentKind.WRONGFUL_STOP and may(role, Permission.REVIEW_HITS)
    return reviews or may(role, Permission.MANAGE_HOLDS)


def duties(incident: Incident) -> tuple[tuple[Duty, datetime | None], ...]:
    """Return what is still to do and by when, the next first; None for no limit."""
    if incident.state is IncidentState.REPORTED:
        return ((Duty.DECIDE, incident.reported_at + INCIDENT_ACTED_ON_WITHIN),)
    if incident.state is not IncidentState.CONFIRMED:
        return ()
    return tuple(_duties_of_confirmed(incident)) or ((Duty.CLOSE, None),)


def keeps_nothing(form: IncidentForm, state: IncidentState, steps: Iterable[IncidentStep]) -> bool:
    """Return whether the hit of an open report goes on day 90 with its pictures (OPS-04).

    Only form ALPR-1 keeps it longer; what the report froze is a digest of it (8.C).
    """
    return bool(form.hit_id) and state in _LIVE and IncidentStep.HELD not in steps


def waits_for(incident: Incident, person: str, role: Role) -> bool:
    """Return whether a person must do something about it."""
    is_own = person in (incident.concerns, incident.reported_by)
    return bool(duties(incident)) and may_handle(incident.kind, role) and not is_own


# ------------------------------------------------------------------------ inside


def _needs(form: IncidentForm, role: Role, now: datetime) -> Iterator[str]:
    if form.kind is None:
        yield "Choose what you report."
    if form.discovered_at is not None and form.discovered_at > now:
        yield "It was not discovered in the future."
    if len(form.words) < LEAST_WORDS or says_nothing(form.words):
        yield f"Say what happened, in at least {LEAST_WORDS} characters."
    yield from _words_need(form.words)
    if form.keep is not None and not form.hit_id:
        yield f"To keep data past its time, name the hit, or file form {HOLD_FORM}."
    if form.keep is not None and not may(role, Permission.REQUEST_HOLDS):
        yield f"Ask who may file form {HOLD_FORM}: your account may not."


def _words_need(*texts: str) -> Iterator[str]:
    if any(len(text) > LONGEST_WORDS for text in texts):
        yield f"At most {LONGEST_WORDS} characters."
    if any(map(reads_like_a_plate, texts)):
        yield 'Leave the plate out: write "the plate". The hit shows it.'


def _why_not(incident: Incident, step: IncidentStep, by: str, role: Role) -> str | None:
    if step in BY_ITSELF:
        return "Headquarters does this."
    if by == incident.concerns:
        return "This incident concerns you: another person handles it."
    if by == incident.reported_by and step in _DECISIONS:
        return "You reported it: another person decides."
    if not may_handle(incident.kind, role):
        return "A custodian or administrator does this; of a wrongful stop, a supervisor, too."
    return _not_now(incident, step)


def _not_now(incident: Incident, step: IncidentStep) -> str | None:
    if incident.state not in _FROM[step]:
        return "This cannot be done now: see the incident's state."
    if step in _NOTICES | {IncidentStep.ASSESSED} and incident.kind not in SECURITY:
        return "This is for a breach or misuse."
    if step is IncidentStep.CLOSED and any(_duties_of_confirmed(incident)):
        return "Something is still to do before it is closed."
    return None


def _step_needs(step: IncidentStepMade) -> Iterator[str]:
    wants_words = step.step not in _NOTICES
    if wants_words and (len(step.words) < LEAST_WORDS or says_nothing(step.words)):
        words = {
            IncidentStep.ASSESSED: "Assess the harm, and which privacy rules apply",
            IncidentStep.CLOSED: "Say what was done",
            IncidentStep.NOTED: "Write the note",
        }
        yield f"{words.get(step.step, 'Give the reason')}, in at least {LEAST_WORDS} characters."
    if step.step in _NOTICES and len(step.contact) < LEAST_WORDS // 2:
        yield "Say who was notified, and how."
    if step.step is IncidentStep.ASSESSED and step.persons is Persons.UNDECIDED:
        yield "Say whether the people concerned must be notified."
    yield from _words_need(step.words, step.contact)


def _duties_of_confirmed(incident: Incident) -> Iterator[tuple[Duty, datetime | None]]:
    if incident.kind not in SECURITY:
        return
    confirmed = incident.last(IncidentStep.CONFIRMED)
    assert confirmed is not None  # noqa: S101 - it is what made the state
    if incident.last(IncidentStep.STATE_NOTIFIED) is None:
        yield Duty.NOTIFY_STATE, confirmed.at + INCIDENT_ACTED_ON_WITHIN
    assessed = incident.last(IncidentStep.ASSESSED)
    if assessed is None:
        yield Duty.ASSESS, None
    elif assessed.persons is Persons.YES and incident.last(IncidentStep.PERSONS_NOTIFIED) is None:
        yield Duty.NOTIFY_PERSONS, None
