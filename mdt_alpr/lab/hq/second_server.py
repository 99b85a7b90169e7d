"""What a second server adds: reads a second of two at one PostgreSQL beside those of one.

Where cars, database and servers share two processors, no processor is free for a second server.
So each server may use a share of one (a control group of Linux), and what is left is free.
"""

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.lab.hq import ingest
from mdt_alpr.lab.hq.ingest import IngestLoad, SendingCar
from mdt_alpr.lab.ports import free_port
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire import addresses

_ROUNDS = 4
"""Of one server, by turns, and of both, so that other load meets either."""
_GROUPS = Path("/sys/fs/cgroup")
_PERIOD_US = 20_000
_JOIN = (
    "import os, runpy, sys; "
    "open(sys.argv.pop(1) + '/cgroup.procs', 'w').write(str(os.getpid())); "
    "runpy.run_module('mdt_alpr', run_name='__main__', alter_sys=True)"
)


@dataclass(frozen=True, slots=True)
class _Server:
    """A server, and the cars that send to it, each with the batches of all rounds."""

    port: int
    cars: Sequence[SendingCar]


def figures(asked: IngestLoad, share: float) -> dict[str, Any]:
    """Return reads a second of one server and of two, and what the second adds of the first.

    ``share`` is of one processor, for each server.

    Raises:
        OutsideError: not PostgreSQL, not root on Linux, or a server did not take what was sent.
    """
    if not asked.database:
        raise OutsideError("SQLite has one server: give --database.")
    found: dict[str, Any] = {"load_before": round(os.getloadavg()[0], 2), "share": share}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(ingest.database(asked.database, folder))
        one, two = _servers(stack, asked, folder, url, share)
        alone, both = cycle([[one], [two]]), [one, two]
        batches = iter(range(1 + 2 * _ROUNDS))
        _rate(asked, both, next(batches))  # both warm
        rates: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(_ROUNDS):
            for servers in (next(alone), both):
                rates[len(servers)].append(_rate(asked, servers, next(batches)))
    first, together = (sum(rates[number]) / _ROUNDS for number in (1, 2))
    found |= {"one_reads_s": round(first), "two_reads_s": round(together)}
    return {**found, "second_adds": round(together / first - 1, 2)}


def _servers(
    stack: ExitStack, asked: IngestLoad, folder: Path, url: str, share: float
) -> list[_Server]:
    key = folder / "cluster.key"
    names = ("one", "two")
    devices = {name: [f"{name}-{car}" for car in range(asked.cars)] for name in names}
    settings = HqSettings(folder / "one", url, cluster_key=key)
    sessions = ingest.signed_in(settings, [each for name in names for each in devices[name]])
    (folder / "url").write_text(url)
    found = []
    for name in names:
        data, port = folder / name, free_port()
        data.mkdir(exist_ok=True)
        toml = f'database = "file:{folder / "url"}"\ncluster_key = "{key}"\n'
        (data / "hq.toml").write_text(toml)
        group = stack.enter_context(_group(f"mdt-alpr-bench-{os.getpid()}-{name}", share))
        command = ["hq", "--data", str(data), "serve", "--port", str(port)]
        stack.enter_context(ingest.server(port, "-c", _JOIN, str(group), *command))
        found.append(_Server(port, [_car(asked, each, sessions[each]) for each in devices[name]]))
    return found


def _car(asked: IngestLoad, device: str, session: dict[str, str]) -> SendingCar:
    headers = {**session, "Content-Type": "application/json"}
    number = (1 + 2 * _ROUNDS) * _batches(asked)
    now = SystemClock().now()
    return SendingCar(headers, ingest.batches(device, now, number, asked.batch, packed=False))


def _batches(asked: IngestLoad) -> int:
    """Return how many batches a car sends in a round."""
    return max(1, asked.reads // asked.batch // asked.cars // _ROUNDS)


def _rate(asked: IngestLoad, servers: Sequence[_Server], turn: int) -> float:
    """Return reads a second of the batches of a round, sent to all of these at once."""
    batches = _batches(asked)
    share = slice(turn * batches, (turn + 1) * batches)

    def drive(server: _Server) -> int:
        cars = [SendingCar(car.headers, car.bodies[share]) for car in server.cars]
        return ingest.accepted(ingest.drive(server.port, addresses.ITEMS, cars))

    began = time.perf_counter()
    with ThreadPoolExecutor(len(servers)) as threads:
        reads = sum(threads.map(drive, servers))
    if reads != batches * asked.batch * asked.cars * len(servers):
        raise OutsideError(f"Only {reads} reads were accepted.")
    return reads / (time.perf_counter() - began)


@contextmanager
def _group(name: str, share: float) -> Iterator[Path]:
    """Give a group whose programs together may use a share of one processor."""
    is_newer = (_GROUPS / "cgroup.controllers").exists()
    group, quota = (_GROUPS if is_newer else _GROUPS / "cpu") / name, int(share * _PERIOD_US)
    try:
        group.mkdir()
        try:
            if is_newer:
                (group / "cpu.max").write_text(f"{quota} {_PERIOD_US}")
            else:
                (group / "cpu.cfs_period_us").write_text(str(_PERIOD_US))
                (group / "cpu.cfs_quota_us").write_text(str(quota))
            yield group
        finally:
            group.rmdir()
    except OSError as error:
        message = f"A share of a processor needs root on Linux: {error.strerror or error}."
        raise OutsideError(message) from error
