"""What a hold keeps in a car past its deadline, and what the disk does to its keys (8.C)."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.policy import capture_date, capture_date_ends
from mdt_alpr.domain.retention.alpr_1 import HeldCamera, HoldScope
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.wire.holds import HoldOrder
from tests.adapters.store.conftest import KEY
from tests.adapters.store.steps import keep
from tests.builders import NOW, SetClock, a_read

DAY = timedelta(days=1)
HOLD = new_id(NOW, bytes(10))
SCOPE = HoldScope("SHP1561", "NC", (HeldCamera("Unit 12", "front"),), NOW - DAY, NOW + DAY)
AT = capture_date(NOW)


def key_of(path: Path) -> Path:
    return path.parent / "day_keys" / "holds" / HOLD / "data" / f"{AT}.key"


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[20] ^= 1
    file.write_bytes(content)


@pytest.fixture
def holding(store: CarStore, clock: SetClock) -> CarStore:
    """Return a store with an item that waits since before day 90, under a sworn hold."""
    keep(store, a_read("SHP1561", "NC"))
    order = HoldOrder(HOLD, SCOPE, is_final=True, requested_at=NOW, ends_at=NOW + 365 * DAY)
    with store.begin() as work:
        work.holds.save(order)
    clock.at = capture_date_ends(AT) + DAY
    return store


def purge(store: CarStore, clock: SetClock) -> None:
    with store.begin() as work:
        work.purge(clock.at)
    with store.begin() as work:
        assert {one.kind for one in work.waiting(9)} == {ItemKind.AUDIT, ItemKind.HELD}


@pytest.mark.parametrize("strike", [damage, Path.unlink])
def test_an_item_whose_holds_key_is_lost_is_counted(
    holding: CarStore, clock: SetClock, path: Path, strike: Callable[[Path], None]
) -> None:
    assert holding.items_of_holds() == (0, 0)
    purge(holding, clock)
    kept, lost = holding.items_of_holds()
    assert (kept > 0, lost) == (True, 0)
    holding.close()
    strike(key_of(path))
    again = CarStore(path, KEY, clock, os.urandom, "car-4312")
    assert again.items_of_holds() == (kept, kept)
    again.close()


def test_a_damaged_key_of_a_hold_stops_no_purge(
    holding: CarStore, clock: SetClock, path: Path
) -> None:
    holding._parts.content.holds.seal(HOLD, AT, b"", "x")
    damage(key_of(path))
    holding._parts.content.holds.forget()
    purge(holding, clock)
    kept, lost = holding.items_of_holds()
    assert (kept > 0, lost) == (True, 0)
