"""How many requests one caller may make of this server, and how many tries an address has.

They are counted in memory, per session once headquarters knows it, until then per network
address, whatever token is shown: that keeps a server from being kept busy, and costs a car's
batches nothing. Tries at what somebody could guess (passwords, codes, the state of a request)
are counted apart, and also in the database, so that no further server and no restart gives more
of them. The state of a request is open to everybody and its code too long to be guessed: there
nothing is written. Over it the answer is 429 with Retry-After, and a car waits that long.

Where the database stands still, what waits for a thread would be worked off long after cars gave
it up and asked again: once as many as there are threads wait for seconds, others come again later.
"""

import asyncio
import hashlib
import math
from collections import OrderedDict
from datetime import datetime

from anyio.to_thread import current_default_thread_limiter
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mdt_alpr.domain.people.request_rate import Allowance, RequestRate
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.http import drained, place_of, refusal
from mdt_alpr.hq.people.request_counts import pause_of, rate_of_tries
from mdt_alpr.wire.addresses import (
    COMMAND_SESSIONS,
    DESK_SESSIONS,
    ENROLL,
    PASSWORD,
    REQUEST_STATUS,
    SECOND_FACTOR,
    SECOND_FACTOR_CHALLENGE,
    SECOND_FACTOR_CODE,
    SESSION_PROOF,
    SESSIONS,
)
from mdt_alpr.wire.problems import Problem

_MOST_CALLERS = 20_000
_COUNTED_IN_DATABASE = (
    SESSIONS, SESSION_PROOF, DESK_SESSIONS, COMMAND_SESSIONS, PASSWORD, SECOND_FACTOR,
    SECOND_FACTOR_CODE, SECOND_FACTOR_CHALLENGE, ENROLL,
)  # fmt: skip
_TRIES = (*_COUNTED_IN_DATABASE, REQUEST_STATUS)
SESSION_IS_KNOWN = "mdt_alpr.session_is_known"
"""Set in a request's scope where its token is a session's."""
_UNLIMITED = ("/healthz", "/readyz", "/metrics")
_WAITING_FOR_S = 5.0
"""Thousands of cars that learn of another list at once are answered well within."""


class Callers:
    """What each caller has left of a rate at this server."""

    def __init__(self, rate: RequestRate) -> None:
        self.rate = rate
        self._left: OrderedDict[str, Allowance] = OrderedDict()

    def pause(self, caller: str, now: datetime) -> int:
        """Count one request; return 0 where it may pass, else after how many seconds to try."""
        self._left[caller], pause = self.rate.counted(self._left.get(caller), now)
        self._left.move_to_end(caller)
        if len(self._left) > _MOST_CALLERS:
            self._left.popitem(last=False)
        return pause


class RateLimits:
    """The middle layer that counts."""

    def __init__(self, app: ASGIApp, hq: Headquarters) -> None:
        self._app, self._hq = app, hq
        limits = hq.settings.limits
        self._all = Callers(RequestRate(limits.requests_at_once, limits.requests_per_s))
        self._tries = Callers(rate_of_tries(hq))
        self._known: OrderedDict[str, None] = OrderedDict()
        self._waiting_since = math.inf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or say when to come again."""
        is_limited = scope["type"] == "http" and scope["path"] not in _UNLIMITED
        if is_limited and self._are_threads_stuck():
            await _refused(scope, receive, send, refusal(Problem.BUSY))
            return
        pause = await self._pause(scope) if is_limited else 0
        if not pause:
            await self._app(scope, receive, send)
            if scope.get(SESSION_IS_KNOWN):
                self._note(_token_hash(scope))
            return
        await scope["app"].state.refused.note(place_of(scope), Problem.TOO_MANY)
        await _refused(scope, receive, send, refusal(Problem.TOO_MANY, retry_after=pause))

    def _are_threads_stuck(self) -> bool:
        """Tell whether for some time as many requests waited for a thread as there are threads."""
        threads, now = current_default_thread_limiter(), asyncio.get_running_loop().time()
        if threads.statistics().tasks_waiting < threads.total_tokens:
            self._waiting_since = math.inf
        else:
            self._waiting_since = min(self._waiting_since, now)
        return now - self._waiting_since > _WAITING_FOR_S

    async def _pause(self, scope: Scope) -> int:
        path, now = scope["path"], self._hq.clock.now()
        host = place_of(scope)
        if path in _TRIES:
            pause = self._tries.pause(host, now)
            if pause or path not in _COUNTED_IN_DATABASE:
                return pause
            return await run_in_threadpool(self._shared, host)
        token = _token_hash(scope)
        return self._all.pause(token if token in self._known else host, now)

    def _shared(self, host: str) -> int:
        """Count a try at all servers; without a database nobody gets further, and learns why."""
        try:
            return pause_of(self._hq, host, self._tries.rate)
        except SQLAlchemyError:
            return 0

    def _note(self, token: str) -> None:
        self._known[token] = None
        self._known.move_to_end(token)
        if len(self._known) > _MOST_CALLERS:
            self._known.popitem(last=False)


async def _refused(scope: Scope, receive: Receive, send: Send, answer: Response) -> None:
    await drained(Request(scope, receive))
    await answer(scope, receive, send)


def _token_hash(scope: Scope) -> str:
    return hashlib.sha256(dict(scope["headers"]).get(b"authorization", b"")).hexdigest()
