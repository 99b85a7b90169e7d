"""What cars hear from headquarters, and the supervisor's end of a memory.

======  ===================================  ============  ==============================
GET     /v1/notices?after=N&wait=S&unit=U&…  OPERATE_CAR   → NoticesMessage
GET     /v1/units                            OPERATE_CAR   → UnitsMessage
GET     /v1/relays/{hit_id}/pictures/{sha}   OPERATE_CAR   → JPEG
DELETE  /v1/twin-memory/{entry_id}           REVIEW_HITS   → 204
======  ===================================  ============  ==============================

``/v1/notices`` begins its answer at once and ends it when something is there, or after
``wait`` seconds with an empty one. With ``list=N`` a list of another version than N is something
as well: what is cancelled must not alert until the car asks by itself (HOT-03), and the answer
is a ``NoticesAndListMessage``. A car that waits holds neither a thread nor a connection of
the database.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import LONGEST_ID
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError
from mdt_alpr.hq.base.http import (
    Allowed,
    QueryName,
    answer,
    nothing,
    routes_of,
    token_of,
    with_slashes,
)
from mdt_alpr.hq.hits import known_before, notices, relays
from mdt_alpr.hq.hotlists.service import present_version
from mdt_alpr.hq.people import sign_in
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.notices import NoticesAndListMessage, NoticesMessage, UnitsMessage
from mdt_alpr.wire.problems import Problem

LONGEST_WAIT_S = 25.0
LOOKS_AGAIN_AFTER_S = 1.0
"""A blank is sent then, so that a car sees at once when the line broke. What another process of
this headquarters made, whose bell is not heard here, is found then."""
MOST = 2**62
LIST, NOT_ASKED = QueryName("list"), -1
_BLANK = b" "
"""Means nothing in JSON before its value."""


class NoticeRoutes:
    """See the table above; ``allowed`` says who asks."""

    def __init__(self, hq: Headquarters, allowed: Allowed) -> None:
        self._hq = hq
        self._allowed = allowed

    def routes(self) -> list[Route]:
        """Return these addresses."""
        return routes_of(
            ("GET", addresses.NOTICES, self.give_notices),
            ("GET", addresses.UNITS, self.give_units),
            ("GET", addresses.RELAY_PICTURE, self.give_picture),
            ("DELETE", with_slashes(addresses.TWIN_MEMORY), self.end_twin_memory),
        )

    async def give_notices(
        self,
        request: Request,
        after: int = 0,
        wait: float = 0.0,
        unit: str = "",
        known: Annotated[int, LIST] = NOT_ASKED,
    ) -> Response:
        """Give what waits for the car, as soon as there is something."""
        caller = await self._allowed(request, Permission.OPERATE_CAR)
        in_range = 0 <= after < MOST and 0 <= wait < MOST and NOT_ASKED <= known < MOST
        if not in_range or len(unit) > LONGEST_ID:
            raise RefusedError(Problem.MALFORMED, "after, wait, unit or list: out of range")

        def take() -> None:
            with self._hq.writing() as work:
                notices.take_receipt(work, caller, unit.strip(), after)

        await run_in_threadpool(take)
        asked = _Asked(caller, token_of(request), after, known)
        told = self._told(asked, min(wait, LONGEST_WAIT_S))
        return StreamingResponse(told, media_type="application/json")

    async def give_units(self, request: Request) -> Response:
        """Give the other units on shift."""
        caller = await self._allowed(request, Permission.OPERATE_CAR)

        def give() -> UnitsMessage:
            with self._hq.reading() as work:
                return notices.on_shift(work, caller)

        return answer(await run_in_threadpool(give))

    async def give_picture(self, request: Request, hit_id: str, digest: str) -> Response:
        """Give a picture of a hit that was relayed to this car."""
        caller = await self._allowed(request, Permission.OPERATE_CAR)

        given = self._hq, caller, hit_id, digest
        jpeg = await run_in_threadpool(relays.relayed_picture, *given)
        return Response(jpeg, media_type="image/jpeg")

    async def end_twin_memory(self, request: Request, entry_id: str) -> Response:
        """End what cars tell of cleared twins on a record (D13)."""
        caller = await self._allowed(request, Permission.REVIEW_HITS)

        def end() -> int:
            with self._hq.writing() as work:
                return known_before.end_twin_memory(work, caller, entry_id)

        if not await run_in_threadpool(end):
            raise RefusedError(Problem.NO_SUCH_MEMORY)
        return nothing()

    async def _told(self, asked: "_Asked", wait: float) -> AsyncIterator[bytes]:
        bell, loop = self._hq.bell, asyncio.get_running_loop()
        ends = loop.time() + wait
        with bell.listening(asked.caller.device) as rung:
            while True:
                rung.clear()
                found = await run_in_threadpool(self._waiting, asked)
                left = ends - loop.time()
                if asked.is_answered_by(found) or left <= 0 or bell.is_over:
                    if found is not None and found.notices:
                        await run_in_threadpool(self._given, asked, found.notices[-1].number)
                    yield encode(asked.answer(found)).encode()
                    return
                with suppress(TimeoutError):
                    await asyncio.wait_for(rung.wait(), min(left, LOOKS_AGAIN_AFTER_S))
                yield _BLANK

    def _given(self, asked: "_Asked", number: int) -> None:
        with self._hq.writing() as work:
            notices.note_given(work, asked.caller, number)

    def _waiting(self, asked: "_Asked") -> NoticesAndListMessage | None:
        """Return what waits; None where the session ended while the car waited."""
        with self._hq.reading() as work:
            try:
                sign_in.caller_of(work, asked.token)
            except RefusedError:
                return None
            found = notices.waiting(work, asked.caller.device, asked.after)
            listed = present_version(work) if asked.asks_for_list else 0
            return NoticesAndListMessage(found.notices, listed)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a car asked: what follows a number, and perhaps another list than the one it knows."""

    caller: Caller
    token: str
    after: int
    known: int

    @property
    def asks_for_list(self) -> bool:
        return self.known != NOT_ASKED

    def is_answered_by(self, found: NoticesAndListMessage | None) -> bool:
        """Tell whether the car need wait no longer."""
        if found is None or found.notices:
            return True
        return self.asks_for_list and found.list_version not in (0, self.known)

    def answer(self, found: NoticesAndListMessage | None) -> object:
        """Return the message for a car: one that asks for no list knows no field for it."""
        told = found or NoticesAndListMessage((), max(self.known, 0))
        return told if self.asks_for_list else NoticesMessage(told.notices)
