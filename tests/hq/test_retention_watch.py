"""A purge that fails, does not run, or leaves something is an alarm, and on record (RET-07)."""

from datetime import timedelta

import pytest
from sqlalchemy import Table, select, update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import METADATA, OWN_AUDIT, PICTURES, READS
from mdt_alpr.hq.keeping.purge import (
    DAY_KEYS,
    RetentionWatch,
    left_over,
    purge,
    purge_watched,
    retention_state,
)
from mdt_alpr.hq.people.sample_agency import CUSTODIAN
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.desk import WallMessage
from mdt_alpr.wire.review import OverviewMessage
from tests.builders import NOW, SetClock
from tests.hq.passing_time import time_passes
from tests.hq.senders import a_car, figures
from tests.hq.test_purge import fill

KEPT = timedelta(days=90)


def alarms(hq: Headquarters) -> list[dict[str, str]]:
    with hq.reading() as work:
        query = select(OWN_AUDIT).where(OWN_AUDIT.c.event == AuditEvent.HQ_RETENTION_ALARM)
        rows = work.connection.execute(query.order_by(OWN_AUDIT.c.sequence))
        return [dict(map(tuple, row.detail)) for row in rows]


def test_after_a_purge_nothing_is_left_and_nobody_is_alarmed(
    hq: Headquarters, clock: SetClock
) -> None:
    fill(hq, NOW - timedelta(days=1))
    time_passes(hq, clock, NOW + KEPT)
    purge_watched(hq)
    state = RetentionWatch(hq).check()
    assert (state.purged_at, state.is_alarm, alarms(hq)) == (clock.at, False, [])


def test_whatever_a_purge_leaves_in_any_table_or_key_is_found(
    hq: Headquarters, clock: SetClock
) -> None:
    fill(hq, NOW - timedelta(days=1))
    clock.at = NOW + KEPT
    left = left_over(hq, clock.at)
    assert {"reads", "hits", "hit_steps", "pictures", "hit_log", DAY_KEYS} <= set(left)
    tables = {t.name for t in METADATA.sorted_tables if "captured_at" in t.c}
    assert set(left) - {DAY_KEYS} <= tables
    hq.purged_at = clock.at
    state = RetentionWatch(hq).check()
    assert (state.is_alarm, state.left) == (True, left)
    assert alarms(hq)[0]["left"] == " ".join(left)


@pytest.mark.parametrize("table", [t for t in METADATA.sorted_tables if "captured_at" in t.c])
def test_each_table_with_captured_data_is_looked_at_up_to_its_deadline(
    hq: Headquarters, clock: SetClock, table: Table
) -> None:
    fill(hq, NOW - timedelta(days=1))
    clock.at = NOW
    purge(hq, clock.at)
    assert left_over(hq, clock.at) == ()
    then = NOW - KEPT - timedelta(hours=2)
    values = {"captured_at": then, **({"day": then.date()} if table in (READS, PICTURES) else {})}
    with hq.database.writing() as connection:
        changed = connection.execute(update(table).values(values)).rowcount
    assert left_over(hq, clock.at) == ((table.name,) if changed else ())


def test_a_purge_that_fails_is_an_alarm_until_one_goes_through(
    hq: Headquarters, monkeypatch: pytest.MonkeyPatch
) -> None:
    purge_watched(hq)
    watch = RetentionWatch(hq)

    def broken(_dates: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(hq.pictures, "erase_dates", broken)
        with pytest.raises(PermissionError):
            purge_watched(hq)
    for _ in range(3):
        assert watch.check().failure == "PermissionError"
    assert [alarm["failure"] for alarm in alarms(hq)] == ["PermissionError"]
    purge_watched(hq)
    assert not watch.check().is_alarm


def test_a_purge_that_does_not_run_is_shown_wherever_somebody_looks(
    server: InProcessHq, clock: SetClock
) -> None:
    with a_car(server.base_url, CUSTODIAN, device="desk-1") as desk:
        assert "mdt_alpr_retention_alarm 0.0" in figures(server.base_url)
        clock.at += timedelta(hours=2, minutes=1)
        overview = decode(OverviewMessage, desk.http.get("/v1/overview").content)
        wall = decode(WallMessage, desk.http.get("/v1/desk/wall").content)
        assert "mdt_alpr_retention_alarm 1.0" in figures(server.base_url)
    assert wall.retention == overview.retention == retention_state(server.hq)
    assert overview.retention.is_overdue
    watch = RetentionWatch(server.hq)
    watch.check()
    clock.at += timedelta(hours=1)
    watch.check()
    assert [alarm["overdue"] for alarm in alarms(server.hq)] == ["true"]
