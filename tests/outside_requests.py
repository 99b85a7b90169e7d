"""Own requests to other agencies for tests."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.retention.outside_access import OutsideAccess
from mdt_alpr.domain.retention.outside_requests import (
    Answer,
    AskedFor,
    OutsideForm,
    OutsideRequest,
    OutsideStep,
    StepTaken,
    request,
    take_step,
)
from tests.builders import NOW
from tests.holds import a_form

OFFICER, SUPERVISOR = "officer-1", "supervisor-1"
REASON = "The data is not needed any more: plea."
GIVEN: dict[OutsideStep, dict[str, Any]] = {
    OutsideStep.APPROVED: {},
    OutsideStep.DECLINED: {"words": REASON},
    OutsideStep.SWORN: {"contact": "Pat Quinn, notary", "on": NOW.date()},
    OutsideStep.SENT: {
        "words": "Case folder, tab 4",
        "contact": "records@kannapolis.example, by email",
    },
    OutsideStep.ANSWERED: {"answer": Answer.PRESERVED},
    OutsideStep.STILL_NEEDED: {"words": "Trial is set for the spring term."},
    OutsideStep.CASE_CLOSED: {},
    OutsideStep.CANCELED: {
        "words": REASON,
        "contact": "Sgt. Rhodes, by telephone",
        "on": NOW.date(),
    },
    OutsideStep.WITHDRAWN: {"words": REASON},
}
"""What each step asks for."""


def an_outside_form(wanted: AskedFor = AskedFor.BOTH, **changes: Any) -> OutsideForm:
    form = OutsideForm(
        wanted=wanted,
        agency="Kannapolis Police Department",
        system="Flock Safety",
        contact="records@kannapolis.example",
        statement=a_form(),
    )
    return replace(form, **changes)


def a_step(step: OutsideStep, at: datetime = NOW, by: str = OFFICER, **changes: Any) -> StepTaken:
    return replace(StepTaken(step, at, by), **{**GIVEN.get(step, {}), **changes})


def an_outside_request(
    *steps: OutsideStep, wanted: AskedFor = AskedFor.BOTH, at: datetime = NOW
) -> OutsideRequest:
    """Return an officer's request after these steps, an hour apart."""
    found = request(an_outside_form(wanted), OFFICER, at)
    for hours, step in enumerate(steps, 1):
        decides = step in (OutsideStep.APPROVED, OutsideStep.DECLINED)
        by = SUPERVISOR if decides else OFFICER
        role = Role.SUPERVISOR if decides else Role.OFFICER
        taken = a_step(step, at + hours * timedelta(hours=1), by)
        if taken.on is not None:
            taken = replace(taken, on=taken.at.date())
        found = take_step(found, taken, role)
    return found


UNTIL_SENT = OutsideStep.APPROVED, OutsideStep.SWORN, OutsideStep.SENT


def an_access(at: datetime = NOW, **changes: Any) -> OutsideAccess:
    access = OutsideAccess(
        at=at,
        agency="Kannapolis Police Department",
        system="Flock Safety",
        purpose=Purpose.CRIMINAL,
        case="26-038204",
        reason="Robbery at the lot on Union Street, car fled north",
        sought="SHP1561 NC",
        found=3,
    )
    return replace(access, **changes)
