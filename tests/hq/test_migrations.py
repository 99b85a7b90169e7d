import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Sequence, Table, UniqueConstraint, inspect, select, text

from mdt_alpr.database import migrate
from mdt_alpr.domain.errors import StoreNewerError
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.database import MIGRATIONS, Database
from mdt_alpr.hq.base.tables import ITEMS, METADATA, READS
from mdt_alpr.hq.reads.intake_store import add_items, add_reads
from mdt_alpr.hq.reads.partitions import BY_DAY, days_of
from tests.builders import SetClock
from tests.hq.senders import a_car, a_read_message, an_item

pytestmark = pytest.mark.migrates
AT = "2026-11-01T12:00:00.000000Z"

CAPTURED = ("items", "reads", "hits", "hit_steps", "pictures")


@pytest.fixture
def database(empty_database_url: str) -> Iterator[Database]:
    found = Database(empty_database_url)
    yield found
    found.close()


def test_the_newest_schema_is_the_programs(database: Database) -> None:
    database.prepare()
    assert migrate.current(database.engine) == migrate.head(MIGRATIONS)
    assert migrate.differences(database.engine, METADATA) == []


def test_the_schema_goes_up_down_and_up_again(database: Database) -> None:
    database.prepare()
    migrate.downgrade(database.engine, MIGRATIONS, "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    database.prepare()
    assert migrate.differences(database.engine, METADATA) == []


def test_preparing_twice_changes_nothing(database: Database) -> None:
    database.prepare()
    with database.writing() as connection:
        connection.execute(text("UPDATE own_audit_head SET sequence = 7"))
    database.prepare()
    with database.reading() as connection:
        assert connection.scalar(text("SELECT sequence FROM own_audit_head")) == 7


def test_a_newer_schema_is_refused(database: Database) -> None:
    database.prepare()
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreNewerError):
        database.prepare()


_EXPANDS = """
import sqlalchemy as sa
from alembic import op

revision = "0028_0027"
down_revision = "0027_0024"


def upgrade():
    op.create_table("of_the_newer", sa.Column("number", sa.Integer(), primary_key=True))
    op.add_column("items", sa.Column("of_the_newer", sa.Text(), nullable=True))


def downgrade():
    op.drop_column("items", "of_the_newer")
    op.drop_table("of_the_newer")
"""
_CONTRACTS = """
from alembic import op

revision = "0029_0028"
down_revision = "0028_0027"


def upgrade():
    op.drop_table("tied_plates")


def downgrade():
    pass
"""


@pytest.fixture
def of_the_newer(tmp_path: Path) -> Path:
    """Return migrations as the next version of the program may have them."""
    folder = tmp_path / "newer"
    shutil.copytree(MIGRATIONS, folder)
    (folder / "r0028_expand.py").write_text(_EXPANDS)
    return folder


def test_a_server_goes_on_and_starts_again_beside_one_of_the_next_version(
    server: InProcessHq, clock: SetClock, of_the_newer: Path
) -> None:
    with a_car(server.base_url) as car:
        migrate.upgrade(server.hq.database.engine, of_the_newer)
        assert car.send(an_item(a_read_message())) == ["accepted"]
    with InProcessHq(server.hq.settings, clock, os.urandom) as again, a_car(again.base_url) as car:
        item = an_item(a_read_message())
        assert car.send(item) == ["accepted"]
        assert car.send(item) == ["known"]
    assert migrate.current(server.hq.database.engine) == "0028_0027"


def test_a_server_refuses_what_the_version_after_the_next_one_left(
    database: Database, of_the_newer: Path
) -> None:
    database.prepare()
    (of_the_newer / "r0029_contract.py").write_text(_CONTRACTS)
    migrate.upgrade(database.engine, of_the_newer)
    with pytest.raises(StoreNewerError, match="0029_0028"):
        database.prepare()


def test_the_captured_tables_are_split_by_day_from_the_start(database: Database) -> None:
    database.prepare()
    day = date(2026, 11, 1)
    with database.writing() as connection:
        add_items(connection, [(day.isoformat(), "i", "read", "car-1", AT)])
        add_reads(connection, [(day.isoformat(), "r", "0", AT, "car-1", "u", "c", b"X", b"{}")])
    with database.reading() as connection:
        assert connection.execute(select(READS.c.read_id, READS.c.day)).one() == ("r", day)
        assert connection.execute(select(ITEMS.c.item_id, ITEMS.c.day)).one() == ("i", day)
        assert days_of(connection, READS) == days_of(connection, ITEMS) == []


def test_the_modules_of_tables_hold_every_table_so_that_a_backup_has_all(
    database: Database,
) -> None:
    database.prepare()
    names = "from mdt_alpr.hq.keeping.backup_parts import every_table; print(*every_table())"
    ended = subprocess.run(
        [sys.executable, "-c", names], capture_output=True, text=True, check=True
    )
    kept = set(inspect(database.engine).get_table_names()) - {"alembic_version"}
    parts = {"items_other", "reads_other"} if database.is_server else set()
    assert set(ended.stdout.split()) == kept - parts


def test_two_that_start_at_once_on_an_empty_database_both_find_it_ready(
    database: Database, empty_database_url: str
) -> None:
    failures: list[Exception] = []

    def prepare() -> None:
        other = Database(empty_database_url)
        try:
            other.prepare()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            failures.append(error)
        other.close()

    threads = [threading.Thread(target=prepare) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert migrate.current(database.engine) == migrate.head(MIGRATIONS)


@pytest.mark.parametrize("table", BY_DAY, ids=str)
def test_every_unique_key_of_a_split_table_holds_the_day_and_nothing_refers_to_it(
    table: Table,
) -> None:
    uniques = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
    keys = [table.primary_key.columns, *(c.columns for c in uniques)]
    keys += [index.columns for index in table.indexes if index.unique]
    assert all("day" in key for key in keys)
    assert not table.foreign_keys
    referred = {key.column.table for t in METADATA.tables.values() for key in t.foreign_keys}
    assert table not in referred
    assert not any(isinstance(c.default, Sequence) or c.identity for c in table.c)


@pytest.mark.parametrize("table", CAPTURED)
def test_captured_data_has_the_day_first_in_its_key(table: str) -> None:
    key = [column.name for column in METADATA.tables[table].primary_key]
    assert key[0] == "day"
    assert len(key) > 1
