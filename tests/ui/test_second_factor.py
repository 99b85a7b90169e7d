"""The second question at sign-in: set up and answered where one signs in (ACC-02, ACC-04)."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.domain.errors import (
    CodeWantedError,
    FactorMissingError,
    LinkLostError,
    PasswordDueError,
    SignInRefusedError,
)
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.people.accounts import set_temporary_password
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SUPERVISOR,
    sample_agency,
)
from mdt_alpr.hq.people.second_factors import set_demand
from mdt_alpr.patrol.events import CodeAsked, SignedIn, SignInFailed
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.ui.kit.models.mark import Mark
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS, setup_code
from tests.patrol.kept_verifiers import verifiers
from tests.patrol.scripted_link import IN_USE, OFFERED, ScriptedLink
from tests.patrol.scripted_link import OFFICER as SESSION
from tests.ui.desk_screens import Seat
from tests.ui.window import Patrol

WORD, NEW = PASSWORDS[OFFICER], "staple gun on the roof"


@pytest.fixture
def hq(tmp_path: Path, clock: SetClock) -> Iterator[InProcessHq]:
    settings = HqSettings(tmp_path / "hq", password_cost=CHEAP)
    with InProcessHq(settings, clock, os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, NOW.date())
        set_demand(found.hq, "as delivered", ADMINISTRATOR, CUSTODIAN, demanded=True)
        yield found


class Desk(Seat):
    """A desk before headquarters, and a person with a phone."""

    def __init__(self, qtbot: QtBot, hq: InProcessHq, clock: SetClock) -> None:
        super().__init__(qtbot, HttpDeskLink(open_client(hq.base_url), clock, "desk-1"), clock)
        self.form = self.screen.window.sign_in.form
        self.hq, self.secret = hq, ""

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self.clock.at)

    def enter(self, code: str) -> None:
        self.form.factor.code.setText(code)
        self.form.sign_in.click()
        self.settle()

    def begin(self, person_id: str) -> None:
        """Give password and the administrator's code, which a first factor needs."""
        self.sign_in(person_id, WORD)
        assert not self.form.factor.qr.isVisible()
        (problem,) = self.form.problem.findChildren(QLabel)
        assert "the administrator gave you" in problem.text()
        assert self.form.problem.mark._shape is Mark.RING  # the next step, no failure
        self.enter(setup_code(self.hq.hq, person_id))

    def enroll(self) -> list[str]:
        self.secret = self.form.factor.key.text().replace(" ", "")
        self.enter(self.code())
        return [each.text() for each in self.form.factor.recovery]

    def is_in(self) -> bool:
        return self.screen.presenter.session is not None


def test_a_person_sets_one_up_at_the_desk_and_signs_in_with_it(
    qtbot: QtBot, hq: InProcessHq, clock: SetClock
) -> None:
    desk = Desk(qtbot, hq, clock)
    desk.begin(SUPERVISOR)
    form = desk.form
    assert form.factor.qr.isVisible()
    assert form.sign_in.text() == "Confirm code"
    assert not form.sign_in.isEnabled()
    key = form.factor.key.text()
    desk.enter("000000")
    assert form.problem.mark._shape is Mark.CROSS
    assert form.factor.key.text() == key
    assert form.factor.code.text() == ""
    codes = desk.enroll()
    assert len(set(codes)) == 10
    assert not form.factor.qr.isVisible()
    assert form.sign_in.text() == "I have them"
    form.sign_in.click()
    assert form.factor.code.isVisible()
    assert form.factor.recovery == []
    desk.enter(desk.code())  # that one confirmed it
    assert not desk.is_in()
    clock.pass_by(seconds=30)
    desk.enter(desk.code())
    assert desk.is_in()
    desk.screen.presenter.lock()
    desk.settle()
    desk.sign_in(SUPERVISOR, WORD)
    assert form.factor.code.isVisible()
    assert form.problem.mark.isHidden()
    desk.enter(codes[0])
    assert desk.is_in()


def test_a_person_moves_to_a_new_phone_at_the_desk(
    qtbot: QtBot, hq: InProcessHq, clock: SetClock
) -> None:
    desk = Desk(qtbot, hq, clock)
    desk.begin(SUPERVISOR)
    desk.enroll()
    old = desk.secret
    desk.form.sign_in.click()
    clock.pass_by(seconds=30)
    desk.form.renew.click()
    desk.enter("000000")
    assert not desk.form.factor.qr.isVisible()
    desk.enter(desk.code())
    assert desk.form.factor.qr.isVisible()
    assert len(desk.enroll()) == 10
    assert desk.secret != old
    desk.form.sign_in.click()
    clock.pass_by(seconds=30)
    desk.enter(pyotp.TOTP(old).at(clock.at))
    assert not desk.is_in()
    desk.enter(desk.code())
    assert desk.is_in()


def test_a_password_that_is_due_is_changed_by_code_and_signs_in_by_the_next(
    qtbot: QtBot, hq: InProcessHq, clock: SetClock
) -> None:
    desk = Desk(qtbot, hq, clock)
    desk.begin(SUPERVISOR)
    desk.enroll()
    set_temporary_password(hq.hq, SUPERVISOR, "a passing word here", ADMINISTRATOR)
    clock.pass_by(seconds=30)
    desk.form.sign_in.click()  # has the recovery codes
    desk.form.password.setText("a passing word here")
    desk.enter(desk.code())
    form = desk.form
    assert form.change.isChecked()
    form.new.first.setText(NEW)
    form.new.again.setText(NEW)
    form.sign_in.click()
    desk.settle()
    assert form.factor.code.isVisible()
    assert form.new.entered == NEW
    desk.enter(desk.code())
    assert not desk.is_in()
    assert form.password.text() == NEW
    clock.pass_by(seconds=30)
    desk.enter(desk.code())
    assert desk.is_in()


def test_an_administrator_resets_one_at_the_desk_after_a_question(
    qtbot: QtBot, hq: InProcessHq, clock: SetClock
) -> None:
    desk = Desk(qtbot, hq, clock)
    desk.begin(ADMINISTRATOR)
    desk.enroll()
    desk.form.sign_in.click()
    other = Desk(qtbot, hq, clock)
    other.begin(SUPERVISOR)
    other.enroll()
    clock.pass_by(seconds=30)
    desk.enter(desk.code())
    desk.open("accounts")
    rows = desk.accounts.table.rows
    keys = [rows.key(n) for n in range(rows.rowCount())]
    desk.accounts.table.selectRow(keys.index(SUPERVISOR))
    desk.accounts.fields["why"].setText("lost the phone, came in person")
    desk.accounts.buttons["Reset second factor"].click()
    assert desk.accounts.question.yes.isVisible()
    desk.accounts.question.yes.click()
    desk.settle()
    (code,) = re.findall(r"\b[A-Z2-7]{5}-[A-Z2-7]{5}\b", desk.accounts.state.words.text())
    other.form.sign_in.click()
    other.enter(other.code())
    assert not other.form.factor.qr.isVisible()
    other.enter(code)
    assert other.form.factor.qr.isVisible()


# ---------------------------------------------------------------- in the car


def test_a_car_sets_one_up_and_signs_in_at_headquarters(hq: InProcessHq, clock: SetClock) -> None:
    said: list[Any] = []
    link = HttpLink(open_client(hq.base_url), clock, "car-1")
    sessions = Sessions(link, clock, said.append, verifiers(clock))
    sessions.begin(OFFICER, WORD)
    (wanted,) = said
    assert isinstance(wanted, SignInFailed)
    assert wanted.code_is_wrong
    assert "the administrator gave you" in wanted.why
    sessions.begin(OFFICER, WORD, setup_code(hq.hq, OFFICER))
    asked = said[-1]
    assert isinstance(asked, CodeAsked)
    assert asked.enrollment is not None
    totp = pyotp.TOTP(asked.enrollment.secret)
    sessions.confirm_factor(OFFICER, WORD, "000000")
    assert said[-1] == SignInFailed(
        "The code is wrong or was used before. Wait for the next one; five failures lock the "
        "account.",
        code_is_wrong=True,
    )
    sessions.confirm_factor(OFFICER, WORD, totp.at(clock.at))
    confirmed = said[-1]
    assert isinstance(confirmed, CodeAsked)
    assert confirmed.enrollment is not None
    assert len(confirmed.enrollment.recovery) == 10
    clock.pass_by(seconds=30)
    sessions.begin(OFFICER, WORD)
    assert said[-1] == CodeAsked()
    sessions.begin(OFFICER, WORD, totp.at(clock.at))
    assert isinstance(said[-1], SignedIn)
    link.close()


def test_what_a_car_asks_after_the_password() -> None:
    link = ScriptedLink()
    said: list[Any] = []
    clock = SetClock()
    sessions = Sessions(link, clock, said.append, verifiers(clock))
    link.session = CodeWantedError("wanted")
    sessions.begin("officer-1", "word")
    sessions.begin("officer-1", "word", "123456")
    assert said == [CodeAsked(), SignInFailed("wanted", code_is_wrong=True)]
    link.session = FactorMissingError("missing")
    sessions.begin("officer-1", "word")
    assert said[-1] == CodeAsked(OFFERED)
    sessions.confirm_factor("officer-1", "word", "123456")
    assert said[-1] == CodeAsked(IN_USE)
    link.factor_trouble = LinkLostError("no link")
    sessions.confirm_factor("officer-1", "word", "123456")
    assert said[-1] == SignInFailed("no link", code_is_wrong=True)
    link.factor_trouble = SignInRefusedError("over")
    sessions.confirm_factor("officer-1", "word", "123456")
    assert said[-1] == SignInFailed("over")
    link.session = PasswordDueError("due")
    sessions.begin("officer-1", "word")
    assert said[-1] == SignInFailed("due", password_is_due=True)


def test_the_cars_screen_asks_shows_and_forgets(qtbot: QtBot) -> None:
    car = Patrol(qtbot)
    form = car.window.sign_in.form
    car.tap(car.window.sign_in.understand)
    form.person.setText("officer-1")
    form.password.setText("secret")
    car.happen(CodeAsked(OFFERED))
    assert form.factor.qr.isVisible()
    form.factor.code.setText("123456")
    car.calm()
    car.tap(form.sign_in)
    assert car.desk.asked[-1] == "confirm_factor officer-1 secret 123456"
    car.happen(SignInFailed("wrong", code_is_wrong=True))
    assert form.factor.key.text() == "KEY"
    car.happen(CodeAsked(IN_USE))
    assert [each.text() for each in form.factor.recovery] == ["AAAAA-AAAAA"]
    car.calm()
    car.tap(form.sign_in)
    form.factor.code.setText("654321")
    car.calm()
    car.tap(form.sign_in)
    assert car.desk.asked[-1] == "sign_in officer-1 secret 654321"
    car.happen(SignedIn(SESSION))
    assert not form.factor.isVisible()
    assert form.factor.key.text() == ""


def test_a_new_phone_is_set_up_in_the_car_by_a_code_of_the_old(qtbot: QtBot) -> None:
    car = Patrol(qtbot)
    form = car.window.sign_in.form
    car.tap(car.window.sign_in.understand)
    form.person.setText("officer-1")
    form.password.setText("secret")
    form.renew.click()
    assert form.sign_in.text() == "Set it up"
    car.calm()
    car.tap(form.sign_in)
    assert car.desk.asked[-1] == "offer_factor officer-1 secret"
    car.happen(CodeAsked())
    form.factor.code.setText("123456")
    car.calm()
    car.tap(form.sign_in)
    assert car.desk.asked[-1] == "offer_factor officer-1 secret 123456"
    car.happen(CodeAsked(OFFERED))
    car.happen(CodeAsked(IN_USE))
    car.calm()
    car.tap(form.sign_in)
    form.factor.code.setText("654321")
    car.calm()
    car.tap(form.sign_in)
    assert car.desk.asked[-1] == "sign_in officer-1 secret 654321"


@pytest.mark.attack("V4")
def test_who_finds_an_open_screen_sets_no_factor_up_without_password_and_code() -> None:
    link, clock = ScriptedLink(), SetClock()
    said: list[Any] = []
    sessions = Sessions(link, clock, said.append, verifiers(clock))
    link.factor_trouble = CodeWantedError("wanted")
    sessions.offer_factor("officer-1", "word")
    sessions.offer_factor("officer-1", "word", "123456")
    assert said == [CodeAsked(), SignInFailed("wanted", code_is_wrong=True)]
    assert link.asked == ["offer officer-1 4", "offer officer-1 4 123456"]


def test_what_a_code_is_held_in_does_not_show_it() -> None:
    assert "KEY" not in repr(CodeAsked(OFFERED))
    assert "AAAAA" not in repr(CodeAsked(IN_USE))
