from collections.abc import Iterator

import pytest
from sqlalchemy import inspect, text

from mdt_alpr.database import migrate
from mdt_alpr.domain.errors import StoreNewerError
from mdt_alpr.hq.store.database import MIGRATIONS, Database
from mdt_alpr.hq.store.tables import METADATA

CAPTURED = ("items", "reads", "hits", "hit_steps", "pictures")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database(database_url)
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


@pytest.mark.parametrize("table", CAPTURED)
def test_captured_data_has_the_day_first_in_its_key(table: str) -> None:
    key = [column.name for column in METADATA.tables[table].primary_key]
    assert key[0] == "day"
    assert len(key) > 1
