"""A PostgreSQL of the tests' own; installers/test.sh brings its programs."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
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
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve())
    return found[-1].parent if found else None


def _may_run() -> bool:
    if os.geteuid() != 0:
        return True
    try:
        pwd.getpwnam(_USER)
    except KeyError:
        return False
    return shutil.which("runuser") is not None


PROGRAMS = _programs()
IS_HERE = PROGRAMS is not None and _may_run() and importlib.util.find_spec("psycopg") is not None


class Cluster:
    """A running PostgreSQL that only listens on a socket in its own folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0
        self._steps: list[tuple[str, Any]] = []

    def new_database(self) -> str:
        """Return the URL of a fresh, empty schema; a whole database would have 900 files."""
        self._made += 1
        name = f"hq{self._made}"
        url = f"postgresql+psycopg://{_USER}@/postgres?host={self._folder}"
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(CreateSchema(name))
        engine.dispose()
        return f"{url}&options=-csearch_path%3D{name}"

    def files(self) -> list[Path]:
        """Return every file of the server, its write-ahead log among them."""
        return [path for path in self._folder.rglob("*") if path.is_file()]

    def new_prepared_database(self) -> str:
        """Return the URL of a schema with headquarters' tables: its migration, played again."""
        url = self.new_database()
        if not self._steps:
            self._steps = _recorded(url)
            return url
        engine = create_engine(url)
        with engine.begin() as connection:
            for statement, parameters in self._steps:
                connection.exec_driver_sql(statement, parameters or None)
        engine.dispose()
        return url


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
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, _USER)
    settings = " ".join(f"-c {name}={value}" for name, value in _OPTIONS.items())
    try:
        _run(
            "initdb",
            "-D",
            str(data),
            "-U",
            _USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "-N",
        )
        _run(
            "pg_ctl",
            "-D",
            str(data),
            "-w",
            "-l",
            str(folder / "log"),
            "-o",
            f"-k {folder} {settings}",
            "start",
        )
        try:
            yield Cluster(folder)
        finally:
            _run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _quick_folder() -> Path | None:
    """Return memory where there is plenty: each schema has some two hundred files."""
    roomy = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    return _MEMORY if roomy else None


def _run(program: str, *arguments: str) -> None:
    assert PROGRAMS is not None
    as_user = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*as_user, str(PROGRAMS / program), *arguments],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
    )
