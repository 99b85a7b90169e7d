"""The custodian's hotlists at the desk: ages, deliveries, sending a file, the second person."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.models.form import FormValues
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.hotlists_page import HotlistsPage
from mdt_alpr.ui.desk.views.second_person import SecondPersonBar
from mdt_alpr.ui.desk.views.table import DeskTable
from mdt_alpr.wire.manual import ReasonMessage
from tests.builders import SetClock
from tests.ui.desk_screens import Seat

M = TypeVar("M")


class TokenLink(SampleLink):
    """Gives each person a token of their own, and keeps who confirmed what and what was sent."""

    def __init__(self, role: Role = Role.ADMINISTRATOR) -> None:
        super().__init__(role)
        self.confirmed: list[tuple[str, Any, str]] = []
        self.sent: list[str] = []
        self.goes_on = threading.Event()
        self.goes_on.set()

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        known = super().sign_in(person_id, password, code)
        return Session(person_id, known.name, known.role, NOW, f"token of {person_id}")

    def ask(
        self,
        session: Session,
        kind: type[M],
        path: str,
        body: object | None = None,
        second: str = "",
    ) -> M:
        if second:
            self.confirmed.append((path, body, second))
        return super().ask(session, kind, path, body, second)

    def send_file(  # noqa: PLR0913 - the port's shape
        self,
        session: Session,
        kind: type[M],
        path: str,
        file: Path,
        moved: Callable[[int], None],
        *,
        second: str = "",
    ) -> M:
        moved(0)
        self.goes_on.wait(10)
        moved(file.stat().st_size)
        self.sent.append(path)
        return super().send_file(session, kind, path, file, moved, second=second)


def at_the_page(qtbot: QtBot, link: SampleLink) -> tuple[Seat, HotlistsPage]:
    seat = Seat(qtbot, link, SetClock(NOW))
    seat.sign_in("dlee", "anything")
    seat.open("hotlists")
    page = seat.screen.window.pages["hotlists"]
    assert isinstance(page, HotlistsPage)
    return seat, page


def words(table: DeskTable) -> list[list[str]]:
    rows = table.rows
    wide = range(rows.columnCount())
    return [[rows.cell(rows.index(r, c)).words for c in wide] for r in range(rows.rowCount())]


def confirm(seat: Seat, second: SecondPersonBar, person: str) -> None:
    second.fields["person"].setText(person)
    second.fields["password"].setText("anything")
    second.confirm.click()
    seat.settle()


def form_of_two(seat: Seat, name: str) -> tuple[FormPage, SecondPersonBar]:
    seat.sign_in("dlee", "anything")
    seat.open(name)
    view = seat.screen.window.pages[name]
    assert isinstance(view, FormPage)
    (second,) = view.findChildren(SecondPersonBar)
    return view, second


def test_ages_alarms_and_what_was_dropped_are_seen_at_once(qtbot: QtBot) -> None:
    seat, page = at_the_page(qtbot, SampleLink(Role.CUSTODIAN))
    assert "Hotlists: 2" in seat.menu()
    assert page.banner.words.text() == "NCIC hot file is 26 h old. Limit 24 h (09.21.9)."
    assert words(page.feeds)[0][:3] == ["NCIC hot file", "Over 24 h old", "26 h"]
    assert words(page.table)[0][6] == "1,207"
    assert words(page.cars)[-1] == ["Unit 244", "3 days"]
    assert page.buttons["retire"].isHidden()
    page.table.selectRow(0)
    page.buttons["dropped"].click()
    seat.settle()
    shown = seat.screen.window.pages["dropped_lines"]
    assert shown.isVisible()
    seat.screen.presenter.back()
    assert page.isVisible()


def test_a_stopped_delivery_is_settled_with_a_reason_and_another_persons_sign_in(
    qtbot: QtBot,
) -> None:
    link = TokenLink()
    seat, page = at_the_page(qtbot, link)
    page.table.selectRow(0)
    page.buttons["settle"].click()
    assert "reason" in page.state.words.text()
    page.why.setText("the sender was asked")
    page.buttons["settle"].click()
    assert page.second.isVisible()
    confirm(seat, page.second, "dlee")
    assert "cannot confirm your own act" in page.state.words.text()
    assert link.confirmed == []
    page.buttons["settle"].click()
    confirm(seat, page.second, "bsmith")
    path = "/v1/hotlists/deliveries/171/dismissal"
    body = ReasonMessage("the sender was asked")
    assert link.confirmed == [(path, body, "token of bsmith")]
    assert page.second.isHidden()
    assert page.why.text() == ""
    assert page.second.fields["password"].text() == ""


def test_what_was_stopped_in_the_drop_folder_is_used_by_two(qtbot: QtBot) -> None:
    link = TokenLink()
    seat, page = at_the_page(qtbot, link)
    page.table.selectRow(1)
    page.why.setText("the state said that it is right")
    page.buttons["accept"].click()
    assert "Only a stopped delivery" in page.state.words.text()
    page.table.selectRow(0)
    page.buttons["accept"].click()
    page.second.leave.click()
    assert page.second.isHidden()
    page.buttons["accept"].click()
    confirm(seat, page.second, "bsmith")
    assert link.confirmed[0][0].startswith("/v1/hotlists/deliveries/171/acceptance?seen=")


def test_a_file_is_sent_with_its_format_and_age(qtbot: QtBot, tmp_path: Path) -> None:
    link = TokenLink()
    seat, page = at_the_page(qtbot, link)
    file = tmp_path / "VEHEXTRT.txt"
    file.write_bytes(b"x" * 5000)
    page.delivered.emit(str(file), "ncic")
    seat.settle()
    (sent,) = link.sent
    assert "name=VEHEXTRT.txt&format=ncic&written_at=" in sent
    page.delivered.emit(str(tmp_path / "none.txt"), "")
    assert "cannot be read" in page.state.words.text()


def test_a_file_on_its_way_is_stopped_and_nothing_is_delivered(
    qtbot: QtBot, tmp_path: Path
) -> None:
    link = TokenLink()
    seat, page = at_the_page(qtbot, link)
    file = tmp_path / "VEHEXTRT.txt"
    file.write_bytes(b"x" * 5000)
    link.goes_on.clear()
    page.delivered.emit(str(file), "")
    qtbot.waitUntil(lambda: "0%" in page.state.words.text())
    page.state.cancel.click()
    link.goes_on.set()
    seat.settle()
    seat.screen.presenter.desk.asking.close()
    assert link.sent == []
    assert "Stopped" in page.state.words.text()


def test_an_administrator_alone_stops_no_car_from_alerting(qtbot: QtBot) -> None:
    link = TokenLink()
    seat = Seat(qtbot, link, SetClock(NOW))
    view, second = form_of_two(seat, "agency_settings")
    view.table.selectRow(2)
    view.show_form(FormValues({"value": "stop", "reason": "Order of the Chief of December 1"}))
    view.buttons["decide"].click()
    assert second.isVisible()
    assert link.confirmed == []
    confirm(seat, second, "custodian-2")
    ((path, body, token),) = link.confirmed
    assert path.startswith("/v1/agency-settings?seen=")
    assert (body.value, token) == ("stop", "token of custodian-2")
    assert second.isHidden()


@pytest.mark.proved("V25")
def test_a_list_that_nobody_delivers_is_retired_by_a_second_person(qtbot: QtBot) -> None:
    link = TokenLink()
    seat, page = at_the_page(qtbot, link)
    page.feeds.selectRow(3)
    page.buttons["retire"].click()
    assert "reason" in page.state.words.text()
    page.why.setText("the state sends it no longer")
    page.buttons["retire"].click()
    assert page.second.isVisible()
    assert link.confirmed == []
    confirm(seat, page.second, "custodian-2")
    ((path, _, _),) = link.confirmed
    assert "NC%20extract/retirement?seen=" in path


def test_a_receiver_of_dispatch_is_added_by_two_people(qtbot: QtBot) -> None:
    link = TokenLink()
    seat = Seat(qtbot, link, SetClock(NOW))
    view, second = form_of_two(seat, "dispatch")
    view.show_form(FormValues({"name": "CAD", "address": "https://cad.example.gov"}))
    view.buttons["Add receiver"].click()
    assert second.isVisible()
    assert link.confirmed == []
    confirm(seat, second, "custodian-2")
    ((path, body, token),) = link.confirmed
    assert (path, body.name) == ("/v1/dispatch/subscriptions", "CAD")
    assert token == "token of custodian-2"  # noqa: S105 - of a person who does not exist
