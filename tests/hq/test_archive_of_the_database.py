"""pgBackRest, as installers/cluster sets it up, brings back all but what is over."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, func, select

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date, capture_date_ends
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.audit.service import check_own_chain
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import READS
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.doctor import examined
from mdt_alpr.hq.people import sample_agency
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.holding import days_pass
from tests.hq.postgres import IS_HERE, PROGRAMS, run_as_postgres
from tests.hq.senders import PASSWORDS, a_batch, a_read_message, an_item
from tests.hq.test_purge import CALLER
from tests.hq.test_sealed_reads import kept_text
from tests.hq.test_several_servers import comes_true
from tests.hq.test_shared_keys import TODAY

CLUSTER = Path(__file__).parents[2] / "installers" / "cluster"
STANZA = "mdt-alpr"
Opening = Callable[[], "closing[Headquarters]"]
SITE = """
name = "mdt-alpr"
memory = "32MB"
archive = "{archive}"
database = {{ db1 = "10.90.0.11", db2 = "10.90.0.12", db3 = "10.90.0.13" }}
etcd = {{ etcd1 = "10.90.0.41", etcd2 = "10.90.0.42", etcd3 = "10.90.0.43" }}
servers = {{ hq1 = "10.90.0.21" }}
pictures = {{ pictures = "10.90.0.31" }}
"""


class ArchivedDatabase:
    """A database of a site's first machine, without the others, and its archive."""

    def __init__(self, folder: Path) -> None:
        site = folder / "site.toml"
        site.write_text(SITE.format(archive=folder / "archive"))
        script = str(CLUSTER / "fill_in.py")
        words = [sys.executable, script, str(site), str(folder), "--in-place"]
        subprocess.run(words, check=True)
        self.root = folder / "db1"
        self.data = self.root / "var/lib/postgresql/17" / STANZA
        self._socket = self.root / "run/postgresql"
        for place in ("run/postgresql", "run/pgbackrest", "var/spool/pgbackrest"):
            (self.root / place).mkdir(parents=True)
        self.data.parent.mkdir(parents=True)
        (folder / "archive").mkdir()
        if os.geteuid() == 0:
            for path in (folder, *folder.rglob("*")):
                shutil.chown(path, "postgres")

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@/postgres?host={self._socket}"

    def begin(self) -> None:
        assert PROGRAMS is not None
        words = "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"
        run_as_postgres(PROGRAMS / "initdb", "-D", self.data, *words)
        lines = (self.root / "etc/patroni/config.yml").read_text().splitlines()
        (command,) = (line.partition(": ")[2] for line in lines if "archive_command" in line)
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(
                f"listen_addresses = ''\nunix_socket_directories = '{self._socket}'\n"
                f"fsync = off\narchive_mode = on\narchive_command = '{command}'\n"
            )
        self.start()
        self.pgbackrest("stanza-create")

    def start(self) -> None:
        assert PROGRAMS is not None
        log = self.root / "log"
        run_as_postgres(PROGRAMS / "pg_ctl", "-D", self.data, "-w", "-l", log, "start")

    def stop(self) -> None:
        assert PROGRAMS is not None
        run_as_postgres(PROGRAMS / "pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop")

    def pgbackrest(self, *words: str) -> None:
        file = self.root / "etc/pgbackrest/pgbackrest.conf"
        found = shutil.which("pgbackrest")
        assert found is not None
        run_as_postgres(Path(found), f"--config={file}", f"--stanza={STANZA}", *words)

    def bring_back(self, *words: str) -> None:
        """Restore the full backup into a fresh folder, with what was archived of the log."""
        self.stop()
        shutil.rmtree(self.data)
        self.pgbackrest("restore", *words)
        self.start()
        comes_true(self._takes_writes)

    def _takes_writes(self) -> bool:
        engine = create_engine(self.url, poolclass=NullPool)
        with engine.connect() as connection:
            return not connection.scalar(select(func.pg_is_in_recovery()))


@pytest.fixture
def archived() -> Iterator[ArchivedDatabase]:
    if not IS_HERE or shutil.which("pgbackrest") is None:
        pytest.skip("PostgreSQL or pgBackRest is not on this machine")
    folder = Path(tempfile.mkdtemp(prefix="mdt-alpr-archive-"))
    try:
        database = ArchivedDatabase(folder)
        database.begin()
        yield database
        database.stop()
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def settings(archived: ArchivedDatabase, tmp_path: Path) -> HqSettings:
    key = tmp_path / "cluster.key"
    return HqSettings(tmp_path / "hq", archived.url, cluster_key=key, password_cost=CHEAP)


@pytest.fixture
def opened(settings: HqSettings, clock: SetClock) -> Opening:
    return lambda: closing(open_headquarters(settings, clock, os.urandom))


def rows_of_reads(hq: Headquarters) -> int:
    with hq.reading() as work:
        return work.connection.scalar(select(func.count()).select_from(READS)) or 0


@pytest.mark.logs_warnings
def test_a_backup_brings_everything_back_but_opens_no_day_that_is_over(
    archived: ArchivedDatabase, opened: Opening, clock: SetClock
) -> None:
    old = a_read_message("ZQX7731")
    message = a_read_message("ZQX7732", captured_at=NOW + timedelta(days=2))
    with opened() as hq:
        sample_agency.sample_agency(hq, PASSWORDS, TODAY)
        for read in (old, message):
            clock.at = read.captured_at
            with hq.writing() as work:
                accept(work, CALLER, a_batch(an_item(read)), 500)
        archived.pgbackrest("--type=full", "backup")
        days_pass(hq, clock, capture_date_ends(capture_date(old.captured_at)))
        hq.move_keys_on()
    archived.bring_back()
    with opened() as hq:
        assert rows_of_reads(hq) == 1, "the log was archived to its end"
        assert kept_text(hq, message) is not None
        assert check_own_chain(hq) is None
    archived.bring_back("--type=immediate", "--target-action=promote")
    with opened() as hq:
        assert rows_of_reads(hq) == 2, "the backup is older than the purge"
        assert kept_text(hq, old) is None
        assert kept_text(hq, message) is not None
        assert check_own_chain(hq) is None
        wrong = {line.name: line.words for line in examined(hq) if not line.ok}
        assert "the next purge destroys what is over" in wrong["day keys"]
        days_pass(hq, clock, clock.at)
        assert rows_of_reads(hq) == 1
        assert {line.name: line.ok for line in examined(hq)}["day keys"]


@pytest.mark.logs_warnings
def test_a_backup_without_the_cluster_key_opens_nothing(
    archived: ArchivedDatabase, opened: Opening, settings: HqSettings
) -> None:
    with opened():
        pass
    archived.pgbackrest("--type=full", "backup")
    assert settings.cluster_key is not None
    settings.cluster_key.unlink()
    archived.bring_back()
    with pytest.raises(OutsideError, match="cluster"):
        opened()
