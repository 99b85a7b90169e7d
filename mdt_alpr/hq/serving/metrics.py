"""What an operator sees of headquarters: one log line a request, and figures for Prometheus.

Neither has an address as it was called, a body or a person: an address may hold whatever was
typed, so its route is logged instead. ``program`` is the version that a client of ours says it is.
"""

import hmac
import logging
import re
import time
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mdt_alpr.domain.hotlist.delivery import ListProblem
from mdt_alpr.hq.audit.service import can_be_written
from mdt_alpr.hq.base.headquarters import ApiCall, Headquarters, RefusedError
from mdt_alpr.hq.base.http import token_of
from mdt_alpr.hq.hotlists.deliveries import troubles
from mdt_alpr.hq.keeping.purge import purge_is_overdue, retention_state
from mdt_alpr.hq.people.endpoints import MayAsk, RouteTable
from mdt_alpr.wire.problems import Problem

ROUTES = RouteTable()
_LOG = logging.getLogger("mdt_alpr.hq.requests")
_TEXT = "text/plain; version=0.0.4; charset=utf-8"
_UNKNOWN = "unknown"
_OURS = re.compile(rb"mdt-alpr/(\d{1,5}(?:\.\d{1,5}){0,3})")


class Figures:
    """Counts of one headquarters."""

    def __init__(self, hq: Headquarters) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "mdt_alpr_requests", "Requests answered", ("route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "mdt_alpr_request_seconds", "Time to the answer", ("route",), registry=self.registry
        )
        self.registry.register(_State(hq))


@ROUTES.serve(
    "GET",
    "/metrics",
    "See figures for Prometheus",
    returns="text/plain",
    is_open=True,
    machine=MayAsk.ANY,
)
async def show_metrics(call: ApiCall, request: Request) -> Response:
    """Show the figures to who has the metrics token; without one to nobody (SEC-01)."""
    token = call.hq.settings.metrics_token
    if not token:
        raise RefusedError(Problem.NO_SUCH_ADDRESS)
    if not hmac.compare_digest(token_of(request).encode(), token.encode()):
        raise RefusedError(Problem.NOT_SIGNED_IN)
    registry = request.app.state.figures.registry
    return Response(await run_in_threadpool(generate_latest, registry), media_type=_TEXT)


class _State(Collector):
    """What is so at the instant it is asked."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Yield each figure."""
        now = self._hq.clock.now()
        overdue = float(purge_is_overdue(self._hq, now))
        yield GaugeMetricFamily("mdt_alpr_purge_overdue", "1 where no purge ran in time", overdue)
        alarm = float(retention_state(self._hq).is_alarm)
        yield GaugeMetricFamily(
            "mdt_alpr_retention_alarm", "1 where captured data may be kept too long", alarm
        )
        blocked = float(not can_be_written(self._hq))
        yield GaugeMetricFamily(
            "mdt_alpr_own_audit_blocked",
            "1 where headquarters' own audit cannot be written",
            blocked,
        )
        doubt = float(bool(self._hq.retention.clock))
        yield GaugeMetricFamily(
            "mdt_alpr_clock_in_doubt",
            "1 where nothing is purged until the time is confirmed",
            doubt,
        )
        broken = float(self._hq.own_chain.is_alarm)
        yield GaugeMetricFamily(
            "mdt_alpr_own_audit_broken",
            "1 where an entry of headquarters' own was changed",
            broken,
        )
        unproven = float(bool(self._hq.own_chain.witness_trouble))
        yield GaugeMetricFamily(
            "mdt_alpr_own_audit_unwitnessed",
            "1 where no checkpoint outside vouches for headquarters' own audit",
            unproven,
        )
        if (checked := self._hq.own_chain.checked_at) is not None:
            age = (now - checked).total_seconds()
            yield GaugeMetricFamily(
                "mdt_alpr_own_audit_checked_age_seconds", "Since its last check", age
            )
        if (purged := self._hq.purged_at) is not None:
            age = (now - purged).total_seconds()
            yield GaugeMetricFamily("mdt_alpr_purge_age_seconds", "Since the last purge", age)
        with self._hq.reading() as work:
            kinds = [trouble.kind for trouble in troubles(work)]
        late, stopped = (
            float(kinds.count(ListProblem.OVERDUE)),
            float(kinds.count(ListProblem.STOPPED)),
        )
        yield GaugeMetricFamily("mdt_alpr_lists_overdue", "Lists older than they may be", late)
        yield GaugeMetricFamily(
            "mdt_alpr_list_deliveries_stopped", "Hotlist deliveries that were stopped", stopped
        )
        days = float(len(self._hq.day_keys.dates()))
        yield GaugeMetricFamily("mdt_alpr_day_keys", "Dates whose captured data can be read", days)


class RequestLog:
    """The middle layer that counts and logs every request."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def sent(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            took = time.perf_counter() - began
            route = getattr(scope.get("route"), "path", _UNKNOWN)
            self._figures.requests.labels(route, status).inc()
            self._figures.seconds.labels(route).observe(took)
            said = _OURS.fullmatch(dict(scope["headers"]).get(b"user-agent", b""))
            facts = {
                "method": scope["method"],
                "route": route,
                "status": status,
                "ms": round(took * 1000, 1),
                "program": said[1].decode() if said else "",
            }
            _LOG.info("request", extra={"facts": facts})
