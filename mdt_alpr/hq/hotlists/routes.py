"""Hotlists: to the cars, and from the custodian.

=====  =========================================  ============  =======================
GET    /v1/hotlist/changes?known_version=N&…      OPERATE_CAR   → a signed package, or 204
POST   /v1/hotlists?name=F&format=X&written_at=T  MANAGE_LISTS  file → DeliveryMessage
GET    /v1/hotlists?until=TIME                    MANAGE_LISTS  → KnownListsMessage
GET    /v1/hotlist/misreads/{plate}               MANAGE_LISTS  → MisreadsMessage
=====  =========================================  ============  =======================

The package is that of ``wire.hotlist_package``, with gzip where the car takes it; ``format`` is
the newest that the car knows, 1 without a word; ``lineage`` is the one in which its version
counts. An upload is read as it comes, of any size; ``confirms`` names the custodian whose delivery
an administrator sends in again after having seen why it was stopped (D16). ``written_at`` is when
the file was last written to, with its zone: without it, and where the file does not say from when
its data is, the data is as old as the upload (HOT-02).
"""

import asyncio
import secrets
import zlib
from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from mdt_alpr.domain.errors import OutsideError, PlateTextError
from mdt_alpr.domain.hotlist.matching import matching_misreads
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.domain.plate.plate import tidy
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.http import Allowed, QueryName, answer, nothing, routes_of
from mdt_alpr.hq.hotlists import packages as hotlist_packages
from mdt_alpr.hq.hotlists.deliveries import deliver, known_lists
from mdt_alpr.hq.hotlists.importing import WORK_FOLDER, Delivery
from mdt_alpr.hq.hotlists.packages import CarList
from mdt_alpr.wire import addresses
from mdt_alpr.wire.decoding import DecodeError, instant
from mdt_alpr.wire.hotlists import MisreadsMessage
from mdt_alpr.wire.problems import Problem

MEDIA_TYPE = "application/vnd.mdt-alpr.hotlist"
LARGEST_DELIVERY = 8 * 1024 * 1024 * 1024
FORMAT = QueryName("format")
_FASTEST = 1


class HotlistRoutes:
    """See the table above; ``allowed`` says who asks."""

    def __init__(self, hq: Headquarters, allowed: Allowed) -> None:
        self._hq = hq
        self._allowed = allowed

    def routes(self) -> list[Route]:
        """Return these addresses."""
        return routes_of(
            ("GET", addresses.HOTLIST_CHANGES, self.give_changes),
            ("GET", addresses.MISREADS, self.show_misreads),
            ("POST", addresses.HOTLISTS, self.take_delivery),
            ("GET", addresses.HOTLISTS, self.show_known),
        )

    async def give_changes(
        self,
        request: Request,
        known_version: int = 0,
        newest: Annotated[int, FORMAT] = 1,
        lineage: str = "",
    ) -> Response:
        """Give what changed since a version, or the whole list, signed."""
        caller = await self._allowed(request, Permission.OPERATE_CAR)
        known = CarList(known_version, lineage, newest)
        is_new = hotlist_packages.is_new
        if not await run_in_threadpool(is_new, self._hq, caller, known):
            return nothing()
        pieces = hotlist_packages.package(self._hq, caller, known)
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return StreamingResponse(pieces, media_type=MEDIA_TYPE)
        headers = {"Content-Encoding": "gzip"}
        return StreamingResponse(_gzipped(pieces), headers=headers, media_type=MEDIA_TYPE)

    async def take_delivery(
        self,
        request: Request,
        name: str = "upload",
        confirms: str = "",
        written_at: str = "",
    ) -> Response:
        """Take in an uploaded list, all of it or nothing."""
        caller = await self._allowed(request, Permission.MANAGE_LISTS)
        named = request.query_params.get("format", "")
        if confirms and caller.role is not Role.ADMINISTRATOR:
            raise RefusedError(Problem.NOT_PERMITTED)
        written = _instant(written_at, "written_at")
        folder = self._hq.settings.data / WORK_FOLDER
        path = folder / f"{secrets.token_hex(8)}.upload"
        by, confirmed_by = (confirms, caller.person_id) if confirms else (caller.person_id, "")
        file = Path(name).name
        delivery = Delivery(path, by, named, confirmed_by, file, written, needs_age=True)
        try:
            await _received(request, path)
            told = await run_in_threadpool(deliver, self._hq, delivery)
        except OutsideError as error:
            raise RefusedError(Problem.MALFORMED, str(error)) from error
        finally:
            path.unlink(missing_ok=True)
        return answer(told, HTTPStatus.CONFLICT if told.stopped else HTTPStatus.OK)

    async def show_known(self, request: Request, until: str = "") -> Response:
        """Show which lists were compared with, and since when (HOT-12)."""
        caller = await self._allowed(request, Permission.MANAGE_LISTS)
        at = _instant(until, "until")
        return answer(await run_in_threadpool(known_lists, self._hq, caller, at))

    async def show_misreads(self, request: Request, plate: str) -> Response:
        """Show which reads would raise a hit on a plate."""
        await self._allowed(request, Permission.MANAGE_LISTS)
        try:
            text = tidy(plate)
        except PlateTextError as error:
            raise RefusedError(Problem.MALFORMED, str(error)) from error
        always, more = matching_misreads(text)
        return answer(MisreadsMessage(text, always, more))


def _instant(text: str, name: str) -> datetime | None:
    """Return the instant of a parameter, None where it is empty.

    Raises:
        DecodeError: it tells none.
    """
    try:
        return instant(text) if text else None
    except DecodeError as error:
        raise error.inside(name) from None


async def _received(request: Request, path: Path) -> None:
    """Write the request's body to a file that only headquarters may read.

    Raises:
        RefusedError: it is too large.
    """
    size = 0
    file = await asyncio.to_thread(_private, path)
    with file:
        async for part in request.stream():
            size += len(part)
            if size > LARGEST_DELIVERY:
                raise RefusedError(Problem.TOO_LARGE, f"At most {LARGEST_DELIVERY} bytes.")
            await asyncio.to_thread(file.write, part)


def _private(path: Path) -> BinaryIO:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    return path.open("wb")


def _gzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packing = zlib.compressobj(_FASTEST, wbits=31)
    for piece in pieces:
        if packed := packing.compress(piece):
            yield packed
    yield packing.flush()
