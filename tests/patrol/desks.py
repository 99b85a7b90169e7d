"""A hit desk with its real store and real records thread, and a link that a test answers for."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.patrol.events import Event, HitChanged, StepRefused
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.hit_service import HitService
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.worker import Worker
from tests.builders import SetClock
from tests.patrol.kept_verifiers import verifiers
from tests.patrol.scripted_link import ScriptedLink


class ServiceUnderTest:
    """The desk under test and all that it said."""

    def __init__(self, store: CarStore, clock: SetClock, records: Worker, link: Worker) -> None:
        self.store, self.clock, self.records = store, clock, records
        self.said: list[Event] = []
        self.hq = ScriptedLink()
        self.sessions = Sessions(self.hq, clock, self.said.append, verifiers(clock))
        self._link = link
        self.listen: Callable[[Event], None] = lambda _: None
        self.start_again()

    def start_again(self) -> None:
        """Begin with no hit in memory, as the program does when it starts."""
        recorder = HitRecorder(self.store, self.clock, "Unit 12", "test")
        self.desk = HitService(self.records, recorder, self.sessions, self._link, self._publish)

    def _publish(self, event: Event) -> None:
        self.said.append(event)
        self.listen(event)

    def settled(self) -> None:
        """Wait until the records thread has done what was asked."""
        self.records.ask(lambda: None)

    def hit(self) -> Hit:
        """Return the hit as it was last shown."""
        self.settled()
        return next(e.hit for e in reversed(self.said) if isinstance(e, HitChanged))

    def refusals(self) -> list[str]:
        """Return what was refused, in words."""
        self.settled()
        return [e.why for e in self.said if isinstance(e, StepRefused)]

    def kinds(self) -> list[str]:
        """Return the kinds of what waits for headquarters, in order."""

        def looked() -> list[str]:
            with self.store.begin() as work:
                return [item.kind.value for item in work.waiting(100)]

        return self.records.ask(looked)


@contextmanager
def running_service(folder: Path) -> Iterator[ServiceUnderTest]:
    """Give a desk whose threads run."""
    clock = SetClock()
    store = CarStore(folder / "car.db", bytes(32), clock, os.urandom, "car-1")
    records, link = Worker("records", lambda _: None), Worker("link", lambda _: None)
    records.start()
    link.start()
    try:
        yield ServiceUnderTest(store, clock, records, link)
    finally:
        link.stop()
        records.stop()
        store.close()
