"""Search at the desk: said why, asked back where it is wide, shown page by page."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from mdt_alpr.acts import search as search_acts
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.search.question import (
    CASES_NOT_LOOKED_UP,
    CASES_OF_ANY_FORMAT,
    SEEN_NOT_DRIVEN,
    Area,
)
from mdt_alpr.lab.screens import desk_samples
from mdt_alpr.lab.screens.desk_samples import SampleLink
from mdt_alpr.ui.desk.pages.search import FOOT
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.search_reads_page import SearchReadsPage
from mdt_alpr.ui.kit.theme import DAY, NIGHT
from mdt_alpr.ui.kit.words import typed_time
from mdt_alpr.wire import addresses
from mdt_alpr.wire.audit_search import AuditSearch
from mdt_alpr.wire.search import FoundReads, PageWanted, SearchForm, SearchOrder, SearchRequest
from mdt_alpr.wire.who_saw import WhoSawRequest
from tests.ui.desk_screens import Seat, a_seat, words_of


def at_search(qtbot: QtBot, role: Role = Role.SUPERVISOR) -> tuple[Seat, SampleLink]:
    seat, link = a_seat(qtbot, role)
    seat.open("search")
    seat.settle()
    return seat, link


def type_in(page: SearchReadsPage, **texts: str) -> None:
    for name, text in texts.items():
        field = page.fields[name]
        if isinstance(field, QLineEdit):
            field.setText(text)
        else:
            field.setCurrentIndex(field.findData(text))


def filled(page: SearchReadsPage) -> None:
    type_in(
        page, plate="klm44*", where="Downtown", purpose="criminal_investigation",
        case="26-118204", reason="Larceny of a trailer", units="Unit 9, Unit 12,",
    )  # fmt: skip


def asked(link: SampleLink) -> list[SearchRequest]:
    return [body for _, body in link.asked if isinstance(body, SearchRequest)]


@pytest.mark.proved("B6", "PUR-04")
def test_the_page_says_which_rules_on_cases_are_off_and_why(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = SearchForm((), (), (), checks_cases=False)
    monkeypatch.setattr(desk_samples, "_SEARCH_FORM", form)
    seat, _link = at_search(qtbot)
    assert seat.search.state.words.text() == f"{FOOT} {CASES_OF_ANY_FORMAT} {CASES_NOT_LOOKED_UP}"


@pytest.mark.clause("8.B")
def test_a_search_names_plate_place_and_why_and_shows_its_reads(qtbot: QtBot) -> None:
    seat, link = at_search(qtbot, Role.CUSTODIAN)
    page = seat.search
    assert page.state.words.text() == FOOT
    filled(page)
    page.buttons["search"].click()
    seat.settle()
    (request,) = asked(link)
    question = request.question
    assert (question.plate, question.state, request.confirmed) == ("klm44*", "any", False)
    assert question.area == Area(35.994, -78.8986, 1.5, "Downtown")
    assert question.units == ("Unit 9", "Unit 12")
    assert (question.until - question.since).days == 7
    assert page.table.rows.counts == (7, 7)
    assert page.state.words.text().startswith("128 reads, page 1 of 3.")
    assert page.about.text() == f"{SEEN_NOT_DRIVEN} The case was not checked."


@pytest.mark.clause("8.B")
@pytest.mark.parametrize("yes", [True, False])
def test_a_wide_search_is_asked_about_first(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, yes: bool
) -> None:
    asks = FoundReads("", ask=("It covers more than 7 days.",))
    monkeypatch.setitem(desk_samples._ANSWERS, FoundReads, lambda _rows: asks)
    seat, link = at_search(qtbot)
    page = seat.search
    filled(page)
    QTest.keyClick(page.fields["plate"], Qt.Key.Key_Return)
    seat.settle()
    assert "more than 7 days" in page.question.words.text()
    assert page.table.rows.counts == (0, 0)
    (page.question.yes if yes else page.question.no).click()
    seat.settle()
    assert [one.confirmed for one in asked(link)] == ([False, True] if yes else [False])


def test_pages_and_columns_ask_headquarters_again(qtbot: QtBot) -> None:
    seat, link = at_search(qtbot)
    page = seat.search
    filled(page)
    page.buttons["search"].click()
    seat.settle()
    assert [name for name, b in page.buttons.items() if b.isVisible()] == [
        "search",
        "next",
        "map",
        "who",
        "hold",
    ]
    page.buttons["next"].click()
    seat.settle()
    page.sort_wanted.emit(SearchOrder.PLATE.value)
    seat.settle()
    path = addresses.filled(addresses.SEARCH_PAGE, search_id="search-1")
    wanted = [body for where, body in link.asked if where == path]
    assert wanted == [PageWanted(1), PageWanted(0, SearchOrder.PLATE, descending=False)]


def test_the_picture_of_a_read_is_asked_for_when_it_is_chosen(qtbot: QtBot) -> None:
    seat, link = at_search(qtbot)
    page = seat.search
    filled(page)
    page.buttons["search"].click()
    seat.settle()
    assert not page.picture.isVisible()
    page.table.opened.emit("read-2")
    seat.settle()
    assert page.picture.isVisible()
    assert page.picture.watermark
    names = {"search_id": "search-1", "read_id": "read-2"}
    assert (addresses.filled(search_acts.SHOW_PICTURE.address, **names), None) in link.asked


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"since": "yesterday"}, "Enter both times"),
        ({"where": "point", "point": "downtown"}, "Enter the point as degrees"),
    ],
)
def test_what_is_no_time_and_no_point_is_said_at_once(
    qtbot: QtBot, typed: dict[str, str], words: str
) -> None:
    seat, link = at_search(qtbot)
    filled(seat.search)
    type_in(seat.search, **typed)
    seat.search.buttons["search"].click()
    assert seat.search.state.words.text().startswith(words)
    assert asked(link) == []


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CUSTODIAN])
def test_past_reads_of_an_entry_are_a_search_with_its_reason(qtbot: QtBot, role: Role) -> None:
    seat, link = a_seat(qtbot, role)
    seat.open("manual_entries")
    seat.entries.buttons["search"].click()
    assert seat.search.isVisible()
    assert asked(link) == []
    seat.search.buttons["search"].click()
    seat.settle()
    (request,) = asked(link)
    question = request.question
    assert (question.plate, question.case) == ("KLM4471", "26-004471")
    assert (question.everywhere, (question.until - question.since).days) == (True, 90)


def test_a_lost_link_is_said_and_lock_leaves_nothing(qtbot: QtBot) -> None:
    seat, link = at_search(qtbot)
    page = seat.search
    filled(page)
    page.buttons["search"].click()
    seat.settle()
    link.lost = True
    page.buttons["search"].click()
    seat.settle()
    assert page.state.words.text().startswith("Headquarters cannot be reached.")
    assert page.table.rows.counts == (0, 0)
    seat.screen.presenter.lock()
    assert page.entered().text("reason") == page.entered().text("plate") == ""


def test_every_column_is_in_view_at_1280_by_720(qtbot: QtBot) -> None:
    seat, _ = at_search(qtbot)
    filled(seat.search)
    seat.search.buttons["search"].click()
    seat.settle()
    seat.screen.window.resize(1280, 720)
    for palette in (DAY, NIGHT):
        seat.screen.window.use_palette(palette)
        qtbot.wait(1)
        assert seat.screen.window.width() == 1280
        assert seat.search.table.horizontalScrollBar().maximum() == 0


@pytest.mark.proved("K4")
def test_who_saw_a_read_is_one_press_from_the_search(qtbot: QtBot) -> None:
    seat, link = at_search(qtbot, Role.CUSTODIAN)
    page = seat.search
    filled(page)
    page.buttons["search"].click()
    seat.settle()
    page.table.selectRow(1)
    page.buttons["who"].click()
    seat.settle()
    (asked,) = [body for _, body in link.asked if isinstance(body, WhoSawRequest)]
    assert asked.thing == page.table.chosen
    view = seat._view("who_saw", FormPage)
    assert view.table.rows.rowCount() == 2
    assert "Erased with its time" in words_of(view)[1]
    view.table.selectRow(0)
    view.buttons["entry"].click()
    seat.settle()
    (search,) = [body for _, body in link.asked if isinstance(body, AuditSearch)]
    assert search.event == "hq:search:made"
    seat.screen.presenter.back()
    assert seat.screen.window.page_name == "who_saw"
    seat.screen.presenter.back()
    assert seat.screen.window.page_name == "search"


@pytest.mark.clause("8.C.2")
def test_a_read_that_was_found_is_carried_on_to_form_alpr_1(qtbot: QtBot) -> None:
    seat, _ = at_search(qtbot, Role.OFFICER)
    page = seat.search
    filled(page)
    page.buttons["search"].click()
    seat.settle()
    page.buttons["hold"].click()
    seat.settle()
    form = seat._view("hold_request", FormPage)
    read = desk_samples._ANSWERS[FoundReads](7).reads[0]
    typed = form.entered()
    assert (typed.text("text"), typed.text("state")) == (read.text, read.state)
    assert typed.text("cameras") == f"{read.unit} / {read.camera}"
    begins, ends = (typed_time(typed.text(name)) for name in ("begins_at", "ends_at"))
    assert begins <= read.captured_at < ends == begins + timedelta(minutes=1)
    assert typed.text("case") == "26-118204"
    said = [typed.text(name) for name in ("ground", "facts", "parties")]
    assert said == ["criminal_investigation", "Larceny of a trailer", ""]
    assert form.fields["parties"].hasFocus()
