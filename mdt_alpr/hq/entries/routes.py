"""Manual entries for supervisors, custodians and auditors.

====  =========================================  ==========  ===================================
GET   /v1/manual-entries?team=T                  (review)    → ManualEntriesMessage
POST  /v1/manual-entries/{entry_id}/decision     (review)    DecisionMessage → 204
POST  /v1/manual-entries/{entry_id}/removal      (review)    ReasonMessage → 204
POST  /v1/manual-entries/{entry_id}/closed-case  (review)    ReasonMessage → 204
POST  /v1/manual-entries/{entry_id}/past-reads   (owner)     PastReadsRequest → PastReadsMessage
POST  /v1/manual-entries/plate-test              READ_AUDIT  → PlateTestedMessage
====  =========================================  ==========  ===================================

(review) is REVIEW_HITS or MANAGE_LISTS: supervisors and custodians; (owner) also who made it.
"""

from collections.abc import Callable
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, Work
from mdt_alpr.hq.base.http import answer, body_of, nothing, routes_of
from mdt_alpr.hq.entries import past_reads
from mdt_alpr.hq.entries import review as manual_review
from mdt_alpr.hq.people.callers import address_of, caller_of
from mdt_alpr.hq.teams import service as teams
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.manual import (
    DecisionMessage,
    ManualEntriesMessage,
    PastReadsMessage,
    PastReadsRequest,
    PlateTestedMessage,
    PlateTestMessage,
    ReasonMessage,
)

T = TypeVar("T")


class ManualRoutes:
    """See the table above."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq

    def routes(self) -> list[Route]:
        """Return these addresses."""
        return routes_of(
            ("GET", addresses.ENTRIES, self.show),
            ("POST", addresses.PLATE_TEST, self.test_plate),
            ("POST", addresses.ENTRY_PAST_READS, self.look_back),
            ("POST", addresses.ENTRY_DECISION, self.decide),
            ("POST", addresses.ENTRY_REMOVAL, self.remove),
            ("POST", addresses.ENTRY_CLOSED_CASE, self.close_case),
        )

    async def show(self, request: Request, team: str = "") -> Response:
        """Show the live entries with their days left: of the own team, or of everybody."""
        caller = await self._reviewer(request)
        given = self._hq, caller, team, address_of(request)
        seen = await run_in_threadpool(teams.team_of, *given)

        def show(work: Work) -> ManualEntriesMessage:
            return manual_review.live_entries(work, caller, seen)

        return answer(await self._write(show))

    async def look_back(self, request: Request, entry_id: str) -> Response:
        """Show where the plate of an entry was read before."""
        caller = await caller_of(self._hq, request, None)
        if may(caller.role, Permission.REVIEW_HITS):
            caller = await self._reviewer_of(request, entry_id)
        asked = decode(PastReadsRequest, await self._body(request))

        def show(work: Work) -> PastReadsMessage:
            return past_reads.look_back(work, caller, entry_id, asked)

        return answer(await self._write(show))

    async def decide(self, request: Request, entry_id: str) -> Response:
        """Approve or refuse a request for more time."""
        caller = await self._reviewer_of(request, entry_id)
        message = decode(DecisionMessage, await self._body(request))
        await self._write(lambda work: manual_review.decide(work, caller, entry_id, message))
        return nothing()

    async def remove(self, request: Request, entry_id: str) -> Response:
        """End an entry."""
        caller = await self._reviewer_of(request, entry_id)
        why = decode(ReasonMessage, await self._body(request)).why
        await self._write(lambda work: manual_review.remove(work, caller, entry_id, why))
        await run_in_threadpool(self._hq.database.leave_nothing_erased)
        return nothing()

    async def close_case(self, request: Request, entry_id: str) -> Response:
        """Note that the case of an entry closed."""
        caller = await self._reviewer_of(request, entry_id)
        why = decode(ReasonMessage, await self._body(request)).why
        await self._write(lambda work: manual_review.close_case(work, caller, entry_id, why))
        return nothing()

    async def test_plate(self, request: Request) -> Response:
        """Tell an auditor which ended entries were on a plate."""
        caller = await caller_of(self._hq, request, Permission.READ_AUDIT)
        message = decode(PlateTestMessage, await self._body(request))

        def test(work: Work) -> PlateTestedMessage:
            return manual_review.test_plate(work, caller, message)

        return answer(await self._write(test))

    async def _reviewer(self, request: Request) -> Caller:
        """Return who asks: a supervisor, or who manages the lists."""
        caller = await caller_of(self._hq, request, None)
        manages = may(caller.role, Permission.MANAGE_LISTS)
        wanted = Permission.MANAGE_LISTS if manages else Permission.REVIEW_HITS
        return await caller_of(self._hq, request, wanted)

    async def _reviewer_of(self, request: Request, entry_id: str) -> Caller:
        """Return who asks for an entry, where it is open to that person (SUP-02)."""
        caller = await self._reviewer(request)
        address = address_of(request)
        await run_in_threadpool(teams.demand_entry, self._hq, caller, entry_id, address)
        return caller

    async def _body(self, request: Request) -> bytes:
        return await body_of(request, self._hq.settings.limits.message_bytes)

    async def _write(self, work: Callable[[Work], T]) -> T:
        def done() -> T:
            with self._hq.writing() as unit:
                return work(unit)

        return await run_in_threadpool(done)
