from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.ui.hit.models.hit_result import DispositionView, HoldView, ResultView
from mdt_alpr.ui.hit.views.hold_button import HoldButton
from mdt_alpr.ui.kit.theme import NIGHT
from mdt_alpr.ui.kit.views.palette import show_in
from tests.ui.screen import Screen

K = Qt.Key


@pytest.fixture
def screen(qtbot: QtBot) -> Screen:
    return Screen(qtbot)


@pytest.fixture
def button(qtbot: QtBot) -> HoldButton:
    made = HoldButton()
    qtbot.addWidget(made)
    made.show_view(HoldView("ready", "Initiate stop", "Hold", 60))
    made.resize(382, 100)
    made.show()
    return made


def holds(button: HoldButton) -> bool:
    return button.is_holding


def test_a_whole_check_by_keyboard(screen: Screen) -> None:
    hit = screen.hit()
    screen.look()
    QTest.keyClicks(screen.widget, "exn2894")
    screen.key(K.Key_Return)
    QTest.keyClicks(screen.widget, "nc")
    screen.key(K.Key_Return)
    QTest.keyClicks(screen.widget, "21")
    screen.key(K.Key_Return)
    assert screen.shows(ResultView)
    entry = screen.desk.hits[hit.hit_id].entry
    assert entry is not None
    assert (entry.text, entry.state) == ("EXN2894", "NC")


def test_delete_takes_one_back_and_clear_all(screen: Screen) -> None:
    screen.hit()
    QTest.keyClicks(screen.widget, "EX?")
    screen.key(K.Key_Backspace)
    assert screen.page.pad.text == "EX"
    screen.key(K.Key_Delete)
    assert screen.page.pad.text == ""


def test_escape_goes_back_and_keeps_the_answers(screen: Screen) -> None:
    screen.hit()
    screen.enter()
    screen.key(K.Key_Escape)
    assert screen.page.slots[1].value == "NC"
    screen.key(K.Key_Escape)
    assert screen.page.pad.text == "EXN2894"


def test_arrows_choose_the_picture_and_plus_zooms(screen: Screen) -> None:
    screen.hit()
    screen.key(K.Key_Right)
    assert screen.page.pictures.choices[1].chosen
    screen.key(K.Key_Left)
    assert screen.page.pictures.choices[0].chosen
    QTest.keyClicks(screen.widget, "+")
    assert screen.widget.blind.pictures.big.zoom_factor > 1


def test_function_keys_do_what_the_page_offers_and_nothing_else(screen: Screen) -> None:
    screen.hit()
    assert not screen.widget.key_action("F5")
    assert not screen.widget.key_action("F6")
    assert screen.widget.key_action("F12")
    assert screen.shows(DispositionView)
    assert not screen.widget.key_action("F3")


def test_f3_leads_to_form_alpr_1_once_the_plate_was_entered(screen: Screen) -> None:
    asked: list[bool] = []
    screen.widget.signals.preserve.connect(lambda: asked.append(True))
    screen.hit()
    assert not screen.widget.preserves
    screen.enter()
    screen.vehicle()
    assert screen.shows(ResultView)
    assert screen.widget.key_action("F3")
    assert screen.widget.key_action("F12")
    assert screen.widget.key_action("F3")
    assert asked == [True, True]


def test_letters_on_the_result_page_are_short_cuts(screen: Screen) -> None:
    screen.hit()
    screen.enter()
    screen.vehicle()
    screen.key(K.Key_M)
    assert screen.page.status.kind == "result"
    screen.key(K.Key_Escape, K.Key_D)
    assert screen.page.status.title.startswith("DCIN reply")
    screen.key(K.Key_Escape, K.Key_N)
    assert screen.page.status.kind == "why_not"
    screen.key(K.Key_Escape, K.Key_F5)
    assert screen.page.status.title.startswith("Comms reply")


def test_tab_and_space_press_the_focused_tile(screen: Screen, qtbot: QtBot) -> None:
    screen.hit()
    screen.widget.activateWindow()
    key = screen.button("Q")
    key.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(key.hasFocus)
    screen.key(K.Key_Space)
    assert screen.page.pad.text == "Q"


# ------------------------------------------------------------------------------- the stop


@pytest.mark.clause(policy.NOT_PROBABLE_CAUSE.number)
def test_neither_enter_nor_space_nor_a_short_f6_initiates_a_stop(screen: Screen) -> None:
    hit = screen.verified()
    screen.key(K.Key_Return, K.Key_Space, K.Key_Enter, K.Key_F6)
    assert screen.desk.hits[hit.hit_id].stop_at is None


def test_f6_that_is_held_initiates_the_stop(screen: Screen, qtbot: QtBot) -> None:
    hit = screen.verified()
    QTest.keyPress(screen.widget, K.Key_F6)
    qtbot.waitUntil(lambda: screen.desk.hits[hit.hit_id].stop_at is not None)
    QTest.keyRelease(screen.widget, K.Key_F6)


def test_a_hold_of_its_whole_time_is_reported_once(button: HoldButton, qtbot: QtBot) -> None:
    with qtbot.waitSignal(button.held):
        QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert not holds(button)


def test_letting_go_early_does_nothing(button: HoldButton) -> None:
    reported: list[None] = []
    button.held.connect(lambda: reported.append(None))
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    assert not holds(button)
    assert reported == []


INTERRUPTIONS: dict[str, Callable[[HoldButton], object]] = {
    "the pointer leaves": lambda button: button.leaveEvent(QEvent(QEvent.Type.Leave)),
    "the pointer slides off": lambda button: QTest.mouseMove(button, QPoint(500, 500)),
    "the window loses the keys": lambda button: button.event(QEvent(QEvent.Type.WindowDeactivate)),
    "the page goes": lambda button: button.hide(),
    "the palette changes": lambda button: show_in(NIGHT, button),
    "the gate goes": lambda button: button.show_view(HoldView("gone", "Stop locked", "", 60)),
}


@pytest.mark.parametrize("interruption", INTERRUPTIONS)
def test_whatever_comes_between_cancels_the_hold(button: HoldButton, interruption: str) -> None:
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert holds(button)
    INTERRUPTIONS[interruption](button)
    assert not holds(button)


@pytest.mark.parametrize("form", ["locked", "gone"])
def test_a_locked_gate_cannot_be_held(button: HoldButton, form: str) -> None:
    button.show_view(HoldView(form, "Stop locked", "", 60))  # type: ignore[arg-type]
    QTest.mousePress(button, Qt.MouseButton.LeftButton)
    assert not holds(button)


def test_keys_on_the_button_itself_do_nothing(button: HoldButton) -> None:
    QTest.keyPress(button, K.Key_Space)
    QTest.keyPress(button, K.Key_Return)
    assert not holds(button)


def test_a_gate_that_locks_under_the_finger_cancels(screen: Screen) -> None:
    hit = screen.verified()
    stop = screen.widget.result.gate.stop
    QTest.mousePress(stop, Qt.MouseButton.LeftButton)
    assert holds(stop)
    screen.look(600)
    assert not holds(stop)
    assert screen.desk.hits[hit.hit_id].stop_at is None
