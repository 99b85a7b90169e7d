"""Rows that stay on the screen are moved when the table is scrolled, not painted anew."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QPaintEvent
from pytestqt.qtbot import QtBot

from mdt_alpr.ui.kit.theme import DAY, NIGHT, Palette
from tests.ui.desk_screens import a_seat


class Painted(QObject):
    """Notes how high what is painted is."""

    def __init__(self) -> None:
        super().__init__()
        self.heights: list[int] = []

    def eventFilter(  # noqa: N802 - Qt's own name
        self, _watched: QObject, event: QEvent
    ) -> bool:
        if isinstance(event, QPaintEvent):
            self.heights.append(event.rect().height())
        return False


def test_a_step_of_one_row_paints_what_came_into_view(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    table, painted = seat.log.table, Painted()
    qtbot.wait(20)
    table.viewport().installEventFilter(painted)
    row = table.verticalHeader().defaultSectionSize()
    table.verticalScrollBar().setValue(row)
    qtbot.waitUntil(lambda: bool(painted.heights))
    painted.heights.clear()
    table.verticalScrollBar().setValue(2 * row)
    qtbot.waitUntil(lambda: bool(painted.heights))
    assert max(painted.heights) <= 2 * row < table.viewport().height()


@pytest.mark.parametrize("palette", [DAY, NIGHT])
def test_what_was_moved_is_what_would_be_painted_and_below_the_rows_is_the_ground(
    qtbot: QtBot, palette: Palette
) -> None:
    seat, _ = a_seat(qtbot)
    table = seat.log.table
    seat.screen.window.use_palette(palette)
    qtbot.wait(20)
    for place in (43, 100, 300, 120):
        table.verticalScrollBar().setValue(place)
        qtbot.wait(5)
    view = table.viewport()
    window = seat.screen.window
    shown = window.screen().grabWindow(window.winId()).toImage()
    where = view.mapTo(window, view.rect().topLeft())
    moved = shown.copy(where.x(), where.y(), view.width(), view.height())
    anew = view.grab().toImage()
    assert moved.convertToFormat(anew.format()) == anew
    table.rows.replace([], has_more=False)
    qtbot.wait(5)
    assert QColor(view.grab().toImage().pixel(9, 300)) == palette.color("panel")
