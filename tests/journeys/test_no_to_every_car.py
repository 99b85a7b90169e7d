"""A hit goes from car to car, unverified in each; a "no" in one reaches every one that had it.

VER-05 wants that within five seconds of contact. How long it took is printed, not judged:
``pytest -o log_cli=true -o log_cli_level=INFO tests/journeys/test_no_to_every_car.py``.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from mdt_alpr.demo.drill.world import Network
from mdt_alpr.domain.hit.gate import GateForm, gate
from mdt_alpr.domain.hit.handover import is_unverified_relay
from mdt_alpr.domain.hit.hit import Contrary, Hit, HitState
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.hq.people.sample_agency import OFFICER, SECOND_OFFICER, SUPERVISOR
from mdt_alpr.patrol.events import Health, HitChanged, HitRaised, LinkChanged, UnitsChanged
from tests.builders import SetClock, a_hit, a_read, an_entry
from tests.hq.senders import JPEG
from tests.journeys.two_cars import (
    RunningCar,
    everything_is_sent,
    headquarters,
    running,
    wait_until_on_duty,
)

_LOG = logging.getLogger(__name__)
CREWS = {"Unit 12": OFFICER, "Unit 7": SECOND_OFFICER, "Unit 31": SUPERVISOR}
PLATE = "EXN2894"
SUV = {"color": "BLK", "make": "DODG", "style": "UT"}


@dataclass(frozen=True, slots=True)
class Crewed:
    """A car on shift, the network that it can lose, and its own hit on the one vehicle."""

    car: RunningCar
    network: Network
    hit_id: str = ""

    def everything_said(self) -> list[Hit]:
        """Return the hit as it stood after each event, in order."""
        events = [e for e in self.car.events if isinstance(e, HitRaised | HitChanged)]
        return [e.hit for e in events if e.hit.hit_id == self.hit_id]

    def verify(self) -> None:
        """Do every check."""
        desk = self.car.car.desk
        desk.open(self.hit_id)
        desk.answer_vehicle(self.hit_id, Body.SUV, Color.BLACK)
        desk.enter(self.hit_id, PLATE, "NC", 2.0)
        for source in (StatusSource.MDT, StatusSource.DCIN):
            desk.state_status(self.hit_id, source, StatusResult.ACTIVE)
        self.changed(lambda hit: len(hit.replies) == 2)

    def say_no(self) -> None:
        """Radio says that it is not the plate."""
        by_radio = StatusSource.COMMUNICATIONS, StatusResult.NOT_THIS_PLATE, "417"
        self.car.car.desk.state_status(self.hit_id, *by_radio)

    def changed(self, fits: Callable[[Hit], bool]) -> Hit:
        """Return the hit once it has changed so."""
        return self.car.changed(lambda hit: hit.hit_id == self.hit_id and fits(hit))

    def form(self, clock: SetClock) -> GateForm:
        """Return how the gate stands with the hit as it was last told."""
        hit = self.everything_said()[-1]
        return gate(hit, clock.now(), officer=hit.officer, open_hit_id=self.hit_id).form


@pytest.fixture
def line(tmp_path: Path, clock: SetClock) -> Iterator[tuple[Crewed, Crewed, Crewed]]:
    """Let Unit 12 see the vehicle, pass it on to Unit 7, and Unit 7 pass it on to Unit 31."""
    with ExitStack() as stack:
        hq = stack.enter_context(headquarters(tmp_path, clock))
        crews: list[Crewed] = []
        for unit, person in reversed(CREWS.items()):  # the first sees at once who is on shift
            network = Network()
            stack.callback(network.end)
            car = stack.enter_context(running(tmp_path, hq.base_url, unit, clock, network))
            car.sign_in(person)
            car.wait_for(lambda e: isinstance(e, LinkChanged) and e.health is Health.OK)
            wait_until_on_duty(hq.hq, car.device)
            crews.insert(0, Crewed(car, network))
        first = crews[0].car
        first.wait_for(lambda e: isinstance(e, UnitsChanged) and len(e.units) == len(CREWS) - 1)
        read = a_read(crop=JPEG + b"1", context=JPEG + b"2")
        first.car.desk.sightings.keep_read(read, held=True, latency_ms=1.0)
        seen = a_hit(read, an_entry(**SUV))
        first.car.desk.sightings.raise_hit(seen)
        reported = [replace(crews[0], hit_id=seen.hit_id)]
        for giver, taker in pairwise(crews):
            unit = next(
                name for name in CREWS if name.lower().replace(" ", "-") == taker.car.device
            )
            giver.car.car.desk.relay(reported[-1].hit_id, unit, taker.car.device)
            there = taker.car.raised(lambda hit: hit.relayed_from is not None)
            reported.append(replace(taker, hit_id=there.hit_id))
        yield reported[0], reported[1], reported[2]


Line = tuple[Crewed, Crewed, Crewed]


def test_what_one_officer_verified_counts_in_no_other_car(line: Line, clock: SetClock) -> None:
    first, second, third = line
    first.verify()
    assert first.form(clock) is GateForm.OPEN
    assert everything_is_sent(first.car.car)
    for other in (second, third):
        assert all(is_unverified_relay(hit) for hit in other.everything_said())
        assert other.form(clock) is GateForm.LOCKED
    second.verify()
    assert not is_unverified_relay(second.everything_said()[-1])
    assert second.form(clock) is GateForm.OPEN
    assert all(is_unverified_relay(hit) for hit in third.everything_said())
    assert third.form(clock) is GateForm.LOCKED


@pytest.mark.parametrize("who", [0, 1, 2], ids=["first", "middle", "last"])
def test_a_no_in_any_car_shuts_the_gate_of_all_of_them(
    line: Line, clock: SetClock, who: int
) -> None:
    for crew in line:
        crew.verify()
        assert crew.form(clock) is GateForm.OPEN
    began = time.monotonic()
    line[who].say_no()
    for crew in line:
        crew.changed(lambda hit: bool(hit.contrary))
    _LOG.info("NOT A MATCH in every car after %.2f s", time.monotonic() - began)
    elsewhere = f"{list(CREWS)[who]}, Communications"
    for number, crew in enumerate(line):
        (fact,) = crew.everything_said()[-1].contrary
        assert fact.kind is Contrary.NOT_THIS_PLATE
        assert fact.source == ("communications" if number == who else elsewhere)
        forms = [
            gate(hit, clock.now(), officer=hit.officer, open_hit_id=crew.hit_id).form
            for hit in crew.everything_said()
        ]
        gone = forms.index(GateForm.GONE)
        assert set(forms[gone:]) == {GateForm.GONE}
        assert GateForm.OPEN in forms[:gone]


def test_a_car_without_coverage_hears_the_no_at_contact(line: Line, clock: SetClock) -> None:
    first, second, third = line
    for crew in (first, third):
        crew.verify()
    third.network.up = False
    third.car.wait_for(lambda e: isinstance(e, LinkChanged) and e.health is Health.LOST)
    first.say_no()
    second.changed(lambda hit: bool(hit.contrary))
    assert third.form(clock) is GateForm.OPEN
    in_contact = time.monotonic()
    third.network.up = True
    gone = third.changed(lambda hit: bool(hit.contrary))
    _LOG.info("NOT A MATCH %.2f s after contact", time.monotonic() - in_contact)
    assert gone.state is HitState.CONTRARY
    assert third.form(clock) is GateForm.GONE
