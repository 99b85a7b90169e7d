"""An open hit is named on every page that an officer can be on (S7)."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.lab.screens.screen_samples import screens
from mdt_alpr.lab.screens.screenshots import show_screen
from mdt_alpr.patrol.events import HitChanged
from mdt_alpr.ui.hit.presenters.questions import CLOSING
from mdt_alpr.ui.kit.theme import SMALLEST
from tests.ui.screen import settle, texts_of
from tests.ui.test_window_geometry import check_text, places, rectangle
from tests.ui.window import Patrol

K = Qt.Key
pytestmark = pytest.mark.proved("S7")


@pytest.fixture
def car(qtbot: QtBot) -> Patrol:
    made = Patrol(qtbot)
    made.sign_in()
    return made


def pages(car: Patrol) -> list[QWidget]:
    stack = car.window.findChild(QStackedWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert stack is not None
    return [page for place in range(stack.count()) if (page := stack.widget(place))]


def words(car: Patrol) -> str:
    found = car.window.hit_line.findChildren(QLabel)
    return " ".join(part.text() for part in found if part.isVisible())


def test_every_page_names_the_hit_but_those_that_are_about_hits(car: Patrol) -> None:
    car.hit()
    window = car.window
    themselves = (window.sign_in, window.patrol, window.hits, window.hit)
    for page in pages(car):
        window.show_page(page)
        settle()
        assert window.hit_line.band.isVisible() == (page not in themselves), page
    assert window.patrol.band.accessibleName().startswith("HIGH: Stolen vehicle")


def test_on_the_way_through_the_keys_the_band_goes_along(car: Patrol) -> None:
    car.hit()
    for key in (K.Key_F9, K.Key_F11, K.Key_F11):
        car.key(key)
        assert words(car).startswith("HIGH: Stolen vehicle POSSIBLE MATCH, NOT VERIFIED")
        assert words(car).endswith("1 hit open F1: open hit")
    assert car.shows(car.window.why)


def test_many_open_hits_are_counted_and_the_most_urgent_is_named(car: Patrol) -> None:
    car.key(K.Key_F11)
    for n in range(15):
        car.hit(f"KLM44{n:02}", "P")
    car.hit("EXN2894", "V")
    assert "HIGH: Stolen vehicle" in words(car)
    assert "16 hits open" in words(car)
    opened: list[str] = []
    car.window.open_hit.connect(opened.append)
    car.key(K.Key_F1)
    assert opened == ["hit-EXN2894"]


def test_the_band_says_no_plate_before_the_officer_entered_one(car: Patrol) -> None:
    car.key(K.Key_F9)
    car.hit()
    assert not [text for text in texts_of(car.window.hit_line) if "EXN" in text]


def test_a_hit_that_comes_while_a_plate_is_typed_moves_nothing(car: Patrol) -> None:
    car.key(K.Key_F9)
    before = places(car.window), rectangle(car.window, car.window.entries)
    car.hit()
    assert (places(car.window), rectangle(car.window, car.window.entries)) == before


def test_a_question_shows_the_hit_and_that_it_waits_for_the_answer(car: Patrol) -> None:
    car.hit()
    car.window.ask(CLOSING, lambda: None)
    settle()
    assert words(car).endswith("1 hit open Answer first")


def test_a_hit_that_ends_leaves_no_words_behind(car: Patrol) -> None:
    hit = car.hit()
    car.key(K.Key_F11)
    car.happen(HitChanged(replace(hit, state=HitState.CLOSED)))
    assert words(car) == ""
    assert not [text for text in texts_of(car.window.hit_line) if "vehicle" in text]


@pytest.mark.parametrize("name", ["patrol_hit", "patrol_several_hits", "patrol_not_a_match"])
def test_no_word_of_the_band_is_cut_on_the_smallest_screen(car: Patrol, name: str) -> None:
    window = car.window
    window.resize(*SMALLEST)
    show_screen(window, screens()[name]())
    for page in (window.entries, window.status, window.why):
        window.show_page(page)
        for _ in range(4):
            settle()
        check_text(window, name)
