"""The administrator's page at the desk, before a real headquarters."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.domain.people.account_review import ReviewDecision
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import date_ends
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_acts import accounts_of, change_account
from mdt_alpr.hq.people.accounts import set_temporary_password
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SUPERVISOR,
    sample_agency,
)
from mdt_alpr.wire.accounts import AccountChange, AccountMessage
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS, sign_in
from tests.ui.desk_screens import Seat

pytestmark = pytest.mark.proved("accounts")
WORD, OTHER_WORD = "staple gun roof", "another staple gun"


@pytest.fixture
def hq(tmp_path: Path) -> Iterator[InProcessHq]:
    settings = HqSettings(tmp_path / "hq", password_cost=CHEAP)
    with InProcessHq(settings, SetClock(), os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, NOW.date())
        yield found


class Desk(Seat):
    """Somebody at the page of accounts."""

    def __init__(self, qtbot: QtBot, hq: InProcessHq, person: str) -> None:
        clock = SetClock()
        super().__init__(qtbot, HttpDeskLink(open_client(hq.base_url), clock, "desk-1"), clock)
        self.hq, self.page = hq, self.accounts
        self.sign_in(person, PASSWORDS[person])
        self.screen.presenter.want("accounts")
        self.settle()

    def choose(self, person: str) -> None:
        rows = self.page.table.rows
        keys = [rows.key(n) for n in range(rows.rowCount())]
        self.page.table.selectRow(keys.index(person))

    def fill(self, **fields: str) -> None:
        for name, words in fields.items():
            self.page.fields[name].setText(words)

    def choose_role(self, role: str) -> None:
        box = self.page.fields["role"]
        box.setCurrentIndex(box.findData(role))

    def press(self, act: str) -> None:
        self.page.buttons[act].click()
        self.settle()

    def known(self, person: str) -> AccountMessage | None:
        with self.hq.hq.writing() as work:
            accounts = accounts_of(work, ADMINISTRATOR).accounts
        return next((account for account in accounts if account.person_id == person), None)


@pytest.mark.proved("S28")
def test_a_supervisor_unlocks_an_officer_and_may_do_nothing_else(
    qtbot: QtBot, hq: InProcessHq
) -> None:
    for _ in range(5):
        sign_in(hq.base_url, OFFICER, "wrong")
    desk = Desk(qtbot, hq, SUPERVISOR)
    assert [name for name, b in desk.page.buttons.items() if not b.isHidden()] == [
        "who_saw",
        "Unlock",
    ]
    desk.choose(OFFICER)
    desk.press("Unlock")
    assert sign_in(hq.base_url).status_code == 403
    desk.fill(why="called from the road, forgot it")
    desk.press("Unlock")
    assert sign_in(hq.base_url).status_code == 201


def test_what_ends_sessions_is_asked_plainly_and_no_means_no(
    qtbot: QtBot, hq: InProcessHq
) -> None:
    desk = Desk(qtbot, hq, ADMINISTRATOR)
    desk.choose(OFFICER)
    for button, is_disabled in ((desk.page.question.no, False), (desk.page.question.yes, True)):
        desk.fill(why="left the agency today")
        desk.press("Disable")
        assert not desk.page.buttons["Disable"].isEnabled()
        button.click()
        desk.settle()
        known = desk.known(OFFICER)
        assert known is not None
        assert (known.disabled_at is not None) is is_disabled
    assert desk.page.table.chosen == OFFICER
    desk.fill(why="came back to the agency")
    desk.press("Enable")
    assert sign_in(hq.base_url).status_code == 201


def test_an_account_is_made_changed_and_given_a_password(qtbot: QtBot, hq: InProcessHq) -> None:
    desk = Desk(qtbot, hq, ADMINISTRATOR)
    desk.fill(person_id="rivera", name="R. Rivera", team="A", password=WORD)
    desk.fill(trained_on=NOW.date().isoformat())
    desk.choose_role("officer")
    desk.press("Create account")
    desk.page.question.yes.click()
    desk.settle()
    assert sign_in(hq.base_url, "rivera", WORD).json()["number"] == 208
    desk.choose("rivera")
    desk.fill(name="R. Rivera-Diaz", team="B")
    desk.choose_role("supervisor")
    desk.press("Change name, role, team")
    assert desk.page.question.words.text() == (
        "Change rivera (R. Rivera): role from Officer to Supervisor, name from R. Rivera to "
        "R. Rivera-Diaz, team from none to B? Every session of the account ends now."
    )
    desk.page.question.yes.click()
    desk.settle()
    known = desk.known("rivera")
    assert known is not None
    assert (known.name, known.role, known.team) == ("R. Rivera-Diaz", Role.SUPERVISOR, "B")
    desk.fill(password=OTHER_WORD)
    desk.press("Set password")
    desk.page.question.yes.click()
    desk.settle()
    assert desk.page.fields["password"].text() == ""
    assert sign_in(hq.base_url, "rivera", OTHER_WORD).json()["number"] == 208


def test_a_custodian_sees_accounts_and_only_confirms_whose_they_are(
    qtbot: QtBot, hq: InProcessHq
) -> None:
    set_temporary_password(hq.hq, OFFICER, WORD, by=ADMINISTRATOR)
    desk = Desk(qtbot, hq, CUSTODIAN)
    assert desk.page.table.rows.rowCount() == len(PASSWORDS)
    assert [name for name, b in desk.page.buttons.items() if not b.isHidden()] == [
        "who_saw",
        "Confirm whose it is",
    ]
    desk.choose(OFFICER)
    for reason, set_up_by in (("", (ADMINISTRATOR,)), ("badge 4711 seen in the station", ())):
        desk.fill(why=reason)
        desk.press("Confirm whose it is")
        known = desk.known(OFFICER)
        assert known is not None
        assert known.set_up_by == set_up_by


def test_a_last_day_is_set_and_removed_with_a_reason(qtbot: QtBot, hq: InProcessHq) -> None:
    desk = Desk(qtbot, hq, ADMINISTRATOR)
    desk.choose(OFFICER)
    last = NOW.date() + timedelta(days=30)
    for day, ends_at in ((f"{last:%b %d, %Y}", date_ends(last)), ("", None)):
        desk.fill(last_day=day, why="reserve officer for the fair")
        desk.press("Set last day")
        known = desk.known(OFFICER)
        assert known is not None
        assert known.expires_at == ends_at


def test_an_emergency_account_is_asked_about_and_ends_after_72_hours(
    qtbot: QtBot, hq: InProcessHq
) -> None:
    desk = Desk(qtbot, hq, ADMINISTRATOR)
    desk.fill(person_id="rivera", name="R. Rivera", password=WORD)
    desk.fill(trained_on=NOW.date().isoformat(), emergency="hurricane, mutual aid")
    desk.press("Create 72-hour account")
    desk.page.question.yes.click()
    desk.settle()
    known = desk.known("rivera")
    assert known is not None
    assert known.expires_at == hq.hq.clock.now() + timedelta(hours=72)


def test_a_shared_user_name_is_refused_in_words_at_the_desk(qtbot: QtBot, hq: InProcessHq) -> None:
    desk = Desk(qtbot, hq, ADMINISTRATOR)
    desk.fill(person_id="Shift A", name="Shift A", password=WORD)
    desk.press("Create account")
    desk.page.question.yes.click()
    desk.settle()
    assert "names a duty" in desk.page.state.words.text()
    assert desk.known("Shift A") is None


def test_nothing_of_accounts_stays_when_the_desk_locks(qtbot: QtBot, hq: InProcessHq) -> None:
    desk = Desk(qtbot, hq, ADMINISTRATOR)
    desk.choose(OFFICER)
    desk.fill(password=WORD)
    desk.screen.presenter.lock()
    desk.settle()
    assert desk.page.table.rows.rowCount() == 0
    texts = [f.text() for name, f in desk.page.fields.items() if name != "role"]
    assert set(texts) == {""}


@pytest.mark.proved("K11")
def test_a_desk_that_shows_an_account_as_it_was_changes_nothing(
    qtbot: QtBot, hq: InProcessHq
) -> None:
    desk = Desk(qtbot, hq, ADMINISTRATOR)
    desk.choose(OFFICER)
    now = AccountChange("A. Sample", Role.SUPERVISOR)
    change_account(hq.hq, OFFICER, now, "another administrator")
    desk.fill(name="A. Renamed")
    desk.press("Change name, role, team")
    desk.page.question.yes.click()
    desk.settle()
    assert "changed since you loaded it" in desk.page.state.words.text()
    with hq.hq.reading() as work:
        account = people.account(work.connection, OFFICER)
    assert account is not None
    assert (account.name, account.role) == ("A. Sample", Role.SUPERVISOR)


def test_the_yearly_review_is_decided_and_signed_on_the_screen(
    qtbot: QtBot, hq: InProcessHq
) -> None:
    desk = Desk(qtbot, hq, ADMINISTRATOR)
    desk.open("account_review")
    desk.page = desk.screen.window.pages["account_review"]  # type: ignore[assignment]
    rows = desk.page.table.rows
    people = [rows.key(n) for n in range(rows.rowCount())]
    assert ADMINISTRATOR not in people
    assert len(people) == len(PASSWORDS) - 1
    desk.choose(OFFICER)
    desk.page.fields["decision"].setCurrentIndex(
        desk.page.fields["decision"].findData(ReviewDecision.DISABLE.value)
    )
    desk.page.fields["note"].setText("left the agency in October")
    desk.press("decide")
    desk.press("sign")
    assert desk.page.state.words.text() == "Decide on every account first."
    desk.page.fields["decision"].setCurrentIndex(0)
    for person in set(people) - {OFFICER}:
        desk.choose(person)
        desk.press("decide")
    desk.press("sign")
    assert f"To disable: {OFFICER}" in desk.page.question.words.text()
    desk.page.question.yes.click()
    desk.settle()
    assert "is signed and kept" in desk.page.about.text()
    known = desk.known(OFFICER)
    assert known is not None
    assert known.disabled_at is not None
