"""The pages before and after a practice: whole at every size, the same by day and night."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mdt_alpr.lab.screens.screen_samples import drill_views
from mdt_alpr.ui.kit.theme import DAY, NIGHT, SMALLEST, load_fonts
from mdt_alpr.ui.shell.views.drill_window import DrillWindow
from tests.ui.screen import settle

SIZES = ((1366, 768), (1330, 831), SMALLEST)
LEAST_TARGET = 53.4
"""12.1 mm (U4)."""
Show = Callable[[str, tuple[int, int]], DrillWindow]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    load_fonts()

    def shown(page: str, size: tuple[int, int]) -> DrillWindow:
        made = DrillWindow()
        qtbot.addWidget(made)
        made.resize(*size)
        made.show()
        if (result := drill_views()[page]) is not None:
            made.show_result(result)
        for _ in range(4):
            settle()
        return made

    return shown


def rectangle(window: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("page", drill_views())
def test_every_word_and_target_is_whole(show: Show, page: str, size: tuple[int, int]) -> None:
    window = show(page, size)
    assert (window.width(), window.height()) == size
    for button in window.findChildren(QAbstractButton):
        if button.isVisible():
            assert min(button.width(), button.height()) >= LEAST_TARGET, button.text()
            assert window.rect().contains(rectangle(window, button)), button.text()
    for words in window.findChildren(QLabel):
        if words.isVisible():
            wanted = words.heightForWidth(words.width()) if words.wordWrap() else 0
            assert words.height() >= wanted, words.text()
            assert words.wordWrap() or words.width() >= words.sizeHint().width(), words.text()
            assert window.rect().contains(rectangle(window, words)), words.text()


@pytest.mark.parametrize("page", drill_views())
def test_nothing_moves_between_day_and_night(show: Show, page: str) -> None:
    window = show(page, SIZES[0])
    before = [rectangle(window, part) for part in window.findChildren(QWidget)]
    assert window.colors is DAY
    QTest.keyClick(window, Qt.Key.Key_F8)
    settle()
    assert window.colors is NIGHT
    assert [rectangle(window, part) for part in window.findChildren(QWidget)] == before


def test_a_name_is_typed_by_finger_too(show: Show, qtbot: QtBot) -> None:
    window = show("drill_start", SIZES[0])
    start = window.start
    for key in ("a", "b", "Delete", "l"):
        start.keyboard.pressed.emit(key)
    assert start.name.text() == "al"
    with qtbot.waitSignal(start.begun) as begun:
        QTest.mouseClick(start.begin, Qt.MouseButton.LeftButton)
    assert begun.args == ["al"]


def test_a_result_says_passed_and_failed_in_words_and_shapes(show: Show) -> None:
    shown = show("drill_result", SIZES[0])
    words = [part.text() for part in shown.findChildren(QLabel) if part.isVisible()]
    assert words.count("Passed") == 5
    assert words.count("Failed") == 2
    assert "TRAINING DRILL" in words
