from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR, READS_LIFE
from mdt_alpr.domain.retention.purge import ClockDoubt
from mdt_alpr.patrol.position import ClockCheck
from mdt_alpr.patrol.retention import PURGE_EVERY, Retention
from tests.builders import NOW, SetClock, a_hit, a_read


def test_a_purge_is_due_at_the_start_then_at_least_every_hour(
    store: CarStore, clock: SetClock
) -> None:
    retention = Retention(clock)
    assert retention.due()
    with store.begin() as work:
        retention.run(work)
    assert not retention.due()
    clock.at += PURGE_EVERY
    assert retention.due()
    assert timedelta(hours=1) >= PURGE_EVERY


def test_a_clock_that_was_set_back_does_not_put_the_purge_off(
    store: CarStore, clock: SetClock
) -> None:
    retention = Retention(clock)
    with store.begin() as work:
        retention.run(work)
    clock.pass_by(days=-365)
    assert retention.due()


def test_a_purge_that_failed_stays_due(store: CarStore, clock: SetClock) -> None:
    retention = Retention(clock)
    work = store.begin()
    with pytest.raises(RuntimeError):
        retention.run(work)
    assert retention.due()


@pytest.mark.clause(READS_LIFE.number)
def test_the_car_purges_by_itself_without_ever_having_had_a_link(
    store: CarStore, clock: SetClock
) -> None:
    with store.begin() as work:
        work.save_read(a_read())
    until = clock.at + CAPTURED_DATA_KEPT_FOR - timedelta(seconds=1)
    while clock.at < until:
        with store.begin() as work:
            assert Retention(clock).run(work) == 0
        clock.at = min(until, clock.at + timedelta(hours=20))
    clock.pass_by(seconds=1)
    with store.begin() as work:
        assert Retention(clock).run(work) == 1


@pytest.mark.concord
@pytest.mark.proved("V10")
@pytest.mark.attack("V10")
def test_a_clock_that_jumped_while_nothing_was_due_is_not_believed_later(
    store: CarStore, clock: SetClock
) -> None:
    with store.begin() as work:
        work.save_read(a_read())
        Retention(clock).run(work)
    clock.pass_by(days=80)
    doubts = []
    for _ in range(30):
        with store.begin() as work:
            retention = Retention(clock)
            assert retention.run(work) == 0
        doubts.append(retention.doubt)
        clock.pass_by(hours=20)
    assert doubts[-1] is ClockDoubt.AHEAD


@pytest.mark.clause(READS_LIFE.number)
def test_a_car_whose_clock_was_set_back_and_never_comes_home_destroys_what_is_over(
    store: CarStore, clock: SetClock
) -> None:
    with store.begin() as work:
        work.save_read(a_read())
        work.save_hit(a_hit())
        Retention(clock).run(work)
    clock.pass_by(days=-3000)
    doubts = set()
    for _ in range(2 * CAPTURED_DATA_KEPT_FOR.days + 6):
        retention = Retention(clock)
        with store.begin() as work:
            retention.run(work)
        doubts.add(retention.doubt)
        clock.pass_by(hours=12)
    with store.begin() as work:
        assert work.capture_dates() == []
    assert doubts == {ClockDoubt.BEHIND}


@pytest.mark.proved("V10")
@pytest.mark.attack("V10")
@pytest.mark.parametrize("days", [91, 365, -40])
def test_a_car_erases_nothing_by_a_clock_that_jumped(
    store: CarStore, clock: SetClock, days: int
) -> None:
    with store.begin() as work:
        work.save_read(a_read())
        Retention(clock).run(work)
    clock.pass_by(days=days)
    retention = Retention(clock)
    for _ in range(3):
        clock.at += PURGE_EVERY
        assert retention.due()
        with store.begin() as work:
            assert retention.run(work) == 0
    assert retention.doubt
    with store.begin() as work:
        assert work.purge(NOW + timedelta(days=91)) == 1


@pytest.mark.proved("V10")
@pytest.mark.parametrize("checks", [0, 1])
def test_a_clock_that_was_wrong_before_anything_was_captured_is_not_believed_later(
    store: CarStore, clock: SetClock, checks: int
) -> None:
    clock.pass_by(days=366)
    with store.begin() as work:
        assert Retention(clock).run(work) == 0
    clock.pass_by(days=-366)
    with store.begin() as work:
        work.save_read(a_read())
    for _ in range(checks):
        with store.begin() as work:
            Retention(clock).run(work)
    clock.pass_by(days=366)
    retention = Retention(clock)
    with store.begin() as work:
        assert retention.run(work) == 0
    assert retention.doubt


@pytest.mark.proved("V10")
@pytest.mark.parametrize("whose", ["headquarters", "receiver"])
def test_a_car_that_was_parked_for_three_weeks_purges_when_another_clock_agrees(
    store: CarStore, clock: SetClock, whose: str
) -> None:
    with store.begin() as work:
        work.save_read(a_read())
        Retention(clock).run(work)
    clock.pass_by(days=91)
    compared: dict[str, Any] = {f"{whose}_s": 40 * 86_400.0, f"{whose}_at": clock.at}
    with store.begin() as work:
        assert Retention(clock, lambda: ClockCheck(**compared)).run(work) == 0
    agreed: dict[str, Any] = {f"{whose}_s": 1.0, f"{whose}_at": clock.at}
    with store.begin() as work:
        assert Retention(clock, lambda: ClockCheck(**agreed)).run(work) == 1


@pytest.mark.proved("V10")
@pytest.mark.attack("V10")
def test_a_copy_of_the_store_that_was_put_back_loses_what_no_key_opens_at_once(
    store: CarStore, clock: SetClock, tmp_path: Path
) -> None:
    with store.begin() as work:
        work.save_read(a_read())
        Retention(clock).run(work)
    clock.pass_by(days=91)
    for key in (tmp_path / "day_keys").iterdir():
        key.unlink()
    with store.begin() as work:
        assert Retention(clock).run(work) == 1
