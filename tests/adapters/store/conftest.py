import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from tests.builders import SetClock

KEY = bytes(range(32))


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "car" / "store.db"


@pytest.fixture
def store(path: Path, clock: SetClock) -> Iterator[CarStore]:
    made = CarStore(path, KEY, clock, os.urandom, "car-4312")
    yield made
    made.close()
