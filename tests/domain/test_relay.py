"""A hit is passed on while nothing speaks against it; the receiver begins with nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.gate import gate
from mdt_alpr.domain.hit.handover import add_pictures, checked_by, is_unverified_relay, pass_on
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, Hit, RelayedFrom, VehicleAnswer
from mdt_alpr.domain.hit.status_query import StatusReply, StatusResult, StatusSource
from mdt_alpr.domain.hit.vehicle import Body, Color
from tests.builders import NOW, a_hit, a_read, an_entry

SUV = {"color": "BLK", "make": "DODG", "style": "UT"}
FROM = RelayedFrom("Unit 12", "A. Sample", "hit", ("plate", "state", "status", "dcin"), NOW)


def verified() -> Hit:
    hit = verification.open_hit(a_hit(a_read(), an_entry(**SUV)), NOW)
    hit = verification.answer_vehicle(hit, VehicleAnswer(Body.SUV, Color.BLACK, NOW))
    hit = verification.enter(hit, "EXN2894", "NC", NOW, picture_s=2)
    for source in (StatusSource.MDT, StatusSource.DCIN):
        hit = verification.state_status(hit, StatusReply(source, StatusResult.ACTIVE, NOW))
    return hit


def test_a_hit_is_passed_on_once_to_each_unit() -> None:
    once = pass_on(a_hit(), "Unit 7", "car-7", NOW)
    assert pass_on(once, "Unit 7", "car-7", NOW) == once
    twice = pass_on(once, "Unit 9", "car-9", NOW)
    assert [sent.unit for sent in twice.relayed_to] == ["Unit 7", "Unit 9"]


def test_a_hit_that_something_speaks_against_is_not_passed_on() -> None:
    gone = verification.contradict(a_hit(), ContraryFact(Contrary.READ_DISAGREES, "camera", NOW))
    with pytest.raises(StepNotAllowedError):
        pass_on(gone, "Unit 7", "car-7", NOW)
    blind = verification.cannot_see(verification.open_hit(a_hit(), NOW))
    with pytest.raises(StepNotAllowedError):
        pass_on(blind, "Unit 7", "car-7", NOW)
    with pytest.raises(StepNotAllowedError):
        pass_on(a_hit(), " ", "", NOW)


def test_what_the_sender_checked_is_shown_in_the_gates_own_words() -> None:
    assert checked_by(a_hit(), NOW) == ()
    assert checked_by(verified(), NOW) == ("plate", "state", "vehicle", "status", "dcin")


@given(st.lists(st.sampled_from(["plate", "state", "vehicle", "status", "dcin"]), unique=True))
def test_nothing_that_the_sender_checked_opens_a_gate_here(checked: list[str]) -> None:
    there = RelayedFrom("Unit 12", "A. Sample", "hit", tuple(checked), NOW)
    here = verification.open_hit(a_hit(relayed_from=there), NOW)
    now = gate(here, NOW, officer=here.officer, open_hit_id=here.hit_id)
    assert len(now.missing) == len(now.checks)
    assert is_unverified_relay(here)


def test_it_is_unverified_until_the_own_entry_has_matched() -> None:
    here = verification.open_hit(a_hit(relayed_from=FROM), NOW)
    differed = verification.enter(here, "EXN2895", "NC", NOW, picture_s=2)
    assert is_unverified_relay(differed)
    assert not is_unverified_relay(verification.enter(differed, "EXN2894", "NC", NOW, picture_s=2))
    assert not is_unverified_relay(a_hit())


def test_pictures_come_later_and_an_empty_one_takes_nothing_away() -> None:
    bare = a_hit(a_read(crop=b"", context=b""), relayed_from=FROM)
    pictured = add_pictures(bare, b"crop", b"")
    assert (pictured.read.crop, pictured.read.context) == (b"crop", b"")
    assert add_pictures(pictured, b"", b"context").read.crop == b"crop"
