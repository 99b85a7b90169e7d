"""The keyboard's ring shows on every ground and is no choice; P acts or says where (S23)."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from mdt_alpr.lab.screens.hit_samples import samples
from mdt_alpr.ui.hit.views.blind_pictures import Thumbnail
from mdt_alpr.ui.kit.theme import DAY, NIGHT, Palette, load_fonts, style_sheet
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.palette import show_in
from mdt_alpr.ui.shell.views.sign_in_page import UnderstandButton
from tests.ui.driven import Driven
from tests.ui.screen import acts_of, settle

pytestmark = pytest.mark.proved("S23")
TAB = Qt.FocusReason.TabFocusReason
BACK = Qt.FocusReason.ActiveWindowFocusReason


@pytest.fixture
def car(qtbot: QtBot) -> Driven:
    made = Driven(qtbot)
    made.sign_in()
    made.drive(30)
    return made


def pixels(widget: QWidget, within: int = 0) -> bytes:
    """Return what stands there, or only what stands that far within."""
    found = widget.grab(widget.rect().adjusted(within, within, -within, -within)).toImage()
    picture = found.convertToFormat(QImage.Format.Format_RGB32)
    return bytes(picture.constBits())


def inside(widget: QWidget) -> bytes:
    """Return what stands within the border, where every ground is the button's own."""
    return pixels(widget, 6)


@pytest.mark.parametrize("palette", [DAY, NIGHT], ids=lambda p: p.name)
@pytest.mark.parametrize("kind", TileKind)
def test_the_ring_of_a_tile_is_inside_its_border(
    qtbot: QtBot, kind: TileKind, palette: Palette
) -> None:
    load_fonts()
    around = QWidget()
    qtbot.addWidget(around)
    tile = AnswerTile("Give reason", TileStyle(kind=kind))
    tile.setParent(around)
    show_in(palette, around)
    tile.set_size(190, 72)
    around.show()
    qtbot.waitUntil(around.isActiveWindow)
    tile.clearFocus()
    plain = inside(tile)
    tile.show_chosen(chosen=True)
    assert inside(tile) == plain
    chosen = pixels(tile)
    tile.setFocus(TAB)
    assert inside(tile) != plain
    tile.show_chosen(chosen=False)
    assert inside(tile) != plain
    assert pixels(tile) != chosen
    ringed = pixels(tile)
    tile.clearFocus()
    tile.setFocus(BACK)
    assert pixels(tile) == ringed


def test_a_picture_with_the_keyboard_does_not_look_chosen(qtbot: QtBot) -> None:
    load_fonts()
    around = QWidget()
    qtbot.addWidget(around)
    picture = Thumbnail(0)
    picture.setParent(around)
    picture.resize(152, 94)
    around.show()
    qtbot.waitUntil(around.isActiveWindow)
    picture.clearFocus()
    picture.show_picture(b"", "Closest", chosen=True)
    chosen = pixels(picture)
    picture.show_picture(b"", "Closest", chosen=False)
    plain = pixels(picture)
    picture.setFocus(TAB)
    assert pixels(picture) not in (plain, chosen)


def test_a_button_with_the_keyboard_does_not_look_pressed_in(qtbot: QtBot) -> None:
    load_fonts()
    around = QWidget()
    qtbot.addWidget(around)
    around.setStyleSheet(style_sheet(DAY))
    first, other = QPushButton("Back", around), UnderstandButton()
    first.setCheckable(True)
    other.setParent(around)
    other.move(0, 100)
    first.resize(150, 72)
    around.show()
    qtbot.waitUntil(around.isActiveWindow)
    other.setFocus(TAB)
    first.setChecked(True)
    settle()
    chosen = pixels(first)
    first.setChecked(False)
    first.setFocus(TAB)
    settle()
    assert pixels(first) != chosen


@pytest.mark.parametrize(
    "name", ["hit_reject", "hit_look_again", "hit_blind_vehicle", "hit_gate_open", "hit_stopped"]
)
def test_p_acts_on_every_page_of_a_hit_that_takes_no_letter(car: Driven, name: str) -> None:
    car.window.show_hit(samples()[name])
    car.window.show_page(car.window.hit)
    for _ in range(2):
        car.key(Qt.Key.Key_P)
        car.wait(1)
    assert car.crew_desk.actions == [True]


def test_p_acts_on_the_page_of_entries_while_the_car_moves(car: Driven) -> None:
    car.window.show_page(car.window.entries)
    for _ in range(2):
        car.key(Qt.Key.Key_P)
        car.wait(1)
    assert car.crew_desk.actions == [True]


def test_over_tiles_p_is_a_letter_and_the_strip_says_where_to_tap(car: Driven) -> None:
    car.window.show_hit(samples()["hit_tiles"])
    car.window.show_page(car.window.hit)
    typed = acts_of(car.window.hit.signals)
    car.key(Qt.Key.Key_P)
    assert car.crew_desk.actions == []
    assert typed == ["type_character"]
    assert car.cell.accessibleName() == "Speed 30 mph. Tap twice"
    car.wait(5)
    assert car.cell.accessibleName() == "Speed 30 mph. Tiles only"
    car.key(Qt.Key.Key_P)
    for _ in range(2):
        car.press()
        car.wait(1)
    assert car.crew_desk.actions == [True]


def test_a_p_of_a_plate_that_may_be_typed_changes_nothing_in_the_strip(car: Driven) -> None:
    car.drive(0)
    car.window.show_hit(samples()["hit_blind_plate"])
    car.window.show_page(car.window.hit)
    car.key(Qt.Key.Key_P)
    assert car.crew_desk.actions == []
    assert car.cell.accessibleName() == "Speed 0 mph. Driver"
