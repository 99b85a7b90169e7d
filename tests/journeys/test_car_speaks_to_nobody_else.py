"""A car speaks to its headquarters only, and writes in its data folder only (V3, SC-7, CM-7)."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import cv2
import pytest

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.sample_agency import adopt_sample_policy
from mdt_alpr.machine.clock import SystemClock
from tests.drawn_plates import plate, scene
from tests.hq.senders import without_factors

PASSWORD = "a-long-enough-word"  # noqa: S105 - of a made-up account
TELEMETRY = "ORT_DISABLE_TELEMETRY"
PEER = re.compile(r"sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|AF_INET6, )\"([^\"]+)\"")
OPENED = re.compile(r'openat\([^"]*"([^"]+)", [^)]*O_(?:WRONLY|RDWR)')
MADE = re.compile(r'(?:mkdir|mkdirat|creat|rename|renameat2?)\(.*?"([^"]+)".*= 0$')
NETWORK_CALLS = "connect,sendto,sendmsg,sendmmsg"
FILE_CALLS = "openat,creat,mkdir,mkdirat,rename,renameat,renameat2"


@pytest.fixture
def hq(tmp_path: Path) -> Iterator[InProcessHq]:
    settings = HqSettings(data=tmp_path / "hq", password_cost=PasswordCost(1, 1024, 1))
    with InProcessHq(settings, SystemClock(), os.urandom) as headquarters:
        without_factors(headquarters.hq)
        today = capture_date(datetime.now(UTC))  # noqa: TID251 - the server's own clock
        officer = NewAccount("officer-1", "A. Sample", Role.OFFICER, PASSWORD, today)
        make_account(headquarters.hq, officer, by="test")
        adopt_sample_policy(headquarters.hq)
        yield headquarters


@pytest.fixture
def strace() -> str:
    found = shutil.which("strace")
    if found is None and not os.environ.get("CI"):
        pytest.skip("strace is not on this machine")
    assert found is not None, "installers/test.sh installs strace"
    return found


def peers(trace: str) -> set[tuple[str, int]]:
    """Return every address and port that a socket was pointed at."""
    return {(address, int(port)) for port, address in PEER.findall(trace)}


def written(trace: str) -> set[Path]:
    """Return every file and folder that was made or opened for writing."""
    lines = trace.splitlines()
    found = {m[1] for line in lines for m in (OPENED.search(line), MADE.search(line)) if m}
    return {Path(name) for name in found}


@pytest.mark.proved("V3")
@pytest.mark.attack("V3")
def test_a_car_reaches_headquarters_only_and_writes_in_its_data_folder_only(
    hq: InProcessHq, tmp_path: Path, strace: str
) -> None:
    folders = {name: tmp_path / name for name in ("home", "temporary", "pictures")}
    for folder in folders.values():
        folder.mkdir()
    cv2.imwrite(
        str(folders["pictures"] / "street.png"), scene([(plate("7KLM562"), 300, 150, 130)])
    )
    data, traced = tmp_path / "car", tmp_path / "trace"
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    environment = {
        **kept,
        "HOME": str(folders["home"]),
        "TMPDIR": str(folders["temporary"]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MDT_ALPR_PASSWORD": PASSWORD,
        "MDT_ALPR_PASSPHRASE": "twelve letters and more",
    }
    assert TELEMETRY not in environment
    watched = [strace, "-f", "-qq", "-s", "200", "-o", str(traced)]
    watched += ["-e", f"trace={NETWORK_CALLS},{FILE_CALLS}", "-e", "signal=none"]
    car = [sys.executable, "-m", "mdt_alpr", "car", "--headless", "--data", str(data)]
    car += ["--unit", "Unit 12", "--device", "car-1"]
    car += ["--source", str(folders["pictures"]), "--hq", hq.base_url, "--person", "officer-1"]
    ended = subprocess.run(
        [*watched, *car], env=environment, capture_output=True, text=True, timeout=240, check=False
    )

    assert ended.returncode == 0, ended.stderr
    trace = traced.read_text(encoding="utf-8", errors="replace")
    assert peers(trace) == {("127.0.0.1", int(hq.base_url.rpartition(":")[2]))}
    outside = {p for p in written(trace) if data not in (p, *p.parents)}
    left = {path for path in outside if path.is_relative_to(tmp_path) and path.exists()}
    assert not left
    devices = {path for path in outside if path.parts[:2] in {("/", "dev"), ("/", "proc")}}
    in_temporary = {path for path in outside if path.is_relative_to(folders["temporary"])}
    assert outside == devices | in_temporary
    for folder in (folders["home"], folders["temporary"]):
        assert list(folder.iterdir()) == []


ENTRIES = ("mdt_alpr.__main__", "mdt_alpr.cli", "mdt_alpr.hq.intake.batches")
"""Of `python -m` and the frozen build, of the installed command, of a further process."""
FIRST_IMPORT = f"""
import importlib, os, sys
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "onnxruntime":
            print(os.environ.get({TELEMETRY!r}))
            sys.exit()
sys.meta_path.insert(0, Watch())
importlib.import_module(sys.argv[1])
import onnxruntime
"""


@pytest.mark.proved("V3")
@pytest.mark.attack("V3")
@pytest.mark.parametrize("given", [None, "0"])
@pytest.mark.parametrize("entry", ENTRIES)
def test_telemetry_is_off_before_any_entry_can_import_onnx_runtime(
    entry: str, given: str | None
) -> None:
    environment = {name: text for name, text in os.environ.items() if name != TELEMETRY}
    if given is not None:
        environment[TELEMETRY] = given
    ended = subprocess.run(
        [sys.executable, "-c", FIRST_IMPORT, entry],
        env=environment, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert ended.stdout.split() == ["1"]
