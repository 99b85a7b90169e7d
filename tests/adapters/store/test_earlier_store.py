"""The copy of a car's store that is made before a migration, and the way back by it."""

import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mdt_alpr.adapters.store import car_store, unit_of_work
from mdt_alpr.adapters.store.car_store import MIGRATIONS, CarStore, erase
from mdt_alpr.database.engine import open_sqlcipher
from mdt_alpr.database.migrate import current, head
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import StoreLockedError, StoreNewerError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.policy import (
    CAPTURED_DATA_KEPT_FOR,
    EARLIER_STORE_KEPT_FOR,
    READS_LIFE,
    capture_date,
    capture_date_ends,
)
from mdt_alpr.domain.retention.alpr_1 import HeldCamera, HoldScope
from mdt_alpr.wire.holds import HoldOrder
from tests.adapters.store.conftest import KEY
from tests.adapters.store.steps import count, keep, numbered_read, unable_to_fold
from tests.builders import NOW, SetClock, a_hit, a_list, a_read, an_entry
from tests.rights import is_private

pytestmark = pytest.mark.migrates

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{before}"


def upgrade():
    op.add_column("reads", sa.Column("lane", sa.Integer()))
    {further}


def downgrade():
    op.drop_column("reads", "lane")
"""
Starts = Callable[[], CarStore]
_DAY = timedelta(days=1)


@pytest.fixture
def earlier(path: Path, clock: SetClock) -> Starts:
    """Start the program of today on the store."""
    return lambda: CarStore(path, KEY, clock, os.urandom, "car-4312")


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "next.py").write_text(NEXT.format(before=head(MIGRATIONS), further=""))
    return folder


@pytest.fixture
def later(earlier: Starts, migrations: Path, monkeypatch: pytest.MonkeyPatch) -> Starts:
    """Start a program with one migration more."""

    def start() -> CarStore:
        with monkeypatch.context() as patched:
            patched.setattr(car_store, "MIGRATIONS", migrations)
            return earlier()

    return start


@pytest.fixture
def copy(path: Path) -> Path:
    return path.with_name("store.db-before")


def _counted(copy: Path, table: str) -> int:
    engine = open_sqlcipher(copy, KEY)
    with engine.connect() as connection:
        found: int = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
    engine.dispose()
    return found


def _filled(start: Starts) -> None:
    store = start()
    keep(store, numbered_read(1))
    with store.begin() as work:
        work.save_hit(a_hit())
        work.record(AuditEvent.HIT_RAISED, "h1", "kdavis")
        work.save_hotlist(a_list(an_entry("AAA111"), an_entry("BBB222")))
    store.close()


def test_a_new_store_and_one_that_is_up_to_date_are_not_copied(
    earlier: Starts, later: Starts, copy: Path
) -> None:
    earlier().close()
    earlier().close()
    assert not copy.exists()
    later().close()
    assert copy.exists()
    made = copy.stat().st_ino
    later().close()
    assert copy.stat().st_ino == made


def test_the_copy_is_whole_private_and_encrypted(
    earlier: Starts, later: Starts, copy: Path
) -> None:
    _filled(earlier)
    later().close()
    assert is_private(copy)
    raw = copy.read_bytes()
    assert not any(word in raw for word in (b"SQLite", b"AAA111", b"kdavis", b"CREATE TABLE"))
    engine = open_sqlcipher(copy, KEY)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA cipher_integrity_check")).all() == []
    engine.dispose()


def test_the_program_of_before_goes_on_with_the_copy_in_the_place_of_the_store(
    earlier: Starts, later: Starts, path: Path, copy: Path
) -> None:
    _filled(earlier)
    store = later()
    keep(store, numbered_read(2))
    store.close()
    with pytest.raises(StoreNewerError, match="next"):
        earlier()
    assert {p.name for p in path.parent.glob("store.db*")} == {"store.db", "store.db-before"}
    copy.replace(path)
    store = earlier()
    with store.begin() as work:
        assert work.open_hits() == (a_hit(),)
        assert work.hotlist() == a_list(an_entry("AAA111"), an_entry("BBB222"))
        work.record(AuditEvent.HIT_OPENED, "h1", "kdavis")
    assert count(store, "reads") == 1
    assert store.is_whole()
    store.close()
    later().close()
    assert _counted(copy, "audit") == 2


def test_a_migration_that_fails_leaves_the_store_and_its_copy(
    earlier: Starts, later: Starts, migrations: Path, copy: Path
) -> None:
    _filled(earlier)
    broken = NEXT.format(before=head(MIGRATIONS), further="raise ZeroDivisionError")
    (migrations / "next.py").write_text(broken)
    with pytest.raises(ZeroDivisionError):
        later()
    assert _counted(copy, "reads") == 1
    store = earlier()
    assert current(store._engine) == head(MIGRATIONS)
    assert count(store, "reads") == 1
    store.close()


def test_without_a_copy_no_migration_begins(
    earlier: Starts, later: Starts, path: Path, copy: Path
) -> None:
    _filled(earlier)
    path.with_name("store.db-copying").mkdir()
    with pytest.raises(StoreLockedError, match="Nothing was changed"):
        later()
    path.with_name("store.db-copying").rmdir()
    assert not copy.exists()
    earlier().close()


def test_half_a_copy_of_a_start_that_was_killed_is_made_anew(
    earlier: Starts, later: Starts, path: Path, copy: Path
) -> None:
    _filled(earlier)
    half = path.with_name("store.db-copying")
    half.write_bytes(os.urandom(20_000))
    later().close()
    assert not half.exists()
    assert _counted(copy, "reads") == 1


def test_two_programs_that_start_at_once_leave_one_store_and_the_copy_of_before(
    earlier: Starts, migrations: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _filled(earlier)
    monkeypatch.setattr(car_store, "MIGRATIONS", migrations)
    together = threading.Barrier(2)
    opened: list[CarStore] = []

    def start() -> None:
        together.wait()
        opened.append(earlier())

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [current(store._engine) for store in opened] == ["next", "next"]
    for store in opened:
        store.close()
    engine = open_sqlcipher(copy, KEY)
    assert current(engine) == head(MIGRATIONS)
    engine.dispose()


@pytest.mark.clause(READS_LIFE.number)
def test_a_purge_erases_from_the_copy_what_it_erases_from_the_store(
    earlier: Starts, later: Starts, clock: SetClock, copy: Path
) -> None:
    store = earlier()
    due = NOW - CAPTURED_DATA_KEPT_FOR + timedelta(days=1)
    keep(store, numbered_read(1, captured_at=due))
    keep(store, numbered_read(2))
    store.close()
    store = later()
    with store.begin() as work:
        assert work.purge(clock.now()) == 0
    assert _counted(copy, "reads") == 2
    clock.at += timedelta(days=1)
    with store.begin() as work:
        assert work.purge(clock.now()) == 1
    store.close()
    assert [_counted(copy, name) for name in ("reads", "pictures")] == [1, 2]


def test_the_copy_goes_with_the_first_purge_of_its_last_day(
    earlier: Starts, later: Starts, clock: SetClock, copy: Path
) -> None:
    _filled(earlier)
    store = later()
    clock.at += EARLIER_STORE_KEPT_FOR - timedelta(days=1)
    with store.begin() as work:
        work.purge(clock.now())
    assert copy.exists()
    clock.at += timedelta(days=1)
    with store.begin() as work:
        work.purge(clock.now())
    store.close()
    assert not copy.exists()


def test_a_copy_that_cannot_be_purged_goes(
    earlier: Starts, later: Starts, clock: SetClock, copy: Path
) -> None:
    _filled(earlier)
    store = later()
    copy.write_bytes(os.urandom(8192))
    with store.begin() as work:
        assert work.purge(clock.now()) == 0
    store.close()
    assert not copy.exists()


def test_the_copy_goes_when_an_entry_is_erased_or_missing_in_a_later_list(
    earlier: Starts, later: Starts, copy: Path
) -> None:
    _filled(earlier)
    store = later()
    with store.begin() as work:
        work.save_hotlist(a_list(an_entry("AAA111"), an_entry("BBB222"), version=2))
    assert copy.exists()
    with store.begin() as work:
        work.save_hotlist(a_list(an_entry("AAA111"), version=3))
    store.close()
    assert not copy.exists()


@pytest.mark.logs_warnings
def test_the_copy_goes_with_an_erased_plate_though_the_disk_fails_behind_it(
    earlier: Starts, later: Starts, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _filled(earlier)
    store = later()
    monkeypatch.setattr(unit_of_work, "checkpoint", unable_to_fold)
    with store.begin() as work:
        work.save_hotlist(a_list(an_entry("AAA111"), version=2))
    assert not copy.exists()
    store.close()


def test_after_a_power_cut_the_next_purge_erases_a_copy_with_an_erased_plate(
    earlier: Starts, later: Starts, clock: SetClock, copy: Path, tmp_path: Path
) -> None:
    _filled(earlier)
    store = later()
    with store.begin() as work:
        work.purge(clock.now())
    shutil.copy(copy, tmp_path / "left")
    with store.begin() as work:
        work.save_hotlist(a_list(an_entry("AAA111"), version=2))
    store.close()
    (tmp_path / "left").replace(copy)  # as where the power fails behind the commit
    store = later()
    with store.begin() as work:
        work.purge(clock.now())
    store.close()
    assert not copy.exists()


def test_a_store_that_is_erased_takes_its_copy_with_it(
    earlier: Starts, later: Starts, path: Path
) -> None:
    _filled(earlier)
    later().close()
    erase(path)
    assert not list(path.parent.glob("store.db*"))


def _asked_hold(clock: SetClock, start: Starts) -> HoldOrder:
    """Return a hold that was asked for, over a read whose last day has come."""
    scope = HoldScope("SHP1561", "NC", (HeldCamera("Unit 12", "front"),), NOW - _DAY, NOW)
    asked = HoldOrder(
        new_id(NOW, bytes(10)), scope, is_final=False, requested_at=NOW, ends_at=None
    )
    clock.at = capture_date_ends(capture_date(NOW)) - _DAY
    store = start()
    keep(store, a_read("SHP1561", "NC"))
    with store.begin() as work:
        work.holds.save(asked)
    store.close()
    return asked


def test_the_copy_ends_no_hold_that_was_sworn_since(
    earlier: Starts, later: Starts, clock: SetClock, copy: Path
) -> None:
    asked = _asked_hold(clock, earlier)
    store = later()
    with store.begin() as work:
        work.holds.save(replace(asked, is_final=True, ends_at=NOW + 365 * _DAY))
    clock.pass_by(days=2)
    with store.begin() as work:
        work.purge(clock.at)
    assert copy.exists()
    kept, lost = store.items_of_holds()
    assert (kept > 0, lost) == (True, 0)
    store.close()


def test_the_program_of_before_ends_no_hold_that_was_renewed_after_the_update(
    earlier: Starts, later: Starts, clock: SetClock
) -> None:
    asked = _asked_hold(clock, earlier)
    sworn = replace(asked, is_final=True, ends_at=clock.at + 3 * _DAY)
    store = earlier()
    with store.begin() as work:
        work.holds.save(sworn)
    clock.pass_by(days=2)
    with store.begin() as work:
        work.purge(clock.at)
    items = store.items_of_holds()
    assert items[0] > 0
    store.close()
    store = later()
    with store.begin() as work:
        work.holds.save(replace(sworn, ends_at=NOW + 365 * _DAY))
    clock.pass_by(days=2)
    store.go_back()
    store = earlier()
    with store.begin() as work:
        work.purge(clock.at)
    assert store.items_of_holds() == items
    store.close()


def test_a_hold_that_ended_after_the_update_is_over_for_the_program_of_before(
    earlier: Starts, later: Starts, clock: SetClock
) -> None:
    asked = _asked_hold(clock, earlier)
    store = earlier()
    with store.begin() as work:
        work.holds.save(replace(asked, is_final=True, ends_at=NOW + 365 * _DAY))
    store.close()
    store = later()
    with store.begin() as work:
        assert work.holds.end(asked.hold_id)
    store.go_back()
    store = earlier()
    clock.pass_by(days=2)
    with store.begin() as work:
        assert work.purge(clock.at) == 1
        assert work.holds.live() == ()
    store.close()
