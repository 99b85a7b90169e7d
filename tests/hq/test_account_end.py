"""Accounts that end: on their last day, unused for 90 days, or at once for a threat (ACC-10)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.passwords import PersonIdRefusedError
from mdt_alpr.domain.people.provenance import Seat
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.domain.policy import ACCOUNT_UNUSED_AFTER, date_begins
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_acts import (
    disable_account,
    enable_account,
    end_accounts,
    set_expiry,
)
from mdt_alpr.hq.people.accounts import NewAccount, make_account, make_persons_account
from mdt_alpr.hq.people.command_sign_in import demand_account
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.hq.people.sign_in import caller_of, sign_in
from mdt_alpr.wire.accounts import AccountExpiry, TrainingRecord
from mdt_alpr.wire.messages import SignInMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.reviewers import train
from tests.hq.senders import PASSWORDS

WHY = "reserve officer until the fair is over"
WORD = PASSWORDS[OFFICER]
LATER = ACCOUNT_UNUSED_AFTER + timedelta(minutes=1)


def entered(hq: Headquarters, person: str, device: str = "car-1", seat: Seat = Seat.DESK) -> str:
    return sign_in(hq, SignInMessage(person, WORD, device), seat).token


def is_in(hq: Headquarters, token: str) -> bool:
    with hq.reading() as work:
        try:
            return bool(caller_of(work, token))
        except RefusedError:
            return False


def disabled(hq: Headquarters) -> dict[str, str]:
    with hq.reading() as work:
        query = select(OWN_AUDIT).where(OWN_AUDIT.c.event == AuditEvent.HQ_ACCOUNT_DISABLED)
        return {row.subject: row.person for row in work.connection.execute(query)}


def clock_is_believed(hq: Headquarters) -> None:
    """What a purge of this hour leaves."""
    with hq.writing() as work:
        record(work, AuditEvent.HQ_PURGED, "captured data", "")


# ---------------------------------------------------------------- the last day


def test_an_account_lasts_through_its_last_day_and_not_a_minute_longer(
    hq: Headquarters, clock: SetClock
) -> None:
    last = NOW.date() + timedelta(days=3)
    set_expiry(hq, OFFICER, AccountExpiry(last, WHY), ADMINISTRATOR)
    over = date_begins(last + timedelta(days=1))
    clock.at = over - timedelta(minutes=1)
    token = entered(hq, OFFICER)
    assert is_in(hq, token)
    clock.at = over
    assert not is_in(hq, token)
    with pytest.raises(RefusedError) as refused:
        entered(hq, OFFICER)
    assert refused.value.problem is Problem.CREDENTIALS
    with pytest.raises(RefusedError):
        demand_account(hq, OFFICER, Permission.OPERATE_CAR)


def test_an_expired_account_is_disabled_with_a_record_and_comes_back_with_a_later_day(
    hq: Headquarters, clock: SetClock
) -> None:
    set_expiry(hq, OFFICER, AccountExpiry(NOW.date(), WHY), ADMINISTRATOR)
    clock.pass_by(hours=48)
    clock_is_believed(hq)
    end_accounts(hq)
    assert disabled(hq) == {OFFICER: ""}
    with pytest.raises(AccountRefusedError, match="later one"):
        enable_account(hq, OFFICER, WHY, ADMINISTRATOR)
    set_expiry(hq, OFFICER, AccountExpiry(None, WHY), ADMINISTRATOR)
    enable_account(hq, OFFICER, WHY, ADMINISTRATOR)
    assert entered(hq, OFFICER)


@pytest.mark.parametrize(
    ("person", "last_day", "why"),
    [
        (OFFICER, NOW.date() - timedelta(days=2), WHY),
        (OFFICER, NOW.date() + timedelta(days=2), "x"),
        (ADMINISTRATOR, NOW.date() + timedelta(days=2), WHY),
        ("nobody", NOW.date() + timedelta(days=2), WHY),
    ],
)
def test_a_day_that_is_over_no_reason_and_the_own_account_are_refused(
    hq: Headquarters, person: str, last_day: date, why: str
) -> None:
    with pytest.raises(DomainError):
        set_expiry(hq, person, AccountExpiry(last_day, why), ADMINISTRATOR)


# ---------------------------------------------------------------- unused for 90 days


@pytest.mark.clause("4.A.4")
def test_an_account_that_nobody_used_for_90_days_is_disabled_and_a_used_one_stays(
    hq: Headquarters, clock: SetClock
) -> None:
    clock.at = NOW + timedelta(days=30)
    for person in (SUPERVISOR, ADMINISTRATOR):
        entered(hq, person)
    clock.at = NOW + LATER
    clock_is_believed(hq)
    end_accounts(hq)
    assert disabled(hq) == {OFFICER: "", SECOND_OFFICER: "", CUSTODIAN: ""}
    end_accounts(hq)
    assert len(disabled(hq)) == 3
    enable_account(hq, OFFICER, WHY, ADMINISTRATOR)
    end_accounts(hq)
    assert entered(hq, OFFICER)


def test_the_last_administrator_stays_however_long_unused(
    hq: Headquarters, clock: SetClock
) -> None:
    clock.at = NOW + LATER
    clock_is_believed(hq)
    end_accounts(hq)
    assert ADMINISTRATOR not in disabled(hq)
    assert entered(hq, ADMINISTRATOR)


def test_a_clock_a_year_ahead_disables_nobody(hq: Headquarters, clock: SetClock) -> None:
    clock_is_believed(hq)
    clock.at = NOW + timedelta(days=366)
    end_accounts(hq)
    assert disabled(hq) == {}


# ---------------------------------------------------------------- a threat


@pytest.mark.attack("V14")
@pytest.mark.attack("PS-4")
def test_every_session_of_a_threat_ends_at_once_at_every_place_and_stays_ended(
    hq: Headquarters,
) -> None:
    tokens = [entered(hq, SUPERVISOR, f"desk-{n}") for n in range(3)]
    tokens.append(entered(hq, SUPERVISOR, "command line"))
    other = entered(hq, CUSTODIAN, "desk-0")
    disable_account(hq, SUPERVISOR, "threatened a coworker", ADMINISTRATOR)
    assert not any(is_in(hq, token) for token in tokens)
    assert is_in(hq, other)
    enable_account(hq, SUPERVISOR, "the threat was not real", ADMINISTRATOR)
    assert not any(is_in(hq, token) for token in tokens)


# ---------------------------------------------------------------- one person each


@pytest.mark.parametrize(
    "shared",
    ["shared", "Shift A", "officer-2", "Patrol Unit 12", "supervisors", "ADMIN", "MDT_7", "test"],
)
def test_a_user_name_that_names_a_duty_is_refused(hq: Headquarters, shared: str) -> None:
    new = NewAccount(shared, "N", Role.OFFICER, "staple gun on the roof", NOW.date())
    with pytest.raises(PersonIdRefusedError, match="Each person"):
        make_persons_account(hq, new, ADMINISTRATOR)


@pytest.mark.parametrize("own", ["j.rivera", "P-1187", "1187", "j.day", "test-lee", "x", "lee"])
def test_a_person_s_name_or_number_makes_an_account(hq: Headquarters, own: str) -> None:
    new = NewAccount(own, "N", Role.OFFICER, "staple gun on the roof", None)
    make_persons_account(hq, new, ADMINISTRATOR)
    with hq.reading() as work:
        assert people.account(work.connection, own) is not None


def test_an_account_is_live_from_the_day_it_was_made(hq: Headquarters, clock: SetClock) -> None:
    clock.at = NOW + timedelta(days=80)
    make_account(hq, NewAccount("rivera", "R", Role.OFFICER, WORD, None), ADMINISTRATOR)
    train(hq, [TrainingRecord("rivera", clock.at.date())], CUSTODIAN)
    clock.at = NOW + LATER
    clock_is_believed(hq)
    end_accounts(hq)
    assert "rivera" not in disabled(hq)
    with hq.reading() as work:
        account = people.account(work.connection, "rivera")
    assert account is not None
    assert account.live_since == NOW + timedelta(days=80)


# ---------------------------------------------------------------- emergency accounts


def emergency(hq: Headquarters, why: str = "hurricane, mutual aid from Kannapolis") -> str:
    new = NewAccount("rivera", "R", Role.OFFICER, WORD, NOW.date(), emergency=why)
    make_persons_account(hq, new, ADMINISTRATOR)
    return "rivera"


def test_an_emergency_account_ends_after_72_hours_and_is_disabled_with_a_record(
    hq: Headquarters, clock: SetClock
) -> None:
    person = emergency(hq)
    clock.at = NOW + timedelta(hours=71, minutes=59)
    token = entered(hq, person)
    clock.at = NOW + timedelta(hours=72)
    assert not is_in(hq, token)
    clock_is_believed(hq)
    end_accounts(hq)
    assert disabled(hq) == {person: ""}


def test_an_emergency_account_is_never_lengthened_nor_enabled_again(
    hq: Headquarters, clock: SetClock
) -> None:
    person = emergency(hq)
    for last_day in (None, NOW.date() + timedelta(days=30)):
        with pytest.raises(AccountRefusedError, match="72 hours"):
            set_expiry(hq, person, AccountExpiry(last_day, WHY), ADMINISTRATOR)
    clock.pass_by(hours=100)
    clock_is_believed(hq)
    end_accounts(hq)
    with pytest.raises(AccountRefusedError):
        enable_account(hq, person, WHY, ADMINISTRATOR)


def test_an_emergency_account_needs_a_reason(hq: Headquarters) -> None:
    with pytest.raises(AccountRefusedError, match="reason"):
        emergency(hq, "x")
