"""At a desk a person may sign in at the agency's directory, where headquarters has one."""

from threading import Event

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.errors import CodeWantedError, OutsideError, SignInRefusedError
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.shell.views.sign_in_form import SignInForm
from tests.builders import SetClock
from tests.ui.desk_screens import Seat


class DirectoryLink(SampleLink):
    """A headquarters whose directory vouches for a person, and which asks for a code then."""

    def __init__(self, code: str = "", refusal: str = "") -> None:
        super().__init__()
        self.directory, self.code, self.refusal = "Concord", code, refusal
        self.waits: Event | None = None
        self.given: list[tuple[str, str, str]] = []

    def directory_ticket(self, canceled: Event) -> tuple[str, str]:
        if self.waits is not None:
            self.waits.set()
            canceled.wait()
            raise OutsideError("The sign-in at the directory was canceled.")
        if self.refusal:
            raise SignInRefusedError(self.refusal)
        return super().directory_ticket(canceled)

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        self.given.append((person_id, password, code))
        if code != self.code:
            raise CodeWantedError("A code of your second factor is needed.")
        return super().sign_in(person_id, password, code)


def at_sign_in(qtbot: QtBot, link: SampleLink) -> tuple[Seat, SignInForm, QPushButton]:
    seat = Seat(qtbot, link, SetClock())
    seat.screen.presenter.start()
    seat.settle()
    page = seat.screen.window.sign_in
    page.understand.setChecked(True)
    return seat, page.form, page.form.directory


def by_password(seat: Seat, form: SignInForm) -> None:
    form.person.setText("whitfield")
    form.password.setText("a password")
    form.sign_in.click()
    seat.settle()


def test_without_a_directory_there_is_no_button(qtbot: QtBot) -> None:
    _seat, form, button = at_sign_in(qtbot, SampleLink())
    assert not button.isVisibleTo(form)


def test_the_button_names_the_directory_and_signs_in(qtbot: QtBot) -> None:
    link = DirectoryLink()
    seat, form, button = at_sign_in(qtbot, link)
    assert button.isVisibleTo(form)
    assert button.text() == "Sign in with Concord"
    button.click()
    seat.settle()
    assert seat.screen.presenter.session is not None
    assert link.given == [("whitfield", "a ticket", "")]


def test_a_code_is_asked_for_alone_and_goes_with_the_directorys_word(qtbot: QtBot) -> None:
    link = DirectoryLink(code="123456")
    seat, form, button = at_sign_in(qtbot, link)
    button.click()
    seat.settle()
    assert not form.person.isVisibleTo(form)
    assert not button.isVisibleTo(form)
    form.factor.code.setText("123456")
    form.sign_in.click()
    seat.settle()
    assert seat.screen.presenter.session is not None
    assert link.given[-1] == ("whitfield", "a ticket", "123456")


def test_a_refusal_says_what_to_do_and_passwords_go_on(qtbot: QtBot) -> None:
    words = "No account here is yours. An administrator can link it to this subject: f3a1"
    link = DirectoryLink(refusal=words)
    seat, form, button = at_sign_in(qtbot, link)
    button.click()
    seat.settle()
    assert words in [shown.text() for shown in form.problem.findChildren(QLabel)]
    by_password(seat, form)
    assert link.given == [("whitfield", "a password", "")]


def test_who_waits_for_the_browser_may_stop_and_use_the_password(qtbot: QtBot) -> None:
    link = DirectoryLink()
    link.waits = Event()
    seat, form, button = at_sign_in(qtbot, link)
    button.click()
    qtbot.waitUntil(link.waits.is_set)
    assert button.text() == "Cancel"
    assert not form.sign_in.isEnabled()
    button.click()
    seat.settle()
    assert button.text() == "Sign in with Concord"
    by_password(seat, form)
    assert seat.screen.presenter.session is not None


def test_a_directory_that_was_not_known_at_the_start_is_offered_after_the_next_answer(
    qtbot: QtBot,
) -> None:
    class LaterLink(DirectoryLink):
        down = True

        def directory_name(self) -> str:
            if self.down:
                raise OutsideError("Headquarters cannot be reached.")
            return super().directory_name()

    link = LaterLink(code="123456")
    seat, form, button = at_sign_in(qtbot, link)
    assert not button.isVisibleTo(form)
    link.down = False
    seat.screen.presenter.signing_in._refused("User name or password is wrong.")
    seat.settle()
    assert "User name or password is wrong." in [
        shown.text() for shown in form.problem.findChildren(QLabel)
    ]
    assert button.text() == "Sign in with Concord"
    assert button.isVisibleTo(form)
