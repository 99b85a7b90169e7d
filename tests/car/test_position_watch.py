"""A car's receiver runs whoever is signed in; its loss and its return are recorded once."""

import os
from pathlib import Path

from mdt_alpr.adapters.hq_link.no_link import NoLink
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car.parts import CarParts
from mdt_alpr.car.position_watch import PositionWatch, PositionWatchParts
from mdt_alpr.car.runtime import Car
from mdt_alpr.car.watch import Engines
from mdt_alpr.cli.headless import _line
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import EngineMissingError, PositionLostError
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.patrol.events import DrivingChanged, Event, Failed, Health, PositionChanged, ReadMade
from mdt_alpr.patrol.ports import NoFix
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AuditMessage
from tests.builders import NOW, SetClock, a_read
from tests.fixes import a_fix
from tests.played_devices import PlayedCamera, PlayedReceiver

Answer = Fix | NoFix | Exception
GONE = PositionLostError("Cable out.")


def no_engines() -> Engines:
    message = "none here"
    raise EngineMissingError(message)


def end_after(receiver: PlayedReceiver, watch: PositionWatch) -> None:
    """Let the watch end after the last answer: its silence would be a loss, too."""

    def end() -> None:
        assert watch._loop is not None
        watch._loop.stop()

    receiver.at_end = end


def watched(*played: Answer) -> tuple[list[Event], list[tuple[AuditEvent, str]], PositionWatch]:
    said: list[Event] = []
    recorded: list[tuple[AuditEvent, str]] = []
    receiver = PlayedReceiver(*played)

    def publish(event: Event) -> None:
        said.append(event)
        if isinstance(event, Failed):
            receiver.done.set()

    watch = PositionWatch(
        PositionWatchParts(
            receiver, SetClock(), publish, lambda event, name: recorded.append((event, name))
        )
    )
    end_after(receiver, watch)
    watch.start()
    assert receiver.done.wait(20)
    watch.stop()
    return said, recorded, watch


def test_a_loss_and_its_end_are_recorded_once_each() -> None:
    _, recorded, _ = watched(a_fix(), GONE, GONE, a_fix(), NoFix(), a_fix())
    assert recorded == [(AuditEvent.GPS_LOST, "serial:gps"), (AuditEvent.GPS_BACK, "serial:gps")]


def test_speed_and_place_come_through() -> None:
    said, _, watch = watched(a_fix(31.0))
    assert watch.whereabouts.at(NOW) == a_fix(31.0)
    assert [e.driving.speed_mph for e in said if isinstance(e, DrivingChanged)] == [31.0]


def test_a_bug_on_the_thread_is_said_and_the_speed_is_unknown() -> None:
    said, _, watch = watched(a_fix(31.0), RuntimeError("unforeseen"))
    assert Failed("position", "RuntimeError: unforeseen") in said
    assert watch.driving.current.speed_mph is None


def test_a_car_without_a_receiver_says_nothing_of_it() -> None:
    said: list[Event] = []
    watch = PositionWatch(PositionWatchParts(None, SetClock(), said.append, lambda *_: None))
    watch.start()
    watch.stop()
    assert said == []


def test_the_whole_car_keeps_the_loss_in_its_chain(tmp_path: Path) -> None:
    clock = SetClock()
    store = CarStore(tmp_path / "car.db", bytes(32), clock, os.urandom, "car-1")
    receiver = PlayedReceiver(a_fix(), GONE, a_fix())
    said: list[Event] = []
    parts = CarParts(
        PlayedCamera(), no_engines, store, NoLink(), clock, "Unit 12", "car-1", positions=receiver
    )
    car = Car(parts, said.append)
    end_after(receiver, car.position)
    car.start()
    assert receiver.done.wait(20)
    car.stop()
    store = CarStore(tmp_path / "car.db", bytes(32), clock, os.urandom, "car-1")
    with store.begin() as work:
        events = [decode(AuditMessage, item.body).event for item in work.waiting(10)]
    store.close()
    assert events == ["car:gps:lost", "car:gps:back"]
    healths = [event.health for event in said if isinstance(event, PositionChanged)]
    assert healths == [Health.STARTING, Health.OK, Health.LOST, Health.OK]


def test_a_car_without_a_window_prints_place_and_loss() -> None:
    read = _line(ReadMade(a_read(place=a_fix()), held=False, latency_ms=1.0))
    assert read is not None
    place = {"lat": 35.2271, "lon": -80.8431, "heading": 45.0, "speed_mph": 31.0}
    assert place.items() <= read.items()
    assert "lat" not in (_line(ReadMade(a_read(), held=False, latency_ms=1.0)) or {})
    lost = PositionChanged(Health.LOST, "Cable out.")
    assert _line(lost) == {"event": "lost", "trouble": "Cable out."}
