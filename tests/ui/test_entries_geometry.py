"""Targets, text and places of every sample of the page of manual entries (design 2, 08)."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from mdt_alpr.lab.screens.entry_samples import entry_views
from mdt_alpr.lab.screens.screen_samples import screens
from mdt_alpr.lab.screens.screenshots import show_entries
from mdt_alpr.ui.entries.models.entries import EntriesView
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.theme import DAY, NIGHT, load_fonts, words_font
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, _line_height, _wrapped
from mdt_alpr.ui.shell.views.window import CarWindow
from tests.ui.screen import settle
from tests.ui.test_window_geometry import SIZES, check_targets, check_text, rectangle, targets


@pytest.fixture(scope="module")
def views(qapp: object) -> dict[str, EntriesView]:
    assert qapp
    load_fonts()
    return entry_views()


@pytest.fixture
def window(qtbot: QtBot) -> CarWindow:
    made = CarWindow(HitPage())
    qtbot.addWidget(made)
    made.show()
    return made


def shown(window: CarWindow, view: EntriesView, size: tuple[int, int] = SIZES[0]) -> None:
    window.resize(*size)
    show_entries(window, screens()["patrol"](), view)
    for _ in range(4):
        settle()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_target_is_large_enough_whole_and_apart_and_no_text_is_cut(
    window: CarWindow, views: dict[str, EntriesView], size: tuple[int, int]
) -> None:
    for name, view in views.items():
        shown(window, view, size)
        check_targets(window, name)
        check_text(window, name)
        for tile in window.entries.findChildren(AnswerTile):
            if tile.isVisible():
                assert words_fit(tile), f"{name}: {tile.text()}"
        assert all(word for word, _ in targets(window)), name


def words_fit(tile: AnswerTile) -> bool:
    """Tell whether a tile that writes its words itself has room for them."""
    if type(tile) is not AnswerTile:
        return True
    font, width = tile._word_font(), tile.width() - 10
    lines = _wrapped(tile.text(), font, width)
    second = words_font(tile._style.second_size)
    high = len(lines) * _line_height(font) + (_line_height(second) if tile._second else 0)
    wide = max(QFontMetricsF(font).horizontalAdvance(line) for line in lines)
    wide = max(wide, QFontMetricsF(second).horizontalAdvance(tile._second))
    return bool(wide <= width and (tile._code or high <= tile.height() - 4))


def places(page: QWidget, window: CarWindow) -> dict[str, QRect]:
    cards = {"own": page, "left": window.entries.findChild(QStackedWidget)}
    return {name: rectangle(window, card) for name, card in cards.items() if card is not None}


def test_nothing_moves_from_one_state_to_the_other_by_day_or_night(
    window: CarWindow, views: dict[str, EntriesView]
) -> None:
    found: list[dict[str, object]] = []
    for palette in (DAY, NIGHT):
        window.use_palette(palette)
        placed: dict[str, object] = {}
        for name, view in views.items():
            shown(window, view)
            placed[name] = list(targets(window)), places(window.entries.own, window)
        found.append(placed)
    assert found[0] == found[1]


def test_the_form_keeps_its_places_whatever_is_entered(
    window: CarWindow, views: dict[str, EntriesView]
) -> None:
    form, found = window.entries.form, set()
    for view in views.values():
        if view.place != "form":
            continue
        shown(window, view)
        parts = (form.plate, form.state, form.case, form.reason, form.bases, form.add, form.clear)
        found.add(tuple(rectangle(window, part).getRect() for part in parts))
    assert len(found) == 1


def test_the_plate_is_spelled_out_for_a_screen_reader(
    window: CarWindow, views: dict[str, EntriesView]
) -> None:
    shown(window, views["entry_half"])
    assert window.entries.form.plate.accessibleName() == (
        "Plate: H letter B letter O digit 1 digit 0 digit 5 digit 2"
    )
