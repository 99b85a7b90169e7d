"""What a fixed camera does with what it sees: nobody is there to answer."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.patrol.camera_sightings import CameraParts, CameraSightings
from mdt_alpr.patrol.events import HitRaised, ReadMade
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AnswerMessage, HitMessage, ReadMessage
from tests.builders import SetClock, a_hit, a_read

PLACE = CameraPlace("Church St bridge", 35.4, -80.6, "northbound lanes")


class Seeing:
    """A camera's sightings on a real store and a real thread."""

    def __init__(self, folder: Path) -> None:
        self.clock = SetClock()
        self.events: list[ReadMade | HitRaised] = []
        self.hurried = 0
        self.store = CarStore(folder / "car.db", bytes(32), self.clock, os.urandom, "camera-1")
        self.records = Worker("records", lambda failed: pytest.fail(failed.why))
        self.records.start()
        recorder = HitRecorder(self.store, self.clock, "", "0")
        parts = CameraParts(self.records, recorder, self.events.append, self._hurry)
        self.sightings = CameraSightings(parts, PLACE)

    def _hurry(self) -> None:
        self.hurried += 1

    def waiting(self, *kinds: ItemKind) -> list[str]:
        def found() -> list[str]:
            with self.store.begin() as work:
                return [item.body for item in work.waiting_of(kinds, 100)]

        return self.records.ask(found)


@pytest.fixture
def seeing(tmp_path: Path) -> Iterator[Seeing]:
    found = Seeing(tmp_path)
    yield found
    found.records.stop()
    found.store.close()


def test_a_read_and_its_hit_say_place_and_direction_and_nobodys_name(seeing: Seeing) -> None:
    seeing.sightings.keep_read(a_read(), held=True, latency_ms=1.0)
    seeing.sightings.raise_hit(a_hit())
    (body,) = seeing.waiting(ItemKind.READ)
    read = decode(ReadMessage, body)
    assert (read.unit, read.camera, read.person_id) == (PLACE.name, PLACE.direction, "")
    (body,) = seeing.waiting(ItemKind.HIT)
    hit = decode(HitMessage, body)
    assert (hit.unit, hit.person_id) == (PLACE.name, "")
    assert seeing.hurried == 1


def test_a_vehicle_in_view_raises_one_hit_and_another_after_a_quarter_of_an_hour(
    seeing: Seeing,
) -> None:
    at = a_read().captured_at
    for minutes in (0, 10, 20, 36):
        read = a_read(captured_at=at + timedelta(minutes=minutes))
        seeing.sightings.raise_hit(a_hit(read, hit_id=f"hit-{minutes}"))
    raised = [decode(HitMessage, body).hit_id for body in seeing.waiting(ItemKind.HIT)]
    assert raised == ["hit-0", "hit-36"]


def test_a_later_larger_read_that_differs_takes_the_hit_back_once(seeing: Seeing) -> None:
    hit = a_hit()
    later = a_read("EXN2891", read_id=hit.read.read_id, revision=1, box=Box(100, 100, 500, 200))
    seeing.sightings.raise_hit(hit)
    seeing.sightings.revise_hit(later)
    seeing.sightings.revise_hit(later)
    (body,) = seeing.waiting(ItemKind.ANSWER)
    said = decode(AnswerMessage, body)
    assert (said.step, said.person_id) == (AuditEvent.CONTRARY_FACT, "")
    assert dict(said.facts) == {"kind": "read_disagrees", "source": "camera"}
    assert seeing.hurried == 2
