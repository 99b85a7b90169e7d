"""Numbers of a day outlive its captured data, plates do not."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import CAPTURE_ZONE, date_begins, date_ends, days_after
from mdt_alpr.domain.review.annual_report import ReportSpan
from mdt_alpr.domain.review.daily_counts import Counted
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.hit_tables import DAILY_COUNTS
from mdt_alpr.hq.base.retention_setting import RETENTION_SETTINGS
from mdt_alpr.hq.base.tables import READS
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.items.days import make_days_for
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.reads import tallies
from mdt_alpr.hq.reports import service
from tests.builders import NOW, SetClock
from tests.hq.senders import DEVICE, a_batch, a_read_message, an_item
from tests.hq.test_purge import counts, fill

CALLER = Caller("officer-1", "A. Sample", Role.OFFICER, DEVICE, "")
CHANGED = date(2026, 11, 1)
"""The day of 25 hours."""


def read_each_hour(hq: Headquarters, first: date, last: date) -> None:
    """Send a read for each hour of these days of the agency."""
    hours = (date_ends(last) - date_begins(first)) // timedelta(hours=1)
    times = [date_begins(first) + timedelta(hours=hour, minutes=30) for hour in range(hours)]
    items = [an_item(a_read_message(captured_at=at), made_at=at) for at in times]
    make_days_for(hq, items, hq.clock.now())
    with hq.writing() as work:
        accept(work, CALLER, a_batch(*items), 500)


def reads_by_day(hq: Headquarters, first: date, last: date) -> dict[date, int]:
    with hq.reading() as work:
        all_counts = tallies.all_counts(work.connection, first, last)
    return {count.day: count.number for count in all_counts if count.what is Counted.READS}


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


@pytest.mark.proved("K8")
def test_a_day_is_the_agencys_own_with_as_many_hours_as_it_has_before_and_after_the_purge(
    hq: Headquarters, clock: SetClock
) -> None:
    first, last = days_after(CHANGED, -1), days_after(CHANGED, 1)
    read_each_hour(hq, first, last)
    by_day = {first: 24, CHANGED: 25, last: 24}
    assert reads_by_day(hq, first, last) == by_day
    clock.at = date_ends(last) + timedelta(days=92)
    purge(hq, clock.now())
    assert counts(hq, READS) == [0]
    assert reads_by_day(hq, first, last) == by_day


@pytest.mark.proved("K8")
def test_the_night_on_which_clocks_go_forward_has_23_hours(
    hq: Headquarters, clock: SetClock
) -> None:
    day = date(2027, 3, 14)
    clock.at = date_ends(day)
    read_each_hour(hq, day, day)
    assert reads_by_day(hq, day, day) == {day: 23}


@pytest.mark.proved("K8")
def test_days_stored_as_days_of_utc_stay_and_say_so_and_nothing_is_counted_twice_or_lost(
    hq: Headquarters,
) -> None:
    read_each_hour(hq, days_after(CHANGED, -1), days_after(CHANGED, 1))
    of_utc = {"unit": "", "what": Counted.DAY, "list_name": "", "word": "", "number": 1}
    with hq.database.writing() as connection:
        rows = [{"day": CHANGED, **of_utc}, {"day": CHANGED, **of_utc}]
        rows[1] |= {"unit": "Unit 12", "what": Counted.READS, "number": 24}
        connection.execute(DAILY_COUNTS.insert(), rows)
    after = days_after(CHANGED, 1)
    stored = reads_by_day(hq, CHANGED, after)
    assert stored[CHANGED] == 24, "what was stored stays"
    assert stored[after] == 24 + 5, "with the hours since the last day of UTC ended"
    with hq.writing() as work:
        words = service.gathered(work, ReportSpan(CHANGED, after)).days
        assert "Days up to Nov 1, 2026 were stored as days of UTC" in words
        words = service.gathered(work, ReportSpan(after, after)).days
    assert "UTC" not in words
    assert CAPTURE_ZONE.key in words
