"""The cameras' page: what is seen, what to turn, and the mask; the screen waits for none of it."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.equipment.camera_check import MeasuredCamera, PlateView
from mdt_alpr.domain.errors import CameraLostError, OutsideError
from mdt_alpr.domain.reading.masks import Polygon
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.shell.models.cameras import CamerasView
from mdt_alpr.ui.shell.models.patrol import LiveFrame
from mdt_alpr.ui.shell.presenters.cameras import CamerasPresenter
from mdt_alpr.ui.shell.views.cameras_page import CamerasPage
from tests.builders import NOW, SetClock
from tests.ui.screen import settle
from tests.ui.window import Patrol

K = Qt.Key
WIDE, HIGH = 640, 360
PLATE = PlateView(70.0, 1.98, 0.5, 1.9, 2.1, 0.01, 220.0)
MEASURED = MeasuredCamera(300, 20.0, 0.1, 0.01, 60.0, 0.01, 110.0, 8.0, (PLATE,) * 9, 0.1)


class OneMeter:
    """Finds the same plate in every frame."""

    def __init__(self, desk: "TwoCameras") -> None:
        self._desk = desk

    def take(self, frame: Frame, now: datetime | None = None) -> bool:
        assert (frame.camera, now) == (self._desk.looking, NOW)
        return True

    def search(self, _frame: Frame) -> SimpleNamespace:
        self._desk.threads.add(threading.current_thread().name.partition("_")[0])
        return SimpleNamespace(boxes=((Box(10, 20, 80, 60), PLATE),))

    def view(self) -> MeasuredCamera:
        return MEASURED


class TwoCameras:
    """Two cameras that show gray until nobody wants more; the rear one can be lost."""

    def __init__(self) -> None:
        self.masks: dict[str, tuple[Polygon, ...]] = {"front": (), "rear": ()}
        self.looking, self.given_back = "", 0
        self.lost = self.refuses = ""
        self.kept: list[tuple[str, tuple[Polygon, ...]]] = []
        self.threads: set[str] = set()

    def meter(self) -> OneMeter:
        return OneMeter(self)

    def look(self, name: str, show: Callable[[Frame], bool]) -> None:
        self.looking = name
        pixels = np.full((HIGH, WIDE, 3), 90, np.uint8)
        try:
            if self.lost:
                raise CameraLostError(self.lost)
            while show(Frame(pixels, NOW, 1, WIDE, HIGH, name)):
                threading.Event().wait(0.01)
        finally:
            self.given_back += 1

    def keep(self, name: str, mask: tuple[Polygon, ...]) -> str:
        if self.refuses:
            raise OutsideError(self.refuses)
        self.kept.append((name, mask))
        self.masks[name] = mask
        return "Kept."


class Technician(Patrol):
    """Somebody at a car in which nobody is signed in."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.window.guard.usual_ms = 0
        self.cameras = TwoCameras()
        self.presenter = CamerasPresenter(self.cameras, SetClock(NOW))
        self.page = CamerasPage()
        self.window.doctor.add_cameras(self.page)
        self.views: list[CamerasView] = []
        self.frames: list[LiveFrame] = []
        self.presenter.view_changed.connect(self.views.append)
        self.presenter.frame_changed.connect(self.frames.append)
        self.presenter.view_changed.connect(self.page.show_view)
        self.presenter.frame_changed.connect(self.page.live.show_frame)
        self.presenter.picture_lost.connect(self.page.live.hide_picture)
        for signal, act in (
            (self.page.opened, self.presenter.begin),
            (self.page.hidden, self.presenter.leave),
            (self.page.next_pressed, self.presenter.next_camera),
            (self.page.mask_pressed, self.presenter.edit),
            (self.page.live.corner, self.presenter.add_corner),
            (self.page.close_pressed, self.presenter.close_part),
            (self.page.undo_pressed, self.presenter.undo),
            (self.page.save_pressed, self.presenter.keep),
            (self.page.left, self.window.doctor.show_rows),
        ):
            signal.connect(act)

    def open_cameras(self) -> None:
        self.key(K.Key_F5)
        self.key(K.Key_C, self.window.doctor)
        self.qtbot.waitUntil(lambda: bool(self.views and self.views[-1].rows))
        self.qtbot.waitUntil(lambda: not self.page.live.picture_area.isEmpty())

    def tap_picture(self, *corners: tuple[float, float]) -> None:
        area = self.page.live.picture_area
        for x, y in corners:
            at = QPoint(
                round(area.left() + x * area.width()), round(area.top() + y * area.height())
            )
            self.qtbot.mouseClick(self.page.live, Qt.MouseButton.LeftButton, pos=at)
        settle()


@pytest.fixture
def technician(qtbot: QtBot) -> Iterator[Technician]:
    made = Technician(qtbot)
    yield made
    made.presenter.close()


def test_the_picture_the_measures_and_what_to_turn_are_shown_and_the_camera_is_given_back(
    technician: Technician,
) -> None:
    technician.open_cameras()
    rows = {row.name: row for row in technician.views[-1].rows}
    assert rows["Width"].mark is Mark.CROSS
    assert "Zoom until a plate at 30 ft is 120 pixels wide" in rows["Width"].words
    assert rows["Focus"].mark is Mark.TICK
    assert technician.views[-1].summary == "1 to turn."
    technician.qtbot.waitUntil(lambda: bool(technician.frames[-1].plates))
    (tag,) = technician.frames[-1].plates
    assert (tag.text, tag.held) == ("70 px", False)  # its width, never what is written on it
    assert technician.cameras.threads == {"camera check"}
    technician.key(K.Key_Escape, technician.page)
    technician.qtbot.waitUntil(lambda: technician.cameras.given_back == 1)
    assert technician.window.doctor.again.isVisible()


def test_the_next_camera_comes_after_the_first_is_given_back_and_a_lost_one_says_why(
    technician: Technician,
) -> None:
    technician.open_cameras()
    technician.cameras.lost = "No camera answers at number 1. Check its cable."
    technician.key(K.Key_N, technician.page)
    technician.qtbot.waitUntil(lambda: technician.views[-1].summary == "No picture.")
    assert technician.views[-1].title == "Camera rear"
    assert technician.views[-1].rows[0].words == technician.cameras.lost
    assert (technician.cameras.looking, technician.cameras.given_back) == ("rear", 2)


def test_whoever_leaves_for_another_page_gives_the_camera_back(technician: Technician) -> None:
    technician.open_cameras()
    technician.window.show_page(technician.window.sign_in)
    technician.qtbot.waitUntil(lambda: technician.cameras.given_back == 1)
    technician.sign_in()
    technician.key(K.Key_F11)
    technician.key(K.Key_F5)
    assert not technician.page.isVisible()  # the doctor begins with its rows


def test_a_mask_is_drawn_by_taps_undone_and_kept(technician: Technician) -> None:
    technician.open_cameras()
    page = technician.page
    technician.tap_picture((0.5, 0.5))  # not drawing: a tap is nothing
    assert not technician.views[-1].mask.corners
    technician.tap(page.buttons["M"])
    technician.tap_picture((0.1, 0.75), (0.9, 0.75))
    technician.tap(page.buttons["C"])
    assert technician.views[-1].note == "A part has three corners at least, and hides something."
    technician.tap_picture((0.9, 0.95), (0.5, 0.2))
    technician.tap(page.buttons["U"])
    technician.tap(page.buttons["S"])
    assert technician.views[-1].note.startswith("A part is not closed.")
    assert technician.cameras.kept == []
    technician.tap(page.buttons["N"])  # a mask that is drawn is not left by the way
    assert technician.cameras.looking == "front"
    technician.tap(page.buttons["C"])
    technician.tap(page.buttons["S"])
    technician.qtbot.waitUntil(lambda: technician.views[-1].note == "Kept.")
    ((name, (part,)),) = technician.cameras.kept
    assert name == "front"
    assert np.allclose(part, ((0.1, 0.75), (0.9, 0.75), (0.9, 0.95)), atol=0.004)
    assert not technician.views[-1].mask.editing


def test_a_mask_that_cannot_be_written_stays_on_the_screen(technician: Technician) -> None:
    technician.open_cameras()
    technician.cameras.refuses = "car.toml cannot be written: disk full. Check its folder."
    technician.tap(technician.page.buttons["M"])
    technician.tap_picture((0.1, 0.1), (0.4, 0.1), (0.4, 0.4))
    technician.tap(technician.page.buttons["C"])
    technician.tap(technician.page.buttons["S"])
    technician.qtbot.waitUntil(lambda: technician.views[-1].note == technician.cameras.refuses)
    assert len(technician.views[-1].mask.parts) == 1
    assert technician.views[-1].mask.editing
    technician.tap(technician.page.buttons["M"])  # and can be taken back
    assert not technician.views[-1].mask.parts
