"""What headquarters sends to cars: notices, the other units, pictures of relayed hits.

``/v1/notices`` begins its answer at once and ends it when there is something, or after ``wait``
seconds with an empty one. With ``list=N`` a list of another version than N is something as well:
what is canceled must not alert until the car asks by itself (HOT-03), and the answer is a
``NoticesAndListMessage``. A car that waits holds neither a thread nor a database connection.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mdt_alpr.acts.hits import END_TWIN_MEMORY
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import LONGEST_ID
from mdt_alpr.hq.base.headquarters import ApiCall, Caller, Headquarters, RefusedError
from mdt_alpr.hq.base.http import body_of, nothing, token_of
from mdt_alpr.hq.hits import notices, relays, unit_calls
from mdt_alpr.hq.hits.waiting_cars import Question, WaitingCars
from mdt_alpr.hq.hotlists.service import present_version
from mdt_alpr.hq.people import sign_in
from mdt_alpr.hq.people.endpoints import MayAsk, RouteTable, who_asks
from mdt_alpr.hq.people.parameters import QueryName
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.dispatch import LONGEST_EVENT, SIGNATURE, CadEvent
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.notices import (
    NoticeMessage,
    NoticesAndListMessage,
    NoticesMessage,
    UnitsMessage,
)
from mdt_alpr.wire.problems import Problem

ROUTES = RouteTable()
LONGEST_WAIT_S = 25.0
CHECKED_EVERY_S = 1.0
"""A blank is sent then, so that a car sees at once when the line broke, and notices are found that
another process of this headquarters made; with the bell nobody needs to ask for those."""
MOST = 2**62
LIST, NOT_ASKED = QueryName("list"), -1
_CAR = Permission.OPERATE_CAR
_BLANK = b" "
"""Means nothing in JSON before its value."""


@ROUTES.serve(
    "GET",
    addresses.NOTICES,
    "Wait for notices to a car",
    _CAR,
    returns=NoticesAndListMessage,
    renews=True,
)
async def give_notices(  # noqa: PLR0913 - one argument a parameter of the address
    call: ApiCall,
    request: Request,
    *,
    after: int = 0,
    wait: float = 0.0,
    unit: str = "",
    known: Annotated[int, LIST] = NOT_ASKED,
) -> Response:
    """Give the car its notices as soon as there are any.

    An enrolled car is the unit of its sign-in, never what a question calls it.
    """
    in_range = 0 <= after < MOST and 0 <= wait < MOST and NOT_ASKED <= known < MOST
    if not in_range or len(unit) > LONGEST_ID:
        raise RefusedError(Problem.MALFORMED, "after, wait, unit or list: out of range")
    named = unit.strip() if call.machine is None else ""

    def keep_receipt() -> None:
        with call.hq.writing() as work:
            notices.keep_receipt(work, call.caller, named, after)

    asked = after, named, known
    quiet = request.app.state.waiting.quiet(who_asks(request), asked)
    if quiet is None:
        await run_in_threadpool(keep_receipt)
    question = _Question(call.hq, call.caller, request, asked)
    given = question.answer_within(min(wait, LONGEST_WAIT_S), quiet)
    return StreamingResponse(given, media_type="application/json")


@ROUTES.serve(
    "GET", addresses.UNITS, "See the other units", _CAR, returns=UnitsMessage, renews=True
)
async def give_units(call: ApiCall, request: Request) -> Response:
    """Give the other units on shift, or say that they are those that the car knows.

    Three thousand cars ask every ten seconds.
    """
    units = await request.app.state.waiting.units()
    await run_in_threadpool(notices.note_viewed, call.hq, call.caller)
    headers = {"ETag": units.tag}
    if request.headers.get("If-None-Match") == units.tag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    given = await run_in_threadpool(units.without, call.caller.device)
    return Response(encode(given), headers=headers, media_type="application/json")


@ROUTES.serve(
    "POST",
    addresses.CAD_EVENTS,
    "Tell on which call of dispatch a unit is",
    accepts=CadEvent,
    returns=None,
    status=HTTPStatus.NO_CONTENT,
    is_open=True,
    machine=MayAsk.ANY,
)
async def take_call(call: ApiCall, request: Request, number: int) -> Response:
    """Take an event that CAD signed."""
    body, signed = await body_of(request, LONGEST_EVENT), request.headers.get(SIGNATURE, "")
    try:
        await run_in_threadpool(unit_calls.receive, call.hq, number, signed, body)
    except RefusedError as error:
        await request.app.state.refused.note(call.place, error.problem)
        raise
    return nothing()


@ROUTES.serve(
    "GET", addresses.RELAY_PICTURE, "See a picture of a relayed hit", _CAR, returns="image/jpeg"
)
def give_picture(call: ApiCall, hit_id: str, digest: str) -> Response:
    """Give a picture of a hit that was relayed to this car."""
    jpeg = relays.relayed_picture(call.hq, call.caller, hit_id, digest)
    return Response(jpeg, media_type="image/jpeg")


@ROUTES.does(END_TWIN_MEMORY, slashes=True)
def end_twin_memory(call: ApiCall, entry_id: str, body: ReasonMessage) -> None:
    """End what cars show of cleared twins on a record (D13)."""
    with call.hq.writing() as work:
        ended = notices.end_twin_memory(work, call.caller, entry_id, body.why)
    if not ended:
        raise RefusedError(Problem.NO_SUCH_MEMORY)


@dataclass(frozen=True, slots=True)
class _Question:
    """What a car asks for: notices after a number, and perhaps another list than it knows."""

    hq: Headquarters
    caller: Caller
    request: Request
    asked: Question

    @property
    def known(self) -> int:
        """Return which list the car has."""
        return self.asked[2]

    async def answer_within(
        self, wait: float, quiet: NoticesAndListMessage | None
    ) -> AsyncIterator[bytes]:
        """Give the answer in pieces, blanks until there is something.

        ``quiet`` is what was found before, where nothing can have come since.
        """
        notifier, loop = self.hq.notifier, asyncio.get_running_loop()
        waiting = self._cars
        ends = loop.time() + wait
        with notifier.listening(self.caller.device) as notified:
            changes = notifier.changes(self.caller.device)
            waiting_now = quiet and waiting.quiet(who_asks(self.request), self.asked)
            waiting_now = waiting_now or await run_in_threadpool(self._waiting)
            while not (
                self._is_answered_by(waiting_now) or loop.time() >= ends or notifier.is_over
            ):
                async for blank in self._blanks(notified, ends):
                    yield blank
                if notified.is_set() or not self._cars.hears:
                    notified.clear()
                    before, changes = changes, notifier.changes(self.caller.device)
                    if waiting_now and self._cars.hears and changes[:2] == before[:2]:
                        version = await waiting.list_version() if self.known != NOT_ASKED else 0
                        waiting_now = replace(waiting_now, list_version=version)
                    else:
                        waiting_now = await run_in_threadpool(self._waiting)
            if waiting_now is not None and waiting_now.notices:
                await run_in_threadpool(self._note_given, waiting_now.notices)
            elif waiting_now is not None and not self._is_answered_by(waiting_now):
                waiting.note_quiet(who_asks(self.request), self.asked, changes, waiting_now)
            yield encode(self._message(waiting_now)).encode()

    @property
    def _cars(self) -> WaitingCars:
        cars: WaitingCars = self.request.app.state.waiting
        return cars

    async def _blanks(self, notified: asyncio.Event, ends: float) -> AsyncIterator[bytes]:
        """Give a blank a second until it is time to look again, or to answer."""
        loop, is_due = asyncio.get_running_loop(), False
        while not is_due:
            with suppress(TimeoutError):
                left = ends - loop.time()
                await asyncio.wait_for(notified.wait(), min(left, CHECKED_EVERY_S))
            yield _BLANK
            is_due = notified.is_set() or not self._cars.hears or loop.time() >= ends

    def _waiting(self) -> NoticesAndListMessage | None:
        """Return the notices; None where the session ended while the car waited."""
        with self.hq.reading() as work:
            try:
                sign_in.caller_of(work, token_of(self.request))
            except RefusedError:
                return None
            waiting_now = notices.waiting(work, self.caller.device, self.asked[0])
            listed = present_version(work) if self.known != NOT_ASKED else 0
            return NoticesAndListMessage(waiting_now.notices, listed)

    def _is_answered_by(self, waiting_now: NoticesAndListMessage | None) -> bool:
        if waiting_now is None or waiting_now.notices:
            return True
        return self.known != NOT_ASKED and waiting_now.list_version not in (0, self.known)

    def _message(self, waiting_now: NoticesAndListMessage | None) -> object:
        """Return the message for a car: one that asks for no list knows no field for it."""
        given = waiting_now or NoticesAndListMessage((), max(self.known, 0))
        return given if self.known != NOT_ASKED else NoticesMessage(given.notices)

    def _note_given(self, given: tuple[NoticeMessage, ...]) -> None:
        notices.note_given(self.hq, self.caller, [notice.number for notice in given])
