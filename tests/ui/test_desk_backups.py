"""A backup that is missing is made and checked at the desk, from the line that says so."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, SUPERVISOR
from mdt_alpr.lab.hq.sample_jobs import PASSWORD
from tests.ui.desk_screens import words_of
from tests.ui.test_desk_mine import Mine, seat

__all__ = ["seat"]


def renewed(seat: Mine, qtbot: QtBot, holds: Callable[[], bool]) -> None:
    """Let the page renew itself until something holds."""

    def tick() -> bool:
        seat.screen.presenter.tick()
        seat.settle()
        return holds()

    qtbot.waitUntil(tick, timeout=30_000)


def test_a_missing_backup_is_made_and_checked_and_waits_no_more(
    seat: Mine, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    seat.hq.settings = replace(seat.hq.settings, backups=folder)
    seat.take_seat(ADMINISTRATOR, PASSWORD)
    (line,) = [key for key in seat.waits() if key.startswith("backups/")]
    seat.page.table.choose(line)
    seat.press(Qt.Key.Key_Return)
    assert seat.front == "backups"
    page = seat.page
    page.buttons["Make a backup now"].click()
    page.buttons["Make a backup now"].click()
    seat.settle()
    renewed(seat, qtbot, lambda: "is done" in page.about.text())
    (row,) = words_of(page)
    assert (ADMINISTRATOR in row, "Not checked" in row) == (True, True)
    page.table.choose(str(next(iter(seat.screen.pages["backups"].known))))  # type: ignore[attr-defined]
    page.buttons["Check the chosen backup"].click()
    seat.settle()
    renewed(seat, qtbot, lambda: "came back" in page.about.text())
    assert not seat.screen.pages["backups"].renews
    seat.press(Qt.Key.Key_Escape)
    assert seat.front == "mine"
    assert line not in seat.waits()
    assert len(list(folder.iterdir())) == 1


def test_where_no_folder_is_set_the_page_says_what_to_set(seat: Mine) -> None:
    seat.take_seat(ADMINISTRATOR, PASSWORD)
    seat.open("backups")
    assert "set backups to one outside the data folder" in seat.page.about.text()
    seat.page.buttons["Make a backup now"].click()
    seat.settle()
    assert "hq.toml names no folder" in seat.page.state.words.text()


def test_who_may_not_run_the_server_has_no_such_page(seat: Mine) -> None:
    seat.take_seat(SUPERVISOR, PASSWORD)
    assert "Backups" not in seat.menu()
