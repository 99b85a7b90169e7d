"""The addresses of version 1, and what each demands.

=======  =============================  ================  ==========================
POST     /v1/sessions                   (nobody yet)      SignInMessage → SessionMessage
DELETE   /v1/sessions/current           any session       → 204
POST     /v1/items                      OPERATE_CAR       BatchMessage → ReceiptsMessage
PUT      /v1/pictures/{sha256}          OPERATE_CAR       JPEG → 204
GET      /v1/pictures/{sha256}          REVIEW_HITS       → JPEG
GET      /v1/hotlist?known_version=N    OPERATE_CAR       → HotlistMessage, or 204
GET      /v1/overview                   SEE_OVERVIEW      → OverviewMessage
GET      /v1/hits/{hit_id}              REVIEW_HITS       → HitTrailMessage
POST     /v1/status                     OPERATE_CAR       see ``status_routes``
GET      /v1/openapi.json               nobody            → OpenAPI 3.1 (``openapi``)
GET      /healthz, /readyz              nobody            → 200, or 503
=======  =============================  ================  ==========================

Every refusal is a ``ProblemMessage`` as application/problem+json.
"""

from dataclasses import replace
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.reading.provenance import Seat
from mdt_alpr.hq.audit import service as own_audit
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError
from mdt_alpr.hq.base.http import (
    HashingGate,
    Turnstile,
    answer,
    body_of,
    drained,
    nothing,
    refusal,
    routes_of,
)
from mdt_alpr.hq.base.places import place_of
from mdt_alpr.hq.evidence import pictures
from mdt_alpr.hq.hits import review
from mdt_alpr.hq.hits.notice_routes import NoticeRoutes
from mdt_alpr.hq.hits.returned import with_returned
from mdt_alpr.hq.hotlists import packages as hotlist_packages
from mdt_alpr.hq.hotlists import service as hotlists
from mdt_alpr.hq.hotlists.category_routes import CategoryRoutes
from mdt_alpr.hq.hotlists.correction_routes import CorrectionRoutes
from mdt_alpr.hq.hotlists.packages import CarList
from mdt_alpr.hq.hotlists.routes import HotlistRoutes
from mdt_alpr.hq.intake.batches import Batches, Packed
from mdt_alpr.hq.keeping import purge
from mdt_alpr.hq.keeping.retention_watch import retention_state
from mdt_alpr.hq.people import sign_in
from mdt_alpr.hq.people.callers import address_of, caller_of
from mdt_alpr.hq.serving.openapi import document
from mdt_alpr.hq.teams import service as teams
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import SignInMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import HitTrailMessage, OverviewMessage

_READY = "ready\n"
_NO_WITNESS = "WARNING: no checkpoint of the audit could be written. Run hq doctor.\n"


class Routes:
    """Takes requests apart and calls the use cases, each on a worker thread."""

    def __init__(self, hq: Headquarters, batches: Batches, gate: HashingGate) -> None:
        self._hq = hq
        self._gate = gate
        self._batches = batches
        self._turnstile = Turnstile(hq.settings.limits.batches_at_once)

    def routes(self) -> list[Route]:
        """Return every address."""
        own = routes_of(
            ("POST", addresses.SESSIONS, self.begin_session),
            ("DELETE", addresses.SESSION_IN_USE, self.end_session),
            ("POST", addresses.ITEMS, self.take_items),
            ("PUT", addresses.PICTURE, self.take_picture),
            ("GET", addresses.PICTURE, self.show_picture),
            ("GET", addresses.HOTLIST, self.give_hotlist),
            ("GET", addresses.OVERVIEW, self.show_overview),
            ("GET", addresses.HIT_TRAIL, self.show_hit),
            ("GET", addresses.OPENAPI, self.describe),
            ("GET", "/healthz", self.is_alive),
            ("GET", "/readyz", self.is_ready),
        )
        parts = (NoticeRoutes, HotlistRoutes, CategoryRoutes, CorrectionRoutes)
        return [*own, *(r for part in parts for r in part(self._hq, self._caller).routes())]

    # ------------------------------------------------------------ people

    async def begin_session(self, request: Request) -> Response:
        """Sign a person in."""
        body = await body_of(request, self._hq.settings.limits.message_bytes)
        message = decode(SignInMessage, body)
        given = self._hq, message, Seat.CAR, place_of(request.scope)
        async with self._gate.passed():
            session = await run_in_threadpool(sign_in.sign_in, *given)
        session = await run_in_threadpool(with_returned, self._hq, session)
        return answer(session, HTTPStatus.CREATED)

    async def end_session(self, request: Request) -> Response:
        """Sign the caller out."""
        caller = await self._caller(request, None)

        def end() -> None:
            with self._hq.writing() as work:
                sign_in.sign_out(work, caller)

        await run_in_threadpool(end)
        return nothing()

    # ------------------------------------------------------------ cars

    async def take_items(self, request: Request) -> Response:
        """Take in a batch."""
        caller = await self._caller(request, Permission.OPERATE_CAR)
        try:
            with self._turnstile.passed():
                return await self._taken(request, caller)
        except RefusedError as error:
            if error.problem is Problem.BUSY:
                await drained(request)
            raise

    async def _taken(self, request: Request, caller: Caller) -> Response:
        limits = self._hq.settings.limits
        body = await body_of(request, limits.batch_bytes)
        encoding = request.headers.get("Content-Encoding", "")

        packed = Packed(caller, self._hq.clock.now(), encoding, body)
        taken = await run_in_threadpool(self._batches.take, packed)
        self._hq.bell.ring(taken.told)
        return Response(taken.receipts, media_type="application/json")

    async def take_picture(self, request: Request, digest: str) -> Response:
        """Take in a picture."""
        await self._caller(request, Permission.OPERATE_CAR)
        jpeg = await body_of(request, self._hq.settings.limits.picture_bytes)
        await run_in_threadpool(pictures.take_picture, self._hq, digest, jpeg)
        return nothing()

    async def give_hotlist(self, request: Request, known_version: int = 0) -> Response:
        """Give the whole list, or nothing where the car has it."""
        caller = await self._caller(request, Permission.OPERATE_CAR)

        def give() -> Response:
            if not hotlist_packages.is_new(self._hq, caller, CarList(known_version)):
                return nothing()
            with self._hq.writing() as work:
                found = hotlists.serve(work, caller)
            return nothing() if found is None else answer(found)

        return await run_in_threadpool(give)

    # ------------------------------------------------------------ reviewers

    async def show_overview(self, request: Request) -> Response:
        """Show what headquarters holds."""
        caller = await self._caller(request, Permission.SEE_OVERVIEW)

        def show() -> OverviewMessage:
            with self._hq.writing() as work:
                review.note_overview(work, caller)
            with self._hq.reading() as work:
                found = review.overview(work)
            state = retention_state(self._hq)
            return replace(found, retention=state, own_chain=self._hq.own_chain)

        return answer(await run_in_threadpool(show))

    async def show_hit(self, request: Request, hit_id: str) -> Response:
        """Show the whole trail of a hit."""
        caller = await self._caller(request, Permission.REVIEW_HITS)
        given = self._hq, caller, hit_id, address_of(request)
        await run_in_threadpool(teams.demand_hit, *given)

        def show() -> HitTrailMessage:
            with self._hq.writing() as work:
                review.note_hit(work, caller, hit_id)
            with self._hq.reading() as work:
                return review.hit_trail(work, hit_id)

        return answer(await run_in_threadpool(show))

    async def show_picture(self, request: Request, digest: str) -> Response:
        """Show a picture."""
        caller = await self._caller(request, Permission.REVIEW_HITS)
        given = self._hq, caller, digest, address_of(request)
        await run_in_threadpool(teams.demand_picture, *given)

        jpeg = await run_in_threadpool(pictures.show_picture, self._hq, caller, digest)
        return Response(jpeg, media_type="image/jpeg")

    # ------------------------------------------------------------ operation

    async def describe(self, _request: Request) -> Response:
        """Describe every address, for programs of others."""
        return JSONResponse(document())

    async def is_alive(self, _request: Request) -> Response:
        """Say that the process answers."""
        return PlainTextResponse("alive\n")

    async def is_ready(self, _request: Request) -> Response:
        """Say whether the database answers, the audit can be written, and purging is in time.

        Without its audit's witness headquarters serves on, and says so; where that lies, and
        why, is not for everybody who can reach this address.
        """

        def is_ready() -> bool:
            if not own_audit.can_be_written(self._hq):
                return False
            is_late = purge.purge_is_overdue(self._hq, self._hq.clock.now())
            return not is_late and not self._hq.retention.clock

        ready = await run_in_threadpool(is_ready)
        if not ready:
            return refusal(Problem.NOT_READY)
        state = self._hq.own_chain
        lacks_witness = self._hq.settings.audit_witness is not None and state.witness_trouble
        return PlainTextResponse(_READY + _NO_WITNESS * bool(lacks_witness))

    async def _caller(self, request: Request, permission: Permission | None) -> Caller:
        return await caller_of(self._hq, request, permission)
