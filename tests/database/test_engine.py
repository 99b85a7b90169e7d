import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Thread, Timer

import pytest
import sqlcipher3
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from mdt_alpr.database.engine import checkpoint, open_database, open_sqlcipher, open_sqlite

KEY = bytes(range(32))


@pytest.fixture(params=["plain", "encrypted"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "store.db"
    made = open_sqlite(path) if request.param == "plain" else open_sqlcipher(path, KEY)
    yield made
    made.dispose()


def _ask(engine: Engine, statement: str) -> object:
    with engine.connect() as connection:
        return connection.execute(text(statement)).scalar()


@pytest.mark.parametrize(
    ("setting", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("secure_delete", 1), ("synchronous", 2)],
)
def test_every_connection_has_the_safe_settings(
    engine: Engine, setting: str, value: object
) -> None:
    assert _ask(engine, f"PRAGMA {setting}") == value


def test_a_failed_transaction_takes_its_tables_with_it(engine: Engine) -> None:
    def break_off() -> None:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE t (a INTEGER)"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert _ask(engine, "SELECT count(*) FROM sqlite_master") == 0


def test_a_second_writer_waits_instead_of_failing(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER)"))

    def add(times: int) -> None:
        for _ in range(times):
            with engine.begin() as connection:
                seen = connection.execute(text("SELECT count(*) FROM t")).scalar()
                connection.execute(text("INSERT INTO t VALUES (:a)"), {"a": seen})

    threads = [Thread(target=add, args=(20,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _ask(engine, "SELECT count(DISTINCT a) FROM t") == 60


@pytest.mark.parametrize("kind", ["plain", "encrypted"])
def test_a_new_file_that_somebody_else_makes_ready_is_waited_for(
    kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"
    encrypted = kind == "encrypted"
    module = sqlcipher3 if encrypted else sqlite3
    first = module.connect(path, isolation_level=None, check_same_thread=False)
    if encrypted:
        first.execute(f"PRAGMA key=\"x'{KEY.hex()}'\"")
    first.execute("CREATE TABLE t (a INTEGER)")
    first.execute("BEGIN IMMEDIATE")  # no log yet: whoever asks for it now is refused at once
    ending = Timer(0.3, first.execute, ("ROLLBACK",))
    ending.start()

    second = open_sqlcipher(path, KEY) if encrypted else open_sqlite(path)

    assert _ask(second, "PRAGMA journal_mode") == "wal"
    ending.join()
    first.close()
    second.dispose()


def test_reading_goes_on_while_somebody_writes(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER)"))
    with engine.begin() as writer:
        writer.execute(text("INSERT INTO t VALUES (1)"))
        with engine.execution_options(read_only=True).connect() as reader:
            assert reader.execute(text("SELECT count(*) FROM t")).scalar() == 0


def test_a_checkpoint_empties_the_log(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (a INTEGER)"))
    log = tmp_path / "store.db-wal"
    assert log.stat().st_size > 0
    checkpoint(engine)
    assert log.stat().st_size == 0


def test_nothing_written_can_be_read_without_the_key(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    engine = open_sqlcipher(path, KEY)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE secrets (a TEXT)"))
        connection.execute(text("INSERT INTO secrets VALUES ('KJX4821')"))
        raw = path.read_bytes() + path.with_name("store.db-wal").read_bytes()
    assert b"SQLite format" not in raw
    assert b"KJX4821" not in raw
    engine.dispose()
    assert b"KJX4821" not in path.read_bytes()

    wrong = open_sqlcipher(path, bytes(32))
    with pytest.raises(DatabaseError) as failure:
        _ask(wrong, "SELECT count(*) FROM secrets")
    assert isinstance(failure.value.orig, sqlcipher3.DatabaseError)
    wrong.dispose()


def test_a_key_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        open_sqlcipher(tmp_path / "store.db", b"short")


def test_a_database_url_passes_through(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'hq.db'}")
    assert _ask(engine, "PRAGMA foreign_keys") == 1
    engine.dispose()
