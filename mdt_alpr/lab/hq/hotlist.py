"""Seconds and memory of taking in a delivered list of so many rows, and of a delta of it."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.lab.hq.ingest import database
from mdt_alpr.machine.clock import SystemClock

CHANGED = 10_000
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_STATES = ("NC", "SC", "VA", "TN", "GA", "0H", "C0", "FL", "TX", "NY")
_KIBIBYTE = 1024
_STATUS = Path("/proc/self/status")


def figures(given: str, rows: int) -> dict[str, Any]:
    """Return figures of a first import and of one that changed 10,000 entries each way.

    Each runs in a process of its own, so that its memory is its own.
    """
    with tempfile.TemporaryDirectory() as folder, database(given, Path(folder)) as url:
        path = Path(folder) / "VEHEXTRT.txt"
        data = Path(folder) / "hq"
        load = round(os.getloadavg()[0], 2)
        _write(path, 0, rows)
        first = _apart(data, url, path)
        _write(path, CHANGED, rows)
        again = _apart(data, url, path)
    return {"rows": rows, "load_before": load, "first": first, "changed": again}


def _apart(data: Path, url: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", __name__, str(data), url, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ourselves
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _measured(hq: Headquarters, path: Path) -> dict[str, Any]:
    before = peak_mib()
    began, busy = time.perf_counter(), time.process_time()
    report = import_csv(hq, path, "bench")
    return {
        "seconds": round(time.perf_counter() - began, 2),
        "cpu_seconds": round(time.process_time() - busy, 2),
        "peak_mib": peak_mib(),
        "before_mib": before,
        "taken": report.accepted,
        **report.changes,
        "stopped": report.stopped,
    }


def peak_mib() -> int:
    """Return this process's peak memory, 0 where the system does not report it."""
    if not _STATUS.exists():
        return 0
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // _KIBIBYTE for line in lines if line.startswith("VmHWM"))


def _write(path: Path, first: int, rows: int) -> None:
    with path.open("w", encoding="ascii") as file:
        file.write("MADE UP EXTRACT\n")
        for number in range(first, first + rows):
            file.write(_line(number))


def _line(number: int) -> str:
    dice = random.Random(number)  # noqa: S311 - made-up plates
    plate = "".join(dice.choices(_LETTERS, k=3)) + f"{dice.randrange(10_000):04}"
    kind, state = "VPFWMA"[number % 6], _STATES[number % 10]
    day = f"2026{1 + number % 11:02}{1 + number % 28:02}"
    return f"{kind}{number:09}NC0000000{day}{plate:<10}{state}2027PC2019F0RDF154DYEL/BLK\n"


if __name__ == "__main__":
    _data, _url, _path = sys.argv[1:]
    _hq = open_headquarters(HqSettings(Path(_data), _url), SystemClock(), os.urandom)
    sys.stdout.write(json.dumps(_measured(_hq, Path(_path))))
    _hq.close()
