"""Doctor in the window of car and desk: reached by F5, in nobody's way, ok or what to do."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.equipment.doctor import DoctorLine
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.lab.screens.doctor_samples import cameras_views, doctor_views
from mdt_alpr.lab.screens.screen_samples import screens
from mdt_alpr.lab.screens.screenshots import show_doctor
from mdt_alpr.patrol.events import SignedOut, Sound, VoiceTried
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.ui.shell.models.cameras import CamerasView
from mdt_alpr.ui.shell.models.pages import DoctorView
from mdt_alpr.ui.shell.presenters.doctor import DoctorPresenter
from mdt_alpr.ui.shell.views.cameras_page import CamerasPage
from mdt_alpr.ui.shell.views.doctor_page import DoctorPage
from mdt_alpr.ui.shell.views.window import CarWindow
from tests.builders import NOW, SetClock
from tests.ui.desk_screens import Seat
from tests.ui.screen import settle
from tests.ui.test_window_geometry import SIZES, check_targets, check_text
from tests.ui.window import Patrol

K = Qt.Key
STORE = DoctorLine("store", ok=True, words="Every page is as it was written.")
GPS = DoctorLine("GPS", ok=False, words="The receiver has no fix.")
SOUND = DoctorLine("sound", ok=True, words="Not tested.", known=False)


class Machine:
    """A machine whose examination waits after its first line until ``go_on``."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.examined = self.sounded = 0
        self.threads: set[str] = set()

    def lines(self) -> Iterator[DoctorLine]:
        self.examined += 1
        self.threads.add(threading.current_thread().name)
        yield STORE
        assert self.go_on.wait(20)
        yield from (GPS, SOUND)

    def test_sound(self) -> None:
        self.sounded += 1


class Technician(Patrol):
    """Somebody at a car in which nobody is signed in."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.window.guard.usual_ms = 0
        self.machine = Machine()
        self.doctor = DoctorPresenter(self.machine.lines, self.machine.test_sound)
        self.views: list[DoctorView] = []
        self.doctor.view_changed.connect(self.views.append)
        self.doctor.view_changed.connect(self.window.doctor.show_view)
        self.window.examine.connect(self.doctor.begin)
        self.window.doctor.sound_pressed.connect(self.doctor.test_sound)

    def rows(self) -> list[tuple[str, str]]:
        """Return the names and words on the page."""
        return shown_on(self.window.doctor)

    def wait(self, rows: int, *, busy: bool) -> None:
        """Wait until so many rows are shown."""
        self.qtbot.waitUntil(
            lambda: (len(self.views[-1].rows), self.views[-1].busy) == (rows, busy)
        )


def shown_on(page: DoctorPage) -> list[tuple[str, str]]:
    rows = page._card.rows
    return [(row._name.text(), row._words.text()) for row in rows if row._name.text()]


@pytest.fixture
def technician(qtbot: QtBot) -> Iterator[Technician]:
    made = Technician(qtbot)
    yield made
    made.machine.go_on.set()
    made.doctor.close()


def test_one_key_before_anybody_signed_in_and_lines_appear_as_they_finish(
    technician: Technician,
) -> None:
    window, machine = technician.window, technician.machine
    assert window.keys.buttons["F5"].text() == "Doctor"
    technician.key(K.Key_F5)
    assert technician.shows(window.doctor)
    technician.wait(1, busy=True)
    assert technician.rows() == [("Store", STORE.words)]
    technician.key(K.Key_F5)  # it is being examined: once is enough
    technician.tap(window.keys.buttons["F8"])  # and the screen waits for nothing
    machine.go_on.set()
    technician.wait(3, busy=False)
    assert technician.views[-1].summary == "1 of 3 need attention."
    marks = [(row.name, row.mark) for row in technician.views[-1].rows]
    assert marks == [("GPS", Mark.CROSS), ("Sound", Mark.RING), ("Store", Mark.TICK)]
    assert machine.examined == 1
    assert machine.threads == {"doctor"}
    technician.tap(window.doctor.again)
    technician.wait(3, busy=False)
    assert machine.examined == 2
    assert window.live_keys == {"F5", "F8"}  # the picture is for who is signed in
    technician.key(K.Key_Escape, window.doctor)
    assert technician.shows(window.sign_in)


def test_who_is_signed_in_comes_back_to_the_page_and_a_lock_shuts_it(
    technician: Technician,
) -> None:
    window = technician.window
    technician.sign_in()
    technician.key(K.Key_F5)  # patrol has no such key: it is the radio's on a hit
    assert technician.shows(window.patrol)
    technician.key(K.Key_F11)
    assert window.keys.buttons["F5"].text() == "Doctor"
    technician.key(K.Key_F5)
    assert technician.shows(window.doctor)
    technician.wait(1, busy=True)
    technician.tap(window.doctor.back)
    assert technician.shows(window.status)
    technician.key(K.Key_F5)
    technician.happen(SignedOut("officer-1", "", by_officer=True))
    assert technician.shows(window.sign_in)
    assert technician.machine.examined == 1


def test_the_sound_is_played_on_a_press_and_its_line_says_what_came_of_it(
    technician: Technician,
) -> None:
    window, doctor = technician.window, technician.doctor
    technician.machine.go_on.set()
    technician.key(K.Key_F5)
    technician.wait(3, busy=False)
    technician.key(K.Key_T, window.doctor)
    assert technician.machine.sounded == 1
    assert ("Sound", "A tone and a sentence are played now. Listen.") in technician.rows()
    doctor.take(VoiceTried(Sound.TONES, ""))
    doctor.take(VoiceTried(Sound.SPEECH, "Alerts are not spoken: no voice."))
    settle()
    assert ("Sound", "Alerts are not spoken: no voice.") in technician.rows()
    assert technician.views[-1].summary == "2 of 3 need attention."
    technician.tap(window.doctor.sound)
    for sound in Sound:
        doctor.take(VoiceTried(sound, ""))
    settle()
    assert ("Sound", "It was played.") in technician.rows()


def test_the_desk_is_examined_before_sign_in_and_from_help(qtbot: QtBot) -> None:
    machine = Machine()
    machine.go_on.set()
    seat = Seat(qtbot, SampleLink(Role.SUPERVISOR), SetClock(NOW), examine=machine.lines)
    window = seat.screen.window
    qtbot.mouseClick(window.sign_in.doctor, Qt.MouseButton.LeftButton)
    assert window._whole.currentWidget() is window.doctor
    qtbot.waitUntil(lambda: len(shown_on(window.doctor)) == 3)
    assert not window.doctor.sound.isVisible()
    qtbot.keyClick(window, K.Key_Escape)
    assert window._whole.currentWidget() is window.sign_in
    seat.sign_in("whitfield", "anything")
    qtbot.keyClick(window, K.Key_F5)  # a page is reloaded, as ever
    assert window._whole.currentWidget() is window._frame
    qtbot.keyClick(window, K.Key_F1)
    qtbot.keyClick(window, K.Key_F5)
    assert window._whole.currentWidget() is window.doctor
    seat.screen.presenter.lock()  # what happens below moves nobody away
    assert window._whole.currentWidget() is window.doctor
    qtbot.mouseClick(window.doctor.back, Qt.MouseButton.LeftButton)
    assert window._whole.currentWidget() is window.sign_in


@pytest.mark.parametrize("size", SIZES)
def test_targets_are_large_and_no_line_is_cut(qtbot: QtBot, size: tuple[int, int]) -> None:
    load_fonts()
    window = CarWindow(HitPage())
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    around = screens()["patrol_hit_standing"]()
    page = CamerasPage()
    window.doctor.add_cameras(page)
    views: dict[str, DoctorView | CamerasView] = {**doctor_views(), **cameras_views()}
    for name, view in views.items():
        if isinstance(view, CamerasView):
            page.show_view(view)
            window.doctor.cameras.click()
        else:
            show_doctor(window, around, view)
        for _ in range(8):
            settle()
        check_targets(window, name)
        check_text(window, name)
