"""A car that dies leaves no memory on the disk, and its secrets are not in its environment."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc and core files are Linux's")

PASSPHRASE, PASSWORD = "anvil brisk cobalt dwarf", "ember fjord glyph hovel"
PLAIN = "import sys, time; print(1, file=sys.stderr, flush=True); time.sleep(60)"


def aborted(folder: Path, *words: str) -> tuple[bytes, list[str]]:
    """Abort a program once it says something; return its environment then, and what it left."""
    folder.mkdir()
    command = 'ulimit -c unlimited 2>/dev/null; exec "$@"'
    environ = {**os.environ, "MDT_ALPR_PASSPHRASE": PASSPHRASE, "MDT_ALPR_PASSWORD": PASSWORD}
    program = subprocess.Popen(
        ["sh", "-c", command, "sh", sys.executable, *words],
        cwd=folder, env=environ, stderr=subprocess.PIPE,
    )  # fmt: skip
    with program:
        assert program.stderr is not None
        assert program.stderr.readline()
        try:
            seen = Path(f"/proc/{program.pid}/environ").read_bytes()
        except PermissionError:
            seen = b""
        program.send_signal(signal.SIGABRT)
        assert program.wait(60) == -signal.SIGABRT
    return seen, [path.name for path in folder.iterdir() if path.name.startswith("core")]


@pytest.mark.attack("V9")
def test_an_aborted_car_leaves_no_core_and_shows_no_secret(tmp_path: Path) -> None:
    pattern = Path("/proc/sys/kernel/core_pattern").read_text(encoding="ascii").strip()
    may = resource.getrlimit(resource.RLIMIT_CORE)[1]  # 0 once a test ran a command in here
    seen, left = aborted(tmp_path / "plain", "-c", PLAIN)
    assert PASSPHRASE.encode() in seen
    assert bool(left) or pattern != "core" or not may
    car = ["-m", "mdt_alpr", "car", "--headless", "--source", "rtsp://127.0.0.1:1/none"]
    car += ["--data", str(tmp_path / "data"), "--unit", "Unit 12", "--device", "car-1"]
    seen, left = aborted(tmp_path / "car", *car, "--person", "officer-1")
    assert left == []
    assert PASSPHRASE.encode() not in seen
