"""The bare rig: Starlette and the driver, the same bodies into the same columns, no checks.

No session, no check of what is known, no rules, no audit, no receipts: what is left to compare
headquarters with. ``python -m mdt_alpr.lab.hq.bare URL PORT``.
"""

import asyncio
import sqlite3
import sys
import threading
import zlib
from collections.abc import Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import psycopg
import uvicorn
from sqlalchemy import make_url
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

_COLUMNS = "day, read_id, revision, captured_at, unit, camera, plate_text, state, body"
_TABLE = (
    "CREATE TABLE bare (day date NOT NULL, read_id text NOT NULL, revision bigint NOT NULL, "
    "captured_at {} NOT NULL, unit text NOT NULL, camera text NOT NULL, plate_text text NOT NULL, "
    "state text NOT NULL, body text NOT NULL, PRIMARY KEY (day, read_id))"
)
_CONNECTIONS = 4

Row = tuple[Any, ...]
Put = Callable[[Sequence[Row]], Awaitable[None]]


class _Item(msgspec.Struct):
    body: str


class _Batch(msgspec.Struct):
    items: list[_Item]


class _Read(msgspec.Struct):
    read_id: str
    revision: int
    captured_at: str
    unit: str
    camera: str
    text: str
    state: str


_BATCH = msgspec.json.Decoder(_Batch)
_READ = msgspec.json.Decoder(_Read)


def _rows(body: bytes) -> list[Row]:
    found = []
    for item in _BATCH.decode(body).items:
        r = _READ.decode(item.body)
        at = r.captured_at
        row = at[:10], r.read_id, r.revision, at, r.unit, r.camera, r.text, r.state, item.body
        found.append(row)
    return found


def app(url: str) -> Starlette:
    """Return the rig on a database, in which it makes a table ``bare``."""
    puts: list[Put] = []

    @asynccontextmanager
    async def life(_app: Starlette) -> Any:
        is_server = make_url(url).get_backend_name() == "postgresql"
        puts.append(await (_postgresql(url) if is_server else _sqlite(url)))
        yield

    async def take(request: Request) -> Response:
        body = await request.body()
        if request.headers.get("Content-Encoding") == "gzip":
            body = zlib.decompress(body, wbits=31)
        rows = _rows(body)
        await puts[0](rows)
        return JSONResponse({"taken": len(rows)})

    return Starlette(routes=[Route("/reads", take, methods=["POST"])], lifespan=life)


async def _postgresql(url: str) -> Put:
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    free: asyncio.Queue[psycopg.AsyncConnection] = asyncio.Queue()
    for number in range(_CONNECTIONS):
        connection = await psycopg.AsyncConnection.connect(address)
        if number == 0:
            await connection.execute(_TABLE.format("timestamptz"))
        await connection.execute("CREATE TEMP TABLE staged (LIKE bare) ON COMMIT DELETE ROWS")
        await connection.commit()
        free.put_nowait(connection)

    async def put(rows: Sequence[Row]) -> None:
        connection = await free.get()
        async with connection.transaction(), connection.cursor() as cursor:
            async with cursor.copy(f"COPY staged ({_COLUMNS}) FROM STDIN") as copy:
                for row in rows:
                    await copy.write_row(row)
            await cursor.execute("INSERT INTO bare SELECT * FROM staged ON CONFLICT DO NOTHING")
        free.put_nowait(connection)

    return put


async def _sqlite(url: str) -> Put:
    connection = sqlite3.connect(make_url(url).database or "", check_same_thread=False)
    for setting in ("journal_mode=WAL", "secure_delete=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute(_TABLE.format("text"))
    alone = threading.Lock()

    def put(rows: Sequence[Row]) -> None:
        marks = ",".join("?" * len(rows[0]))
        with alone, connection:
            connection.executemany(f"INSERT OR IGNORE INTO bare VALUES ({marks})", rows)  # noqa: S608

    async def on_a_thread(rows: Sequence[Row]) -> None:
        await run_in_threadpool(put, rows)

    return on_a_thread


if __name__ == "__main__":
    uvicorn.run(app(sys.argv[1]), port=int(sys.argv[2]), log_level="error", access_log=False)
