"""A machine that is lost is an incident, and its last user takes the training again (SEC-07)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.domain.people.known_devices import MachineLoss, OutOfHands, ScreenLock
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.incidents import IncidentForm, IncidentKind, IncidentStep, Persons
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.incidents import service, store
from mdt_alpr.hq.incidents.lost_machines import revoke_machine
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SECOND_OFFICER
from mdt_alpr.wire.accounts import TrainingRecord
from mdt_alpr.wire.devices import RevocationRequest
from mdt_alpr.wire.incidents import IncidentReport, IncidentStepRequest
from tests.builders import SetClock
from tests.hq.enrolled import KnownMachines, known_machines
from tests.hq.holding import caller as who
from tests.hq.reviewers import train
from tests.hq.senders import an_id

DATABASES = ["sqlite"]
MONTH = timedelta(days=30)


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[KnownMachines]:
    with known_machines(tmp_path) as found:
        yield found


def refresher_of(hq: Headquarters, person_id: str) -> object:
    with hq.reading() as work:
        account = people.account(work.connection, person_id)
    assert account is not None
    return account.refresher_by


@pytest.mark.proved("B11")
@pytest.mark.proved("SEC-07")
def test_a_stolen_machine_is_an_incident_by_lock_and_by_how_long_it_is_out(
    machines: KnownMachines,
) -> None:
    machines.car("car-12")
    lost = RevocationRequest(
        "stolen from the lot", MachineLoss.STOLEN, ScreenLock.UNLOCKED, OutOfHands.GONE
    )
    revoke_machine(machines.hq, "car-12", lost, ADMINISTRATOR)
    with machines.hq.reading() as work:
        incident = store.find(work, 1, [])
    assert incident is not None
    assert (incident.kind, incident.concerns) == (IncidentKind.BREACH, OFFICER)
    assert "car-12 was stolen" in incident.form.words
    assert "it was not locked, not back" in incident.form.words


@pytest.mark.proved("B11")
def test_a_machine_of_which_nothing_is_said_counts_as_lost_and_a_retired_one_does_not(
    machines: KnownMachines,
) -> None:
    machines.car("car-12")
    machines.car("car-31", SECOND_OFFICER)
    retired = RevocationRequest("replaced by a new one", MachineLoss.RETIRED)
    revoke_machine(machines.hq, "car-31", retired, ADMINISTRATOR)
    with machines.hq.reading() as work:
        assert store.find(work, 1, []) is None
    revoke_machine(machines.hq, "car-12", RevocationRequest("cannot be found"), ADMINISTRATOR)
    with machines.hq.reading() as work:
        assert store.find(work, 1, []) is not None


@pytest.mark.proved("TRN-03")
def test_who_lost_a_machine_takes_the_training_again_within_a_month(
    machines: KnownMachines,
) -> None:
    hq, today = machines.hq, capture_date(machines.clock.now())
    machines.car("car-12")
    revoke_machine(hq, "car-12", RevocationRequest("stolen from the lot"), ADMINISTRATOR)
    assert refresher_of(hq, OFFICER) == today + MONTH
    with hq.reading() as work:
        account = people.account(work.connection, OFFICER)
    assert account is not None
    assert account.trained_until == today + MONTH
    train(hq, [TrainingRecord(OFFICER, today)], CUSTODIAN)
    assert refresher_of(hq, OFFICER) is None


@pytest.mark.proved("TRN-03")
def test_whom_a_confirmed_security_incident_concerns_takes_the_training_again(
    hq: Headquarters, clock: SetClock
) -> None:
    form = IncidentForm(IncidentKind.MISUSE, None, "Looked up a neighbor", about=SECOND_OFFICER)
    number = service.report(hq, who(CUSTODIAN), IncidentReport(an_id(), form))
    assert refresher_of(hq, SECOND_OFFICER) is None
    step = IncidentStepRequest(IncidentStep.CONFIRMED, "It was so, by the audit", "", Persons.NO)
    with hq.writing() as work:
        service.step(work, who(ADMINISTRATOR), number, step)
    assert refresher_of(hq, SECOND_OFFICER) == capture_date(clock.at) + MONTH
