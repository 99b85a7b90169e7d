"""A password is changed where one signs in: in the car, and at the desk."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.errors import LinkLostError, PasswordDueError, SignInRefusedError
from mdt_alpr.domain.people.passwords import PASSWORD_RULES
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.patrol.events import SignedIn, SignInFailed
from mdt_alpr.patrol.sign_in import PERHAPS_CHANGED, Sessions
from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.ui.kit.words import local_day, training_notice
from mdt_alpr.ui.shell.models.pages import SignInView
from mdt_alpr.ui.shell.views.sign_in_page import SignInPage
from tests.builders import NOW, SetClock
from tests.patrol.kept_verifiers import verifiers
from tests.patrol.scripted_link import OFFICER, ScriptedLink
from tests.ui.desk_screens import Seat

pytestmark = pytest.mark.proved("accounts")
DUE = "The password must be changed before you sign in."


def view(*, due: bool = False, problem: str = "") -> SignInView:
    return SignInView(
        unit="Unit 12",
        problem=problem,
        busy=False,
        locked_by="",
        training=False,
        accounts=(),
        checks=(),
        password_is_due=due,
    )


@pytest.fixture
def page(qtbot: QtBot) -> SignInPage:
    load_fonts()
    made = SignInPage()
    qtbot.addWidget(made)
    made.show_view(view())
    made.show()
    made.understand.click()
    made.form.person.setText("rivera")
    made.form.password.setText("the old one")
    return made


def test_a_password_that_is_due_asks_for_a_new_one_twice(page: SignInPage, qtbot: QtBot) -> None:
    form = page.form
    page.show_view(view(due=True, problem=DUE))
    assert form.new.isVisible()
    assert not form.sign_in.isEnabled()
    form.new.first.setText("a long new word")
    form.new.again.setText("a long new work")
    assert not form.sign_in.isEnabled()
    form.new.again.setText("a long new word")
    with qtbot.waitSignal(page.change_pressed) as pressed:
        form.sign_in.click()
    assert pressed.args == ["rivera", "the old one", "a long new word"]


def test_anybody_may_change_the_own_password_and_think_better_of_it(
    page: SignInPage, qtbot: QtBot
) -> None:
    form = page.form
    form.change.click()
    form.new.first.setText("a long new word")
    form.change.click()
    assert not form.new.isVisible()
    assert form.new.first.text() == ""
    with qtbot.waitSignal(page.sign_in_pressed) as pressed:
        form.sign_in.click()
    assert pressed.args == ["rivera", "the old one"]


def test_what_was_typed_goes_with_the_page(page: SignInPage) -> None:
    page.form.change.click()
    page.form.new.first.setText("a long new word")
    page.clear()
    assert page.form.new.first.text() == page.form.password.text() == ""
    assert not page.form.new.isVisible()


# ---------------------------------------------------------------- in the car


def test_a_car_changes_the_password_and_signs_in_with_it() -> None:
    link = ScriptedLink()
    said: list[object] = []
    clock = SetClock()
    sessions = Sessions(link, clock, said.append, verifiers(clock))
    link.session = PasswordDueError(DUE)
    sessions.begin("officer-1", "the old one")
    assert said == [SignInFailed(DUE, password_is_due=True)]
    link.session = OFFICER
    sessions.change_password("officer-1", "the old one", "a long new word")
    assert link.asked[-2:] == ["change officer-1 11 15", "sign in officer-1 15"]
    assert said[-1] == SignedIn(OFFICER)


def test_a_lost_answer_says_which_password_may_count_now() -> None:
    link = ScriptedLink()
    said: list[object] = []
    link.is_lost = True
    clock = SetClock()
    sessions = Sessions(link, clock, said.append, verifiers(clock))
    sessions.change_password("officer-1", "old", "new")
    (failed,) = said
    assert isinstance(failed, SignInFailed)
    assert failed.password_is_due
    assert PERHAPS_CHANGED in failed.why


# ---------------------------------------------------------------- at the desk


class DueLink(SampleLink):
    """A headquarters that wants a new password, and refuses a common one."""

    def __init__(self) -> None:
        super().__init__()
        self.is_due = True

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        if self.is_due:
            raise PasswordDueError(DUE)
        return super().sign_in(person_id, password, code)

    def change_password(
        self, _person_id: str, _password: str, new_password: str, _code: str = ""
    ) -> None:
        if new_password == "qwertyuiop":  # noqa: S105 - a bad one
            raise SignInRefusedError("This password is on the list of commonly used ones.")
        if new_password == "lost":  # noqa: S105 - a made-up one
            raise LinkLostError("no link")
        self.is_due = False


def test_a_desk_changes_the_password_and_signs_in(qtbot: QtBot) -> None:
    seat = Seat(qtbot, DueLink(), SetClock())
    seat.sign_in("whitfield", "the old one")
    form = seat.screen.window.sign_in.form
    assert form.change.isChecked()
    assert PASSWORD_RULES in [each.text() for each in form.new.findChildren(QLabel)]
    for word in ("qwertyuiop", "lost", "a long new word"):
        assert seat.screen.presenter.session is None
        form.new.first.setText(word)
        form.new.again.setText(word)
        form.sign_in.click()
        seat.settle()
    assert seat.screen.presenter.session is not None


# ---------------------------------------------------------------- trainings


@pytest.mark.proved("TRN-03")
@pytest.mark.parametrize(
    ("days", "words"),
    [
        (31, ""),
        (30, "in 30 days"),
        (8, "in 8 days"),
        (1, "tomorrow"),
        (0, "today"),
        (-1, "expired"),
    ],
)
def test_the_end_of_a_training_is_shown_to_the_person(days: int, words: str) -> None:
    until = local_day(NOW) + timedelta(days=days)
    session = Session("rivera", "R. Rivera", Role.OFFICER, NOW, "", trained_until=until)
    notice = training_notice(session, NOW)
    assert words in notice
    assert bool(notice) is bool(words)
