"""The vehicle of a hit, from what the car sent and from its signed package (S9)."""

import json
from dataclasses import replace

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.hit.hit import Hit, VehicleAnswer
from mdt_alpr.domain.hit.vehicle import Body, Color, ComparedFeature
from mdt_alpr.domain.hit.verification import (
    answer_vehicle,
    close,
    enter,
    give_vehicle_reason,
    open_hit,
)
from mdt_alpr.domain.retention.evidence import JSON_PARTS, Machine, parts_of
from mdt_alpr.patrol import hit_facts
from mdt_alpr.patrol.outgoing import answer_message, hit_message
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.compared import vehicle_in_package, vehicle_of
from mdt_alpr.wire.messages import HitMessage
from tests.builders import NOW, OFFICER, a_hit, an_entry

RECORD = an_entry(color="BLK", style="MC", make="HD", plate_type="MC")
POINTS = (ComparedFeature.COLOR, ComparedFeature.BODY, ComparedFeature.PLATE_TYPE)


def overridden() -> Hit:
    """Return a hit of a black motorcycle on which the officer saw a silver car."""
    seen = VehicleAnswer(Body.CAR, Color.SILVER, NOW)
    hit = answer_vehicle(open_hit(a_hit(None, RECORD, officer=OFFICER), NOW), seen)
    hit = enter(hit, "EXN2894", "NC", NOW, picture_s=2)
    return give_vehicle_reason(hit, "repainted", NOW)


def messages(hit: Hit) -> tuple[HitMessage, list]:  # type: ignore[type-arg]
    plain = replace(hit, vehicle_reasons=())
    steps = (
        (AuditEvent.VEHICLE_ANSWERED, hit_facts.vehicle(plain, Body.CAR, Color.SILVER)),
        (AuditEvent.ENTRY_MADE, hit_facts.entry(plain)),
        (AuditEvent.VEHICLE_REASON_GIVEN, hit_facts.vehicle_reason(hit)),
    )
    answers = [answer_message(hit, event, NOW, "officer-1", facts) for event, facts in steps]
    return hit_message(hit, "Unit 12", "officer-1"), answers


@pytest.mark.proved("S9")
def test_a_car_sends_what_shows_the_contradiction() -> None:
    message, answers = messages(overridden())
    vehicle = vehicle_of(decode(HitMessage, encode(message)), answers, ())
    assert (vehicle.record, vehicle.seen) == ("black Harley-Davidson motorcycle", "silver car")
    assert vehicle.differs == POINTS
    assert vehicle.comparison == "reason_given"


@pytest.mark.proved("S9")
def test_a_record_that_was_not_entered_contradicts_nothing() -> None:
    message, answers = messages(overridden())
    entry = next(a for a in answers if a.step == AuditEvent.ENTRY_MADE)
    answers.remove(entry)
    assert vehicle_of(message, answers[:1], ()).comparison == "not_compared"


@pytest.mark.proved("S9")
def test_of_an_older_car_it_is_not_recorded() -> None:
    message, answers = messages(overridden())
    body = json.loads(encode(message))
    for record in body["records"]:
        del record["comparable"]
    older = decode(HitMessage, json.dumps(body).encode())
    assert vehicle_of(older, answers[:2], ()).comparison == "not_recorded"
    assert vehicle_of(older, answers, ()).comparison == "reason_given"


def parts(hit: Hit) -> dict[str, dict[str, object]]:
    machine = Machine("0", "Unit 12", "car-1", "officer-1", NOW)
    made = parts_of(hit, machine, tuple(f"{n:032x}" for n, _ in enumerate(JSON_PARTS)))
    return {part.name: json.loads(part.body) for part in made if part.name in JSON_PARTS}


@pytest.mark.proved("S9")
def test_a_package_tells_the_contradiction_by_what_was_signed() -> None:
    closed = close(overridden(), Closing(Disposition.VEHICLE_MISMATCH, NOW, Stopped.NO))
    made = parts(closed)
    vehicle = vehicle_in_package(made["records.json"], made["answers.json"])
    assert vehicle is not None
    assert (vehicle.record, vehicle.seen) == ("black Harley-Davidson motorcycle", "silver car")
    assert vehicle.differs == POINTS
    assert vehicle.reason is not None
    assert vehicle.reason.words == "repainted"


@pytest.mark.parametrize(
    "broken",
    [{}, {"matches": 3}, {"matches": [{}]}, {"matches": [{"entry": {"category": "?"}}]}, [], None],
)
def test_parts_of_another_shape_say_nothing_and_break_nothing(broken: object) -> None:
    made = parts(overridden())
    assert vehicle_in_package(broken, made["answers.json"]) is None
    assert vehicle_in_package(made["records.json"], broken) is None
