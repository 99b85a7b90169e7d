"""What waits for headquarters, in the order in which it happened."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from mdt_alpr.adapters.store.tables import OUTBOX
from mdt_alpr.domain.outbox import ItemKind, OutboxItem, ReceiptOutcome, SetAside
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.messages import PictureMessage, Receipt

_WAITS = OUTBOX.c.refused_at.is_(None)


def queue(
    connection: Connection, item_id: str, kind: ItemKind, made_at: datetime, body: object
) -> OutboxItem:
    """Queue a message and return it as an item.

    Of a device key the newest announcement counts: earlier ones, refused ones too, go.
    """
    text = encode(body)
    if kind is ItemKind.DEVICE_KEY:
        connection.execute(delete(OUTBOX).where(OUTBOX.c.kind == kind))
    row = {
        "item_id": item_id,
        "kind": kind,
        "made_at": made_at,
        "body": text,
        "captured_at": getattr(body, "captured_at", None),
        "picture": body.digest if isinstance(body, PictureMessage) else None,
    }
    statement = insert(OUTBOX).values(row).returning(OUTBOX.c.sequence)
    sequence: int = connection.execute(statement).scalar_one()
    return OutboxItem(item_id, sequence, kind, made_at, text)


def _oldest(connection: Connection, limit: int, *, announces: bool) -> tuple[OutboxItem, ...]:
    columns = (OUTBOX.c.item_id, OUTBOX.c.sequence, OUTBOX.c.kind, OUTBOX.c.made_at, OUTBOX.c.body)
    which = OUTBOX.c.picture.is_not(None) if announces else OUTBOX.c.picture.is_(None)
    found = select(*columns).where(_WAITS, which).order_by(OUTBOX.c.sequence).limit(limit)
    return tuple(OutboxItem(*row) for row in connection.execute(found))


def waiting(connection: Connection, limit: int) -> tuple[OutboxItem, ...]:
    """Return the oldest items that headquarters has not answered."""
    columns = (OUTBOX.c.item_id, OUTBOX.c.sequence, OUTBOX.c.kind, OUTBOX.c.made_at, OUTBOX.c.body)
    rows = connection.execute(
        select(*columns).where(_WAITS).order_by(OUTBOX.c.sequence).limit(limit)
    )
    return tuple(OutboxItem(*row) for row in rows)


def waiting_of(
    connection: Connection, kinds: Sequence[ItemKind], limit: int
) -> tuple[OutboxItem, ...]:
    """Return the oldest items of these kinds that headquarters has not answered."""
    columns = (OUTBOX.c.item_id, OUTBOX.c.sequence, OUTBOX.c.kind, OUTBOX.c.made_at, OUTBOX.c.body)
    found = select(*columns).where(_WAITS, OUTBOX.c.kind.in_(kinds))
    rows = connection.execute(found.order_by(OUTBOX.c.sequence).limit(limit))
    return tuple(OutboxItem(*row) for row in rows)


def waiting_texts(connection: Connection, limit: int) -> tuple[OutboxItem, ...]:
    """Return the oldest items that announce no picture."""
    return _oldest(connection, limit, announces=False)


def waiting_pictures(connection: Connection, limit: int) -> tuple[OutboxItem, ...]:
    """Return the oldest announcements of pictures."""
    return _oldest(connection, limit, announces=True)


def waiting_count(connection: Connection) -> int:
    """Return how many items wait."""
    return connection.execute(select(func.count()).select_from(OUTBOX).where(_WAITS)).scalar_one()


def oldest_waiting(connection: Connection) -> datetime | None:
    """Return when the first waiting item was made."""
    found: datetime | None = connection.execute(
        select(OUTBOX.c.made_at).where(_WAITS).order_by(OUTBOX.c.sequence).limit(1)
    ).scalar()
    return found


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
