"""What a car gets of holds, and what it brings that a hold kept past its deadline (PRS-02)."""

import base64
import binascii
import json
from collections.abc import Iterable

from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.retention.alpr_1 import HoldScope
from mdt_alpr.domain.retention.hold_notices import last_instant
from mdt_alpr.domain.retention.holds import LIVE, Hold, HoldState, end_by_time
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.audit.clock_guard import doubt_in
from mdt_alpr.hq.base.headquarters import Caller, Work
from mdt_alpr.hq.base.paging import NEWEST
from mdt_alpr.hq.base.tables import HIT_STEPS, HITS, PICTURES, READS
from mdt_alpr.hq.holds import held_data, store
from mdt_alpr.hq.holds.held_data import HeldThing
from mdt_alpr.hq.holds.store import KeptHold
from mdt_alpr.wire.codec import DecodeError, decode
from mdt_alpr.wire.holds import HeldItemMessage, HoldOrder, HoldOrders, KnownHolds, OwnHold
from mdt_alpr.wire.messages import HitMessage, PictureMessage, ReadMessage

_OWN_SHOWN = 20
"""Requests of one person that the car shows, the newest first."""
_STEPS = (ItemKind.ANSWER, ItemKind.STOP, ItemKind.DISPOSITION)


def orders(work: Work, caller: Caller, known: KnownHolds) -> HoldOrders:
    """Return the live holds over the caller's cameras, and those that it knows and that ended.

    One that is in neither headquarters does not know, as after a restore: the car keeps it. By a
    clock that is doubted no hold is over.
    """
    live, ended, lasting = list[HoldOrder](), list[str](), set[str]()
    is_doubted = bool(doubt_in(work))
    for kept in store.live(work):
        if not is_doubted and kept.ended_by_time(work.now) is not None:
            continue
        lasting.add(kept.hold_id)
        if (hold := kept.hold) is None:
            continue  # its papers are lost: who has it keeps it
        if (scope := hold.scope.of(caller.unit, caller.device)).cameras:
            due_at = hold.due_at if hold.form is not None else None
            at = hold.requested_at
            live.append(HoldOrder(hold.hold_id, scope, hold.is_final, at, due_at))
    for hold_id in dict.fromkeys(known.holds):
        is_known = store.of_id(work, hold_id) is not None
        if (is_known and hold_id not in lasting) or work.keys.holds.is_ended(hold_id):
            ended.append(hold_id)
    own = tuple(_own(request, work) for request in _requests_of(work, caller.person_id))
    store.give_to_car(work, caller.device, [stored.hold_id for stored in live])
    store.end_in_car(work, caller.device, ended)
    return HoldOrders(tuple(live), tuple(ended), own)


def _requests_of(work: Work, person: str) -> list[KeptHold]:
    return store.page(work, tuple(HoldState), NEWEST, _OWN_SHOWN, person)[0] if person else []


def _own(hold: KeptHold, work: Work) -> OwnHold:
    """Return a request for its requester; one that is over names no plate and no case."""
    state = hold.state if hold.hold is None else end_by_time(hold.hold, work.now).state
    shown = hold.hold if state in LIVE else None
    scope = HoldScope() if shown is None else shown.scope
    return OwnHold(
        hold_id=hold.hold_id,
        text=scope.text,
        state_of_issue=scope.state,
        case="" if shown is None else shown.case,
        state=state,
        requested_at=hold.requested_at,
        ends_at=None if shown is None else last_instant(shown),
        number=hold.number,
    )


def waits_for_key(work: Work, message: HeldItemMessage) -> bool:
    """Tell whether what a car held can be kept only once a lost key of its hold is back."""
    kept = store.of_id(work, message.hold_id)
    if kept is None or kept.ended_by_time(work.now) is not None:
        return False
    if kept.hold is None:
        return kept.state is HoldState.FINAL
    is_kept = kept.hold.keeps(message.on, work.now)
    return is_kept and held_data.is_shut(work, message.hold_id, message.on)


def keep_from_car(work: Work, device: str, messages: Iterable[HeldItemMessage]) -> None:
    """Keep what a car held past its deadline; what no hold covers is dropped (8.C)."""
    found: dict[str, list[HeldThing]] = {}
    for message in messages:
        kept = store.of_id(work, message.hold_id)
        hold = None if kept is None else kept.hold
        if hold is None or not hold.keeps(message.on, work.now):
            continue
        thing = _thing(hold, device, message)
        if thing is not None:
            found.setdefault(message.hold_id, []).append(thing)
    for hold_id, things in found.items():
        if not work.keys.holds.is_ended(hold_id):
            held_data.put(work, hold_id, things)


def _thing(hold: Hold, device: str, message: HeldItemMessage) -> HeldThing | None:
    """Return what an item is kept as; None where the hold does not cover it, or it is damaged."""
    try:
        if message.kind == held_data.JPEG:
            jpeg = base64.b64decode(message.body, validate=True)
            is_it = sha256(jpeg) == message.name
            return HeldThing(held_data.JPEG, message.name, message.on, jpeg) if is_it else None
        return _row_of(hold, device, message)
    except (DecodeError, binascii.Error, ValueError):
        return None


def _row_of(hold: Hold, device: str, message: HeldItemMessage) -> HeldThing | None:
    kind = ItemKind(message.kind)
    row: dict[str, object] = {"device": device, "body": message.body}
    if kind is ItemKind.READ:
        read = decode(ReadMessage, message.body)
        first, last = hold.scope.window
        if not (first <= read.captured_at <= last and hold.scope.names(read.unit, device)):
            return None
        row |= {"read_id": read.read_id, "unit": read.unit, "camera": read.camera}
        return _made(READS.name, read.read_id, message, row)
    if kind in (ItemKind.HIT, ItemKind.TRIAL_HIT):
        hit = decode(HitMessage, message.body)
        row |= {"hit_id": hit.hit_id, "read_id": hit.read_id, "unit": hit.unit}
        return _made(HITS.name, hit.hit_id, message, row)
    if kind is ItemKind.PICTURE:
        picture = decode(PictureMessage, message.body)
        row |= {"read_id": picture.read_id, "digest": picture.digest, "what": picture.what}
        return _made(PICTURES.name, f"{picture.read_id}/{picture.digest}", message, row)
    if kind in _STEPS:
        return _made(HIT_STEPS.name, message.name, message, {**row, "kind": kind.value})
    return None


def _made(place: str, name: str, message: HeldItemMessage, row: dict[str, object]) -> HeldThing:
    content = json.dumps(row, sort_keys=True, ensure_ascii=False).encode()
    return HeldThing(place, name, message.on, content)
