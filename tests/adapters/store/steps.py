"""Steps that several tests of the store take."""

from typing import Any

import sqlcipher3
from sqlalchemy import Engine, text

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.retention.outbox import ItemKind, ReceiptOutcome
from mdt_alpr.patrol.outgoing import read_message
from mdt_alpr.wire.messages import Receipt
from tests.builders import NOW, a_read


def count(store: CarStore, table: str) -> int:
    with store._engine.connect() as connection:
        found: int = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
        return found


def keep(store: CarStore, read: Read) -> None:
    with store.begin() as work:
        work.save_read(read)
        work.queue(ItemKind.READ, read_message(read, "4312", "kdavis", "1.0"))


def accept_all(store: CarStore) -> None:
    with store.begin() as work:
        items = work.waiting(1000)
        work.settle([Receipt(item.item_id, ReceiptOutcome.ACCEPTED) for item in items])


def numbered_read(number: int, **fields: Any) -> Read:
    jpegs = {"crop": b"crop %d" % number, "context": b"context %d" % number}
    return a_read(**{"read_id": new_id(NOW, b"%010d" % number), **jpegs, **fields})


def unable_to_fold(_: Engine) -> None:
    """Take the place of ``checkpoint`` on a disk that fails."""
    message = "disk I/O error"
    raise sqlcipher3.OperationalError(message)
