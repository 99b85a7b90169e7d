"""Nothing in the hit list moves under a finger, and its order is what its head says (S6, S19)."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.builders import NOW
from tests.ui.window import Patrol

K = Qt.Key


@pytest.fixture
def car(qtbot: QtBot) -> Patrol:
    made = Patrol(qtbot)
    made.sign_in()
    return made


def shown(car: Patrol) -> list[str]:
    return [row.hit_id for row in car.window.hits._view.rows]


def hit_at(car: Patrol, text: str, second: int, category: str = "P") -> str:
    return car.hit(text, category, raised_at=NOW + timedelta(seconds=second)).hit_id


@pytest.mark.proved("S6")
def test_a_hit_that_comes_while_the_list_is_in_front_moves_no_row(car: Patrol) -> None:
    opened: list[str] = []
    car.window.open_hit.connect(opened.append)
    older = [hit_at(car, "AAA1111", 1), hit_at(car, "BBB2222", 2)]
    car.key(K.Key_F4)
    before = shown(car)
    assert before == older[::-1]
    new = hit_at(car, "EXN2894", 3, "V")
    assert shown(car) == [*before, new]
    assert "1 new at the end" in car.window.hits.head._words.text()
    car.key(K.Key_Return, car.window.hits)
    car.calm()
    car.tap(car.window.hits.rows[1].open)
    assert opened == before


@pytest.mark.proved("S6")
def test_f4_sorts_the_list_and_begins_at_its_top(car: Patrol) -> None:
    for number in range(9):
        hit_at(car, f"AAA{number}11{number}", number)
    car.key(K.Key_F4)
    car.key(K.Key_PageDown, car.window.hits)
    late = hit_at(car, "EXN2894", 30, "V")
    car.key(K.Key_F4)
    assert shown(car)[0] == late
    assert car.window.hits.chosen == late
    assert car.window.hits.rows[0]._row is not None
    assert car.window.hits.rows[0]._row.hit_id == late
    car.key(K.Key_PageDown, car.window.hits)
    car.key(K.Key_F7)
    car.key(K.Key_F4)
    assert car.window.hits.chosen == late


@pytest.mark.proved("S6")
def test_the_chosen_row_stays_the_one_that_was_chosen(car: Patrol) -> None:
    opened: list[str] = []
    car.window.open_hit.connect(opened.append)
    first = hit_at(car, "AAA1111", 1)
    car.key(K.Key_F4)
    for number in range(5):
        hit_at(car, f"EXN280{number}", 10 + number, "V")
        car.key(K.Key_F1)
    assert opened == [first] * 5


@pytest.mark.proved("S19")
def test_the_head_says_the_order_that_is_shown(car: Patrol) -> None:
    low, high = hit_at(car, "AAA1111", 5), hit_at(car, "EXN2894", 1, "V")
    newest = hit_at(car, "BBB2222", 9)
    car.key(K.Key_F4)
    assert shown(car) == [high, newest, low]
    assert (
        car.window.hits.head._words.text()
        == "High first, then newest. Those to be ended come last."
    )
