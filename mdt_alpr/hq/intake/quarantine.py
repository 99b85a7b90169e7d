"""Sort out what does not fit the session that brought it: kept, shown, never applied (AC-3).

An item's device is the session's. What it is about must be that device's: a step's hit, a
revision's read. Its person is one who was signed in there when it was made.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.provenance import (
    REVISIONS_AT_MOST,
    AsideReason,
    Presence,
    SignInRecord,
    records_hold,
    sessions_hold,
)
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.capture_day import capture_day, id_time
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.hits.relays import notify_not_passed
from mdt_alpr.hq.holds.car_sync import waits_for_key
from mdt_alpr.hq.hotlists import manual_store as manual_entries
from mdt_alpr.hq.intake.device_chains import is_place_occupied
from mdt_alpr.hq.items.checks import ValidItem, body_of
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.reads import captured, quarantine_store, sightings
from mdt_alpr.hq.reads.quarantine_store import Aside
from mdt_alpr.wire.manual import EntryStep
from mdt_alpr.wire.messages import SignInRecordMessage
from mdt_alpr.wire.problems import Problem


class SignedInOn:
    """Who was signed in on the caller's device; what is known is looked up once, when needed."""

    def __init__(self, work: Work, caller: Caller) -> None:
        self._work = work
        self._caller = caller

    def holds(self, person_id: str, at: datetime) -> bool:
        """Tell whether a message of the person, made at that instant, may come in this session.

        A person may always speak for themselves. What an earlier shift left is that shift's
        where headquarters' sessions or the car's own signed records know of it.
        """
        if person_id == self._caller.person_id or self._caller.is_vouched:
            return True
        return sessions_hold(self._sessions, person_id, at) or records_hold(
            self._records, person_id, at
        )

    @cached_property
    def _sessions(self) -> list[Presence]:
        return people.sessions_on(self._work.connection, self._caller.device)

    @cached_property
    def _records(self) -> list[SignInRecord]:
        return device_store.sign_ins(self._work.connection, self._caller.device)


def keep_records(work: Work, device: str, messages: Iterable[SignInRecordMessage]) -> None:
    """Keep a car's own records of sign-ins, of a key that counts."""
    rows = [
        {
            "device": device,
            "person_id": m.person_id,
            "at": min(m.at, work.now),
            "signed_in": m.signed_in,
        }
        for m in messages
    ]
    device_store.add_sign_ins(work.connection, rows)


BRINGS_OTHERS = frozenset(
    {ItemKind.HIT, ItemKind.SIGN_IN, ItemKind.DEVICE_KEY, ItemKind.RELAY, ItemKind.HELD}
)
"""After one of these, what was set aside may fit."""
_MAY_FIT_LATER = (
    AsideReason.HIT_NOT_HERE,
    AsideReason.PERSON,
    AsideReason.UNKNOWN_KEY,
    AsideReason.HOLD_KEY,
)
_KEPT_AT_ANY_TIME = frozenset(
    {
        ItemKind.AUDIT,
        ItemKind.EVIDENCE,
        ItemKind.DEVICE_KEY,
        ItemKind.HOLD_REQUEST,
        ItemKind.HELD,
        ItemKind.INCIDENT_REPORT,
    }
)
"""Links of a chain, what a hold must keep, and reports that must reach somebody at once."""
_BY_SOMEBODY = frozenset(
    {
        ItemKind.MANUAL_ENTRY,
        ItemKind.RELAY,
        ItemKind.HOLD_REQUEST,
        ItemKind.INCIDENT_REPORT,
        ItemKind.DRILL,
    }
)
"""Never made while nobody is signed in."""
_MADE_AT: dict[ItemKind, Callable[[Any], datetime]] = {
    ItemKind.READ: lambda body: body.captured_at,
    ItemKind.HIT: lambda body: body.raised_at,
    ItemKind.TRIAL_HIT: lambda body: body.raised_at,
    ItemKind.ANSWER: lambda body: body.at,
    ItemKind.STOP: lambda body: body.at,
    ItemKind.DISPOSITION: lambda body: body.at,
    ItemKind.RELAY: lambda body: body.at,
    ItemKind.MANUAL_ENTRY: lambda body: body.at,
    ItemKind.HOLD_REQUEST: lambda body: body.at,
    ItemKind.INCIDENT_REPORT: lambda body: body.at,
    ItemKind.DRILL: lambda body: body.at,
}
"""Kinds that name a person, and when that person did it."""

Rest = list[tuple[ValidItem, AsideReason]]


def sorted_out(
    work: Work, caller: Caller, items: Iterable[ValidItem]
) -> tuple[list[ValidItem], Rest]:
    """Return what fits the session, and the rest with its reason."""
    sorting = _Sorting(work, caller)
    fits: list[ValidItem] = []
    rest: Rest = []
    in_order = sorted(items, key=lambda item: _FIRST.get(item.kind, len(_FIRST)))
    for item in in_order:
        reason = sorting.reason(item)
        if reason is None:
            fits.append(item)
        else:
            rest.append((item, reason))
    fits.sort(key=lambda item: item.item_id)
    return fits, rest


_FIRST = {kind: place for place, kind in enumerate((ItemKind.READ, ItemKind.RELAY, ItemKind.HIT))}
"""What others in a batch are about comes first."""


class _Sorting:
    """Checks the items of one batch, those first that others are about."""

    def __init__(self, work: Work, caller: Caller) -> None:
        self._work = work
        self._caller = caller
        self._people = SignedInOn(work, caller)
        self._hits: dict[str, str] = {}
        self._on_entries: set[str] = set()

    def reason(self, item: ValidItem) -> AsideReason | None:
        """Return why an item does not fit, None where it does."""
        if item.kept_from is not None and not _counts_at_any_time(item):
            return AsideReason.CLOCK
        made_at = _MADE_AT.get(item.kind)
        if made_at is not None and not self._is_persons(item, made_at(item.body)):
            return AsideReason.PERSON
        check = _CHECKS.get(item.kind)
        return None if check is None else check(self, item)

    def _is_persons(self, item: ValidItem, at: datetime) -> bool:
        person = item.body.person_id
        if not person:
            return item.kind not in _BY_SOMEBODY
        return self._people.holds(person, at)

    def of_read(self, item: ValidItem) -> AsideReason | None:
        """Check a read: a later revision is its own device's."""
        if item.body.revision == 0:
            return None
        if item.body.revision > REVISIONS_AT_MOST:
            return AsideReason.REVISION
        return self._foreign_read(item.body.read_id)

    def of_hit(self, item: ValidItem) -> AsideReason | None:
        """Check a hit and the read it came from."""
        owner = self._owner(item.body.hit_id)
        if owner is None:
            if (reason := self._foreign_read(item.body.read_id)) is not None:
                return reason
            self._hits[item.body.hit_id] = self._caller.device
        elif owner != self._caller.device:
            return AsideReason.OTHER_DEVICE
        self._on_entries |= {matched.entry_id for matched in item.body.records}
        return None

    def of_trial_hit(self, item: ValidItem) -> AsideReason | None:
        """Check a hit that raised nothing: it is of a read of this device, and of no known hit.

        Nothing else is about it, so its steps would be set aside, a stop above all.
        """
        if self._owner(item.body.hit_id) is not None:
            return AsideReason.OTHER_DEVICE
        return self._foreign_read(item.body.read_id)

    def of_step(self, item: ValidItem) -> AsideReason | None:
        """Check a step of a hit."""
        owner = self._owner(item.body.hit_id)
        if owner is None:
            return AsideReason.HIT_NOT_HERE
        if owner != self._caller.device:
            return AsideReason.OTHER_DEVICE
        if not self._work.training and _is_simulated(item):
            return AsideReason.SIMULATED
        return None

    def of_about_hit(self, item: ValidItem) -> AsideReason | None:
        """Check what may come without its hit: a relay, whose sender is notified, and evidence."""
        owner = self._owner(item.body.hit_id)
        return None if owner in (None, self._caller.device) else AsideReason.OTHER_DEVICE

    def of_incident(self, item: ValidItem) -> AsideReason | None:
        """Check a report: the hit that it names is this device's, and here to be frozen."""
        hit_id = item.body.form.hit_id
        if not hit_id:
            return None
        owner = self._owner(hit_id)
        if owner is None:
            return AsideReason.HIT_NOT_HERE
        return None if owner == self._caller.device else AsideReason.OTHER_DEVICE

    def of_picture(self, item: ValidItem) -> AsideReason | None:
        """Check the announcement of a picture."""
        body = item.body
        if body.person_id and not self._people.holds(body.person_id, body.captured_at):
            return AsideReason.PERSON
        if self._foreign_read(body.read_id) is None:
            return None
        day = capture_day(body.read_id)
        known = captured.is_announced(self._work.connection, day, body.read_id, body.digest)
        return None if known else AsideReason.OTHER_DEVICE

    def of_audit(self, item: ValidItem) -> AsideReason | None:
        """Check an entry of an audit chain."""
        is_occupied = is_place_occupied(self._work, self._caller.device, item.body)
        return AsideReason.PLACE_TAKEN if is_occupied else None

    def of_sign_in(self, item: ValidItem) -> AsideReason | None:
        """Check a record of a sign-in."""
        keys = device_store.accepted_keys(self._work.connection, self._caller.device)
        return None if item.body.public_key in keys else AsideReason.UNKNOWN_KEY

    def of_held(self, item: ValidItem) -> AsideReason | None:
        """Check what a hold keeps past its deadline."""
        return AsideReason.HOLD_KEY if waits_for_key(self._work, item.body) else None

    def of_manual(self, item: ValidItem) -> AsideReason | None:
        """A case may also be closed by who holds a hit on the entry: its maker is reminded."""
        body = item.body
        if body.step is EntryStep.ADDED:
            return None
        stored = manual_entries.find(self._work, body.entry_id)
        if stored is None or stored.entry.entered_by == body.person_id:
            return None
        holds_hit = body.entry_id in self._on_entries or sightings.holds_hit_on(
            self._work, self._caller.device, body.entry_id
        )
        is_harmless = body.step is EntryStep.CASE_CLOSED and holds_hit
        return None if is_harmless else AsideReason.NOT_ALLOWED

    def _owner(self, hit_id: str) -> str | None:
        """Return which device a hit is of, of this batch or before, None where it is not here."""
        if hit_id not in self._hits and id_time(hit_id) is not None:
            sighting = sightings.sighting(self._work.connection, hit_id)
            if sighting is not None:
                self._hits[hit_id] = sighting.device
        return self._hits.get(hit_id)

    def _foreign_read(self, read_id: str) -> AsideReason | None:
        day = capture_day(read_id)
        owner = captured.device_of_read(self._work.connection, day, read_id)
        return None if owner in (None, self._caller.device) else AsideReason.OTHER_DEVICE


_CHECKS: dict[ItemKind, Callable[[_Sorting, ValidItem], AsideReason | None]] = {
    ItemKind.READ: _Sorting.of_read,
    ItemKind.HIT: _Sorting.of_hit,
    ItemKind.TRIAL_HIT: _Sorting.of_trial_hit,
    ItemKind.ANSWER: _Sorting.of_step,
    ItemKind.STOP: _Sorting.of_step,
    ItemKind.DISPOSITION: _Sorting.of_step,
    ItemKind.RELAY: _Sorting.of_about_hit,
    ItemKind.EVIDENCE: _Sorting.of_about_hit,
    ItemKind.INCIDENT_REPORT: _Sorting.of_incident,
    ItemKind.PICTURE: _Sorting.of_picture,
    ItemKind.AUDIT: _Sorting.of_audit,
    ItemKind.SIGN_IN: _Sorting.of_sign_in,
    ItemKind.HELD: _Sorting.of_held,
    ItemKind.MANUAL_ENTRY: _Sorting.of_manual,
}


def _counts_at_any_time(item: ValidItem) -> bool:
    """Tell whether an item is applied although its times cannot be right.

    A sign-out is: without it the person would seem to be signed in for longer.
    """
    if item.kind is ItemKind.SIGN_IN:
        return not item.body.signed_in
    return item.kind in _KEPT_AT_ANY_TIME


def _is_simulated(item: ValidItem) -> bool:
    if item.kind is not ItemKind.ANSWER:
        return False
    facts = dict(item.body.facts)
    return facts.get("simulated") == "true" or facts.get("source") == "simulated"


# ---------------------------------------------------------------- keeping


def keep_aside(work: Work, caller: Caller, rest: Rest) -> None:
    """Keep what does not fit; that it was set aside is recorded, without what it says."""
    quarantine_store.add(work, [_row(work, caller, item, reason) for item, reason in rest])
    for item, reason in rest:
        if item.kind is ItemKind.RELAY:
            notify_not_passed(work, caller.device, item.body)
        if reason in (AsideReason.HIT_NOT_HERE, AsideReason.CLOCK):
            continue  # its hit is under way; of a wrong clock the batch's entry says how many
        details = (
            ("kind", item.kind.value),
            ("reason", reason.value),
            ("device", caller.device),
            ("named", _person(item)[:64]),
        )
        record(work, AuditEvent.HQ_ITEM_SET_ASIDE, item.item_id, caller.person_id, *details)


def now_fitting(work: Work, device: str) -> list[ValidItem]:
    """Return what was set aside of a device and fits now; it waits no more."""
    fitting: list[ValidItem] = []
    for aside in quarantine_store.waiting_of(work, device, _MAY_FIT_LATER):
        if aside.body is None:
            continue
        item = item_of(aside)
        caller = Caller(aside.brought_by, "", Role.OFFICER, device, "")
        if _Sorting(work, caller).reason(item) is None:
            fitting.append(item)
    quarantine_store.forget(work.connection, [item.item_id for item in fitting])
    return fitting


def item_of(aside: Aside) -> ValidItem:
    """Return an item as it came.

    Raises:
        RefusedError: the key of its date is gone.
    """
    if aside.body is None:
        why = "What it says can no longer be read. Reject it."
        raise RefusedError(Problem.ASIDE_REFUSED, why)
    kind = ItemKind(aside.kind)
    body = body_of(kind, aside.body)
    return ValidItem(aside.item_id, kind, capture_day(aside.item_id), body, aside.body)


def _row(work: Work, caller: Caller, item: ValidItem, reason: AsideReason) -> dict[str, Any]:
    body = item.body
    captured_at = getattr(body, "captured_at", None) or work.now
    return {
        "item_id": item.item_id,
        "device": caller.device,
        "kind": item.kind.value,
        "reason": reason,
        "person_id": _person(item),
        "brought_by": caller.person_id,
        "subject": _subject(body),
        "captured_at": item.kept_from or min(captured_at, work.now),
        "received_at": work.now,
        "body": item.text,
    }


def _person(item: ValidItem) -> str:
    return str(getattr(item.body, "person_id", "") or getattr(item.body, "person", ""))


def _subject(body: Any) -> str:
    names = ("hit_id", "read_id", "entry_id", "subject", "hold_id")
    return next((str(getattr(body, name)) for name in names if hasattr(body, name)), "")
