"""Whole paths through the pages by tap, with the real rules behind the desk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.hit.status_query import StatusSource
from tests.builders import an_entry
from tests.ui.screen import Screen


@pytest.fixture
def screen(qtbot: QtBot) -> Screen:
    return Screen(qtbot)


def enter_plate(screen: Screen, text: str = "EXN2894", state: str = "North Carolina") -> None:
    screen.look()
    screen.tap("Clear", *text)
    screen.tap("Next: state", state)


def see_black_suv(screen: Screen) -> None:
    screen.tap("Next: vehicle", "SUV", "Black", "Compare")


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.clause(policy.DCIN_CHECK.number)
def test_verified_stop(screen: Screen, qtbot: QtBot) -> None:
    hit = screen.hit()
    enter_plate(screen)
    see_black_suv(screen)
    screen.tap("Other source", "Comms by radio", "Active", "4", "1", "7", "Save", "Active")
    stop = screen.widget.result.gate.stop
    QTest.mousePress(stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.desk.hits[hit.hit_id].stop_at is not None)
    QTest.mouseRelease(stop, Qt.MouseButton.LeftButton)
    screen.tap("Close hit", "Verified, stopped", "Vehicle recovered")
    screen.tap("No", "Enter", "2", "6", "-", "A", "Done", "Save and close")
    done = screen.desk.hits[hit.hit_id]
    assert done.state is HitState.CLOSED
    assert done.closing is not None
    assert done.closing.disposition is Disposition.VERIFIED_STOPPED
    assert done.closing.outcome is Outcome.VEHICLE_RECOVERED
    assert done.closing.event_number == "26-A"
    radio = [r for r in done.replies if r.source is StatusSource.COMMUNICATIONS]
    assert [reply.dispatcher for reply in radio] == ["417"]
    assert screen.view is None


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_misread_ends_in_a_rejection(screen: Screen) -> None:
    hit = screen.hit(text="EXN2B94")
    enter_plate(screen, "EXN2B94")
    see_black_suv(screen)
    assert "Does not match. Look again." in screen.labels()
    screen.tap("Enter again")
    enter_plate(screen, "EXN2B94")
    screen.tap("Compare")
    assert not screen.has("Enter again")
    screen.tap("Reject", "Misread character", "No", "Save and close")
    done = screen.desk.hits[hit.hit_id]
    assert done.closing is not None
    assert (done.closing.disposition, done.closing.stopped) == (Disposition.MISREAD, Stopped.NO)
    assert done.entry is None


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_the_same_characters_from_another_state(screen: Screen) -> None:
    hit = screen.hit()
    for again in range(2):
        enter_plate(screen, state="South Carolina")
        screen.tap(*(["Compare"] if again else ["Next: vehicle", "SUV", "Black", "Compare"]))
        if not again:
            screen.tap("Enter again")
    screen.tap("Reject", "Wrong state", "No", "Save and close")
    assert screen.desk.hits[hit.hit_id].records == ()


def test_a_vehicle_that_contradicts_wants_a_reason_before_anything_opens(screen: Screen) -> None:
    screen.hit()
    enter_plate(screen)
    screen.tap("Next: vehicle", "Car", "Red", "Compare")
    assert "VEHICLE DOES NOT FIT RECORD" in screen.labels()
    screen.tap("Active", "Active")
    assert not screen.page.gate.stop.live
    screen.tap("Give reason", "Plate may be on another vehicle")
    assert screen.page.gate.stop.live
    assert "VEHICLE DOES NOT FIT RECORD" in screen.labels()


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_not_practicable_opens_another_form_and_needs_its_reasons(screen: Screen) -> None:
    screen.hit()
    enter_plate(screen)
    see_black_suv(screen)
    screen.tap(
        "Other source", "Not practicable", "Danger to life", "Not practicable", "No answer in time"
    )
    assert screen.page.gate.stop.form == "no_status"
    assert "NO STATUS" in screen.labels()
    assert not screen.has("Not practicable")


@pytest.mark.clause(policy.STATUS_CHECK.number)
def test_a_cleared_reply_slams_the_page_once_it_is_confirmed(screen: Screen) -> None:
    hit = screen.hit()
    enter_plate(screen)
    see_black_suv(screen)
    screen.tap("Active", "Active")
    assert screen.page.gate.stop.live
    screen.tap("Other source", "Comms by radio", "Cleared or recovered")
    screen.tap("Yes, cleared or recovered")
    assert policy.NOT_A_MATCH_WORDS in screen.labels()
    assert not screen.widget.result.gate.stop.begin()
    assert not screen.has("MDT reply")
    screen.tap("Stopped: ending it", "No time for the checks", "Now", "No", "Record the stop")
    screen.tap("Cleared or stale", "Save and close")
    done = screen.desk.hits[hit.hit_id]
    assert done.closing is not None
    assert done.closing.stopped is Stopped.BEFORE


def test_a_plate_that_cannot_be_read(screen: Screen) -> None:
    hit = screen.hit()
    screen.tap("Can't read", "Yes, can't read", "Unable to verify", "No", "Save and close")
    assert screen.desk.hits[hit.hit_id].cannot_see


def test_a_stolen_plate_goes_from_the_state_to_the_record(screen: Screen) -> None:
    screen.hit(an_entry(category="P"))
    enter_plate(screen)
    screen.tap("Compare")
    assert "Plate and state agree" in screen.labels()


def test_all_states_are_found_by_pages(screen: Screen) -> None:
    screen.hit()
    screen.look()
    screen.tap(*"EXN2894", "Next: state", "All states", "More", "More", "Wyoming")
    assert screen.page.slots[1].value == "WY"
    screen.tap("Earlier", "Earlier", "Area states", "North Carolina")
    assert screen.page.slots[1].value == "NC"


def test_nothing_is_chosen_before_the_officer_chooses(screen: Screen) -> None:
    screen.hit()
    screen.look()
    screen.tap(*"EXN2894", "Next: state")
    assert not any(button.isChecked() for button in screen.buttons() if button.text() != "Closest")
    screen.tap("North Carolina", "Next: vehicle")
    tiles = [b for b in screen.buttons() if b.text() not in ("Closest", "Vehicle")]
    assert not any(tile.isChecked() for tile in tiles)


def test_several_records_are_paged(screen: Screen) -> None:
    screen.hit(an_entry(entry_id="a", category="P"), an_entry(entry_id="b", category="P"))
    enter_plate(screen)
    screen.tap("Compare", "Next record")
    assert "RECORD 2 of 2" in screen.labels()
