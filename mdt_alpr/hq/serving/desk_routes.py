"""The desk of those who review.

====  ===============================  =============  ======================================
POST  /v1/desk/sessions                (nobody yet)   SignInMessage → SessionMessage
POST  /v1/desk/hits                    REVIEW_HITS    HitLogRequest → HitLogPage
POST  /v1/desk/hits/counts             REVIEW_HITS    HitLogFilter → HitLogCounts
GET   /v1/desk/hits/{hit_id}           REVIEW_HITS    → HitFileMessage
GET   /v1/desk/hits/{hit_id}/evidence  REVIEW_HITS    → EvidenceCheckMessage
POST  /v1/desk/hits/{hit_id}/reviews   REVIEW_HITS    ReviewRequest → HitFileMessage
POST  /v1/desk/near-misses             REVIEW_HITS    HitLogFilter → LedgerMessage
POST  /v1/desk/check-quality           REVIEW_HITS    HitLogFilter → QualityMessage
GET   /v1/desk/wall                    SEE_OVERVIEW   → WallMessage
====  ===============================  =============  ======================================

What is asked travels in the body, so that no address, and no log of addresses, names a person.
A supervisor sees their own team's, or everybody's where the administrator says so (SUP-02).
Every look is recorded before its answer is made (AUD-01, AUD-05).
"""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.reading.provenance import Seat
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, Work
from mdt_alpr.hq.base.http import HashingGate, answer, body_of, routes_of
from mdt_alpr.hq.base.places import place_of
from mdt_alpr.hq.hits import hit_file, near_misses, review, shift_log
from mdt_alpr.hq.keeping.retention_watch import retention_state
from mdt_alpr.hq.people import sign_in
from mdt_alpr.hq.people.callers import address_of, caller_of
from mdt_alpr.hq.teams import service as teams
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.desk import HitLogFilter, HitLogRequest, ReviewRequest
from mdt_alpr.wire.messages import SignInMessage


class DeskRoutes:
    """See the table above."""

    def __init__(self, hq: Headquarters, gate: HashingGate) -> None:
        self._hq = hq
        self._gate = gate

    def routes(self) -> list[Route]:
        """Return these addresses."""
        return routes_of(
            ("POST", addresses.DESK_SESSIONS, self.begin_session),
            ("POST", addresses.DESK_HITS, self.show_log),
            ("POST", addresses.DESK_HIT_COUNTS, self.show_counts),
            ("GET", addresses.DESK_HIT, self.show_hit),
            ("GET", addresses.DESK_HIT_EVIDENCE, self.check_evidence),
            ("POST", addresses.DESK_HIT_REVIEWS, self.review),
            ("POST", addresses.NEAR_MISSES, self.show_near_misses),
            ("POST", addresses.CHECK_QUALITY, self.show_quality),
            ("GET", addresses.WALL, self.show_wall),
        )

    async def begin_session(self, request: Request) -> Response:
        """Sign a person in at a desk: what was sent back waits for the car's screen."""
        message = decode(SignInMessage, await self._body(request))
        given = self._hq, message, Seat.DESK, place_of(request.scope)
        async with self._gate.passed():
            session = await run_in_threadpool(sign_in.sign_in, *given)
        return answer(session, HTTPStatus.CREATED)

    async def show_log(self, request: Request) -> Response:
        """Show one page of the shift hit log."""
        caller = await caller_of(self._hq, request, Permission.REVIEW_HITS)
        ask = decode(HitLogRequest, await self._body(request))
        ask = replace(ask, which=await self._in_team(request, caller, ask.which))
        what = "next page" if ask.after else f"by {ask.order.value}"

        def note(work: Work) -> None:
            shift_log.note_log(work, caller, ask.which, what)

        return await self._shown(note, lambda work: shift_log.log_page(work, ask))

    async def show_counts(self, request: Request) -> Response:
        """Show the counts above the log."""
        caller = await caller_of(self._hq, request, Permission.REVIEW_HITS)
        which = decode(HitLogFilter, await self._body(request))
        which = await self._in_team(request, caller, which)

        def note(work: Work) -> None:
            shift_log.note_log(work, caller, which, "counts")

        return await self._shown(note, lambda work: shift_log.log_counts(work, which))

    async def show_hit(self, request: Request, hit_id: str) -> Response:
        """Show all about a hit."""
        caller = await self._reviewer_of(request, hit_id)

        def note(work: Work) -> None:
            review.note_hit(work, caller, hit_id)

        return await self._shown(note, lambda work: hit_file.hit_file(work, hit_id))

    async def check_evidence(self, request: Request, hit_id: str) -> Response:
        """Check the package of a hit."""
        caller = await self._reviewer_of(request, hit_id)

        given = self._hq, caller, hit_id
        return answer(await run_in_threadpool(hit_file.check_evidence_of, *given))

    async def review(self, request: Request, hit_id: str) -> Response:
        """Take what a reviewer says of a hit."""
        caller = await self._reviewer_of(request, hit_id)
        ask = decode(ReviewRequest, await self._body(request))

        def take(work: Work) -> None:
            hit_file.review_hit(self._hq, work, caller, hit_id, ask)

        return await self._shown(take, lambda work: hit_file.hit_file(work, hit_id))

    async def show_near_misses(self, request: Request) -> Response:
        """Show the prevented stops of a span."""
        return await self._figures(request, AuditEvent.HQ_NEAR_MISSES_VIEWED, near_misses.ledger)

    async def show_quality(self, request: Request) -> Response:
        """Show how checks were made in each shift."""
        return await self._figures(request, AuditEvent.HQ_QUALITY_VIEWED, near_misses.quality)

    async def show_wall(self, request: Request) -> Response:
        """Show every car."""
        caller = await caller_of(self._hq, request, Permission.SEE_OVERVIEW)

        def shown() -> Any:
            with self._hq.writing() as work:
                seen = near_misses.wall(work, caller)
            state = retention_state(self._hq)
            return replace(seen, retention=state, own_chain=self._hq.own_chain)

        return answer(await run_in_threadpool(shown))

    async def _figures(
        self,
        request: Request,
        event: AuditEvent,
        make: Callable[[Work, HitLogFilter], object],
    ) -> Response:
        caller = await caller_of(self._hq, request, Permission.REVIEW_HITS)
        which = decode(HitLogFilter, await self._body(request))
        which = await self._in_team(request, caller, which)

        def note(work: Work) -> None:
            near_misses.note_figures(work, caller, event, which)

        return await self._shown(note, lambda work: make(work, which))

    async def _reviewer_of(self, request: Request, hit_id: str) -> Caller:
        """Return who asks for a hit, where it is open to that person."""
        caller = await caller_of(self._hq, request, Permission.REVIEW_HITS)
        address = address_of(request)
        await run_in_threadpool(teams.demand_hit, self._hq, caller, hit_id, address)
        return caller

    async def _in_team(
        self, request: Request, caller: Caller, which: HitLogFilter
    ) -> HitLogFilter:
        """Return the filter with the team that the caller is shown."""
        given = self._hq, caller, which.team, address_of(request)
        return replace(which, team=await run_in_threadpool(teams.team_of, *given))

    async def _shown(
        self, note: Callable[[Work], None], make: Callable[[Work], object]
    ) -> Response:
        """Record first, in a transaction of its own; then look, hindering no writer."""

        def shown() -> object:
            with self._hq.writing() as work:
                note(work)
            with self._hq.reading() as work:
                return make(work)

        return answer(await run_in_threadpool(shown))

    async def _body(self, request: Request) -> bytes:
        return await body_of(request, self._hq.settings.limits.message_bytes)
