"""Car and headquarters are upgraded from an earlier program, and go back to it: nothing is lost.

Nothing was released yet, so the earlier programs are of this repository's history: the last one
before the car's newest migration, and the oldest that works beside headquarters' newest one. Their
own code runs here, on what they wrote.
"""

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.adapters.store.tables import METADATA
from mdt_alpr.car.device_key import STORE_FILE, vault_for
from mdt_alpr.cli import main
from mdt_alpr.database.migrate import differences
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.base.tables import READS
from mdt_alpr.hq.intake.offload import load
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, sample_agency
from mdt_alpr.machine.clock import SystemClock
from tests.hq.commands import Terminal
from tests.hq.senders import DEVICE, PASSWORDS

CAR_OF_BEFORE = "0c7c5ad992f9a7e683fd76ac055b2c1eacbd924f"
HQ_OF_BEFORE = "60c33200fb0080dd20b5ebf18172dd774c283d02"
ROOT = Path(__file__).parents[2]
PASSPHRASE = {"MDT_ALPR_PASSPHRASE": "twelve letters and more"}
KEEPS = """
import os, sys
from pathlib import Path
from sqlalchemy import func, select
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.adapters.store.tables import READS
from mdt_alpr.car.device_key import STORE_FILE, vault_for
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.patrol.outgoing import read_message
from tests.builders import a_read
try:
    from mdt_alpr.machine.clock import SystemClock
except ModuleNotFoundError:  # where it lay in the program of before
    from mdt_alpr.clock import SystemClock

data, device, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = CarStore(data / STORE_FILE, vault_for(data).key(), SystemClock(), os.urandom, device)
for _ in range(number):
    now = SystemClock().now()
    read = a_read(read_id=new_id(now, os.urandom(10)), captured_at=now)
    with store.begin() as work:
        work.save_read(read)
        work.queue(ItemKind.READ, read_message(read, "Unit 12", "kdavis", "1.0"))
assert store.is_whole()
with store._engine.connect() as connection:
    print(connection.scalar(select(func.count()).select_from(READS)))
store.close()
"""
TAKES = """
import os, sys
from pathlib import Path
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.hits.review import overview
from mdt_alpr.hq.people.sample_agency import sample_agency
from tests.builders import NOW, SetClock
from tests.hq.senders import PASSWORDS, a_car, a_read_message, an_item

data, cost = Path(sys.argv[1]), PasswordCost(1, 1024, 1)
is_new = not data.exists()
with InProcessHq(HqSettings(data, password_cost=cost), SetClock(), os.urandom) as server:
    if is_new:
        sample_agency(server.hq, PASSWORDS, NOW.date())
    with a_car(server.base_url) as car:
        assert car.send(an_item(a_read_message())) == ["accepted"]
    with server.hq.reading() as work:
        print(overview(work).reads)
"""


def _git(*words: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)


def _keep(program: Path, data: Path, number: int) -> int:
    """Let a program keep some reads in a car's store; return how many are there."""
    return _run(program, KEEPS, str(data), DEVICE, str(number))


def _run(program: Path, *words: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", *words],
        cwd=program, capture_output=True, text=True, check=False,
        env={**os.environ, **PASSPHRASE, "PYTHONPATH": str(program)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def _program(commit: str, folder: Path) -> Path:
    """Write the program of a commit into a folder, and return it."""
    if not (ROOT / ".git").exists() or _git("cat-file", "-e", f"{commit}^{{commit}}").returncode:
        pytest.skip("the history is not here: a shallow clone, or no clone")
    made = _git("archive", "--format=zip", commit, "mdt_alpr", "resources", "tests")
    with zipfile.ZipFile(io.BytesIO(made.stdout)) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def headquarters(tmp_path: Path) -> Iterator[InProcessHq]:
    settings = HqSettings(tmp_path / "hq", password_cost=PasswordCost(time=1, memory=8, lanes=1))
    with InProcessHq(settings, SystemClock(), os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, capture_date(found.hq.clock.now()))
        yield found


@pytest.fixture
def terminal(
    headquarters: InProcessHq, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(headquarters.base_url, monkeypatch, capsys)


def _reads_at(headquarters: InProcessHq) -> int:
    with headquarters.hq.reading() as work:
        return len(work.connection.scalars(select(READS.c.read_id)).all())


def _go_back(data: Path, stick: Path, keys: Path, terminal: Terminal) -> int:
    for name, value in PASSPHRASE.items():
        terminal.patch.setenv(name, value)
    car = ("car", "--data", str(data), "--device", DEVICE, "--unit", "Unit 12")
    return main([*car, "go-back", str(stick), "--to", str(keys)])


def test_a_car_is_upgraded_and_goes_back_and_headquarters_gets_all_that_it_captured(
    headquarters: InProcessHq, terminal: Terminal, tmp_path: Path
) -> None:
    earlier = _program(CAR_OF_BEFORE, tmp_path / "earlier")
    data, keys, stick = tmp_path / "car", tmp_path / "keys", tmp_path / "stick"
    assert _keep(earlier, data, 2) == 2
    assert _keep(ROOT, data, 1) == 3
    store = CarStore(
        data / STORE_FILE, vault_for(data, environ=PASSPHRASE).key(), SystemClock(), os.urandom,
        DEVICE,
    )  # fmt: skip
    assert differences(store._engine, METADATA) == []
    store.close()
    assert _keep(earlier, data, 1) == 4  # the newest migration leaves what it can work with

    assert terminal.run(ADMINISTRATOR, "offload-keys", keys) == 0
    assert _go_back(data, stick, keys, terminal) == 0
    assert "Kept since then: 2 reads, 0 hits, " in terminal.capsys.readouterr().out
    load(headquarters.hq, stick, ADMINISTRATOR)
    assert _reads_at(headquarters) == 4
    assert not list(data.glob(f"{STORE_FILE}-*"))

    assert _keep(earlier, data, 1) == 3
    assert _keep(ROOT, data, 1) == 4
    again = tmp_path / "again"
    assert _go_back(data, again, keys, terminal) == 0
    load(headquarters.hq, again, ADMINISTRATOR)
    assert _reads_at(headquarters) == 6


def test_a_car_that_was_not_updated_does_not_go_back(terminal: Terminal, tmp_path: Path) -> None:
    data, keys, stick = tmp_path / "car", tmp_path / "keys", tmp_path / "stick"
    assert _keep(ROOT, data, 1) == 1
    assert terminal.run(ADMINISTRATOR, "offload-keys", keys) == 0
    assert _go_back(data, stick, keys, terminal) == 1
    assert "Nothing was changed" in terminal.capsys.readouterr().err
    assert not stick.exists()
    assert _keep(ROOT, data, 1) == 2


def test_headquarters_is_upgraded_and_the_program_of_before_goes_on_with_what_it_left(
    tmp_path: Path,
) -> None:
    earlier = _program(HQ_OF_BEFORE, tmp_path / "earlier")
    data = str(tmp_path / "data")
    assert [_run(program, TAKES, data) for program in (earlier, ROOT, earlier, ROOT)] == [
        1,
        2,
        3,
        4,
    ]
