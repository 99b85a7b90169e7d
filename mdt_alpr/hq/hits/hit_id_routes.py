"""The IDs of hits, for who lets evidence out.

====  ================  ========  =========================
POST  /v1/desk/hit-ids  DOWNLOAD  HitIdsRequest → HitIdsMessage
====  ================  ========  =========================

The search is recorded before it is answered (AUD-01, AUD-05).
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.http import answer, body_of, routes_of
from mdt_alpr.hq.hits import hit_ids
from mdt_alpr.hq.people.callers import caller_of
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.hit_ids import HitIdsMessage, HitIdsRequest


class HitIdRoutes:
    """See the table above."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq

    def routes(self) -> list[Route]:
        """Return this address."""
        return routes_of(("POST", addresses.DESK_HIT_IDS, self.show))

    async def show(self, request: Request) -> Response:
        """Show the hits of a span."""
        caller = await caller_of(self._hq, request, Permission.DOWNLOAD)
        body = await body_of(request, self._hq.settings.limits.message_bytes)
        ask = decode(HitIdsRequest, body)

        def shown() -> HitIdsMessage:
            with self._hq.writing() as work:
                hit_ids.note_search(work, caller, ask)
            with self._hq.reading() as work:
                return hit_ids.hit_ids(work, ask)

        return answer(await run_in_threadpool(shown))
