"""Each path through the real window, up to what headquarters then holds of it (VER-01 to 09)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mdt_alpr.car import other_units
from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.hits.review import overview
from mdt_alpr.hq.people.sample_agency import SECOND_OFFICER
from mdt_alpr.ui.hit.models.hit_result import ResultView
from mdt_alpr.ui.hit.presenters.open_hits import FLOOD_AT
from mdt_alpr.wire.review import HitTrailMessage
from tests.builders import NOW, SetClock, a_hit, a_read, an_entry
from tests.journeys.two_cars import RunningCar, headquarters, running, wait_until_on_duty
from tests.ui.seat import BLACK_SUV, Seat, pictures_of


@pytest.fixture
def hq(tmp_path: Path, clock: SetClock) -> Iterator[InProcessHq]:
    with headquarters(tmp_path, clock) as found:
        yield found


@pytest.fixture
def seat(
    qtbot: QtBot, tmp_path: Path, hq: InProcessHq, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Seat]:
    monkeypatch.setattr(other_units, "WAITS_S", 1.0)  # it knows soon who is on shift
    made = Seat(qtbot, tmp_path, hq, clock)
    try:
        made.sign_in()
        yield made
    finally:
        made.app.stop()


@pytest.fixture
def seven(tmp_path: Path, hq: InProcessHq, clock: SetClock) -> Iterator[RunningCar]:
    with running(tmp_path, hq.base_url, "Unit 7", clock) as found:
        found.sign_in(SECOND_OFFICER)
        yield found


def ended(trail: HitTrailMessage) -> tuple[str, str | None]:
    (closing,) = trail.dispositions
    return closing.disposition, closing.stopped


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.clause(policy.STATUS_CHECK.number)
@pytest.mark.clause(policy.DCIN_CHECK.number)
def test_a_verified_stop(seat: Seat) -> None:
    hit_id = seat.compared()
    seat.tap("Active", "Active")
    seat.hold_stop()
    seat.tap("Close hit", "Verified, stopped", "Vehicle recovered", "No", "Save and close")
    seat.until(lambda: seat.window.page is seat.window.patrol)
    trail = seat.trail(hit_id)
    assert len(trail.stops) == 1
    assert trail.dispositions[0].disposition == "verified_stopped"
    assert trail.dispositions[0].outcome == "vehicle_recovered"


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_a_misread_is_rejected_and_no_stop_is_held(seat: Seat) -> None:
    hit_id = seat.see("EXN2B94", listed="EXN2894")
    seat.open()
    seat.enter("EXN2B94")
    seat.tap("Next: vehicle", "SUV", "Black", "Compare")
    seat.reported("Does not match. Look again.")
    seat.tap("Enter again")
    seat.enter("EXN2B94")
    seat.tap("Compare", "Reject", "Misread character", "No", "Save and close")
    trail = seat.trail(hit_id)
    assert ended(trail) == ("misread", "no")
    assert trail.stops == ()


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_the_same_characters_of_another_state_are_rejected(seat: Seat) -> None:
    hit_id = seat.see()
    seat.open()
    seat.enter(state="South Carolina")
    seat.tap("Next: vehicle", "SUV", "Black", "Compare", "Enter again")
    seat.enter(state="South Carolina")
    seat.tap("Compare", "Reject", "Wrong state", "No", "Save and close")
    trail = seat.trail(hit_id)
    assert ended(trail) == ("wrong_state", "no")
    assert trail.stops == ()


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_a_stale_record_says_so_and_a_cleared_reply_ends_it(seat: Seat) -> None:
    hit_id = seat.compared(compiled_at=NOW - timedelta(hours=30))
    seat.until(lambda: isinstance(seat.page, ResultView))
    assert seat.page.compare.ages[1].plain == "STALE LIST"
    seat.tap("Cleared or recovered", "Yes, cleared or recovered")
    seat.reported(policy.NOT_A_MATCH_WORDS)
    assert not seat.window.hit.result.gate.stop.begin()
    assert seat.heard.words[-1].startswith("Not a match. Basis for stop is gone.")
    seat.tap("Not stopped", "Cleared or stale", "Save and close")
    trail = seat.trail(hit_id)
    assert ended(trail) == ("cleared_or_stale", "no")
    assert trail.stops == ()


def test_a_vehicle_that_contradicts_the_record_is_rejected(seat: Seat) -> None:
    hit_id = seat.see()
    seat.open()
    seat.enter()
    seat.tap("Next: vehicle", "Car", "Red", "Compare")
    seat.reported("VEHICLE DOES NOT FIT RECORD")
    seat.tap("Active", "Active")
    seat.reported("Good for")
    assert not seat.page.gate.stop.live
    seat.app.reject(hit_id)
    seat.tap("Vehicle does not fit", "No", "Save and close")
    trail = seat.trail(hit_id)
    assert ended(trail) == ("vehicle_mismatch", "no")
    assert trail.stops == ()


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_not_practicable_opens_its_own_form_and_its_reason_is_kept(seat: Seat) -> None:
    hit_id = seat.compared()
    seat.tap(
        "Other source", "Not practicable", "Danger to life", "Not practicable", "No answer in time"
    )
    seat.reported("NO STATUS")
    assert seat.page.gate.stop.form == "no_status"
    seat.hold_stop()
    seat.tap("Close hit", "Verified, stopped", "Released", "No", "Save and close")
    trail = seat.trail(hit_id)
    assert trail.dispositions[0].outcome == "released"
    assert ("reason", "danger to life") in [fact for a in trail.answers for fact in a.facts]
    assert len(trail.stops) == 1


def test_a_hit_is_passed_on_in_two_taps(seat: Seat, seven: RunningCar) -> None:
    seat.until(lambda: seven.device in seat.units)
    hit_id = seat.see()
    seat.open()
    seat.key(Qt.Key.Key_F9)
    seat.tap("Unit 7")
    there = seven.raised(lambda hit: hit.relayed_from is not None)
    assert there.relayed_from is not None
    assert (there.relayed_from.unit, there.relayed_from.hit_id) == ("Unit 12", hit_id)
    assert there.state is HitState.RAISED


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_a_hit_of_another_unit_wants_every_check_anew(
    hq: InProcessHq, seat: Seat, seven: RunningCar
) -> None:
    wait_until_on_duty(hq.hq, "unit-12")
    seen = a_read(**pictures_of("EXN2894"))
    theirs = a_hit(seen, an_entry(**BLACK_SUV))
    seven.car.desk.sightings.keep_read(seen, held=True, latency_ms=1.0)
    seven.car.desk.sightings.raise_hit(theirs)
    seven.car.desk.open(theirs.hit_id)
    seven.car.desk.enter(theirs.hit_id, "EXN2894", "NC", 2.0)
    seven.car.desk.relay(theirs.hit_id, "Unit 12", "unit-12")
    seat.until(lambda: len(seat.hits) == 1)
    (hit_id,) = seat.hits
    seat.open()
    seat.reported("NOT VERIFIED BY YOU")
    seat.tap("I see the vehicle")
    seat.enter()
    seat.tap("Next: vehicle", "SUV", "Black", "Compare", "Active", "Active")
    seat.until(lambda: seat.page.gate.stop.live)
    seat.app.reject(hit_id)
    seat.tap("Lost sight", "No", "Save and close")
    trail = seat.trail(hit_id)
    assert ended(trail) == ("lost_sight", "no")
    assert len(trail.answers) >= 4


def test_a_flood_is_one_list_with_one_tone_that_loses_nothing(seat: Seat, hq: InProcessHq) -> None:
    plates = [f"ABC{number}" for number in range(1200, 1212)]
    ids = [seat.see(plate, number=number) for number, plate in enumerate(plates)]
    seat.key(Qt.Key.Key_F4)
    seat.reported("12 hits in 10 minutes")
    seat.reported("12 still open. Nothing is dropped.")
    assert seat.heard.tones.count("high_state_not_confirmed") == FLOOD_AT + 1
    assert seat.heard.words.count("Many hits. See the list, F 4.") == 1
    seat.app.reject(ids[0])
    seat.tap("Same hit twice", "No", "Save and close")
    seat.key(Qt.Key.Key_F4)
    seat.reported("11 still open")
    assert ended(seat.trail(ids[0])) == ("duplicate", "no")
    with hq.hq.reading() as work:
        assert overview(work).hits == len(plates)
