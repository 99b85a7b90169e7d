"""Who was administrator and custodian on which day, designated by whom (09.21.2.B and C)."""

from datetime import date, timedelta

import pytest

from mdt_alpr.acts import agency_settings as agency_settings_acts
from mdt_alpr.acts import designations as designations_acts
from mdt_alpr.acts import equipment as equipment_acts
from mdt_alpr.acts import holds as holds_acts
from mdt_alpr.acts import hotlists as hotlists_acts
from mdt_alpr.acts import incidents as incidents_acts
from mdt_alpr.acts import keeping as keeping_acts
from mdt_alpr.acts import misuse as misuse_acts
from mdt_alpr.acts import reports as reports_acts
from mdt_alpr.acts import weekly as weekly_acts
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.designations import Office
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.people.designations import designate, designations_of, end_designation
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import DesignationRequest, DesignationsMessage
from tests.builders import NOW
from tests.hq.reviewers import at_desk

DAY = NOW.date()
CHIEF = "Chief G. Sample"


def held(hq: Headquarters, on: date | None = None) -> DesignationsMessage:
    with hq.writing() as work:
        return designations_of(work, ADMINISTRATOR, on)


def custodian(hq: Headquarters, person: str, first: int, last: int | None = None) -> None:
    ends = None if last is None else DAY + timedelta(days=last)
    first_day = DAY + timedelta(days=first)
    designate(
        hq, DesignationRequest(person, Office.CUSTODIAN, first_day, ends, CHIEF), ADMINISTRATOR
    )


@pytest.mark.clause("2.B")
@pytest.mark.clause("3.A.1")
def test_who_held_an_office_on_a_past_day_is_shown_after_a_handover(hq: Headquarters) -> None:
    custodian(hq, SUPERVISOR, -300)
    number = held(hq).designations[0].number
    end_designation(hq, number, DAY - timedelta(days=20), ADMINISTRATOR)
    custodian(hq, CUSTODIAN, -19)
    for days_ago, who in ((400, []), (300, [SUPERVISOR]), (20, [SUPERVISOR]), (19, [CUSTODIAN])):
        designations = held(hq, DAY - timedelta(days=days_ago)).designations
        assert [designation.person_id for designation in designations] == who
        assert {designation.designated_by for designation in designations} <= {CHIEF}
    assert {designation.recorded_by for designation in held(hq).designations} == {ADMINISTRATOR}


@pytest.mark.clause("2.C")
@pytest.mark.clause("3.A")
def test_accounts_with_such_a_role_and_no_designation_today_are_named(hq: Headquarters) -> None:
    assert set(held(hq).missing) == {ADMINISTRATOR, CUSTODIAN}
    custodian(hq, CUSTODIAN, 1)
    assert CUSTODIAN in held(hq).missing
    custodian(hq, CUSTODIAN, -5, 0)
    assert set(held(hq).missing) == {ADMINISTRATOR}


@pytest.mark.parametrize(
    ("person", "first", "last", "who"),
    [
        (CUSTODIAN, 0, -1, CHIEF),
        (CUSTODIAN, 0, None, ""),
        (CUSTODIAN, 0, None, "d. sample"),
        (CUSTODIAN, 0, None, CUSTODIAN.upper()),
        ("nobody", 0, None, CHIEF),
    ],
)
def test_a_designation_backwards_by_nobody_or_by_oneself_is_refused(
    hq: Headquarters, person: str, first: int, last: int | None, who: str
) -> None:
    ends = None if last is None else DAY + timedelta(days=last)
    ask = DesignationRequest(person, Office.CUSTODIAN, DAY + timedelta(days=first), ends, who)
    with pytest.raises(DomainError):
        designate(hq, ask, ADMINISTRATOR)
    assert held(hq).designations == ()


def test_one_person_holds_an_office_once_at_a_time_and_two_may_hold_it_together(
    hq: Headquarters,
) -> None:
    custodian(hq, CUSTODIAN, -10)
    for first, last in ((0, None), (-20, -10), (-30, None)):
        with pytest.raises(AccountRefusedError, match="already"):
            custodian(hq, CUSTODIAN, first, last)
    custodian(hq, CUSTODIAN, -20, -11)
    custodian(hq, OFFICER, -10)


def test_an_ended_designation_is_not_ended_again(hq: Headquarters) -> None:
    custodian(hq, CUSTODIAN, -10)
    number = held(hq).designations[0].number
    with pytest.raises(AccountRefusedError):
        end_designation(hq, number, DAY - timedelta(days=11), ADMINISTRATOR)
    end_designation(hq, number, DAY, ADMINISTRATOR)
    for wrong in (number, 77):
        with pytest.raises(AccountRefusedError):
            end_designation(hq, wrong, DAY, ADMINISTRATOR)


EVERY_KIND = (
    agency_settings_acts.SHOW_SETTINGS.address,
    keeping_acts.SHOW_RETENTION.address,
    addresses.ACCOUNTS,
    addresses.TRAININGS,
    designations_acts.SHOW_DESIGNATIONS.address,
    equipment_acts.SHOW_REGISTER.address,
    reports_acts.SHOW_SCHEDULE.address,
    hotlists_acts.DELIVER_LIST.address,
    hotlists_acts.SHOW_CATEGORIES.address,
    holds_acts.SHOW_LOG.address,
    addresses.OUTSIDE_REQUESTS,
    incidents_acts.SHOW_INCIDENTS.address,
    misuse_acts.SHOW_FLAGS.address,
    weekly_acts.SHOW_WEEK.address,
    addresses.AUDIT,
    addresses.WALL,
)


@pytest.mark.clause("3.A")
def test_an_administrator_sees_every_setting_account_and_record(server: InProcessHq) -> None:
    with at_desk(server, ADMINISTRATOR) as desk:
        shown = {address: desk.http.get(address).status_code for address in EVERY_KIND}
    assert shown == dict.fromkeys(EVERY_KIND, 200)
