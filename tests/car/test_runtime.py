"""The car's threads start once, say what is missing, and end."""

import os
import threading
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from mdt_alpr.adapters.hq_link.no_link import NoLink
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car.parts import CarParts
from mdt_alpr.car.runtime import Car
from mdt_alpr.car.watch import Engines
from mdt_alpr.domain.errors import EngineMissingError
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.patrol.events import (
    EngineMissing,
    Event,
    Failed,
    SignedIn,
    SignedOut,
    SignInFailed,
    SourceEnded,
)
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AuditMessage
from tests.builders import NOW, SetClock
from tests.patrol.scripted_link import OFFICER
from tests.played_devices import PlayedCamera


class EndlessFolder(PlayedCamera):
    """Pictures that stand alone, each of which waits for its reader."""

    stills = True

    def read(self) -> Frame | None:
        return Frame(b"", NOW, 0, 1280, 720, self.name)


class EventLog:
    """Every event, and a wait for one kind."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._came = threading.Condition()

    def take(self, event: Event) -> None:
        with self._came:
            self.events.append(event)
            self._came.notify_all()

    def wait_for(self, kind: type[Event]) -> Event:
        return self.wait_until(lambda event: isinstance(event, kind))

    def wait_until(self, is_it: Callable[[Event], bool], times: int = 1) -> Event:
        def there() -> list[Event]:
            return [e for e in self.events if is_it(e)]

        with self._came:
            assert self._came.wait_for(lambda: len(there()) >= times, timeout=20)
        return there()[0]


def no_engines() -> Engines:
    message = "The weights fail their hash. Install the program again."
    raise EngineMissingError(message)


def no_engines_after(log: EventLog, cameras: int) -> Callable[[], Engines]:
    """Fail when every camera ended: without engines a watch ends, maybe before one has opened."""
    ends = count(cameras, cameras)

    def engines() -> Engines:
        log.wait_until(lambda event: isinstance(event, SourceEnded | Failed), next(ends))
        return no_engines()

    return engines


def a_car(
    folder: Path,
    camera: PlayedCamera,
    engines: Callable[[], Engines] | None = None,
    further: tuple[PlayedCamera, ...] = (),
) -> tuple[Car, EventLog]:
    log, clock = EventLog(), SetClock()
    make = engines or no_engines_after(log, 1 + len(further))
    store = CarStore(folder / "car.db", bytes(32), clock, os.urandom, "car-1")
    parts = CarParts(
        camera, make, store, NoLink(), clock, "Unit 12", "car-1", further_cameras=further
    )
    return Car(parts, log.take), log


def keep_session(folder: Path, session: Session | None) -> None:
    store = CarStore(folder / "car.db", bytes(32), SetClock(), os.urandom, "car-1")
    with store.begin() as work:
        work.save_session(session)
    store.close()


def audited(folder: Path) -> list[str]:
    store = CarStore(folder / "car.db", bytes(32), SetClock(), os.urandom, "car-1")
    with store.begin() as work:
        items = work.waiting(100)
    store.close()
    return [decode(AuditMessage, item.body).event for item in items]


def test_missing_weights_are_said_in_a_sentence(tmp_path: Path) -> None:
    car, log = a_car(tmp_path, PlayedCamera())
    car.start()
    car.watch()
    missing = log.wait_for(EngineMissing)
    car.stop()
    assert isinstance(missing, EngineMissing)
    assert missing.why == "The weights fail their hash. Install the program again."
    assert not any(isinstance(event, Failed) for event in log.events)


def test_whoever_asks_the_camera_starts_once(tmp_path: Path) -> None:
    camera = PlayedCamera()
    car, log = a_car(tmp_path, camera)
    car.start()
    askers = [threading.Thread(target=car.watch) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    log.wait_for(SourceEnded)
    assert car.wait_for_source_end(20)
    car.stop()
    assert camera.opened == 1


def test_nobody_signed_in_leaves_the_camera_off(tmp_path: Path) -> None:
    camera = PlayedCamera()
    car, log = a_car(tmp_path, camera)
    car.start()
    car.desk.sign_in("officer-1", "word")
    failed = log.wait_for(SignInFailed)
    car.stop()
    assert isinstance(failed, SignInFailed)
    assert "--hq URL" in failed.why
    assert camera.opened == 0
    assert audited(tmp_path) == ["officer:session:refused"]


def test_a_session_goes_on_after_a_restart_in_mid_shift(tmp_path: Path) -> None:
    keep_session(tmp_path, OFFICER)
    camera = PlayedCamera()
    car, log = a_car(tmp_path, camera)
    car.start()
    signed = log.wait_for(SignedIn)
    log.wait_for(SourceEnded)
    car.stop()
    assert signed == SignedIn(OFFICER, resumed=True)
    assert camera.opened == 1


def test_the_end_of_a_shift_ends_the_watch_and_the_next_begins_another(tmp_path: Path) -> None:
    keep_session(tmp_path, OFFICER)
    camera = PlayedCamera()
    car, log = a_car(tmp_path, camera)
    car.start()
    log.wait_for(SourceEnded)
    car.desk.sign_out()
    log.wait_for(SignedOut)
    car._records.ask(lambda: None)  # which ends the watch only then
    car.watch()
    assert car.wait_for_source_end(20)
    car.stop()
    assert camera.opened == 2


@pytest.mark.logs_warnings
def test_a_bug_on_a_thread_is_said(tmp_path: Path) -> None:
    def broken() -> Engines:
        message = "unforeseen"
        raise RuntimeError(message)

    car, log = a_car(tmp_path, PlayedCamera(), broken)
    car.start()
    car.watch()
    failed = log.wait_for(Failed)
    car.stop()
    assert failed == Failed("recognition", "RuntimeError: unforeseen")


@pytest.mark.logs_warnings
def test_a_reader_that_died_holds_no_camera_fast(tmp_path: Path) -> None:
    def broken() -> Engines:
        message = "unforeseen"
        raise RuntimeError(message)

    car, log = a_car(tmp_path, EndlessFolder(), broken)
    car.start()
    car.watch()
    log.wait_for(Failed)
    assert car.wait_for_source_end(20)
    car.stop()


class BrokenCamera(PlayedCamera):
    """A source with a bug."""

    def read(self) -> Frame | None:
        message = "unforeseen"
        raise RuntimeError(message)


@pytest.mark.logs_warnings
def test_a_bug_on_a_cameras_thread_is_said_with_the_cameras_name(tmp_path: Path) -> None:
    car, log = a_car(tmp_path, PlayedCamera(), further=(BrokenCamera(name="rear"),))
    car.start()
    car.watch()
    failed = log.wait_for(Failed)
    car.stop()
    assert failed == Failed("camera", "RuntimeError: unforeseen", "rear")


def test_several_cameras_start_and_end_together(tmp_path: Path) -> None:
    front, rear = PlayedCamera(), PlayedCamera(name="rear")
    car, log = a_car(tmp_path, front, further=(rear,))
    car.start()
    car.watch()
    log.wait_until(lambda event: event == SourceEnded("front"))
    log.wait_until(lambda event: event == SourceEnded("rear"))
    assert car.wait_for_source_end(20)
    car.stop()
    assert (front.opened, rear.opened) == (1, 1)
