"""What waits for headquarters, in the order in which it happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from mdt_alpr.adapters.store.content import Content
from mdt_alpr.adapters.store.tables import OUTBOX
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem, ReceiptOutcome, SetAside
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.messages import PictureMessage, Receipt


@dataclass(frozen=True, slots=True)
class NewItem:
    """A message on its way into the outbox."""

    item_id: str
    kind: ItemKind
    made_at: datetime
    body: object


_WAITS = OUTBOX.c.refused_at.is_(None)


def queue(connection: Connection, content: Content, item: NewItem) -> OutboxItem:
    """Queue a message and return it as an item.

    Of a device key the newest announcement counts: earlier ones, refused ones too, go.
    """
    text = encode(item.body)
    captured_at = getattr(item.body, "captured_at", None)
    if item.kind is ItemKind.DEVICE_KEY:
        connection.execute(delete(OUTBOX).where(OUTBOX.c.kind == item.kind))
    row = {
        "item_id": item.item_id,
        "kind": item.kind,
        "made_at": item.made_at,
        "body": content.seal_text(captured_at, text, item.item_id),
        "captured_at": captured_at,
        "picture": item.body.digest if isinstance(item.body, PictureMessage) else None,
    }
    statement = insert(OUTBOX).values(row).returning(OUTBOX.c.sequence)
    sequence: int = connection.execute(statement).scalar_one()
    return OutboxItem(item.item_id, sequence, item.kind, item.made_at, text)


def waiting(
    connection: Connection, content: Content, limit: int, after: int
) -> tuple[OutboxItem, ...]:
    """Return the oldest items behind ``after`` that headquarters has not answered."""
    return _oldest(connection, content, OUTBOX.c.sequence > after, limit)


def waiting_of(
    connection: Connection, content: Content, kinds: Sequence[ItemKind], limit: int
) -> tuple[OutboxItem, ...]:
    """Return the oldest items of these kinds that headquarters has not answered."""
    return _oldest(connection, content, OUTBOX.c.kind.in_(kinds), limit)


def waiting_texts(connection: Connection, content: Content, limit: int) -> tuple[OutboxItem, ...]:
    """Return the oldest items that announce no picture."""
    return _oldest(connection, content, OUTBOX.c.picture.is_(None), limit)


def waiting_pictures(
    connection: Connection, content: Content, limit: int
) -> tuple[OutboxItem, ...]:
    """Return the oldest announcements of pictures."""
    return _oldest(connection, content, OUTBOX.c.picture.is_not(None), limit)


def _oldest(
    connection: Connection, content: Content, condition: ColumnElement[bool], limit: int
) -> tuple[OutboxItem, ...]:
    """Return those that can be read; one whose key is lost waits for its deadline."""
    columns = (OUTBOX.c.item_id, OUTBOX.c.sequence, OUTBOX.c.kind, OUTBOX.c.made_at, OUTBOX.c.body)
    query = select(*columns).where(_WAITS, condition).order_by(OUTBOX.c.sequence).limit(limit)
    items: list[OutboxItem] = []
    rows = connection.execute(query).all()
    while rows and len(items) < limit:
        texts = ((row, content.text(row.body, row.item_id)) for row in rows)
        items += [OutboxItem(*row[:-1], text) for row, text in texts if text is not None]
        after = OUTBOX.c.sequence > rows[-1].sequence
        rows = connection.execute(query.where(after)).all() if len(rows) == limit else []
    return tuple(items[:limit])


def waiting_count(connection: Connection) -> int:
    """Return how many items wait."""
    return connection.execute(select(func.count()).select_from(OUTBOX).where(_WAITS)).scalar_one()


def oldest_waiting(connection: Connection) -> datetime | None:
    """Return when the first waiting item was made."""
    oldest: datetime | None = connection.execute(
        select(OUTBOX.c.made_at).where(_WAITS).order_by(OUTBOX.c.sequence).limit(1)
    ).scalar()
    return oldest


def set_aside(connection: Connection) -> SetAside:
    """Return how many items headquarters refused, and why it refused the newest."""
    refused = OUTBOX.c.refused_at.is_not(None)
    count = connection.execute(
        select(func.count()).select_from(OUTBOX).where(refused)
    ).scalar_one()
    newest = (
        select(OUTBOX.c.refused_problem)
        .where(refused)
        .order_by(OUTBOX.c.refused_at.desc(), OUTBOX.c.sequence.desc())
        .limit(1)
    )
    return SetAside(count, connection.execute(newest).scalar())


def settle(connection: Connection, receipts: Sequence[Receipt], now: datetime) -> set[str | None]:
    """Take out what headquarters has, set aside what it refused.

    Return the pictures of the items that left. An item without a receipt stays.
    """
    done = [r.item_id for r in receipts if r.outcome is not ReceiptOutcome.REFUSED]
    left: set[str | None] = set()
    if done:
        statement = delete(OUTBOX).where(OUTBOX.c.item_id.in_(done)).returning(OUTBOX.c.picture)
        left = set(connection.execute(statement).scalars())
    for receipt in receipts:
        if receipt.outcome is ReceiptOutcome.REFUSED:
            connection.execute(
                update(OUTBOX)
                .where(OUTBOX.c.item_id == receipt.item_id)
                .values(refused_at=now, refused_problem=receipt.problem)
            )
    return left


def erase_captured(connection: Connection, until: datetime) -> tuple[int, set[str | None]]:
    """Erase queued and refused items that hold data captured up to ``until`` (RET-01).

    Return how many, and their pictures.
    """
    erased = connection.execute(
        delete(OUTBOX).where(OUTBOX.c.captured_at <= until).returning(OUTBOX.c.picture)
    ).all()
    return len(erased), {row.picture for row in erased}
