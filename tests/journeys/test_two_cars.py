"""What one car knows reaches the other: a relay unverified, a "no" at once, a rejection later."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_alpr.domain.hit.disposition import Disposition, Stopped
from mdt_alpr.domain.hit.gate import GateForm, gate
from mdt_alpr.domain.hit.handover import is_unverified_relay
from mdt_alpr.domain.hit.hit import Contrary, HitState
from mdt_alpr.domain.hit.known_before import known_before
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.sample_agency import OFFICER, SECOND_OFFICER
from mdt_alpr.patrol.events import RelayFailed, SeenOnceMore, SignedIn
from tests.builders import SetClock, a_hit, a_read, an_entry
from tests.hq.senders import JPEG
from tests.journeys.two_cars import RunningCar, everything_is_sent, running, wait_until_on_duty
from tests.patrol.scripted_link import OFFICER as SESSION

_LOG = logging.getLogger(__name__)
SUV = {"color": "BLK", "make": "DODG", "style": "UT"}


@pytest.fixture
def twelve(tmp_path: Path, hq: InProcessHq, clock: SetClock) -> Iterator[RunningCar]:
    with running(tmp_path, hq.base_url, "Unit 12", clock) as found:
        found.sign_in(OFFICER)
        yield found


@pytest.fixture
def seven(tmp_path: Path, hq: InProcessHq, clock: SetClock) -> Iterator[RunningCar]:
    with running(tmp_path, hq.base_url, "Unit 7", clock) as found:
        found.sign_in(SECOND_OFFICER)
        yield found


def see(car: RunningCar, number: int) -> str:
    """Let a car read the wanted plate and raise its hit."""
    read = a_read(read_id=a_read(f"READ{number}").read_id, crop=JPEG + b"1", context=JPEG + b"2")
    hit_id = a_hit(a_read(f"HIT{number}")).hit_id
    car.car.desk.sightings.keep_read(read, held=True, latency_ms=1.0)
    car.car.desk.sightings.raise_hit(a_hit(read, an_entry(**SUV), hit_id=hit_id))
    return hit_id


def pass_on(hq: InProcessHq, twelve: RunningCar, seven: RunningCar) -> tuple[str, str]:
    """Let Unit 12 pass a hit to Unit 7 as soon as it is known to be on shift."""
    wait_until_on_duty(hq.hq, seven.device)
    hit_id = see(twelve, 1)
    twelve.car.desk.open(hit_id)
    twelve.car.desk.enter(hit_id, "EXN2894", "NC", 2.0)
    twelve.car.desk.relay(hit_id, "Unit 7", seven.device)
    there = seven.raised(lambda hit: hit.relayed_from is not None)
    return hit_id, there.hit_id


def verify(car: RunningCar, hit_id: str) -> None:
    desk = car.car.desk
    desk.open(hit_id)
    desk.answer_vehicle(hit_id, Body.SUV, Color.BLACK)
    desk.enter(hit_id, "EXN2894", "NC", 2.0)
    for source in (StatusSource.MDT, StatusSource.DCIN):
        desk.state_status(hit_id, source, StatusResult.ACTIVE)


def test_a_relay_arrives_unverified_with_its_pictures(
    hq: InProcessHq, twelve: RunningCar, seven: RunningCar, clock: SetClock
) -> None:
    hit_id, relay_id = pass_on(hq, twelve, seven)
    there = seven.raised(lambda hit: hit.hit_id == relay_id)
    assert there.relayed_from is not None
    assert (there.relayed_from.unit, there.relayed_from.hit_id) == ("Unit 12", hit_id)
    assert there.relayed_from.officer
    assert there.relayed_from.checked == ("plate", "state")
    assert (there.state, there.attempts, there.replies) == (HitState.RAISED, (), ())
    assert is_unverified_relay(there)
    now = gate(there, clock.now(), officer=there.officer, open_hit_id=relay_id)
    assert len(now.missing) == len(now.checks)
    pictured = seven.changed(lambda hit: bool(hit.read.crop and hit.read.context))
    for given, sent in ((pictured.read.crop, b"1"), (pictured.read.context, b"2")):
        assert given.startswith(JPEG[:3])
        assert JPEG + sent not in given, "headquarters marks every picture that it gives"


def test_a_no_to_one_car_shuts_the_gate_of_the_other(
    hq: InProcessHq, twelve: RunningCar, seven: RunningCar, clock: SetClock
) -> None:
    hit_id, relay_id = pass_on(hq, twelve, seven)
    verify(seven, relay_id)
    ready = seven.changed(
        lambda hit: (
            gate(hit, clock.now(), officer=hit.officer, open_hit_id=relay_id).form is GateForm.OPEN
        )
    )
    assert ready.hit_id == relay_id
    reported_at = time.monotonic()
    twelve.car.desk.state_status(
        hit_id, StatusSource.COMMUNICATIONS, StatusResult.NOT_THIS_PLATE, "417"
    )
    gone = seven.changed(lambda hit: bool(hit.contrary))
    _LOG.info("NOT A MATCH on the other car after %.2f s", time.monotonic() - reported_at)
    assert gone.state is HitState.CONTRARY
    assert (
        gate(gone, clock.now(), officer=gone.officer, open_hit_id=relay_id).form is GateForm.GONE
    )
    (fact,) = gone.contrary
    assert (fact.kind, fact.source) == (Contrary.NOT_THIS_PLATE, "Unit 12, Communications")


def test_a_no_waits_for_a_car_that_is_off_and_reaches_it_at_contact(
    tmp_path: Path, hq: InProcessHq, twelve: RunningCar, clock: SetClock
) -> None:
    with running(tmp_path, hq.base_url, "Unit 7", clock) as seven:
        seven.sign_in(SECOND_OFFICER)
        hit_id, relay_id = pass_on(hq, twelve, seven)
        verify(seven, relay_id)
        seven.changed(lambda hit: len(hit.replies) == 2)
    twelve.car.desk.state_status(hit_id, StatusSource.MDT, StatusResult.CLEARED)
    assert everything_is_sent(twelve.car)
    with running(tmp_path, hq.base_url, "Unit 7", clock) as again:
        taken_up = again.raised(lambda hit: hit.hit_id == relay_id)
        assert taken_up.state is HitState.BLIND
        assert [check.state for check in taken_up.earlier] == [HitState.COMPARED]
        gone = again.changed(lambda hit: bool(hit.contrary))
    assert [fact.source for fact in gone.contrary] == ["Unit 12, MDT"]


def test_a_misread_in_one_car_spares_the_other_cars_own_read_and_is_known_there_after(
    twelve: RunningCar, seven: RunningCar, clock: SetClock
) -> None:
    mine, own = see(twelve, 1), see(seven, 2)
    seven.raised(lambda hit: hit.hit_id == own)
    twelve.car.desk.close(mine, Disposition.MISREAD, stopped=Stopped.NO)
    known = seven.changed(lambda hit: bool(hit.known_before))
    assert known.hit_id == own
    assert not known.contrary
    found = known_before(known.known_before, known.matches[0].entry, clock.now())
    assert found is not None
    assert found.causes == ((Disposition.MISREAD, 1),)
    see(seven, 3)
    later = seven.changed(lambda hit: bool(hit.trace.seen_again))
    assert later.hit_id == own
    assert later.known_before == known.known_before
    assert later.silenced_at is None


def test_the_officer_is_told_that_a_unit_is_not_known(twelve: RunningCar) -> None:
    hit_id = see(twelve, 1)
    twelve.car.desk.relay(hit_id, "Unit 99")
    assert twelve.wait_for(lambda e: isinstance(e, RelayFailed)) == RelayFailed(hit_id, "Unit 99")


def test_the_same_plate_is_quiet_in_the_car_that_rejected_it(
    tmp_path: Path, clock: SetClock
) -> None:
    with running(tmp_path, "", "Unit 3", clock) as alone:
        alone.car._sessions.resume(SESSION)
        alone.wait_for(lambda e: isinstance(e, SignedIn))
        first = see(alone, 1)
        alone.car.desk.close(first, Disposition.MISREAD, stopped=Stopped.NO)
        alone.changed(lambda hit: hit.state is HitState.CLOSED)
        clock.pass_by(minutes=4)
        see(alone, 2)
        quiet = alone.wait_for(lambda e: isinstance(e, SeenOnceMore))
        clock.pass_by(minutes=2)
        third = see(alone, 3)
        loud = alone.raised(lambda hit: hit.hit_id == third)
    assert isinstance(quiet, SeenOnceMore)
    assert quiet.hit.hit_id == first
    assert loud.silenced_at is None
    assert [r.rejection_id for r in loud.known_before] == [first]
