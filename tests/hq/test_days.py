"""Days of capture as partitions on PostgreSQL: made, filled, dropped."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text

from mdt_alpr.domain import policy
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.tables import ITEMS, OWN_AUDIT, READS
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.items.days import make_days_ahead, make_days_for
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.reads import partitions
from mdt_alpr.hq.reads.partitions import days_of, make_days, partition
from tests.builders import NOW
from tests.hq.senders import (
    DEVICE,
    a_batch,
    a_car,
    a_chain,
    a_read_message,
    an_id,
    an_item,
    outcomes,
)

DATABASES = ["postgresql"]
CALLER = Caller("officer-1", "A. Sample", Role.OFFICER, DEVICE, "")
TODAY = NOW.date()
MIDNIGHT = datetime(NOW.year, NOW.month, NOW.day, tzinfo=UTC)


def days(hq: Headquarters) -> list[list[date]]:
    with hq.reading() as work:
        return [days_of(work.connection, table) for table in (ITEMS, READS)]


def rows(hq: Headquarters, table: str) -> int:
    with hq.reading() as work:
        return work.connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608


def send(hq: Headquarters, *captured: datetime) -> None:
    items = [an_item(a_read_message(captured_at=at), made_at=at) for at in captured]
    make_days_for(hq, items, NOW)
    with hq.writing() as work:
        receipts = accept(work, CALLER, a_batch(*items), 500)
    assert set(outcomes(receipts)) == {"accepted"}


def test_a_day_gets_its_partition_when_its_first_read_comes(server: InProcessHq) -> None:
    earlier = NOW - timedelta(days=20)
    with a_car(server.base_url) as car:
        item = an_item(a_read_message(captured_at=earlier), made_at=earlier)
        assert car.send(item, an_item(a_read_message())) == ["accepted"] * 2
    assert earlier.date() in days(server.hq)[1]
    for day in (earlier.date(), TODAY):
        assert rows(server.hq, partition(READS, day)) == 1
        assert rows(server.hq, partition(ITEMS, day)) == 1
    assert rows(server.hq, "reads_other") == 0


def test_the_days_to_come_are_there_before_they_begin(server: InProcessHq) -> None:
    assert days(server.hq) == [[TODAY, TODAY + timedelta(days=1)]] * 2


def test_an_id_of_long_ago_needs_no_day_of_its_own(hq: Headquarters) -> None:
    item = an_item(a_chain(1)[0], item_id=an_id(NOW - timedelta(days=4000)))
    make_days_for(hq, [item], NOW)
    with hq.writing() as work:
        accept(work, CALLER, a_batch(item), 500)
    assert days(hq) == [[], []]
    assert rows(hq, "items_other") == 1


@pytest.mark.clause(policy.READS_LIFE.number)
def test_a_day_is_dropped_when_its_youngest_read_is_due_and_not_before(hq: Headquarters) -> None:
    first, last = MIDNIGHT - timedelta(hours=20), MIDNIGHT - timedelta(seconds=1)
    send(hq, first, last)
    day = last.date()
    kept = timedelta(days=90)
    purge(hq, last + kept - timedelta(microseconds=1))
    assert rows(hq, partition(READS, day)) == 1
    assert purge(hq, last + kept)["reads"] == 1
    assert day in days(hq)[1]
    purge(hq, MIDNIGHT + kept + timedelta(hours=1))
    assert day not in days(hq)[1]


def test_a_whole_day_that_is_due_goes_at_once_and_is_counted(hq: Headquarters) -> None:
    send(hq, *(MIDNIGHT - timedelta(hours=hour) for hour in range(1, 20)))
    erased = purge(hq, NOW + timedelta(days=95))
    assert erased["reads"] == 19
    assert rows(hq, "reads") == rows(hq, "items") == 0
    yesterday = TODAY - timedelta(days=1)
    assert yesterday not in days(hq)[0]
    with hq.reading() as work:
        (detail,) = work.connection.scalars(
            select(OWN_AUDIT.c.detail).where(OWN_AUDIT.c.subject == "days of capture")
        )
    assert ["reads_erased", "19"] in detail
    assert ["reads", str(yesterday)] in detail


@pytest.mark.logs_warnings
def test_a_day_that_somebody_reads_is_emptied_and_dropped_later(
    hq: Headquarters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitions, "_WAITS_AT_MOST", "50ms")
    send(hq, MIDNIGHT - timedelta(hours=5))
    yesterday = TODAY - timedelta(days=1)
    with hq.reading() as work:
        work.connection.execute(text(f"SELECT 1 FROM {partition(READS, yesterday)}"))  # noqa: S608
        assert purge(hq, NOW + timedelta(days=95))["reads"] == 1
        assert yesterday in days(hq)[1]
    purge(hq, NOW + timedelta(days=95))
    assert yesterday not in days(hq)[1]


def test_a_day_whose_rows_came_before_its_partition_stays_where_it_is(hq: Headquarters) -> None:
    with hq.writing() as work:
        accept(work, CALLER, a_batch(an_item(a_read_message())), 500)
    make_days_ahead(hq, NOW)
    assert TODAY not in days(hq)[1]
    assert rows(hq, "reads_other") == 1
    assert purge(hq, NOW + timedelta(days=95))["reads"] == 1


def test_many_may_make_the_same_day_at_once(hq: Headquarters) -> None:
    wanted = {TODAY - timedelta(days=number) for number in range(5)}
    threads = [
        threading.Thread(target=make_days, args=(hq.database, wanted), daemon=True)
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert days(hq) == [sorted(wanted)] * 2


def test_a_name_with_a_separator_in_it_is_kept_as_it_is(hq: Headquarters) -> None:
    reads = [a_read_message(unit="Unit\x1f12"), a_read_message(unit="")]
    with hq.writing() as work:
        accept(work, CALLER, a_batch(*map(an_item, reads)), 500)
    with hq.reading() as work:
        found = work.connection.scalars(text("SELECT unit FROM reads ORDER BY unit"))
        assert set(found) == {"Unit\x1f12", ""}
