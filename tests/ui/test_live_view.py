"""Cameras stand side by side, each in its place; a lost one leaves no old picture."""

from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from mdt_alpr.ui.shell.models.patrol import LiveFrame, LiveState
from mdt_alpr.ui.shell.views.live_view import LiveView

WIDTH, HEIGHT = 64, 36
BLUE, GREEN = (200, 0, 0), (0, 200, 0)


def a_frame(camera: str, color: tuple[int, int, int]) -> LiveFrame:
    pixels = memoryview(bytearray(bytes(color) * (WIDTH * HEIGHT)))
    return LiveFrame(pixels, WIDTH, HEIGHT, (), camera)


def a_view(qtbot: QtBot, *frames: LiveFrame) -> LiveView:
    view = LiveView()
    qtbot.addWidget(view)
    view.resize(800, 300)
    view.show_state(LiveState("front"))
    for frame in frames:
        view.show_frame(frame)
    return view


def color_at(view: LiveView, x: int) -> tuple[int, int, int]:
    color = QColor(view.grab().toImage().pixel(x, 150))
    return color.blue(), color.green(), color.red()


def test_one_camera_fills_the_view(qtbot: QtBot) -> None:
    view = a_view(qtbot, a_frame("front", BLUE), a_frame("front", GREEN))
    assert [color_at(view, x) for x in (100, 700)] == [GREEN, GREEN]


def test_two_cameras_stand_side_by_side(qtbot: QtBot) -> None:
    view = a_view(qtbot, a_frame("front", BLUE), a_frame("rear", GREEN))
    assert [color_at(view, x) for x in (200, 600)] == [BLUE, GREEN]


def test_a_lost_camera_leaves_no_old_picture(qtbot: QtBot) -> None:
    view = a_view(qtbot, a_frame("front", BLUE), a_frame("rear", GREEN))
    view.show_state(LiveState("rear", gone=("rear",)))
    assert color_at(view, 200) == BLUE
    assert color_at(view, 600) != GREEN


def test_a_locked_screen_keeps_no_picture(qtbot: QtBot) -> None:
    view = a_view(qtbot, a_frame("front", BLUE), a_frame("rear", GREEN))
    view.hide_picture()
    assert BLUE not in {color_at(view, 200), color_at(view, 600)}
