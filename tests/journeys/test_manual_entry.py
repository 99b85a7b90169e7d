"""A manual entry from the form in one car to the alert in another, and to its end."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.hit.hit import Contrary, Hit
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.hotlists.manual_ending import end_expired
from mdt_alpr.hq.people.sample_agency import OFFICER, SECOND_OFFICER
from mdt_alpr.patrol.entry_events import EntriesChanged, EntryRefused
from mdt_alpr.patrol.events import DrivingChanged, Event, ListChanged, SignedIn
from tests.builders import SetClock, a_read
from tests.journeys.two_cars import RunningCar, running
from tests.manual_entries import a_draft

OFFLINE = "http://127.0.0.1:9"


def add(car: RunningCar, plate: str = "KLM4471") -> ManualEntry:
    """Let the officer make an entry; return it as it is shown."""
    car.wait_for(lambda e: isinstance(e, SignedIn))
    car.car.entries.add_entry(a_draft(plate))
    shown = car.wait_for(lambda e: isinstance(e, EntriesChanged) and bool(e.entries))
    assert isinstance(shown, EntriesChanged)
    return shown.entries[0]


def sees(car: RunningCar, plate: str = "KLM4471") -> Hit | None:
    """Let the car read the plate; return the hit that it raises, as the pipeline does."""
    car.car._records.ask(lambda: None)
    hit = car.car._matcher.hit(a_read(plate, "NC", captured_at=car.car._parts.clock.now()))
    if hit is not None:
        car.car.desk.sightings.raise_hit(hit)
    return hit


def on_records(car: RunningCar) -> CarStore:
    store = car.car._parts.store
    assert isinstance(store, CarStore)
    return store


def kept(car: RunningCar, table: str) -> str:
    """Return every value of a table of the car's store, as text."""
    store = on_records(car)

    def visible() -> str:
        with store._engine.connect() as connection:
            rows = connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
            return repr([tuple(row) for row in rows])  # a row itself shortens long texts

    return car.car._records.ask(visible)


def version(number: int) -> Callable[[Event], bool]:
    def fits(event: Event) -> bool:
        return isinstance(event, ListChanged) and event.version == number

    return fits


@pytest.mark.clause("2.E")
@pytest.mark.clause("5.A.6")
def test_an_entry_goes_from_an_offline_car_to_every_car_and_ends_in_all(
    tmp_path: Path, hq: InProcessHq, clock: SetClock
) -> None:
    with running(tmp_path, hq.base_url, "Unit 12", clock) as first:
        first.sign_in(OFFICER)
        first.car._rounds.stop()  # the link is lost
    with running(tmp_path, OFFLINE, "Unit 12", clock) as first:
        entry = add(first)
        hit = sees(first)
        assert hit is not None
        assert (hit.category.code, hit.matches[0].entry.entry_id) == ("B", entry.entry_id)
    with (
        running(tmp_path, hq.base_url, "Unit 12", clock) as first,
        running(tmp_path, hq.base_url, "Unit 7", clock) as second,
    ):
        first.wait_for(version(1))  # the link is back: the list holds what waited
        second.sign_in(SECOND_OFFICER)
        second.wait_for(version(1))
        theirs = sees(second)
        assert theirs is not None
        (match,) = theirs.matches
        assert match.entry.manual is not None
        assert match.entry.manual.entered_by == OFFICER
        again = sees(first)
        assert again is not None
        assert len(again.matches) == 1, "its own entry came back: one record, one hit"

        first.car.entries.remove_entry(entry.entry_id)
        assert sees(first) is None
        first.changed(lambda h: h.hit_id == hit.hit_id and bool(h.contrary))
        second.wait_for(version(2))
        assert sees(second) is None
        gone = second.changed(lambda h: h.hit_id == theirs.hit_id and bool(h.contrary))
        assert gone.contrary[0].kind is Contrary.RECORD_CANCELED
        for car in (first, second):
            for table in ("manual_entries", "hotlist_entries", "audit"):
                assert "KLM4471" not in kept(car, table)


def test_on_day_thirty_one_an_offline_car_is_silent_and_only_the_hash_speaks(
    tmp_path: Path, hq: InProcessHq, clock: SetClock
) -> None:
    """RS-20."""
    with running(tmp_path, hq.base_url, "Unit 12", clock) as car:
        car.sign_in(OFFICER)
        car.car._rounds.stop()
        car.car._link.ask(lambda: None)  # a round that had begun has ended
        entry = add(car)
        hit = sees(car)
        assert hit is not None
        clock.pass_by(days=30)
        assert sees(car) is None
        car.car._records.ask(car.car.entries.tick)
        ended = car.changed(lambda h: h.hit_id == hit.hit_id and bool(h.contrary))
        assert ended.contrary[0].kind is Contrary.RECORD_EXPIRED
        assert "KLM4471" not in kept(car, "manual_entries")

        def test(plate: Plate) -> list[str]:
            with on_records(car).begin() as work:
                return [e.entry_id for e in work.entries.tested(plate)]

        assert car.car._records.ask(lambda: test(Plate("KLM4471", "NC"))) == [entry.entry_id]
        assert car.car._records.ask(lambda: test(Plate("KLM4471", "SC"))) == []
    assert end_expired(hq.hq) == 0, "headquarters never heard of it"


def test_a_car_that_moves_takes_no_entry(tmp_path: Path, hq: InProcessHq, clock: SetClock) -> None:
    with running(tmp_path, hq.base_url, "Unit 12", clock) as car:
        car.sign_in(OFFICER)
        car.car._publish(DrivingChanged(Driving(30.0)))
        car.car.entries.add_entry(a_draft())
        refused = car.wait_for(lambda e: isinstance(e, EntryRefused))
        assert isinstance(refused, EntryRefused)
        assert refused.why[0].startswith("The car is moving.")
        assert sees(car) is None
