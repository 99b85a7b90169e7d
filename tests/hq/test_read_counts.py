"""What is said to lie in a day's partition is what lies there, whatever came, went or failed."""

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import READS
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.items.days import make_days_for
from mdt_alpr.hq.keeping.backup import back_up
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.keeping.restore import Restorer, restore
from mdt_alpr.hq.reads import captured, read_counts
from mdt_alpr.hq.reads.partitions import days_of
from mdt_alpr.wire.messages import ReadMessage
from tests.builders import NOW, SetClock
from tests.hq.postgres import Cluster
from tests.hq.senders import DEVICE, a_batch, a_read_message, an_item
from tests.profiles import examples

DATABASES = ["postgresql"]
CALLER = Caller("officer-1", "A. Sample", Role.OFFICER, DEVICE, "")
MIDNIGHT = datetime(NOW.year, NOW.month, NOW.day, tzinfo=UTC)
KEPT = timedelta(days=90)
UNITS = ("Unit 12", "", "Unit\x1f7")
POOL = [
    a_read_message(unit=unit, captured_at=MIDNIGHT + timedelta(minutes=30 * place))
    for unit in UNITS
    for place in (-3, -2, -1, 1)
]
SENT = st.lists(st.tuples(st.sampled_from(POOL), st.integers(0, 2)), min_size=1, max_size=8)


def send(hq: Headquarters, *reads: ReadMessage) -> None:
    items = [an_item(read, made_at=read.captured_at) for read in reads]
    make_days_for(hq, items, hq.clock.now())
    with hq.writing() as work:
        accept(work, CALLER, a_batch(*items), 500)


def said_and_there(hq: Headquarters) -> tuple[dict[str, int], dict[str, int]]:
    said, there = Counter[str](), Counter[str]()
    with hq.reading() as work:
        for day in days_of(work.connection, READS):
            of_day = read_counts.of_day(work.connection, day)
            assert of_day is not None
            said.update({f"{day} {unit}": n for unit, n in of_day.items()})
        rows = work.connection.execute(
            text("SELECT day, unit, count(*) AS n FROM reads GROUP BY day, unit")
        )
        there.update({f"{row.day} {row.unit}": row.n for row in rows})
    return dict(said), dict(there)


@given(batches=st.lists(SENT, min_size=1, max_size=4), passed=st.integers(0, 5))
@settings(
    max_examples=examples(20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_counts_are_those_of_the_rows(
    hq: Headquarters, batches: list[list[tuple[ReadMessage, int]]], passed: int
) -> None:
    with hq.writing() as work:
        work.connection.execute(text("DELETE FROM items"))
        gone = work.connection.execute(text("DELETE FROM reads RETURNING day, unit"))
        counts = Counter((row.day, row.unit) for row in gone)
        read_counts.add(work.connection, {key: -number for key, number in counts.items()})
    for batch in batches:
        send(hq, *(replace(read, revision=revision) for read, revision in batch))
        said, there = said_and_there(hq)
        assert said == there
    _, before = said_and_there(hq)
    with hq.database.writing() as connection:
        until = MIDNIGHT + timedelta(minutes=30 * (passed - 4))
        bound = captured.Bound(NOW.date(), "f")
        erased = captured.erase_captured(connection, until, bound)
    said, left = said_and_there(hq)
    assert said == left
    assert erased["reads"] == sum(before.values()) - sum(left.values())


_TWO_OF_NO_DAY = """
    INSERT INTO reads_other
    SELECT DATE '2020-01-01', read_id, revision, captured_at, device, unit, camera, plate, sealed
    FROM reads LIMIT 2
"""


def test_the_overview_counts_reads_of_days_with_and_without_a_count(hq: Headquarters) -> None:
    send(hq, *POOL[:5])
    with hq.writing() as work:
        first, *_ = days_of(work.connection, READS)
        read_counts.forget(work.connection, [first])
        work.connection.execute(text(_TWO_OF_NO_DAY))
        assert captured.counts(work.connection)["reads"] == 7


def test_a_batch_that_fails_counts_nothing(hq: Headquarters) -> None:
    send(hq, POOL[0])
    with pytest.raises(ZeroDivisionError), hq.writing() as work:  # noqa: PT012 - all of it rolls back
        accept(work, CALLER, a_batch(an_item(POOL[1])), 500)
        raise ZeroDivisionError
    said, there = said_and_there(hq)
    assert said == there
    assert sum(said.values()) == 1


def test_a_day_that_was_there_before_its_counts_is_counted_when_it_goes(hq: Headquarters) -> None:
    send(hq, *POOL[:3])
    with hq.writing() as work:
        read_counts.forget(work.connection, days_of(work.connection, READS))
    send(hq, replace(POOL[0], revision=1), *POOL[4:7])
    with hq.reading() as work:
        for day in days_of(work.connection, READS):
            assert read_counts.of_day(work.connection, day) is None
    assert purge(hq, NOW + KEPT + timedelta(days=5))["reads"] == 6


def test_what_comes_back_from_a_backup_is_counted_when_it_goes(
    hq: Headquarters, cluster: Cluster, tmp_path: Path, clock: SetClock
) -> None:
    send(hq, *POOL)
    place = tmp_path / "backup.zip"
    back_up(hq, place, "custodian")
    clock.at = MIDNIGHT - timedelta(minutes=45) + KEPT
    again = HqSettings(tmp_path / "again", cluster.new_database(), keys=hq.settings.day_keys)
    restored = Headquarters(again, clock, os.urandom)
    restore(
        restored,
        place,
        Restorer("custodian", lambda *_: None, capture_date(clock.at)),
        lambda found: purge(found, clock.now()),
    )
    assert purge(restored, MIDNIGHT + KEPT + timedelta(days=5))["reads"] == 6
    with restored.reading() as work:
        assert not work.connection.scalar(text("SELECT count(*) FROM reads"))
    restored.close()
