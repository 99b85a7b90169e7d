"""A car in trial mode keeps reads and hits as in service, and tells nobody."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.reading.reading import Box, PlateText
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.patrol.camera_sightings import CameraParts, TrialSightings
from mdt_alpr.patrol.events import HitRaised, ReadMade
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AuditMessage, HitMessage, ReadMessage
from tests.builders import SetClock, a_hit, a_read


class Trial:
    """The sightings of a car in trial mode on a real store and a real thread."""

    def __init__(self, folder: Path) -> None:
        self.events: list[ReadMade | HitRaised] = []
        self.hurried: list[bool] = []
        clock = SetClock()
        self.store = CarStore(folder / "car.db", bytes(32), clock, os.urandom, "car-1")
        self.records = Worker("records", lambda failed: pytest.fail(failed.why))
        self.records.start()
        recorder = HitRecorder(self.store, clock, "Unit 12", "0")
        hurry = self.hurried.append
        parts = CameraParts(
            self.records,
            recorder,
            self.events.append,
            lambda: hurry(True),  # noqa: FBT003
        )
        self.sightings = TrialSightings(parts, lambda: "officer-1")

    def waiting(self, *kinds: ItemKind) -> list[str]:
        def bodies() -> list[str]:
            with self.store.begin() as work:
                return [item.body for item in work.waiting_of(kinds, 100)]

        return self.records.ask(bodies)


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    made = Trial(tmp_path)
    yield made
    made.records.stop()
    made.store.close()


def test_a_hit_is_recorded_with_unit_and_person_and_raises_nothing(trial: Trial) -> None:
    trial.sightings.keep_read(a_read(camera="front"), held=False, latency_ms=1.0)
    trial.sightings.raise_hit(a_hit())
    (body,) = trial.waiting(ItemKind.READ)
    read = decode(ReadMessage, body)
    assert (read.unit, read.camera, read.person_id) == ("Unit 12", "front TRIAL", "officer-1")
    (body,) = trial.waiting(ItemKind.TRIAL_HIT)
    assert decode(HitMessage, body).unit == "Unit 12"
    assert trial.waiting(ItemKind.HIT) == []
    assert [type(event) for event in trial.events] == [ReadMade]
    assert trial.hurried == []
    (entry,) = [decode(AuditMessage, body) for body in trial.waiting(ItemKind.AUDIT)]
    assert ("trial", "true") in entry.detail


def test_no_restart_brings_it_back_in_service_either(trial: Trial) -> None:
    trial.sightings.raise_hit(a_hit())
    trial.waiting()
    with trial.store.begin() as work:
        assert work.open_hits() == ()


def test_a_vehicle_in_view_is_one_hit(trial: Trial) -> None:
    at = a_read().captured_at
    for minutes in (0, 10, 20, 36):
        read = a_read(captured_at=at + timedelta(minutes=minutes))
        trial.sightings.raise_hit(a_hit(read, hit_id=f"hit-{minutes}"))
    kept = [decode(HitMessage, body).hit_id for body in trial.waiting(ItemKind.TRIAL_HIT)]
    assert kept == ["hit-0", "hit-36"]


def test_later_reads_send_no_step_of_it(trial: Trial) -> None:
    hit = a_hit()
    later = a_read("EXN2891", read_id=hit.read.read_id, revision=1, box=Box(100, 100, 500, 200))
    trial.sightings.raise_hit(hit)
    trial.sightings.revise_hit(later)
    trial.sightings.add_second_reading(hit.hit_id, PlateText((), "SC", 1.0))
    assert trial.waiting(ItemKind.ANSWER) == []
