"""Acts that took a command before: directory, second factors, clock, signed reviews (42, 7)."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from mdt_alpr.acts import directory, disclosures, hits, holds, security_keys
from mdt_alpr.acts.act import Act
from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.ui.desk.pages.data_request import DataRequest
from mdt_alpr.ui.desk.pages.hold_item import HoldItem
from mdt_alpr.ui.desk.pages.training_register import TrainingRegister
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.hit_page import END_TWINS
from mdt_alpr.ui.desk.views.second_person import SecondPersonBar
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.wire.accounts import FactorDemand
from mdt_alpr.wire.directory import LinkRequest
from mdt_alpr.wire.disclosures import DisclosureAct, DisclosureActRequest
from mdt_alpr.wire.holds import HoldAct, HoldActRequest
from mdt_alpr.wire.manual import ReasonMessage
from tests.builders import NOW, SetClock
from tests.hq.senders import PASSWORDS
from tests.hq.test_account_life import recorded
from tests.journeys.conftest import hq
from tests.ui.desk_screens import Seat, a_seat, sent_by, words_of

__all__ = ["hq"]  # a fixture

WHY = "The agency's directory was set up today"


def form_at(seat: Seat, page: str) -> FormPage:
    """Open a page of the menu."""
    seat.open(page)
    view = seat.screen.window.pages[page]
    assert isinstance(view, FormPage)
    return view


def fill(view: FormPage, **texts: str) -> None:
    for name, text in texts.items():
        view.fields[name].setText(text)


def confirm(seat: Seat, view: FormPage, person: str, password: str) -> str:
    """Let a second person confirm; return what was asked."""
    bar = view.findChild(SecondPersonBar)
    assert bar is not None
    assert bar.isVisibleTo(view)
    bar.fields["person"].setText(person)
    bar.fields["password"].setText(password)
    asked = bar.words.text()
    bar.confirm.click()
    seat.settle()
    return asked


def test_an_account_is_linked_by_its_name_and_the_chosen_link_ends(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.ADMINISTRATOR)
    view = form_at(seat, "directory")
    view.table.choose("ralvarez")
    fill(view, person_id="whitfield", subject="9f3c-77", why=WHY)
    view.buttons[directory.LINK.button].click()
    assert "Let 9f3c-77 of the directory sign in?" in view.question.words.text()
    view.question.yes.click()
    seat.settle()
    fill(view, why=WHY)
    view.buttons[directory.UNLINK.button].click()
    assert "sign in as" in view.question.words.text()
    view.question.yes.click()
    seat.settle()
    sent = sent_by(link)
    assert (directory.LINK.path(person_id="whitfield"), LinkRequest("9f3c-77", WHY)) in sent
    ended = directory.UNLINK.path(person_id=view.table.chosen)
    assert (ended, ReasonMessage(WHY)) in sent


def test_a_link_without_a_user_name_is_not_sent(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.ADMINISTRATOR)
    view = form_at(seat, "directory")
    link.asked.clear()
    fill(view, subject="9f3c-77", why=WHY)
    view.buttons[directory.LINK.button].click()
    assert view.question.isHidden()
    assert link.asked == []


def test_a_new_token_is_shown_until_the_person_leaves(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.ADMINISTRATOR)
    view = form_at(seat, "directory")
    fill(view, why=WHY)
    view.buttons[directory.MAKE_TOKEN.button].click()
    view.question.yes.click()
    seat.settle()
    assert "pKq2-sample-token" in view.about.text()
    seat.screen.presenter.lock()
    assert view.about.text() == ""


def test_an_auditor_sees_the_links_and_has_no_act_on_them(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.AUDITOR)
    view = form_at(seat, "directory")
    assert len(words_of(view)) == 2
    assert all(view.buttons[act.button].isHidden() for act in directory_acts())
    assert view.fields["person_id"].isHidden()


def directory_acts() -> tuple[Act[Any], ...]:
    return directory.LINK, directory.UNLINK, directory.MAKE_TOKEN


def test_another_persons_lost_key_is_removed_from_their_page(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.ADMINISTRATOR)
    view = form_at(seat, "second_factors")
    view.table.choose("kdavis")
    view.buttons["persons_keys"].click()
    seat.settle()
    keys = seat.screen.window.pages["persons_keys"]
    assert isinstance(keys, FormPage)
    assert "(kdavis)" in keys.about.text()
    key = keys.table.chosen
    fill(keys, why="Lost on patrol")
    keys.buttons[security_keys.REMOVE_PERSONS_KEY.button].click()
    keys.question.yes.click()
    seat.settle()
    removed = security_keys.REMOVE_PERSONS_KEY.path(person_id="kdavis", key_id=key)
    assert (removed, ReasonMessage("Lost on patrol")) in sent_by(link)


def test_a_second_factor_is_demanded_once_another_administrator_confirms(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.ADMINISTRATOR)
    view = form_at(seat, "second_factors")
    link.asked.clear()
    fill(view, why=WHY)
    view.buttons[security_keys.DEMAND_FACTOR.button].click()
    assert link.asked == []
    assert "Another administrator confirms" in confirm(seat, view, "bsmith", "a word")
    demanded = security_keys.DEMAND_FACTOR.path(), FactorDemand(demanded=True, why=WHY)
    assert demanded in sent_by(link)


def test_keys_of_a_hold_that_are_lost_are_given_up_after_a_question(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.ADMINISTRATOR)
    seat.screen.presenter.open("hold_item", 117)
    seat.settle()
    page, view = seat.screen.page(HoldItem), seat.screen.window.pages["hold_item"]
    assert isinstance(view, FormPage)
    lost = view.buttons[holds.GIVE_UP_KEYS.button]
    assert lost.isHidden(), "nothing is lost"
    page.show_found(replace(page.found, has_lost_keys=True))
    fill(view, why=WHY)
    lost.click()
    assert "is erased now" in view.question.words.text()
    view.question.yes.click()
    seat.settle()
    given_up = HoldActRequest(HoldAct.GIVE_UP_KEYS, WHY)
    assert (holds.GIVE_UP_KEYS.path(number=117), given_up) in sent_by(link)


def test_papers_whose_key_is_lost_are_given_up_while_the_request_is_open(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot, Role.ADMINISTRATOR)
    seat.screen.presenter.open("data_request", 5)
    seat.settle()
    page, view = seat.screen.page(DataRequest), seat.screen.window.pages["data_request"]
    assert isinstance(view, FormPage)
    lost = view.buttons[disclosures.GIVE_UP_PAPERS.button]
    assert lost.isHidden()
    page.show_found(replace(page.found, found=None))
    fill(view, why=WHY)
    lost.click()
    view.question.yes.click()
    seat.settle()
    given_up = DisclosureActRequest(DisclosureAct.GIVE_UP_PAPERS, WHY)
    assert (disclosures.GIVE_UP_PAPERS.path(number=5), given_up) in sent_by(link)


def test_the_memory_of_cleared_twins_ends_on_the_hit_with_a_reason(qtbot: QtBot) -> None:
    seat, link = a_seat(qtbot)
    seat.screen.presenter.open("hit", "hit-0")
    seat.settle()
    forget = seat.hit.buttons[END_TWINS]
    assert not forget.isHidden(), "this hit was cleared"
    forget.click()
    assert "Write the reason first" in seat.hit.state.words.text()
    seat.hit.words.setText(WHY)
    forget.click()
    seat.settle()
    path = hits.END_TWIN_MEMORY.path(entry_id="e1")
    assert (path, ReasonMessage(WHY)) in sent_by(link)
    assert seat.hit.words.text() == ""


def test_the_scan_of_a_signed_paper_is_saved_from_the_register(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "paper.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    seat, _ = a_seat(qtbot, Role.CUSTODIAN)
    seat.open("training_register")
    page = seat.screen.page(TrainingRegister)
    seat.trainings.paper.click()
    assert "Choose somebody with a scan" in seat.trainings.state.words.text()
    chosen = page.known[seat.trainings.table.chosen]
    scanned = replace(chosen.trainings[0], scan="5e" * 32)
    page.known[chosen.person_id] = replace(chosen, trainings=(scanned,))
    seat.trainings.paper.click()
    seat.settle()
    assert place.read_bytes() == b"%PDF-1.4"


def test_signed_reviews_of_accounts_and_who_is_overdue_are_read_at_the_desk(qtbot: QtBot) -> None:
    seat, _ = a_seat(qtbot, Role.CUSTODIAN)
    seat.open("account_reviews")
    view = seat.screen.window.pages["account_reviews"]
    assert isinstance(view, TableView)
    rows = " ".join(words_of(view))
    assert "whitfield" in rows
    assert "OVERDUE" in rows
    assert "Disable" in rows


@pytest.mark.proved("V10")
def test_two_people_confirm_the_clock_at_the_desk_and_say_the_date_themselves(
    qtbot: QtBot, hq: InProcessHq
) -> None:
    clock = SetClock()
    seat = Seat(qtbot, HttpDeskLink(open_client(hq.base_url), clock, "desk-1"), clock)
    seat.sign_in(CUSTODIAN, PASSWORDS[CUSTODIAN])
    view = form_at(seat, "clock_and_chain")
    assert view.fields["today"].text() == "", "the desk's own clock is no witness"
    for day, times in (("Nov 24, 2020", 0), (f"{NOW:%b} {NOW.day}, {NOW.year}", 1)):
        fill(view, today=day)
        view.buttons["Confirm the clock"].click()
        asked = confirm(seat, view, ADMINISTRATOR, PASSWORDS[ADMINISTRATOR])
        assert "Another custodian or administrator or auditor confirms" in asked
        assert len(recorded(hq.hq, AuditEvent.HQ_CLOCK_CONFIRMED)) == times
