"""Holds in the car: what one covers and headquarters has not got yet outlives its deadline (8.C).

What has its receipt is held at headquarters. The rest lies in the outbox under the hold's own key
until it has its receipt, or the hold ends; a provisional hold keeps nothing past day 90.
"""

import base64
from datetime import date, datetime

from msgspec import json
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from mdt_alpr.adapters.store.content import Content
from mdt_alpr.adapters.store.kept_data import read_of
from mdt_alpr.adapters.store.tables import HITS, HOLDS, OUTBOX, PICTURES, READS
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import capture_date, capture_date_ends
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.wire.codec import decode, encode, fields_of
from mdt_alpr.wire.holds import HeldItemMessage, HoldOrder
from mdt_alpr.wire.messages import AnswerMessage, HitMessage, PictureMessage, ReadMessage

JPEG = "jpeg"
_STEPS = (ItemKind.ANSWER, ItemKind.STOP, ItemKind.DISPOSITION)


class HoldTable:
    """See ``patrol.store_port.HoldRows``; of one transaction."""

    def __init__(self, connection: Connection, content: Content, now: datetime) -> None:
        self._connection = connection
        self._content = content
        self._now = now

    def live(self) -> tuple[HoldOrder, ...]:
        """Return the holds that last, by this car's own clock."""
        bodies = self._connection.scalars(select(HOLDS.c.body).where(HOLDS.c.ended_at.is_(None)))
        orders = (decode(HoldOrder, body) for body in bodies)
        return tuple(order for order in orders if not _is_over(order, self._now))

    def save(self, order: HoldOrder) -> bool:
        """Keep a hold, or its later state; return whether it was new. One that ended stays so."""
        known = self._connection.execute(
            select(HOLDS.c.ended_at).where(HOLDS.c.hold_id == order.hold_id)
        ).one_or_none()
        if known is not None and known.ended_at is not None:
            return False
        row = {"hold_id": order.hold_id, "body": encode(order)}
        statement = upsert(HOLDS).values(row)
        later = statement.on_conflict_do_update(index_elements=["hold_id"], set_=row)
        self._connection.execute(later)
        return known is None

    def end(self, hold_id: str) -> bool:
        of_it = HOLDS.c.hold_id == hold_id, HOLDS.c.ended_at.is_(None)
        over = update(HOLDS).where(*of_it).values(ended_at=self._now, body="")
        lasted = bool(self._connection.execute(over).rowcount)
        self._connection.execute(delete(OUTBOX).where(OUTBOX.c.hold_id == hold_id))
        self._content.holds.end(hold_id)
        return lasted

    def end_expired(self) -> int:
        """End the holds that are over by this car's own clock, and lapsed keys of dates."""
        rows = self._connection.execute(select(HOLDS).where(HOLDS.c.ended_at.is_(None))).all()
        over = [row.hold_id for row in rows if _is_over(decode(HoldOrder, row.body), self._now)]
        for hold_id in over:
            self.end(hold_id)
        return len(over)

    def keep_due(self, until: datetime) -> int:
        """Let waiting items outlive a purge that a hold covers; return how many."""
        number = 0
        for order in self.live():
            reads = self._reads(order, until)
            if reads:
                number += self._keep(order, reads, self._hits(reads), until)
        return number

    def _reads(self, order: HoldOrder, until: datetime) -> frozenset[str]:
        first, last = order.scope.window
        t = READS.c
        query = select(t.read_id, t.facts).where(
            t.captured_at <= min(until, last), t.captured_at >= first
        )
        texts = (
            (row.read_id, self._content.text(row.facts, row.read_id))
            for row in self._connection.execute(query)
        )
        covered = set()
        for read_id, text in texts:
            if text is not None:
                read = read_of(text)
                plate = Plate(read.text, read.state)
                if order.scope.covers_here(plate, read.camera, read.captured_at):
                    covered.add(read_id)
        return frozenset(covered)

    def _hits(self, reads: frozenset[str]) -> frozenset[str]:
        query = select(HITS.c.hit_id).where(HITS.c.read_id.in_(reads))
        return frozenset(self._connection.scalars(query))

    def _keep(
        self, order: HoldOrder, reads: frozenset[str], hits: frozenset[str], until: datetime
    ) -> int:
        waiting = select(OUTBOX).where(OUTBOX.c.captured_at <= until)
        number = 0
        for row in self._connection.execute(waiting).all():
            on = capture_date(row.captured_at)
            text = self._content.text(row.body, row.item_id)
            if text is None or not _keeps(order, on, self._now):
                continue
            if _subject(row.kind, text) not in reads | hits:
                continue
            held = HeldItemMessage(order.hold_id, row.kind.value, row.item_id, on, text)
            self._put(row.item_id, row.made_at, held)
            number += 1
            if row.picture is not None:
                number += self._keep_picture(order.hold_id, on, row)
        return number

    def _keep_picture(self, hold_id: str, on: date, row: object) -> int:
        digest = row.picture  # type: ignore[attr-defined]
        sealed = self._connection.scalar(
            select(PICTURES.c.jpeg).where(PICTURES.c.digest == digest)
        )
        jpeg = None if sealed is None else self._content.opened(sealed, digest)
        if jpeg is None:
            return 0
        body = base64.b64encode(jpeg).decode("ascii")
        held = HeldItemMessage(hold_id, JPEG, digest, on, body)
        item_id = f"{row.item_id[:-4]}{digest[:4]}"  # type: ignore[attr-defined]
        values = {"item_id": item_id, "made_at": row.made_at, **self._held(item_id, held)}  # type: ignore[attr-defined]
        self._connection.execute(upsert(OUTBOX).values(values).on_conflict_do_nothing())
        return 1

    def _put(self, item_id: str, made_at: datetime, held: HeldItemMessage) -> None:
        values = {"made_at": made_at, **self._held(item_id, held)}
        self._connection.execute(update(OUTBOX).where(OUTBOX.c.item_id == item_id).values(values))

    def _held(self, item_id: str, held: HeldItemMessage) -> dict[str, object]:
        sealed = self._content.seal_held(held.hold_id, held.on, encode(held), item_id)
        return {
            "kind": ItemKind.HELD,
            "body": sealed,
            "captured_at": None,
            "picture": None,
            "refused_at": None,
            "hold_id": held.hold_id,
        }


def _is_over(order: HoldOrder, now: datetime) -> bool:
    if order.is_final:
        return order.ends_at is not None and now >= order.ends_at
    return now >= capture_date_ends(order.scope.dates()[1])


def _keeps(order: HoldOrder, on: date, now: datetime) -> bool:
    return order.is_final or now < capture_date_ends(on)


def _subject(kind: ItemKind, text: str) -> str:
    """Return the read or hit that an item is about; empty for what no hold keeps."""
    if kind is ItemKind.READ:
        return fields_of(ReadMessage, text).read_id
    if kind is ItemKind.PICTURE:
        return decode(PictureMessage, text).read_id
    if kind is ItemKind.HIT:
        return decode(HitMessage, text).hit_id
    if kind is ItemKind.ANSWER:
        return decode(AnswerMessage, text).hit_id
    if kind in _STEPS:
        message: dict[str, str] = json.decode(text)
        return message["hit_id"]
    return ""
