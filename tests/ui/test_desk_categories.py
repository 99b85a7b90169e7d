"""Categories, corrections and look-alikes at the desk: who decides, and what is sent."""

from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hotlist.hotlist import AlertStyle, Priority
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.pages.corrections import Corrections
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.table import DeskTable
from mdt_alpr.wire.feeds import ListedRecordMessage
from mdt_alpr.wire.hotlists import (
    CategoryDecision,
    CorrectionRequest,
    LookAlikesRequest,
    MisreadsRequest,
    RenewalRequest,
    SettingMessage,
)
from tests.ui.desk_screens import Seat, a_seat, sent_by

WHY = "the Chief's memo of November 12"
RECORD = ListedRecordMessage(
    "e1", "NCIC hot file", "V", "KLM4471", "NC", "", "", None, "", None, None
)


def categories(qtbot: QtBot, role: Role) -> tuple[Seat, SampleLink, FormPage]:
    seat, link = a_seat(qtbot, role)
    seat.open("categories")
    page = seat.screen.window.pages["categories"]
    assert isinstance(page, FormPage)
    return seat, link, page


def corrections(qtbot: QtBot) -> tuple[Seat, SampleLink, FormPage]:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    seat.open("corrections")
    page = seat.screen.window.pages["corrections"]
    assert isinstance(page, FormPage)
    return seat, link, page


def choose(page: FormPage, field: str, value: str) -> None:
    box = page.fields[field]
    box.setCurrentIndex(box.findData(value))


def words(table: DeskTable, key: str) -> list[str]:
    rows = table.rows
    place = rows.place(key)
    return [rows.cell(rows.index(place, n)).words for n in range(rows.columnCount())]


def test_each_category_shows_its_lawful_purpose_and_what_a_warrant_may_be(qtbot: QtBot) -> None:
    _seat, _link, page = categories(qtbot, Role.CUSTODIAN)
    assert words(page.table, "V")[1:3] == ["On", "Lost or stolen vehicle"]
    assert words(page.table, "W")[2] == "Felony warrant Misdemeanor warrants are dropped"
    assert words(page.table, "B")[2] == "Each entry names its own"
    assert words(page.table, "L")[:3] == ["L  Violent person Restricted file", "Off",
                                          "None named yet"]  # fmt: skip
    assert [name for name, one in page.buttons.items() if not one.isHidden()] == ["look_alikes"]
    assert page.fields["reason"].isHidden()


def test_an_administrator_names_the_purpose_before_a_category_goes_on(qtbot: QtBot) -> None:
    seat, link, page = categories(qtbot, Role.ADMINISTRATOR)
    page.table.selectRow(page.table.rows.place("L"))
    page.fields["reason"].setText(WHY)
    page.buttons["Switch on"].click()
    assert "Lawful purpose" in page.state.words.text()
    choose(page, "purpose", Purpose.CRIMINAL.value)
    page.buttons["Switch on"].click()
    assert "Violent person" in page.question.words.text()
    page.question.yes.click()
    seat.settle()
    sent = CategoryDecision(Purpose.CRIMINAL, WHY)
    assert ("/v1/categories/L/decision", sent) in sent_by(link)


def test_priority_sound_and_instruction_are_set_from_what_is_there(qtbot: QtBot) -> None:
    seat, link, page = categories(qtbot, Role.ADMINISTRATOR)
    page.table.selectRow(page.table.rows.place("V"))
    assert page.fields["instruction"].text() == "Call Comms before any stop"
    choose(page, "style", AlertStyle.TONE.value)
    page.fields["reason"].setText(WHY)
    page.buttons["Set"].click()
    seat.settle()
    sent = SettingMessage(Priority.HIGH, AlertStyle.TONE, "Call Comms before any stop", WHY)
    assert ("/v1/categories/V/setting", sent) in sent_by(link)


def test_a_list_that_is_often_wrong_is_proposed_with_its_counts_and_set_by_nobody_else(
    qtbot: QtBot,
) -> None:
    seat, link, page = categories(qtbot, Role.ADMINISTRATOR)
    assert words(page.table, "P")[3] == "Medium Proposed: Low"
    assert "A lower priority is proposed for 1" in page.state.words.text()
    page.table.selectRow(page.table.rows.place("P"))
    shown = page.about.text()
    assert "Proposed priority: low, below the agency's line of 25%." in shown
    assert "NC extract: 3 of 40 right, 7.5% (2.6 to 19.9)" in shown
    assert page.fields["priority"].currentData() == Priority.MEDIUM
    page.table.selectRow(page.table.rows.place("V"))
    assert page.about.isHidden()
    assert not any("/setting" in address for address, _ in link.asked)
    page.table.selectRow(page.table.rows.place("P"))
    choose(page, "priority", Priority.LOW.value)
    page.fields["reason"].setText(WHY)
    page.buttons["Set"].click()
    seat.settle()
    sent = SettingMessage(Priority.LOW, AlertStyle.SPOKEN, "", WHY)
    assert ("/v1/categories/P/setting", sent) in sent_by(link)


def test_a_wrong_record_is_stopped_renewed_and_ended_after_a_question(qtbot: QtBot) -> None:
    seat, link, page = corrections(qtbot)
    seat.screen.page(Corrections).open(RECORD)
    seat.settle()
    page.fields["evidence"].setText("Hit of Nov 20")
    page.fields["reason"].setText(WHY)
    page.fields["days"].setText("7")
    page.buttons["Stop alerts on it"].click()
    seat.settle()
    placed = CorrectionRequest(
        text="KLM4471", state="NC", entry_id="e1", reason=WHY, evidence="Hit of Nov 20", days=7
    )
    assert ("/v1/corrections", placed) in sent_by(link)
    assert page.fields["text"].text() == ""
    page.fields["reason"].setText(WHY)
    page.fields["days"].setText("7")
    page.buttons["Renew chosen"].click()
    seat.settle()
    assert ("/v1/corrections/1/renewal", RenewalRequest(WHY, 7)) in sent_by(link)
    page.buttons["End chosen"].click()
    page.question.no.click()
    assert not any(path.endswith("/end") for path, _ in sent_by(link))
    seat.screen.presenter.lock()
    assert page.fields["reason"].text() == ""


def test_look_alikes_are_tried_by_the_custodian_and_switched_by_the_administrator(
    qtbot: QtBot,
) -> None:
    seat, link, page = categories(qtbot, Role.ADMINISTRATOR)
    page.buttons["look_alikes"].click()
    seat.settle()
    shown = seat.screen.window.pages["look_alikes"]
    assert isinstance(shown, FormPage)
    assert shown.isVisible()
    assert words(shown.table, "ABC1234")[2] == "Always"
    shown.fields["plates"].setText("klm1")
    shown.buttons["Show its misreads"].click()
    seat.settle()
    assert link.asked[-1] == ("/v1/look-alikes/misreads", MisreadsRequest(("KLM1",)))
    shown.fields["reason"].setText(WHY)
    shown.buttons["Let them match"].click()
    seat.settle()
    assert ("/v1/look-alikes", LookAlikesRequest(allowed=True, reason=WHY)) in sent_by(link)
