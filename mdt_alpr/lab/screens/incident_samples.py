"""Made-up incidents, for screenshots and tests of the screen."""

from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.retention.incidents import (
    Duty,
    Evidence,
    IncidentForm,
    IncidentKind,
    IncidentState,
    IncidentStep,
    Persons,
)
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.incidents import (
    DutyMessage,
    IncidentMessage,
    IncidentsMessage,
    IncidentStepMessage,
    OwnHitMessage,
)

_HOUR = timedelta(hours=1)


def sample_incident() -> IncidentMessage:
    """Return a wrongful stop that is confirmed, with its data held."""
    form = IncidentForm(
        IncidentKind.WRONGFUL_STOP,
        NOW - 3 * _HOUR,
        "A family was held at gunpoint; the record was of a motorcycle with the same characters.",
        "hit-0",
    )
    at = NOW - 3 * _HOUR + timedelta(minutes=20)
    undecided = Persons.UNDECIDED
    steps = (
        IncidentStepMessage(IncidentStep.HELD, at, "", "Preservation request 7", "", undecided),
        IncidentStepMessage(
            IncidentStep.TEAM_NOTIFIED, at + timedelta(seconds=9), "", "mail, webhook", "",
            undecided,
        ),
        IncidentStepMessage(
            IncidentStep.CONFIRMED, at + _HOUR, "Sgt. M. Whitfield",
            "The state was never compared before the stop.", "", undecided,
        ),
    )  # fmt: skip
    return IncidentMessage(
        4, form, at, "Ofc. T. Jones", is_late=False, officer="Ofc. K. Davis", case="2026-0007",
        state=IncidentState.CONFIRMED, list_version=118, evidence=Evidence.WHOLE,
        duties=(DutyMessage(Duty.CLOSE, None),), steps=steps,
        steps_open=(IncidentStep.NOTED, IncidentStep.CLOSED), waits=True,
    )  # fmt: skip


def incidents(rows: int) -> IncidentsMessage:
    """Return incidents of each kind of state."""
    stop = sample_incident()
    breach = replace(
        stop, number=3, officer="", case="", list_version=0, evidence=Evidence.NONE, is_late=True,
        form=IncidentForm(IncidentKind.BREACH, NOW - 60 * _HOUR, "A laptop was stolen."),
        reported_at=NOW - 50 * _HOUR, reported_by="R. Lee", steps=(),
        duties=(DutyMessage(Duty.NOTIFY_STATE, NOW - 20 * _HOUR), DutyMessage(Duty.ASSESS, None)),
        steps_open=(),
    )  # fmt: skip
    over = replace(
        breach, number=2, state=IncidentState.DISMISSED, is_late=False, duties=(), waits=False,
        form=IncidentForm(IncidentKind.OTHER, NOW - 90 * _HOUR, "The link was down all night."),
        reported_at=NOW - 90 * _HOUR + timedelta(minutes=5),
    )  # fmt: skip
    hits = (
        OwnHitMessage("hit-0", NOW - 3 * _HOUR, "V", "214"),
        OwnHitMessage("hit-1", NOW - 8 * _HOUR, "M", "214"),
    )
    found = (stop, breach, over) if rows else ()
    return IncidentsMessage(found, has_more=False, waiting=2 if rows else 0, hits=hits)


ANSWERS = {IncidentsMessage: incidents, IncidentMessage: lambda _rows: sample_incident()}
