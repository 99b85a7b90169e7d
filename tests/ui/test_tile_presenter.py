"""When characters are asked by tiles, and what a change in mid-question does (D2, VER-10)."""

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.hit import EntryMethod, HitState, WholeNumberAnswer
from mdt_alpr.domain.hit.read_revision import apply_second_read
from mdt_alpr.domain.reading.reading import Box, PlateText
from mdt_alpr.patrol.events import HitChanged
from mdt_alpr.ui.hit.models.hit_blind import (
    PausedView,
    PlatePadView,
    StatePadView,
    TilePadView,
    WholePadView,
)
from mdt_alpr.ui.hit.models.hit_result import ResultView
from mdt_alpr.ui.hit.models.hit_signals import ChosenGlyph
from tests.builders import a_hit, a_read, an_entry
from tests.ui.officer import BLACK_SUV, Officer
from tests.ui.tile_officer import answer, asked, drive, say, to_whole


@pytest.fixture
def officer(qapp: object) -> Officer:
    assert qapp
    return Officer()


@pytest.fixture
def driving(officer: Officer) -> Officer:
    drive(officer)
    officer.hit()
    return officer


# ----------------------------------------------------------------------------------- when


@pytest.mark.parametrize(
    ("mph", "passenger", "pad"),
    [
        (38.0, False, TilePadView),
        (5.1, False, TilePadView),
        (5.0, False, PlatePadView),
        (0.0, False, PlatePadView),
        (None, False, PlatePadView),
        (38.0, True, PlatePadView),
    ],
)
def test_speed_and_passenger_decide_how_characters_are_given(
    officer: Officer,
    mph: float | None,
    passenger: bool,  # noqa: FBT001
    pad: type,
) -> None:
    drive(officer, mph, passenger=passenger)
    officer.hit()
    assert officer.asks(pad)


def test_a_hit_that_was_raised_while_parked_is_asked_by_tiles_when_opened_on_the_road(
    officer: Officer,
) -> None:
    hit = officer.desk.raise_hit(a_hit(a_read("EXN2894", box=Box(0, 0, 241, 100))))
    drive(officer)
    officer.presenter.open(hit.hit_id)
    assert officer.asks(TilePadView)


def test_driving_off_never_takes_the_keyboard_from_under_a_finger(officer: Officer) -> None:
    officer.hit()
    officer.look()
    officer.type("EXN2")
    drive(officer)
    assert officer.asks(PlatePadView)
    officer.type("894")
    officer.do.go_next()
    assert officer.asks(StatePadView)
    officer.do.go_to("plate")
    assert officer.asks(TilePadView)


def test_what_was_typed_is_gone_where_tiles_take_its_place(officer: Officer) -> None:
    hit = officer.hit()
    officer.look()
    officer.type("EXN2")
    officer.presenter.leave()
    drive(officer)
    officer.presenter.open(hit.hit_id)
    assert officer.asks(TilePadView)
    assert officer.page.slots[0].value == "Enter now"


def test_stopping_never_takes_the_tiles_away_but_offers_the_keyboard(driving: Officer) -> None:
    assert driving.page.other_way == ""
    driving.do.use_keyboard()
    assert driving.asks(TilePadView)
    drive(driving, 0.0)
    assert driving.asks(TilePadView)
    assert driving.page.other_way == "keyboard"
    driving.do.use_keyboard()
    assert driving.asks(PlatePadView)
    assert driving.page.other_way == "tiles"
    driving.do.use_tiles()
    assert driving.asks(TilePadView)


def test_the_next_attempt_goes_by_the_driving_of_its_time(officer: Officer) -> None:
    officer.hit()
    officer.enter("EXN2994")
    officer.vehicle()
    drive(officer)
    assert officer.shows(PausedView)
    (hit_id,) = officer.desk.hits
    officer.presenter.leave()
    officer.presenter.open(hit_id)
    assert officer.page.slots[0].value == "EXN2994"
    officer.do.enter_again()
    assert officer.asks(TilePadView)
    assert officer.page.slots[0].value == "Enter now"


def test_tiles_begun_stand_where_the_officer_left_them(driving: Officer) -> None:
    (hit_id,) = driving.desk.hits
    answer(driving)
    before = driving.page.pad
    driving.presenter.leave()
    driving.presenter.open(hit_id)
    assert driving.page.pad == before


def test_a_second_reader_in_mid_question_changes_no_tile(driving: Officer) -> None:
    answer(driving)
    before, (hit_id,) = driving.page.pad, driving.desk.hits
    seen = PlateText(a_read("6XM2BY4").characters)
    hit = apply_second_read(driving.desk.hits[hit_id], seen)
    driving.desk.hits[hit_id] = hit
    driving.presenter.take(HitChanged(hit))
    assert driving.page.pad == before
    to_whole(driving)
    say(driving)
    assert driving.page.title == "Readers disagree."
    driving.do.enter_again()
    assert len({0, 2, 4, 5} & set(asked(driving))) == 3
    assert len(driving.page.pad.tiles) == 4


def test_a_plate_that_tiles_cannot_check_says_so(officer: Officer) -> None:
    drive(officer)
    officer.hit(an_entry("AB"), text="AB")
    assert officer.page.pad.tiles == ()
    assert "Park to type it" in officer.page.pad.prompt
    officer.look()
    assert not officer.page.next_live


# ---------------------------------------------------------------------------- the answers


def test_no_glyph_and_no_answer_is_chosen_before_the_officer_chooses(driving: Officer) -> None:
    pad = driving.page.pad
    assert not any(glyph.chosen for tile in pad.tiles for glyph in tile.glyphs)
    assert not any(tile.cannot_tell.chosen for tile in pad.tiles)
    to_whole(driving)
    assert not any(answer.chosen for answer in driving.page.pad.answers)


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_next_wants_every_tile_and_one_second_of_a_clear_picture(driving: Officer) -> None:
    for number, place in enumerate(asked(driving)):
        assert not driving.page.next_live
        driving.do.choose_glyph(ChosenGlyph(number, "EXN2894"[place]))
    assert not driving.page.next_live
    assert "one second" in driving.page.pad.prompt
    driving.look()
    assert driving.page.next_live


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_the_whole_number_wants_a_second_of_its_own(driving: Officer) -> None:
    to_whole(driving)
    driving.do.compare_whole("same")
    assert not driving.page.next_live
    driving.look(0.9)
    assert not driving.page.next_live
    driving.look(0.1)
    assert driving.page.next_live


def test_a_picture_that_is_too_small_carries_no_tiles(officer: Officer) -> None:
    drive(officer)
    seen = a_read("EXN2894", box=Box(0, 0, 96, 48))
    hit = officer.desk.raise_hit(a_hit(seen, an_entry(**BLACK_SUV)))
    officer.presenter.open(hit.hit_id)
    answer(officer)
    officer.look(5)
    assert not officer.page.next_live
    assert officer.page.pictures.headline == "Too small to check."


@pytest.mark.proved("O17")
def test_a_tile_that_cannot_be_made_out_asks_for_no_picture_that_there_is_not(
    driving: Officer,
) -> None:
    answer(driving)
    driving.do.choose_glyph(ChosenGlyph(1, ""))
    assert not driving.page.next_live
    assert driving.page.pad.prompt == "Can't tell. No other picture is large enough. F3."
    driving.do.choose_glyph(ChosenGlyph(1, "EXN2894"[asked(driving)[1]]))
    assert driving.page.next_live


def test_a_whole_number_that_cannot_be_made_out_is_no_attempt(driving: Officer) -> None:
    to_whole(driving)
    say(driving, "")
    (hit,) = driving.desk.hits.values()
    assert hit.attempts == ()
    assert not driving.page.next_live
    driving.do.cannot_read()
    driving.do.confirm_cannot_read()
    (hit,) = driving.desk.hits.values()
    assert (hit.state, hit.cannot_see) == (HitState.UNMATCHED, True)


def test_back_from_the_whole_number_keeps_the_tiles(driving: Officer) -> None:
    to_whole(driving)
    driving.do.go_back()
    assert not isinstance(driving.page.pad, WholePadView)
    driving.do.go_to("plate")
    assert driving.page.slots[0].value == "3 of 3"


def test_answers_are_withdrawn_one_by_one_and_all(driving: Officer) -> None:
    answer(driving)
    driving.do.delete_character()
    assert driving.page.slots[0].value == "2 of 3"
    assert driving.page.pad.tiles[2].current
    driving.do.clear_entry()
    assert driving.page.slots[0].value == "Enter now"
    assert driving.page.pad.tiles[0].current


def test_a_glyph_that_is_not_offered_is_no_answer(driving: Officer) -> None:
    driving.do.choose_glyph(ChosenGlyph(0, "?"))
    driving.do.choose_glyph(ChosenGlyph(9, "E"))
    driving.do.compare_whole("same")
    assert driving.page.slots[0].value == "Enter now"


# ------------------------------------------------------------------------------- outcomes


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_the_run_travels_with_its_answers_and_times(driving: Officer) -> None:
    to_whole(driving)
    driving.look(2)
    say(driving)
    assert driving.shows(ResultView)
    (hit,) = driving.desk.hits.values()
    assert hit.entry is not None
    assert hit.entry.method is EntryMethod.TILES_AND_NUMBER
    check = hit.entry.tile_check
    assert check is not None
    assert (check.whole_number, check.tiles_s, check.whole_number_s) == (
        WholeNumberAnswer.SAME,
        1.0,
        3.0,
    )
    assert [answer.after_s for answer in check.answers] == [1.0, 1.0, 1.0]
    assert sum(answer.control for answer in check.answers) == 1
    assert hit.entry.picture_s == pytest.approx(4.0)
    assert driving.page.compare.columns[1].title == "YOU CHECKED"


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.parametrize("wrong", ["tiles", "state", "whole"])
def test_whatever_differs_the_words_are_the_same(qapp: object, wrong: str) -> None:
    assert qapp
    pages = []
    for what in ("tiles", wrong):
        officer = Officer()
        drive(officer)
        officer.hit(an_entry("EXN2894", **BLACK_SUV), text="EXN2B94")
        to_whole(
            officer, "EXN2394" if what == "tiles" else "EXN2894", "SC" if what == "state" else "NC"
        )
        say(officer, "different" if what == "whole" else "same")
        again = officer.page
        assert again.title == policy.DOES_NOT_MATCH_WORDS
        pages.append((again.title, again.text, again.foot, again.differs, officer.said[-1].text))
    assert pages[0] == pages[1]


def test_after_two_runs_that_differ_only_rejection_or_cannot_read_are_left(
    driving: Officer,
) -> None:
    to_whole(driving)
    say(driving, "different")
    driving.do.enter_again()
    to_whole(driving)
    say(driving, "different")
    assert not driving.page.may_enter
    (hit,) = driving.desk.hits.values()
    assert hit.state is HitState.UNMATCHED
