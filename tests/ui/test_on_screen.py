"""Windows with a frame stand whole on the screen; the drill's first page has a way out (S22)."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from mdt_alpr.cli import demo
from mdt_alpr.ui.desk.screen import DeskScreen
from mdt_alpr.ui.desk.views.desk_window import DeskWindow
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.scale import FRAME, Panel, factor, frame_now
from mdt_alpr.ui.kit.theme import DESIGNED, SMALLEST, load_fonts
from mdt_alpr.ui.shell.models.set_up import SetUpForm
from mdt_alpr.ui.shell.views.drill_window import DrillWindow
from mdt_alpr.ui.shell.views.on_screen import fit
from mdt_alpr.ui.shell.views.set_up_page import SetUpPage
from mdt_alpr.ui.shell.views.window import CarWindow
from tests.ui.screen import settle

pytestmark = pytest.mark.proved("S22")
TASK_BAR = 40


def room(width: int, height: int) -> tuple[int, int]:
    return width - FRAME.width(), height - TASK_BAR - FRAME.height()


@pytest.mark.parametrize(
    "make", [lambda: CarWindow(HitPage()), DrillWindow, lambda: SetUpPage(SetUpForm()), DeskWindow]
)
def test_windows_may_be_as_small_as_the_smallest_screen(
    make: Callable[[], QWidget], qtbot: QtBot
) -> None:
    load_fonts()
    window = make()
    qtbot.addWidget(window)

    # Else Qt on Windows makes a window that takes the whole screen larger than that: by a frame
    # that it no longer has, and as tall as its pages ask.
    assert not window.hasHeightForWidth()


@pytest.mark.parametrize("screen", [(1366, 768), (1920, 1080), (1920, 1200), (1280, 800)])
def test_a_window_with_frame_fits_beside_the_task_bar(
    screen: tuple[int, int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    grows = factor(Panel(*screen, room=room(*screen)), may_shrink=True)
    monkeypatch.setenv("QT_SCALE_FACTOR", f"{grows}")
    free = QRect(0, TASK_BAR, *(int(side / grows) for side in (screen[0], screen[1] - TASK_BAR)))
    window = QWidget()
    qtbot.addWidget(window)
    window.setMinimumSize(*SMALLEST)
    window.resize(*DESIGNED)
    fit(window, free)
    assert window.pos().x() >= free.left()
    assert window.pos().y() >= free.top()
    rounded = 1
    frame = frame_now()
    assert window.x() + frame.width() + window.width() <= free.right() + 1 + rounded
    assert window.y() + frame.height() + window.height() <= free.bottom() + 1 + rounded


def test_a_window_does_not_grow_where_there_is_more_room(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(*DESIGNED)
    fit(window, QRect(0, 0, 3000, 2000))
    assert (window.width(), window.height()) == DESIGNED


def test_ctrl_shift_q_leaves_the_whole_screen_on_the_first_page_of_the_drill(qtbot: QtBot) -> None:
    load_fonts()
    window = DrillWindow()
    qtbot.addWidget(window)
    window.showFullScreen()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    for focused in (window.start.name, window.start.begin, window):
        focused.setFocus()
        assert window.isFullScreen()
        QTest.keyClick(focused, Qt.Key.Key_Q, both)
        assert not window.isFullScreen()
        QTest.keyClick(focused, Qt.Key.Key_Q, both)
    assert window.start.name.text() == ""


def test_the_desk_opens_once_the_cars_window_is_up_not_behind_it(qtbot: QtBot) -> None:
    load_fonts()

    def run(script: Callable[[object], QObject]) -> int:
        desk = script(None)
        assert isinstance(desk, DeskScreen)
        qtbot.addWidget(desk.window)
        assert not desk.window.isVisible()
        settle()
        assert desk.window.isVisible()
        assert desk.window.isActiveWindow()
        return 0

    assert demo._with_desk("http://127.0.0.1:1", run) == 0
