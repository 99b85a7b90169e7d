"""Accounts in the years after they were made: nobody is locked out by the calendar."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from mdt_alpr.acts import accounts
from mdt_alpr.acts.act import Act
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.passwords import PasswordRefusedError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.base.declared import promised
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_acts import (
    Rescue,
    accounts_of,
    change_account,
    disable_account,
    enable_account,
    release_account,
    rescue_administrator,
    set_expiry,
)
from mdt_alpr.hq.people.accounts import (
    AGENCY_WORDS,
    NewAccount,
    make_account,
    set_temporary_password,
)
from mdt_alpr.hq.people.own_password import change_password
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.hq.people.second_factors import reset_factor
from mdt_alpr.hq.people.sign_in import caller_of, sign_in
from mdt_alpr.hq.people.two_people import confirm_account
from mdt_alpr.wire.accounts import (
    AccountChange,
    AccountExpiry,
    AccountMessage,
    PasswordChange,
    TeamRequest,
    TrainingRecord,
)
from mdt_alpr.wire.messages import SessionMessage, SignInMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.reviewers import set_team, train
from tests.hq.senders import PASSWORDS

DATABASES, EVERYBODY = ["sqlite"], tuple(PASSWORDS)
WHY = "called, forgot the word"
OLD, NEW = PASSWORDS[OFFICER], "staple gun on the roof"


def entered(
    hq: Headquarters, person: str, word: str = OLD, place: str = "10.0.0.1"
) -> SessionMessage:
    return sign_in(hq, SignInMessage(person, word, "car-1"), place=place)


def refusal(hq: Headquarters, person: str, word: str = OLD, place: str = "10.0.0.1") -> Problem:
    with pytest.raises(RefusedError) as refused:
        entered(hq, person, word, place)
    return refused.value.problem


def changed(hq: Headquarters, person: str, old: str, new: str) -> None:
    change_password(hq, PasswordChange(person, old, new, "car-1"), "10.0.0.1")


def shown(hq: Headquarters, person: str, to: str = ADMINISTRATOR) -> AccountMessage:
    with hq.writing() as work:
        return next(a for a in accounts_of(work, to).accounts if a.person_id == person)


def recorded(hq: Headquarters, event: AuditEvent) -> list[tuple[str, str]]:
    with hq.reading() as work:
        query = select(OWN_AUDIT).where(OWN_AUDIT.c.event == event)
        rows = work.connection.execute(query.order_by(OWN_AUDIT.c.sequence))
        return [(row.person, row.subject) for row in rows]


# ---------------------------------------------------------------- the calendar


@pytest.mark.proved("TRN-03")
def test_on_days_366_and_700_everybody_is_in_who_should_be(
    hq: Headquarters, clock: SetClock
) -> None:
    words = dict.fromkeys(EVERYBODY, OLD)
    for day in (360, 700):
        clock.at = NOW + timedelta(days=day)
        today = clock.at.date()
        others = [TrainingRecord(p, today) for p in EVERYBODY if p != CUSTODIAN]
        train(hq, others, by=CUSTODIAN)
        train(hq, [TrainingRecord(CUSTODIAN, today)], by=ADMINISTRATOR)
        clock.at += timedelta(days=6)
        for person in EVERYBODY:
            if day == 360:
                assert refusal(hq, person, words[person]) is Problem.PASSWORD_DUE
            else:
                assert entered(hq, person, words[person]).trained_until
            fresh = f"{words[person]} {day}"
            changed(hq, person, words[person], fresh)
            words[person] = fresh
            assert entered(hq, person, fresh).trained_until == today + timedelta(days=365)


@pytest.mark.proved("TRN-03")
def test_an_agency_whose_trainings_all_lapsed_comes_back_by_its_own_machine(
    hq: Headquarters, clock: SetClock
) -> None:
    clock.at = NOW + timedelta(days=700)
    today = clock.at.date()
    for person in EVERYBODY:
        changed(hq, person, OLD, NEW)
        assert refusal(hq, person, NEW) is Problem.TRAINING_EXPIRED
    with pytest.raises(AccountRefusedError):
        rescue_administrator(hq, OFFICER, Rescue(today, WHY))
    rescue_administrator(hq, ADMINISTRATOR, Rescue(today, WHY))
    assert recorded(hq, AuditEvent.HQ_ACCOUNT_RESCUED) == [("", ADMINISTRATOR)]
    assert entered(hq, ADMINISTRATOR, NEW).token
    train(hq, [TrainingRecord(OFFICER, today)], by=ADMINISTRATOR)
    assert entered(hq, OFFICER, NEW).token


@pytest.mark.proved("TRN-03")
def test_the_way_back_is_shut_while_another_administrator_can_help(hq: Headquarters) -> None:
    second = NewAccount("chief", "C. Chief", Role.ADMINISTRATOR, OLD, NOW.date())
    make_account(hq, second, by=ADMINISTRATOR)
    with pytest.raises(AccountRefusedError, match="chief"):
        rescue_administrator(hq, ADMINISTRATOR, Rescue(NOW.date(), WHY))
    for _ in range(5):
        refusal(hq, "chief", "wrong")
    rescue_administrator(hq, ADMINISTRATOR, Rescue(NOW.date(), WHY, NEW))
    assert refusal(hq, ADMINISTRATOR, NEW) is Problem.PASSWORD_DUE


@pytest.mark.proved("TRN-03")
def test_trainings_are_recorded_all_or_none(hq: Headquarters, clock: SetClock) -> None:
    clock.at = NOW + timedelta(days=30)
    today = clock.at.date()
    good = TrainingRecord(OFFICER, today)
    for wrong in (
        TrainingRecord("nobody", today),
        TrainingRecord(SUPERVISOR, today + timedelta(days=1)),
        TrainingRecord(SUPERVISOR, NOW.date() - timedelta(days=1)),
        TrainingRecord(CUSTODIAN, today),
    ):
        with pytest.raises(DomainError):
            train(hq, [good, wrong], by=CUSTODIAN)
    assert shown(hq, OFFICER).trained_until == NOW.date() + timedelta(days=365)
    assert recorded(hq, AuditEvent.HQ_TRAINING_RECORDED) == []


# ---------------------------------------------------------------- passwords


@pytest.mark.attack("V4")
@pytest.mark.proved("accounts")
@pytest.mark.parametrize(
    "word",
    [
        "password", "PassWord2026", "        ", "aaaaaaaa", "abababab", "short", "12345678",
        "qwertyuiop", "Summer2026!", "tr00per911", f"x{OFFICER}y", "My-MDT-ALPR", "iloveyou",
        "Ash County 1", "x" * 1025,
    ],
)  # fmt: skip
def test_a_password_that_is_guessed_first_is_refused(hq: Headquarters, word: str) -> None:
    (hq.settings.data / AGENCY_WORDS).write_text("ash county\n", encoding="utf-8")
    with pytest.raises(PasswordRefusedError):
        changed(hq, OFFICER, OLD, word)
    assert entered(hq, OFFICER).token


@pytest.mark.proved("accounts")
def test_ones_own_password_is_changed_by_the_old_one_and_ends_every_session(
    hq: Headquarters,
) -> None:
    token = entered(hq, OFFICER).token
    with pytest.raises(RefusedError):
        changed(hq, OFFICER, "wrong", NEW)
    with pytest.raises(RefusedError, match="not changed"):
        changed(hq, OFFICER, OLD, OLD)
    changed(hq, OFFICER, OLD, NEW)
    with hq.reading() as work, pytest.raises(RefusedError):
        caller_of(work, token)
    assert refusal(hq, OFFICER, OLD) is Problem.CREDENTIALS
    assert entered(hq, OFFICER, NEW).token


@pytest.mark.proved("accounts")
def test_a_temporary_password_lets_nobody_in_until_it_is_changed(hq: Headquarters) -> None:
    token = entered(hq, OFFICER).token
    with pytest.raises(RefusedError):
        set_temporary_password(hq, ADMINISTRATOR, NEW, by=ADMINISTRATOR)
    set_temporary_password(hq, OFFICER, NEW, by=ADMINISTRATOR)
    with hq.reading() as work, pytest.raises(RefusedError):
        caller_of(work, token)
    assert refusal(hq, OFFICER, NEW) is Problem.PASSWORD_DUE
    assert shown(hq, OFFICER).password_is_due
    changed(hq, OFFICER, NEW, "a word of my own")
    assert entered(hq, OFFICER, "a word of my own").token


# ---------------------------------------------------------------- acts


@pytest.mark.attack("V13")
@pytest.mark.proved("accounts")
@pytest.mark.parametrize("spelling", ["Officer-1", "OFFICER-1", "\uff4ffficer-1"])
def test_an_id_that_differs_by_case_or_width_only_is_in_use(
    hq: Headquarters, spelling: str
) -> None:
    with pytest.raises(AccountRefusedError, match="taken"):
        make_account(hq, NewAccount(spelling, "N", Role.OFFICER, OLD, None), by=ADMINISTRATOR)


@pytest.mark.proved("accounts")
@pytest.mark.parametrize("wrong", ["officer-1 ", " x", "", "a/b", "a\nb", "x" * 65, "a\u202eb"])
def test_an_id_that_nobody_could_type_again_is_refused(hq: Headquarters, wrong: str) -> None:
    with pytest.raises(DomainError):
        make_account(hq, NewAccount(wrong, "N", Role.OFFICER, OLD, None), by=ADMINISTRATOR)


@pytest.mark.proved("accounts")
def test_two_who_make_the_same_id_at_once_make_one(hq: Headquarters) -> None:
    made: list[str] = []

    def make(person: str) -> None:
        try:
            make_account(hq, NewAccount(person, "N", Role.OFFICER, OLD, None), by=ADMINISTRATOR)
            made.append(person)
        except DomainError:
            pass

    threads = [threading.Thread(target=make, args=(p,)) for p in ("lee", "Lee", "LEE", "lee")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


@pytest.mark.proved("accounts")
def test_a_person_who_leaves_is_out_and_one_who_comes_back_is_in(hq: Headquarters) -> None:
    disable_account(hq, OFFICER, WHY, ADMINISTRATOR)
    assert refusal(hq, OFFICER) is Problem.CREDENTIALS
    with pytest.raises(AccountRefusedError):
        enable_account(hq, OFFICER, "x", ADMINISTRATOR)
    enable_account(hq, OFFICER, WHY, ADMINISTRATOR)
    assert entered(hq, OFFICER).token
    assert recorded(hq, AuditEvent.HQ_ACCOUNT_ENABLED) == [(ADMINISTRATOR, OFFICER)]


@pytest.mark.proved("accounts")
def test_the_last_administrator_and_the_own_account_stay(hq: Headquarters) -> None:
    officer = AccountChange("E. Sample", Role.OFFICER)
    with pytest.raises(AccountRefusedError, match="own account"):
        disable_account(hq, ADMINISTRATOR, WHY, ADMINISTRATOR)
    with pytest.raises(AccountRefusedError, match="last administrator"):
        change_account(hq, ADMINISTRATOR, officer, CUSTODIAN)
    with pytest.raises(AccountRefusedError, match="last administrator"):
        disable_account(hq, ADMINISTRATOR, WHY, CUSTODIAN)


@pytest.mark.proved("accounts")
def test_another_role_ends_the_sessions_of_the_old_one(hq: Headquarters) -> None:
    token = entered(hq, OFFICER).token
    change_account(hq, OFFICER, AccountChange("A. Renamed", Role.OFFICER), ADMINISTRATOR)
    with hq.reading() as work:
        assert caller_of(work, token).name == "A. Renamed"
    change_account(hq, OFFICER, AccountChange("A. Renamed", Role.SUPERVISOR), ADMINISTRATOR)
    with hq.reading() as work, pytest.raises(RefusedError):
        caller_of(work, token)
    assert shown(hq, OFFICER).role is Role.SUPERVISOR


# ---------------------------------------------------------------- locks


@pytest.mark.proved("V7")
@pytest.mark.attack("V7")
def test_five_failures_from_one_place_lock_nobody_out_elsewhere(hq: Headquarters) -> None:
    for _ in range(5):
        assert refusal(hq, ADMINISTRATOR, "wrong", "10.9.9.9") is Problem.CREDENTIALS
    assert refusal(hq, ADMINISTRATOR, place="10.9.9.9") is Problem.LOCKED
    assert entered(hq, ADMINISTRATOR, place="10.0.0.1").token
    assert shown(hq, ADMINISTRATOR).locked == "here"


@pytest.mark.proved("V7")
@pytest.mark.attack("V7")
def test_twenty_failures_from_many_places_lock_the_account_everywhere(hq: Headquarters) -> None:
    for n in range(20):
        assert refusal(hq, OFFICER, "wrong", f"10.9.9.{n // 4}") is Problem.CREDENTIALS
    assert refusal(hq, OFFICER, place="10.0.0.1") is Problem.LOCKED
    assert shown(hq, OFFICER).locked == "all"
    release_account(hq, OFFICER, WHY, ADMINISTRATOR)
    assert entered(hq, OFFICER).token


@pytest.mark.proved("S28")
def test_a_duty_supervisor_releases_officers_of_the_own_team_with_a_reason(
    hq: Headquarters,
) -> None:
    set_team(hq, SUPERVISOR, TeamRequest("A"), ADMINISTRATOR)
    set_team(hq, OFFICER, TeamRequest("A"), ADMINISTRATOR)
    set_team(hq, SECOND_OFFICER, TeamRequest("B"), ADMINISTRATOR)
    for person in (OFFICER, SECOND_OFFICER, CUSTODIAN):
        for _ in range(5):
            refusal(hq, person, "wrong")
    for person in (SECOND_OFFICER, CUSTODIAN):
        with pytest.raises(AccountRefusedError):
            release_account(hq, person, WHY, SUPERVISOR)
        assert refusal(hq, person) is Problem.LOCKED
    with pytest.raises(AccountRefusedError):
        release_account(hq, OFFICER, "aaaaaaaaaa", SUPERVISOR)
    release_account(hq, OFFICER, WHY, SUPERVISOR)
    assert entered(hq, OFFICER).token
    assert recorded(hq, AuditEvent.HQ_ACCOUNT_RELEASED) == [(SUPERVISOR, OFFICER)]
    with hq.writing() as work:
        assert [a.person_id for a in accounts_of(work, SUPERVISOR).accounts] == [OFFICER]


def test_an_account_shows_its_last_sign_in(hq: Headquarters, clock: SetClock) -> None:
    assert shown(hq, OFFICER).last_sign_in_at is None
    clock.pass_by(hours=1)
    entered(hq, OFFICER)
    assert shown(hq, OFFICER).last_sign_in_at == clock.at
    assert shown(hq, OFFICER).trained_until == date(NOW.year, NOW.month, NOW.day) + timedelta(365)


@pytest.mark.proved("K11")
@pytest.mark.parametrize(
    "act", ["change", "disable", "enable", "expiry", "password", "factor", "confirm"]
)
def test_a_page_from_before_another_change_changes_no_account(hq: Headquarters, act: str) -> None:
    with hq.writing() as work:
        shown_before = accounts_of(work, ADMINISTRATOR)
    change_account(hq, OFFICER, AccountChange("A. Sample", Role.SUPERVISOR, "A"), ADMINISTRATOR)
    set_temporary_password(hq, OFFICER, "another staple gun", ADMINISTRATOR)
    why = "came back to the agency"

    def confirm() -> None:
        with hq.writing() as work:
            confirm_account(work, OFFICER, why, CUSTODIAN)

    acts: dict[str, tuple[Act[Any], Callable[[], object]]] = {
        "change": (
            accounts.CHANGE_ACCOUNT,
            lambda: change_account(hq, OFFICER, AccountChange("A", Role.OFFICER), ADMINISTRATOR),
        ),
        "disable": (
            accounts.DISABLE_ACCOUNT,
            lambda: disable_account(hq, OFFICER, why, ADMINISTRATOR),
        ),
        "enable": (
            accounts.ENABLE_ACCOUNT,
            lambda: enable_account(hq, OFFICER, why, ADMINISTRATOR),
        ),
        "expiry": (
            accounts.SET_EXPIRY,
            lambda: set_expiry(hq, OFFICER, AccountExpiry(None, why), ADMINISTRATOR),
        ),
        "password": (
            accounts.SET_PASSWORD,
            lambda: set_temporary_password(hq, OFFICER, "a third staple gun", ADMINISTRATOR),
        ),
        "factor": (accounts.RESET_FACTOR, lambda: reset_factor(hq, OFFICER, why, ADMINISTRATOR)),
        "confirm": (accounts.CONFIRM_ACCOUNT, confirm),
    }
    declared, does = acts[act]
    seen = declared.seen_in(shown_before, person_id=OFFICER)
    with promised(seen), pytest.raises(RefusedError, match="changed since you loaded"):
        does()
    with hq.reading() as work:
        account = people.account(work.connection, OFFICER)
    assert account is not None
    assert (account.role, account.disabled_at) == (Role.SUPERVISOR, None)


@pytest.mark.proved("K11")
def test_an_account_is_not_disabled_twice(hq: Headquarters) -> None:
    disable_account(hq, OFFICER, "left the agency", ADMINISTRATOR)
    with pytest.raises(AccountRefusedError, match="disabled already"):
        disable_account(hq, OFFICER, "another reason", ADMINISTRATOR)
