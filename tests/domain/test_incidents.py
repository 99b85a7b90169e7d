"""Incidents: who reports and decides what, what is still to do, and by when (OPS-01, 02, 04)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import INCIDENT_ACTED_ON_WITHIN
from mdt_alpr.domain.retention.alpr_1 import HoldGround
from mdt_alpr.domain.retention.incidents import (
    BY_ITSELF,
    REPORTED_WITHIN,
    Duty,
    Incident,
    IncidentForm,
    IncidentKind,
    IncidentRefusedError,
    IncidentState,
    IncidentStep,
    IncidentStepMade,
    Persons,
    Preservation,
    duties,
    report,
    steps_open_to,
    take_step,
    waits_for,
)
from tests.builders import NOW

OFFICER, CUSTODIAN = "officer-1", "custodian-1"
WORDS = "The driver was held at gunpoint; the plate was of another state."
GIVEN: dict[IncidentStep, dict[str, Any]] = {
    IncidentStep.CONFIRMED: {"words": "The camera misread one character."},
    IncidentStep.DISMISSED: {"words": "The record was right and was confirmed."},
    IncidentStep.ASSESSED: {"words": "One name was seen by one person.", "persons": Persons.YES},
    IncidentStep.STATE_NOTIFIED: {"contact": "SBI, CSO desk, by telephone"},
    IncidentStep.PERSONS_NOTIFIED: {"contact": "By letter of Nov 24"},
    IncidentStep.NOTED: {"words": "The officer was heard."},
    IncidentStep.CLOSED: {"words": "Trained again; the password was changed."},
}


def a_report(kind: IncidentKind = IncidentKind.BREACH, **changes: Any) -> IncidentForm:
    form = IncidentForm(kind, NOW - timedelta(minutes=10), WORDS)
    return replace(form, **changes)


def an_incident(kind: IncidentKind = IncidentKind.BREACH, *steps: IncidentStep) -> Incident:
    found = report(a_report(kind), OFFICER, Role.OFFICER, NOW)
    for step in steps:
        found = after_step(found, step)
    return found


def after_step(
    incident: Incident,
    step: IncidentStep,
    by: str = CUSTODIAN,
    role: Role = Role.CUSTODIAN,
    **changes: Any,
) -> Incident:
    made = IncidentStepMade(step, NOW + timedelta(hours=1), by, **{**GIVEN[step], **changes})
    return take_step(incident, made, role)


def to_do(incident: Incident) -> list[Duty]:
    return [duty for duty, _ in duties(incident)]


@pytest.mark.parametrize(
    ("lacking", "says"),
    [
        ({"kind": None}, "Choose"),
        ({"discovered_at": NOW + timedelta(minutes=1)}, "future"),
        ({"words": "wrong"}, "what happened"),
        ({"words": "The car with EXN 2894 was stopped."}, "Leave the plate out"),
        ({"words": "a b " * 300}, "At most"),
        ({"keep": Preservation()}, "name the hit"),
    ],
)
def test_a_report_without_one_of_its_parts_is_refused_with_what_it_lacks(
    lacking: dict[str, Any], says: str
) -> None:
    with pytest.raises(IncidentRefusedError, match=says):
        report(a_report(**lacking), OFFICER, Role.OFFICER, NOW)


def test_a_report_more_than_an_hour_after_the_discovery_is_kept_as_late() -> None:
    for beside, is_late in ((timedelta(0), False), (timedelta(seconds=1), True)):
        form = a_report(discovered_at=NOW - REPORTED_WITHIN - beside)
        assert report(form, OFFICER, Role.OFFICER, NOW).is_late is is_late


def test_a_breach_is_closed_only_when_the_state_and_the_people_were_notified() -> None:
    incident = an_incident()
    assert to_do(incident) == [Duty.DECIDE]
    incident = after_step(incident, IncidentStep.CONFIRMED)
    assert duties(incident)[0] == (
        Duty.NOTIFY_STATE,
        NOW + timedelta(hours=1) + INCIDENT_ACTED_ON_WITHIN,
    )
    for step in (
        IncidentStep.ASSESSED,
        IncidentStep.STATE_NOTIFIED,
        IncidentStep.PERSONS_NOTIFIED,
    ):
        with pytest.raises(IncidentRefusedError, match="still to do"):
            after_step(incident, IncidentStep.CLOSED)
        incident = after_step(incident, step)
    assert to_do(incident) == [Duty.CLOSE]
    assert after_step(incident, IncidentStep.CLOSED).state is IncidentState.CLOSED


def test_nobody_is_notified_of_a_breach_whose_assessment_says_so() -> None:
    confirmed = an_incident(IncidentKind.BREACH, IncidentStep.CONFIRMED)
    with pytest.raises(IncidentRefusedError, match="must be notified"):
        after_step(confirmed, IncidentStep.ASSESSED, persons=Persons.UNDECIDED)
    assessed = after_step(confirmed, IncidentStep.ASSESSED, persons=Persons.NO)
    assert to_do(assessed) == [Duty.NOTIFY_STATE]


def test_a_wrongful_stop_that_is_confirmed_goes_to_no_state_officer() -> None:
    confirmed = an_incident(IncidentKind.WRONGFUL_STOP, IncidentStep.CONFIRMED)
    assert to_do(confirmed) == [Duty.CLOSE]
    with pytest.raises(IncidentRefusedError, match="breach or misuse"):
        after_step(confirmed, IncidentStep.STATE_NOTIFIED)


@pytest.mark.parametrize("role", list(Role))
def test_who_an_incident_concerns_takes_no_step_in_it(role: Role) -> None:
    for kind in IncidentKind:
        incident = replace(an_incident(kind), concerns="me")
        assert steps_open_to(incident, "me", role) == ()
        assert not waits_for(incident, "me", role)


def test_a_supervisor_decides_on_wrongful_stops_only_and_an_officer_on_nothing() -> None:
    stop, breach = an_incident(IncidentKind.WRONGFUL_STOP), an_incident()
    assert waits_for(stop, "supervisor-1", Role.SUPERVISOR)
    assert not waits_for(breach, "supervisor-1", Role.SUPERVISOR)
    for kind in (stop, breach):
        assert steps_open_to(kind, "officer-2", Role.OFFICER) == ()


@pytest.mark.parametrize("step", sorted(BY_ITSELF))
def test_nobody_takes_the_steps_of_headquarters(step: IncidentStep) -> None:
    made = IncidentStepMade(step, NOW, CUSTODIAN, "By mail to the response team.")
    with pytest.raises(IncidentRefusedError):
        take_step(an_incident(), made, Role.CUSTODIAN)


@given(st.lists(st.sampled_from(sorted(GIVEN)), max_size=12), st.sampled_from(list(IncidentKind)))
def test_in_any_order_only_steps_that_are_open_are_taken_and_a_closed_one_has_no_duty(
    steps: list[IncidentStep], kind: IncidentKind
) -> None:
    incident = an_incident(kind)
    for step in steps:
        is_open = step in steps_open_to(incident, CUSTODIAN, Role.CUSTODIAN)
        try:
            incident = after_step(incident, step)
        except IncidentRefusedError:
            assert not is_open
        else:
            assert is_open
    over = incident.state in (IncidentState.CLOSED, IncidentState.DISMISSED)
    assert over is not bool(duties(incident))
    if incident.state is IncidentState.CLOSED and kind is IncidentKind.BREACH:
        assert incident.last(IncidentStep.STATE_NOTIFIED) is not None


def test_nobody_decides_on_the_own_report() -> None:
    own = replace(an_incident(), reported_by=CUSTODIAN)
    assert steps_open_to(own, CUSTODIAN, Role.CUSTODIAN) == (IncidentStep.NOTED,)
    assert not waits_for(own, CUSTODIAN, Role.CUSTODIAN)
    assert IncidentStep.CONFIRMED in steps_open_to(own, "custodian-2", Role.CUSTODIAN)


def test_only_who_may_file_form_alpr_1_asks_for_it_and_its_words_are_not_kept() -> None:
    keep = Preservation(HoldGround.CRIMINAL, "26-038204", "State v. driver of EXN2894")
    form = a_report(IncidentKind.WRONGFUL_STOP, hit_id="hit-1", keep=keep)
    with pytest.raises(IncidentRefusedError, match="may not"):
        report(form, "auditor-1", Role.AUDITOR, NOW)
    kept = report(form, OFFICER, Role.OFFICER, NOW)
    assert kept.form.keep == Preservation(HoldGround.CRIMINAL)
    assert "EXN2894" not in repr(kept)
