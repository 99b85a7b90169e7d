"""What was set aside at headquarters.

====  ====================================  ================  ======================
GET   /v1/desk/set-aside                    READ_AUDIT        → AsidesMessage
POST  /v1/desk/set-aside/{number}/decision  MANAGE_ACCOUNTS   DecisionMessage → 204
====  ====================================  ================  ======================
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.http import answer, body_of, nothing, routes_of
from mdt_alpr.hq.intake import set_aside_review
from mdt_alpr.hq.people.callers import caller_of
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.manual import DecisionMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.set_aside import AsidesMessage

_LARGEST = 2**31


class SetAsideRoutes:
    """See the table above."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq

    def routes(self) -> list[Route]:
        """Return these addresses."""
        return routes_of(
            ("GET", addresses.SET_ASIDE, self.show),
            ("POST", addresses.SET_ASIDE_DECISION, self.decide),
        )

    async def show(self, request: Request) -> Response:
        """Show what waits for a decision."""
        caller = await caller_of(self._hq, request, Permission.READ_AUDIT)

        def shown() -> AsidesMessage:
            with self._hq.writing() as work:
                return set_aside_review.waiting(work, caller.person_id)

        return answer(await run_in_threadpool(shown))

    async def decide(self, request: Request, number: str) -> Response:
        """Decide on one item."""
        caller = await caller_of(self._hq, request, Permission.MANAGE_ACCOUNTS)
        asked = await body_of(request, self._hq.settings.limits.message_bytes)
        decision = decode(DecisionMessage, asked)
        if not number.isascii() or not number.isdigit() or int(number) >= _LARGEST:
            raise RefusedError(Problem.NO_SUCH_ASIDE)

        def decided() -> None:
            with self._hq.writing() as work:
                set_aside_review.decide(work, int(number), decision, caller.person_id)

        await run_in_threadpool(decided)
        return nothing()
