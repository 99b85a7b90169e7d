"""Numbers of a day outlive its captured data, plates do not."""

from datetime import timedelta

from sqlalchemy import select

from mdt_alpr.domain.review.daily_counts import Counted
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.hit_tables import DAILY_COUNTS
from mdt_alpr.hq.base.retention_setting import RETENTION_SETTINGS
from mdt_alpr.hq.base.tables import READS
from mdt_alpr.hq.keeping.purge import purge
from tests.builders import NOW, SetClock
from tests.hq.test_purge import counts, fill


def kept(hq: Headquarters) -> list[tuple[str, str, str, str, int]]:
    t = DAILY_COUNTS.c
    query = select(t.unit, t.what, t.list_name, t.word, t.number).order_by(t.what)
    with hq.reading() as work:
        return [
            tuple(row) for row in work.connection.execute(query) if row.what is not Counted.DAY
        ]


def test_a_day_is_counted_before_it_is_purged_and_its_numbers_stay(
    hq: Headquarters, clock: SetClock
) -> None:
    fill(hq, NOW)
    fill(hq, NOW - timedelta(minutes=1))
    purge(hq, clock.now())
    assert kept(hq) == []
    clock.at = NOW + timedelta(days=85)
    for _ in range(2):
        purge(hq, clock.now())
    clock.at = NOW + timedelta(days=92)
    purge(hq, clock.now())
    assert counts(hq, READS) == [0]
    assert kept(hq) == [
        ("Unit 12", "dispositions", "", "misread", 2),
        ("Unit 12", "hits", "", "V", 2),
        ("Unit 12", "reads", "", "", 2),
        ("Unit 12", "results", "NC", "misread", 2),
        ("Unit 12", "stops", "NC", "", 2),
    ]


def test_a_headquarters_that_was_off_counts_what_it_purges(
    hq: Headquarters, clock: SetClock
) -> None:
    fill(hq, NOW)
    clock.at = NOW + timedelta(days=120)
    purge(hq, clock.now())
    assert [row[4] for row in kept(hq)] == [1, 1, 1, 1, 1]


def test_a_shorter_time_has_its_days_counted_before_they_go(
    hq: Headquarters, clock: SetClock
) -> None:
    for days in (1, 30):
        with hq.database.writing() as connection:
            setting = {
                "number": days, "kept_days": days, "reason": "pilot", "proposed_by": "a",
                "proposed_at": clock.at, "confirmed_at": clock.at, "confirmed_by": "b",
            }  # fmt: skip
            connection.execute(RETENTION_SETTINGS.insert(), setting)
        fill(hq, clock.at)
        before = len(kept(hq))
        for later in (days - 0.25, 1.25):
            clock.at += timedelta(days=later)
            purge(hq, clock.now())
        assert counts(hq, READS) == [0]
        assert len(kept(hq)) == before + 5
