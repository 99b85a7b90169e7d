"""Preservation requests at the desk, before a real headquarters (09.21.8.A to C)."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from mdt_alpr.acts.holds import FILE_REQUEST, FILE_WARRANT
from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.retention.holds import NotaryOffice
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.holds import expiry, service
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, sample_agency
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.hold_page import HoldPage
from mdt_alpr.wire.holds import NotaryRequest
from tests.builders import NOW, SetClock
from tests.holds import FACTS, WHY
from tests.hq.conftest import CHEAP
from tests.hq.holding import DAY, PDF, PLATE, a_warrant_of, caller, seen
from tests.hq.senders import PASSWORDS
from tests.ui.desk_screens import Seat, a_seat, words_of

FORM = {
    "text": PLATE,
    "state": "NC",
    "cameras": "Unit 12 / front",
    "begins_at": "Nov 25, 2026 06:00",
    "ends_at": "11/25/2026 12:00",
    "ground": "criminal_investigation",
    "case": "26-038204",
    "parties": "State v. D. Marsh; victim R. Poole",
    "facts": FACTS,
}
FILE, ENTER = FILE_REQUEST.button, FILE_WARRANT.button


class Desk(Seat):
    """Somebody at the log of preservation requests."""

    def __init__(self, qtbot: QtBot, hq: InProcessHq, person: str = CUSTODIAN) -> None:
        clock = SetClock()
        super().__init__(qtbot, HttpDeskLink(open_client(hq.base_url), clock, "desk-1"), clock)
        self.requests = self._view("holds", FormPage)
        self.form = self._view("hold_request", FormPage)
        self.warrant = self._view("hold_warrant", FormPage)
        self.item = self._view("hold_item", HoldPage)
        self.sign_in(person, PASSWORDS[person])
        self.open("holds")

    def press(self, view: FormPage, act: str, **fields: str) -> None:
        for name, words in fields.items():
            field = view.fields[name]
            if isinstance(field, QLineEdit):
                field.setText(words)
            elif isinstance(field, QPlainTextEdit):
                field.setPlainText(words)
            else:
                field.setCurrentIndex(field.findData(words))
        view.buttons[act].click()
        self.settle()


@pytest.fixture
def hq(tmp_path: Path) -> Iterator[InProcessHq]:
    settings = HqSettings(tmp_path / "hq", password_cost=CHEAP)
    with InProcessHq(settings, SetClock(), os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, NOW.date())
        seen(found.hq)
        yield found


@pytest.fixture
def desk(hq: InProcessHq, qtbot: QtBot) -> Desk:
    return Desk(qtbot, hq)


def demand_held_pictures(desk: Desk, hq: InProcessHq) -> None:
    """Demand that a held read's pictures show who looks, and that the view is on record."""
    read = next(row.key for row in desk.item.table.rows.shown if row.key.startswith("read/"))
    desk.item.table.opened.emit(read)
    desk.settle()
    shown = list(desk.item.pictures.pictures.values())
    assert shown
    assert all(one.watermark and not one.image.isNull() for one in shown)
    with hq.hq.reading() as work:
        viewed = OWN_AUDIT.c.event == AuditEvent.HQ_HELD_PICTURE_VIEWED
        assert len(work.connection.execute(select(OWN_AUDIT).where(viewed)).all()) == len(shown)
    desk.item.table.opened.emit("step/0")
    assert desk.item.pictures.isHidden()


def second_signs_in(desk: Desk, person: str) -> None:
    bar = desk.item.second
    bar.fields["person"].setText(person)
    bar.fields["password"].setText(PASSWORDS[person])
    bar.confirm.click()
    desk.settle()


def demand_an_end_by_two(desk: Desk, hq: InProcessHq, monkeypatch: pytest.MonkeyPatch) -> None:
    """Demand that another's final hold ends by two people, a day later, or is taken back."""
    desk.press(desk.item, "Cancel", why=WHY)
    assert "Another custodian or administrator confirms" in desk.item.second.words.text()
    second_signs_in(desk, ADMINISTRATOR)
    assert "cannot confirm your own act" in desk.item.state.words.text()
    desk.press(desk.item, "Cancel", why=WHY)
    second_signs_in(desk, CUSTODIAN)
    assert "Until then it can be taken back" in desk.item.state.words.text()
    assert desk.item.buttons["Cancel"].isHidden()
    desk.press(desk.item, "Take back cancellation", why=WHY)
    assert "are held" in desk.item.state.words.text()
    desk.press(desk.item, "Cancel", why=WHY)
    second_signs_in(desk, CUSTODIAN)
    with monkeypatch.context() as later:
        later.setattr(hq.hq, "clock", SetClock(NOW + DAY))
        expiry.end_due(hq.hq)
    desk.open("holds")
    desk.requests.table.opened.emit("1")
    desk.settle()
    assert "Destroyed" in desk.item.state.words.text()


@pytest.mark.clause("8.C.2")
def test_a_custodian_takes_a_request_from_the_form_to_its_end(
    desk: Desk, hq: InProcessHq, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notary = NotaryRequest("Pat Quinn", NotaryOffice.EXECUTIVE_ASSISTANT, NOW.date() - DAY)
    service.add_notary(hq.hq, caller(CUSTODIAN), notary)
    scan, form = tmp_path / "sworn.pdf", tmp_path / "alpr-1.pdf"
    scan.write_bytes(PDF)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(scan), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(form), ""))
    desk.press(desk.requests, "request")
    desk.press(desk.form, FILE, **FORM, requested_by=OFFICER)
    assert "Provisional: not sworn yet. 90 days left" in desk.item.about.text()
    assert any("Read that is held" in words for words in words_of(desk.item))
    demand_held_pictures(desk, hq)
    desk.press(desk.item, "print")
    assert form.read_bytes().startswith(b"%PDF-")
    with monkeypatch.context() as canceled:
        canceled.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
        desk.press(desk.item, "Make final", notary="Pat Quinn")
    assert "Attach the scan" in desk.item.state.words.text()
    desk.press(desk.item, "Make final")
    assert "You entered this request" in desk.item.state.words.text()
    desk = Desk(qtbot, hq, ADMINISTRATOR)
    desk.requests.table.opened.emit("1")
    desk.settle()
    desk.press(desk.item, "Make final", notary="Pat Quinn")
    desk.press(desk.item, "Note filing", powerdms="PDMS-88123", emailed_at="Nov 25, 2026 08:00")
    assert "Held. 365 days left, to Nov 25, 2027." in desk.item.about.text()
    demand_an_end_by_two(desk, hq, monkeypatch)
    desk.open("holds")
    (line,) = words_of(desk.requests)
    assert line.startswith(f"2026-0001 Form ALPR-1 | {PLATE} NC Unit 12, front | ")
    assert "Canceled" in line


def test_an_incomplete_form_sends_nothing_and_names_each_part(desk: Desk) -> None:
    desk.press(desk.requests, "request")
    desk.press(desk.form, FILE, **{**FORM, "text": "SHP*", "case": "n/a", "ends_at": "tomorrow"})
    lines = words_of(desk.form)
    assert "Name one plate: no wildcards." in lines[0]
    assert "Give the first and the last date and time." in lines[1]
    assert lines[2].endswith("Complete")
    assert "Name the case" in lines[3]
    desk.press(desk.form, "check", **FORM)
    assert all(line.endswith("Complete") for line in words_of(desk.form))
    desk.open("holds")
    assert words_of(desk.requests) == []
    assert "New request (ALPR-1) holds" in desk.requests.state.words.text()


@pytest.mark.clause("8.C.1")
def test_a_warrant_is_entered_and_holds_at_once(desk: Desk) -> None:
    scope = {
        name: FORM[name] for name in ("text", "state", "cameras", "begins_at", "ends_at", "case")
    }
    desk.press(desk.requests, "warrant")
    desk.press(desk.warrant, ENTER, **scope)
    assert "Name the court." in words_of(desk.warrant)[2]
    desk.press(
        desk.warrant, ENTER, court="Superior Court, Cabarrus", number="26 CRS 1107",
        issued_on="Nov 24, 2026", described="Reads of the plate on the night", is_federal="yes",
    )  # fmt: skip
    assert "Federal search warrant" in desk.item.about.text()
    assert "Held, not final: warrant not confirmed" in desk.item.about.text()
    assert "Still to do: Warrant attached, Confirmed by another person" in desk.item.about.text()
    assert desk.item.buttons["Confirm warrant"].isHidden(), "who entered it confirms nothing"
    desk.press(desk.item, "Yearly review", why=WHY)
    assert any("Reviewed" in words for words in words_of(desk.item))
    desk.open("holds")
    desk.press(desk.requests, "show", show="provisional")
    assert words_of(desk.requests) == []
    desk.press(desk.requests, "show", show="final")
    assert len(words_of(desk.requests)) == 1


@pytest.mark.proved("A4")
def test_another_person_confirms_an_attached_warrant_at_the_desk(
    hq: InProcessHq, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_warrant_of(hq.hq)
    scan = tmp_path / "warrant.pdf"
    scan.write_bytes(PDF)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(scan), ""))
    desk = Desk(qtbot, hq, ADMINISTRATOR)
    desk.requests.table.opened.emit("1")
    desk.settle()
    desk.press(desk.item, "Confirm warrant")
    assert "Attach the warrant first" in desk.item.state.words.text()
    desk.press(desk.item, "attach", kind="warrant")
    desk.press(desk.item, "Confirm warrant")
    desk.item.question.yes.click()
    desk.settle()
    assert any("Warrant confirmed" in words for words in words_of(desk.item))
    assert "Still to do" not in desk.item.about.text()


@pytest.mark.proved("A10")
def test_a_request_that_holds_nothing_says_so_on_its_page_and_waits_in_the_menu(
    desk: Desk,
) -> None:
    desk.press(desk.requests, "request")
    desk.press(desk.form, FILE, **{**FORM, "cameras": "Unit12 / front"})
    assert "No car, device or site is called Unit12" in desk.item.state.words.text()
    assert "Nothing is held yet" in desk.item.state.words.text()
    desk.open("holds")
    (line,) = words_of(desk.requests)
    assert "Holds nothing: check it" in line
    assert "Preservation: 1" in desk.menu()


def test_an_officer_files_the_own_request_and_cannot_make_it_final(
    hq: InProcessHq, qtbot: QtBot
) -> None:
    desk = Desk(qtbot, hq, OFFICER)
    assert desk.requests.buttons["warrant"].isHidden()
    desk.press(desk.requests, "request")
    assert desk.form.fields["requested_by"].isHidden(), "a custodian enters what is on paper"
    desk.press(desk.form, FILE, **FORM)
    assert {name for name, field in desk.item.fields.items() if not field.isHidden()} == {"why"}
    allowed = {name for name, button in desk.item.buttons.items() if not button.isHidden()}
    assert allowed == {"print", "save", "Cancel"}
    desk.press(desk.item, "Cancel", why=WHY)
    desk.item.question.no.click()
    desk.settle()
    assert "Provisional" in desk.item.about.text()


def test_the_menu_counts_what_waits_and_a_lost_link_keeps_the_rows(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.CUSTODIAN)
    assert "Preservation: 2" in seat.menu()
    seat.open("holds")
    link.lost = True
    seat.open("holds")
    view = seat._view("holds", FormPage)
    assert len(words_of(view)) == 4
    assert "Headquarters cannot be reached" in view.state.words.text()
