"""A key typed over tiles is the character on it, or nothing (S5)."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.ui.hit.models.hit_blind import TilePadView
from tests.ui.officer import Officer
from tests.ui.screen import Screen
from tests.ui.tile_officer import asked, drive


@pytest.fixture
def tiles(qtbot: QtBot) -> Screen:
    screen = Screen(qtbot)
    drive(screen)
    screen.hit()
    assert screen.asks(TilePadView)
    return screen


def glyphs(screen: Screen, number: int = 0) -> list[str]:
    return [choice.key for choice in screen.page.pad.tiles[number].glyphs]


def chosen(screen: Screen) -> list[str]:
    """Return the glyphs that are chosen, one a tile that has an answer."""
    return [c.key for tile in screen.page.pad.tiles for c in tile.glyphs if c.chosen]


@pytest.mark.proved("S5")
def test_a_character_typed_over_tiles_is_that_character_or_nothing(tiles: Screen) -> None:
    for typed in "ABCDEFGHIJKLMNPQRSTUVWXYZ0123456789":
        number = len(chosen(tiles))
        offered = glyphs(tiles, number) if number < len(tiles.page.pad.tiles) else []
        before = chosen(tiles)
        QTest.keyClicks(tiles.widget, typed.lower())
        if typed in offered:
            assert sorted(chosen(tiles)) == sorted([*before, typed])
        else:
            assert chosen(tiles) == before


@pytest.mark.proved("S5")
def test_a_letter_never_leads_to_another_column(tiles: Screen) -> None:
    current = [tile.current for tile in tiles.page.pad.tiles]
    for letter in "abcd":
        if letter.upper() not in glyphs(tiles):
            QTest.keyClicks(tiles.widget, letter)
    assert [tile.current for tile in tiles.page.pad.tiles] == current


@pytest.mark.proved("S5")
def test_what_is_typed_changes_no_answer_that_was_given(tiles: Screen) -> None:
    right = "".join("EXN2894"[place] for place in asked(tiles))
    QTest.keyClicks(tiles.widget, right)
    given = chosen(tiles)
    QTest.keyClicks(tiles.widget, "1234567890" + "".join(glyphs(tiles, len(right) - 1)))
    assert chosen(tiles) == given


@pytest.mark.proved("S5")
def test_vehicle_tiles_print_the_keys_that_choose_them(qapp: object) -> None:
    assert qapp
    officer = Officer()
    officer.hit()
    officer.enter()
    assert [body.second for body in officer.page.pad.bodies] == [*"123456", ""]
    assert not any(color.second for color in officer.page.pad.colors)
    officer.do.type_character("1")
    assert not any(body.second for body in officer.page.pad.bodies)
    assert [color.second for color in officer.page.pad.colors] == [*"1234567890-", ""]
