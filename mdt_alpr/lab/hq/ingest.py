"""Reads a second over HTTP, from batches on the wire to what is committed and acknowledged."""

import gzip
import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url
from sqlalchemy.schema import CreateSchema, DropSchema

from mdt_alpr.cli.hq_server import DIRECTORY_SECRET_VARIABLE
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.retention.outbox import ItemKind, ReceiptOutcome
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.hq.people.sign_in import sign_in
from mdt_alpr.lab.ports import free_port
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.messages import (
    VERSION,
    BatchMessage,
    CharacterMessage,
    ItemMessage,
    PlaceMessage,
    ReadMessage,
    ReceiptsMessage,
    SignInMessage,
)

_GLYPHS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_ANSWERS_WITHIN_S = 120.0
_SPAN = timedelta(minutes=50)


@dataclass(frozen=True, slots=True)
class SendingCar:
    """One car: its headers, and its batches as they go over the wire."""

    headers: dict[str, str]
    bodies: Sequence[bytes]


@dataclass(slots=True)
class Drive:
    """Result of a drive: answers in order, seconds each, and seconds in all."""

    answers: list[bytes] = field(default_factory=list)
    took_s: list[float] = field(default_factory=list)
    whole_s: float = 0.0
    server_cpu_s: float = 0.0

    def figures(self, reads: int) -> dict[str, float]:
        """Return reads a second, milliseconds a batch, and the server's own work a read.

        Where other programs share the processors, the last is the truer figure; it has the
        server's process alone, not the database's.
        """
        ordered = sorted(self.took_s)
        last = len(ordered) - 1
        return {
            "reads_s": round(reads / self.whole_s),
            "p50_ms": round(ordered[last // 2] * 1000, 1),
            "p95_ms": round(ordered[round(last * 0.95)] * 1000, 1),
            "server_cpu_us": round(self.server_cpu_s / reads * 1e6, 1),
        }


def batches(  # noqa: PLR0913 - one argument a part of the load
    device: str, now: datetime, number: int, size: int, *, packed: bool, unit: str = "Unit 12"
) -> list[bytes]:
    """Return batches of reads of the last 50 minutes, in the order of their capture."""
    dice = random.Random(device)  # noqa: S311 - made-up plates
    apart = _SPAN / (number * size)
    found = []
    for one in range(number):
        places = range(one * size, (one + 1) * size)
        items = tuple(_item(dice, now - _SPAN + place * apart, place, unit) for place in places)
        body = encode(BatchMessage(VERSION, device, now, items)).encode()
        found.append(gzip.compress(body, 6, mtime=0) if packed else body)
    return found


def drive(port: int, path: str, cars: Sequence[SendingCar], status: int = 200) -> Drive:
    """Let all cars send at once, each one batch after the other.

    Raises:
        OutsideError: an answer was not the one that is wanted.
    """
    found = Drive()
    start = threading.Barrier(len(cars) + 1)
    failures: list[str] = []

    def run(car: SendingCar) -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=_ANSWERS_WITHIN_S)
        start.wait()
        try:
            for body in car.bodies:
                began = time.perf_counter()
                link.request("POST", path, body, car.headers)
                answer = link.getresponse()
                text = answer.read()
                found.took_s.append(time.perf_counter() - began)
                found.answers.append(text)
                if answer.status != status:
                    failures.append(f"{answer.status}: {text[:200]!r}")
                    return
        except OSError as error:
            failures.append(repr(error))
        finally:
            link.close()

    threads = [threading.Thread(target=run, args=(car,), name="car") for car in cars]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    found.whole_s = time.perf_counter() - began
    if failures:
        raise OutsideError(f"The server did not take what was sent: {failures[0]}")
    return found


def _item(dice: random.Random, at: datetime, place: int, unit: str) -> ItemMessage:
    body = encode(a_read(dice, at, unit))
    return ItemMessage(new_id(at, os.urandom(10)), place, ItemKind.READ.value, at, body)


def a_read(dice: random.Random, at: datetime, unit: str = "Unit 12") -> ReadMessage:
    """Return a made-up read, as large as a car's."""
    text = "".join(dice.choice(_GLYPHS) for _ in range(7))
    characters = tuple(
        CharacterMessage(
            glyph,
            round(dice.uniform(0.8, 1), 4),
            ((dice.choice(_GLYPHS), 0.0521), (dice.choice(_GLYPHS), 0.0113)),
        )
        for glyph in text
    )
    place = PlaceMessage(
        dice.uniform(35, 36), -dice.uniform(78, 81), at, at, dice.uniform(0, 70), 181.5, 4.5,
        simulated=False,
    )  # fmt: skip
    return ReadMessage(
        read_id=new_id(at, os.urandom(10)), revision=0, unit=unit, camera="front",
        person_id="officer-1", captured_at=at, text=text, state="NC", state_confidence=0.93,
        characters=characters, disputed=(), frames=6, box=(412.5, 300.25, 160.0, 80.5),
        crop_digest=os.urandom(32).hex(), context_digest=os.urandom(32).hex(), engine="own",
        software="0", place=place,
    )  # fmt: skip


_STARTS_WITHIN_S = 60
_PARENT, _USER = 1, 11
"""Places behind the name in a process's status: parent, user's time; the system's follows."""
PASSWORD = "correct horse battery"  # noqa: S105 - of accounts that last as long as the bench


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
    devices = [f"bench-{number}" for number in range(asked.cars)]
    cars = [
        SendingCar({**session, **_headers(asked)}, _bodies(asked, number, device))
        for number, (device, session) in enumerate(signed_in(settings, devices).items())
    ]
    with serving(settings, asked.processes) as (port, cpu_s):
        began = cpu_s()
        driven = drive(port, addresses.ITEMS, cars)
        driven.server_cpu_s = cpu_s() - began
    reads = accepted(driven)
    if reads != sum(len(car.bodies) for car in cars) * asked.batch:
        raise OutsideError(f"Only {reads} reads were accepted.")
    return driven.figures(reads)


def signed_in(settings: HqSettings, devices: Sequence[str]) -> dict[str, dict[str, str]]:
    """Make a sample agency; return for each of these cars the header of its session."""
    hq = open_headquarters(settings, SystemClock(), os.urandom)
    now = hq.clock.now()
    sample_agency.sample_agency(
        hq, dict.fromkeys(sample_agency.PEOPLE, PASSWORD), capture_date(now)
    )
    sessions = sessions_of(hq, devices)
    hq.close()
    return sessions


def sessions_of(hq: Headquarters, devices: Sequence[str]) -> dict[str, dict[str, str]]:
    """Sign the sample officer in at these cars; return for each the header of its session."""
    sessions = {}
    for device in devices:
        session = sign_in(hq, SignInMessage(sample_agency.OFFICER, PASSWORD, device))
        sessions[device] = {"Authorization": f"Bearer {session.token}"}
    return sessions


@contextmanager
def serving(settings: HqSettings, processes: int) -> Iterator[tuple[int, Callable[[], float]]]:
    """Serve a headquarters; give its port, and what returns its processor seconds."""
    port = free_port()
    command = ["hq", "--data", str(settings.data), "--database", settings.database]
    serve = ["serve", "--port", str(port), "--processes", str(processes)]
    for option, value in (
        ("--directory", settings.directory),
        ("--directory-client", settings.directory_client),
        ("--directory-trust", settings.directory_trust),
        ("--tls-cert", settings.certificate),
        ("--tls-key", settings.private_key),
    ):
        serve += [option, str(value)] if value else []
    words, is_encrypted = ("-m", "mdt_alpr", *command, *serve), settings.certificate is not None
    secrets = {DIRECTORY_SECRET_VARIABLE: settings.directory_secret}
    with server(port, *words, is_encrypted=is_encrypted, secrets=secrets) as cpu_s:
        yield port, cpu_s


def _bare(asked: IngestLoad, url: str) -> dict[str, float]:
    cars = [
        SendingCar(_headers(asked), _bodies(asked, number, f"bare-{number}"))
        for number in range(asked.cars)
    ]
    port = free_port()
    with server(port, "-m", "mdt_alpr.lab.hq.bare", url, str(port)) as cpu_s:
        began = cpu_s()
        driven = drive(port, "/reads", cars)
        driven.server_cpu_s = cpu_s() - began
    return driven.figures(sum(len(car.bodies) for car in cars) * asked.batch)


def _bodies(asked: IngestLoad, number: int, device: str) -> list[bytes]:
    whole = max(asked.cars, asked.reads // asked.batch)
    share = whole // asked.cars + (number < whole % asked.cars)
    now = SystemClock().now()
    return batches(device, now, share, asked.batch, packed=asked.packed)


def _headers(asked: IngestLoad) -> dict[str, str]:
    headers = {"Content-Type": "application/json"}
    return headers | {"Content-Encoding": "gzip"} if asked.packed else headers


def accepted(driven: Drive) -> int:
    """Return how many items the answers of a drive say were accepted."""
    receipts = (
        receipt for text in driven.answers for receipt in decode(ReceiptsMessage, text).receipts
    )
    return sum(receipt.outcome is ReceiptOutcome.ACCEPTED for receipt in receipts)


@contextmanager
def server(
    port: int, *words: str, is_encrypted: bool = False, secrets: Mapping[str, str] | None = None
) -> Iterator[Callable[[], float]]:
    """Run a server in a process of its own; give a function that returns its processor seconds."""
    given = {**os.environ, **(secrets or {})}
    process = subprocess.Popen([sys.executable, *words], env=given)  # noqa: S603 - our own program
    try:
        _wait_for(process, port, is_encrypted=is_encrypted)
        yield lambda: _cpu_s(process.pid)
    finally:
        process.terminate()
        process.wait()


def _cpu_s(pid: int) -> float:
    """Return the time on a processor of a process and those that it began.

    It is 0 where the system does not report it (not Linux).
    """
    ticks = 0
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = place.read_text(encoding="ascii").rpartition(")")[2].split()
            if pid in (int(place.parent.name), int(fields[_PARENT])):
                ticks += int(fields[_USER]) + int(fields[_USER + 1])
    return ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0


def _wait_for(process: "subprocess.Popen[bytes]", port: int, *, is_encrypted: bool) -> None:
    ends = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < ends and process.poll() is None:
        link = HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            link.connect()
            if not is_encrypted:
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
    raise OutsideError("The server did not start.")
