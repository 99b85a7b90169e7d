"""Security keys where one signs in: the screen says "touch", and waits for nobody (ACC-02)."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.domain.people.second_factor import CodeAsks, Enrollment
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SUPERVISOR,
    sample_agency,
)
from mdt_alpr.hq.people.second_factors import set_demand
from mdt_alpr.patrol.desk import KeyUse
from mdt_alpr.patrol.events import CodeAsked, SignedIn, SignInFailed
from mdt_alpr.patrol.key_touch import KeyTouch
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.worker import Worker
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS, setup_code
from tests.patrol.kept_verifiers import verifiers
from tests.patrol.scripted_link import OFFERED
from tests.soft_key import PIN, SoftKey, plugged_in
from tests.ui.desk_screens import Seat
from tests.ui.window import Patrol

WORD = PASSWORDS[OFFICER]


@pytest.fixture
def hq(tmp_path: Path, clock: SetClock) -> Iterator[InProcessHq]:
    settings = HqSettings(tmp_path / "hq", password_cost=CHEAP)
    with InProcessHq(settings, clock, os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, NOW.date())
        set_demand(found.hq, "as delivered", ADMINISTRATOR, CUSTODIAN, demanded=True)
        yield found


class Desk(Seat):
    """A desk before headquarters, with a security key in it."""

    def __init__(self, qtbot: QtBot, hq: InProcessHq, clock: SetClock, *keys: SoftKey) -> None:
        link = HttpDeskLink(open_client(hq.base_url), clock, "desk-1")
        super().__init__(qtbot, link, clock, key=plugged_in(*keys))
        self.form = self.screen.window.sign_in.form
        self.panel = self.form.factor

    def enter(self, code: str) -> None:
        self.panel.code.setText(code)
        self.form.sign_in.click()
        self.settle()

    def problem(self) -> str:
        (words,) = self.form.problem.findChildren(QLabel)
        return str(words.text())

    def is_in(self) -> bool:
        return self.screen.presenter.session is not None


def test_a_person_sets_a_key_up_at_the_desk_and_signs_in_with_it(
    qtbot: QtBot, hq: InProcessHq, clock: SetClock
) -> None:
    key = SoftKey()
    desk = Desk(qtbot, hq, clock, key)
    form, panel = desk.form, desk.panel
    desk.sign_in(SUPERVISOR, WORD)
    assert panel.words.text().startswith("The one-time code that the administrator gave you")
    assert panel.use_key.isHidden()
    desk.enter(setup_code(hq.hq, SUPERVISOR))
    assert panel.qr.isVisible()
    panel.use_key.click()
    assert not panel.qr.isVisible()
    assert panel.code.accessibleName() == "PIN of the key"
    assert panel.code.echoMode() is panel.code.EchoMode.Password
    assert form.sign_in.text() == "Set up the key"
    desk.enter("0000")
    assert not desk.is_in()
    assert panel.use_key.isChecked()
    desk.enter(PIN)
    assert len(panel.recovery) == 10
    form.sign_in.click()
    assert panel.code.isVisible()
    assert panel.with_key
    desk.enter(PIN)
    assert desk.is_in()


def test_a_desk_without_a_key_offers_none_and_a_code_still_signs_in(
    qtbot: QtBot, hq: InProcessHq, clock: SetClock
) -> None:
    first = Desk(qtbot, hq, clock, SoftKey())
    first.sign_in(SUPERVISOR, WORD)
    first.enter(setup_code(hq.hq, SUPERVISOR))
    first.panel.use_key.click()
    first.enter(PIN)
    recovery = first.panel.recovery[0].text()
    bare = Desk(qtbot, hq, clock)
    bare.sign_in(ADMINISTRATOR, WORD)
    bare.enter(setup_code(hq.hq, ADMINISTRATOR))
    assert bare.panel.qr.isVisible()
    assert bare.panel.use_key.isHidden()
    bare = Desk(qtbot, hq, clock)
    bare.sign_in(SUPERVISOR, WORD)
    bare.enter(PIN)
    assert not bare.is_in()
    assert "No security key is plugged in" in bare.problem()
    bare.panel.use_key.click()
    assert bare.panel.use_key.text() == "Security key"
    assert bare.panel.code.accessibleName() == "Code"
    bare.enter(recovery)
    assert bare.is_in()


def test_the_desk_says_touch_and_waits_until_the_person_cancels(
    qtbot: QtBot, hq: InProcessHq, clock: SetClock
) -> None:
    key = SoftKey()
    desk = Desk(qtbot, hq, clock, key)
    desk.sign_in(SUPERVISOR, WORD)
    desk.enter(setup_code(hq.hq, SUPERVISOR))
    desk.panel.use_key.click()
    key.is_touched = False
    desk.panel.code.setText(PIN)
    desk.form.sign_in.click()
    assert desk.panel.words.text().startswith("Touch your security key now")
    assert desk.form.sign_in.text() == "Touch the key"
    assert desk.panel.use_key.text() == "Cancel"
    desk.panel.use_key.click()
    desk.settle()
    assert "not touched in time" in desk.problem()
    key.is_touched = True
    desk.enter(PIN)
    assert len(desk.panel.recovery) == 10


class LateKey(SoftKey):
    """A key whose answer was on its way when the person canceled."""

    def call(
        self, cmd: int, data: bytes = b"", event: threading.Event | None = None, *further: Any
    ) -> bytes:
        """Answer a question to make or to sign once it is canceled."""
        if data[0] in (1, 2):
            assert event is not None
            assert event.wait(timeout=20)
        return super().call(cmd, data, event, *further)


def test_a_key_that_answers_after_all_is_not_set_up_at_the_desk_by_who_canceled(
    qtbot: QtBot, hq: InProcessHq, clock: SetClock
) -> None:
    desk = Desk(qtbot, hq, clock, LateKey())
    desk.sign_in(SUPERVISOR, WORD)
    desk.enter(setup_code(hq.hq, SUPERVISOR))
    desk.panel.use_key.click()
    desk.panel.code.setText(PIN)
    desk.form.sign_in.click()
    desk.panel.use_key.click()
    desk.settle()
    assert "You canceled" in desk.problem()
    assert not desk.panel.recovery


# ---------------------------------------------------------------- in the car


class Car:
    """A car's sign-in over real HTTP, with a security key in it."""

    def __init__(self, hq: InProcessHq, clock: SetClock, key: SoftKey | None) -> None:
        self.said: list[Any] = []
        self.came = threading.Condition()
        self.link = HttpLink(open_client(hq.base_url), clock, "car-1")
        self.sessions = Sessions(self.link, clock, self.say, verifiers(clock))
        self.sessions.key = None if key is None else plugged_in(key)
        self.worker = Worker("link", self.say)
        self.touch = KeyTouch(self.sessions, self.worker, self.say)
        self.worker.start()

    def say(self, event: object) -> None:
        with self.came:
            self.said.append(event)
            self.came.notify()

    def next(self) -> Any:
        with self.came:
            assert self.came.wait_for(lambda: self.said, timeout=20)
            return self.said.pop(0)

    def close(self) -> None:
        self.worker.stop()
        self.link.close()


@pytest.fixture
def key() -> SoftKey:
    return SoftKey()


@pytest.fixture
def car(hq: InProcessHq, clock: SetClock, key: SoftKey) -> Iterator[Car]:
    found = Car(hq, clock, key)
    yield found
    found.close()


def _enrolls(car: Car, hq: InProcessHq) -> None:
    car.sessions.begin(OFFICER, WORD, setup_code(hq.hq, OFFICER))
    offered = car.next().enrollment
    use = KeyUse(OFFICER, WORD, PIN, offered.key)
    car.touch.use(use, lambda code: car.sessions.confirm_factor(OFFICER, WORD, code))
    assert len(car.next().enrollment.recovery) == 10


def test_a_car_sets_a_key_up_and_signs_in_with_it(car: Car, hq: InProcessHq, key: SoftKey) -> None:
    _enrolls(car, hq)
    car.sessions.begin(OFFICER, WORD)
    assert car.next() == CodeAsked(asks=CodeAsks.KEY)
    key.is_touched = False
    car.touch.use(KeyUse(OFFICER, WORD, PIN), pytest.fail)
    car.worker.ask(lambda: None)  # the link waits for nobody
    car.touch.cancel()
    assert "not touched" in car.next().why
    key.is_touched = True
    car.touch.use(KeyUse(OFFICER, WORD, PIN), lambda code: car.sessions.begin(OFFICER, WORD, code))
    assert isinstance(car.next(), SignedIn)
    car.sessions.offer_factor(OFFICER, WORD)
    assert car.next() == CodeAsked(asks=CodeAsks.KEY)
    car.touch.use(KeyUse("nobody", WORD, PIN), pytest.fail)
    assert isinstance(car.next(), SignInFailed)


def test_a_key_that_answers_after_all_signs_nobody_in_who_canceled(
    car: Car, hq: InProcessHq
) -> None:
    canceled, answers = threading.Event(), list[str]()

    def busy() -> None:
        assert canceled.wait(timeout=20)

    _enrolls(car, hq)
    car.worker.do(busy)
    car.touch.use(KeyUse(OFFICER, WORD, PIN), answers.append)
    car.touch.cancel()
    canceled.set()
    assert "You canceled" in car.next().why
    assert answers == []


def test_a_car_without_a_key_offers_none(hq: InProcessHq, clock: SetClock) -> None:
    car = Car(hq, clock, None)
    car.sessions.begin(OFFICER, WORD, setup_code(hq.hq, OFFICER))
    assert car.next().enrollment.key == ""
    car.touch.use(KeyUse(OFFICER, WORD, PIN, "{}"), pytest.fail)
    assert "asks no security keys" in car.next().why
    car.close()


def test_the_cars_screen_asks_says_touch_and_cancels(qtbot: QtBot) -> None:
    car = Patrol(qtbot, key=plugged_in(SoftKey()))
    form = car.window.sign_in.form
    car.tap(car.window.sign_in.understand)
    form.person.setText("officer-1")
    form.password.setText("secret")
    car.happen(CodeAsked(asks=CodeAsks.KEY))
    assert form.factor.with_key
    form.factor.code.setText("2468")
    car.calm()
    car.tap(form.sign_in)
    assert car.desk.asked[-1] == "use_key officer-1 2468"
    assert form.factor.words.text().startswith("Touch your security key now")
    car.calm()
    car.tap(form.factor.use_key)
    assert car.desk.asked[-1] == "cancel_key"
    car.happen(SignInFailed("not touched", code_is_wrong=True, asks=CodeAsks.KEY))
    assert form.factor.with_key
    car.desk.answered('{"id": 1}')
    assert car.desk.asked[-1] == 'sign_in officer-1 secret {"id": 1}'
    question = Enrollment(OFFERED.address, OFFERED.secret, key="question")
    car.happen(CodeAsked(question))
    assert form.factor.qr.isVisible()
    form.factor.use_key.click()
    form.factor.code.setText("2468")
    car.calm()
    car.tap(form.sign_in)
    assert car.desk.asked[-1] == "use_key officer-1 2468 question"
    car.desk.answered("{}")
    assert car.desk.asked[-1] == "confirm_factor officer-1 secret {}"


def test_what_a_pin_is_held_in_does_not_show_it() -> None:
    assert "2468" not in repr(KeyUse("officer-1", "secret", "2468"))
