"""The desk asks for the password again before a privileged step (ACC-08, CJIS IA-11)."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.errors import ProofWantedError, SignInRefusedError
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.frame import NOT_PROVED
from tests.builders import NOW, SetClock
from tests.ui.desk_screens import Seat

WORD = "staple gun on the roof"


class AskingLink(SampleLink):
    """A headquarters that wants the password again for every request but those after it."""

    def __init__(self) -> None:
        super().__init__(Role.ADMINISTRATOR)
        self.wants, self.given = False, list[str]()

    def prove(self, _session: Session, password: str) -> None:
        self.given.append(password)
        if password != WORD:
            raise SignInRefusedError("User name or password is wrong.")
        self.wants = False

    def _demand_link(self) -> None:
        super()._demand_link()
        if self.wants:
            raise ProofWantedError("This step needs your password again.")


def asked(qtbot: QtBot) -> tuple[Seat, AskingLink]:
    """Return a seat whose page waits for the password."""
    link = AskingLink()
    seat = Seat(qtbot, link, SetClock(NOW))
    seat.sign_in("bsmith", WORD)
    seat.open("accounts")
    link.wants = True
    seat.screen.presenter.reload()
    qtbot.waitUntil(seat.screen.window.proof.isVisible)
    return seat, link


def give(seat: Seat, word: str) -> None:
    bar = seat.screen.window.proof
    bar.password.setText(word)
    QTest.keyClick(bar.password, Qt.Key.Key_Return)


def test_the_password_is_asked_and_the_step_then_goes_on_by_itself(qtbot: QtBot) -> None:
    seat, link = asked(qtbot)
    bar, before = seat.screen.window.proof, len(link.asked)
    assert seat.screen.window.focusWidget() is bar.password
    give(seat, "a wrong one")
    qtbot.waitUntil(lambda: "wrong" in bar.words.text())
    assert bar.password.text() == ""
    assert seat.screen.presenter.session is not None
    give(seat, WORD)
    seat.settle()
    assert not bar.isVisible()
    assert len(link.asked) == before + 1
    assert link.given == ["a wrong one", WORD]


def test_without_it_the_step_is_left_undone(qtbot: QtBot) -> None:
    seat, link = asked(qtbot)
    seat.screen.window.proof.leave.click()
    seat.settle()
    assert not seat.screen.window.proof.isVisible()
    assert seat.accounts.state.words.text().startswith(NOT_PROVED)
    assert link.given == []


def test_a_locked_desk_forgets_the_step(qtbot: QtBot) -> None:
    seat, link = asked(qtbot)
    seat.screen.window.proof.password.setText(WORD)
    seat.screen.presenter.lock()
    seat.settle()
    assert not seat.screen.window.proof.isVisible()
    assert seat.screen.window.proof.password.text() == ""
    link.wants = False
    seat.screen.presenter.desk.asking.go_on()
    assert not seat.screen.presenter.desk.asking.waits_for_any
