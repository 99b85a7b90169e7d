"""What headquarters set aside or flagged stands on a page, and is decided with a reason (V1p)."""

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.acts.intake import ASIDES
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.wire.manual import DecisionMessage
from tests.ui.desk_screens import Seat, a_seat, sent_by

PATH = "/v1/desk/set-aside"


def at_the_page(
    qtbot: QtBot, role: Role = Role.ADMINISTRATOR, rows: int = 4
) -> tuple[Seat, SampleLink]:
    seat, link = a_seat(qtbot, role, rows)
    seat.open("set_aside")
    return seat, link


def choose(seat: Seat, key: str) -> None:
    table = seat.set_aside.table
    table.selectRow(table.rows.place(key))


def acts(seat: Seat) -> list[str]:
    buttons = seat.set_aside.buttons.values()
    return [button.text() for button in buttons if not button.isHidden()]


def press(seat: Seat, act: str, why: str) -> None:
    page = seat.set_aside
    page.why.setText(why)
    page.buttons[act].click()


def decided(link: SampleLink) -> list[tuple[str, object]]:
    return [(path, body) for path, body in sent_by(link) if path.endswith("/decision")]


@pytest.mark.proved("V1p")
def test_the_flag_on_past_reads_stands_out_with_why_who_and_when(qtbot: QtBot) -> None:
    seat, _link = at_the_page(qtbot)
    rows = seat.set_aside.table.rows
    flag = [rows.cell(rows.index(0, n)) for n in range(rows.columnCount())]
    words = [cell.words for cell in flag]
    assert words[2:6] == ["Flag: past reads", "car-1", "officer-1", "officer-1"]
    assert words[6] == "Past reads were viewed, and the entry was removed soon after."
    assert words[1].startswith("Nov 24, ")
    assert flag[2].warns
    assert acts(seat) == ["Mark as looked into"]


@pytest.mark.proved("V1p")
@pytest.mark.parametrize("role", [Role.CUSTODIAN, Role.ADMINISTRATOR])
def test_how_many_wait_is_said_in_the_menu_from_the_sign_in_on(qtbot: QtBot, role: Role) -> None:
    seat, _link = a_seat(qtbot, role)
    assert "Set aside: 4" in seat.menu()


def test_a_custodian_looks_and_decides_nothing(qtbot: QtBot) -> None:
    seat, link = at_the_page(qtbot, Role.CUSTODIAN)
    for key in ("1", "2", "3"):
        choose(seat, key)
        assert acts(seat) == []
    assert decided(link) == []


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OFFICER])
def test_nobody_else_has_the_page(qtbot: QtBot, role: Role) -> None:
    seat, _link = a_seat(qtbot, role)
    assert not any(title.startswith("Set aside") for title in seat.menu())


def test_a_decision_needs_a_reason_and_a_yes_and_is_sent_once(qtbot: QtBot) -> None:
    seat, link = at_the_page(qtbot)
    page = seat.set_aside
    choose(seat, "2")
    press(seat, "Apply after all", "  ")
    assert page.state.words.text() == "Write the reason first."
    assert not page.question.isVisible()
    press(seat, "Apply after all", "spare car ")
    assert page.question.words.text().startswith("Apply answer from car-2?")
    assert page.question.no.hasFocus()
    assert not page.buttons["Leave unapplied"].isEnabled()
    page.question.no.click()
    assert decided(link) == []
    press(seat, "Leave unapplied", "false car")
    assert page.question.words.text().startswith("Leave answer from car-2 unapplied?")
    page.question.yes.click()
    page.question.yes.click()  # a second tap
    seat.settle()
    assert decided(link) == [
        (f"{PATH}/2/decision", DecisionMessage(approved=False, why="false car"))
    ]
    assert page.why.text() == ""


def test_a_question_is_for_the_item_that_was_chosen_when_it_was_asked(qtbot: QtBot) -> None:
    seat, link = at_the_page(qtbot)
    page = seat.set_aside
    choose(seat, "2")
    press(seat, "Apply after all", "spare car")
    choose(seat, "3")
    assert not page.question.isVisible()
    page.question.yes.click()
    seat.settle()
    assert decided(link) == []


def test_a_read_of_another_device_can_only_be_left(qtbot: QtBot) -> None:
    seat, _link = at_the_page(qtbot)
    choose(seat, "2")
    assert acts(seat) == ["Apply after all", "Leave unapplied"]
    choose(seat, "3")
    assert acts(seat) == ["Leave unapplied"]


def test_a_key_that_waits_is_shown_as_the_command_takes_it(qtbot: QtBot) -> None:
    seat, _link = at_the_page(qtbot)
    rows = seat.set_aside.table.rows
    choose(seat, rows.key(3))
    assert rows.cell(rows.index(3, 7)).text == "9c1f9c1f9c1f9c1f"
    assert acts(seat) == ["Accept this key"]


def test_a_lost_link_is_said_and_a_locked_desk_keeps_nothing(qtbot: QtBot) -> None:
    seat, link = at_the_page(qtbot)
    page = seat.set_aside
    choose(seat, "2")
    press(seat, "Apply after all", "spare car")
    link.lost = True
    page.question.yes.click()
    seat.settle()
    assert "cannot be reached" in page.state.words.text()
    link.lost = False
    seat.screen.presenter.lock()
    assert page.table.rows.rowCount() == 0
    assert not page.question.isVisible()


def test_nothing_set_aside_is_said_so(qtbot: QtBot) -> None:
    seat, _link = at_the_page(qtbot, rows=0)
    assert seat.set_aside.state.words.text() == ASIDES.nothing
    assert "Set aside" in seat.menu()
