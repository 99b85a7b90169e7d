"""What cars that wait for notices cost a database of two servers, and how soon a change comes."""

import asyncio
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.provenance import Seat
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings, Limits
from mdt_alpr.hq.hotlists.manual_ending import new_version
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.hq.people.account_seals import add_session
from mdt_alpr.lab.hq.ingest import database
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.notices import NoticesAndListMessage

_SERVERS = ("one", "two")
_WAITS_S = 10
"""As cars do."""
_PASSWORD = "of nobody 12345"  # noqa: S105 - of people who do not exist
_BEGUN_AT_ONCE = 50
_PATIENCE_S = 600.0
"""Servers and cars share one process here, which nobody is cut off for."""


@dataclass(slots=True)
class Fleet:
    """Cars that wait, by number; ``lists`` is which list each has, ``came`` when it got that."""

    lists: dict[int, int] = field(default_factory=dict)
    came: dict[int, float] = field(default_factory=dict)
    questions: int = 0


def figures(given: str, cars: int, seconds: float) -> dict[str, Any]:
    """Return statements and transactions a second while ``cars`` wait, and seconds of a change.

    Raises:
        OutsideError: the database is none of several servers.
    """
    if not given:
        raise OutsideError("Name a PostgreSQL with --database: with SQLite there is one server.")
    with tempfile.TemporaryDirectory() as name, database(given, Path(name)) as url:
        folder = Path(name)
        limits = Limits(
            connections_of_address=2 * cars,
            requests_at_once=10**6,
            head_s=_PATIENCE_S,
            answer_taken_s=_PATIENCE_S,
        )
        with ExitStack() as stack:
            servers: list[InProcessHq] = []
            for each in _SERVERS:
                settings = HqSettings(
                    folder / each, url, cluster_key=folder / "cluster.key", limits=limits
                )
                server = InProcessHq(settings, SystemClock(), os.urandom)
                if not servers:
                    _begin(server.hq, cars)
                servers.append(stack.enter_context(server))
            return asyncio.run(_measured(servers, cars, seconds))


def _begin(hq: Headquarters, cars: int) -> None:
    """Let everybody be signed in, and have a list."""
    passwords = dict.fromkeys(sample_agency.PEOPLE, _PASSWORD)
    sample_agency.sample_agency(hq, passwords, capture_date(hq.clock.now()))
    with hq.writing() as work:
        for number in range(cars):
            row = {
                "token_hash": hashlib.sha256(_token(number).encode()).hexdigest(),
                "person_id": sample_agency.OFFICER,
                "device": f"car-{number}",
                "signed_in_at": work.now,
                "used_at": work.now,
                "proved_at": work.now,
                "seat": Seat.CAR,
                "unit": f"Unit {number}",
                "public_key": "",
                "bound_to": "",
            }
            add_session(work, row)
        record(work, AuditEvent.HQ_SIGN_IN, "bench", NOBODY)
    _change(hq)


def _change(hq: Headquarters) -> float:
    """Make another version of the list; return when that was committed."""
    with hq.writing() as work:
        number = new_version(work, NOBODY)
        record(work, AuditEvent.HQ_MANUAL_LISTED, str(number), NOBODY)
    return time.perf_counter()


def _token(number: int) -> str:
    return f"{number:064d}"


async def _measured(servers: list[InProcessHq], cars: int, seconds: float) -> dict[str, Any]:
    fleet, counts = Fleet(), dict.fromkeys(("statements", "transactions"), 0)

    def count(name: str) -> Any:
        def counted(*_facts: object) -> None:
            counts[name] += 1

        return counted

    for server in servers:
        event.listen(server.hq.database.engine, "before_cursor_execute", count("statements"))
        event.listen(server.hq.database.engine, "begin", count("transactions"))
    places = asyncio.Semaphore(_BEGUN_AT_ONCE)
    waits = [
        asyncio.create_task(_wait(servers[number % 2].base_url, number, fleet, places))
        for number in range(cars)
    ]
    try:
        return await _figures(servers, fleet, waits, counts, seconds)
    finally:
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)


async def _figures(
    servers: list[InProcessHq],
    fleet: Fleet,
    waits: Sequence[asyncio.Task[None]],
    counts: dict[str, int],
    seconds: float,
) -> dict[str, Any]:
    cars = len(waits)
    await _until(lambda: len(fleet.lists) == cars, waits)
    await asyncio.sleep(2 * _WAITS_S)  # each asks again once
    before, asked = dict(counts), fleet.questions
    began = time.perf_counter()
    await asyncio.sleep(seconds)
    took = time.perf_counter() - began
    rates = {f"{name}_s": round((counts[name] - before[name]) / took, 1) for name in counts}
    questions = (fleet.questions - asked) / took
    known = max(fleet.lists.values())
    changed = await asyncio.to_thread(_change, servers[0].hq)
    await _until(lambda: all(version > known for version in fleet.lists.values()), waits)
    came = sorted(fleet.came[number] - changed for number in range(cars) if number % 2)
    return {
        "cars": cars,
        "load_before": round(os.getloadavg()[0], 2),
        **rates,
        "questions_s": round(questions, 1),
        "change_p50_s": round(came[len(came) // 2], 3),
        "change_last_s": round(came[-1], 3),
    }


async def _until(is_so: Callable[[], bool], waits: Sequence[asyncio.Task[None]]) -> None:
    """Wait until something is so; a car that is refused ends the measuring."""
    while not is_so():
        done, _ = await asyncio.wait(waits, timeout=0.1, return_when=asyncio.FIRST_COMPLETED)
        for refused in done:
            refused.result()


async def _wait(base_url: str, number: int, fleet: Fleet, places: asyncio.Semaphore) -> None:
    """Ask one question after the other, as a car does."""
    host, port = base_url.removeprefix("http://").split(":")
    async with places:  # all at once no server of this machine's would be asked by so many
        line = await asyncio.open_connection(host, int(port))
        await _ask(line, number, fleet, wait=0)
    try:
        while True:
            await _ask(line, number, fleet, wait=_WAITS_S)
    finally:
        line[1].close()


async def _ask(
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter], number: int, fleet: Fleet, wait: float
) -> None:
    known = fleet.lists.get(number, 0)
    address = f"{addresses.NOTICES}?wait={wait}&unit=Unit+{number}&list={known}"
    head = f"GET {address} HTTP/1.1\r\nHost: hq\r\nAuthorization: Bearer {_token(number)}"
    line[1].write(f"{head}\r\n\r\n".encode())
    answer = await line[0].readuntil(b"\r\n\r\n")
    if b" 200 " not in answer.split(b"\r\n", 1)[0]:
        raise OutsideError(f"A car that waits was answered {answer[:60]!r}.")
    body = await _body(line[0])
    fleet.questions += 1
    version = decode(NoticesAndListMessage, body.strip()).list_version
    if version != known:
        fleet.lists[number], fleet.came[number] = version, time.perf_counter()


async def _body(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return body
