"""The set-up page: what is found appears while it is found, and one press enrolls once."""

import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.equipment.doctor import DoctorLine
from mdt_alpr.domain.errors import CameraLostError
from mdt_alpr.patrol.events import Sound, VoiceTried
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import SMALLEST, load_fonts
from mdt_alpr.ui.kit.views.key_button import KeyButton
from mdt_alpr.ui.shell.models.pages import DoctorRow
from mdt_alpr.ui.shell.models.set_up import SetUpField, SetUpForm
from mdt_alpr.ui.shell.presenters.set_up import EntryError, SetUpPresenter
from mdt_alpr.ui.shell.views.set_up_page import SetUpPage
from tests.builders import NOW
from tests.ui.screen import settle
from tests.ui.test_window_geometry import SIZES, check_targets, check_text, rectangle

GIVEN = SetUpForm(unit="Unit 12", source="0", position="", diagonal="")
NO_RECEIVER = (
    "No GPS receiver answers at serial:/dev/ttyUSB0. Check its cable, close other programs that "
    "use it, or change the setting position."
)
NO_KEYRING = (
    "The keyring of this machine cannot be used. Unlock or install a keyring (Windows and GNOME "
    "bring one), or set MDT_ALPR_PASSPHRASE to keep the key in a file under that passphrase."
)
NO_SOUND = (
    "aplay is missing (Debian and Ubuntu: alsa-utils). eSpeak is missing (Debian and Ubuntu: "
    "libespeak-ng1)."
)
BETWEEN_FRAMES_S = 0.02
"""A camera gives no frames faster, and leaves the processor to the screen meanwhile."""
REFUSED = "The code is not known, or was used. Ask for another one."


class Laptop:
    """A computer with two cameras and a receiver; ``answer`` is what headquarters says."""

    def __init__(self) -> None:
        self.played: list[str] = []
        self.finished: list[SetUpForm] = []
        self.answer: SimpleQueue[str] = SimpleQueue()
        self.asking = threading.Event()
        self.keyring = DoctorLine("keyring", ok=True, words="The car's keys are kept.")
        self.wrong = SetUpField.CODE

    def given(self) -> SetUpForm:
        return GIVEN

    def keyring_line(self) -> DoctorLine:
        return self.keyring

    def sources(self) -> tuple[str, ...]:
        return "0", "2"

    def play(self, source: str, show: Callable[[Frame], bool]) -> None:
        self.played.append(source)
        if source == "2":
            raise CameraLostError("No camera answers at number 2.")
        number = 0
        while show(Frame(bytearray(3 * 64 * 36), NOW, number, 64, 36, "front")):
            number += 1
            threading.Event().wait(BETWEEN_FRAMES_S)

    def positions(self) -> tuple[str, ...]:
        return ("COM4",)

    def receiver_line(self, position: str) -> DoctorLine:
        return DoctorLine("GPS", ok=bool(position), words=f"Asked {position}.")

    def screen_line(self, diagonal: str) -> DoctorLine:
        return DoctorLine("screen", ok=True, words=f"Measured {diagonal}.")

    def finish(self, form: SetUpForm) -> str:
        self.finished.append(form)
        self.asking.set()
        if not (device := self.answer.get(timeout=20)):
            raise EntryError(REFUSED, self.wrong)
        return device


class Technician:
    """Somebody at a new car."""

    def __init__(self, qtbot: QtBot, laptop: Laptop | None = None) -> None:
        load_fonts()
        self.qtbot, self.laptop = qtbot, laptop or Laptop()
        self.sounded = 0
        self.page = page = SetUpPage(GIVEN)
        self.presenter = presenter = SetUpPresenter(self.laptop, self._sound)
        qtbot.addWidget(page)
        presenter.view_changed.connect(page.show_view)
        presenter.frame_changed.connect(page.live.show_frame)
        presenter.picture_lost.connect(page.hide_picture)
        page.camera_chosen.connect(presenter.choose_camera)
        page.receiver_chosen.connect(presenter.choose_receiver)
        page.measured.connect(presenter.measure)
        page.sound_pressed.connect(presenter.test_sound)
        page.finish_pressed.connect(presenter.finish)
        page.show()
        presenter.begin()

    def _sound(self) -> None:
        self.sounded += 1

    def words(self) -> dict[str, str]:
        return {row._name.text(): row._words.text() for row in self.page.rows}

    def until(self, name: str, words: str) -> None:
        self.qtbot.waitUntil(lambda: self.words()[name] == words)

    def press(self, button: object) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def technician(qtbot: QtBot) -> Iterator[Technician]:
    made = Technician(qtbot)
    yield made
    made.laptop.answer.put("")
    made.presenter.close()


def test_camera_receiver_sound_and_screen_are_tried_as_they_are_chosen(
    technician: Technician,
) -> None:
    page = technician.page
    technician.until("Camera", "It gives pictures.")
    technician.qtbot.waitUntil(lambda: "front" in page.live._shown)
    technician.qtbot.waitUntil(page.next_camera.isEnabled)
    technician.press(page.next_camera)
    technician.until("Camera", "No camera answers at number 2.")
    assert page.live._shown == {}
    technician.press(page.next_camera)
    technician.until("Camera", "It gives pictures.")
    assert technician.laptop.played == ["0", "2", "0"]
    technician.qtbot.waitUntil(page.next_receiver.isEnabled)
    technician.press(page.next_receiver)
    technician.until("GPS", "Asked COM4.")
    technician.press(page.next_receiver)  # none is a choice, too
    technician.until("GPS", "Asked .")
    page.diagonal.setText("13.3")
    technician.until("Screen", "Measured 13.3.")
    technician.press(page.sound)
    assert technician.sounded == 1
    for sound in Sound:
        technician.presenter.take(VoiceTried(sound, ""))
    technician.until("Sound", "It was played.")


def test_a_refused_code_leaves_everything_and_a_second_press_enrolls_no_second_time(
    technician: Technician,
) -> None:
    page, laptop = technician.page, technician.laptop
    assert not page.finish.isEnabled()
    page.address.setText("https://hq.example.gov:8443")
    page.code.setText("ABCD-EFGH")
    technician.press(page.finish)
    assert laptop.asking.wait(20)
    technician.press(page.finish)
    technician.presenter.finish(GIVEN)  # by whatever way a second one comes
    assert page.finish.text() == "Asking headquarters"
    laptop.answer.put("")
    technician.qtbot.waitUntil(lambda: page.problem.text() == REFUSED)
    assert page.code.hasFocus()  # the field that is wrong, and nothing in it is chosen
    assert not page.code.hasSelectedText()
    assert (page.code.text(), page.unit.text()) == ("ABCD-EFGH", "Unit 12")
    with technician.qtbot.waitSignal(technician.presenter.finished) as named:
        laptop.answer.put("car-12")
        technician.press(page.finish)
    assert named.args == ["car-12"]
    assert "Enrolled as car-12" in page.problem.text()
    assert not page.finish.isEnabled()
    form = SetUpForm("https://hq.example.gov:8443", "ABCD-EFGH", "Unit 12", "0", "", "")
    assert laptop.finished == [form, form]
    assert "ABCD" not in repr(form)


def test_a_computer_without_a_keyring_says_so_at_once(qtbot: QtBot) -> None:
    laptop = Laptop()
    laptop.keyring = DoctorLine("keyring", ok=False, words=NO_KEYRING)
    made = Technician(qtbot, laptop)
    qtbot.waitUntil(lambda: made.page.problem.text() == NO_KEYRING)
    assert made.words()["Keyring"] == "It keeps no key. What to do is on the left."
    made.presenter.close()


def test_escape_leaves_on_a_second_press_and_not_while_somebody_types(
    technician: Technician,
) -> None:
    page, qtbot = technician.page, technician.qtbot
    technician.until("Camera", "It gives pictures.")
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert (page.isVisible(), page.leave.text()) == (True, "Press again")
    page.unit.setText("Unit 13")
    assert page.leave.text() == "Leave"
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    technician.press(page.leave)
    assert not page.isVisible()


def test_what_a_button_says_is_inside_it(technician: Technician) -> None:
    page = technician.page
    technician.qtbot.keyClick(page, Qt.Key.Key_Escape)
    for button in page.findChildren(QAbstractButton):
        font = button.name_font() if isinstance(button, KeyButton) else button.font()
        words = QFontMetrics(font).horizontalAdvance(button.text())
        assert words + 16 <= button.width(), button.text()


def test_the_keyboard_reaches_the_next_camera(technician: Technician) -> None:
    page, qtbot = technician.page, technician.qtbot
    qtbot.waitUntil(page.next_camera.isEnabled)
    page.source.setFocus()
    qtbot.keyClick(page.source, Qt.Key.Key_Tab)
    assert page.next_camera.hasFocus()
    qtbot.keyClick(page.next_camera, Qt.Key.Key_Space)
    assert page.source.text() == "2"
    technician.press(page.next_receiver)
    assert not page.next_receiver.hasFocus()  # a click chooses only what comes next


def test_the_whole_code_is_in_sight(technician: Technician) -> None:
    page = technician.page
    page.code.setText("W" * 8 + ("-" + "W" * 8) * 4)
    page.resize(*SIZES[-1])
    settle()
    wide = page.code.fontMetrics().horizontalAdvance(page.code.text())
    assert wide < page.code.width() - 30


@pytest.mark.parametrize("size", SIZES)
def test_targets_are_large_and_no_word_is_cut(
    technician: Technician, size: tuple[int, int]
) -> None:
    page = technician.page
    page.resize(*size)
    page.problem.setText(f"{REFUSED} {REFUSED}")
    page.rows[2].show_row(DoctorRow(Mark.CROSS, "GPS", NO_RECEIVER))
    page.rows[3].show_row(DoctorRow(Mark.CROSS, "Sound", NO_SOUND))
    for _ in range(8):
        settle()
    check_targets(page, "set up")
    check_text(page, "set up")


@pytest.mark.parametrize("size", [(1350, 730), SMALLEST])
def test_the_longest_message_does_not_touch_fields_or_buttons(
    technician: Technician, size: tuple[int, int]
) -> None:
    page = technician.page
    page.resize(*size)
    page.problem.setText(NO_KEYRING.replace("cannot be used", "keeps keys in the clear"))
    for _ in range(8):
        settle()
    check_text(page, "set up")
    above, words, below = (rectangle(page, w) for w in (page.position, page.problem, page.finish))
    assert above.bottom() + 8 <= words.top()
    assert words.bottom() + 8 <= below.top()
