"""Evidence packages in their table, and what of them stays after 90 days."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from mdt_alpr.adapters.store.content import Content
from mdt_alpr.adapters.store.tables import EVIDENCE, HIT_PICTURES, OUTBOX
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.retention.evidence import Seal
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.evidence import EvidenceMessage, evidence_message


def last_seal(connection: Connection, public_key: str) -> Seal | None:
    """Return the newest seal of a key."""
    query = (
        select(EVIDENCE)
        .where(EVIDENCE.c.public_key == public_key)
        .order_by(EVIDENCE.c.sequence.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _seal(row)


def save(connection: Connection, content: Content, message: EvidenceMessage) -> None:
    """Keep a package; its pictures are kept with the hit."""
    row = {
        "public_key": message.public_key,
        "sequence": message.sequence,
        "hit_id": message.hit_id,
        "device": message.device,
        "sealed_at": message.sealed_at,
        "content": message.content,
        "previous": message.previous,
        "signature": message.signature,
        "captured_at": message.captured_at,
        "parts": content.seal_text(message.captured_at, encode(message), message.hit_id),
    }
    connection.execute(insert(EVIDENCE).values(row))


def packages(connection: Connection, content: Content, hit_id: str) -> tuple[EvidenceMessage, ...]:
    """Return the packages of a hit, oldest first, without content where it was purged."""
    rows = connection.execute(
        select(EVIDENCE).where(EVIDENCE.c.hit_id == hit_id).order_by(EVIDENCE.c.number)
    )
    return tuple(_package(content, row) for row in rows)


def erase_content(
    connection: Connection, content: Content, until: datetime
) -> tuple[EvidenceMessage, ...]:
    """Empty packages captured up to ``until``; return the bare seals that were not sent yet.

    Called before the outbox is purged: what waits there goes with its content, but a seal must
    still reach headquarters, or its chain would seem to have a gap.
    """
    old = connection.execute(select(EVIDENCE).where(EVIDENCE.c.captured_at <= until)).all()
    waiting = connection.execute(
        select(OUTBOX.c.item_id, OUTBOX.c.body).where(
            OUTBOX.c.kind == ItemKind.EVIDENCE, OUTBOX.c.captured_at <= until
        )
    )
    texts = [content.text(row.body, row.item_id) for row in waiting]
    messages = [decode(EvidenceMessage, text) for text in texts if text is not None]
    unsent = {(m.public_key, m.sequence) for m in messages}
    connection.execute(
        update(EVIDENCE)
        .where(EVIDENCE.c.captured_at <= until)
        .values(captured_at=None, parts=None)
    )
    return tuple(
        evidence_message(_seal(row), row.signature, None, ())
        for row in old
        if (row.public_key, row.sequence) in unsent
    )


def erase_pictures(connection: Connection, until: datetime) -> set[str | None]:
    """Erase which pictures hits captured up to ``until`` kept; return them."""
    gone = delete(HIT_PICTURES).where(HIT_PICTURES.c.captured_at <= until)
    return set(connection.scalars(gone.returning(HIT_PICTURES.c.digest)))


def _package(content: Content, row: Row[Any]) -> EvidenceMessage:
    parts = None if row.parts is None else content.text(row.parts, row.hit_id)
    if parts is None:
        return evidence_message(_seal(row), row.signature, None, ())
    return decode(EvidenceMessage, parts)


def _seal(row: Row[tuple[object, ...]]) -> Seal:
    return converted(Seal, row)
