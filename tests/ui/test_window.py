from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.patrol.events import CameraChanged, Health, HitChanged, SeenPlate
from mdt_alpr.ui.kit.theme import DAY, NIGHT
from mdt_alpr.ui.shell.models.patrol import LiveFrame
from mdt_alpr.ui.shell.presenters.patrol_views import HELD_TAG
from mdt_alpr.ui.shell.views.page_guard import GUARD_MS
from tests.builders import NOW
from tests.ui.window import Patrol

K = Qt.Key
LONG_MS = 60_000


@pytest.fixture
def car(qtbot: QtBot) -> Patrol:
    return Patrol(qtbot)


@pytest.fixture
def on_patrol(car: Patrol) -> Patrol:
    car.sign_in()
    return car


def test_keys_keep_their_places_and_those_without_use_are_off(on_patrol: Patrol) -> None:
    keys = on_patrol.window.keys.buttons
    assert list(keys) == [f"F{n}" for n in range(1, 13)]

    def live() -> set[str]:
        return {key for key, button in keys.items() if button.isEnabled()}

    assert live() == {"F2", "F4", "F5", "F7", "F8", "F9", "F10", "F11"}
    on_patrol.hit()
    assert live() == {"F1", "F2", "F3", "F4", "F5", "F7", "F8", "F9", "F10", "F11", "F12"}


def test_f1_opens_the_highest_hit_and_f12_rejects_it(on_patrol: Patrol) -> None:
    window, said = on_patrol.window, []
    window.open_hit.connect(lambda hit_id: said.append(f"open {hit_id}"))
    window.reject_hit.connect(lambda hit_id: said.append(f"reject {hit_id}"))
    on_patrol.key(K.Key_F1)
    on_patrol.key(K.Key_F12)
    assert said == []
    hit = on_patrol.hit()
    on_patrol.key(K.Key_F1)
    on_patrol.key(K.Key_F12)
    assert said == [f"open {hit.hit_id}", f"reject {hit.hit_id}"]


def test_f2_silences_and_decides_nothing(on_patrol: Patrol) -> None:
    hit = on_patrol.hit()
    on_patrol.desk.asked.clear()
    on_patrol.key(K.Key_F2)
    assert on_patrol.desk.asked == [f"silence {hit.hit_id}"]
    on_patrol.tick()
    assert on_patrol.patrol.highest_hit == hit.hit_id


def test_a_key_that_repeats_counts_once(on_patrol: Patrol) -> None:
    window = on_patrol.window
    QTest.keyPress(window, K.Key_F8)
    repeated = QKeyEvent(
        QEvent.Type.KeyPress, K.Key_F8.value, Qt.KeyboardModifier.NoModifier, "", autorep=True
    )
    QApplication.sendEvent(window, repeated)
    assert window.colors is NIGHT


def test_f8_changes_day_and_night_and_back(on_patrol: Patrol) -> None:
    on_patrol.key(K.Key_F8)
    assert on_patrol.window.colors is NIGHT
    on_patrol.key(K.Key_F8)
    assert on_patrol.window.colors is DAY


def test_the_list_is_worked_by_keyboard(on_patrol: Patrol) -> None:
    car, window = on_patrol, on_patrol.window
    opened: list[str] = []
    rejected: list[str] = []
    window.open_hit.connect(opened.append)
    window.reject_hit.connect(rejected.append)
    for number in range(8):
        car.hit(f"AAA{number}11{number}", "P", raised_at=NOW + timedelta(seconds=number))
    car.key(K.Key_F4)
    assert car.shows(window.hits)
    newest_first = [f"hit-AAA{n}11{n}" for n in range(7, -1, -1)]
    car.key(K.Key_Return, window.hits)
    car.key(K.Key_Down, window.hits)
    car.key(K.Key_F1)
    fit = len(window.hits.rows)
    car.key(K.Key_PageDown, window.hits)
    car.key(K.Key_Return, window.hits)
    car.key(K.Key_F12)
    assert opened == [newest_first[0], newest_first[1], newest_first[fit]]
    assert rejected == [newest_first[fit]]
    car.key(K.Key_F7)
    assert car.shows(window.patrol)


def test_a_row_is_opened_by_a_tap(on_patrol: Patrol) -> None:
    car, window = on_patrol, on_patrol.window
    opened: list[str] = []
    window.open_hit.connect(opened.append)
    hit = car.hit()
    car.key(K.Key_F4)
    car.calm()
    car.tap(window.hits.rows[0].open)
    assert opened == [hit.hit_id]


# ---------------------------------------------------------------------- under the finger


def test_the_guard_lasts_as_long_as_the_rule_says() -> None:
    assert policy.PAGE_GUARD.total_seconds() * 1000 == GUARD_MS


def test_a_tap_lands_on_nothing_new_for_half_a_second(on_patrol: Patrol) -> None:
    car, band = on_patrol, on_patrol.window.patrol.band
    opened: list[str] = []
    car.window.open_hit.connect(opened.append)
    car.window.guard.usual_ms = LONG_MS
    hit = car.hit()
    car.tap(band.open)
    assert opened == []
    car.calm()
    car.tap(band.open)
    assert opened == [hit.hit_id]


def test_the_guard_ends_by_itself(on_patrol: Patrol) -> None:
    on_patrol.window.guard.guard(20)
    on_patrol.qtbot.waitUntil(lambda: not on_patrol.window.guard.is_guarding)


def test_a_guard_that_is_collected_lets_everything_through(on_patrol: Patrol) -> None:
    guard = on_patrol.window.guard
    fields = dict(vars(guard))
    vars(guard).clear()  # as the collector does, while Qt still asks it
    try:
        assert not guard.eventFilter(on_patrol.window, QEvent(QEvent.Type.Paint))
    finally:
        vars(guard).update(fields)


def test_rows_that_move_guard_the_list(on_patrol: Patrol) -> None:
    car, window = on_patrol, on_patrol.window
    opened: list[str] = []
    window.open_hit.connect(opened.append)
    car.hit("AAA1111")
    above = car.hit("BBB2222", raised_at=NOW + timedelta(seconds=1))
    car.key(K.Key_F4)
    car.calm()
    window.guard.usual_ms = LONG_MS
    car.happen(HitChanged(replace(above, state=HitState.CLOSED)))
    car.tap(window.hits.rows[0].open)
    assert opened == []


def test_a_button_that_was_pressed_before_a_change_comes_up(on_patrol: Patrol) -> None:
    button = on_patrol.window.keys.buttons["F11"]
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert button.isDown()
    on_patrol.window.guard.guard(LONG_MS)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert not button.isDown()
    assert on_patrol.shows(on_patrol.window.patrol)


def test_a_new_hit_takes_the_focus_from_nobody(on_patrol: Patrol) -> None:
    on_patrol.key(K.Key_F11)
    page, focus = on_patrol.window.page, on_patrol.window.focusWidget()
    on_patrol.hit()
    assert on_patrol.shows(page)
    assert on_patrol.window.focusWidget() is focus


# ------------------------------------------------------------------------------ the picture


def test_a_held_plate_is_tagged_and_never_named(on_patrol: Patrol) -> None:
    shown: list[object] = []
    on_patrol.patrol.frame_changed.connect(shown.append)
    hit = on_patrol.hit()
    box = hit.read.box
    on_patrol.see(
        SeenPlate(box, "", held=True),
        SeenPlate(box, "EXN2B94", held=False),
        SeenPlate(box, "KLM4471", held=False),
    )
    frame = shown[-1]
    assert isinstance(frame, LiveFrame)
    assert [tag.text for tag in frame.plates] == [HELD_TAG, HELD_TAG, "KLM4471"]


def test_a_lost_camera_is_said_on_picture_band_and_strip(on_patrol: Patrol) -> None:
    car = on_patrol
    car.happen(CameraChanged("Camera 1", Health.LOST, "Check the cable.", NOW, 4))
    live, band = car.window.patrol.live, car.window.patrol.band
    assert live.accessibleDescription().startswith("Camera lost No plates are being read since")
    assert band.accessibleName() == "No open hits. Reading stopped. No plate is being read."
    hit = car.hit()
    assert band.accessibleName().startswith("HIGH: Stolen vehicle")
    car.happen(HitChanged(hit))
    assert car.patrol.highest_hit == hit.hit_id


def test_after_half_an_hour_the_reel_is_shut_and_hits_ask_for_the_person(
    on_patrol: Patrol,
) -> None:
    car, window = on_patrol, on_patrol.window
    opened: list[str] = []
    window.open_hit.connect(opened.append)
    car.read()
    assert window.patrol.reel.model.rowCount() == 1
    car.clock.pass_by(minutes=30)
    car.tick()
    assert car.shows(window.patrol)
    assert window.patrol.reel.model.rowCount() == 0
    car.hit()
    assert window.patrol.band.accessibleName().startswith("HIGH")
    car.key(K.Key_F1)
    assert opened == []
    assert car.shows(window.sign_in)


def test_a_touch_keeps_the_reel_open(on_patrol: Patrol) -> None:
    car = on_patrol
    car.clock.pass_by(minutes=29)
    car.window.events.use.reported.invalidate()
    car.key(K.Key_F7)
    car.clock.pass_by(minutes=29)
    car.tick()
    assert car.car.may_use
    car.read()
    assert car.window.patrol.reel.model.rowCount() == 1


def test_the_reel_holds_the_last_twenty(on_patrol: Patrol) -> None:
    for number in range(25):
        on_patrol.read(f"AB{number:05}")
    model = on_patrol.window.patrol.reel.model
    assert model.rowCount() == 20
    assert model.data(model.index(0), model.ROW).text == "AB00024"
