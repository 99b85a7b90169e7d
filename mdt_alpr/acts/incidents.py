"""Wrongful stops and other incidents, and what is done about them (OPS-01, OPS-02, OPS-04)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import waiting_words
from mdt_alpr.domain.retention.incidents import (
    BY_ITSELF,
    GOES,
    KIND_WORDS,
    PERSONS_WORDS,
    Duty,
    Evidence,
    IncidentKind,
    IncidentState,
    IncidentStep,
    keeps_nothing,
)
from mdt_alpr.domain.time_words import time_in_words
from mdt_alpr.wire.incidents import (
    DutyMessage,
    IncidentMessage,
    IncidentReport,
    IncidentsMessage,
    IncidentStepMessage,
    IncidentStepRequest,
)
from mdt_alpr.wire.problems import Problem

_BUTTONS = {
    IncidentStep.CONFIRMED: "Confirm",
    IncidentStep.DISMISSED: "Dismiss",
    IncidentStep.ASSESSED: "Assess harm",
    IncidentStep.STATE_NOTIFIED: "State notified",
    IncidentStep.PERSONS_NOTIFIED: "People notified",
    IncidentStep.NOTED: "Add note",
    IncidentStep.CLOSED: "Close",
}
_STEPS = {
    IncidentStep.CONFIRMED: "Confirmed",
    IncidentStep.DISMISSED: "Dismissed",
    IncidentStep.ASSESSED: "Harm assessed",
    IncidentStep.STATE_NOTIFIED: "State's CJIS officer notified",
    IncidentStep.PERSONS_NOTIFIED: "People concerned notified",
    IncidentStep.NOTED: "Note",
    IncidentStep.CLOSED: "Closed",
    IncidentStep.TEAM_NOTIFIED: "Response team notified",
    IncidentStep.HELD: "Data held",
}
_DUTIES = {
    Duty.DECIDE: "confirm or dismiss it",
    Duty.ASSESS: "assess the harm",
    Duty.NOTIFY_STATE: "notify the state",
    Duty.NOTIFY_PERSONS: "notify the people concerned",
    Duty.CLOSE: "close it",
}
_EVIDENCE = {
    Evidence.NONE: "",
    Evidence.NOT_CHECKED: "",
    Evidence.WHOLE: ", all of it unchanged",
    Evidence.CHANGED: ", CHANGED SINCE: check the audit",
    Evidence.GONE: ", gone after its time",
}
_STATES = {
    IncidentState.REPORTED: ("Reported", "ring"),
    IncidentState.CONFIRMED: ("Confirmed", "weak"),
    IncidentState.DISMISSED: ("Dismissed", ""),
    IncidentState.CLOSED: ("Closed", "tick"),
}


class _Line(NamedTuple):
    """A step with its number; None for the report itself."""

    number: int
    incident: IncidentMessage
    step: IncidentStepMessage | None = None


def _lines(incident: IncidentMessage) -> Iterator[_Line]:
    yield _Line(0, incident)
    for number, step in enumerate(incident.steps, 1):
        yield _Line(number, incident, step)


def _duty(duty: DutyMessage) -> str:
    """Return what is to do and by when."""
    by = f" by {time_in_words(duty.due_at)}" if duty.due_at else ""
    return f"{_DUTIES[duty.duty]}{by}"


def _kind(incident: IncidentMessage) -> str:
    return KIND_WORDS[incident.form.kind] if incident.form.kind else ""


def _state(incident: IncidentMessage) -> ListCell:
    """Return an incident's state and what is to do next."""
    words, mark = _STATES[incident.state]
    if not incident.duties:
        return ListCell(words, mark=mark)
    first = incident.duties[0]
    below = _duty(first) + ("" if incident.waits else " (waits for others)")
    return ListCell(words, below, mark, is_strong=incident.waits, due=first.due_at)


def _goes(incident: IncidentMessage) -> str:
    """Return that its hit is kept no longer, empty where it is."""
    steps = [step.step for step in incident.steps]
    return GOES if keeps_nothing(incident.form, incident.state, steps) else ""


def _about(incident: IncidentMessage) -> str:
    """Return what was reported and what is frozen of it, in a few sentences."""
    form = incident.form
    discovered = time_in_words(form.discovered_at) if form.discovered_at else ""
    late = ", more than an hour later" if incident.is_late else ""
    head = (
        f"No. {incident.number}. {_kind(incident)}, discovered {discovered}, reported by "
        f"{incident.reported_by} {time_in_words(incident.reported_at)}{late}. {form.words}"
    )
    if not incident.case:
        return head
    frozen = f"list version {incident.list_version}{_EVIDENCE[incident.evidence]}"
    case = f"Review case {incident.case}."
    return f"{head} Hit of {incident.officer}, {frozen}. {case} {_goes(incident)}".rstrip()


def _to_do(incident: IncidentMessage) -> str:
    """Return what is still to do, and who does it where that is somebody else."""
    if not incident.duties:
        return "Nothing is left to do."
    words = f"To do: {'; '.join(map(_duty, incident.duties))}."
    if incident.waits:
        return words
    is_stop = incident.form.kind is IncidentKind.WRONGFUL_STOP
    others = "another supervisor of the team, " if is_stop else ""
    waits = f"Waits for {others}the custodian or an administrator"
    return f"{words} {waits}: nobody decides on an own report."


def _foot(answer: IncidentsMessage) -> str:
    goes = [f"No. {incident.number}: {_goes(incident)}" for incident in answer.incidents
            if _goes(incident)]  # fmt: skip
    return "\n".join((waiting_words(answer.waiting), *goes))


def _step(line: _Line) -> ListCell:
    if line.step is None:
        return ListCell("Reported", is_strong=True)
    is_no = line.step.step is IncidentStep.DISMISSED
    return ListCell(_STEPS[line.step.step], mark="cross" if is_no else "tick")


def _taken(incident: IncidentMessage, _: Mapping[str, str]) -> tuple[IncidentStepMessage, ...]:
    return taken(incident.steps)


def taken(steps: tuple[IncidentStepMessage, ...]) -> tuple[IncidentStepMessage, ...]:
    """Return the steps that people took: what headquarters does meanwhile outdates no page."""
    return tuple(step for step in steps if step.step not in BY_ITSELF)


INCIDENTS: Listing[IncidentsMessage, IncidentMessage] = Listing(
    lambda answer: answer.incidents,
    lambda incident: incident.number,
    (
        ListColumn("No.", 60, lambda row: ListCell(row.number, is_strong=True), "number"),
        ListColumn("What", 200, lambda row: ListCell(
            _kind(row), f"case {row.case}" if row.case else "")),
        ListColumn("Discovered", 160, lambda row: ListCell(
            row.form.discovered_at, "more than an hour later" if row.is_late else "")),
        ListColumn("Reported", 200, lambda row: ListCell(
            row.reported_at, f"by {row.reported_by}", to_second=True), "reported"),
        ListColumn("Officer", 170, lambda row: row.officer),
        ListColumn("State", 330, _state, "open"),
    ),
    "None reported.",
    _foot,
    after=lambda answer, loaded: {"first": loaded} if answer.has_more else {},
)  # fmt: skip
STEPS: Listing[IncidentMessage, _Line] = Listing(
    _lines,
    lambda line: line.number,
    (
        ListColumn("When", 140, lambda line: ListCell(
            line.step.at if line.step else line.incident.reported_at, to_second=True)),
        ListColumn("Step", 240, _step),
        ListColumn("By", 170, lambda line: (
            line.step.by or "Headquarters" if line.step else line.incident.reported_by)),
        ListColumn("Who and how", 240, lambda line: line.step and ListCell(
            line.step.contact, PERSONS_WORDS[line.step.persons] if line.step.persons else "")),
        ListColumn("Note", 330, lambda line: line.step and line.step.words),
    ),
    foot=_to_do,
    about=_about,
)  # fmt: skip
SHOW_INCIDENTS = Look(
    "GET /v1/incidents", "See incidents, the newest first", (Permission.REQUEST_HOLDS,
    Permission.READ_AUDIT, Permission.RUN_SERVER), IncidentsMessage, shows_captured=True,
    records=(AuditEvent.HQ_INCIDENTS_VIEWED,), command="incidents", listing=INCIDENTS,
)  # fmt: skip
REPORT_INCIDENT = Act(
    "POST /v1/incidents",
    "Report a wrongful stop or another incident: its hit is frozen, the team is notified",
    (Permission.REQUEST_HOLDS, Permission.READ_AUDIT, Permission.RUN_SERVER), IncidentMessage,
    body=IncidentReport, refusal=Problem.INCIDENT_REFUSED, records=(AuditEvent.HQ_CASE_OPENED,
    AuditEvent.HQ_HOLD_KEPT, AuditEvent.HQ_HOLD_REQUESTED, AuditEvent.HQ_INCIDENT_REPORTED,
    AuditEvent.HQ_INCIDENT_STEP), says={"incident_id": ""}, button="Report now",
    command="report-incident {kind} {words}", listing=STEPS, changes=Unversioned.MAKES,
)  # fmt: skip
SHOW_INCIDENT = Look(
    "GET /v1/incidents/{number}", "See an incident and its steps", (Permission.REQUEST_HOLDS,
    Permission.READ_AUDIT, Permission.RUN_SERVER), IncidentMessage, shows_captured=True,
    records=(AuditEvent.HQ_INCIDENTS_VIEWED,), command="incident", listing=STEPS,
)  # fmt: skip
TAKE_STEP = Act(
    "POST /v1/incidents/{number}/steps",
    "Confirm, dismiss, assess, notify, note or close an incident", (Permission.REVIEW_HITS,
    Permission.MANAGE_HOLDS), IncidentMessage, body=IncidentStepRequest,
    refusal=Problem.INCIDENT_REFUSED, is_privileged=True, records=(AuditEvent.HQ_INCIDENT_STEP,),
    command="incident-step {step}", listing=STEPS, changes=_taken,
)  # fmt: skip
STEP_ACTS = tuple(
    replace(TAKE_STEP, says={"step": step}, command="", button=words)
    for step, words in _BUTTONS.items()
)
"""Each step by its button."""
