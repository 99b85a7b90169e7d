"""A PostgreSQL of the tests' own; installers/test.sh brings its programs."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateSchema

from mdt_alpr.hq.base.database import Database

_USER = "postgres"
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
_ROOM = 4 << 30
_OPTIONS = {
    "listen_addresses": "''",
    "max_connections": 60,
    # Nothing here outlives the tests, and hundreds of schemas keep a vacuum busy.
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


def _programs() -> Path | None:
    paths = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if on_path:
        paths.append(Path(on_path).resolve())
    return paths[-1].parent if paths else None


def _may_run() -> bool:
    if sys.platform == "win32" or os.geteuid() != 0:
        return True
    import pwd  # Windows has no such module

    try:
        pwd.getpwnam(_USER)
    except KeyError:
        return False
    return shutil.which("runuser") is not None


PROGRAMS = _programs()
IS_HERE = PROGRAMS is not None and _may_run() and importlib.util.find_spec("psycopg") is not None


_SHAPE = """
    SELECT md5(string_agg(concat_ws(' ', c.oid, c.relname, c.relchecks, c.relhastriggers,
        a.attname, a.atttypid, a.attnotnull, a.atthasdef), ',' ORDER BY c.oid, a.attnum))
    FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = current_schema()::regnamespace
"""
_PARTITIONS = """
    SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relispartition AND relkind = 'r'
"""
_EMPTIED = """
DO $$ DECLARE t record; BEGIN
    FOR t IN SELECT oid::regclass AS name FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
        AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
    LOOP
        EXECUTE 'DELETE FROM ' || t.name;
    END LOOP;
    PERFORM setval(oid::regclass, 1, false) FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S';
END $$
"""
_FRESH_EVERY = 50
"""Uses: deleted rows stay in the files, as nothing vacuums them."""


@dataclass
class _Schema:
    """A schema with headquarters' tables, how they were made, and how often it was used."""

    name: str
    shape: str = ""
    partitions: frozenset[str] = frozenset()
    uses: int = 0


class Cluster:
    """A running PostgreSQL that only listens on a socket in its own folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.data = folder / "data"
        self._made = 0
        self._steps: list[tuple[str, Any]] = []
        self._rows: list[tuple[str, Any]] = []
        self._free: list[_Schema] = []
        self._url = f"postgresql+psycopg://{_USER}@/postgres?host={folder}"
        self._engine = create_engine(self._url)

    def close(self) -> None:
        self._engine.dispose()

    def start(self) -> None:
        settings = " ".join(f"-c {name}={value}" for name, value in _OPTIONS.items())
        log, options = str(self._folder / "log"), f"-k {self._folder} {settings}"
        _run("pg_ctl", "-D", str(self.data), "-w", "-l", log, "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        _run("pg_ctl", "-D", str(self.data), "-w", "-m", how, "stop")

    def fail_over_to(self, standby: Path) -> None:
        """Let a copy of the data, made while the server was stopped, become the primary."""
        self.stop()
        shutil.rmtree(self.data)
        standby.rename(self.data)
        (self.data / "recovery.signal").touch()
        with (self.data / "postgresql.auto.conf").open("a") as settings:
            settings.write("restore_command = 'false'\n")
        if os.geteuid() == 0:
            for path in (self.data, *self.data.rglob("*")):
                shutil.chown(path, _USER)
        self.start()
        self._engine.dispose()
        while self._recovers():  # which it also does for a moment after it takes connections
            threading.Event().wait(0.01)

    def _recovers(self) -> bool:
        with self._engine.connect() as connection:
            return bool(connection.scalar(text("SELECT pg_is_in_recovery()")))

    def new_database(self) -> str:
        """Return the URL of a fresh, empty schema; a whole database would have 900 files."""
        return self._url_of(self._new_schema())

    def files(self) -> list[Path]:
        """Return every file of the server, its write-ahead log among them."""
        return [path for path in self._folder.rglob("*") if path.is_file()]

    @contextmanager
    def prepared_database(self) -> Iterator[str]:
        """Give a schema with headquarters' tables: a used one, or a migration replayed."""
        schema = self._free.pop() if self._free else self._prepared()
        yield self._url_of(schema.name)
        schema.uses += 1
        if schema.uses < _FRESH_EVERY and self._is_empty_again(schema):
            self._free.append(schema)

    def _url_of(self, name: str) -> str:
        return f"{self._url}&options=-csearch_path%3D{name}"

    def _new_schema(self) -> str:
        self._made += 1
        name = f"hq{self._made}"
        with self._engine.begin() as connection:
            connection.execute(CreateSchema(name))
        return name

    def _prepared(self) -> _Schema:
        schema = _Schema(self._new_schema())
        if not self._steps:
            self._steps = _recorded(self._url_of(schema.name))
            self._rows = [step for step in self._steps if _is_row(step[0])]
            return self._with_shape(schema)
        with self._in(schema) as connection:
            for statement, parameters in self._steps:
                connection.exec_driver_sql(statement, parameters or None)
        return self._with_shape(schema)

    def _with_shape(self, schema: _Schema) -> _Schema:
        with self._in(schema) as connection:
            schema.shape = connection.scalar(text(_SHAPE))
            schema.partitions = frozenset(connection.scalars(text(_PARTITIONS)))
        return schema

    @contextmanager
    def _in(self, schema: _Schema) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            connection.exec_driver_sql(
                f"SET LOCAL search_path = {schema.name}; SET LOCAL lock_timeout = '1s'; "
                "SET LOCAL session_replication_role = replica"  # no trigger, no foreign key
            )
            yield connection

    def _is_empty_again(self, schema: _Schema) -> bool:
        """Empty the tables; False where a test changed them, or still holds one of them."""
        try:
            with self._in(schema) as connection:
                for name in {*connection.scalars(text(_PARTITIONS))} - schema.partitions:
                    connection.exec_driver_sql(f'DROP TABLE "{name}"')
                if connection.scalar(text(_SHAPE)) != schema.shape:
                    return False
                connection.exec_driver_sql(_EMPTIED)
                for statement, parameters in self._rows:
                    connection.exec_driver_sql(statement, parameters or None)
        except OperationalError:
            return False
        return True


def _is_row(statement: str) -> bool:
    """Tell whether it is one of a migration's first rows, which a schema has when it is new."""
    words = statement.split(maxsplit=3)
    return words[0].upper() == "INSERT" and words[2] != "alembic_version"


def _recorded(url: str) -> list[tuple[str, Any]]:
    """Make headquarters' tables; return what changed the database, statement by statement."""
    database, steps = Database(url), list[tuple[str, Any]]()

    def note(*facts: Any) -> None:
        if not facts[2].lstrip().upper().startswith(("SELECT", "SHOW")):
            steps.append((facts[2], facts[3]))

    event.listen(database.engine, "before_cursor_execute", note)
    database.prepare()
    database.close()
    return steps


@contextmanager
def postgresql() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="mdt-alpr-pg-", dir=_quick_folder()))
    cluster = Cluster(folder)
    if os.geteuid() == 0:
        shutil.chown(folder, _USER)
    try:
        _run(
            "initdb",
            "-D",
            str(cluster.data),
            "-U",
            _USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "-N",
        )
        cluster.start()
        try:
            with closing(cluster):
                yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder)


def _quick_folder() -> Path | None:
    """Return memory where there is plenty: each schema has some two hundred files."""
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    return _MEMORY if roomy else None


def _run(program: str, *arguments: str) -> None:
    assert PROGRAMS is not None
    run_as_postgres(PROGRAMS / program, *arguments)


def run_as_postgres(program: Path, *arguments: str | Path) -> None:
    """Run a program as somebody whom PostgreSQL does not refuse."""
    as_user = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*as_user, program, *arguments],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
