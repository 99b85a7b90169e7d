"""Gather what waits for a person from every room; that it was seen is recorded.

A room says by one function what waits in it, and by the act that its page is for who may do
something about it. The counts in the desk's menu are of the same functions.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from mdt_alpr.acts import (
    accounts,
    backups,
    devices,
    disclosures,
    dispatch,
    entries,
    equipment,
    fleet,
    hits,
    holds,
    hotlists,
    incidents,
    intake,
    keeping,
    misuse,
    outside_requests,
    publications,
    reports,
    trainings,
    weekly,
)
from mdt_alpr.acts.act import Declaration
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import may
from mdt_alpr.domain.policy import CAR_SILENT_FOR
from mdt_alpr.domain.review.reminders import DueThing
from mdt_alpr.domain.review.waiting import Waits, WaitsAt, urgent_first
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.disclosures import publications as published
from mdt_alpr.hq.disclosures import registers, request_store
from mdt_alpr.hq.dispatch import letters
from mdt_alpr.hq.entries import review as manual_entries
from mdt_alpr.hq.equipment import service as register
from mdt_alpr.hq.fleet import facts as machines
from mdt_alpr.hq.fleet import rollouts
from mdt_alpr.hq.hits import returned_hits, review_cases, shift_log
from mdt_alpr.hq.holds import views
from mdt_alpr.hq.hotlists import deliveries
from mdt_alpr.hq.incidents import seen as reported
from mdt_alpr.hq.intake import quarantine_review
from mdt_alpr.hq.keeping import backups_made, retention_changes
from mdt_alpr.hq.misuse import service as flags
from mdt_alpr.hq.outside_requests import service as own_requests
from mdt_alpr.hq.people import account_reminders, enrollment_store
from mdt_alpr.hq.people import trainings as register_of_trainings
from mdt_alpr.hq.reports import audit_schedule
from mdt_alpr.hq.weekly import service as weeks
from mdt_alpr.wire.waiting import WaitingLine, WaitingMessage


@dataclass(frozen=True, slots=True)
class Room:
    """The page at which things wait, the act that shows who may work there, and what waits."""

    page: str
    act: Declaration[Any]
    waiting: Callable[[Work, Caller], Iterable[Waits]]


def _due(due: Callable[[Work], Iterable[DueThing]]) -> Callable[[Work, Caller], Iterable[Waits]]:
    """Return what waits of what people are reminded of."""
    return lambda work, _caller: [Waits("", thing.name, thing.words) for thing in due(work)]


def _copied(work: Work, _caller: Caller) -> Iterable[Waits]:
    return (
        Waits(device, device, "Two machines use its key: revoke it")
        for device in enrollment_store.copied(work.connection)
    )


def _silent(work: Work, _caller: Caller) -> Iterable[Waits]:
    cars, _ = enrollment_store.silent(work.connection, work.now - CAR_SILENT_FOR)
    words = f"Not heard of for {CAR_SILENT_FOR.days} days: start it, or revoke it"
    return (Waits(car, car, words) for car in cars)


ROOMS = (
    Room("hit", hits.REVIEW_HIT, shift_log.waiting),
    Room("hit", hits.REVIEW_HIT, returned_hits.waiting),
    Room("review_cases", hits.TAKE_CASE_STEP, review_cases.waiting),
    Room("manual_entries", entries.DECIDE, manual_entries.waiting),
    Room("misuse_flags", misuse.JUDGE, flags.waiting),
    Room("weekly_review", weekly.SIGN_WEEK, weeks.waiting),
    Room("hold_item", holds.DECIDE, views.waiting),
    Room("data_request", disclosures.DECIDE, request_store.waiting),
    Room("packages", disclosures.END_COPY, registers.waiting),
    Room("outside_requests", outside_requests.TAKE_STEP, own_requests.waiting),
    Room("incidents", incidents.TAKE_STEP, reported.waiting),
    Room("set_aside", intake.SHOW_QUARANTINE, quarantine_review.waiting),
    Room("hotlists", hotlists.DELIVER_LIST, deliveries.waiting),
    Room("equipment", equipment.CHANGE, _due(register.due)),
    Room("publications", publications.FIND_CLEAR, _due(published.due)),
    Room("accounts", accounts.CHANGE_ACCOUNT, _due(account_reminders.due)),
    Room("training_register", trainings.SHOW_TRAININGS, register_of_trainings.waiting),
    Room("machines", devices.SET_PLACE, _copied),
    Room("live_wall", devices.SET_PLACE, _silent),
    Room("dispatch_letters", dispatch.SEND_AGAIN, letters.waiting),
    Room("updates", fleet.BEGIN_UPDATE, rollouts.waiting),
    Room("fleet", fleet.SET_GROUP, machines.waiting),
    Room("backups", backups.SHOW_BACKUPS, _due(backups_made.due)),
    Room("retention_time", keeping.CONFIRM_RETENTION, retention_changes.waiting),
    Room("schedule", reports.SHOW_SCHEDULE, audit_schedule.waiting),
)


def waiting_for(work: Work, caller: Caller) -> WaitingMessage:
    """Return what waits for a caller at the pages where that person may do something."""
    lines = [
        WaitsAt(room.page, waits)
        for room in ROOMS
        if not room.act.may or any(may(caller.role, line) for line in room.act.may)
        for waits in room.waiting(work, caller)
    ]
    shown = [line.waits.key for line in lines if line.page == "hit"]
    event = AuditEvent.HQ_WAITING_VIEWED
    record(work, event, "waiting", caller.person_id, returned=shown)
    return WaitingMessage(
        tuple(WaitingLine(line.page, **asdict(line.waits)) for line in urgent_first(lines))
    )
