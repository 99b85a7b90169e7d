"""A vehicle that comes again at the real desk: one alert, and every pass on record (S18)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.domain.hit.disposition import Disposition, Stopped
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.reading.reading import PlateText
from mdt_alpr.domain.retention.evidence import Machine, parts_of
from mdt_alpr.patrol.events import HitRaised, SeenOnceMore
from tests.builders import NOW, a_hit, a_read, an_entry
from tests.patrol.desks import ServiceUnderTest, running_service
from tests.patrol.scripted_link import OFFICER

pytestmark = pytest.mark.proved("S18")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[ServiceUnderTest]:
    with running_service(tmp_path) as at:
        at.sessions.resume(OFFICER)
        yield at


def passes(at: ServiceUnderTest, number: int, state: str = "NC", category: str = "V") -> Hit:
    """Let the vehicle pass for the ``number``-th time."""
    at.clock.at = NOW + timedelta(seconds=60 * number)
    read = replace(a_read("EXN2894", state, captured_at=at.clock.at), read_id=f"{number:026d}")
    entry = an_entry(category=category, entry_id=f"nc/{category}")
    hit = a_hit(read, entry, hit_id=f"1{number:025d}", raised_at=at.clock.at)
    at.desk.sightings.keep_read(read, held=True, latency_ms=300)
    at.desk.sightings.raise_hit(hit)
    at.settled()
    return hit


def raised(at: ServiceUnderTest) -> list[str]:
    at.settled()
    return [event.hit.hit_id for event in at.said if isinstance(event, HitRaised)]


def test_a_repeat_joins_the_open_hit_with_its_read_and_its_time(at: ServiceUnderTest) -> None:
    first = passes(at, 0)
    passes(at, 1)
    passes(at, 2)
    assert raised(at) == [first.hit_id]
    again = at.hit().trace.seen_again
    assert [(a.read_id, a.at) for a in again] == [
        (f"{n:026d}", NOW + timedelta(minutes=n)) for n in (1, 2)
    ]
    assert at.kinds().count("read") == 3
    assert at.kinds().count("answer") == 2
    assert at.kinds().count("audit") == 3
    machine = Machine("test", "Unit 12", "car-1", "officer-1", NOW)
    parts = parts_of(at.hit(), machine, tuple("abcde"))
    assert any(b"seen_again" in part.body for part in parts)


def test_a_repeat_is_still_with_its_hit_after_a_restart(at: ServiceUnderTest) -> None:
    passes(at, 0)
    passes(at, 1)

    def kept() -> tuple[Hit, ...]:
        with at.store.begin() as work:
            return work.open_hits()

    (hit,) = at.records.ask(kept)
    assert [again.read_id for again in hit.trace.seen_again] == [f"{1:026d}"]


def test_a_vehicle_just_ruled_out_raises_no_hit_and_is_said(at: ServiceUnderTest) -> None:
    first = passes(at, 0)
    at.desk.close(first.hit_id, Disposition.MISREAD, stopped=Stopped.NO)
    passes(at, 1)
    assert raised(at) == [first.hit_id]
    (said,) = [event for event in at.said if isinstance(event, SeenOnceMore)]
    assert (said.hit.hit_id, said.read_id) == (first.hit_id, f"{1:026d}")
    passes(at, 6)
    assert len(raised(at)) == 2


def test_what_nobody_could_verify_alerts_again(at: ServiceUnderTest) -> None:
    first = passes(at, 0)
    at.desk.close(first.hit_id, Disposition.UNABLE_TO_VERIFY, stopped=Stopped.NO)
    passes(at, 1)
    assert len(raised(at)) == 2


def test_another_category_on_the_same_plate_alerts(at: ServiceUnderTest) -> None:
    passes(at, 0)
    passes(at, 1, category="P")
    assert len(raised(at)) == 2


def test_a_repeat_alerts_when_its_second_reading_reads_another_state(at: ServiceUnderTest) -> None:
    passes(at, 0)
    again = passes(at, 1, state="")
    assert len(raised(at)) == 1
    at.desk.sightings.add_second_reading(again.hit_id, PlateText((), "SC", 0.99))
    assert raised(at)[-1] == again.hit_id
    assert len(raised(at)) == 2
