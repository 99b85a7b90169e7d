"""The blind check of sampled passes.

====  ====================  ===========  ======================================
GET   /v1/desk/truth        REVIEW_HITS  → TruthMessage
GET   /v1/desk/truth/next   REVIEW_HITS  → TruthPassMessage
POST  /v1/desk/truth        REVIEW_HITS  TruthReading → TruthPassMessage, the next
====  ====================  ===========  ======================================

No answer holds a read: who judges a pass has the picture alone.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.http import answer, body_of, routes_of
from mdt_alpr.hq.hits import truth
from mdt_alpr.hq.people.callers import caller_of
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.truth import TruthMessage, TruthPassMessage, TruthReading

_NOISE = 8


class TruthRoutes:
    """See the table above."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq

    def routes(self) -> list[Route]:
        """Return these addresses."""
        return routes_of(
            ("GET", addresses.TRUTH, self.show),
            ("GET", addresses.TRUTH_NEXT, self.give_next),
            ("POST", addresses.TRUTH, self.take),
        )

    async def show(self, request: Request) -> Response:
        """Show how right the reader was."""
        caller = await caller_of(self._hq, request, Permission.REVIEW_HITS)

        def shown() -> TruthMessage:
            with self._hq.writing() as work:
                return truth.accuracy(work, caller)

        return answer(await run_in_threadpool(shown))

    async def give_next(self, request: Request) -> Response:
        """Give a pass to look at."""
        caller = await caller_of(self._hq, request, Permission.REVIEW_HITS)
        noise = self._hq.random_bytes(_NOISE)

        def given() -> TruthPassMessage:
            with self._hq.writing() as work:
                return truth.next_pass(work, caller, noise)

        return answer(await run_in_threadpool(given))

    async def take(self, request: Request) -> Response:
        """Take what was seen, and give the next pass."""
        caller = await caller_of(self._hq, request, Permission.REVIEW_HITS)
        ask = decode(TruthReading, await body_of(request, self._hq.settings.limits.message_bytes))
        noise = self._hq.random_bytes(_NOISE)

        def taken() -> TruthPassMessage:
            with self._hq.writing() as work:
                truth.take_truth(work, caller, ask)
                return truth.next_pass(work, caller, noise)

        return answer(await run_in_threadpool(taken))
