"""Which "no" in one car applies to which other cars (VER-05, ALR-08; 09.21.5.A.4.a to .c).

An answer about the *record* (its status was asked: .4.b, .4.c; it left the list) holds for every
open hit on that record, plate and state. An answer about one *sighting* (.4.a: the reader was
wrong here, this vehicle does not fit) holds for that sighting only, wherever it was relayed:
another car's own read of the plate that is really wanted remains valid.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.hit import Contrary, HitState
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.policy import STATUS_REPLY_GOOD_FOR


class Reach(StrEnum):
    """To which hits a "no" applies."""

    RECORD = "record"
    """Every open hit on the record, plate and state, and every relay of the hit."""
    SIGHTING = "sighting"
    """The sighting: the hit that it was relayed from, and every relay of it."""
    PASSED_ON = "passed_on"
    """Relays of the hit only: the officer may have seen another vehicle than its sender."""


@dataclass(frozen=True, slots=True)
class Refutation:
    """A "no": to which hits it applies, as which contrary fact, and on whose word."""

    reach: Reach
    kind: Contrary
    by: str


OFFICER, CAMERA, LIST, AGENCY = "officer", "camera", "hotlist", "entering agency"
_BY = {
    StatusSource.MDT.value: "MDT",
    StatusSource.COMMUNICATIONS.value: "Communications",
    StatusSource.DCIN.value: "DCIN",
}
OF_RESULT = {
    StatusResult.CLEARED: Contrary.STATUS_CLEARED,
    StatusResult.NOT_THIS_PLATE: Contrary.NOT_THIS_PLATE,
}
"""Status replies about the record (09.21.5.A.4.b, .c; VER-02)."""
OF_FACT = {
    Contrary.STATUS_CLEARED: Reach.RECORD,
    Contrary.NOT_THIS_PLATE: Reach.RECORD,
    Contrary.NOT_CONFIRMED: Reach.RECORD,
    Contrary.RECORD_CANCELED: Reach.RECORD,
    Contrary.READ_DISAGREES: Reach.SIGHTING,
}
"""A car's own contrary facts, without expiry: every car has that date (MAN-02)."""
OF_DISPOSITION = {
    Disposition.CLEARED_OR_STALE: Refutation(Reach.RECORD, Contrary.STATUS_CLEARED, OFFICER),
    Disposition.WRONG_ENTRY: Refutation(Reach.RECORD, Contrary.NOT_THIS_PLATE, OFFICER),
    Disposition.MISREAD: Refutation(Reach.SIGHTING, Contrary.NOT_THIS_PLATE, OFFICER),
    Disposition.WRONG_STATE: Refutation(Reach.SIGHTING, Contrary.NOT_THIS_PLATE, OFFICER),
    Disposition.VEHICLE_MISMATCH: Refutation(Reach.SIGHTING, Contrary.NOT_THIS_VEHICLE, OFFICER),
    Disposition.WRONG_PERSON: Refutation(Reach.SIGHTING, Contrary.NOT_THIS_VEHICLE, OFFICER),
}
"""How a hit ended, where that is a "no" (VER-09); the other five do not concern others."""
_ENTRIES = (AuditEvent.ENTRY_MADE, AuditEvent.TILES_CHECKED)
"""Both ways to enter the characters blind."""
FROM_NOTICE = "notice"
"""Name of the fact that marks a contrary fact as headquarters' own, which is not sent back."""


def refutation_of_step(step: str, state: str, facts: Mapping[str, str]) -> Refutation | None:
    """Return what a step of a hit means for others, None for nothing.

    ``step`` is an ``AuditEvent``, ``state`` the hit's state after it, ``facts`` as sent.
    """
    if FROM_NOTICE in facts:
        return None
    if step in _ENTRIES and state == HitState.UNMATCHED:
        return Refutation(Reach.PASSED_ON, Contrary.NOT_THIS_PLATE, OFFICER)
    if step == AuditEvent.CONTRARY_FACT:
        return _of_fact(facts.get("kind", ""), facts.get("source", ""))
    result = facts.get("result", "")
    if result in set(StatusResult) and (kind := OF_RESULT.get(StatusResult(result))):
        source = facts.get("source", "")
        return Refutation(Reach.RECORD, kind, _BY.get(source, source))
    return None


def refutation_of_disposition(disposition: str, *, refuted: bool) -> Refutation | None:
    """Return what an ending means for others, None for nothing.

    ``refuted``: a "no" on the hit was sent already; the ending only repeats it.
    """
    if refuted or disposition not in set(Disposition):
        return None
    return OF_DISPOSITION.get(Disposition(disposition))


def holds_from(raised_at: datetime) -> datetime:
    """Return since when a "no" about the record applies to a hit raised then.

    It counts like any status reply, for ten minutes (D6): a car that reads the plate just after
    another one heard "cleared" is notified too, whatever their clocks. An older one is shown as
    known before (D13), because the record is still listed.
    """
    return raised_at - STATUS_REPLY_GOOD_FOR


def holds_until(said_at: datetime) -> datetime:
    """Return until when a raised hit is covered by a "no" about the record."""
    return said_at + STATUS_REPLY_GOOD_FOR


@dataclass(frozen=True, slots=True)
class RecordKey:
    """A record, with its plate and state."""

    entry_id: str
    text: str
    state: str


def records_spoken_of(
    records: Iterable[RecordKey], entered: tuple[str, str] | None
) -> tuple[RecordKey, ...]:
    """Return the records of a hit that a "no" about the record covers.

    Those of the plate and state that the officer entered. Without an entry that matched, all of
    them, if they are of one plate and state; otherwise none: a reply for one state's plate must
    not count for another's.
    """
    keys = tuple(records)
    plates = {(folded(key.text), key.state) for key in keys}
    if entered is not None:
        plates = {(folded(entered[0]), entered[1])}
    elif len(plates) != 1:
        return ()
    return tuple(key for key in keys if (folded(key.text), key.state) in plates)


def _of_fact(kind: str, source: str) -> Refutation | None:
    if kind not in set(Contrary) or Contrary(kind) not in OF_FACT:
        return None
    fact = Contrary(kind)
    by = {
        Contrary.READ_DISAGREES: CAMERA,
        Contrary.RECORD_CANCELED: LIST,
        Contrary.NOT_CONFIRMED: AGENCY,
    }
    return Refutation(OF_FACT[fact], fact, by.get(fact) or _BY.get(source, source))
