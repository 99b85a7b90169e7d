"""Review cases at the desk."""

from pytestqt.qtbot import QtBot

from mdt_alpr.acts.hits import CASES
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.review.review import CaseResult, CaseStep
from mdt_alpr.wire.review import CaseStepRequest
from tests.ui.desk_screens import Seat, a_seat


def words(seat: Seat) -> list[list[str]]:
    rows = seat.cases.table.rows
    wide = range(rows.columnCount())
    return [[rows.cell(rows.index(r, c)).words for c in wide] for r in range(rows.rowCount())]


def test_the_menu_says_how_many_cases_wait_and_the_page_what_became_of_each(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    assert "Review cases: 2" in seat.menu()
    seat.open("review_cases")
    assert [(row[0], row[3][:10], row[5][:8]) for row in words(seat)] == [
        ("2026-0003", "Frozen Nov", "Open"),
        ("2026-0002", "Not frozen", "Open"),
        ("2026-0001", "Not frozen", "Training"),
    ]
    assert {row[4].split()[-1] for row in words(seat)} == {"whole"}


def test_a_step_is_shown_with_its_reason_and_a_result_only_where_the_case_is_closed(
    qtbot: QtBot,
) -> None:
    seat, link = a_seat(qtbot)
    seat.open("review_cases")
    page = seat.cases
    for step, button, result in (
        ("frozen", "Freeze account now", CaseResult.NONE),
        ("closed", "Close case", CaseResult.VIOLATION),
    ):
        page.why.setText("Used outside the scope.")
        page.choice.setCurrentIndex(page.choice.findData("violation"))
        page.buttons[button].click()
        seat.settle()
        path, reported = link.asked[-1]
        assert path.startswith("/v1/desk/cases/2026-0003/steps?seen=")
        assert reported == CaseStepRequest(CaseStep(step), "Used outside the scope.", result)
    assert (page.why.text(), page.choice.currentIndex()) == ("", 0)


def test_administrator_and_custodian_have_the_page_as_each_reviews_the_other(qtbot: QtBot) -> None:
    for role in (Role.ADMINISTRATOR, Role.CUSTODIAN):
        seat, _ = a_seat(qtbot, role)
        assert any(title.startswith("Review cases") for title in seat.menu())
    auditor, _ = a_seat(qtbot, Role.AUDITOR)
    assert not any(title.startswith("Review cases") for title in auditor.menu())


def test_without_a_case_the_page_says_what_would_fill_it(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, rows=0)
    assert "Review cases" in seat.menu()
    seat.open("review_cases")
    assert seat.cases.state.words.text() == CASES.nothing
    seat.cases.buttons["Freeze account now"].click()
    assert seat.cases.state.words.text() == "Choose a line first."


def test_nothing_of_a_case_stays_on_a_locked_desk(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot)
    seat.open("review_cases")
    seat.screen.presenter.lock()
    assert words(seat) == []
