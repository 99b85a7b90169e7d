"""The tile pages by tap and by key, with the real rules behind the desk (D2)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.hit import EntryMethod, HitState
from mdt_alpr.domain.reading.reading import Box, Character
from mdt_alpr.ui.hit.models.hit_blind import TilePadView
from mdt_alpr.ui.hit.models.hit_result import ResultView
from mdt_alpr.ui.hit.views.tile_pad import ColumnPicture
from tests.builders import a_hit, a_read, an_entry
from tests.ui.officer import BLACK_SUV
from tests.ui.screen import Screen, settle
from tests.ui.tile_officer import asked, drive

K = Qt.Key
LEAST_TILE = 70
"""16 mm in pixels of the design (U4)."""


@pytest.fixture
def screen(qtbot: QtBot) -> Screen:
    made = Screen(qtbot)
    drive(made)
    return made


def button_of(screen: Screen, letter: str, glyph: str) -> QAbstractButton:
    name = f"{letter}: {glyph}"
    (found,) = [button for button in screen.buttons() if button.accessibleName() == name]
    return found


def tap_tiles(screen: Screen, text: str = "EXN2894") -> None:
    screen.look()
    for letter, place in zip("ABCD", asked(screen), strict=False):
        button = button_of(screen, letter, text[place])
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()


def to_whole(screen: Screen, text: str = "EXN2894", *, vehicle: bool = True) -> None:
    tap_tiles(screen, text)
    screen.tap("Next: state", "North Carolina")
    if vehicle:
        screen.tap("Next: vehicle", "SUV", "Black")
    screen.tap("Next: whole plate")


def say(screen: Screen, word: str) -> None:
    screen.look()
    screen.tap(word, "Compare")


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_tiles_to_a_verified_stop(screen: Screen, qtbot: QtBot) -> None:
    hit = screen.hit(an_entry("EXN2894", **BLACK_SUV), text="EXN2B94")
    to_whole(screen)
    assert "EXN2894" in repr(screen.page.pad.text)
    say(screen, "Same")
    assert "YOU CHECKED" in screen.labels()
    screen.tap("Active", "Active")
    stop = screen.widget.result.gate.stop
    QTest.mousePress(stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.desk.hits[hit.hit_id].stop_at is not None)
    QTest.mouseRelease(stop, Qt.MouseButton.LeftButton)
    entry = screen.desk.hits[hit.hit_id].entry
    assert entry is not None
    assert (entry.method, entry.text) == (EntryMethod.TILES_AND_NUMBER, "EXN2894")


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_tiles_that_contradict_the_record_twice_end_the_check(screen: Screen) -> None:
    hit = screen.hit(an_entry("EXN2894", **BLACK_SUV), text="EXN2B94")
    to_whole(screen, "EXN2B94")
    say(screen, "Same")
    assert "Does not match. Look again." in screen.labels()
    screen.tap("Enter again")
    to_whole(screen, "EXN2B94", vehicle=False)
    say(screen, "Same")
    assert not screen.has("Enter again")
    screen.tap("Reject", "Misread character", "No", "Save and close")
    done = screen.desk.hits[hit.hit_id]
    assert done.closing is not None
    assert (done.closing.disposition, done.entry) == (Disposition.MISREAD, None)


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_a_whole_plate_called_different_is_not_verified(screen: Screen) -> None:
    hit = screen.hit()
    to_whole(screen)
    say(screen, "Different")
    assert "Does not match. Look again." in screen.labels()
    assert screen.desk.hits[hit.hit_id].entry is None


def test_a_tile_that_cannot_be_made_out_stops_there(screen: Screen) -> None:
    hit = screen.hit()
    tap_tiles(screen)
    QTest.mouseClick(button_of(screen, "B", "Can't tell"), Qt.MouseButton.LeftButton)
    assert not screen.button("Next: state").isEnabled()
    screen.tap("Can't read", "Yes, can't read")
    assert screen.desk.hits[hit.hit_id].state is HitState.UNMATCHED


def test_driving_off_in_mid_typing_swaps_nothing_and_parking_offers_the_keyboard(
    screen: Screen,
) -> None:
    drive(screen, 0.0)
    screen.hit()
    screen.look()
    screen.tap("E", "X")
    drive(screen)
    settle()
    screen.tap("N", *"2894", "Next: state", "Back")
    assert screen.asks(TilePadView)
    drive(screen, 0.0)
    settle()
    screen.tap("Keyboard", "E", "Use tiles")
    assert screen.asks(TilePadView)


def test_a_whole_run_by_keyboard(screen: Screen) -> None:
    hit = screen.hit()
    screen.look()
    QTest.keyClicks(screen.widget, "".join("EXN2894"[place] for place in asked(screen)).lower())
    screen.key(K.Key_Return)
    QTest.keyClicks(screen.widget, "nc")
    assert screen.page.slots[1].value == "Enter now"
    screen.button("North Carolina").setFocus(Qt.FocusReason.TabFocusReason)
    screen.key(K.Key_Space, K.Key_Return)
    QTest.keyClicks(screen.widget, "21")
    screen.key(K.Key_Return)
    screen.look()
    screen.button("Same").setFocus(Qt.FocusReason.TabFocusReason)
    screen.key(K.Key_Space, K.Key_Return)
    assert screen.shows(ResultView)
    assert screen.desk.hits[hit.hit_id].entry is not None


def test_keys_that_stand_for_no_glyph_answer_nothing(screen: Screen) -> None:
    screen.hit()
    QTest.keyClicks(screen.widget, "x9d")
    assert screen.page.slots[0].value == "Enter now"
    QTest.keyClicks(screen.widget, "?")
    assert screen.page.pad.tiles[0].cannot_tell.chosen
    screen.key(K.Key_Backspace)
    assert not screen.page.pad.tiles[0].cannot_tell.chosen


def test_tab_reaches_every_glyph_and_space_chooses_it(screen: Screen, qtbot: QtBot) -> None:
    screen.hit()
    screen.widget.activateWindow()
    tile = screen.page.pad.tiles[1]
    button = button_of(screen, "B", tile.glyphs[2].word)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    screen.key(K.Key_Space)
    assert screen.page.pad.tiles[1].glyphs[2].chosen


@pytest.mark.parametrize("size", [(1366, 640), (1330, 703), (1298, 602)], ids=str)
@pytest.mark.parametrize("crowded", [False, True])
def test_glyphs_are_16_mm_and_columns_stay_in_sight(
    screen: Screen,
    size: tuple[int, int],
    crowded: bool,  # noqa: FBT001
) -> None:
    others = (("6", 0.2), ("0", 0.1), ("3", 0.1)) if crowded else ()
    characters = tuple(Character(c, 0.9, others if c == "8" else ()) for c in "EXN2894")
    disputed = (0, 3, 4) if crowded else ()
    read = a_read("EXN2894", characters=characters, disputed=disputed, box=Box(0, 0, 241, 120))
    screen.widget.setFixedSize(*size)
    hit = screen.desk.raise_hit(a_hit(read))
    screen.presenter.open(hit.hit_id)
    settle()
    pad = screen.page.pad
    assert len(pad.tiles) == (4 if crowded else 3)
    for tile in pad.tiles:
        for glyph in (*tile.glyphs, tile.cannot_tell):
            button = button_of(screen, tile.letter, glyph.word)
            assert min(button.width(), button.height()) >= LEAST_TILE
    shown = [c for c in screen.widget.blind.findChildren(ColumnPicture) if c.isVisible()]
    assert len(shown) == len(pad.tiles)
    assert min(column.height() for column in shown) >= LEAST_TILE
