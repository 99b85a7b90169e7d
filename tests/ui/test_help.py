"""The pages of the docs are there where somebody needs them: in the car and at the desk."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.ui.kit.theme import DAY, NIGHT
from mdt_alpr.ui.kit.views.guide import Guide
from mdt_alpr.ui.kit.words import guide_of
from mdt_alpr.ui.shell.views.function_keys import KEYS
from tests.ui.desk_screens import a_seat
from tests.ui.window import Patrol

K = Qt.Key


@pytest.fixture
def officer(qtbot: QtBot) -> Patrol:
    car = Patrol(qtbot)
    car.window.guard.usual_ms = 0
    car.window.help.guide.show_guide(guide_of(Role.OFFICER))
    car.sign_in()
    return car


def colors_of_links(guide: Guide) -> set[str]:
    """Return in which colors links stand: blue on black could not be read."""
    found, block = set(), guide.document().begin()
    while block.isValid():
        shapes = [part.fragment().charFormat() for part in block]  # type: ignore[attr-defined]
        found |= {shape.foreground().color().name() for shape in shapes if shape.isAnchor()}
        block = block.next()
    return found


def open_help(car: Patrol) -> None:
    for _ in range(3):
        car.key(K.Key_F11)
    assert car.shows(car.window.help)


def test_f11_three_times_shows_the_officers_page_with_its_key_card(officer: Patrol) -> None:
    open_help(officer)
    text = officer.window.help.guide.toPlainText()
    assert text.startswith("Officer\n")
    assert "|" not in text  # its table is a table
    assert all(name in text for name in KEYS.values())
    officer.key(K.Key_F7)
    assert officer.shows(officer.window.patrol)


def test_a_finger_and_the_keyboard_turn_it(officer: Patrol) -> None:
    open_help(officer)
    page = officer.window.help
    at = page.guide.verticalScrollBar()
    officer.tap(page.down)
    once = at.value()
    assert once > 0
    officer.key(K.Key_PageDown, page)
    assert at.value() > once
    officer.key(K.Key_PageUp, page)
    officer.tap(page.up)
    assert at.value() == 0
    assert not page.up.isEnabled()
    assert page.down.isEnabled()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CUSTODIAN, Role.ADMINISTRATOR])
def test_the_desk_helps_by_the_page_of_who_sits_there(qtbot: QtBot, role: Role) -> None:
    seat, _ = a_seat(qtbot, role)
    window = seat.screen.window
    before = window._page.currentWidget()
    qtbot.keyClick(window, K.Key_F1)
    guide = seat.screen.help.guide
    assert window._page.currentWidget() is seat.screen.help
    assert Path(guide.source().toLocalFile()).stem == role.value
    assert guide.toPlainText().startswith(role.value.capitalize())
    qtbot.keyClick(window, K.Key_F1)
    qtbot.keyClick(window, K.Key_Escape)
    assert window._page.currentWidget() is before


def test_a_link_leads_to_the_other_page_and_none_leaves_this_computer(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.CUSTODIAN)
    seat.screen.window.help.click()
    guide = seat.screen.help.guide
    for palette in (NIGHT, DAY):
        seat.screen.window.use_palette(palette)
        assert colors_of_links(guide) == {palette.text.lower()}
    guide.setSource(guide.source().resolved(QUrl("how-to/add-a-hotlist-format.md")))
    assert guide.toPlainText().startswith("Add a hotlist format")
    assert not guide.openExternalLinks()


def test_nothing_of_the_help_is_there_before_somebody_signs_in(qtbot: QtBot) -> None:
    car = Patrol(qtbot)
    for _ in range(3):
        car.key(K.Key_F11)
    assert car.shows(car.window.sign_in)
    assert not [part for part in car.window.help.findChildren(QLabel) if part.isVisible()]
