import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from tests.builders import SetClock


@pytest.fixture
def store(tmp_path: Path, clock: SetClock) -> Iterator[CarStore]:
    made = CarStore(tmp_path / "store.db", bytes(32), clock, os.urandom, "car-4312")
    yield made
    made.close()
