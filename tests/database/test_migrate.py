from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Column, Engine, ForeignKey, Integer, String, Table, text

from mdt_alpr.database.engine import open_sqlcipher, open_sqlite
from mdt_alpr.database.migrate import current, differences, downgrade, head, upgrade
from mdt_alpr.database.types import new_metadata
from mdt_alpr.domain.errors import StoreNewerError

pytestmark = pytest.mark.migrates

FIRST = """
import sqlalchemy as sa
from alembic import op

revision = "one"
down_revision = None


def upgrade():
    op.create_table("car", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table(
        "look",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("car", sa.Integer(), sa.ForeignKey("car.id", ondelete="CASCADE")),
    )


def downgrade():
    op.drop_table("look")
    op.drop_table("car")
"""
SECOND = """
import sqlalchemy as sa
from alembic import op

revision = "two"
down_revision = "one"


def upgrade():
    with op.batch_alter_table("car", recreate="always") as batch:
        batch.add_column(sa.Column("color", sa.String(8), nullable=False, server_default="red"))


def downgrade():
    with op.batch_alter_table("car") as batch:
        batch.drop_column("color")
"""
BROKEN = """
from alembic import op

revision = "three"
down_revision = "two"


def upgrade():
    op.execute("DELETE FROM car")
    raise ZeroDivisionError


def downgrade():
    pass
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "migrations with 100% space"
    made.mkdir()
    (made / "v1_first.py").write_text(FIRST)
    return made


@pytest.fixture(params=["plain", "encrypted"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "store.db"
    made = open_sqlite(path) if request.param == "plain" else open_sqlcipher(path, bytes(32))
    yield made
    made.dispose()


def _count(engine: Engine, table: str) -> object:
    with engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()  # noqa: S608


def test_an_empty_database_comes_to_the_head(engine: Engine, folder: Path) -> None:
    assert current(engine) is None
    upgrade(engine, folder)
    assert current(engine) == head(folder) == "one"
    upgrade(engine, folder)
    assert current(engine) == "one"


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(engine: Engine, folder: Path) -> None:
    upgrade(engine, folder)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO car (id) VALUES (7)"))
        connection.execute(text("INSERT INTO look (id, car) VALUES (1, 7)"))
    (folder / "v2_second.py").write_text(SECOND)
    upgrade(engine, folder)
    assert _count(engine, "look") == 1
    downgrade(engine, folder, "one")
    assert _count(engine, "look") == 1
    downgrade(engine, folder, "base")
    assert current(engine) is None


def test_foreign_keys_hold_again_after_a_migration(engine: Engine, folder: Path) -> None:
    upgrade(engine, folder)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_a_migration_that_fails_changes_nothing(engine: Engine, folder: Path) -> None:
    (folder / "v2_second.py").write_text(SECOND)
    upgrade(engine, folder)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO car (id) VALUES (7)"))
    (folder / "v3_broken.py").write_text(BROKEN)
    with pytest.raises(ZeroDivisionError):
        upgrade(engine, folder)
    assert current(engine) == "two"
    assert _count(engine, "car") == 1


def test_a_newer_schema_is_refused_and_left_alone(engine: Engine, folder: Path) -> None:
    upgrade(engine, folder)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'ninety'"))
    with pytest.raises(StoreNewerError, match="ninety"):
        upgrade(engine, folder)
    assert current(engine) == "ninety"


def test_differences_name_what_the_program_has_and_the_database_lacks(
    engine: Engine, folder: Path
) -> None:
    upgrade(engine, folder)
    metadata = new_metadata()
    Table("car", metadata, Column("id", Integer, primary_key=True))
    Table(
        "look",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("car", Integer, ForeignKey("car.id", ondelete="CASCADE")),
    )
    assert differences(engine, metadata) == []
    Table("tire", metadata, Column("name", String(8), primary_key=True))
    assert len(differences(engine, metadata)) == 1
