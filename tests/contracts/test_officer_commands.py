"""What the officer may ask of a hit: the car's service and the screen tests' fake answer alike."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from mdt_alpr.domain.hit.confirmation import AgencyReply, Urgency
from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped, StopReason
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource, WhyNot
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.officer import Officer
from mdt_alpr.patrol.desk import OfficerCommands
from mdt_alpr.patrol.events import Event, HitChanged, StepRefused
from tests.builders import SetClock, a_hit, a_read, an_entry
from tests.patrol.desks import running_service
from tests.ui.fake_desk import FakeDesk

ID, NIC = "hit-1", "V220914871"
OF_THE_CAR_ONLY = {"trace", "earlier", "asked", "painted_at", "silenced_at"}
"""What a restart, evidence and headquarters need; the screen's tests have none of them."""
Command = Callable[[OfficerCommands], None]


def a_pickup() -> Hit:
    entry = an_entry("EXN2894", "NC", color="GRY", style="PK", nic=NIC)
    return a_hit(a_read("EXN2894"), entry, hit_id=ID)


@dataclass(frozen=True, slots=True)
class Answered:
    """A hit after a series of commands, with what was refused on the way."""

    hit: Hit
    refused: list[str]


def open_it(desk: OfficerCommands) -> None:
    desk.open(ID)


def vehicle(body: Body | None, color: Color | None) -> Command:
    return lambda desk: desk.answer_vehicle(ID, body, color)


def entry(text: str, state: str) -> Command:
    return lambda desk: desk.enter(ID, text, state, 1.2)


def reply(source: StatusSource, result: StatusResult) -> Command:
    return lambda desk: desk.state_status(ID, source, result, "417")


def stop(desk: OfficerCommands) -> None:
    desk.initiate_stop(ID)


def close(
    disposition: Disposition, stopped: Stopped | None, outcome: Outcome | None = None
) -> Command:
    return lambda desk: desk.close(
        ID, disposition, stopped=stopped, outcome=outcome, force_used=False
    )


COMPARED = (open_it, vehicle(Body.PICKUP, Color.GRAY), entry("EXN2894", "NC"))
ACTIVE = tuple(reply(s, StatusResult.ACTIVE) for s in (StatusSource.MDT, StatusSource.DCIN))
SERIES: dict[str, tuple[Command, ...]] = {
    "a verified stop": (
        *COMPARED, *ACTIVE, stop,
        close(Disposition.VERIFIED_STOPPED, None, Outcome.VEHICLE_RECOVERED),
    ),
    "a stop without the checks": (open_it, stop),
    "a stop of a hit that was left": (*COMPARED, *ACTIVE, lambda desk: desk.leave(), stop),
    "another plate, twice": (*COMPARED[:2], entry("EXN2B94", "NC"), entry("EXN2B94", "NC")),
    "another state": (*COMPARED[:2], entry("EXN2894", "SC")),
    "an entry too short": (*COMPARED[:2], entry("", "NC")),
    "an entry before it is open": (entry("EXN2894", "NC"),),
    "a plate that cannot be seen": (open_it, lambda desk: desk.cannot_see(ID)),
    "a vehicle that differs, with its reason": (
        open_it, vehicle(Body.CAR, Color.RED), entry("EXN2894", "NC"),
        lambda desk: desk.give_vehicle_reason(ID, "plate may be on another vehicle"),
        lambda desk: desk.give_state_reason(ID, "plate checked again"),
        *ACTIVE, stop,
    ),
    "a cleared record": (*COMPARED, reply(StatusSource.MDT, StatusResult.CLEARED), stop),
    "no status": (
        *COMPARED,
        lambda desk: desk.state_not_practicable(ID, StatusSource.MDT, WhyNot.NO_LINK),
        reply(StatusSource.DCIN, StatusResult.ACTIVE),
    ),
    "a button let go": (*COMPARED, *ACTIVE, lambda desk: desk.release_hold(ID, 0.4)),
    "a stop recorded afterwards": (
        open_it,
        lambda desk: desk.record_stop(ID, StopReason.OTHER_GROUNDS, 3, force_used=False),
    ),
    "a confirmation": (
        *COMPARED, *ACTIVE, stop,
        lambda desk: desk.request_confirmation(ID, NIC, Urgency.URGENT, "26-1182"),
        lambda desk: desk.answer_confirmation(ID, AgencyReply.CONFIRMED),
    ),
    "a confirmation before the stop": (
        *COMPARED, lambda desk: desk.answer_confirmation(ID, AgencyReply.CONFIRMED),
    ),
    "a command after the end": (open_it, close(Disposition.LOST_SIGHT, Stopped.NO), open_it),
    "a hit passed on": (*COMPARED, lambda desk: desk.relay(ID, "Unit 7", "car-7")),
    "a misread": (*COMPARED[:2], close(Disposition.MISREAD, Stopped.NO)),
    "an end without its stop": (*COMPARED, close(Disposition.VERIFIED_STOPPED, None)),
}  # fmt: skip


def by_the_fake(commands: tuple[Command, ...]) -> Answered:
    desk, said = FakeDesk(SetClock()), list[Event]()
    desk.publish = said.append
    desk.raise_hit(a_pickup())
    for command in commands:
        command(desk)
    return answered(desk.hits[ID], said)


def by_the_car(folder: Path, commands: tuple[Command, ...]) -> Answered:
    with running_service(folder) as car:
        car.sessions.resume(car.hq.session)  # type: ignore[arg-type]
        hit = a_pickup()
        car.desk.sightings.keep_read(hit.read, held=True, latency_ms=40.0)
        car.desk.sightings.raise_hit(hit)
        for command in commands:
            command(car.desk)
        car.settled()
        shown = [event.hit for event in car.said if isinstance(event, HitChanged)]
        return answered(shown[-1] if shown else hit, car.said)


def answered(hit: Hit, said: list[Event]) -> Answered:
    return Answered(hit, [event.why for event in said if isinstance(event, StepRefused)])


def plain(value: Any) -> Any:
    """Return a value's parts by name; which session an officer is in is the car's own affair."""
    if isinstance(value, Officer):
        return value.is_signed_in
    if is_dataclass(value):
        names = (field.name for field in fields(value) if field.name not in OF_THE_CAR_ONLY)
        return {name: plain(getattr(value, name)) for name in names}
    return [plain(part) for part in value] if isinstance(value, tuple | list) else value


@pytest.mark.parametrize("name", SERIES)
def test_the_service_and_the_fake_take_the_same_steps_and_refuse_the_same(
    tmp_path: Path, name: str
) -> None:
    by_fake, by_car = by_the_fake(SERIES[name]), by_the_car(tmp_path, SERIES[name])
    assert by_fake.refused == by_car.refused
    assert plain(by_fake.hit) == plain(by_car.hit)


def test_the_series_reach_every_state_and_some_are_refused() -> None:
    found = [by_the_fake(commands) for commands in SERIES.values()]
    assert {each.hit.state for each in found} == set(HitState)
    assert any(each.refused for each in found)
    assert any(each.hit.stop_at for each in found)
