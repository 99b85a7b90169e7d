"""Requests, oaths, renewals and ends of holds, and what letting-out asks of them (PRS-01 to 09).

Whoever lets captured data out asks ``require_hold`` or ``is_held`` here.
"""

import os
from dataclasses import replace
from datetime import date, datetime

from mdt_alpr.acts.holds import decided_on
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.domain.policy import CANCELED_HOLD_STAYS_FOR
from mdt_alpr.domain.printable import day_in_words
from mdt_alpr.domain.reason_words import single_line
from mdt_alpr.domain.retention import hold_acts, holds
from mdt_alpr.domain.retention.holds import (
    Hold,
    HoldChannel,
    HoldRefusedError,
    HoldState,
    HoldStep,
    Notary,
    Oath,
    may_manage,
)
from mdt_alpr.domain.retention.lost_papers import demand_cancellation
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.capture_day import id_time
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.hit_tables import LISTENERS
from mdt_alpr.hq.base.paper import in_words
from mdt_alpr.hq.base.scans import scan_problem
from mdt_alpr.hq.base.tables import HITS, READS
from mdt_alpr.hq.holds import acts, expiry, held_data, store
from mdt_alpr.hq.holds.store import KeptHold
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.two_people import PeopleBehind, require_two_people
from mdt_alpr.wire.holds import (
    FilingRequest,
    HoldAct,
    HoldActRequest,
    HoldRequest,
    HoldRequestMessage,
    NotaryMessage,
    NotaryRequest,
    OathRequest,
    PaperRequest,
    WarrantRequest,
)
from mdt_alpr.wire.problems import Problem

NOTHING_YET = "Nothing is at headquarters to hold yet"
_NOT_CONFIRMED = (
    "Nothing leaves by this warrant yet. Attach it; then another custodian or administrator "
    "compares it with what was entered, and confirms it."
)
# ---------------------------------------------------------------- what letting-out asks


def require_hold(work: Work, number: int) -> Hold:
    """Return the live hold of a number: nothing leaves without one (8.D, PRS-10).

    Raises:
        RefusedError: there is none, it is over, or it is not final: what is unsworn, or held by a
            warrant without its paper and a second person, goes nowhere.
    """
    kept = store.find(work, number)
    hold = None if kept is None else kept.hold
    if hold is None or not hold.is_final or holds.ended_by_time(hold, work.now) is not None:
        raise RefusedError(Problem.NOT_HELD)
    if not hold.may_be_released:
        raise RefusedError(Problem.NOT_HELD, _NOT_CONFIRMED)
    return hold


def is_held(work: Work, number: int, *, hit_id: str = "", read_id: str = "") -> bool:
    """Tell whether a live final hold of this number covers a hit or a read."""
    hold = require_hold(work, number)
    place, name = (HITS.name, hit_id) if hit_id else (READS.name, read_id)
    return hold.hold_id in held_data.holds_with(work, place, name)


# ---------------------------------------------------------------- requests


def file_request(hq: Headquarters, caller: Caller, ask: HoldRequest) -> int:
    """File form ALPR-1; what it covers is held when this returns (PRS-02). Return its number.

    Raises:
        HoldRefusedError: a part is missing, or somebody else's request without its paper.
        RefusedError: no such account.
    """
    _demand_id(ask.hold_id)
    by, at = caller.person_id, hq.clock.now()
    is_anothers = ask.requested_by not in ("", by)
    is_on_paper = ask.way is HoldChannel.PAPER or is_anothers or ask.requested_at is not None
    if is_on_paper:
        if not may_manage(caller.role):
            raise HoldRefusedError("File your own request: a custodian enters what is on paper.")
        by, at = ask.requested_by or by, min(ask.requested_at or at, at)
    with hq.writing() as work:
        if people.account(work.connection, by) is None:
            raise RefusedError(Problem.NO_SUCH_ACCOUNT)
        hold = hold_acts.request(ask.form, by, at, ask.hold_id)
        way = HoldChannel.PAPER if is_on_paper else HoldChannel.DESK
        number = _filed(work, hold, way, caller.person_id)
    _copy_now(hq, ask.hold_id)
    return number


def file_warrant(hq: Headquarters, caller: Caller, ask: WarrantRequest) -> int:
    """Enter a search warrant; what it covers is held when this returns (PRS-05)."""
    _demand_id(ask.hold_id)
    with hq.writing() as work:
        by = caller.person_id
        hold = hold_acts.enter_warrant(ask.warrant, by, caller.role, work.now, ask.hold_id)
        number = _filed(work, hold, HoldChannel.PAPER, by)
    _copy_now(hq, ask.hold_id)
    return number


def from_car(work: Work, device: str, message: HoldRequestMessage) -> int | None:
    """File a request that was made in a car; the next ``expiry.sweep`` copies what it covers.

    Return its number; None for one that is incomplete or ended already: it is on record and holds
    nothing.
    """
    made = id_time(message.hold_id)
    try:
        if made is None:
            why = "the id"
            raise HoldRefusedError(why)  # noqa: TRY301 - one way out for every refusal
        asked = hold_acts.request(message.form, message.person_id, message.at, message.hold_id)
        hold = replace(asked, requested_at=min(asked.requested_at, work.now))
        number = _filed(work, hold, HoldChannel.CAR, message.person_id)
    except HoldRefusedError as error:
        facts = ("device", device), ("why", str(error))
        event = AuditEvent.HQ_HOLD_REFUSED_AT_ONCE
        record(work, event, message.hold_id, message.person_id, *facts)
        return None
    store.give_to_car(work, device, [hold.hold_id])
    return number


def _filed(work: Work, hold: Hold, way: HoldChannel, by: str) -> int:
    store.hold_requests(work)
    if (kept := store.of_id(work, hold.hold_id)) is not None:
        return kept.number
    if work.keys.holds.is_ended(hold.hold_id):
        raise HoldRefusedError("This request ended already. File another one.")
    number = store.add(work, hold, way, by)
    store.add_step(work, hold.hold_id, HoldStep.FILED, hold.requested_by)
    facts = ("number", str(number)), ("kind", hold.kind.value), ("way", way.value)
    record(work, AuditEvent.HQ_HOLD_REQUESTED, hold.hold_id, by, *facts)
    _wake_cars(work)
    return number


def _copy_now(hq: Headquarters, hold_id: str) -> None:
    with hq.reading() as work:
        kept = store.of_id(work, hold_id)
    if kept is None or kept.hold is None or not kept.hold.is_live:
        return
    number = held_data.copy(hq, kept.hold, hq.clock.now()).number
    with hq.writing() as work:
        words = f"{number} copies at headquarters" if number else NOTHING_YET
        store.add_step(work, hold_id, HoldStep.KEPT, "", words)
        record(work, AuditEvent.HQ_HOLD_KEPT, hold_id, "", ("copies", str(number)))


def _wake_cars(work: Work) -> None:
    """Let every connected car ask for its holds now."""
    work.notified.extend(
        work.connection.scalars(LISTENERS.select().with_only_columns(LISTENERS.c.device))
    )


def _demand_id(hold_id: str) -> None:
    if id_time(hold_id) is None:
        raise RefusedError(Problem.IDENTIFIER)


def new_hold_id(now: datetime) -> str:
    """Return an id for a request that is filled in now."""
    return new_id(now, os.urandom(10))


# ---------------------------------------------------------------- acts


def swear(hq: Headquarters, caller: Caller, number: int, ask: OathRequest) -> None:
    """Make a hold final by its sworn and notarized form (8.C.2, 8.C.3).

    Raises:
        HoldRefusedError: something of the oath lacks, or it is the own request, or one that the
            same person entered from its paper.
        RefusedError: no such hold, or one person may be behind it and the request.
    """
    with hq.writing() as work:
        kept, hold = _changeable(work, caller, number)
        by = caller.person_id
        hold_acts.require_another_person(hold, by, kept.row["recorded_by"])
        require_two_people(work, by, hold.requested_by, kept.row["recorded_by"])
        oath = Oath(ask.notary, ask.sworn_on, acts.attached(work, kept.hold_id, ask.scan))
        listed = store.notaries(work.connection).values()
        behind = PeopleBehind(work, by, *{notary.listed_by for notary in listed})
        by_others = [notary for notary in listed if not behind.why_one(by, notary.listed_by)]
        sworn = hold_acts.swear(hold, oath, by_others, caller.role, work.now)
        store.change(work, sworn)
        words = f"By {oath.notary} on {day_in_words(oath.sworn_on)}"
        store.add_step(work, hold.hold_id, HoldStep.SWORN, by, words)
        facts = ("sworn_on", oath.sworn_on.isoformat()), ("scan", oath.scan)
        record(work, AuditEvent.HQ_HOLD_SWORN, hold.hold_id, by, *facts)
        _wake_cars(work)


def note_filing(hq: Headquarters, caller: Caller, number: int, ask: FilingRequest) -> None:
    """Note the PowerDMS reference, or when the copy was emailed (8.C.3)."""
    with hq.writing() as work:
        _, hold = _changeable(work, caller, number)
        noted = hold_acts.note_filed(hold, caller.role, work.now, ask.powerdms, ask.emailed_at)
        store.change(work, noted)
        by, facts = caller.person_id, list[tuple[str, str]]()
        if ask.powerdms:
            step = HoldStep.FILED_IN_POWERDMS
            store.add_step(work, hold.hold_id, step, by, noted.powerdms)
            facts.append(("powerdms", "true"))
        if ask.emailed_at is not None:
            words = in_words(ask.emailed_at)
            store.add_step(work, hold.hold_id, HoldStep.EMAILED, by, words)
            facts.append(("emailed_at", ask.emailed_at.isoformat()))
        record(work, AuditEvent.HQ_HOLD_FILED, hold.hold_id, by, *facts)


def act(
    hq: Headquarters, caller: Caller, number: int, ask: HoldActRequest, second: str = ""
) -> None:
    """Change a hold, or correct a line by another one, with a reason (PRS-05 to PRS-09).

    ``second`` is the user name of who signed in for it too, empty for nobody.

    Raises:
        HoldRefusedError: not now, not by this person, or without what it needs.
        RefusedError: no such hold, or it takes a second person.
    """
    ends = ask.act in (HoldAct.CANCEL, HoldAct.TAKE_BACK)
    if ends and _cancel_without_papers(hq, caller, number, ask, second):
        return
    with hq.writing() as work:
        _, hold = _changeable(work, caller, number)
        done = acts.ACTS[ask.act](work, caller, hold, ask, second)
        store.change(work, done.hold)
        store.add_step(work, hold.hold_id, done.step, caller.person_id, done.words, done.mark)
        typed = (("why", single_line(ask.why)),) if ask.why.strip() else ()
        event, by = acts.EVENTS[done.step], caller.person_id
        record(work, event, hold.hold_id, by, *done.facts, typed=typed)
        _wake_cars(work)
    if not done.hold.is_live:
        expiry.destroy(hq, hold.hold_id)


def _cancel_without_papers(
    hq: Headquarters, caller: Caller, number: int, ask: HoldActRequest, second: str
) -> bool:
    """Cancel a hold if its papers cannot be read, or take that back; false where they can be.

    The audit alone has by whom and why.
    """
    with hq.writing() as work:
        store.hold_requests(work)
        kept = visible(work, caller, number)
        if kept.hold is not None:
            return False
        demand_seen(decided_on(kept.hold))
        by, ends_at = caller.person_id, kept.row["ended_at"]
        words = demand_cancellation(kept.state, kept.requested_by, by, caller.role, ask.why)
        require_two_people(work, kept.requested_by, by)
        if (ask.act is HoldAct.CANCEL) == (ends_at is not None):
            raise HoldRefusedError("It was canceled already, or there is nothing to take back.")
        kind, facts = kept.row["kind"], list[tuple[str, str]]()
        waits = hold_acts.two_people_cancel(kept.state, kind, kept.requested_by, by)
        event = AuditEvent.HQ_HOLD_CANCELED
        if ask.act is HoldAct.TAKE_BACK:
            event = AuditEvent.HQ_HOLD_CORRECTED
            store.cancel_soon(work, kept.hold_id, None)
        elif waits:
            acts.demand_second(second)
            takes_effect = work.now + CANCELED_HOLD_STAYS_FOR
            store.cancel_soon(work, kept.hold_id, takes_effect)
            facts += [("second", second), ("takes_effect", takes_effect.isoformat())]
        else:
            store.end(work, kept, HoldState.CANCELED, HoldStep.CANCELED)
        record(work, event, kept.hold_id, by, *facts, typed=(("why", words),))
        _wake_cars(work)
    if not waits:
        expiry.destroy(hq, kept.hold_id)
    return True


def add_paper(
    hq: Headquarters, caller: Caller, number: int, ask: PaperRequest, content: bytes
) -> str:
    """Attach a paper to a request's file; return its digest (PRS-09).

    Raises:
        HoldRefusedError: it is empty, too large, no PDF or picture that opens, or the file was
            destroyed.
    """
    if problem := scan_problem(content):
        raise HoldRefusedError(problem)
    digest = sha256(content)
    with hq.writing() as work:
        kept, _ = _changeable(work, caller, number)
        row = {
            "hold_id": kept.hold_id,
            "digest": digest,
            "kind": ask.kind.value,
            "added_at": work.now,
            "added_by": caller.person_id,
            "name": single_line(ask.name)[:200] or "paper",
        }
        store.add_paper(work, row, content)
        step = HoldStep.PAPER_ADDED
        store.add_step(work, kept.hold_id, step, caller.person_id, str(row["name"]))
        facts = ("kind", ask.kind.value), ("sha256", digest)
        event = AuditEvent.HQ_HOLD_PAPER_ADDED
        record(work, event, kept.hold_id, caller.person_id, *facts)
    return digest


def _changeable(work: Work, caller: Caller, number: int) -> tuple[KeptHold, Hold]:
    store.hold_requests(work)
    kept = visible(work, caller, number)
    demand_seen(decided_on(kept.hold))
    if kept.hold is None:
        raise HoldRefusedError("The papers of this request were destroyed.")
    return kept, kept.hold


def visible(work: Work, caller: Caller, number: int) -> KeptHold:
    """Return a line that the caller may see: one's own, or for who keeps or reads the log.

    Raises:
        RefusedError: there is none for this person.
    """
    kept = store.find(work, number)
    if kept is None or not (sees_all(caller) or kept.requested_by == caller.person_id):
        raise RefusedError(Problem.NO_SUCH_HOLD)
    return kept


def sees_all(caller: Caller) -> bool:
    """Tell whether a person sees every line of the log."""
    return may_manage(caller.role) or may(caller.role, Permission.READ_AUDIT)


# ---------------------------------------------------------------- notaries


def add_notary(hq: Headquarters, caller: Caller, ask: NotaryRequest) -> None:
    """Put a person on the list of notaries (8.C.3).

    Raises:
        HoldRefusedError: no name, or days in the wrong order.
    """
    name = single_line(ask.name)
    if not name or (ask.last_day is not None and ask.last_day < ask.first_day):
        message = "Give the name, and a last day that does not come before the first."
        raise HoldRefusedError(message)
    with hq.writing() as work:
        notary = Notary(name, ask.office, ask.first_day, ask.last_day)
        store.add_notary(work, notary, caller.person_id)
        facts = ("office", ask.office.value), ("first_day", ask.first_day.isoformat())
        record(work, AuditEvent.HQ_NOTARY_SET, name, caller.person_id, *facts)


def end_notary(hq: Headquarters, caller: Caller, number: int, last_day: date) -> None:
    """Record the last day of a notary.

    Raises:
        HoldRefusedError: there is none who lasts under this number, or the day is too early.
    """
    with hq.writing() as work:
        notary = store.notaries(work.connection).get(number)
        if notary is not None:
            line = NotaryMessage(
                number, notary.name, notary.office, notary.first_day, notary.last_day
            )
            demand_seen(line)
        if notary is None or notary.last_day is not None or last_day < notary.first_day:
            raise HoldRefusedError("No notary lasts under this number, or that day is too early.")
        store.end_notary(work.connection, number, last_day)
        facts = ("last_day", last_day.isoformat())
        record(work, AuditEvent.HQ_NOTARY_SET, notary.name, caller.person_id, facts)
