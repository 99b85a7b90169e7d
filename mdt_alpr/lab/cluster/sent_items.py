"""What a simulated car sends: reads with pictures, hits and their steps, audit, own entries."""

import hashlib
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, audit_entry
from mdt_alpr.domain.entry.life import make_entry
from mdt_alpr.domain.hotlist.manual_entry import Basis, EntryDraft, ManualEntry, Purpose
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.people.sample_agency import OFFICER
from mdt_alpr.lab.hq.ingest import a_read
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.manual import EnteredMessage, EntryStep, ManualEntryMessage
from mdt_alpr.wire.messages import (
    AnswerMessage,
    AuditMessage,
    DispositionMessage,
    HitMessage,
    ItemMessage,
    PictureMessage,
    ReadMessage,
    RecordMessage,
    StopMessage,
)

_PICTURE_BYTES = 2000
_HIT_EVERY, _ENTRY_EVERY, _ENTRY_LASTS = 4, 8, 2
"""In rounds of a car."""


@dataclass(frozen=True, slots=True)
class Made:
    """An item, what it is known by at headquarters beside its id, and the picture it announces."""

    item: ItemMessage
    name: str
    jpeg: bytes = b""


class Maker:
    """Makes what one car has to send."""

    def __init__(self, device: str) -> None:
        self.device = device
        self.unit = f"Unit {device}"
        self._dice = random.Random(device)  # noqa: S311 - made-up plates
        self._clock = SystemClock()
        self._rounds = self._dice.randrange(_ENTRY_EVERY)
        self._last: AuditEntry | None = None
        self._entry: tuple[int, ManualEntry] | None = None

    def now(self) -> datetime:
        """Return the car's time."""
        return self._clock.now()

    def make(self) -> list[Made]:
        """Return what came since the last time."""
        self._rounds += 1
        drawn = [a_read(self._dice, self.now()) for _ in range(self._dice.randint(1, 3))]
        reads = [replace(read, unit=self.unit) for read in drawn]
        made = [self._item(read, ItemKind.READ, read.read_id) for read in reads]
        made += self._pictures(reads[0])
        if self._rounds % _HIT_EVERY == 0:
            made += self._hit(reads[0])
        made += self._entries()
        return [*made, self._audit(reads[0].read_id)]

    def _item(self, body: Any, kind: ItemKind, name: str, jpeg: bytes = b"") -> Made:
        at = self.now()
        item = ItemMessage(new_id(at, os.urandom(10)), 1, kind.value, at, encode(body))
        return Made(item, name, jpeg)

    def _pictures(self, read: ReadMessage) -> Iterator[Made]:
        for what in ("crop", "context"):
            jpeg = b"\xff\xd8\xff" + os.urandom(_PICTURE_BYTES)
            digest = hashlib.sha256(jpeg).hexdigest()
            body = PictureMessage(digest, read.read_id, read.captured_at, what, len(jpeg))
            yield self._item(body, ItemKind.PICTURE, digest, jpeg)

    def _hit(self, read: ReadMessage) -> Iterator[Made]:
        at = read.captured_at
        record = RecordMessage(
            entry_id="e1", list_name="NC", category="V", text=read.text, state="NC",
            nic="V123456789", ori="NC0130200", match_class="exact", position=None,
        )  # fmt: skip
        hit_id = new_id(at + timedelta(milliseconds=1), os.urandom(10))
        hit = HitMessage(hit_id, read.read_id, self.unit, OFFICER, at, at, 1, at, None, (record,))
        yield self._item(hit, ItemKind.HIT, hit_id)
        facts = ("text", read.text), ("state", "NC")
        answer = AnswerMessage(hit_id, at, "entry", at, OFFICER, "compared", facts)
        yield self._item(answer, ItemKind.ANSWER, hit_id)
        stop = StopMessage(hit_id, at, at, OFFICER, "open", (("plate", "true"),))
        yield self._item(stop, ItemKind.STOP, hit_id)
        ended = DispositionMessage(hit_id, at, at, OFFICER, "misread", "no", None, None, "")
        yield self._item(ended, ItemKind.DISPOSITION, hit_id)

    def _entries(self) -> Iterator[Made]:
        """Make a manual entry now and then, and end it soon: every car must hear both."""
        if self._entry is not None and self._rounds >= self._entry[0]:
            entry, self._entry = self._entry[1], None
            yield self._step(entry, EntryStep.REMOVED)
        elif self._entry is None and self._rounds % _ENTRY_EVERY == 0:
            at = self.now()
            text = f"BX{self._dice.randrange(10_000, 99_999)}"
            entry = make_entry(_draft(text), OFFICER, at, new_id(at, os.urandom(10)))
            self._entry = self._rounds + _ENTRY_LASTS, entry
            entered = EnteredMessage(entry.draft, entry.entered_at, entry.expires_at)
            yield self._step(entry, EntryStep.ADDED, entered)

    def _step(
        self, entry: ManualEntry, step: EntryStep, entered: EnteredMessage | None = None
    ) -> Made:
        body = ManualEntryMessage(entry.entry_id, step, self.now(), OFFICER, self.unit, entered)
        return self._item(body, ItemKind.MANUAL_ENTRY, f"{step.value}:{entry.entry_id}")

    def _audit(self, subject: str) -> Made:
        entry = audit_entry(
            self._last, at=self.now(), device=self.device, person=OFFICER,
            event=AuditEvent.HIT_OPENED, subject=subject, detail=(),
        )  # fmt: skip
        self._last = entry
        body = AuditMessage(
            entry.sequence, entry.at, entry.device, entry.person, entry.event.value,
            entry.subject, entry.detail, entry.previous, entry.digest,
        )  # fmt: skip
        return self._item(body, ItemKind.AUDIT, str(entry.sequence))


def _draft(text: str) -> EntryDraft:
    return EntryDraft(
        text=text, state="NC", reason="Larceny from motor vehicle, Union St S, suspect car",
        purpose=Purpose.CRIMINAL, case="26-041877", instruction="Check, then stop",
        basis=Basis.VIDEO, names_person=False, spelled=True,
    )  # fmt: skip
