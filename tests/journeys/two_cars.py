"""Two real cars, each with its store, threads and links, at one real headquarters over HTTP."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.car.runtime import Car
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.watch import Engines
from mdt_alpr.car.wiring import Outside, make_car
from mdt_alpr.domain.errors import EngineMissingError
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.hits import notice_routes
from mdt_alpr.hq.hits import notice_store as notices
from mdt_alpr.hq.people.sample_agency import sample_agency
from mdt_alpr.patrol.events import Event, HitChanged, HitRaised, SignedIn
from tests.builders import NOW, SetClock
from tests.hq.senders import PASSWORDS
from tests.played_devices import PlayedCamera

COMES_WITHIN_S = 60


def no_engines() -> Engines:
    raise EngineMissingError("No engine in this test.")


def everything_is_sent(car: Car) -> bool:
    """Hold a round with headquarters now, where something waits; tell whether all arrives."""
    if car.wait_until_sent(0.0):
        car.hold_round()
    return car.wait_until_sent(COMES_WITHIN_S) == 0


def wait_until_on_duty(hq: Headquarters, device: str) -> None:
    """Wait until a car has asked for its notices: only then can a hit be passed on to it."""
    for _ in range(2000):
        with hq.reading() as work:
            if notices.unit_of(work.connection, device):
                return
        threading.Event().wait(0.01)
    pytest.fail("the car never asked for its notices")


class RunningCar:
    """A car, and everything that it said."""

    mode = "service"

    def __init__(
        self,
        folder: Path,
        url: str,
        unit: str,
        clock: SetClock,
        network: httpx.BaseTransport | None = None,
    ) -> None:
        self.events: list[Event] = []
        self._came = threading.Condition()
        device = unit.lower().replace(" ", "-")
        given = CarSettings(unit=unit, device=device, data=folder / device, hq_url=url)
        settings = replace(given, mode=self.mode)
        vault = MemoryVault(bytes)
        outside = Outside(
            PlayedCamera(), vault, clock, make_recognition=no_engines, transport=network
        )
        self.car: Car = make_car(settings, outside, self._take)
        self.device = device

    def sign_in(self, person_id: str) -> None:
        """Begin the shift."""
        self.car.desk.sign_in(person_id, PASSWORDS[person_id])
        self.wait_for(lambda e: isinstance(e, SignedIn))

    def wait_for(self, fits: Callable[[Event], bool]) -> Event:
        """Return the first event that fits, waiting for it."""

        def found() -> list[Event]:
            return [event for event in self.events if fits(event)]

        with self._came:
            assert self._came.wait_for(found, timeout=COMES_WITHIN_S), self.events
            return found()[0]

    def raised(self, fits: Callable[[Hit], bool]) -> Hit:
        """Return the hit that was raised."""
        event = self.wait_for(lambda e: isinstance(e, HitRaised) and fits(e.hit))
        assert isinstance(event, HitRaised)
        return event.hit

    def changed(self, fits: Callable[[Hit], bool]) -> Hit:
        """Return the hit once it has changed so."""
        event = self.wait_for(lambda e: isinstance(e, HitChanged) and fits(e.hit))
        assert isinstance(event, HitChanged)
        return event.hit

    def _take(self, event: Event) -> None:
        with self._came:
            self.events.append(event)
            self._came.notify_all()


@contextmanager
def running(
    folder: Path, url: str, unit: str, clock: SetClock, network: httpx.BaseTransport | None = None
) -> Iterator[RunningCar]:
    """Give a car whose threads run; ``network`` where it is not the machine's."""
    car = RunningCar(folder, url, unit, clock, network)
    car.car.start()
    try:
        yield car
    finally:
        car.car.stop()


@contextmanager
def headquarters(folder: Path, clock: SetClock) -> Iterator[InProcessHq]:
    """Give a headquarters with its sample agency; a car that ends waits for its next blank."""
    settings = HqSettings(folder / "hq", password_cost=PasswordCost(time=1, memory=8, lanes=1))
    with (
        pytest.MonkeyPatch.context() as patched,
        InProcessHq(settings, clock, os.urandom) as found,
    ):
        patched.setattr(notice_routes, "CHECKED_EVERY_S", 0.1)
        sample_agency(found.hq, PASSWORDS, NOW.date())
        yield found
