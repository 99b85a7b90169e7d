"""Reads a second over HTTP, from batches on the wire to what is committed and acknowledged."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url
from sqlalchemy.schema import CreateSchema, DropSchema

from mdt_alpr.clock import SystemClock
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.retention.outbox import ReceiptOutcome
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.hq.people.sign_in import sign_in
from mdt_alpr.lab.hq import fleet
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import ReceiptsMessage, SignInMessage

_STARTS_WITHIN_S = 60
_PARENT, _USER = 1, 11
"""Places behind the name in a process's status: parent, user's time; the system's follows."""
_PASSWORD = "correct horse battery"  # noqa: S105 - of accounts that last as long as the bench


@dataclass(frozen=True, slots=True)
class IngestLoad:
    """How much of what; ``database`` empty is SQLite, ``packed`` sends gzip as cars do.

    ``processes`` take headquarters' batches in, 0 the one that listens.
    """

    database: str = ""
    reads: int = 100_000
    batch: int = 500
    cars: int = 4
    packed: bool = False
    bare: bool = False
    processes: int = 0


def figures(asked: IngestLoad) -> dict[str, Any]:
    """Return reads a second and milliseconds a batch, of headquarters and of the bare rig.

    Raises:
        OutsideError: a server did not start, or did not take what was sent.
    """
    found: dict[str, Any] = {"load_before": round(os.getloadavg()[0], 2)}
    with tempfile.TemporaryDirectory() as folder, database(asked.database, Path(folder)) as url:
        found["database"] = make_url(url).get_backend_name()
        found["headquarters"] = _headquarters(asked, HqSettings(Path(folder) / "hq", url))
        if asked.bare:
            found["bare"] = _bare(asked, url)
            ratio = found["headquarters"]["reads_s"] / found["bare"]["reads_s"]
            found["of_bare"] = round(ratio, 2)
    return found


@contextmanager
def database(given: str, folder: Path) -> Iterator[str]:
    """Give a database of the bench's own: a file, or a schema that is dropped at the end."""
    if not given:
        yield f"sqlite:///{folder / 'bench.db'}"
        return
    schema = f"mdt_alpr_bench_{os.urandom(4).hex()}"
    engine = create_engine(given)
    with engine.begin() as connection:
        connection.execute(CreateSchema(schema))
    try:
        url = make_url(given).update_query_dict({"options": f"-csearch_path={schema}"})
        yield url.render_as_string(hide_password=False)
    finally:
        with engine.begin() as connection:
            connection.execute(DropSchema(schema, cascade=True))
        engine.dispose()


def _headquarters(asked: IngestLoad, settings: HqSettings) -> dict[str, float]:
    hq = open_headquarters(settings, SystemClock(), os.urandom)
    now = hq.clock.now()
    people = (
        sample_agency.OFFICER,
        sample_agency.SECOND_OFFICER,
        sample_agency.SUPERVISOR,
        sample_agency.CUSTODIAN,
        sample_agency.ADMINISTRATOR,
    )
    sample_agency.sample_agency(hq, dict.fromkeys(people, _PASSWORD), now.date())
    cars = []
    for number in range(asked.cars):
        device = f"bench-{number}"
        session = sign_in(hq, SignInMessage(sample_agency.OFFICER, _PASSWORD, device))
        headers = {"Authorization": f"Bearer {session.token}", **_headers(asked)}
        cars.append(fleet.SendingCar(headers, _bodies(asked, number, device)))
    hq.close()
    port = free_port()
    command = ["hq", "--data", str(settings.data), "--database", settings.database]
    serve = ["serve", "--port", str(port), "--processes", str(asked.processes)]
    with server(port, "-m", "mdt_alpr", *command, *serve) as cpu_s:
        began = cpu_s()
        drive = fleet.drive(port, addresses.ITEMS, cars)
        drive.server_cpu_s = cpu_s() - began
    reads = sum(map(_accepted, drive.answers))
    if reads != sum(len(car.bodies) for car in cars) * asked.batch:
        message = f"Only {reads} reads were accepted."
        raise OutsideError(message)
    return drive.figures(reads)


def _bare(asked: IngestLoad, url: str) -> dict[str, float]:
    cars = [
        fleet.SendingCar(_headers(asked), _bodies(asked, number, f"bare-{number}"))
        for number in range(asked.cars)
    ]
    port = free_port()
    with server(port, "-m", "mdt_alpr.lab.hq.bare", url, str(port)) as cpu_s:
        began = cpu_s()
        drive = fleet.drive(port, "/reads", cars)
        drive.server_cpu_s = cpu_s() - began
    return drive.figures(sum(len(car.bodies) for car in cars) * asked.batch)


def _bodies(asked: IngestLoad, number: int, device: str) -> list[bytes]:
    whole = max(asked.cars, asked.reads // asked.batch)
    share = whole // asked.cars + (number < whole % asked.cars)
    now = SystemClock().now()
    return fleet.batches(device, now, share, asked.batch, packed=asked.packed)


def _headers(asked: IngestLoad) -> dict[str, str]:
    headers = {"Content-Type": "application/json"}
    return headers | {"Content-Encoding": "gzip"} if asked.packed else headers


def _accepted(answer: bytes) -> int:
    receipts = decode(ReceiptsMessage, answer).receipts
    return sum(receipt.outcome is ReceiptOutcome.ACCEPTED for receipt in receipts)


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def server(port: int, *words: str) -> Iterator[Callable[[], float]]:
    """Run a server in a process of its own; give what tells its seconds of processor time."""
    process = subprocess.Popen([sys.executable, *words])  # noqa: S603 - our own program
    try:
        _wait_for(process, port)
        yield lambda: _cpu_s(process.pid)
    finally:
        process.terminate()
        process.wait()


def _cpu_s(pid: int) -> float:
    """Return the time on a processor of a process and those that it began.

    It is 0 where the system does not tell (not Linux).
    """
    ticks = 0
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = place.read_text(encoding="ascii").rpartition(")")[2].split()
            if pid in (int(place.parent.name), int(fields[_PARENT])):
                ticks += int(fields[_USER]) + int(fields[_USER + 1])
    return ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0


def _wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    ends = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < ends and process.poll() is None:
        link = HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            link.request("GET", "/healthz")
            link.getresponse().read()
        except OSError:
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
        else:
            return
        finally:
            link.close()
    message = "The server did not start."
    raise OutsideError(message)
