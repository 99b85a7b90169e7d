"""The training register at the desk, before a real headquarters (09.21.10)."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.policy import TRAINING_LASTS
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER, SECOND_OFFICER, sample_agency
from mdt_alpr.hq.people.trainings import register
from mdt_alpr.wire.accounts import TrainedPersonMessage
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS
from tests.scans import a_pdf
from tests.ui.desk_screens import Seat

DAYS_LEFT = 7


class Desk(Seat):
    """A custodian at the register, a week before everybody's training ends."""

    def __init__(self, qtbot: QtBot, hq: InProcessHq) -> None:
        clock = SetClock()
        super().__init__(qtbot, HttpDeskLink(open_client(hq.base_url), clock, "desk-1"), clock)
        self.hq, self.page = hq, self.trainings
        self.sign_in(CUSTODIAN, PASSWORDS[CUSTODIAN])
        self.screen.presenter.want("training_register")
        self.settle()

    def fill(self, **fields: str) -> None:
        for name, words in fields.items():
            self.page.fields[name].setText(words)

    def press_record(self) -> None:
        self.page.record.click()
        self.settle()

    def known(self, person: str) -> TrainedPersonMessage:
        with self.hq.hq.writing() as work:
            people = register(work, CUSTODIAN).people
        return next(one for one in people if one.person_id == person)


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    settings = HqSettings(tmp_path / "hq", password_cost=CHEAP)
    with InProcessHq(settings, SetClock(), os.urandom) as hq:
        on = NOW.date() + timedelta(days=DAYS_LEFT) - TRAINING_LASTS
        sample_agency(hq.hq, PASSWORDS, on)
        yield Desk(qtbot, hq)


CLASS = {
    "version": "2026-2",
    "presenter": "D. Lee",
    "trained": f"{NOW.date():%b %d, %Y}",
    "paper": "PowerDMS 118",
}


def test_the_menu_counts_who_needs_training_and_a_row_says_by_when(desk: Desk) -> None:
    assert any(f"{len(PASSWORDS)}" in line for line in desk.menu() if "Training" in line)
    rows = desk.page.table.rows
    cell = rows.cell(rows.index(0, 2))
    assert cell.warns
    assert cell.below == "ends within 7 days"


@pytest.mark.clause("4.A.1")
def test_everybody_due_is_recorded_at_once_after_a_class_but_not_oneself(desk: Desk) -> None:
    desk.page.due.click()
    assert CUSTODIAN not in desk.page.fields["people"].text()
    desk.fill(**CLASS)
    desk.press_record()
    assert desk.page.fields["people"].text() == ""
    until = NOW.date() + TRAINING_LASTS
    for person in PASSWORDS:
        if person != CUSTODIAN:
            assert desk.known(person).trained_until == until
    assert desk.known(CUSTODIAN).trained_until != until


def test_a_class_without_day_people_or_paper_is_a_sentence_and_keeps_what_was_entered(
    desk: Desk,
) -> None:
    before = desk.known(OFFICER)
    for missing in ("people", "trained", "version", "presenter", "paper"):
        desk.fill(people=OFFICER, **CLASS)
        desk.fill(**{missing: ""})
        desk.press_record()
        assert "Enter" in desk.page.state.words.text()
        assert desk.page.fields["version" if missing != "version" else "people"].text()
    assert desk.known(OFFICER) == before


@pytest.mark.proved("TRN-03")
def test_a_wrong_day_is_a_sentence_and_a_right_one_is_recorded(desk: Desk) -> None:
    before = desk.known(OFFICER)
    for day in ("tomorrow", "2031-01-01", "Feb 30, 2026"):
        desk.fill(people=OFFICER, **CLASS)
        desk.fill(trained=day)
        desk.press_record()
        assert desk.page.state.words.text()
        assert desk.known(OFFICER) == before
    desk.fill(people=OFFICER, **CLASS)
    desk.press_record()
    assert desk.known(OFFICER).trained_until == NOW.date() + TRAINING_LASTS


def test_chosen_people_are_added_one_by_one_and_each_once(desk: Desk) -> None:
    rows = desk.page.table.rows
    keys = [rows.key(n) for n in range(rows.rowCount())]
    for person in (OFFICER, SECOND_OFFICER, OFFICER):
        desk.page.table.selectRow(keys.index(person))
        desk.page.add.click()
    assert desk.page.fields["people"].text() == f"{OFFICER}, {SECOND_OFFICER}"


def test_nothing_of_trainings_stays_when_the_desk_locks(desk: Desk) -> None:
    desk.fill(people=OFFICER, **CLASS)
    desk.screen.presenter.lock()
    desk.settle()
    assert desk.page.table.rows.rowCount() == 0
    assert {field.text() for field in desk.page.fields.values()} == {""}


@pytest.mark.proved("TRN-02")
def test_the_scan_of_the_signed_paper_goes_with_the_class_at_the_desk(
    desk: Desk, tmp_path: Path
) -> None:
    scan = tmp_path / "signed.pdf"
    scan.write_bytes(a_pdf("signed"))
    desk.fill(people=OFFICER, **(CLASS | {"paper": ""}))
    desk.page.attach_scan(str(scan))
    assert desk.page.attach.accessibleName() == "Scan: signed.pdf"
    desk.press_record()
    assert desk.known(OFFICER).trainings[0].scan == sha256(scan.read_bytes())
    assert desk.page.attach.accessibleName() == "Attach its scan"
