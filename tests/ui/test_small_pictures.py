"""Small pictures in the rows of the log: only once they are wanted, and only of rows in sight."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.wire.desk import SmallPicturesRequest
from tests.ui.desk_screens import Seat, a_seat
from tests.ui.test_desk_remembered import a_seat as a_remembered_seat
from tests.ui.test_desk_remembered import file  # noqa: F401 - a fixture


def asked(link: SampleLink) -> list[str]:
    """Return the hits whose picture was asked for, in turn."""
    bodies = (body for _, body in link.asked if isinstance(body, SmallPicturesRequest))
    return [hit_id for body in bodies for hit_id in body.hit_ids]


def in_sight(seat: Seat) -> list[str]:
    table = seat.log.table
    last = table.rowAt(table.viewport().height() - 1)
    return [table.rows.key(row) for row in range(table.rowAt(0), last + 1)]


def turned_on(qtbot: QtBot) -> tuple[Seat, SampleLink]:
    seat, link = a_seat(qtbot)
    seat.open("shift_log")
    seat.log.pictured.click()
    qtbot.waitUntil(lambda: bool(seat.log.pictures.images))
    return seat, link


def test_no_picture_is_asked_for_unless_they_are_wanted(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    seat.open("shift_log")
    seat.log.pictures.ask()
    seat.settle()
    assert not asked(link)
    assert seat.log.table.isColumnHidden(14)


def test_only_rows_in_sight_are_looked_at_and_each_once(qtbot: QtBot) -> None:
    seat, link = turned_on(qtbot)
    first = in_sight(seat)
    assert asked(link) == first
    table = seat.log.table
    table.scrollTo(table.rows.index(30, 0))
    qtbot.waitUntil(lambda: len(asked(link)) > len(first))
    qtbot.waitUntil(lambda: set(in_sight(seat)) <= seat.log.pictures.images.keys())
    assert len(asked(link)) == len(set(asked(link))) < 30
    seat.log.pictures.ask()
    assert len(asked(link)) == len(set(asked(link)))


def test_the_picture_takes_the_place_of_the_plate_that_it_shows(qtbot: QtBot) -> None:
    seat, _link = turned_on(qtbot)
    table = seat.log.table
    shown = [column.title for place, column in enumerate(table.rows.columns)
             if not table.isColumnHidden(place)]  # fmt: skip
    assert "Picture" in shown
    assert "Read" not in shown
    assert not table.horizontalScrollBar().maximum()
    seat.log.pictured.click()
    assert table.isColumnHidden(14)
    assert not seat.log.pictures.images


def test_pictures_do_not_outlive_the_session(qtbot: QtBot) -> None:
    seat, _link = turned_on(qtbot)
    seat.screen.presenter.lock()
    assert not seat.log.pictures.images


def test_a_person_finds_small_pictures_again(qtbot: QtBot, file: Path) -> None:  # noqa: F811
    seat, _link = a_remembered_seat(qtbot, file)
    seat.open("shift_log")
    seat.log.pictured.click()
    seat.settle()
    seat.screen.presenter.lock()
    later, link = a_remembered_seat(qtbot, file)
    later.open("shift_log")
    qtbot.waitUntil(lambda: bool(asked(link)))
    assert later.log.pictured.text() == "No pictures"
