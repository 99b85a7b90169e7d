"""Bring a database's schema to the program's, in one transaction, without an ini file.

A store's migrations are a folder of Python files, each with ``revision``, ``down_revision``,
``upgrade`` and ``downgrade``. ``environment/env.py`` runs them.

A revision such as 0026_0024 names the oldest one whose programs can work with what it leaves, so
that servers of two versions share a database while one after the other is upgraded.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData

from mdt_alpr.domain.errors import StoreNewerError

_ENVIRONMENT = Path(__file__).parent / "environment"
_LOCK = 0x4D44_5441
_OLDEST = re.compile(r"\d{4}_(\d{4})")
_DIGITS = 4


def upgrade(
    engine: Engine, migrations: Path, before: Callable[[str], None] = lambda _: None
) -> None:
    """Upgrade to the newest revision of the folder ``migrations``; all of it, or nothing.

    ``before`` is called with the revision that is left, where there was one: to make a copy.

    Raises:
        StoreNewerError: a newer program left what this one cannot work with.
    """
    scripts = _scripts(migrations)
    revision = current(engine)
    if _is_newer(revision, scripts):
        return
    if revision != scripts.get_current_head():
        if revision is not None:
            before(revision)
        _move(engine, migrations, "head", forward=True)


def downgrade(engine: Engine, migrations: Path, revision: str) -> None:
    """Go back to ``revision`` ("base": no table at all); for tests and for recovery by hand."""
    _move(engine, migrations, revision, forward=False)


def _is_newer(revision: str | None, scripts: ScriptDirectory) -> bool:
    """Tell whether a newer program left a revision, which is not one of ``scripts``.

    Raises:
        StoreNewerError: its programs' oldest reader is newer than this program, or not named.
    """
    if revision is None or revision in {script.revision for script in scripts.walk_revisions()}:
        return False
    oldest, own = _OLDEST.fullmatch(revision), scripts.get_current_head()
    if oldest is not None and own is not None and oldest[1] <= own[:_DIGITS]:
        return True
    raise StoreNewerError(
        f"This database was written by a newer version (schema {revision}). "
        "Install that version or a later one; nothing was changed."
    )


def current(engine: Engine) -> str | None:
    """Return the revision of the database, None where it has no table yet."""
    with engine.connect() as connection:
        return current_on(connection)


def current_on(connection: Connection) -> str | None:
    """Return the revision that a transaction sees."""
    return MigrationContext.configure(connection).get_current_revision()


def head(migrations: Path) -> str | None:
    """Return the newest revision of a folder."""
    return _scripts(migrations).get_current_head()


def differences(engine: Engine, metadata: MetaData) -> list[object]:
    """Return how the database's tables differ from the program's; empty after an upgrade."""
    with engine.connect() as connection:
        parts = _partitions(connection)

        def counts(name: str | None, kind: str, _parents: object) -> bool:
            return kind != "table" or name not in parts

        opts = {"compare_type": True, "include_name": counts}
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, metadata))


def _partitions(connection: Connection) -> set[str]:
    """Return the tables that are parts of another: the program's tables know nothing of them."""
    if connection.dialect.name != "postgresql":
        return set()
    query = "SELECT relname FROM pg_class WHERE relispartition"
    return set(connection.exec_driver_sql(query).scalars())


def _scripts(migrations: Path) -> ScriptDirectory:
    return ScriptDirectory(str(_ENVIRONMENT), version_locations=[str(migrations)])


def _move(engine: Engine, migrations: Path, revision: str, *, forward: bool) -> None:
    config = Config()
    config.set_main_option("script_location", str(_ENVIRONMENT).replace("%", "%%"))
    config.set_main_option("version_locations", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    with _schema_transaction(engine) as connection:
        config.attributes["connection"] = connection
        move = command.upgrade if forward else command.downgrade
        move(config, revision)


@contextmanager
def _schema_transaction(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            with connection.begin():
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
                yield connection
            return
        _foreign_keys(connection, on=False)  # a batch rebuilds tables that others refer to
        try:
            with connection.begin():
                yield connection
                _refuse_orphans(connection)
        finally:
            _foreign_keys(connection, on=True)


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    raw = connection.connection.dbapi_connection
    if raw is None:  # the connection is already given back
        return
    cursor = raw.cursor()
    cursor.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
    cursor.close()


def _refuse_orphans(connection: Connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise RuntimeError(f"the migration left rows without their parent: {orphans[:5]}")
