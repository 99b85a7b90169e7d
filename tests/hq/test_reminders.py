"""People are reminded by mail of what is due, once and then every month (OUT-03, MNT-02)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import MAINTAINED_EVERY, OUTSIDE_REMINDED_EVERY, capture_date
from mdt_alpr.domain.retention.outside_requests import OutsideStep
from mdt_alpr.domain.review.reminders import DueThing, to_send
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.tables import ACCOUNTS
from mdt_alpr.hq.disclosures import publications
from mdt_alpr.hq.holds import service, views
from mdt_alpr.hq.holds import store as hold_store
from mdt_alpr.hq.keeping.reminders import remind
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_acts import disable_account, set_expiry
from mdt_alpr.hq.people.account_seals import seal
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire.accounts import AccountExpiry
from mdt_alpr.wire.holds import HoldAct, HoldActRequest
from mdt_alpr.wire.publications import PublicationRequest
from tests.builders import NOW, SetClock
from tests.hq.holding import DAY, a_scope, a_warrant_of, caller, days_pass, filed, seen
from tests.hq.outside import Received, a_mail_server, a_webhook
from tests.hq.senders import PASSWORDS
from tests.hq.test_command_sessions import recorded
from tests.hq.test_equipment import CAR, registered
from tests.hq.test_logging_watch import a_file
from tests.hq.test_outside_requests import after_step, sent

DATABASES = ["sqlite"]
HOUR = timedelta(hours=1)


@pytest.fixture
def mail(hq: Headquarters, tmp_path: Path) -> Iterator[Received]:
    """What people get by mail."""
    with a_mail_server() as (port, received), a_webhook() as (hook_port, _):
        file = a_file(tmp_path / "notices.toml", port, hook_port)
        hq.settings = replace(hq.settings, notices=file)
        yield received


def in_use(hq: Headquarters, clock: SetClock, to: datetime) -> None:
    """Go on to an instant, with a backup, and every account in use and reviewed until then."""
    days_pass(hq, clock, to)
    backed_up(hq)
    with hq.database.writing() as connection:
        connection.execute(update(ACCOUNTS).values(disabled_at=None, live_since=to))
        for person in people.person_ids(connection):
            seal(Work(connection, to, hq.keys), person)


def backed_up(hq: Headquarters) -> None:
    with hq.writing() as work:
        record(work, AuditEvent.HQ_BACKED_UP, "headquarters", NOBODY, ("rows", "1"))


def words(mail: Received) -> str:
    return " ".join(mail.notices[-1].replace("=\n", "").split())


@pytest.mark.clause("7.E")
def test_who_must_cancel_a_request_is_named_each_month_until_it_is_canceled(
    hq: Headquarters, clock: SetClock, mail: Received
) -> None:
    number = sent(hq)
    assert remind(hq) == ()
    in_use(hq, clock, clock.at + OUTSIDE_REMINDED_EVERY)
    (found,) = remind(hq)
    assert found.name == f"Own request {number} to Kannapolis Police Department"
    assert "cancels it with the agency" in words(mail)
    assert "SHP1561" not in words(mail)
    in_use(hq, clock, clock.at + HOUR)
    assert remind(hq) == ()
    in_use(hq, clock, clock.at + OUTSIDE_REMINDED_EVERY)
    assert len(remind(hq)) == 1
    after_step(hq, number, OutsideStep.STILL_NEEDED)
    assert remind(hq) == ()
    after_step(hq, number, OutsideStep.CASE_CLOSED)
    assert len(remind(hq)) == 1, "its case is closed: due anew"
    after_step(hq, number, OutsideStep.CANCELED)
    in_use(hq, clock, clock.at + OUTSIDE_REMINDED_EVERY)
    assert remind(hq) == ()
    assert len(mail.notices) == len(recorded(hq, AuditEvent.HQ_REMINDERS_SENT)) == 3


@pytest.mark.proved("A10")
@pytest.mark.proved("A4")
def test_a_hold_of_nothing_a_warrant_without_its_paper_and_an_end_by_two_are_announced(
    hq: Headquarters, mail: Received
) -> None:
    filed(hq)
    assert [(one.name, one.state) for one in remind(hq)] == [
        ("Preservation request 2026-0001", "Holds nothing: check it")
    ]
    assert "SHP1561" not in words(mail)
    seen(hq)
    warrant = a_warrant_of(hq)
    assert {one.state for one in remind(hq)} == {
        "Warrant attached", "Confirmed by another person",
    }  # fmt: skip
    cancel = HoldActRequest(HoldAct.CANCEL, "The court withdrew it")
    service.act(hq, caller(CUSTODIAN), warrant, cancel, ADMINISTRATOR)
    assert [one.state for one in remind(hq)] == ["Canceled: ends within a day"]


@pytest.mark.proved("K6b")
def test_a_hold_of_days_of_which_some_are_erased_says_so(hq: Headquarters) -> None:
    scope = replace(a_scope(NOW - DAY), begins_at=NOW - 95 * DAY)
    number = filed(hq, scope)
    with hq.writing() as work:
        kept = hold_store.find(work, number)
        assert kept is not None
        assert kept.hold is not None
        said = views.warnings(work, kept.hold, {})
    assert "Data up to Aug 27, 2026 was erased by Nov 25, 2026; nothing can be said of it." in said


@pytest.mark.clause("3.A.4")
def test_maintenance_is_announced_and_said_to_be_overdue_in_one_notice_with_all_else(
    hq: Headquarters, clock: SetClock, mail: Received
) -> None:
    number = registered(hq, CAR)
    with hq.writing() as work:
        publications.add(work, PublicationRequest("Public page", "city.example"), CUSTODIAN)
    in_use(hq, clock, NOW + MAINTAINED_EVERY - timedelta(days=30))
    assert [one.state for one in remind(hq)] == ["not_checked"]
    in_use(hq, clock, clock.at + timedelta(days=20))
    (soon,) = remind(hq)
    assert (soon.name, soon.state) == (f"Equipment {number}, {CAR.name}", "soon")
    in_use(hq, clock, clock.at + timedelta(days=15))
    assert sorted(one.state for one in remind(hq)) == ["not_checked", "overdue"]
    assert "2 reminders" in mail.notices[-1]
    assert "maintenance or calibration is overdue" in words(mail)


@pytest.mark.logs_warnings
def test_what_nobody_accepted_is_sent_again_and_without_a_way_nothing_is_kept(
    hq: Headquarters, mail: Received
) -> None:
    with hq.writing() as work:
        publications.add(work, PublicationRequest("Public page", "city.example"), CUSTODIAN)
    settings = hq.settings
    assert settings.notices is not None
    file = settings.notices
    kept = file.read_text(encoding="utf-8")
    file.write_text(kept.partition("[webhook]")[0], encoding="utf-8")
    mail.refuses = True
    assert remind(hq) == ()
    hq.settings = replace(settings, notices=None)
    assert remind(hq) == ()
    hq.settings, mail.refuses = settings, False
    assert len(remind(hq)) == 1
    assert remind(hq) == ()


def test_a_reminder_of_the_future_does_not_silence_one() -> None:
    thing = DueThing("Own request 1", "cancel", "Cancel it.")
    assert to_send([thing], {thing.key: NOW + HOUR}, NOW) == (thing,)
    assert to_send([thing], {thing.key: NOW}, NOW) == ()


@pytest.mark.proved("ACC-10")
def test_account_managers_are_told_of_accounts_that_end_and_that_ended(
    hq: Headquarters, clock: SetClock, mail: Received
) -> None:
    last_day = capture_date(NOW) + timedelta(days=20)
    ask = AccountExpiry(last_day, "leaves the department")
    set_expiry(hq, OFFICER, ask, ADMINISTRATOR)
    assert remind(hq) == ()
    in_use(hq, clock, NOW + timedelta(days=15))
    (soon,) = remind(hq)
    assert (soon.name, soon.state) == (f"Account {OFFICER}", f"ends {last_day}")
    disable_account(hq, OFFICER, "left the department", ADMINISTRATOR)
    (ended,) = remind(hq)
    assert ended.words.startswith(f"it was disabled on {capture_date(clock.at)}")
    assert OFFICER in words(mail)
    assert remind(hq) == ()


@pytest.mark.proved("ACC-10")
@pytest.mark.usefixtures("mail")
def test_an_account_that_nobody_uses_is_told_of_before_it_ends(
    hq: Headquarters, clock: SetClock
) -> None:
    clock.at = NOW + timedelta(days=80)
    backed_up(hq)
    assert remind(hq) == ()
    clock.at = NOW + timedelta(days=84)
    backed_up(hq)
    assert {one.name for one in remind(hq)} == {f"Account {password}" for password in PASSWORDS}
