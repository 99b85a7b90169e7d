"""Write what waits in a car without a link to a file for headquarters.

Nothing leaves the outbox by it: an item goes by headquarters' receipt only, which comes by the
link or in a receipt file, and one that comes by both ways counts once.
"""

import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.outbox import OutboxItem
from mdt_alpr.files import private_files
from mdt_alpr.keys.offload_file import OffloadKeys, OffloadWriter, Signing
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.outbox import Batch, DeliveryResult, Queue, batch_after, settle
from mdt_alpr.patrol.store_port import Store
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.messages import VERSION, BatchMessage, ItemMessage, Receipt
from mdt_alpr.wire.pictures import frames

_RECEIPTS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Offloading:
    """What an offload needs."""

    store: Store
    clock: Clock
    keys: OffloadKeys
    signing: Signing


def offload(parts: Offloading, place: Path) -> int:
    """Write the file; return how many items it holds.

    Raises:
        OutsideError: it exists, cannot be written, or headquarters' keys are too old.
    """
    if place.exists():
        message = f"{place} exists already. Nothing was written; choose another name."
        raise OutsideError(message)
    half, number = place.with_name(f"{place.name}.part"), 0
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_STORED) as out:
            writer = OffloadWriter(out, parts.keys)
            for batch in _batches(parts.store):
                number += len(batch.items)
                for on, items in _by_day(batch.items).items():
                    _add(writer, parts, on, items, batch)
            writer.end(parts.signing, parts.clock.now())
        private_files.replace(half, place)
    except OSError as error:
        message = f"{place} cannot be written: {error.strerror or error}."
        raise OutsideError(message) from error
    return number


def apply_receipts(store: Store, device: str, receipts: Sequence[Receipt]) -> Queue:
    """Let what headquarters has leave the outbox; return what still waits."""
    for first in range(0, len(receipts), _RECEIPTS_AT_ONCE):
        some = receipts[first : first + _RECEIPTS_AT_ONCE]
        with store.begin() as work:
            settle(work, DeliveryResult(tuple(some)))
    with store.begin() as work:
        number = ("receipts", str(len(receipts)))
        work.record(AuditEvent.RECEIPTS_LOADED, device, "", number)
        return settle(work, DeliveryResult())


def _batches(store: Store) -> Iterator[Batch]:
    after = 0
    while True:
        with store.begin() as work:
            batch = batch_after(work, after)
        if not batch.items:
            return
        yield batch
        after = batch.items[-1].sequence


def _by_day(items: Sequence[OutboxItem]) -> dict[date, list[OutboxItem]]:
    days: dict[date, list[OutboxItem]] = {}
    for item in items:
        days.setdefault(_captured_on(item), []).append(item)
    return days


def _captured_on(item: OutboxItem) -> date:
    """Return under which day's key an item goes; what holds no captured data, when it was made."""
    captured_at: str | None = json.loads(item.body).get("captured_at")
    return capture_date(datetime.fromisoformat(captured_at) if captured_at else item.made_at)


def _add(
    writer: OffloadWriter, parts: Offloading, on: date, items: list[OutboxItem], batch: Batch
) -> None:
    ids = {item.item_id for item in items}
    messages = tuple(
        ItemMessage(i.item_id, i.sequence, i.kind.value, i.made_at, i.body) for i in items
    )
    sent = BatchMessage(VERSION, parts.signing.device, parts.clock.now(), messages)
    pictures = [(p.digest, p.jpeg) for p in batch.pictures if p.item_id in ids]
    writer.add(on, encode(sent), frames(pictures))
