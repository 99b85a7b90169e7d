"""What the screen says while the car moves, and after the second mismatch (O14, O15, O16)."""

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.ui.hit.models.hit_blind import PausedView, StatePadView, TilePadView
from mdt_alpr.ui.hit.presenters.confirmation_view import Sheet
from mdt_alpr.ui.hit.presenters.hit_actions import PARK_TO_TYPE
from mdt_alpr.ui.hit.presenters.hit_status_form import OpenQuestion
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.shell.models.patrol import BandKind, BandView
from mdt_alpr.ui.shell.views.hit_band import HitBand
from tests.ui.officer import Officer
from tests.ui.screen import texts_of
from tests.ui.tile_officer import drive


@pytest.fixture
def officer(qapp: object) -> Officer:
    assert qapp
    return Officer()


@pytest.mark.proved("O14")
def test_a_state_is_tapped_while_the_car_moves_and_no_letter_is_taken(officer: Officer) -> None:
    officer.hit()
    officer.look()
    officer.type("EXN2894")
    officer.do.go_next()
    assert officer.asks(StatePadView)
    assert "Type two letters or tap." in officer.page.pad.prompt
    drive(officer)
    assert officer.page.pad.prompt == "State printed on the plate. Tap it."
    officer.type("NC")
    assert not any(state.chosen for state in officer.page.pad.tiles)


def test_while_the_car_moves_one_press_answers_one_tile_and_nothing_is_spelled(
    officer: Officer,
) -> None:
    drive(officer)
    officer.hit()
    assert isinstance(officer.page.pad, TilePadView)
    offered = officer.page.pad.tiles[0].glyphs[0].key
    officer.type(offered)
    assert [c.key for t in officer.page.pad.tiles for c in t.glyphs if c.chosen] == [offered]


@pytest.mark.proved("O14")
def test_no_case_number_is_typed_while_the_car_moves(officer: Officer) -> None:
    officer.hit()
    officer.enter()
    officer.vehicle()
    case = officer.do.case
    assert case is not None
    case.status.ask(OpenQuestion.CONFIRMATION)
    case.status.confirmation.sheet = Sheet.OCA
    drive(officer)
    officer.type("26")
    assert (case.status.confirmation.oca, case.notice) == ("", PARK_TO_TYPE)
    drive(officer, passenger=True)
    officer.type("26")
    assert case.status.confirmation.oca == "26"


@pytest.mark.proved("O15")
def test_after_the_second_mismatch_nothing_more_is_asked(officer: Officer) -> None:
    officer.hit()
    officer.enter("EXN2898")
    officer.vehicle()
    officer.do.enter_again()
    officer.enter("EXN2898")
    assert isinstance(officer.page, PausedView)
    assert not officer.page.may_enter
    assert officer.page.pictures.headline == "Nothing more to enter."


@pytest.mark.proved("O16")
def test_the_lock_page_names_no_key_that_is_dead_there(qtbot: QtBot) -> None:
    locked = HitBand(with_buttons=False)
    qtbot.addWidget(locked)
    locked.show_view(BandView(BandKind.HIT, Mark.SQUARE, "HIT", "", more=2))
    words = list(texts_of(locked))
    assert "+2 more" in words
    assert not any("F4" in text for text in words)
