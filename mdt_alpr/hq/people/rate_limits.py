"""How many requests one caller may make: token buckets, in memory.

A bucket is per session once headquarters knows it, until then per network address, whatever
token is shown; signing in has its own, for a password's hash costs much. Over it the answer is
429 with Retry-After, and a car waits that long.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from mdt_alpr.hq.base.http import drained, place_of, refusal
from mdt_alpr.hq.base.settings import Limits
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
_SIGN_INS = (
    SESSIONS, SESSION_PROOF, DESK_SESSIONS, COMMAND_SESSIONS, PASSWORD, SECOND_FACTOR,
    SECOND_FACTOR_CODE, SECOND_FACTOR_CHALLENGE, ENROLL,
    REQUEST_STATUS,
)  # fmt: skip
SESSION_IS_KNOWN = "mdt_alpr.session_is_known"
"""Set in a request's scope where its token is a session's."""
_UNLIMITED = ("/healthz", "/readyz", "/metrics")


@dataclass(slots=True)
class Bucket:
    """What is left at an instant."""

    left: float
    at: datetime


class Buckets:
    """One bucket a caller: ``burst`` requests at once, ``per_s`` more each second."""

    def __init__(self, burst: int, per_s: float) -> None:
        self._burst = burst
        self._per_s = per_s
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def pause(self, caller: str, now: datetime) -> int:
        """Count one request; return 0 where it may pass, else after how many seconds to try."""
        bucket = self._buckets.setdefault(caller, Bucket(self._burst, now))
        self._buckets.move_to_end(caller)
        if len(self._buckets) > _MOST_CALLERS:
            self._buckets.popitem(last=False)
        passed = max(0.0, (now - bucket.at).total_seconds())
        bucket.left = min(self._burst, bucket.left + passed * self._per_s)
        bucket.at = now
        if bucket.left < 1:
            return ceil((1 - bucket.left) / self._per_s)
        bucket.left -= 1
        return 0


class RateLimits:
    """The middle layer that asks the buckets."""

    def __init__(self, app: ASGIApp, limits: Limits, now: Callable[[], datetime]) -> None:
        self._app = app
        self._now = now
        self._all = Buckets(limits.requests_at_once, limits.requests_per_s)
        self._sign_ins = Buckets(limits.sign_ins_at_once, limits.sign_ins_per_s)
        self._known: OrderedDict[str, None] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or say when to come again."""
        pause = self._pause(scope) if scope["type"] == "http" else 0
        if not pause:
            await self._app(scope, receive, send)
            if scope.get(SESSION_IS_KNOWN):
                self._note(_token_hash(scope))
            return
        await scope["app"].state.refused.note(place_of(scope), Problem.TOO_MANY)
        await drained(Request(scope, receive))
        await refusal(Problem.TOO_MANY, retry_after=pause)(scope, receive, send)

    def _pause(self, scope: Scope) -> int:
        path = scope["path"]
        if path in _UNLIMITED:
            return 0
        host = place_of(scope)
        if path in _SIGN_INS:
            return self._sign_ins.pause(host, self._now())
        token = _token_hash(scope)
        return self._all.pause(token if token in self._known else host, self._now())

    def _note(self, token: str) -> None:
        self._known[token] = None
        self._known.move_to_end(token)
        if len(self._known) > _MOST_CALLERS:
            self._known.popitem(last=False)


def _token_hash(scope: Scope) -> str:
    return hashlib.sha256(dict(scope["headers"]).get(b"authorization", b"")).hexdigest()
