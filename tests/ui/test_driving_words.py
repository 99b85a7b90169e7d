"""What the screen says while the car moves, and after the second mismatch (O14, O15, O16)."""

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.ui.hit.models.hit_blind import PausedView, StatePadView
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
