"""Every screen: one time zone, one answer to who unlocks, no cut text, dark by night."""

import ast
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

import mdt_alpr.ui
from mdt_alpr.adapters.hq_link.answers import session_from
from mdt_alpr.domain.people.accounts import (
    WHO_UNLOCKS_WORDS,
    AccountRefusedError,
    AccountStatus,
    demand_release,
)
from mdt_alpr.domain.people.roles import Placement, Role
from mdt_alpr.lab.screens.desk_pictures import desk_pictures
from mdt_alpr.lab.screens.hit_samples import samples
from mdt_alpr.lab.screens.screen_samples import screens
from mdt_alpr.ui.desk.presenters.words import day_time
from mdt_alpr.ui.hit.presenters.hit_words import clock_words
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.theme import DAY, NIGHT, SMALLEST, FontSize, load_fonts, words_font
from mdt_alpr.ui.kit.words import age, clock_time, local_day, typed_time, typed_time_or_none
from mdt_alpr.ui.shell.presenters.car_known import CarFacts, CarKnown
from mdt_alpr.ui.shell.presenters.strip_view import strip_view
from mdt_alpr.ui.shell.views.hit_band import HitBand
from mdt_alpr.ui.shell.views.window import CarWindow
from mdt_alpr.wire.messages import SessionMessage
from mdt_alpr.wire.problems import Problem
from tests.ui.desk_screens import a_seat
from tests.ui.test_window_geometry import rectangle, shown

_AT = datetime(2026, 11, 24, 15, tzinfo=UTC)


def zone_calls(source: str) -> set[str]:
    """Return the calls of ``astimezone`` in a module."""
    return {
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "astimezone"
    }


@pytest.mark.proved("S26")
def test_no_screen_turns_a_time_into_a_zone_but_by_the_one_function() -> None:
    ui = Path(mdt_alpr.ui.__file__).parent
    found = {
        file.relative_to(ui).as_posix(): calls
        for file in ui.rglob("*.py")
        if (calls := zone_calls(file.read_text(encoding="utf-8")))
    }
    assert found == {
        "kit/words.py": {"at.astimezone(zone or CAPTURE_ZONE)"},
        "desk/presenters/cells.py": {"at.astimezone(UTC)"},  # saved in a file, never shown
    }


def test_no_screen_takes_the_day_of_an_instant_but_by_the_agencys_zone() -> None:
    ui = Path(mdt_alpr.ui.__file__).parent
    days = re.compile(r"\w*\bat\.date\(\)|\w+_at\.date\(\)|_at:%")
    found = [file.name for file in ui.rglob("*.py") if days.search(file.read_text("utf-8"))]
    assert found == []


@pytest.mark.proved("S26")
@pytest.mark.skipif(not hasattr(time, "tzset"), reason="only POSIX changes its zone in a process")
def test_a_computer_in_another_zone_shows_the_agencys_time_on_every_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        at = datetime(2026, 11, 24, 3, 30, tzinfo=UTC)
        shown = clock_time(at), clock_words(at, None), day_time(at), local_day(at)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert shown == ("22:30:00", "22:30:00", "Nov 23, 22:30:00", date(2026, 11, 23))


@pytest.mark.proved("S28")
def test_a_locked_out_person_reads_at_every_place_who_can_unlock_the_account(qtbot: QtBot) -> None:
    form = CarWindow(HitPage())
    qtbot.addWidget(form)
    reported = [part.text() for part in form.findChildren(QLabel) if "Locked out" in part.text()]
    assert reported == [f"Locked out? {WHO_UNLOCKS_WORDS}"]
    assert WHO_UNLOCKS_WORDS in Problem.LOCKED.sentence


@pytest.mark.proved("S28")
@pytest.mark.parametrize("by", Role)
@pytest.mark.parametrize("of", Role)
def test_who_unlocks_whom_is_what_the_help_says(by: Role, of: Role) -> None:
    said = by is Role.ADMINISTRATOR or (by is Role.SUPERVISOR and of is Role.OFFICER)
    team = Placement("watch-a")
    releaser, locked = (AccountStatus(role.value, role, is_live=True) for role in (by, of))
    refused = False
    try:
        demand_release(releaser, team, locked, "watch-a", in_use=True)
    except AccountRefusedError:
        refused = True
    assert refused is not said


@pytest.mark.proved("S26")
@pytest.mark.usefixtures("qapp")  # the samples are pictures
def test_no_picture_of_a_hit_shows_a_time_later_than_its_own_clock() -> None:
    for name, view in samples().items():
        times = re.findall(r"\b\d\d:\d\d:\d\d\b", f"{view.bar} {view.page}")
        assert max(times, default="") <= view.clock, name


@pytest.mark.proved("V9")
@pytest.mark.parametrize("trains", [True, False])
def test_a_desk_at_a_training_headquarters_says_so(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, trains: bool
) -> None:
    seat, link = a_seat(qtbot)
    seat.screen.presenter.lock()
    message = SessionMessage(
        "whitfield", "Sgt. M. Whitfield", "supervisor", _AT, "t", training=trains
    )
    monkeypatch.setattr(link, "sign_in", lambda *_: session_from(message))
    seat.sign_in("whitfield", "anything")
    shown = [
        part.text() for part in seat.screen.window.findChildren(QLabel) if not part.isHidden()
    ]
    assert ("TRAINING" in shown) is trains


@pytest.fixture
def window(qtbot: QtBot) -> CarWindow:
    load_fonts()
    made = CarWindow(HitPage())
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture(scope="module")
def night_window(qapp: object) -> Iterator[CarWindow]:
    """Make one window by night for every sample: it takes longer than many pages in it."""
    assert qapp
    load_fonts()
    made = CarWindow(HitPage())
    made.use_palette(NIGHT)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def cut_texts(window: CarWindow) -> list[str]:
    """Return the texts on the screen for which the label is too narrow."""
    return [
        part.text()
        for part in window.findChildren(QLabel)
        if part.isVisible()
        and not part.wordWrap()
        and part.textFormat() is Qt.TextFormat.PlainText
        and part.fontMetrics().horizontalAdvance(part.text()) > part.width()
    ]


@pytest.mark.proved("S21")
@pytest.mark.parametrize("size", [(1366, 768), (1333, 833)], ids=str)
def test_no_label_of_any_sample_is_elided_or_clipped(
    window: CarWindow, size: tuple[int, int]
) -> None:
    """At 1366 x 768, 1920 x 1080 (the same logical size) and 1920 x 1200 at its scale."""
    for name, make in screens().items():
        shown(window, make(), size)
        assert cut_texts(window) == [], name


def cut_parts(window: CarWindow) -> list[str]:
    """Return buttons and fields of which a part lies outside what they lie in."""
    found = []
    for part in (*window.findChildren(QAbstractButton), *window.findChildren(QLineEdit)):
        around = part.parentWidget()
        while part.isVisible() and around is not None and around is not window:
            if isinstance(around, QAbstractScrollArea):
                break
            place = QRect(part.mapTo(around, QPoint(0, 0)), part.size())
            if not around.rect().contains(place):
                found.append(f"{part.accessibleName()} {part.height()} px in {around.height()} px")
                break
            around = around.parentWidget()
    return found


@pytest.mark.proved("S21")
@pytest.mark.parametrize("size", [(1366, 768), (1348, 720), (1298, 730)], ids=str)
def test_no_button_or_field_of_any_sample_is_cut(window: CarWindow, size: tuple[int, int]) -> None:
    """On a whole screen, and in a window beside a taskbar and under a title."""
    cut = {}
    for name, make in screens().items():
        shown(window, make(), size)
        if parts := cut_parts(window):
            cut[name] = parts
    assert cut == {}


@pytest.mark.proved("S21")
def test_in_training_and_before_the_link_the_strip_is_whole(window: CarWindow) -> None:
    facts = CarFacts("Unit 214", "0", "1", training=True)
    strip = strip_view(CarKnown(), facts, datetime(2026, 11, 24, 15, tzinfo=UTC))
    view = screens()["sign_in"]()
    shown(window, replace(view, strip=strip), (1366, 768))
    assert cut_texts(window) == []


@pytest.mark.proved("S21")
def test_the_age_of_a_hit_has_room_for_every_age_before_it_is_shown(qtbot: QtBot) -> None:
    load_fonts()
    band = HitBand()
    qtbot.addWidget(band)
    ages = [age(_AT, _AT + timedelta(seconds=s)) for s in (5, 20, 59, 60, 3599, 7200)]
    metrics = QFontMetrics(words_font(FontSize.SECOND, QFont.Weight.Bold))
    widest = max(metrics.horizontalAdvance(f"{words} ago") for words in ages)
    assert max(part.minimumWidth() for part in band.findChildren(QLabel)) > widest


def test_no_button_is_a_large_light_area_by_night(night_window: CarWindow) -> None:
    """Design 8; U10 bounds white to 5% of the screen, pictures aside."""
    for name, make in screens().items():
        shown(night_window, make(), (1366, 768))
        picture = painted(night_window)
        for button in night_window.findChildren(QAbstractButton):
            if button.isVisible():
                assert light_part(picture.copy(rectangle(night_window, button))) < 0.3, (
                    f"{name}: {button.text()}"
                )


def light_part(picture: QImage) -> float:
    """Return which part of a picture is lighter than half."""
    grays = bytes(picture.constBits())
    return sum(gray > 128 for gray in grays) / len(grays)


def painted(window: CarWindow) -> QImage:
    """Return the window in gray."""
    picture = QImage(window.size(), QImage.Format.Format_Grayscale8)
    window.render(picture, QPoint(0, 0))
    return picture


@pytest.mark.parametrize("name", sorted(screens()))
def test_every_night_sample_has_hardly_any_white(night_window: CarWindow, name: str) -> None:
    shown(night_window, screens()[name](), (1366, 768))
    grays = bytes(painted(night_window).constBits())[::7]
    assert sum(gray > 204 for gray in grays) / len(grays) < 0.05


def test_a_typed_window_over_the_change_of_the_clocks_is_as_long_as_it_was() -> None:
    begins, ends = typed_time("Oct 31, 2026 12:00"), typed_time("11/01/2026 1200")
    assert ends - begins == timedelta(hours=25)
    assert typed_time_or_none("yesterday") is None


@pytest.mark.proved("S21")
def test_no_page_of_the_desk_needs_more_than_the_smallest_screen(qapp: QApplication) -> None:
    load_fonts()
    needed = {}
    for name, window in desk_pictures(SMALLEST, DAY, qapp.processEvents):
        window.show()
        qapp.processEvents()
        if (window.width(), window.height()) != SMALLEST:
            needed[name] = window.width(), window.height()
    assert needed == {}
