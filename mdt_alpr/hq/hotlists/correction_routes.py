"""Do-not-alert corrections of wrong records, for custodians and administrators (HOT-11).

====  ==================================  ==============================
GET   /v1/corrections                     → CorrectionsMessage
POST  /v1/corrections                     CorrectionRequest → PlacedMessage
POST  /v1/corrections/{number}/renewal    RenewalRequest → 204
POST  /v1/corrections/{number}/owner      ReasonMessage → 204
POST  /v1/corrections/{number}/end        ReasonMessage → 204
====  ==================================  ==============================

All take MANAGE_LISTS.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hotlist.correction import CorrectionDraft
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import correction_time
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.base.http import Allowed, answer, body_of, nothing, routes_of
from mdt_alpr.hq.hotlists import corrections
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.corrections import CorrectionRequest, PlacedMessage, RenewalRequest
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem

T = TypeVar("T")
M = TypeVar("M")


class CorrectionRoutes:
    """See the table above; ``allowed`` says who asks."""

    def __init__(self, hq: Headquarters, allowed: Allowed) -> None:
        self._hq = hq
        self._allowed = allowed

    def routes(self) -> list[Route]:
        """Return these addresses."""
        return routes_of(
            ("GET", addresses.CORRECTIONS, self.show),
            ("POST", addresses.CORRECTIONS, self.place),
            ("POST", addresses.CORRECTION_RENEWAL, self.renew),
            ("POST", addresses.CORRECTION_OWNER, self.note_owner),
            ("POST", addresses.CORRECTION_END, self.end),
        )

    async def show(self, request: Request) -> Response:
        """Show the corrections that hold."""
        by = await self._custodian(request)
        return answer(await self._write(lambda work: corrections.live(work, by)))

    async def place(self, request: Request) -> Response:
        """Let no car alert on a record."""
        by = await self._custodian(request)
        asked = await self._asked(request, CorrectionRequest)
        plate = Plate(asked.text, asked.state)
        draft = CorrectionDraft(
            asked.reason, asked.evidence, asked.owner_asked, correction_time(asked.days)
        )
        number = await self._write(
            lambda work: corrections.place(work, by, plate, asked.entry_id, draft)
        )
        return answer(PlacedMessage(number), HTTPStatus.CREATED)

    async def renew(self, request: Request, number: int) -> Response:
        """Let a correction last longer."""
        by = await self._custodian(request)
        asked = await self._asked(request, RenewalRequest)
        lasts = correction_time(asked.days)
        await self._write(lambda work: corrections.renew(work, by, number, asked.reason, lasts))
        return nothing()

    async def note_owner(self, request: Request, number: int) -> Response:
        """Note how the owner of the record was asked to correct it."""
        by = await self._custodian(request)
        asked = (await self._asked(request, ReasonMessage)).why
        await self._write(lambda work: corrections.note_owner(work, by, number, asked))
        return nothing()

    async def end(self, request: Request, number: int) -> Response:
        """Let cars alert on the record again."""
        by = await self._custodian(request)
        why = (await self._asked(request, ReasonMessage)).why
        await self._write(lambda work: corrections.end(work, by, number, why))
        return nothing()

    async def _custodian(self, request: Request) -> str:
        return (await self._allowed(request, Permission.MANAGE_LISTS)).person_id

    async def _asked(self, request: Request, kind: type[M]) -> M:
        return decode(kind, await body_of(request, self._hq.settings.limits.message_bytes))

    async def _write(self, work: Callable[[Work], T]) -> T:
        def done() -> T:
            try:
                with self._hq.writing() as unit:
                    return work(unit)
            except RefusedError:
                raise
            except DomainError as error:
                raise RefusedError(Problem.CORRECTION_REFUSED, str(error)) from error

        return await run_in_threadpool(done)
