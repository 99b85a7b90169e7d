"""A person finds the desk on this machine as it was left, without anything typed or captured."""

import stat
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.remembered import FILE
from mdt_alpr.ui.desk.views.table import DeskTable
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.wire import addresses
from mdt_alpr.wire.desk import HitLogRequest
from tests.builders import SetClock
from tests.ui.desk_screens import Seat
from tests.ui.test_desk import last

TYPED = "RKV8214"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "desk" / FILE


def a_seat(qtbot: QtBot, file: Path, person: str = "whitfield") -> tuple[Seat, SampleLink]:
    link = SampleLink(Role.SUPERVISOR)
    seat = Seat(qtbot, link, SetClock(NOW), left_in=file)
    seat.sign_in(person, "anything")
    return seat, link


def table_of(seat: Seat, page: str) -> DeskTable:
    seat.open(page)
    view = seat.screen.window.pages[page]
    assert isinstance(view, TableView)
    return view.table


def drag(table: DeskTable, column: int, by: int) -> None:
    """Drag the end of a column's head by some pixels."""
    head = table.horizontalHeader()
    end = QPoint(head.sectionViewportPosition(column) + head.sectionSize(column) - 1, 5)
    QTest.mousePress(head.viewport(), Qt.MouseButton.LeftButton, pos=end)
    QTest.mouseMove(head.viewport(), end + QPoint(by, 0))
    QTest.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, pos=end + QPoint(by, 0))


def share(table: DeskTable) -> float:
    """Return how wide the first column is beside the second, in a window of any width."""
    return table.columnWidth(0) / table.columnWidth(1)


def asked_last(link: SampleLink) -> HitLogRequest:
    return [body for _, body in link.asked if isinstance(body, HitLogRequest)][-1]


@pytest.mark.proved("K26")
def test_a_person_finds_window_order_filters_and_columns_again(qtbot: QtBot, file: Path) -> None:
    seat, link = a_seat(qtbot, file)
    log = table_of(seat, "shift_log")
    seat.screen.pages["shift_log"].choose("flag", "too_fast")  # type: ignore[attr-defined]
    log.sort_wanted.emit("unit")
    people = table_of(seat, "accounts")
    people.sort_by(1)
    before = share(people)
    drag(people, 0, 60)
    wide = share(people)
    assert wide > before * 1.2
    table_of(seat, "outside_accesses").sort_wanted.emit("agency")
    seat.settle()
    seat.open("accounts")
    seat.screen.window.resize(1200, 700)
    seat.screen.stop()

    again, link = a_seat(qtbot, file)
    window = again.screen.window
    assert window.height() == 700
    people = table_of(again, "accounts")
    assert share(people) == pytest.approx(wide, rel=0.05)
    assert people.rows.order == (1, False)
    table_of(again, "outside_accesses")
    assert last(again, link, addresses.OUTSIDE_ACCESS_SEARCH).order == "agency"  # type: ignore[attr-defined]
    table_of(again, "shift_log")
    asked = asked_last(link)
    assert (asked.which.flag, asked.order, asked.descending) == ("too_fast", "unit", True)
    assert again.log.filters.fields["flag"].currentData() == "too_fast"  # type: ignore[union-attr]


def test_what_waits_comes_first_at_every_sign_in(qtbot: QtBot, file: Path) -> None:
    seat, _ = a_seat(qtbot, file)
    seat.open("accounts")
    seat.screen.stop()
    again = Seat(qtbot, SampleLink(Role.SUPERVISOR), SetClock(NOW), left_in=file)
    again.take_seat("whitfield", "anything")
    assert again.screen.window.page_name == "mine"


@pytest.mark.proved("K26")
def test_nothing_typed_captured_or_named_is_kept_on_disk(qtbot: QtBot, file: Path) -> None:
    seat, _ = a_seat(qtbot, file)
    log = table_of(seat, "shift_log")
    plate, unit, officer = (log.rows.shown[0].cells[place].text for place in (4, 2, 3))
    for name, value in (("unit", unit), ("person_id", "officer-1"), ("list_name", "NCIC")):
        seat.screen.pages["shift_log"].choose(name, value)  # type: ignore[attr-defined]
    for page in ("shift_log", "audit", "search", "outside_accesses", "accounts"):
        table_of(seat, page)
        for field in seat.screen.window.pages[page].findChildren(QLineEdit):
            field.setText(TYPED)
    seat.screen.stop()
    text = file.read_text("utf-8")
    for word in (TYPED, plate, unit, officer, "officer-1", "NCIC", "whitfield"):
        assert word.lower() not in text.lower()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_another_person_has_the_desk_as_it_is_made(qtbot: QtBot, file: Path) -> None:
    seat, _ = a_seat(qtbot, file)
    people = table_of(seat, "accounts")
    made = people.columnWidth(0)
    drag(people, 0, 60)
    people.sort_by(1)
    seat.screen.presenter.lock()
    seat.sign_in("dlee", "anything")
    assert seat.screen.window.page_name == "shift_log"
    people = table_of(seat, "accounts")
    assert (people.columnWidth(0), people.rows.order) == (made, None)
    seat.screen.presenter.lock()
    seat.sign_in("whitfield", "anything")
    assert people.columnWidth(0) > made
    assert people.rows.order == (1, False)


@pytest.mark.parametrize("content", ["", "no JSON", '{"people": 3}'])
def test_a_file_that_is_none_is_written_anew(qtbot: QtBot, file: Path, content: str) -> None:
    file.parent.mkdir()
    file.write_text(content, "utf-8")
    seat, _ = a_seat(qtbot, file)
    seat.open("accounts")
    seat.screen.stop()
    assert "accounts" in file.read_text("utf-8")


def test_what_another_version_left_of_a_page_is_not_taken(qtbot: QtBot, file: Path) -> None:
    seat, _ = a_seat(qtbot, file)
    seat.open("shift_log")
    seat.screen.stop()
    text = file.read_text("utf-8")
    assert '["order","pressing"]' in text
    file.write_text(text.replace('["order","pressing"]', '["order","by_magic"]'), "utf-8")
    link = a_seat(qtbot, file)[1]
    assert asked_last(link).order == "pressing"
