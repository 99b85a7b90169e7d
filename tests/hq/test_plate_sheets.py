"""A part of a plate finds its reads; what finds them says nothing and goes with its day."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from mdt_alpr.domain.plate.pattern import pattern_of
from mdt_alpr.domain.policy import READS_LIFE
from mdt_alpr.domain.search.question import ANY_STATE, Area
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.purge import left_over, purge
from mdt_alpr.hq.reads import plate_sheets
from mdt_alpr.hq.reads.plate_sheets import Wanted, find
from mdt_alpr.hq.reads.tables import PLATE_SHEETS
from mdt_alpr.wire.messages import ReadMessage
from tests.builders import NOW, SetClock
from tests.hq.senders import a_batch, a_read_message, an_item
from tests.hq.test_places import a_place
from tests.hq.test_purge import CALLER

DURHAM = a_place(lat=35.9940, lon=-78.8986)
RALEIGH = a_place(lat=35.7796, lon=-78.6382)


def keep(hq: Headquarters, *reads: ReadMessage) -> None:
    with hq.writing() as work:
        accept(work, CALLER, a_batch(*map(an_item, reads)), 500)


def found(hq: Headquarters, plate: str, **more: object) -> list[str]:
    wanted = Wanted(pattern_of(plate), ANY_STATE, NOW - timedelta(days=7), NOW)
    with hq.reading() as work:
        candidates = find(work, replace(wanted, **more), 100)  # type: ignore[arg-type]
    assert candidates.number == len(candidates.newest)
    return [one.read_id for one in candidates.newest]


def ids(*reads: ReadMessage) -> list[str]:
    return [read.read_id for read in reads]


def sheets(hq: Headquarters) -> tuple[int, int]:
    """Return how many sheets there are, and how many reads are on them."""
    counted = select(func.count(), func.coalesce(func.sum(PLATE_SHEETS.c.number), 0))
    with hq.reading() as work:
        number, reads = work.connection.execute(counted).one()
    return number, reads


FITS = {
    "KLM4470": ["KLM4470"],
    "klm-447o": ["KLM4470"],
    "KLM44?0": ["KLM4470", "KLM4480"],
    "KLM44*": ["KLM44", "KLM4470", "KLM4480", "KLM4470XYZ"],
    "KLM44?*": ["KLM4470", "KLM4480", "KLM4470XYZ"],
    "KLM44?": [],
    "*70": ["KLM4470", "ABC70"],
    "*C*": ["ABC70"],
    "*44*XYZ": ["KLM4470XYZ"],
    "*": ["KLM44", "KLM4470", "KLM4480", "KLM4470XYZ", "ABC70"],
}


def test_a_part_of_a_plate_finds_the_reads_that_fit(hq: Headquarters) -> None:
    kept = {plate: a_read_message(plate) for plate in FITS["*"]}
    keep(hq, *kept.values())
    for typed, plates in FITS.items():
        assert sorted(found(hq, typed)) == sorted(kept[plate].read_id for plate in plates), typed
        assert [plate for plate in FITS["*"] if pattern_of(typed).fits(plate)] == plates, typed


def test_state_window_unit_camera_and_area_narrow_what_is_found(hq: Headquarters) -> None:
    here = a_read_message("KLM4470", place=DURHAM)
    there = replace(a_read_message("KLM4470", place=RALEIGH), unit="Unit 9", camera="rear")
    old = a_read_message("KLM4471", captured_at=NOW - timedelta(days=3))
    other = a_read_message("KLM4472", state="SC", captured_at=NOW - timedelta(hours=2))
    unread = a_read_message("KLM4473", state="", captured_at=NOW - timedelta(hours=3))
    keep(hq, here, there, old, other, unread)
    around = Area(36.0, -78.9, 5.0)
    assert found(hq, "KLM*", area=around) == ids(here)
    assert found(hq, "KLM*", units=("Unit 9", "Unit 8")) == ids(there)
    assert found(hq, "KLM*", camera="rear") == ids(there)
    assert found(hq, "KLM*", state="SC") == ids(other, unread), "newest first"
    assert found(hq, "KLM*", until=NOW - timedelta(days=1)) == ids(old)
    assert sorted(found(hq, "KLM*", since=NOW - timedelta(hours=1))) == sorted(ids(here, there))


def test_small_sheets_are_put_together_and_find_the_same(hq: Headquarters) -> None:
    first = [a_read_message(f"KLM44{n:02}", place=DURHAM) for n in range(25)]
    before = NOW - timedelta(days=2)
    for read in first:
        keep(hq, read, replace(a_read_message("ZZZ9999", captured_at=before), unit="Unit 9"))
    assert sheets(hq) == (50, 50)
    everything = found(hq, "*")
    plate_sheets.put_together(hq)
    assert sheets(hq) == (2, 50)
    assert sorted(found(hq, "*")) == sorted(everything)
    assert found(hq, "*", units=("Unit 9",)) == [
        one for one in everything if one not in ids(*first)
    ]
    later = a_read_message("KLM4499")
    keep(hq, later, replace(first[0], revision=1, text="KLM5500"))
    assert sorted(found(hq, "KLM????")) == sorted([*ids(*first), later.read_id])


def test_a_busy_days_sheets_are_put_together_some_at_a_time(hq: Headquarters) -> None:
    reads = [a_read_message(f"KLM{n:04}") for n in range(1_203)]
    with hq.writing() as work:
        for read in reads:
            plate_sheets.add(work, [read])
    marks: list[int] = []

    def note(*facts: Any) -> None:
        marks.append(len(facts[3]))

    event.listen(hq.database.engine, "before_cursor_execute", note)
    plate_sheets.put_together(hq)
    assert max(marks) < 10, "a statement with a mark for each sheet stays in memory"
    assert sheets(hq) == (1, 1_203)
    assert found(hq, "KLM0000") == ids(reads[0])
    assert found(hq, "KLM1202") == ids(reads[-1])


def test_sheets_put_together_are_full_but_for_one(
    hq: Headquarters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plate_sheets, "FULL", 80)
    with hq.writing() as work:
        for number in (80, *[11] * 25):
            plate_sheets.add(work, [a_read_message(f"KLM{n:04}") for n in range(number)])
    plate_sheets.put_together(hq)
    with hq.reading() as work:
        numbers = work.connection.scalars(select(PLATE_SHEETS.c.number))
    assert sorted(numbers) == [35, 80, 80, 80, 80]


@pytest.mark.clause(READS_LIFE.number)
def test_nothing_of_a_sheet_is_older_than_ninety_days(hq: Headquarters, clock: SetClock) -> None:
    morning, evening = NOW - timedelta(hours=9), NOW - timedelta(hours=1)
    keep(hq, *(a_read_message("KLM4470", captured_at=at) for at in (morning, evening)))
    assert sheets(hq) == (1, 2)
    clock.at = evening + timedelta(days=90, minutes=-5)
    assert purge(hq, clock.at)["plate_sheets"] == 1
    assert sheets(hq) == (1, 1)
    assert left_over(hq, clock.at) == ()
    clock.at += timedelta(days=2)
    assert purge(hq, clock.at)["plate_sheets"] == 1
    assert sheets(hq) == (0, 0)


@pytest.mark.clause(READS_LIFE.number)
def test_without_the_key_of_its_day_a_sheet_says_nothing(hq: Headquarters) -> None:
    keep(hq, a_read_message("KLM4470"))
    hq.day_keys.destroy_expired(NOW + timedelta(days=92))
    assert found(hq, "*") == []


@pytest.mark.attack("V12")
def test_two_sheets_of_one_plate_do_not_look_alike(hq: Headquarters) -> None:
    for _ in range(2):
        keep(hq, a_read_message("KLM4470", place=DURHAM))
    with hq.reading() as work:
        halves = work.connection.execute(select(PLATE_SHEETS.c.plates, PLATE_SHEETS.c.rest)).all()
    assert len({half for row in halves for half in row}) == 4
    assert all(b"KLM4470" not in half for row in halves for half in row)


@pytest.mark.logs_warnings
def test_a_damaged_sheet_hides_no_other(
    hq: Headquarters, caplog: pytest.LogCaptureFixture
) -> None:
    whole, damaged = a_read_message("KLM4470"), a_read_message("KLM4471")
    keep(hq, whole)
    with hq.reading() as work:
        (kept,) = work.connection.scalars(select(PLATE_SHEETS.c.sheet_id))
    keep(hq, damaged)
    with hq.writing() as work:
        other = PLATE_SHEETS.c.sheet_id != kept
        work.connection.execute(PLATE_SHEETS.update().where(other).values(plates=bytes(60)))
    assert found(hq, "KLM*") == ids(whole)
    assert "damaged" in caplog.text
