"""Accept what a car sends: each item once, a batch as a whole or not at all."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.audit.lanes import act_at
from mdt_alpr.domain.retention.outbox import ItemKind, ReceiptOutcome
from mdt_alpr.hq.audit import audit_buffer
from mdt_alpr.hq.audit.clock_guard import doubt_in
from mdt_alpr.hq.base import sealed_reads
from mdt_alpr.hq.base.capture_day import capture_day, id_time
from mdt_alpr.hq.base.headquarters import Caller, RefusedError, Work
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.dispatch import letters
from mdt_alpr.hq.entries.steps import keep_entries
from mdt_alpr.hq.equipment import self_checks
from mdt_alpr.hq.evidence.service import keep_packages, note_refused_keys
from mdt_alpr.hq.fleet import facts, rollouts
from mdt_alpr.hq.hits import truth
from mdt_alpr.hq.hits.log import log_items
from mdt_alpr.hq.hits.notice_store import hold_notifying
from mdt_alpr.hq.hits.relays import NOTIFIED_KINDS, notify_others
from mdt_alpr.hq.holds import service as holds
from mdt_alpr.hq.holds.car_sync import keep_from_car
from mdt_alpr.hq.holds.store import hold_requests
from mdt_alpr.hq.hotlists.service import hold_list
from mdt_alpr.hq.incidents import service as incidents
from mdt_alpr.hq.incidents.store import hold_reports
from mdt_alpr.hq.intake.device_chains import check_chain
from mdt_alpr.hq.intake.quarantine import (
    BRINGS_OTHERS,
    keep_aside,
    keep_records,
    now_fitting,
    sorted_out,
)
from mdt_alpr.hq.items.checks import ItemContext, ValidItem, clock_behind, examine
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people.devices import keep_keys
from mdt_alpr.hq.people.trainings import keep_drills
from mdt_alpr.hq.reads import captured, device_audit, plate_sheets, read_counts
from mdt_alpr.hq.reads import intake_store as intake
from mdt_alpr.hq.reads.read_counts import Counts
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.messages import VERSION, BatchMessage, ItemMessage, Receipt, ReceiptsMessage
from mdt_alpr.wire.problems import Problem


def accept(work: Work, caller: Caller, batch: BatchMessage, most: int) -> ReceiptsMessage:
    """Store every item that is valid and new; return what became of each, in the order sent.

    Raises:
        RefusedError: the batch as a whole: another version, another device, more than ``most``,
            or too old by a clock that is not believed; it stays in the car.
    """
    _refuse_batch(caller, batch, most)
    device_audit.note_device(work.connection, batch.device, work.now)
    keys = _accepted_keys(work, batch)
    # a file was made some time ago: when says nothing of the clock
    behind = timedelta(0) if caller.is_vouched else clock_behind(batch.sent_at, work.now)
    context = ItemContext(
        batch.device, work.now, keys, caller.is_camera, kept_days(work.connection), behind
    )
    results = _checked_items(batch.items, context)
    if any(map(_hangs_on_clock, results)) and doubt_in(work):
        raise RefusedError(Problem.NOT_READY)  # the wrong clock may be our own
    known = intake.known_items(work.connection, _refused_keys(results, batch.items))
    new = _new_items(work, batch.device, results)
    receipts = [
        Receipt(item.item_id, *_outcome(item.item_id, result, known, new))
        for item, result in zip(batch.items, results, strict=True)
    ]
    fresh = _applied(work, caller, new) if new else {}
    note_refused_keys(work, batch.device, batch.items, receipts)
    read_counts.add(work.connection, fresh)  # late, as others wait from here on
    _record(work, caller, batch, list(new.values()), receipts)
    return ReceiptsMessage(tuple(receipts))


def _hangs_on_clock(result: ValidItem | Problem | None) -> bool:
    """Tell whether an item may be too late; what a hold kept is dropped once its hold is over."""
    if isinstance(result, ValidItem):
        return result.kept_from is not None or result.kind is ItemKind.HELD
    return result is Problem.TOO_OLD


def _refuse_batch(caller: Caller, batch: BatchMessage, most: int) -> None:
    if batch.version != VERSION:
        raise RefusedError(Problem.VERSION)
    if batch.device != caller.device:
        raise RefusedError(Problem.OTHER_DEVICE)
    if len(batch.items) > most:
        raise RefusedError(Problem.TOO_LARGE, f"A batch has at most {most} items.")


def _accepted_keys(work: Work, batch: BatchMessage) -> frozenset[str]:
    """Return the keys of the device that count, where the batch holds one."""
    if not any(item.kind == ItemKind.DEVICE_KEY for item in batch.items):
        return frozenset()
    return device_store.accepted_keys(work.connection, batch.device)


def _checked_items(
    items: Iterable[ItemMessage], context: ItemContext
) -> list[ValidItem | Problem | None]:
    """Return what each item is found to be; None repeats a valid one of this batch."""
    valid: set[str] = set()
    results: list[ValidItem | Problem | None] = []
    for item in items:
        result = None if item.item_id in valid else examine(item, context)
        if isinstance(result, ValidItem):
            valid.add(item.item_id)
        results.append(result)
    return results


def _refused_keys(
    results: Iterable[ValidItem | Problem | None], items: Iterable[ItemMessage]
) -> set[tuple[date, str]]:
    """Return the keys of what would be refused: it may have been accepted when it was younger."""
    ids = {
        item.item_id
        for item, result in zip(items, results, strict=True)
        if isinstance(result, Problem) and id_time(item.item_id) is not None
    }
    return {(capture_day(item_id), item_id) for item_id in ids}


def _new_items(
    work: Work, device: str, results: Iterable[ValidItem | Problem | None]
) -> dict[str, ValidItem]:
    """Note the valid items as accepted; return those that were not before, in order of id."""
    valid = {item.item_id: item for item in results if isinstance(item, ValidItem)}
    came_at = intake.time_text(work.now)
    in_order = sorted(valid)  # two writers never wait crosswise
    rows = [_item_row(valid[item_id], device, came_at) for item_id in in_order]
    new = intake.add_items(work.connection, rows)
    return {item_id: valid[item_id] for item_id in in_order if item_id in new}


def _outcome(
    item_id: str, result: ValidItem | Problem | None, known: set[str], new: Mapping[str, ValidItem]
) -> tuple[ReceiptOutcome, int | None]:
    if isinstance(result, Problem) and item_id not in known:
        return ReceiptOutcome.REFUSED, result.number
    if isinstance(result, ValidItem) and item_id in new:
        return ReceiptOutcome.ACCEPTED, None
    return ReceiptOutcome.KNOWN, None


def _record(
    work: Work,
    caller: Caller,
    batch: BatchMessage,
    new: Collection[ValidItem],
    receipts: Iterable[Receipt],
) -> None:
    accepted = Counter(item.kind for item in new)
    refused = Counter(r.problem for r in receipts if r.outcome is ReceiptOutcome.REFUSED)
    if not accepted and not refused:
        return
    counts = [(kind.value, number) for kind, number in sorted(accepted.items())]
    counts += [(f"refused_{problem}", number) for problem, number in sorted(refused.items())]
    if doubted := sum(item.kept_from is not None for item in new):
        counts.append(("of_wrong_clock", doubted))
    act = act_at(work.now, AuditEvent.HQ_ITEMS_ACCEPTED, batch.device, caller.person_id)
    ahead = (batch.sent_at - work.now).total_seconds()
    audit_buffer.append(work, caller, replace(act, counts=tuple(counts), clock_ahead_s=ahead))


def _applied(work: Work, caller: Caller, new: Mapping[str, ValidItem]) -> Counts:
    """Apply what fits the session, set the rest aside, and apply what waited for either."""
    hold_in_order(work, {item.kind for item in new.values()})
    fits, rest = sorted_out(work, caller, new.values())
    fresh = Counter(store(work, caller.device, fits)) if fits else Counter()
    keep_aside(work, caller, rest)
    if any(item.kind in BRINGS_OTHERS for item in fits):
        while fitting := now_fitting(work, caller.device):
            fresh.update(store(work, caller.device, fitting))
    return fresh


_BRINGS_ANY = frozenset({ItemKind.SIGN_IN, ItemKind.DEVICE_KEY})
"""After one of these, whatever a person made may fit."""


def hold_in_order(work: Work, kinds: set[ItemKind]) -> None:
    """Hold what batches share before the first record: its place in the audit is held to the end.

    Else a batch that has the audit waits for one that waits for the audit. What brings others may
    bring a report, and takes rows of what was set aside: who decides on one holds the same first.
    """
    if kinds & (NOTIFIED_KINDS | _BRINGS_ANY):
        hold_notifying(work)
    if kinds & ({ItemKind.MANUAL_ENTRY} | _BRINGS_ANY):
        hold_list(work)
    if kinds & ({ItemKind.HOLD_REQUEST, ItemKind.INCIDENT_REPORT} | BRINGS_OTHERS):
        hold_requests(work)
        hold_reports(work)


# ---------------------------------------------------------------- rows


def store(work: Work, device: str, items: Iterable[ValidItem]) -> Counts:
    """Put the items into their tables; return the reads that were not there before."""
    in_order = list(items)
    by_kind: dict[ItemKind, list[ValidItem]] = {}
    for item in in_order:
        by_kind.setdefault(item.kind, []).append(item)
    keep_records(work, device, [item.body for item in by_kind.pop(ItemKind.SIGN_IN, [])])
    keep_keys(work, device, [item.body for item in by_kind.pop(ItemKind.DEVICE_KEY, [])])
    packages = by_kind.pop(ItemKind.EVIDENCE, [])
    keep_packages(work, device, [(item.body, item.kept_from) for item in packages])
    read = by_kind.pop(ItemKind.READ, [])
    fresh = intake.add_reads(work.connection, [_read_row(work, item, device) for item in read])
    plate_sheets.add(work, (item.body for item in read))
    truth.count_missed(work, (item.body for item in read))
    for request in by_kind.pop(ItemKind.HOLD_REQUEST, []):
        holds.from_car(work, device, request.body)
    keep_from_car(work, device, [item.body for item in by_kind.pop(ItemKind.HELD, [])])
    entry_steps = [item.body for item in by_kind.pop(ItemKind.MANUAL_ENTRY, [])]
    keep_entries(work, device, entry_steps)
    keep_drills(work, device, [item.body for item in by_kind.pop(ItemKind.DRILL, [])])
    audited = by_kind.pop(ItemKind.AUDIT, [])
    reports = by_kind.pop(ItemKind.INCIDENT_REPORT, [])
    for kind, group in by_kind.items():
        rows = [_ROWS[kind](item, device) for item in group]
        _ADD[kind](work, rows)
    if audited:
        _add_audit(work, device, audited)
    notify_others(work, device, in_order)
    log_items(work, device, in_order)
    letters.tell(work, in_order)
    for item in reports:  # behind the log, in which a report finds its hit
        incidents.from_car(work, device, item.body)
    return fresh


def _add_audit(work: Work, device: str, audited: list[ValidItem]) -> None:
    """Keep entries of the car's audit, and what they say of the car."""
    device_audit.add_entries(work, [_audit_row(work, item, device) for item in audited])
    entries = [item.body for item in audited]
    check_chain(work, device, min(entry.sequence for entry in entries))
    self_checks.keep(work, device, entries)
    facts.keep(work, device, entries)
    rollouts.note(work, device, entries)


def _item_row(item: ValidItem, device: str, came_at: str) -> intake.Values:
    """Return the values of ``ITEMS``, in its order."""
    return item.day.isoformat(), item.item_id, item.kind.value, device, came_at


def _read_row(work: Work, item: ValidItem, device: str) -> intake.Values:
    """Return the values of ``READS``, in its order."""
    body = item.body
    plate, sealed = sealed_reads.sealed(work.day_keys, body, item.text)
    return (
        capture_day(body.read_id).isoformat(),
        body.read_id,
        str(body.revision),
        intake.time_text(body.captured_at),
        device,
        body.unit,
        body.camera,
        plate,
        sealed,
    )


def _hit_row(item: ValidItem, device: str) -> dict[str, Any]:
    body = item.body
    return {
        "device": device,
        "day": capture_day(body.hit_id),
        "hit_id": body.hit_id,
        "captured_at": body.captured_at,
        "read_id": body.read_id,
        "unit": body.unit,
        "category": body.records[0].category,
        "match_class": body.records[0].match_class,
        "body": item.text,
    }


def _step_row(word: str) -> Callable[[ValidItem, str], dict[str, Any]]:
    def row(item: ValidItem, _device: str) -> dict[str, Any]:
        body = item.body
        return {
            "day": capture_day(body.hit_id),
            "item_id": item.item_id,
            "hit_id": body.hit_id,
            "captured_at": body.captured_at,
            "kind": item.kind,
            "at": body.at,
            "word": getattr(body, word),
            "body": item.text,
        }

    return row


def _picture_row(item: ValidItem, _device: str) -> dict[str, Any]:
    body = item.body
    return {
        "day": capture_day(body.read_id),
        "read_id": body.read_id,
        "digest": body.digest,
        "captured_at": body.captured_at,
        "what": body.what,
        "held": False,
        "body": item.text,
    }


def _audit_row(work: Work, item: ValidItem, device: str) -> dict[str, Any]:
    body, text = item.body, encode(item.body)
    return {
        "device": device,
        "sequence": body.sequence,
        "fingerprint": hashlib.sha256(text.encode()).hexdigest(),
        "at": min(body.at, work.now),  # nothing was made after it came
        "received_at": work.now,
        "person": body.person,
        "event": AuditEvent(body.event),
        "subject": body.subject,
        "body": text,
    }


_ROWS: dict[ItemKind, Callable[[ValidItem, str], dict[str, Any]]] = {
    ItemKind.HIT: _hit_row,
    ItemKind.TRIAL_HIT: _hit_row,
    ItemKind.ANSWER: _step_row("step"),
    ItemKind.STOP: _step_row("gate_form"),
    ItemKind.DISPOSITION: _step_row("disposition"),
    ItemKind.PICTURE: _picture_row,
    ItemKind.RELAY: _step_row("to_unit"),
}

_ADD: dict[ItemKind, Callable[[Work, list[dict[str, Any]]], None]] = {
    ItemKind.HIT: captured.add_hits,
    ItemKind.TRIAL_HIT: captured.add_hits,
    ItemKind.ANSWER: captured.add_steps,
    ItemKind.STOP: captured.add_steps,
    ItemKind.DISPOSITION: captured.add_steps,
    ItemKind.PICTURE: captured.add_pictures,
    ItemKind.RELAY: captured.add_steps,
}
