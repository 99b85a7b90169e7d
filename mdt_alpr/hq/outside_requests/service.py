"""Requests to other agencies: each act and each view is recorded (OUT-01 to 03)."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, or_

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention import outside_requests as rules
from mdt_alpr.domain.retention.outside_requests import (
    OutsideForm,
    OutsideRefusedError,
    OutsideRequest,
    OutsideStep,
    StepTaken,
)
from mdt_alpr.domain.review.reminders import DueThing
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.hq.audit.clock_guard import doubt_in
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.paging import NEWEST, Paging
from mdt_alpr.hq.outside_requests import store
from mdt_alpr.hq.outside_requests.tables import OUTSIDE_REQUESTS
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people import team_store as teams
from mdt_alpr.hq.people.two_people import require_two_people
from mdt_alpr.wire.outside import (
    OutsideRequestMessage,
    OutsideRequestsMessage,
    OutsideStepMessage,
    OutsideStepRequest,
)
from mdt_alpr.wire.problems import Problem

EVERY = timedelta(hours=1)
AT_ONCE = 100
SUBJECT = "outside requests"


def requests_for(work: Work, caller: Caller, paging: Paging = NEWEST) -> OutsideRequestsMessage:
    """Return a page of the requests that a caller may see."""
    seen = seen_by(work, caller, OUTSIDE_REQUESTS.c.requested_by)
    page = store.page(work, seen, paging, AT_ONCE + 1)
    shown, names = page[:AT_ONCE], people.names(work.connection)
    ids = [str(number) for number, _ in shown]
    record(work, AuditEvent.HQ_OUTSIDE_VIEWED, SUBJECT, caller.person_id, returned=ids)
    number = len(list(waiting(work, caller)))
    messages = tuple(_message(work, caller, *numbered, names) for numbered in shown)
    return OutsideRequestsMessage(messages, len(page) > AT_ONCE, number)


def waiting(work: Work, caller: Caller) -> Iterator[Waits]:
    """Yield the requests that a caller must do something about."""
    seen = seen_by(work, caller, OUTSIDE_REQUESTS.c.requested_by)
    for number, request in store.live(work, seen):
        if rules.waits_for(request, caller.person_id, caller.role, work.now):
            name, words = f"Own request {number} to {request.form.agency}", request.state.value
            on = capture_date(request.expires_at)
            yield Waits(str(number), name, words.replace("_", " "), request.requested_at, on)


def make(work: Work, caller: Caller, form: OutsideForm) -> OutsideRequestMessage:
    """Keep a new request, which waits for a supervisor.

    Raises:
        RefusedError: a part of it is missing; says what.
    """
    try:
        made = rules.request(form, caller.person_id, work.now)
    except OutsideRefusedError as error:
        raise RefusedError(Problem.OUTSIDE_REFUSED, str(error)) from error
    number = store.add(work, made)
    assert made.form.wanted is not None  # noqa: S101 - ``request`` demands it
    facts = ("agency", made.form.agency), ("wanted", made.form.wanted.value)
    typed = (("case", made.form.statement.case),)
    event = AuditEvent.HQ_OUTSIDE_REQUESTED
    record(work, event, str(number), caller.person_id, *facts, typed=typed)
    return _message(work, caller, number, made, people.names(work.connection))


def step(
    work: Work, caller: Caller, number: int, asked: OutsideStepRequest
) -> OutsideRequestMessage:
    """Take a step.

    Raises:
        RefusedError: no such request, or the step is refused; says why.
    """
    request = seen_one(work, caller, number)
    names = people.names(work.connection)
    demand_seen(tuple(_step_message(before, names) for before in request.steps))
    taken = StepTaken(
        asked.step, work.now, caller.person_id, asked.words, asked.contact, asked.on, asked.answer
    )
    try:
        changed = rules.take_step(request, taken, caller.role)
    except OutsideRefusedError as error:
        raise RefusedError(Problem.OUTSIDE_REFUSED, str(error)) from error
    if asked.step is OutsideStep.APPROVED:
        require_two_people(work, request.requested_by, caller.person_id)
    store.change(work, number, changed)
    facts = ("step", asked.step.value), ("state", changed.state.value)
    last = changed.steps[-1]
    typed = tuple(fact for fact in (("words", last.words), ("contact", last.contact)) if fact[1])
    event = AuditEvent.HQ_OUTSIDE_STEP
    record(work, event, str(number), caller.person_id, *facts, typed=typed)
    return _message(work, caller, number, changed, names)


def end_expired(hq: Headquarters) -> int:
    """End every request whose year is over; return how many. Not by a clock that is doubted."""
    with hq.reading() as work:
        if not store.expired(work) or doubt_in(work):
            return 0
    with hq.writing() as work:
        over = store.expired(work)
        for number, request in over:
            store.change(work, number, rules.end_by_time(request, work.now))
            expired = ("step", OutsideStep.EXPIRED.value)
            record(work, AuditEvent.HQ_OUTSIDE_STEP, str(number), NOBODY, expired)
    hq.database.leave_nothing_erased()
    return len(over)


def due(work: Work) -> list[DueThing]:
    """Return the requests that must be canceled or said to be needed (OUT-03)."""
    names = people.names(work.connection)
    return [
        DueThing(
            f"Own request {number} to {request.form.agency}",
            "case closed" if request.taken(OutsideStep.CASE_CLOSED) else "a month",
            f"{names.get(request.requested_by, request.requested_by)} cancels it with the agency, "
            "or says why it is still needed: the desk's page Own "
            f"requests{cited('outside_requests')}.",
        )
        for number, request in store.live(work, [])
        if rules.cancel_is_due(request, work.now)
    ]


def seen_one(work: Work, caller: Caller, number: int) -> OutsideRequest:
    """Return a request that a caller may see.

    Raises:
        RefusedError: there is none.
    """
    seen = seen_by(work, caller, OUTSIDE_REQUESTS.c.requested_by)
    request = store.find(work, number, seen)
    if request is None:
        raise RefusedError(Problem.NO_SUCH_OUTSIDE)
    return request


def seen_by(work: Work, caller: Caller, person: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """Return what limits a statement to the people whose requests a caller may see.

    Custodians, administrators and auditors see everybody's, supervisors their team's, everybody
    the own ones.
    """
    if may(caller.role, Permission.READ_AUDIT):
        return []
    own = person == caller.person_id
    if not may(caller.role, Permission.REVIEW_HITS):
        return [own]
    placed = teams.placement(work.connection, caller.person_id)
    if placed.sees_all or not teams.is_in_use(work.connection):
        return []
    return [or_(own, *teams.of_team(person, placed.team))] if placed.team else [own]


def _message(
    work: Work, caller: Caller, number: int, request: OutsideRequest, names: dict[str, str]
) -> OutsideRequestMessage:
    who = caller.person_id, caller.role
    return converted(
        OutsideRequestMessage,
        request,
        number=number,
        requested_by=names.get(request.requested_by, request.requested_by),
        steps=tuple(_step_message(past_step, names) for past_step in request.steps),
        steps_open=rules.steps_open_to(request, *who),
        waits=rules.waits_for(request, *who, work.now),
        cancel_is_due=rules.cancel_is_due(request, work.now),
    )


def _step_message(taken: StepTaken, names: dict[str, str]) -> OutsideStepMessage:
    by = "" if taken.step is OutsideStep.EXPIRED else names.get(taken.by, taken.by)
    return OutsideStepMessage(
        taken.step, taken.at, by, taken.words, taken.contact, taken.on, taken.answer
    )
