"""Several pictures in one request.

=====  ==================  ===========  =====================================================
POST   /v1/pictures        OPERATE_CAR  frames (``wire.pictures``) → PicturesMessage
POST   /v1/pictures/held   OPERATE_CAR  DigestsMessage → DigestsMessage, those that are held
=====  ==================  ===========  =====================================================

Pictures are kept as they arrive: what came whole before a cut need not be sent again, and the
second address tells which those are.
"""

from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.http import answer, body_of, routes_of
from mdt_alpr.hq.evidence import pictures
from mdt_alpr.hq.people.callers import caller_of
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.pictures import (
    DigestsMessage,
    Framed,
    PictureReceipt,
    PicturesMessage,
    Unframing,
)
from mdt_alpr.wire.problems import Problem

_KEPT_AT_ONCE = 32
"""Pictures a transaction: few enough that a cut costs little, enough to share its cost."""
_ASKED_BYTES = 256 * 1024


class PictureRoutes:
    """See the module."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq

    def routes(self) -> list[Route]:
        """Return the addresses."""
        return routes_of(
            ("POST", addresses.PICTURES, self.take),
            ("POST", addresses.PICTURES_HELD, self.held),
        )

    async def take(self, request: Request) -> Response:
        """Take in pictures."""
        await caller_of(self._hq, request, Permission.OPERATE_CAR)
        receipts: list[PictureReceipt] = []
        async for group in self._groups(request):
            taken = await run_in_threadpool(pictures.take_pictures, self._hq, group)
            receipts += taken.receipts
        return answer(PicturesMessage(tuple(receipts)))

    async def held(self, request: Request) -> Response:
        """Tell which pictures are held."""
        await caller_of(self._hq, request, Permission.OPERATE_CAR)
        asked = decode(DigestsMessage, await body_of(request, _ASKED_BYTES))

        def tell() -> DigestsMessage:
            with self._hq.reading() as work:
                return pictures.held(work, asked)

        return answer(await run_in_threadpool(tell))

    async def _groups(self, request: Request) -> AsyncIterator[list[Framed]]:
        unframing, group, size = Unframing(), list[Framed](), 0
        async for part in request.stream():
            size += len(part)
            if size > self._hq.settings.limits.pictures_bytes:
                raise RefusedError(Problem.TOO_LARGE)
            group += unframing.feed(part)
            if len(group) >= _KEPT_AT_ONCE:
                yield group
                group = []
        if group:
            yield group
        if not unframing.has_ended_whole:
            raise RefusedError(Problem.MALFORMED, "The last picture did not come whole.")
