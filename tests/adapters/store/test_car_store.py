import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from sqlalchemy import text

from mdt_alpr.adapters.store.car_store import MIGRATIONS, CarStore
from mdt_alpr.adapters.store.tables import METADATA
from mdt_alpr.database.engine import open_sqlcipher
from mdt_alpr.database.migrate import current, differences, downgrade, head, upgrade
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError, StoreLockedError, StoreNewerError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.patrol.outgoing import read_message
from tests.adapters.store.conftest import KEY
from tests.builders import NOW, SetClock, a_hit, a_list, a_read, an_entry
from tests.rights import is_private


def _open(path: Path, key: bytes = KEY) -> CarStore:
    return CarStore(path, key, SetClock(), os.urandom, "car-4312")


def _fill(store: CarStore) -> None:
    with store.begin() as work:
        work.save_read(a_read())
        work.save_hit(a_hit())
        work.queue(ItemKind.READ, read_message(a_read(), "4312", "kdavis", "1.0"))
        work.record(AuditEvent.HIT_RAISED, "h1", "kdavis")
        work.save_hotlist(a_list(an_entry()))


def _bytes_on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())


def test_what_was_kept_is_there_after_a_restart(path: Path) -> None:
    store = _open(path)
    _fill(store)
    store.close()
    store.close()
    again = _open(path)
    with again.begin() as work:
        assert work.open_hits() == (a_hit(),)
        assert work.waiting_count() == 4
        assert work.hotlist() == a_list(an_entry())
    again.close()


def test_no_plate_is_readable_on_the_disk(path: Path) -> None:
    store = _open(path)
    _fill(store)
    while_open = _bytes_on_disk(path)
    assert path.with_name("store.db-wal").stat().st_size > 0
    store.close()
    for raw in (while_open, _bytes_on_disk(path)):
        for secret in (b"EXN2894", b"kdavis", b"context", b"SQLite", b"CREATE TABLE"):
            assert secret not in raw


def test_only_this_user_may_read_the_file(path: Path) -> None:
    store = _open(path)
    _fill(store)
    for file in path.parent.iterdir():
        assert is_private(file)
    store.close()


def test_a_wrong_key_is_refused_and_changes_nothing(path: Path) -> None:
    store = _open(path)
    _fill(store)
    store.close()
    before = path.read_bytes()
    with pytest.raises(StoreLockedError, match="Bring back the key"):
        _open(path, bytes(32))
    assert path.read_bytes() == before
    again = _open(path)
    with again.begin() as work:
        assert work.waiting_count() == 4
    again.close()


@pytest.mark.parametrize("damage", ["first page", "cut short", "another kind of file"])
def test_a_damaged_file_is_refused_and_left_as_it_is(path: Path, damage: str) -> None:
    store = _open(path)
    _fill(store)
    store.close()
    whole = path.read_bytes()
    path.write_bytes(
        {
            "first page": os.urandom(4096) + whole[4096:],
            "cut short": whole[:1000],
            "another kind of file": b"SQLite format 3\0" + bytes(5000),
        }[damage]
    )
    broken = path.read_bytes()
    with pytest.raises(StoreLockedError, match="damaged"):
        _open(path)
    assert path.read_bytes() == broken


def test_damage_deep_in_the_file_says_what_to_do(path: Path) -> None:
    store = _open(path)
    with store.begin() as work:
        work.save_hotlist(a_list(*(an_entry(f"AAA{n:04}") for n in range(2000))))
    store.close()
    raw = bytearray(path.read_bytes())
    middle = len(raw) * 3 // 4 // 4096 * 4096
    raw[middle : middle + 4096] = os.urandom(4096)
    path.write_bytes(raw)
    again = _open(path)
    with pytest.raises(StoreLockedError, match="technician"), again.begin() as work:
        work.hotlist()
    again.close()


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    with pytest.raises(StoreLockedError, match="folder"):
        _open(in_the_way / "store.db")


def test_a_store_of_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    store = _open(path)
    _fill(store)
    with store._engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    before = path.read_bytes()
    with pytest.raises(StoreNewerError, match="9999"):
        _open(path)
    assert path.read_bytes() == before


def test_a_full_disk_says_so_and_loses_nothing_kept_before(path: Path) -> None:
    store = _open(path)
    _fill(store)
    with store._engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
    jpeg = os.urandom(50_000)
    large = a_read(read_id=new_id(NOW, b"1" * 10), crop=jpeg, context=jpeg[::-1])

    def keep_one_more() -> None:
        with store.begin() as work:
            work.record(AuditEvent.HIT_OPENED, "h1", "kdavis")
            work.save_read(large)

    with pytest.raises(OutsideError, match="disk is full"):
        keep_one_more()
    with store.begin() as work:
        assert work.waiting_count() == 4
        assert work.open_hits() == (a_hit(),)
    with store._engine.connect() as connection:
        connection.execute(text("PRAGMA max_page_count = 1000000"))
    keep_one_more()
    with store.begin() as work:
        assert work.waiting_count() == 7
    store.close()


def test_a_store_that_another_program_holds_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mdt_alpr.database.engine.BUSY_TIMEOUT_S", 0.01)
    store, other = _open(path), _open(path)
    with store.begin() as work:
        work.record(AuditEvent.HIT_OPENED, "h1", "kdavis")
        with pytest.raises(StoreLockedError, match="Another program"):
            other.begin().__enter__()
    store.close()
    other.close()


# ------------------------------------------------------------------- schema


@pytest.mark.migrates
def test_the_newest_migration_makes_exactly_the_tables_of_the_program(path: Path) -> None:
    store = _open(path)
    assert current(store._engine) == head(MIGRATIONS)
    assert differences(store._engine, METADATA) == []
    store.close()


@pytest.mark.migrates
def test_the_schema_goes_up_and_down_with_data_in_it(path: Path) -> None:
    store = _open(path)
    _fill(store)
    downgrade(store._engine, MIGRATIONS, "base")
    with store._engine.connect() as connection:
        left = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        assert set(left.scalars()) <= {"alembic_version", "sqlite_sequence"}
    upgrade(store._engine, MIGRATIONS)
    _fill(store)
    store.close()


# ------------------------------------------------------------------- kill -9

_CHILD = """
    import os, sys
    from pathlib import Path
    from mdt_alpr.adapters.store.car_store import CarStore
    from mdt_alpr.domain.audit.audit import AuditEvent
    from mdt_alpr.domain.identity import new_id
    from mdt_alpr.domain.retention.outbox import ItemKind
    from mdt_alpr.patrol.outgoing import read_message
    from tests.builders import NOW, SetClock, a_read

    store = CarStore(Path(sys.argv[1]), bytes(range(32)), SetClock(), os.urandom, "car-4312")
    while True:
        jpeg = os.urandom(8000)
        read = a_read(read_id=new_id(NOW, os.urandom(10)), crop=jpeg, context=jpeg[::-1])
        with store.begin() as work:
            work.save_read(read)
            work.queue(ItemKind.READ, read_message(read, "4312", "kdavis", "1.0"))
            work.record(AuditEvent.LIST_LOADED, read.read_id, "kdavis")
        os.write(1, read.read_id.encode() + b"\\n")
"""


def test_kill_minus_nine_loses_no_read_that_was_reported_as_kept(path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(_CHILD), str(path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    )
    assert child.stdout is not None
    reported = [child.stdout.readline().decode().strip() for _ in range(60)]
    child.kill()
    reported += child.stdout.read().decode().split("\n")[:-1]
    child.wait()
    child.stdout.close()
    assert all(reported)

    store = _open(path)
    with store._engine.connect() as connection:
        kept = set(connection.execute(text("SELECT read_id FROM reads")).scalars())
        queued = connection.execute(
            text("SELECT count(*) FROM outbox WHERE kind = 'read'")
        ).scalar_one()
        pictures = connection.execute(text("SELECT count(*) FROM pictures")).scalar_one()
        audited = connection.execute(text("SELECT count(*) FROM audit")).scalar_one()
        damage = connection.execute(text("PRAGMA integrity_check")).scalar_one()
    store.close()
    assert set(reported) <= kept
    assert queued == audited == len(kept)
    assert pictures == 2 * len(kept)
    assert damage == "ok"


def test_the_key_is_the_only_way_in(path: Path) -> None:
    store = _open(path)
    _fill(store)
    store.close()
    engine = open_sqlcipher(path, KEY)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM reads")).scalar_one() == 1
    engine.dispose()
