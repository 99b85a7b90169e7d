"""What one officer verified opens no stop for the next, in a whole car with its real store."""

from pathlib import Path

import pytest

from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.sample_agency import OFFICER, SECOND_OFFICER
from mdt_alpr.patrol.events import HitChanged, SignedIn, StepRefused
from tests.builders import SetClock, a_hit, a_read, an_entry
from tests.hq.senders import JPEG
from tests.journeys.two_cars import RunningCar, running

LOCKED = "Stop is locked: plate, state, vehicle, status, dcin."


def verified(car: RunningCar) -> str:
    """Let a hit be raised and checked in every point, so that the stop could be initiated."""
    hit = a_hit(a_read(crop=JPEG, context=JPEG), an_entry(color="BLK", style="UT"))
    car.car.desk.sightings.raise_hit(hit)
    check(car, hit.hit_id)
    return hit.hit_id


def check(car: RunningCar, hit_id: str) -> None:
    desk = car.car.desk
    desk.open(hit_id)
    desk.answer_vehicle(hit_id, Body.SUV, Color.BLACK)
    desk.enter(hit_id, "EXN2894", "NC", 2.0)
    desk.state_status(hit_id, StatusSource.MDT, StatusResult.ACTIVE)
    desk.state_status(hit_id, StatusSource.DCIN, StatusResult.ACTIVE)
    car.changed(lambda hit: hit.state is HitState.COMPARED and len(hit.replies) % 2 == 0)


def signed_in(car: RunningCar, person_id: str) -> None:
    car.sign_in(person_id)
    car.wait_for(lambda e: isinstance(e, SignedIn) and e.session.person_id == person_id)


def last(car: RunningCar) -> Hit:
    return [event.hit for event in car.events if isinstance(event, HitChanged)][-1]


def refused(car: RunningCar, hit_id: str) -> None:
    car.car.desk.open(hit_id)
    car.car.desk.initiate_stop(hit_id)
    car.wait_for(lambda e: isinstance(e, StepRefused) and e.why == LOCKED)


@pytest.mark.proved("S1")
def test_the_next_officer_holds_the_button_of_a_hit_that_another_verified_in_vain(
    tmp_path: Path, hq: InProcessHq, clock: SetClock
) -> None:
    with running(tmp_path, hq.base_url, "Unit 12", clock) as car:
        signed_in(car, OFFICER)
        hit_id = verified(car)
        signed_in(car, SECOND_OFFICER)
        refused(car, hit_id)
        shown = last(car)
        assert (shown.stop_at, shown.records) == (None, ())
        assert [c.officer.person_id for c in shown.earlier] == [OFFICER]
        check(car, hit_id)
        car.car.desk.initiate_stop(hit_id)
        stopped = car.changed(lambda hit: hit.stop_at is not None)
        assert stopped.stop_by.person_id == SECOND_OFFICER


@pytest.mark.proved("S1")
def test_a_restart_leaves_nothing_verified(
    tmp_path: Path, hq: InProcessHq, clock: SetClock
) -> None:
    with running(tmp_path, hq.base_url, "Unit 12", clock) as car:
        signed_in(car, OFFICER)
        hit_id = verified(car)
    with running(tmp_path, hq.base_url, "Unit 12", clock) as again:
        again.wait_for(lambda e: isinstance(e, SignedIn))
        refused(again, hit_id)
        signed_in(again, SECOND_OFFICER)
        again.events[:] = [e for e in again.events if not isinstance(e, StepRefused)]
        refused(again, hit_id)
        assert last(again).stop_at is None
