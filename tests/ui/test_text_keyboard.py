import string

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile
from mdt_alpr.ui.kit.views.text_keyboard import DELETE, TextKeyboard
from tests.ui.screen import settle, texts_of
from tests.ui.window import Patrol

TYPED = "Kx-7q'Zt#9 v"


@pytest.fixture
def keyboard(qtbot: QtBot) -> TextKeyboard:
    load_fonts()
    made = TextKeyboard()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def car(qtbot: QtBot) -> Patrol:
    return Patrol(qtbot)


def tap(keyboard: TextKeyboard, key: str) -> None:
    tile = keyboard.key(key)
    assert tile.isVisible()
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    settle()


def type_by_touch(keyboard: TextKeyboard, text: str) -> None:
    """Type as a finger does: shift for a capital, the other layer for a sign."""
    for character in text:
        if character.isalpha() and character.isupper() and not keyboard.shift:
            tap(keyboard, "Shift")
        keys = {tile.key for tile in keyboard.findChildren(AnswerTile)
                if tile.isVisible()}  # fmt: skip
        if character not in keys:
            tap(keyboard, "Signs")
            tap(keyboard, character)
            tap(keyboard, "Letters")
        else:
            tap(keyboard, character)


def test_every_character_of_a_password_can_be_typed(keyboard: TextKeyboard) -> None:
    typed: list[str] = []
    keyboard.pressed.connect(typed.append)
    everything = string.ascii_letters + string.digits + string.punctuation + " "
    type_by_touch(keyboard, everything)
    assert "".join(typed) == everything
    tap(keyboard, DELETE)
    assert typed[-1] == DELETE


def test_shift_holds_for_one_letter(keyboard: TextKeyboard) -> None:
    typed: list[str] = []
    keyboard.pressed.connect(typed.append)
    tap(keyboard, "Shift")
    tap(keyboard, "A")
    tap(keyboard, "b")
    assert typed == ["A", "b"]
    tap(keyboard, "Shift")
    tap(keyboard, "Shift")
    assert not keyboard.shift


def test_keys_of_what_a_field_does_not_take_are_off(keyboard: TextKeyboard) -> None:
    keyboard.allow("0123456789.")
    live = {tile.key for tile in keyboard.findChildren(AnswerTile) if tile.isEnabled()}
    assert live == {*"0123456789.", DELETE, "Letters"}
    keyboard.allow("0a-")
    assert keyboard.key("Shift").isEnabled()
    keyboard.hold_shift()
    assert keyboard.key("A").isEnabled()
    assert not keyboard.key("B").isEnabled()
    keyboard.allow()
    assert all(tile.isEnabled() for tile in keyboard.findChildren(AnswerTile))


def test_keys_take_no_focus(keyboard: TextKeyboard) -> None:
    for tile in keyboard.findChildren(AnswerTile):
        assert tile.focusPolicy() is Qt.FocusPolicy.NoFocus
    tap(keyboard, "a")
    assert QApplication.focusWidget() not in keyboard.findChildren(AnswerTile)


def test_name_and_password_are_entered_by_touch_alone(car: Patrol) -> None:
    page, form, keyboard = car.window.sign_in, car.window.sign_in.form, car.window.sign_in.keyboard
    car.calm()
    car.tap(page.understand)
    car.calm()
    type_by_touch(keyboard.keyboard, "officer-1")
    assert form.person.text() == "officer-1"
    QTest.mouseClick(form.password, Qt.MouseButton.LeftButton)
    form.field_chosen.emit(form.password)  # the window without a screen is never active
    type_by_touch(keyboard.keyboard, TYPED)
    tap(keyboard.keyboard, DELETE)
    type_by_touch(keyboard.keyboard, "v")
    car.tap(form.sign_in)
    assert car.desk.asked == [f"sign_in officer-1 {TYPED}"]


def test_nothing_on_the_page_shows_what_the_password_holds(car: Patrol) -> None:
    page, form, keyboard = car.window.sign_in, car.window.sign_in.form, car.window.sign_in.keyboard
    car.calm()
    car.tap(page.understand)
    car.calm()
    form.field_chosen.emit(form.password)
    shown = []
    for end in range(len(TYPED)):
        type_by_touch(keyboard.keyboard, TYPED[end])
        shown.append(form.password.displayText())
        reported = [text for text in texts_of(page) if text and text != form.password.text()]
        assert not any(TYPED[: end + 1] in text for text in reported if end > 0)
        if end > 1:
            assert form.password.accessibleName() == "Password"
    assert all(set(text) == {shown[0][0]} for text in shown)
    assert shown[-1].isascii() is False


def test_the_warning_comes_back_and_must_be_acknowledged_anew(car: Patrol) -> None:
    page = car.window.sign_in
    car.calm()
    assert not page.keyboard.isVisible()
    car.tap(page.understand)
    car.calm()
    assert page.keyboard.isVisible()
    assert not page.understand.isVisible()
    car.tap(page.keyboard.warning)
    assert page.understand.isVisible()
    assert not page.understand.isChecked()
    assert not page.form.sign_in.isEnabled()


def test_a_tap_right_after_the_keyboard_came_lands_nowhere(car: Patrol) -> None:
    page = car.window.sign_in
    car.calm()
    car.window.guard.usual_ms = 60_000  # a slow machine taps no sooner
    car.tap(page.understand)
    assert car.window.guard.is_guarding
    QTest.mouseClick(page.keyboard.keyboard.key("q"), Qt.MouseButton.LeftButton)
    assert page.form.person.text() == ""
