"""Captured data lies under the key of its date: without it no copy of the store tells anything."""

import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mdt_alpr.adapters.store.car_store import KEYS_FOLDER, CarStore
from mdt_alpr.database.engine import checkpoint
from mdt_alpr.domain.policy import READS_LIFE, capture_date, capture_date_ends
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.patrol.outgoing import picture_digest
from mdt_alpr.patrol.store_port import UnitOfWork
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import ReadMessage
from tests.adapters.store.conftest import KEY
from tests.adapters.store.steps import keep, numbered_read
from tests.builders import NOW, SetClock, a_hit, a_read

PLATE = b"EXN2894"


def everything_in(store: CarStore) -> bytes:
    """Return every value of every table as the store's key alone opens it."""
    found = bytearray()
    with store._engine.connect() as connection:
        names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        for name in list(names):
            for row in connection.execute(text(f"SELECT * FROM {name}")):  # noqa: S608
                for value in row:
                    found += value if isinstance(value, bytes) else str(value).encode()
    return bytes(found)


def _waiting_reads(work: UnitOfWork, limit: int) -> list[str]:
    items = work.waiting_of([ItemKind.READ], limit)
    return [decode(ReadMessage, item.body).read_id for item in items]


def fill(store: CarStore) -> None:
    hit = a_hit()
    keep(store, hit.read)
    with store.begin() as work:
        work.save_hit(hit)


@pytest.mark.clause(READS_LIFE.number)
def test_the_stores_own_key_alone_shows_no_plate_and_no_picture(store: CarStore) -> None:
    fill(store)
    everything = everything_in(store)
    assert PLATE not in everything
    assert b"context" not in everything.replace(b'"context"', b"")
    with store.begin() as work:
        assert work.open_hits()[0].read.text == PLATE.decode()


@pytest.mark.clause(READS_LIFE.number)
def test_a_copy_of_the_store_cannot_be_read_after_the_key_of_its_day_is_destroyed(
    store: CarStore, path: Path, clock: SetClock
) -> None:
    fill(store)
    checkpoint(store._engine)
    copied = path.with_name("copied.db")
    shutil.copy(path, copied)
    clock.at = capture_date_ends(capture_date(NOW))
    with store.begin() as work:
        work.purge(clock.now())
    assert list((path.parent / KEYS_FOLDER).iterdir()) == []
    old = CarStore(copied, KEY, SetClock(), os.urandom, "car-4312")
    assert PLATE not in everything_in(old)
    with old.begin() as work:
        assert work.open_hits() == ()
        assert work.picture(picture_digest(b"crop")) is None
        assert work.waiting(10) == ()
        assert work.waiting_count() > 0
    old.close()


def test_a_car_whose_key_of_today_was_damaged_keeps_and_sends_what_it_reads_from_then_on(
    store: CarStore, path: Path, clock: SetClock
) -> None:
    for number in range(3):
        keep(store, numbered_read(number))
    with store.begin() as work:
        work.save_hit(a_hit())
    keep(store, numbered_read(7, captured_at=NOW - timedelta(days=1)))
    place = path.parent / KEYS_FOLDER / f"{capture_date(NOW)}.key"
    content = bytearray(place.read_bytes())
    content[-1] ^= 1
    place.write_bytes(content)
    store.close()
    store = CarStore(path, KEY, clock, os.urandom, "car-4312")
    assert store.dates_of_keys()[1] == [capture_date(NOW)]
    for number in range(10, 13):
        keep(store, numbered_read(number))
    with store.begin() as work:
        assert work.open_hits() == ()
        ids = [numbered_read(number).read_id for number in (7, 10, 11, 12)]
        assert [_waiting_reads(work, limit) for limit in (2, 9)] == [ids[:2], ids]
        assert work.picture(picture_digest(b"crop 11")) == b"crop 11"
    assert store.dates_of_keys()[1] == [capture_date(NOW)]
    assert store.is_whole()
    store.close()


def test_a_picture_lies_under_the_youngest_day_that_shows_it(
    store: CarStore, clock: SetClock
) -> None:
    old = NOW - timedelta(days=3)
    for number, captured_at in ((1, old), (2, NOW), (3, old)):
        keep(store, numbered_read(number, captured_at=captured_at, crop=b"same"))
    clock.at = capture_date_ends(capture_date(old))
    with store.begin() as work:
        work.purge(clock.now())
        assert work.picture(picture_digest(b"same")) == b"same"


def test_what_an_older_program_wrote_is_read_as_it_is(store: CarStore) -> None:
    keep(store, a_read())
    with store.begin() as work:
        body = work.waiting(1)[0].body
        jpeg = picture_digest(b"crop")
        work._connection.execute(
            text("UPDATE outbox SET body = :b WHERE sequence = 1"), {"b": body}
        )
        plain = {"j": b"\xff\xd8 plain", "d": jpeg}
        work._connection.execute(text("UPDATE pictures SET jpeg = :j WHERE digest = :d"), plain)
        assert work.waiting(1)[0].body == body
        assert work.picture(jpeg) == b"\xff\xd8 plain"
