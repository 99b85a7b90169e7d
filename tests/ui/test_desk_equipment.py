"""The register of equipment at the desk, before a real headquarters (09.21.3.A.2, 3.A.4)."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mdt_alpr.acts import equipment
from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, sample_agency
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire.equipment import DeviceCheckMessage
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS
from tests.ui.desk_screens import Seat, words_of


class Desk(Seat):
    """Somebody at the register, or at another page."""

    def __init__(
        self, qtbot: QtBot, hq: InProcessHq, person: str = CUSTODIAN, page: str = "equipment"
    ) -> None:
        clock = SetClock()
        super().__init__(qtbot, HttpDeskLink(open_client(hq.base_url), clock, "desk-1"), clock)
        self.register = self._view("equipment", FormPage)
        self.item = self._view("equipment_item", FormPage)
        self.sign_in(person, PASSWORDS[person])
        self.open(page)

    def press(self, view: FormPage, act: str, **fields: str) -> None:
        for name, words in fields.items():
            field = view.fields[name]
            if hasattr(field, "setText"):
                field.setText(words)
            else:
                field.setCurrentIndex(field.findData(words))
        view.buttons[act].click()
        self.settle()


@pytest.fixture
def hq(tmp_path: Path) -> Iterator[InProcessHq]:
    settings = HqSettings(tmp_path / "hq", password_cost=CHEAP)
    with InProcessHq(settings, SetClock(), os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, NOW.date())
        yield found


@pytest.fixture
def desk(hq: InProcessHq, qtbot: QtBot) -> Desk:
    return Desk(qtbot, hq)


CAR = {
    "kind": "vehicle",
    "name": "Unit 12",
    "model": "Ford",
    "serial": "1FM5K8AB",
    "custodian": "Fleet",
    "installed_on": f"{NOW:%b %d, %Y}",
}


@pytest.mark.clause("3.A.4")
def test_a_car_and_its_camera_are_registered_ordered_and_calibrated_at_the_desk(
    desk: Desk,
) -> None:
    assert "Register as new" in desk.register.state.words.text()
    desk.press(desk.register, "Register as new", **CAR)
    camera = CAR | {"kind": "camera", "name": "Front", "serial": "SN-1", "part_of": "1"}
    desk.press(desk.register, "Register as new", **camera)
    front, car = words_of(desk.register)
    assert "in Unit 12" in front
    assert "In order" in car
    desk.register.table.selectRow(0)
    desk.press(desk.register, "equipment_item")
    assert "Calibration every 365 days" in desk.item.about.text()
    desk.press(desk.item, "order", kind="calibration", note="after the new lens")
    (order,) = words_of(desk.item)
    assert "Open" in order
    desk.press(desk.item, "failed", done_by="Radio shop", note="out of focus at night")
    (order,) = words_of(desk.item)
    assert "Failed" in order
    assert any("Equipment: 1" in line for line in desk.menu())


def test_a_mistyped_day_is_named_and_a_retired_item_needs_a_yes(desk: Desk) -> None:
    desk.press(desk.register, "Register as new", **CAR | {"installed_on": "soon"})
    assert "Nov 28, 2026" in desk.register.state.words.text()
    desk.press(desk.register, "Register as new", **CAR)
    desk.press(desk.register, "equipment_item")
    desk.press(desk.item, "retire", note="sold at auction")
    assert "for good" in desk.item.question.words.text()
    desk.item.question.yes.click()
    desk.settle()
    assert "sold at auction" in desk.item.about.text()


def test_a_machine_shows_its_last_shift_check_and_the_test_plate_is_saved(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "plate.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    desk.press(desk.register, "Save test plate as PDF")
    assert place.read_bytes().startswith(b"%PDF")
    assert "Saved plate.pdf" in desk.register.state.words.text()
    check = DeviceCheckMessage("car-1", NOW, "focus, test plate")
    assert equipment.checked("car-1", check).below == ("Failed:", "focus, test plate")
    assert equipment.checked("car-1", replace(check, failed="")).below == ("Passed", NOW)
    assert equipment.checked("car-1", None).below == "Never checked"
    assert equipment.checked("", check).value == "None"


@pytest.mark.clause("8.C")
def test_the_purge_certificate_is_searched_shown_and_saved_at_the_desk(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open("purge_certificate")
    page = desk._view("purge_certificate", FormPage)
    assert page.table.rows.rowCount() == 0
    desk.press(page, "Search every place now")
    assert "Nothing is left" in page.state.words.text()
    assert "kept for 90 days" in page.about.text()
    place = tmp_path / "purge.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    desk.press(page, "Save certificate as PDF")
    assert place.read_bytes().startswith(b"%PDF")


@pytest.mark.clause("8.C")
def test_a_shorter_time_is_proposed_and_its_proposer_cannot_confirm_it_at_the_desk(
    hq: InProcessHq, qtbot: QtBot
) -> None:
    chief = Desk(qtbot, hq, ADMINISTRATOR, "retention_time")
    page = chief._view("retention_time", FormPage)
    chief.press(page, "propose", days="91", reason="council resolution")
    assert "90 days at most" in page.state.words.text()
    chief.press(page, "propose", days="30", reason="council resolution")
    assert "kept for 90 days" in page.about.text()
    confirm(chief, page)
    assert "Another person" in page.state.words.text()
    custodian = Desk(qtbot, hq, CUSTODIAN, "retention_time")
    page = custodian._view("retention_time", FormPage)
    custodian.press(page, "confirm")
    assert "0 reads" in page.question.words.text()
    page.question.yes.click()
    custodian.settle()
    assert "kept for 30 days" in page.about.text()


def confirm(desk: Desk, page: FormPage) -> None:
    desk.press(page, "confirm")
    page.question.yes.click()
    desk.settle()
