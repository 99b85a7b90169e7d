"""Plates that the agency ties to coworkers and households: only keyed hashes stay (SUP-03)."""

from collections.abc import Iterable, Iterator
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import PlateTextError
from mdt_alpr.domain.plate.plate import tidy
from mdt_alpr.domain.reason_words import gives_no_reason, single_line
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.agency_keys import key_id
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.misuse import store
from mdt_alpr.hq.misuse.gathering import plate_hash
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.two_people import require_two_people
from mdt_alpr.wire.misuse import TiedPlateMessage, TiedPlateRequest, TiedPlatesMessage
from mdt_alpr.wire.problems import Problem

SUBJECT = "tied plates"


def plates_for(work: Work, caller: Caller) -> TiedPlatesMessage:
    """Return to whom plates are tied, never which; the view is recorded."""
    record(work, AuditEvent.HQ_TIED_PLATES_VIEWED, SUBJECT, caller.person_id)
    return TiedPlatesMessage(tuple(_messages(work, store.tied_rows(work.connection))))


def enter(work: Work, caller: Caller, asked: TiedPlateRequest) -> None:
    """Keep the keyed hash of a coworker's plate; its text is kept nowhere.

    Raises:
        RefusedError: no plate, no such account, or it is tied to this person already.
    """
    try:
        plate = tidy(asked.plate)
    except PlateTextError as error:
        raise RefusedError(Problem.TIED_PLATE_REFUSED, str(error)) from error
    if people.account(work.connection, asked.person_id) is None:
        raise RefusedError(Problem.NO_SUCH_ACCOUNT)
    row = {
        "plate_hash": plate_hash(work.entry_key, plate),
        "key_id": key_id(work.entry_key),
        "person_id": asked.person_id,
        "tie": asked.tie,
        "entered_at": work.now,
        "entered_by": caller.person_id,
    }
    number = store.tie(work.connection, row)
    if number is None:
        raise RefusedError(Problem.TIED_PLATE_REFUSED, "This person has that plate already.")
    facts = ("number", str(number)), ("tie", asked.tie.value)
    event = AuditEvent.HQ_TIED_PLATE_ENTERED
    record(work, event, asked.person_id, caller.person_id, *facts)


def remove(work: Work, caller: Caller, number: int, why: str) -> None:
    """Remove a plate; nobody removes one that is tied to the own person (SUP-05).

    Raises:
        RefusedError: there is none, it is the caller's own, or no reason is given.
    """
    row = store.tied_row(work.connection, number)
    if row is None:
        raise RefusedError(Problem.TIED_PLATE_REFUSED, "There is no plate with this number.")
    demand_seen(next(_messages(work, [row])))
    if row.person_id == caller.person_id:
        raise RefusedError(Problem.TIED_PLATE_REFUSED, "Another administrator removes yours.")
    if gives_no_reason(why):
        raise RefusedError(Problem.TIED_PLATE_REFUSED, "Say why it is removed.")
    require_two_people(work, caller.person_id, row.person_id)
    store.untie(work.connection, number)
    facts = ("number", str(number)), ("tie", row.tie.value)
    event, typed = AuditEvent.HQ_TIED_PLATE_REMOVED, (("why", single_line(why)),)
    record(work, event, row.person_id, caller.person_id, *facts, typed=typed)


def _messages(work: Work, rows: Iterable[Any]) -> Iterator[TiedPlateMessage]:
    names, current = people.names(work.connection), key_id(work.entry_key)
    for row in rows:
        yield TiedPlateMessage(
            number=row.number,
            person=names.get(row.person_id, row.person_id),
            tie=row.tie,
            entered_at=row.entered_at,
            entered_by=names.get(row.entered_by, row.entered_by),
            is_lost=row.key_id != current,
        )
