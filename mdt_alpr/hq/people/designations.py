"""Designate Chief, administrators and custodians, and show who held which office when (ACC-14)."""

from datetime import date

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.designations import (
    Designation,
    Office,
    demand_days,
    demand_designation,
)
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import hold_name
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.people import designation_store as designations
from mdt_alpr.hq.people import store as people
from mdt_alpr.wire.accounts import DesignationMessage, DesignationRequest, DesignationsMessage
from mdt_alpr.wire.problems import Problem


def designate(hq: Headquarters, ask: DesignationRequest, by: str) -> None:
    """Record who was designated, from when, by whom.

    Raises:
        AccountRefusedError: as of ``demand_designation``.
        RefusedError: no such account.
    """
    with hq.writing() as work:
        hold_name(work.connection, "designations")
        account = people.account(work.connection, ask.person_id)
        if account is None:
            raise RefusedError(Problem.NO_SUCH_ACCOUNT)
        earlier = [_of(message) for message in designations.every(work.connection)]
        new = demand_designation(_of(ask), account.name, earlier)
        row = {
            "person_id": new.person_id,
            "office": new.office,
            "first_day": new.first_day,
            "last_day": new.last_day,
            "designated_by": new.designated_by,
            "recorded_at": work.now,
            "recorded_by": by,
        }
        designations.add(work.connection, row)
        days = ("first_day", str(new.first_day)), ("last_day", str(new.last_day or "none"))
        whose = ("office", new.office.value), ("designated_by", new.designated_by)
        record(work, AuditEvent.HQ_DESIGNATED, new.person_id, by, *whose, *days)


def end_designation(hq: Headquarters, number: int, last_day: date, by: str) -> None:
    """Record the last day of a designation.

    Raises:
        AccountRefusedError: there is none that lasts under this number, or it begins later.
    """
    with hq.writing() as work:
        hold_name(work.connection, "designations")
        known = {
            designation.number: designation for designation in designations.every(work.connection)
        }
        designation = known.get(number)
        if designation is None or designation.last_day is not None:
            message = f"No designation under number {number} lasts. hq designations lists them."
            raise AccountRefusedError(message)
        demand_days(designation.first_day, last_day)
        designations.end(work.connection, number, last_day)
        facts = ("office", designation.office.value), ("last_day", last_day.isoformat())
        record(work, AuditEvent.HQ_DESIGNATION_ENDED, designation.person_id, by, *facts)


def designations_of(work: Work, by: str, on: date | None = None) -> DesignationsMessage:
    """Return every designation, or those that held on a day; that they were viewed is recorded."""
    record(work, AuditEvent.HQ_DESIGNATIONS_VIEWED, "designations", by)
    known, today = designations.every(work.connection), capture_date(work.now)
    now = {
        (designation.person_id, designation.office.value)
        for designation in known
        if _of(designation).holds_on(today)
    }
    offices = {office.value for office in Office}
    missing = tuple(
        account.person_id
        for account in people.accounts(work.connection)
        if account.is_live(work.now)
        and account.role.value in offices
        and (account.person_id, account.role.value) not in now
    )
    shown = [designation for designation in known if on is None or _of(designation).holds_on(on)]
    return DesignationsMessage(tuple(shown), missing)


def _of(message: DesignationMessage | DesignationRequest) -> Designation:
    return Designation(
        message.person_id,
        message.office,
        message.first_day,
        message.last_day,
        message.designated_by,
    )
