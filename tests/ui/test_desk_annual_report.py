"""The annual report at the desk, before a real headquarters (09.21.3.A.4, RPT-01)."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR
from mdt_alpr.ui.desk.views.report_page import ReportPage
from tests.ui.desk_screens import words_of
from tests.ui.test_desk_equipment import Desk, hq

__all__ = ["hq"]


@pytest.mark.clause("3.A.4")
def test_the_report_is_shown_with_its_queries_and_saved_in_one_step(
    hq: InProcessHq, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(qtbot, hq, ADMINISTRATOR, "annual_report")
    page = desk._view("annual_report", ReportPage)
    assert words_of(page)[0] == "Use | Plates read | 0 | reads-by-day"
    assert "The next report is due on" in page.about.text()
    names = ["Hits by month", "Stops by month"]
    qtbot.waitUntil(lambda: [card._title.text() for card in page.charts.cards] == names)
    desk.press(page, "show", first="yesterday")
    assert "Nov 28, 2026" in page.state.words.text()
    desk.press(page, "show", first="Jan 1, 2020")
    assert "a year at most" in page.state.words.text()
    desk.press(page, "show", first="")
    for act in ("save", "save_legislative"):
        place = tmp_path / f"{act}.pdf"
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName", lambda *_, place=place: (str(place), "")
        )
        desk.press(page, act)
        assert place.read_bytes().startswith(b"%PDF")
        assert "Saved" in page.state.words.text()
