"""Misuse flags at the desk: each says why, and is judged with a reason and a question."""

from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mdt_alpr.acts import misuse
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.review.misuse import FlagVerdict, RecordKind, Tie
from mdt_alpr.lab.screens import misuse_samples
from mdt_alpr.ui.desk.pages.misuse_flags import NOTHING
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.table_page import ActsPage, TableView
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.misuse import (
    CaseRequest,
    FlagsMessage,
    SeekRequest,
    TiedPlateRequest,
    VerdictRequest,
)
from tests.ui.desk_screens import Seat, a_seat
from tests.ui.test_desk_outside import fill

M = TypeVar("M")


def the_page(seat: Seat) -> ActsPage:
    page = seat.screen.window.pages["misuse_flags"]
    assert isinstance(page, ActsPage)
    return page


def words(view: TableView, column: int) -> list[str]:
    rows = view.table.rows
    return [rows.cell(rows.index(r, column)).words for r in range(rows.rowCount())]


def shown_acts(page: ActsPage) -> set[str]:
    return {act for act, button in page.buttons.items() if not button.isHidden()}


def test_the_menu_says_how_many_flags_wait_and_each_says_why(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    assert "Misuse flags: 2" in seat.menu()
    seat.open("misuse_flags")
    page = the_page(seat)
    assert "6 times within 30 days without an open case" in words(page, 3)[0]
    assert [word.split(" by")[0] for word in words(page, 5)] == [
        "Open", "Open", "Case 2026-0003", "Justified",
    ]  # fmt: skip
    assert "2 wait for you" in page.state.words.text()


def test_a_verdict_is_asked_about_and_sent_with_its_reason(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    seat.open("misuse_flags")
    page = the_page(seat)
    page.why.setText("No case names this vehicle.")
    page.buttons["Open review case"].click()
    assert "Lt. V. Harmon" in page.question.words.text()
    page.question.yes.click()
    seat.settle()
    sent = VerdictRequest(FlagVerdict.CASE, "No case names this vehicle.", 6)
    assert ("/v1/misuse-flags/14/verdict", sent) in link.asked


def test_what_was_judged_has_no_verdict_any_more(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.open("misuse_flags")
    page = the_page(seat)
    assert shown_acts(page) == {"Justified", "Open review case", "show", "run"}
    page.table.selectRow(2)
    assert shown_acts(page) == {"show", "run"}


def test_the_searches_of_a_flag_are_shown_without_the_plate(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.open("misuse_flags")
    the_page(seat).buttons["show"].click()
    seat.settle()
    view = seat.screen.window.pages["misuse_flag"]
    assert isinstance(view, TableView)
    assert len(words(view, 2)) == 6
    assert set(words(view, 3)) == {"Case not known"}


def test_a_search_for_a_case_of_others_says_so() -> None:
    one = misuse_samples._detail(1).searches[0]
    others = replace(one, case_check="known", is_others_case=True)
    own = replace(others, is_others_case=False)
    checked = [misuse.checked(search).value for search in (others, own)]
    assert checked == ["Case of others", "Case known"]


def test_the_rules_are_run_from_the_page_also_where_nothing_is_flagged(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, rows=0)
    seat.open("misuse_flags")
    page = the_page(seat)
    assert page.state.words.text() == NOTHING
    assert shown_acts(page) == {"run"}
    page.buttons["run"].click()
    seat.settle()
    assert ("/v1/misuse-flags/run", SeekRequest()) in link.asked


@pytest.mark.parametrize(
    ("page", "kind", "button"),
    [("searches", "search", "Open review case"), ("manual_entries", "entry", "Open review case")],
)
def test_a_case_is_opened_from_a_search_or_an_entry(
    qtbot: QtBot, page: str, kind: str, button: str
) -> None:
    seat, link = a_seat(qtbot)
    seat.open(page)
    view = seat.screen.window.pages[page]
    assert isinstance(view, ActsPage)
    view.table.selectRow(0)
    view.why.setText("No case names this vehicle.")
    view.buttons[button].click()
    seat.settle()
    (asked,) = (body for path, body in link.asked if path == "/v1/desk/cases" and body)
    assert isinstance(asked, CaseRequest)
    assert (asked.kind, asked.words) == (RecordKind(kind), "No case names this vehicle.")
    assert asked.record
    assert "is open" in view.state.words.text()


def test_an_administrator_enters_and_removes_plates_that_no_page_keeps(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.ADMINISTRATOR)
    seat.open("coworkers_plates")
    page = seat.screen.window.pages["coworkers_plates"]
    assert isinstance(page, FormPage)
    assert words(page, 1) == ["Lt. V. Harmon"]
    fill(page, person_id="vharmon", plate="klm 4470")
    page.buttons["Enter plate"].click()
    seat.settle()
    sent = TiedPlateRequest("KLM 4470", "vharmon", Tie.OWN)
    assert ("/v1/tied-plates", sent) in link.asked
    fill(page, plate="KLM4470", why="He sold the car.")
    page.buttons["Remove chosen plate"].click()
    seat.settle()
    (path,) = (path for path, body in link.asked if body == ReasonMessage("He sold the car."))
    assert path.startswith("/v1/tied-plates/3/removal?seen=")
    fill(page, plate="KLM4470")
    seat.screen.presenter.lock()
    plate = page.fields["plate"]
    assert isinstance(plate, QLineEdit)
    assert plate.text() == ""
    supervisor, _ = a_seat(qtbot)
    assert not any(title.startswith("Coworkers") for title in supervisor.menu())


def test_older_flags_are_shown_below_and_can_be_chosen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat, link = a_seat(qtbot)
    ask = link.ask

    def older(
        session: Session, kind: type[M], path: str, body: object = None, second: str = ""
    ) -> M:
        found = ask(session, kind, path, body, second)
        if not isinstance(found, FlagsMessage) or "before=" not in path:
            return found
        flags = tuple(replace(flag, number=flag.number - 6) for flag in found.flags)
        answer = replace(found, flags=flags)
        assert isinstance(answer, kind)
        return answer

    monkeypatch.setattr(link, "ask", older)
    seat.open("misuse_flags")
    page = the_page(seat)
    page.table.rows.more_wanted.emit()
    seat.settle()
    assert link.asked[-1][0] == "/v1/misuse-flags?before=9"
    assert len(words(page, 3)) == 8
    assert "2 wait for you" in page.state.words.text()


def test_auditors_see_flags_officers_do_not_and_a_locked_desk_shows_none(qtbot: QtBot) -> None:
    auditor, _ = a_seat(qtbot, Role.AUDITOR)
    assert any(title.startswith("Misuse flags") for title in auditor.menu())
    officer, _ = a_seat(qtbot, Role.OFFICER)
    assert not any(title.startswith("Misuse flags") for title in officer.menu())
    auditor.open("misuse_flags")
    auditor.screen.presenter.lock()
    assert words(the_page(auditor), 3) == []
