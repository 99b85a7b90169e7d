"""Words of incidents: kinds, states, steps, duties."""

from datetime import datetime

from mdt_alpr.domain.retention.incidents import (
    GOES,
    Duty,
    Evidence,
    IncidentKind,
    IncidentState,
    IncidentStep,
    Persons,
    keeps_nothing,
)
from mdt_alpr.ui.desk.models.desk import Cell
from mdt_alpr.ui.desk.presenters.words import day_time
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire.incidents import DutyMessage, IncidentMessage

KIND_WORDS = {
    IncidentKind.WRONGFUL_STOP: "Wrongful stop",
    IncidentKind.BREACH: "Breach or loss of data",
    IncidentKind.MISUSE: "Misuse",
    IncidentKind.OTHER: "Other incident",
}
ACT_WORDS = {
    IncidentStep.CONFIRMED: "Confirm",
    IncidentStep.DISMISSED: "Dismiss",
    IncidentStep.ASSESSED: "Assess harm",
    IncidentStep.STATE_NOTIFIED: "State notified",
    IncidentStep.PERSONS_NOTIFIED: "People notified",
    IncidentStep.NOTED: "Add note",
    IncidentStep.CLOSED: "Close",
}
STEP_WORDS = {
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
PERSONS_WORDS = {
    Persons.UNDECIDED: "Notify them?",
    Persons.YES: "Must be notified",
    Persons.NO: "Need not be notified",
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
    IncidentState.REPORTED: ("Reported", Mark.RING),
    IncidentState.CONFIRMED: ("Confirmed", Mark.WEAK),
    IncidentState.DISMISSED: ("Dismissed", None),
    IncidentState.CLOSED: ("Closed", Mark.TICK),
}


def incident_state_cell(incident: IncidentMessage, now: datetime) -> Cell:
    """Return an incident's state and what is to do next."""
    words, mark = _STATES[incident.state]
    if not incident.duties:
        return Cell(words, mark)
    first = incident.duties[0]
    is_late = first.due_at is not None and first.due_at < now
    said = duty_words(first, now) + ("" if incident.waits else " (waits for others)")
    return Cell(words, mark, strong=incident.waits, warns=is_late, below=said)


def who_decides(kind: IncidentKind | None) -> str:
    """Return who handles an incident that waits for somebody else (``may_handle``)."""
    of_stops = "another supervisor of the team, " if kind is IncidentKind.WRONGFUL_STOP else ""
    return (
        f"Waits for {of_stops}the custodian or an administrator: nobody decides on an own report."
    )


def duty_words(duty: DutyMessage, now: datetime) -> str:
    """Return what is to do and by when: "notify the state by Nov 29, 08:30:00"."""
    words = _DUTIES[duty.duty]
    if duty.due_at is None:
        return words
    return f"{words}: overdue" if duty.due_at < now else f"{words} by {day_time(duty.due_at)}"


def about_incident(one: IncidentMessage) -> str:
    """Return what was reported and what is frozen of it, in a few sentences."""
    form = one.form
    found = full_time(form.discovered_at) if form.discovered_at else ""
    late = ", more than an hour later" if one.is_late else ""
    head = (
        f"{KIND_WORDS[form.kind] if form.kind else ''}, discovered {found}, reported by "
        f"{one.reported_by} {full_time(one.reported_at)}{late}. {form.words}"
    )
    if not one.case:
        return head
    goes = f" {GOES}" if keeps_nothing(form, one.state, [made.step for made in one.steps]) else ""
    return (
        f"{head} Hit of {one.officer}, list version {one.list_version}{_EVIDENCE[one.evidence]}. "
        f"Review case {one.case}.{goes}"
    )
