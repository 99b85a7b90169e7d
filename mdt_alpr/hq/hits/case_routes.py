"""Review cases of supervisors and administrators.

====  ==============================  ========  =======================
GET   /v1/desk/cases                  (cases)   → CasesMessage
POST  /v1/desk/cases/{number}/steps   (cases)   CaseStepRequest → CasesMessage
====  ==============================  ========  =======================

(cases) is REVIEW_HITS or MANAGE_ACCOUNTS.
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.http import answer, body_of, routes_of
from mdt_alpr.hq.hits import review_cases
from mdt_alpr.hq.people.callers import caller_of
from mdt_alpr.wire import addresses
from mdt_alpr.wire.cases import CasesMessage, CaseStepRequest
from mdt_alpr.wire.codec import decode


class CaseRoutes:
    """See the table above."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq

    def routes(self) -> list[Route]:
        """Return these addresses."""
        return routes_of(
            ("GET", addresses.CASES, self.show),
            ("POST", addresses.CASE_STEPS, self.take_step),
        )

    async def show(self, request: Request) -> Response:
        """Show the cases that are open to the caller."""
        caller = await self._caller(request)

        def shown() -> CasesMessage:
            with self._hq.writing() as work:
                return review_cases.cases_for(work, caller)

        return answer(await run_in_threadpool(shown))

    async def take_step(self, request: Request, number: str) -> Response:
        """Take a step in a case."""
        caller = await self._caller(request)
        ask = decode(
            CaseStepRequest, await body_of(request, self._hq.settings.limits.message_bytes)
        )

        def taken() -> CasesMessage:
            with self._hq.writing() as work:
                review_cases.take_step(work, caller, number, ask)
                return review_cases.cases_for(work, caller)

        return answer(await run_in_threadpool(taken))

    async def _caller(self, request: Request) -> Caller:
        caller = await caller_of(self._hq, request, None)
        reviews = may(caller.role, Permission.REVIEW_HITS)
        wanted = Permission.REVIEW_HITS if reviews else Permission.MANAGE_ACCOUNTS
        return await caller_of(self._hq, request, wanted)
