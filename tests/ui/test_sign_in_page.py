import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.patrol.events import SignedIn
from tests.ui.test_car_presenter import SESSION
from tests.ui.window import Patrol

K = Qt.Key


@pytest.fixture
def car(qtbot: QtBot) -> Patrol:
    return Patrol(qtbot)


@pytest.fixture
def on_patrol(car: Patrol) -> Patrol:
    car.sign_in()
    return car


@pytest.mark.clause("7.A")
def test_the_warning_must_be_acknowledged_before_signing_in(car: Patrol) -> None:
    page, form = car.window.sign_in, car.window.sign_in.form
    car.calm()
    form.person.setText("officer-1")
    form.password.setText("secret")
    assert not form.sign_in.isEnabled()
    assert form.sign_in.text() == "Read the notice first"
    car.tap(page.understand)
    assert form.sign_in.isEnabled()
    car.calm()
    car.tap(form.sign_in)
    assert car.desk.asked == ["sign_in officer-1 secret"]
    assert form.sign_in.text() == "Asking HQ"
    assert not form.sign_in.isEnabled()


def test_signing_in_works_by_keyboard_alone(car: Patrol) -> None:
    form = car.window.sign_in.form
    car.key(K.Key_Space, car.window.sign_in.understand)
    QTest.keyClicks(form.person, "officer-1")
    car.key(K.Key_Return, form.person)
    QTest.keyClicks(form.password, "secret")
    car.key(K.Key_Return, form.password)
    assert car.desk.asked == ["sign_in officer-1 secret"]


def test_each_time_the_warning_is_there_again(on_patrol: Patrol) -> None:
    page = on_patrol.window.sign_in
    page.understand.setChecked(True)
    page.form.password.setText("secret")
    on_patrol.key(K.Key_F10)
    assert on_patrol.shows(page)
    assert not page.understand.isChecked()
    assert page.form.password.text() == ""


def test_no_key_leads_past_sign_in(car: Patrol) -> None:
    for key in range(K.Key_F1.value, K.Key_F12.value + 1):
        car.key(Qt.Key(key))
    assert car.shows(car.window.doctor)  # it shows no plate, and only Esc leads back
    car.key(K.Key_Escape, car.window.doctor)
    assert car.shows(car.window.sign_in)
    live = [key for key, button in car.window.keys.buttons.items() if button.isEnabled()]
    assert live == ["F5", "F8"]  # doctor shows no plate


def test_a_training_account_is_filled_in_by_a_tap(qtbot: QtBot) -> None:
    car = Patrol(qtbot, training=True)
    car.calm()
    form = car.window.sign_in.form
    car.tap(form.account_buttons[0])
    assert (form.person.text(), form.password.text()) == ("officer-1", "made-up")


def test_training_is_marked_on_every_page(qtbot: QtBot) -> None:
    car = Patrol(qtbot, training=True)
    assert car.window.windowTitle().startswith("TRAINING")
    assert car.window.strip.training.isVisible()
    car.sign_in()
    for key in (K.Key_F4, K.Key_F11, K.Key_F7):
        car.key(key)
        assert car.window.strip.training.isVisible()
    real = Patrol(qtbot)
    assert not real.window.strip.training.isVisible()


# ----------------------------------------------------------------------------------- lock


def test_a_lock_hides_the_pictures_and_alerts_go_on(on_patrol: Patrol) -> None:
    car, window = on_patrol, on_patrol.window
    car.key(K.Key_F10)
    assert car.shows(window.sign_in)
    assert not window.patrol.live.isVisible()
    assert not window.patrol.reel.isVisible()
    car.hit()
    assert window.sign_in.alert.isVisible()
    assert window.sign_in.alert.accessibleName().startswith("HIGH: Stolen vehicle")
    assert not window.sign_in.alert.open.isVisible()
    car.happen(SignedIn(SESSION))
    assert car.shows(window.patrol)


def test_an_alert_is_raised_even_with_nobody_signed_in(car: Patrol) -> None:
    alert = car.window.sign_in.alert
    assert not alert.isVisible()
    car.hit()
    assert alert.isVisible()
    assert alert.accessibleName().startswith("HIGH: Stolen vehicle")


def test_a_lock_takes_the_hit_from_the_officer(on_patrol: Patrol) -> None:
    window = on_patrol.window
    left: list[bool] = []
    window.leave_hit.connect(lambda: left.append(True))
    window.show_page(window.hit)
    on_patrol.key(K.Key_F10)
    assert on_patrol.shows(window.sign_in)
    assert left == [True]


def test_the_end_of_a_shift_is_on_the_lock(on_patrol: Patrol) -> None:
    assert not on_patrol.window.sign_in.sign_out.isVisible()
    on_patrol.key(K.Key_F10)
    on_patrol.calm()
    on_patrol.tap(on_patrol.window.sign_in.sign_out)
    assert on_patrol.desk.asked == ["lock", "sign_out"]
