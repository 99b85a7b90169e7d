"""Searches in 90 days of stored reads: how long each kind takes, over HTTP."""

import http.client
import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.policy import (
    CAPTURED_DATA_KEPT_FOR,
    SEARCH_NARROW_WINDOW,
    SEARCH_SHORT_WINDOW,
    capture_date,
)
from mdt_alpr.domain.search.question import ANY_STATE, Area, SearchQuestion
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base import sealed_reads
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.database import put_rows
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import READS
from mdt_alpr.hq.people import sample_agency
from mdt_alpr.hq.reads import plate_sheets, read_counts
from mdt_alpr.hq.reads.intake_store import time_text
from mdt_alpr.hq.reads.partitions import make_days
from mdt_alpr.lab.hq import ingest
from mdt_alpr.lab.ports import free_port
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.messages import PlaceMessage, ReadMessage, SessionMessage, SignInMessage
from mdt_alpr.wire.search import FoundReads, PageWanted, SearchRequest

_PASSWORD = "correct horse battery"  # noqa: S105 - of accounts that last as long as the bench
_DAYS = CAPTURED_DATA_KEPT_FOR.days - 1
_TIMES = 20
_BATCH = 500
_AT_ONCE = 20_000
_LETTERS = "ABCDEFGHJKLMNPRSTVWXYZ"
_CITY = 35.99, -78.9
_UNITS = 40
_ANSWERED_WITHIN_S = 120.0
_ABOUT = "criminal_investigation", "26-041877", "Larceny of a trailer on Main Street"


def figures(database: str, reads: int) -> dict[str, Any]:
    """Return milliseconds of each kind of search in so many reads, and how they were made.

    Raises:
        OutsideError: the server did not start, or did not answer as it should.
    """
    with TemporaryDirectory() as folder, ingest.database(database, Path(folder)) as url:
        settings = HqSettings(Path(folder) / "hq", url)
        hq = open_headquarters(settings, SystemClock(), os.urandom)
        passwords = dict.fromkeys(sample_agency.PEOPLE, _PASSWORD)
        sample_agency.sample_agency(hq, passwords, capture_date(hq.clock.now()))
        began = time.perf_counter()
        plates = _filled(hq, reads)
        filled_s = round(time.perf_counter() - began, 1)
        hq.close()
        port = free_port()
        command = ["hq", "--data", str(settings.data), "--database", url]
        serve = "-m", "mdt_alpr", *command, "serve", "--port", str(port)
        with ingest.server(port, *serve) as cpu_s:
            measured = _measured(_Seat(port, cpu_s), plates)
    load = round(os.getloadavg()[0], 2)
    return {"reads": reads, "days": _DAYS, "load": load, "filled_s": filled_s, **measured}


# ---------------------------------------------------------------- what is stored


def _filled(hq: Headquarters, number: int) -> list[ReadMessage]:
    """Keep so many reads of the last days; return some of them."""
    dice = random.Random(7)  # noqa: S311 - made-up plates
    today = hq.clock.now().date()
    some: list[ReadMessage] = []
    for back in range(_DAYS, 0, -1):
        day = date.fromordinal(today.toordinal() - back)
        make_days(hq.database, {day})
        reads = list(_reads(dice, day, number // _DAYS))
        for start in range(0, len(reads), _AT_ONCE):
            _keep(hq, reads[start : start + _AT_ONCE])
        some.append(dice.choice(reads))
        with hq.writing() as work:
            read_counts.forget(work.connection, {day})
        plate_sheets.put_together(hq)
    if hq.database.is_server:
        alone = hq.database.engine.execution_options(isolation_level="AUTOCOMMIT")
        with alone.connect() as connection:  # as the server does by itself
            connection.exec_driver_sql("VACUUM ANALYZE")
    return some


def _keep(hq: Headquarters, reads: list[ReadMessage]) -> None:
    columns = [column.name for column in READS.c]
    with hq.writing() as work:
        template = _template(reads[0])
        rows = (_row(hq, read, template) for read in reads)
        put_rows(work.connection, READS, columns, rows)
        for start in range(0, len(reads), _BATCH):
            plate_sheets.add(work, reads[start : start + _BATCH])


def _row(hq: Headquarters, read: ReadMessage, template: str) -> tuple[Any, ...]:
    body = _written(read, template)
    plate, sealed = sealed_reads.sealed(hq.day_keys, read, body)
    facts = {
        "day": capture_day(read.read_id), "read_id": read.read_id, "revision": 0,
        "captured_at": read.captured_at, "device": read.unit, "unit": read.unit,
        "camera": read.camera, "plate": plate, "sealed": sealed,
    }  # fmt: skip
    return tuple(facts[column.name] for column in READS.c)


_MARKED = ("text", "@text"), ("state", "@state"), ("unit", "@unit"), ("camera", "@camera")
_LAT, _LON = 11.111111, 22.222222
_AT = datetime(2000, 1, 1, microsecond=1, tzinfo=UTC)


def _template(read: ReadMessage) -> str:
    """Return a message with marks in place of what differs: to encode each takes ten times."""
    assert read.place is not None  # noqa: S101 - ours have one
    place = replace(read.place, lat=_LAT, lon=_LON)
    marks: dict[str, Any] = dict(_MARKED)
    return encode(replace(read, read_id="@id", captured_at=_AT, place=place, **marks))


def _written(read: ReadMessage, template: str) -> str:
    """Return the message of a read."""
    assert read.place is not None  # noqa: S101 - ours have one
    body = template.replace("@id", read.read_id).replace(str(_LAT), str(read.place.lat))
    body = body.replace(str(_LON), str(read.place.lon))
    for name, mark in _MARKED:
        body = body.replace(mark, getattr(read, name))
    return body.replace(time_text(_AT), time_text(read.captured_at))


def _reads(dice: random.Random, day: date, number: int) -> Iterator[ReadMessage]:
    """Yield the reads of a day, from its begin to its end; a plate comes back now and then."""
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
    sample = ingest.a_read(dice, begins)
    step = SEARCH_SHORT_WINDOW / (number + 1)
    for place in range(number):
        at = begins + step * place
        yield replace(
            sample,
            read_id=new_id(at, os.urandom(10)),
            captured_at=at,
            text="".join(dice.choices(_LETTERS, k=3)) + f"{dice.randrange(10_000):04}",
            state=dice.choice(("NC", "NC", "NC", "NC", "SC", "VA", "")),
            unit=f"Unit {dice.randrange(_UNITS)}",
            camera=dice.choice(("front", "rear")),
            place=PlaceMessage(
                _CITY[0] + dice.uniform(-0.2, 0.2), _CITY[1] + dice.uniform(-0.25, 0.25), at, at,
                30.0, 90.0, 5.0, simulated=False,
            ),
        )  # fmt: skip


# ---------------------------------------------------------------- what is searched


class _Seat:
    """Somebody who searches, over HTTP."""

    def __init__(self, port: int, cpu_s: Callable[[], float]) -> None:
        self.cpu_s = cpu_s
        self._link = http.client.HTTPConnection("127.0.0.1", port, timeout=_ANSWERED_WITHIN_S)
        sign_in = SignInMessage(sample_agency.OFFICER, _PASSWORD, "bench")
        self._headers = {"Content-Type": "application/json"}
        session = decode(SessionMessage, self._posted(addresses.DESK_SESSIONS, sign_in, 201))
        self._headers["Authorization"] = f"Bearer {session.token}"

    def search(self, question: SearchQuestion) -> FoundReads:
        """Make a search."""
        request = SearchRequest(question, confirmed=True)
        return decode(FoundReads, self._posted(addresses.SEARCHES, request))

    def page_2(self, search_id: str) -> FoundReads:
        """Ask for the second page of a search."""
        path = addresses.filled(addresses.SEARCH_PAGE, search_id=search_id)
        return decode(FoundReads, self._posted(path, PageWanted(1)))

    def _posted(self, path: str, body: object, status: int = 200) -> bytes:
        self._link.request("POST", path, encode(body), self._headers)
        answer = self._link.getresponse()
        content = answer.read()
        if answer.status != status:
            raise OutsideError(f"The server did not answer as it should: {content[:200]!r}")
        return content


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of search: its question for a plate that was read."""

    name: str
    question: Callable[[ReadMessage, SearchQuestion], SearchQuestion]


_KINDS = (
    _Kind("whole", lambda r, q: replace(q, plate=r.text, state=r.state or "NC")),
    _Kind("whole_any_state", lambda r, q: replace(q, plate=r.text)),
    _Kind("two_unknown", lambda r, q: replace(q, plate=f"{r.text[:3]}??{r.text[5:]}")),
    _Kind("end_known", lambda r, q: replace(q, plate=f"*{r.text[3:]}")),
    _Kind("middle_known", lambda r, q: replace(q, plate=f"*{r.text[2:5]}*")),
    _Kind(
        "two_unknown_7_days",
        lambda r, q: replace(
            q, plate=f"{r.text[:3]}??{r.text[5:]}", since=q.until - SEARCH_NARROW_WINDOW
        ),
    ),
    _Kind("area", lambda r, q: replace(q, plate=f"{r.text[:3]}*", area=Area(*_CITY, 3.0))),
    _Kind(
        "camera", lambda r, q: replace(q, plate=f"{r.text[:3]}*", units=(r.unit,), camera=r.camera)
    ),
)


def _measured(seat: _Seat, plates: list[ReadMessage]) -> dict[str, Any]:
    now = SystemClock().now()
    since = now - CAPTURED_DATA_KEPT_FOR
    question = SearchQuestion("", ANY_STATE, since, now, *_ABOUT, everywhere=True)
    found = {
        kind.name: _timed(partial(_searched, seat, kind, question), plates, seat.cpu_s)
        for kind in _KINDS
    }
    first = seat.search(replace(question, plate=f"{plates[0].text[:2]}*"))
    found["page_2"] = _timed(lambda _: seat.page_2(first.search_id), plates, seat.cpu_s)
    return found


def _searched(seat: _Seat, kind: _Kind, question: SearchQuestion, read: ReadMessage) -> FoundReads:
    return seat.search(kind.question(read, question))


def _timed(
    ask: Callable[[ReadMessage], FoundReads], plates: list[ReadMessage], cpu_s: Callable[[], float]
) -> dict[str, float]:
    """Return milliseconds of a search, over many plates, and how many reads one finds.

    Where other programs share the processors, ``server_cpu_ms`` is the truer figure: it has the
    server's process alone, not the database's.
    """
    took, numbers = list[float](), list[int]()
    before = cpu_s()
    for place in range(_TIMES):
        began = time.perf_counter()
        numbers.append(ask(plates[place % len(plates)]).found)
        took.append((time.perf_counter() - began) * 1000)
    ordered = sorted(took)
    last = len(ordered) - 1
    return {
        "p50_ms": round(ordered[last // 2], 1),
        "p95_ms": round(ordered[round(last * 0.95)], 1),
        "server_cpu_ms": round((cpu_s() - before) / _TIMES * 1000, 1),
        "found": sorted(numbers)[last // 2],
    }
