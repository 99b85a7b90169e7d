from datetime import timedelta

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.equipment.self_check import CheckPart, SelfCheck
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.hotlist.hotlist import AlertStyle, CategorySetting, CategorySettings, Priority
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.patrol.events import SelfChecked
from mdt_alpr.ui.hit.models.hit_blind import (
    BlindView,
    PausedView,
    PlatePadView,
    StatePadView,
    VehiclePadView,
)
from mdt_alpr.ui.hit.models.hit_result import DispositionView, ResultView
from mdt_alpr.ui.hit.models.hit_view import HitBarView, Spoken
from mdt_alpr.ui.hit.presenters.hit_speech import raised_speech
from tests.builders import a_hit, a_read, an_entry
from tests.ui.officer import BLACK_SUV, Officer


@pytest.fixture
def officer(qapp: object) -> Officer:
    assert qapp
    return Officer()


def test_an_alert_names_its_category_and_no_plate(officer: Officer) -> None:
    officer.hit(state="NC")
    assert officer.said[0].text == "Possible match. Stolen vehicle. Not verified."
    assert officer.said[0].tone == "high"


def test_an_officer_who_does_not_look_hears_how_good_the_match_is() -> None:
    exact = raised_speech(a_hit(a_read(state="NC")))
    other_state = raised_speech(a_hit(a_read()))
    look_alike = raised_speech(a_hit(a_read("EXN2B94", state="NC")))

    assert exact == Spoken("Possible match. Stolen vehicle. Not verified.", "high")
    assert other_state == Spoken(
        "State not confirmed. Stolen vehicle. Not verified.", "high_state_not_confirmed"
    )
    assert look_alike == Spoken("Look-alike. Stolen vehicle. Not verified.", "high_look_alike")


@pytest.mark.parametrize(
    ("style", "priority", "said"),
    [
        (AlertStyle.SPOKEN, Priority.MEDIUM, ("Possible match. Stolen vehicle.", "medium")),
        (AlertStyle.TONE, Priority.HIGH, ("", "high")),
        (AlertStyle.SHOWN, Priority.LOW, ("", "")),
    ],
)
def test_an_alert_is_heard_as_the_administrator_set_it(
    officer: Officer, style: AlertStyle, priority: Priority, said: tuple[str, str]
) -> None:
    setting = CategorySetting("V", priority, style, "Call first.")
    officer.hit(state="NC", settings=CategorySettings((setting,)))
    words, tone = said
    assert officer.said[0].tone == tone
    assert officer.said[0].text.startswith(words)
    assert bool(officer.said[0].text) is bool(words)
    assert "Call first" not in officer.said[0].text


def test_opening_shows_the_blind_entry(officer: Officer) -> None:
    officer.hit()
    assert officer.shows(BlindView)
    assert officer.asks(PlatePadView)
    assert officer.page.pad.text == ""
    assert officer.desk.asked == ["open"]


@pytest.mark.clause("3.A.4")
def test_a_hit_of_a_car_that_missed_or_failed_its_check_says_so(officer: Officer) -> None:
    officer.hit()
    assert officer.view is not None
    before = officer.view.bar
    raised = officer.clock.now()

    def bar(check: SelfCheck | None) -> HitBarView:
        officer.presenter.take(SelfChecked(check))
        assert officer.view is not None
        return officer.view.bar

    assert bar(None).cause == f"{before.cause}\nThis car was not checked this shift."
    focus = SelfCheck(raised - timedelta(minutes=2), (CheckPart.FOCUS,))
    assert bar(focus).cause == f"{before.cause}\nThis car failed its check: focus."
    both = SelfCheck(raised - timedelta(minutes=1), (CheckPart.FOCUS, CheckPart.LIST))
    assert bar(both).cause == f"{before.cause}\nThis car failed its check. See Status."
    assert bar(SelfCheck(raised + timedelta(hours=1))).cause.endswith("See Status.")
    assert bar(SelfCheck(raised)) == before


def test_after_a_restart_nothing_is_said_of_a_shift_whose_check_is_not_known(
    officer: Officer,
) -> None:
    officer.hit()
    assert officer.view is not None
    before, raised = officer.view.bar, officer.clock.now()
    officer.presenter.take(SelfChecked(SelfCheck(raised + timedelta(hours=13))))
    assert officer.view.bar == before
    officer.presenter.take(SelfChecked(None))
    assert officer.view.bar == before


def test_a_bar_without_room_says_it_under_its_title(officer: Officer) -> None:
    officer.presenter.take(SelfChecked(None))
    officer.hit(an_entry(category="W"))
    assert officer.view is not None
    assert officer.view.bar.title == "POSSIBLE MATCH, NOT VERIFIED\nCAR NOT CHECKED"
    assert "checked" not in officer.view.bar.cause


@pytest.mark.clause(policy.NOT_PROBABLE_CAUSE.number)
def test_the_bar_says_that_a_hit_is_no_probable_cause(officer: Officer) -> None:
    officer.verified()
    for view in officer.views:
        assert view is not None
        assert view.bar.cause == policy.NOT_PROBABLE_CAUSE_WORDS


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_next_unlocks_after_a_second_before_a_clear_picture(officer: Officer) -> None:
    officer.hit()
    officer.type("EXN2894")
    officer.look(0.9)
    assert not officer.page.next_live
    officer.look(0.1)
    assert officer.page.next_live


@pytest.mark.proved("O17")
def test_a_picture_that_is_too_small_unlocks_nothing(officer: Officer) -> None:
    hit = a_hit(a_read(box=Box(0, 0, 119, 60)))
    officer.desk.raise_hit(hit)
    officer.presenter.open(hit.hit_id)
    officer.type("EXN2894")
    officer.look(5)
    assert not officer.page.next_live
    pictures = officer.page.pictures
    said = f"{pictures.headline} {pictures.advice}"
    assert said == "Too small to check. No other picture is large enough. F3."


def test_the_whole_vehicle_is_no_plate_picture(officer: Officer) -> None:
    officer.hit()
    officer.do.choose_picture(1)
    officer.type("EXN2894")
    officer.look(5)
    assert not officer.page.next_live


def test_a_character_that_cannot_be_seen_stops_the_entry(officer: Officer) -> None:
    officer.hit()
    officer.type("EX?2894")
    officer.look(2)
    assert not officer.page.next_live
    assert "F3" in officer.page.pad.hint


def test_two_letters_enter_the_state(officer: Officer) -> None:
    officer.hit()
    officer.look()
    officer.type("EXN2894")
    officer.do.go_next()
    assert officer.asks(StatePadView)
    officer.type("N")
    assert officer.page.slots[1].value == "N_"
    officer.type("C")
    assert officer.page.slots[1].value == "NC"


def test_the_areas_states_stand_in_alphabetical_order_and_all_are_three_pages(
    officer: Officer,
) -> None:
    officer.hit()
    officer.look()
    officer.type("EXN2894")
    officer.do.go_next()
    names = [tile.word for tile in officer.page.pad.tiles]
    assert names == sorted(names)
    every = []
    for page in (1, 2, 3):
        officer.do.turn_states(page)
        every += [tile.key for tile in officer.page.pad.tiles]
    assert len(set(every)) == 51


def test_a_state_that_cannot_be_seen_stops_the_entry(officer: Officer) -> None:
    officer.hit()
    officer.enter(state="")
    assert officer.asks(StatePadView)
    assert not officer.page.next_live


def test_the_vehicle_is_answered_before_the_record_is_shown(officer: Officer) -> None:
    officer.hit()
    officer.enter()
    assert officer.asks(VehiclePadView)
    officer.vehicle()
    assert officer.desk.asked == ["open", "answer_vehicle", "enter"]
    assert officer.shows(ResultView)


def test_the_vehicles_questions_show_the_vehicle(officer: Officer) -> None:
    officer.hit()
    officer.enter()
    assert officer.page.pictures.shown == b"context"
    officer.do.go_back()
    assert officer.page.pictures.shown == b"crop"


def test_a_stolen_plate_asks_no_vehicle(officer: Officer) -> None:
    officer.hit(an_entry(category="P"))
    officer.enter()
    assert officer.shows(ResultView)
    assert "answer_vehicle" not in officer.desk.asked


def test_another_record_on_the_plate_still_asks_the_vehicle(officer: Officer) -> None:
    plate = an_entry(category="P", entry_id="a")
    manual = an_entry(category="B", entry_id="b", **BLACK_SUV)
    officer.hit(plate, manual)
    officer.enter()
    assert officer.asks(VehiclePadView)


def test_how_long_the_picture_was_looked_at_goes_along(officer: Officer) -> None:
    hit = officer.hit()
    officer.enter()
    officer.look(4)
    officer.vehicle()
    assert officer.desk.hits[hit.hit_id].attempts[0].picture_s == pytest.approx(1.0)


def test_a_mismatch_keeps_what_was_typed_and_gives_no_hint(officer: Officer) -> None:
    officer.hit()
    officer.enter("EXN2898")
    officer.vehicle()
    assert officer.shows(PausedView)
    assert officer.page.title == "Does not match. Look again."
    assert officer.page.slots[0].value == "EXN2898"
    officer.do.enter_again()
    assert officer.page.pad.text == "EXN2898"
    assert not officer.page.next_live


def test_a_wrong_state_looks_like_a_wrong_character(officer: Officer) -> None:
    officer.hit()
    officer.enter("EXN2898")
    officer.vehicle()
    other = Officer()
    other.hit()
    other.enter(state="SC")
    other.vehicle()
    one, two = officer.page, other.page
    assert (one.title, one.text, one.foot) == (two.title, two.text, two.foot)


def test_the_second_miss_leaves_reject_and_cannot_read(officer: Officer) -> None:
    hit = officer.hit()
    officer.enter("EXN2898")
    officer.vehicle()
    officer.do.enter_again()
    officer.enter("EXN2898")
    assert officer.desk.hits[hit.hit_id].state is HitState.UNMATCHED
    assert not officer.page.may_enter
    officer.do.enter_again()
    assert officer.shows(PausedView)
    officer.do.end_hit()
    assert officer.shows(DispositionView)


@pytest.mark.parametrize("text", ["EXN2894", "EXN2898"])
def test_where_readers_disagree_the_words_are_the_same_right_or_wrong(
    officer: Officer, text: str
) -> None:
    officer.hit(second_text="EXN2B94")
    officer.enter(text)
    officer.vehicle()
    assert officer.page.title == "Readers disagree."
    assert officer.page.text == "Enter it once more from another picture."
    officer.do.enter_again()
    assert officer.page.pad.text == ""
    assert officer.page.slots[1].value == "Empty"
    officer.enter(text)
    shown = ResultView if text == "EXN2894" else PausedView
    assert officer.shows(shown)


def test_f3_states_that_it_cannot_be_read_and_asks_how_it_ended(officer: Officer) -> None:
    hit = officer.hit()
    officer.do.cannot_read()
    officer.do.confirm_cannot_read()
    assert officer.desk.hits[hit.hit_id].cannot_see
    assert officer.shows(DispositionView)
    officer.do.choose_disposition("unable_to_verify")
    officer.do.choose_stopped("no")
    officer.do.go_next()
    assert officer.view is None
    assert officer.desk.hits[hit.hit_id].state is HitState.CLOSED
