"""The custodian finds a hit at the desk and lets it out; the administrator settles a flag."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.ui.desk.models.form import FormValues
from mdt_alpr.wire.manual import EntryStep, PastReadsRequest
from tests.builders import SetClock
from tests.evidence import checked
from tests.hq.letting import files_of_hit
from tests.hq.manual import a_step, added, an_own_entry, audited, post
from tests.hq.senders import PASSWORDS, a_car
from tests.hq.two_cars import PURPOSE, waiting
from tests.journeys.test_supervisors_desk import SHIFT, Car
from tests.ui.desk_screens import Seat


def at_the_desk(qtbot: QtBot, hq: InProcessHq, clock: SetClock, person: str) -> Seat:
    seat = Seat(qtbot, HttpDeskLink(open_client(hq.base_url), clock, "desk-1"), clock)
    seat.sign_in(person, PASSWORDS[person])
    return seat


@pytest.mark.proved("S14")
@pytest.mark.clause("4.A.1")
def test_an_id_that_was_copied_at_the_desk_lets_the_package_out(
    hq: InProcessHq, clock: SetClock, tmp_path: Path, qtbot: QtBot
) -> None:
    car = Car(tmp_path, clock)
    for seen, entered, ending in SHIFT:
        car.work(seen, entered, ending)
    car.send(hq.base_url)
    car.store.close()
    seat = at_the_desk(qtbot, hq, clock, CUSTODIAN)
    seat.open("hit_ids")
    page = seat.hit_ids
    page.show_form(FormValues({"purpose": Purpose.CRIMINAL.value, "case": "26-118204"}))
    page.buttons["Show hits"].click()
    seat.settle()
    rows = page.table.rows
    packages = [rows.cell(rows.index(n, 6)).text for n in range(rows.rowCount())]
    assert packages == ["None yet", *["Sealed"] * 4]  # the newest one is still open in its car
    page.find_box.setText("AAA3333")
    page.buttons["copy"].click()
    hit_id = QGuiApplication.clipboard().text()
    verdict = checked(files_of_hit(hq.hq, hit_id, "AAA3333")[f"hits/{hit_id}.zip"])
    assert verdict.is_whole
    assert verdict.seal is not None
    assert verdict.seal.hit_id == hit_id


@pytest.mark.proved("V1p")
def test_a_flag_is_settled_at_the_desk_and_leaves_the_list(
    hq: InProcessHq, clock: SetClock, qtbot: QtBot
) -> None:
    entry = an_own_entry()
    with a_car(hq.base_url, OFFICER) as car:
        car.send(added(entry))
        asked = PastReadsRequest(PURPOSE, "26-118204")
        assert post(car, f"{entry.entry_id}/past-reads", asked)[0] == 200
        car.send(a_step(entry, EntryStep.REMOVED, at=clock.now()))
    seat = at_the_desk(qtbot, hq, clock, ADMINISTRATOR)
    assert "Set aside: 1" in seat.menu()
    seat.open("set_aside")
    page = seat.set_aside
    assert OFFICER in [page.table.rows.cell(page.table.rows.index(0, n)).text for n in range(8)]
    page.why.setText("Asked the officer: the owner called in.")
    page.buttons["Mark as looked into"].click()
    page.question.yes.click()
    seat.settle()
    assert waiting(hq) == []
    assert page.table.rows.rowCount() == 0
    assert "Set aside" in seat.menu()
    (decision,) = audited(hq, "after_review")
    assert decision.person == ADMINISTRATOR
