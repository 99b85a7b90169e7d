"""The yearly review of accounts (ACC-11)."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from mdt_alpr.domain.people.account_review import ReviewDecision, ReviewedAccount
from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import ACCOUNT_REVIEWS
from mdt_alpr.hq.keeping.doctor import examined
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_acts import (
    accounts_of,
    demand_another_administrator,
    disable_account,
)
from mdt_alpr.hq.people.account_reminders import due
from mdt_alpr.hq.people.account_review_state import overdue
from mdt_alpr.hq.people.account_reviews import reviews, reviews_of, sign_review
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.wire.accounts import SignedReviewMessage
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.senders import PASSWORDS

YEAR = timedelta(days=365)
WORD = "staple gun on the roof"


def decided(by: str, **other: tuple[ReviewDecision, str]) -> list[ReviewedAccount]:
    chosen = {name.replace("_", "-"): what for name, what in other.items()}
    keep = (ReviewDecision.KEEP, "")
    return [ReviewedAccount(p, *chosen.get(p, keep)) for p in PASSWORDS if p != by]


def kept(hq: Headquarters) -> list[SignedReviewMessage]:
    with hq.reading() as work:
        return reviews(hq, work)


def late(hq: Headquarters) -> set[str]:
    with hq.reading() as work:
        return set(overdue(work))


def doctor_is_content(hq: Headquarters) -> bool:
    return next(one.ok for one in examined(hq) if one.name == "account review")


@pytest.mark.clause("4.A.4")
def test_a_review_keeps_what_was_seen_what_was_decided_and_disables_at_once(
    hq: Headquarters, clock: SetClock
) -> None:
    clock.pass_by(hours=1)
    left = (ReviewDecision.DISABLE, "left for another agency")
    moved = (ReviewDecision.CHANGE, "moved to records, no more supervisor")
    by = ADMINISTRATOR
    sign_review(hq, decided(by, officer_1=left, supervisor_1=moved), by)
    (one,) = kept(hq)
    assert one.is_whole
    assert (one.review.signed_by, one.review.signed_at) == (by, clock.at)
    seen = {account.person_id: account for account in one.review.accounts}
    assert set(seen) == {*PASSWORDS} - {by}
    assert (seen[SUPERVISOR].role, seen[SUPERVISOR].note) == (Role.SUPERVISOR, moved[1])
    assert seen[OFFICER].trained_until == NOW.date() + YEAR
    with hq.reading() as work:
        gone = people.account(work.connection, OFFICER)
    assert gone is not None
    assert gone.disabled_at == clock.at


def test_every_account_is_due_after_a_year_and_the_own_one_waits_for_another_reviewer(
    hq: Headquarters, clock: SetClock
) -> None:
    clock.at = NOW + YEAR - timedelta(minutes=1)
    assert not late(hq)
    assert doctor_is_content(hq)
    clock.at = NOW + YEAR
    assert late(hq) == {*PASSWORDS}
    assert not doctor_is_content(hq)
    sign_review(hq, decided(CUSTODIAN), CUSTODIAN)
    assert late(hq) == {CUSTODIAN}
    sign_review(hq, decided(ADMINISTRATOR), ADMINISTRATOR)
    assert not late(hq)


@pytest.mark.parametrize(
    "wrong",
    [
        decided(CUSTODIAN)[1:],
        [*decided(CUSTODIAN), ReviewedAccount(CUSTODIAN, ReviewDecision.KEEP)],
        [*decided(CUSTODIAN), decided(CUSTODIAN)[0]],
        [*decided(CUSTODIAN), ReviewedAccount("nobody", ReviewDecision.KEEP)],
        decided(CUSTODIAN, officer_1=(ReviewDecision.DISABLE, "")),
    ],
    ids=["one left out", "the own one", "one twice", "nobody's", "no reason"],
)
def test_a_review_that_is_not_whole_is_not_signed(
    hq: Headquarters, wrong: list[ReviewedAccount]
) -> None:
    with pytest.raises(AccountRefusedError):
        sign_review(hq, wrong, CUSTODIAN)
    assert kept(hq) == []


@pytest.mark.proved("A7")
@pytest.mark.proved("ACC-12")
def test_a_review_by_who_may_disable_nobody_disables_nobody_and_asks_an_administrator(
    hq: Headquarters, clock: SetClock
) -> None:
    clock.pass_by(hours=1)
    left = (ReviewDecision.DISABLE, "left for another agency")
    sign_review(hq, decided(CUSTODIAN, officer_1=left, administrator_1=left), CUSTODIAN)
    with hq.writing() as work:
        accounts = {
            account.person_id: account for account in accounts_of(work, ADMINISTRATOR).accounts
        }
        shown = reviews_of(hq, work, ADMINISTRATOR)
    assert all(account.disabled_at is None for account in accounts.values())
    assert accounts[OFFICER].review == f"{CUSTODIAN} asks to disable it"
    assert set(shown.disabling_asked) == {OFFICER, ADMINISTRATOR}
    disable_account(hq, OFFICER, "left, as the review asks", ADMINISTRATOR)
    with hq.writing() as work:
        assert reviews_of(hq, work, ADMINISTRATOR).disabling_asked == (ADMINISTRATOR,)


@pytest.mark.proved("A7")
def test_no_review_disables_the_last_administrator(hq: Headquarters) -> None:
    new = NewAccount("rivera", "R. Rivera", Role.ADMINISTRATOR, WORD, NOW.date())
    make_account(hq, new, ADMINISTRATOR)
    left = (ReviewDecision.DISABLE, "left for another agency")
    sign_review(hq, [*decided(ADMINISTRATOR), ReviewedAccount("rivera", *left)], ADMINISTRATOR)
    with hq.reading() as work, pytest.raises(AccountRefusedError):
        demand_another_administrator(work, ADMINISTRATOR)


@pytest.mark.proved("ACC-11")
def test_an_overdue_review_is_shown_beside_the_account_and_reminded_of(
    hq: Headquarters, clock: SetClock
) -> None:
    clock.at = NOW + YEAR
    with hq.writing() as work:
        accounts = accounts_of(work, CUSTODIAN).accounts
        reminded = [one for one in due(work) if one.name == "Yearly review of accounts"]
    assert {account.review for account in accounts} == {"yearly review overdue"}
    assert "hq sign-account-review" in reminded[0].words


def test_a_review_that_was_changed_in_the_database_is_shown_as_broken(hq: Headquarters) -> None:
    sign_review(hq, decided(CUSTODIAN), CUSTODIAN)
    with hq.database.writing() as connection:
        changed = update(ACCOUNT_REVIEWS).values(signed_by=ADMINISTRATOR)
        connection.execute(changed)
    assert not kept(hq)[0].is_whole


def test_a_list_is_written_filled_in_and_signed_by_commands(
    terminal: Terminal, tmp_path: Path
) -> None:
    path = tmp_path / "review.csv"
    assert terminal.run(CUSTODIAN, "account-review-list", path) == 0
    assert terminal.run(CUSTODIAN, "sign-account-review", path) == 1
    assert "line 2" in terminal.err
    lines = path.read_text("utf-8").splitlines()
    assert CUSTODIAN not in "".join(lines)
    filled = [lines[0], *(line.removesuffix(",,") + ",keep," for line in lines[1:])]
    path.write_text("\n".join(filled), "utf-8")
    assert terminal.run(SUPERVISOR, "sign-account-review", path) == 1
    assert terminal.run(ADMINISTRATOR, "sign-account-review", path) == 1
    assert "You can't review your own account" in terminal.err
    assert terminal.run(CUSTODIAN, "sign-account-review", path) == 0
    assert terminal.run(CUSTODIAN, "account-reviews") == 0
    assert re.search("Keep +Signed ", terminal.out)
