"""Passing a hit on in two taps; a relayed hit stays NOT VERIFIED BY YOU and tells no plate."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.hit import Contrary, Hit, RelayedFrom
from mdt_alpr.domain.hit.known_before import EarlierRejection
from mdt_alpr.domain.officer import Driving
from mdt_alpr.patrol.events import DrivingChanged, HitChanged, HitRaised, RelayFailed, UnitsChanged
from mdt_alpr.ui.hit.models.hit_blind import BlindView, PausedView
from mdt_alpr.ui.hit.models.hit_result import ResultView
from mdt_alpr.ui.hit.models.hit_view import RelayView
from mdt_alpr.ui.hit.presenters.hit_relay_view import passed_by
from mdt_alpr.ui.hit.presenters.hit_speech import raised_speech
from mdt_alpr.ui.hit.presenters.open_hits import HitsInOrder
from mdt_alpr.ui.shell.presenters.hit_list_view import hit_list_view
from mdt_alpr.wire.notices import UnitMessage
from tests.builders import NOW, a_hit, an_entry
from tests.ui.officer import BLACK_SUV, Officer
from tests.ui.screen import Screen
from tests.ui.test_hit_leaks import READ, RECORD, WANTED, assert_screen_tells_nothing

SEVEN = UnitMessage("Unit 7", "car-7", "B. Sample", NOW)
FROM = RelayedFrom("Unit 12", "A. Sample", "there", ("plate", "state", "status", "dcin"), NOW)
NOT_BY_YOU = "NOT VERIFIED BY YOU"


def reported_units(officer: Officer) -> None:
    officer.presenter.take(UnitsChanged((SEVEN,)))


def test_a_hit_is_passed_on_in_two_taps() -> None:
    officer = Officer()
    hit = officer.hit()
    reported_units(officer)
    officer.do.choose_relay()
    assert officer.shows(RelayView)
    assert [(unit.key, unit.word, unit.second) for unit in officer.page.units] == [
        ("car-7", "Unit 7", "B. Sample")
    ]
    officer.do.pass_on("car-7")
    assert "relay Unit 7" in officer.desk.asked
    (unit,) = officer.page.units
    assert (unit.chosen, unit.live) == (True, False)
    assert unit.second.startswith("Passed on ")
    officer.do.go_back()
    assert officer.shows(BlindView)
    assert [to.device for to in officer.desk.hits[hit.hit_id].relayed_to] == ["car-7"]


def test_a_unit_that_is_not_on_shift_gets_nothing() -> None:
    officer = Officer()
    officer.hit()
    officer.do.choose_relay()
    officer.do.pass_on("car-7")
    assert "relay Unit 7" not in officer.desk.asked
    assert officer.page.units == ()


def test_every_unit_of_a_large_fleet_can_be_reached() -> None:
    officer = Officer()
    officer.hit()
    fleet = [UnitMessage(f"Unit {n}", f"car-{n}", "B. Sample", NOW) for n in range(30)]
    officer.presenter.take(UnitsChanged(tuple(fleet)))
    officer.do.choose_relay()
    shown = []
    for number in (1, 2, 3):
        *units, more = officer.page.units
        assert (more.key, more.word, more.second) == ("", "More units", f"Page {number} of 3")
        shown += [unit.word for unit in units]
        officer.do.turn_units()
    assert shown == [unit.unit for unit in fleet]
    assert officer.page.units[0].word == "Unit 0"
    officer.do.turn_units()
    officer.do.pass_on("car-15")
    assert "relay Unit 15" in officer.desk.asked
    officer.do.go_back()
    officer.do.choose_relay()
    assert officer.page.units[0].word == "Unit 0"


def test_more_units_come_by_touch(qtbot: QtBot) -> None:
    screen = Screen(qtbot)
    screen.hit()
    fleet = [UnitMessage(f"Unit {n}", f"car-{n}", "B. Sample", NOW) for n in range(13)]
    screen.presenter.take(UnitsChanged(tuple(fleet)))
    screen.do.choose_relay()
    screen.tap("More units")
    screen.tap("Unit 12")
    assert "relay Unit 12" in screen.desk.asked


def test_twelve_units_need_no_second_page() -> None:
    officer = Officer()
    officer.hit()
    fleet = [UnitMessage(f"Unit {n}", f"car-{n}", "B. Sample", NOW) for n in range(12)]
    officer.presenter.take(UnitsChanged(tuple(fleet)))
    officer.do.choose_relay()
    assert [unit.word for unit in officer.page.units] == [unit.unit for unit in fleet]


def test_a_hit_that_something_speaks_against_is_not_offered() -> None:
    officer = Officer()
    hit = officer.hit()
    officer.desk.contradict(hit.hit_id, Contrary.READ_DISAGREES)
    officer.do.choose_relay()
    assert officer.shows(ResultView)
    assert officer.view is not None
    assert "F9" not in officer.view.keys


def test_the_officer_reads_that_a_hit_reached_nobody() -> None:
    officer = Officer()
    hit = officer.hit()
    officer.presenter.take(RelayFailed(hit.hit_id, "Unit 99"))
    assert officer.page.notice == "Unit 99 is not known at headquarters."


def test_a_relayed_hit_waits_for_the_officers_own_sight() -> None:
    officer = Officer()
    officer.hit(relayed_from=FROM)
    page = officer.page
    assert isinstance(page, PausedView)
    assert page.title == NOT_BY_YOU
    assert page.enter_words == "I see the vehicle"
    assert "Unit 12" in page.text
    officer.look(5)
    officer.type("EXN2894")
    officer.do.enter_again()
    assert officer.shows(BlindView)
    assert officer.page.pad.text == ""
    assert not officer.page.next_live


def test_the_second_of_looking_runs_from_the_own_sight_with_or_without_a_picture() -> None:
    officer = Officer()
    bare = replace(a_hit(None, an_entry(**BLACK_SUV)), relayed_from=FROM)
    bare = replace(bare, read=replace(bare.read, crop=b"", context=b""))
    officer.desk.raise_hit(bare)
    officer.presenter.open(bare.hit_id)
    officer.do.enter_again()
    officer.type("EXN2894")
    assert not officer.page.next_live
    officer.look(1)
    assert officer.page.next_live
    assert officer.page.other_way == ""
    officer.do.go_next()
    officer.do.choose_state("NC")
    officer.do.go_next()
    officer.vehicle()
    assert officer.shows(ResultView)


def test_not_verified_by_you_stays_until_the_own_entry_matched() -> None:
    officer = Officer()
    officer.hit(relayed_from=FROM)

    def title() -> str:
        assert officer.view is not None
        return officer.view.bar.title

    assert NOT_BY_YOU in title()
    officer.do.enter_again()
    officer.enter("EXN2895")
    officer.vehicle()
    assert NOT_BY_YOU in title()
    officer.do.enter_again()
    officer.enter()
    assert NOT_BY_YOU not in title()


def test_a_relayed_hit_is_not_typed_by_a_driver_nor_checked_by_tiles() -> None:
    officer = Officer()
    officer.presenter.take(DrivingChanged(Driving(30.0)))
    officer.hit(relayed_from=FROM)
    assert officer.shows(PausedView)
    assert not officer.page.may_enter
    officer.do.enter_again()
    assert officer.shows(PausedView)


def test_pictures_that_come_later_are_shown() -> None:
    officer = Officer()
    hit = officer.hit(relayed_from=FROM)
    officer.do.enter_again()
    there = officer.desk.hits[hit.hit_id]
    newer = replace(there, read=replace(there.read, crop=b"new crop"))
    officer.presenter.take(HitChanged(newer))
    assert officer.page.pictures.shown == b"new crop"


@pytest.mark.parametrize("opened", [False, True])
def test_a_relayed_hit_tells_nothing_of_plate_or_record(qtbot: QtBot, *, opened: bool) -> None:
    screen = Screen(qtbot)
    screen.hit(an_entry(WANTED, "NC", **RECORD), text=READ, state="NC", relayed_from=FROM)
    if opened:
        screen.do.enter_again()
        screen.look()
        screen.type("EXN2994")
    assert_screen_tells_nothing(screen)
    reported_units(screen)
    screen.do.choose_relay()
    assert_screen_tells_nothing(screen)


def rejection(hit: Hit, **fields: Any) -> EarlierRejection:
    entry = hit.matches[0].entry
    given: dict[str, Any] = {
        "rejection_id": "earlier", "entry_id": entry.entry_id, "text": entry.plate.text,
        "state": entry.plate.state, "cause": Disposition.MISREAD, "by_status": False,
        "at": NOW - timedelta(days=3), "captured_at": NOW - timedelta(days=3), **fields,
    }  # fmt: skip
    return EarlierRejection(**given)


def with_known(officer: Officer, *known: EarlierRejection) -> None:
    (hit,) = officer.desk.hits.values()
    changed = replace(hit, known_before=known)
    officer.desk.hits[hit.hit_id] = changed
    officer.presenter.take(HitChanged(changed))


def test_what_was_known_before_is_shown_after_the_entry_and_not_before() -> None:
    officer = Officer()
    hit = officer.hit()
    with_known(officer, rejection(hit), rejection(hit, rejection_id="other"))
    assert "Rejected" not in repr(officer.view)
    officer.enter()
    officer.vehicle()
    assert officer.page.banner.known == "Rejected 2 times: misread"


def test_a_cleared_twin_is_shown_with_its_day() -> None:
    officer = Officer()
    hit = officer.hit()
    with_known(officer, rejection(hit, cause=Disposition.WRONG_STATE, by_status=True))
    officer.enter()
    officer.vehicle()
    reported = "Cleared by status check 3 days ago: other-state twin"
    assert officer.page.banner.known == reported


def test_a_no_from_another_unit_names_it_on_screen_and_aloud() -> None:
    officer = Officer()
    hit = officer.verified()
    officer.desk.contradict(hit.hit_id, Contrary.NOT_THIS_PLATE, "Unit 12, Communications")
    assert officer.page.gate.stop.form == "gone"
    assert officer.page.banner.title == "Not this plate"
    assert officer.page.banner.text == "Said by Unit 12, Communications."
    assert officer.said[-1].text.startswith("Not a match. Basis for stop is gone.")
    assert "Unit 12, Communications" in officer.said[-1].text


def test_a_plate_that_was_rejected_just_before_makes_no_sound() -> None:
    officer = Officer()
    officer.desk.raise_hit(a_hit(silenced_at=NOW))
    assert [(spoken.text, spoken.tone) for spoken in officer.said] == [("", "")]


def test_the_list_says_not_verified_by_you() -> None:
    hits = HitsInOrder()
    hits.take(HitRaised(a_hit(relayed_from=FROM)))
    (row,) = hit_list_view(hits, NOW).rows
    assert row.note == NOT_BY_YOU


def test_a_fixed_cameras_hit_says_that_nobody_checked_it() -> None:
    there = RelayedFrom("Church St bridge", "", "there", (), NOW)
    said = raised_speech(a_hit(relayed_from=there)).text
    assert said.startswith("Fixed camera Church St bridge passes on a possible match.")
    words = passed_by(there, NOW.tzinfo)
    assert words.startswith("Read by the fixed camera Church St bridge, ")
    assert words.endswith("No one checked it.")
