"""Making pages opens no window beside the one that the person sees."""

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.shell.views.window import CarWindow
from tests.ui.desk_screens import a_seat


class Opened(QObject):
    """Notes what is shown as a window: on a real screen it flashes, and has the keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt
        shown = event.type() == QEvent.Type.Show and isinstance(watched, QWidget)
        if shown and cast("QWidget", watched).isWindow():
            self.windows.append(type(watched).__name__)
        return False


@pytest.fixture
def opened(qapp: QApplication) -> Iterator[Opened]:
    found = Opened()
    qapp.installEventFilter(found)
    yield found
    qapp.removeEventFilter(found)


def test_of_the_car_only_the_window_opens(qtbot: QtBot, opened: Opened) -> None:
    window = CarWindow(HitPage())
    qtbot.addWidget(window)
    window.show()
    entries = window.entries
    assert all((entries.pads, entries.past, entries.holds, entries.incident))
    assert opened.windows == ["CarWindow"]


def test_of_the_desk_only_the_window_opens(qtbot: QtBot, opened: Opened) -> None:
    seat, _ = a_seat(qtbot, Role.ADMINISTRATOR)
    assert len(list(seat.screen.window.pages.values())) > 50
    assert opened.windows == ["DeskWindow"]
