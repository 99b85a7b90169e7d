"""One car's store, and headquarters with its people over real HTTP, under a clock that is set."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.hq.app import InProcessHq
from tests.builders import SetClock
from tests.hq.senders import DEVICE
from tests.journeys.two_cars import headquarters


@pytest.fixture
def hq(tmp_path: Path, clock: SetClock) -> Iterator[InProcessHq]:
    with headquarters(tmp_path, clock) as found:
        yield found


@pytest.fixture
def store(tmp_path: Path, clock: SetClock) -> Iterator[CarStore]:
    found = CarStore(tmp_path / "car.db", b"k" * 32, clock, os.urandom, DEVICE)
    yield found
    found.close()
