"""The first page says what waits for a person, opens it where it is done, and counts it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.domain.hit.dispatch import TRIES
from mdt_alpr.domain.policy import days_after
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HeldCamera, HoldGround, HoldScope
from mdt_alpr.hq.base.dispatch_tables import LETTERS
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.dispatch.subscriptions import subscribe
from mdt_alpr.hq.holds import service as holds
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.lab.hq.sample_jobs import HITS, NOW, PASSWORD, caller_at_desk, served_agency
from mdt_alpr.wire.dispatch import SubscriptionRequest
from mdt_alpr.wire.holds import HoldRequest
from mdt_alpr.wire.messages import ReadMessage
from tests.hq.papers import text_of
from tests.hq.test_dispatch import raise_hit
from tests.ui.desk_screens import Seat


class Mine(Seat):
    """Somebody at the desk of an agency where things wait."""

    hq: Headquarters
    reads: list[ReadMessage]

    @property
    def page(self) -> Any:
        window = self.screen.window
        return window.pages[window.page_name]

    @property
    def front(self) -> str:
        return self.screen.window.page_name

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.screen.window.focusWidget(), key)
        self.settle()

    def waits(self) -> list[str]:
        rows = self.page.table.rows
        return [rows.key(n) for n in range(rows.rowCount())]

    def counts(self) -> dict[str, int]:
        """Return the number at each page of the menu."""
        buttons = self.screen.window.menu._buttons
        said = {b.objectName(): b.text().partition(": ")[2] for b in buttons}
        return {page: int(number) for page, number in said.items() if number}


def hold(hq: Headquarters, read: ReadMessage) -> None:
    cameras = (HeldCamera(read.unit, read.camera),)
    begins, ends = read.captured_at.replace(minute=0), NOW
    form = Alpr1(
        HoldScope(read.text, read.state, cameras, begins, ends), HoldGround.CRIMINAL,
        facts="The victim saw this car leave the lot after a robbery.", case="26-038204",
        parties="State v. Sample",
    )  # fmt: skip
    ask = HoldRequest(holds.new_hold_id(NOW), form)
    holds.file_request(hq, caller_at_desk(OFFICER), ask)


@pytest.fixture
def seat(tmp_path: Path, qtbot: QtBot) -> Iterator[Mine]:
    with served_agency(tmp_path) as (headquarters, clock, reads):
        hold(headquarters.hq, reads[0])
        link = HttpDeskLink(open_client(headquarters.base_url), clock, "desk-1")
        seat = Mine(qtbot, link, clock)  # type: ignore[arg-type]
        seat.hq, seat.reads = headquarters.hq, reads
        yield seat
        seat.screen.stop()


@pytest.mark.parametrize("person", [SUPERVISOR, CUSTODIAN, ADMINISTRATOR, OFFICER])
def test_the_menu_counts_what_each_page_itself_says_waits(seat: Mine, person: str) -> None:
    seat.take_seat(person, PASSWORD)
    assert seat.front == "mine"
    counted = seat.counts()
    assert counted.pop("mine", 0) == len(seat.waits()) == sum(counted.values())
    own = {name: page for name, page in seat.screen.pages.items() if page.counts}
    for name in own.keys() & {*seat.screen.presenter._menu()}:
        seat.open(name)
        assert seat.counts().get(name, 0) == counted.get(name, 0), name


def test_enter_opens_a_hit_and_what_was_reviewed_waits_no_more(seat: Mine) -> None:
    seat.take_seat(SUPERVISOR, PASSWORD)
    first, second, *others = [key for key in seat.waits() if key.startswith("hit/")]
    assert len(others) == HITS - 2
    seat.page.table.choose(first)
    seat.press(Qt.Key.Key_Return)
    assert seat.front == "hit"
    seat.press(Qt.Key.Key_Space)
    assert seat.front == "hit"
    seat.press(Qt.Key.Key_Escape)
    assert seat.front == "mine"
    assert first not in seat.waits()
    assert seat.page.table.chosen == second
    assert seat.counts()["shift_log"] == HITS - 1


def test_the_next_hit_comes_by_itself_and_a_second_press_does_not_review_it(seat: Mine) -> None:
    seat.take_seat(SUPERVISOR, PASSWORD)
    first, second, third, *_ = [key for key in seat.waits() if key.startswith("hit/")]
    seat.page.table.choose(first)
    seat.press(Qt.Key.Key_Return)
    seat.press(Qt.Key.Key_Space)
    assert seat.screen.presenter._chosen.hit_id == second.removeprefix("hit/")  # type: ignore[attr-defined]
    seat.press(Qt.Key.Key_Space)
    assert second in seat.screen.pages["mine"].known  # type: ignore[attr-defined]
    seat.press(Qt.Key.Key_Tab)
    seat.press(Qt.Key.Key_Space)
    assert seat.screen.presenter._chosen.hit_id == third.removeprefix("hit/")  # type: ignore[attr-defined]
    assert seat.counts()["shift_log"] == HITS - 2


def test_a_flag_that_was_judged_gives_way_to_the_next_and_a_click_elsewhere_stays(
    seat: Mine,
) -> None:
    seat.take_seat(SUPERVISOR, PASSWORD)
    first, *others = [key for key in seat.waits() if key.startswith("misuse_flags/")]
    seat.page.table.choose(first)
    seat.press(Qt.Key.Key_Return)
    seat.page.why.setText("Spoke to the officer, the case is real")
    seat.page.buttons["Justified"].click()
    seat.page.question.yes.click()
    seat.settle()
    assert seat.front == "misuse_flags"
    assert [f"misuse_flags/{seat.page.table.chosen}"] == others[:1]
    seat.press(Qt.Key.Key_Escape)
    assert first not in seat.waits()


def test_a_case_is_opened_where_the_flagged_searches_are_read(seat: Mine) -> None:
    seat.take_seat(SUPERVISOR, PASSWORD)
    seat.open("misuse_flags")
    number = seat.page.table.chosen
    seat.press(Qt.Key.Key_Return)
    assert seat.front == "misuse_flag"
    seat.page.buttons["Open review case"].click()
    seat.settle()
    assert seat.page.state.words.text()
    assert seat.page.why.isVisible()
    seat.page.why.setText("Eight looks at one plate, each with another case")
    seat.page.buttons["Open review case"].click()
    seat.settle()
    assert seat.page.state.words.text() == "Case 2026-0001 is open."
    assert not seat.page.buttons["Open review case"].isVisible()
    seat.press(Qt.Key.Key_Escape)
    assert not seat.screen.pages["misuse_flags"].known[number].may_judge  # type: ignore[attr-defined]


def given_up(hq: Headquarters) -> None:
    """Let two receivers of one name not take their letters."""
    request = SubscriptionRequest("CAD", "https://cad.example.gov/alpr")
    for _ in range(2):
        subscribe(hq, caller_at_desk(ADMINISTRATOR), request, CUSTODIAN)
        raise_hit(hq)
    with hq.database.writing() as connection:
        connection.execute(update(LETTERS).values(tries=TRIES, due_at=None, failure="Down."))


def test_each_receiver_that_letters_were_given_up_for_waits_and_opens_its_page(seat: Mine) -> None:
    given_up(seat.hq)
    seat.take_seat(SUPERVISOR, PASSWORD)
    lines = [key for key in seat.waits() if key.startswith("dispatch_letters/")]
    assert len(lines) == 2
    seat.page.table.choose(lines[1])
    seat.press(Qt.Key.Key_Return)
    assert (seat.front, seat.page.table.chosen) == ("dispatch_letters", lines[1].partition("/")[2])
    seat.press(Qt.Key.Key_Escape)
    assert seat.front == "mine"


@pytest.mark.parametrize("person", [SUPERVISOR, CUSTODIAN, ADMINISTRATOR, OFFICER])
def test_the_menu_has_a_dozen_pages_and_the_rest_under_more(seat: Mine, person: str) -> None:
    seat.take_seat(person, PASSWORD)
    menu = seat.screen.window.menu
    shown = [button for button in menu._buttons if button.isVisible()]
    assert 5 <= len(shown) <= 12
    assert shown[0].text().startswith("Mine to do")
    if menu.more.isVisible():
        menu.more.click()
    assert all(button.isVisible() for button in menu._buttons)


def test_hits_without_a_flag_are_reviewed_together_once_they_were_opened(seat: Mine) -> None:
    seat.take_seat(SUPERVISOR, PASSWORD)
    seat.open("shift_log")
    seat.log.together.click()
    assert seat.log.state.words.text().startswith("Open the hits first")
    plain = list(seat.screen.pages["shift_log"]._joined)[:3]  # type: ignore[attr-defined]
    for hit_id in plain:
        seat.log.table.choose(hit_id)
        seat.press(Qt.Key.Key_Return)
        seat.press(Qt.Key.Key_Escape)
    seat.log.together.click()
    assert seat.log.question.words.text().startswith("You opened 3 hits without a flag")
    seat.log.question.yes.click()
    seat.settle()
    assert not {*plain} & {*seat.screen.pages["shift_log"]._joined}  # type: ignore[attr-defined]
    seat.open("mine")
    assert seat.counts()["shift_log"] == HITS - 3


def test_the_shifts_report_has_counts_and_the_handover_but_no_plate(
    seat: Mine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "shift.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    seat.take_seat(SUPERVISOR, PASSWORD)
    seat.open("shift_log")
    QTest.keyClicks(seat.log.handover, "Unit 12 waits for a new camera")
    seat.log.report.click()
    seat.settle()
    words = text_of(place.read_bytes())
    assert "Unit 12 waits for a new camera" in words
    assert f"Not reviewed {HITS}" in words
    assert not [read.text for read in seat.reads if read.text in words]
    assert seat.log.state.words.text() == "Saved shift.pdf."


def test_a_line_is_opened_at_its_row_and_escape_comes_back(seat: Mine) -> None:
    seat.take_seat(SUPERVISOR, PASSWORD)
    seat.page.table.choose("misuse_flags/2")
    seat.press(Qt.Key.Key_Return)
    assert (seat.front, seat.page.table.chosen) == ("misuse_flags", "2")
    seat.press(Qt.Key.Key_Escape)
    assert (seat.front, seat.page.table.chosen) == ("mine", "misuse_flags/2")


def test_a_hold_that_is_not_sworn_waits_with_its_day_and_opens(seat: Mine) -> None:
    seat.take_seat(CUSTODIAN, PASSWORD)
    line = seat.screen.pages["mine"].known["hold_item/1"]  # type: ignore[attr-defined]
    assert (line.name, line.due_on) == (
        "Preservation request 2026-0001",
        days_after(NOW.date(), 90),
    )
    assert line.words.startswith("Sworn and notarized")
    seat.page.table.choose("hold_item/1")
    seat.press(Qt.Key.Key_Return)
    assert seat.front == "hold_item"
    assert "2026-0001" in seat.page.about.text()
