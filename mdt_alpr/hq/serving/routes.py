"""Every address of version 1, and those that need several features."""

from dataclasses import replace
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from mdt_alpr.acts import overview as acts
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.provenance import Seat
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.audit import service as own_audit
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.base.http import refusal
from mdt_alpr.hq.directory.routes import ROUTES as DIRECTORY
from mdt_alpr.hq.directory.scim_routes import ROUTES as SCIM
from mdt_alpr.hq.disclosures.publication_routes import ROUTES as PUBLICATIONS
from mdt_alpr.hq.disclosures.routes import ROUTES as DISCLOSURES
from mdt_alpr.hq.dispatch.routes import ROUTES as DISPATCH
from mdt_alpr.hq.entries.routes import ROUTES as ENTRIES
from mdt_alpr.hq.equipment.routes import ROUTES as EQUIPMENT
from mdt_alpr.hq.evidence.routes import ROUTES as PICTURES
from mdt_alpr.hq.fleet.routes import ROUTES as FLEET
from mdt_alpr.hq.hits import review, shift_log
from mdt_alpr.hq.hits.hit_file import with_returned
from mdt_alpr.hq.hits.notice_routes import ROUTES as NOTICES
from mdt_alpr.hq.hits.routes import ROUTES as HITS
from mdt_alpr.hq.holds.routes import ROUTES as HOLDS
from mdt_alpr.hq.hotlists.feed_routes import ROUTES as FEEDS
from mdt_alpr.hq.hotlists.routes import ROUTES as HOTLISTS
from mdt_alpr.hq.incidents.routes import ROUTES as INCIDENTS
from mdt_alpr.hq.intake.routes import ROUTES as ITEMS
from mdt_alpr.hq.keeping import purge
from mdt_alpr.hq.keeping.purge import retention_state
from mdt_alpr.hq.keeping.routes import ROUTES as AUDIT
from mdt_alpr.hq.keeping.setting_routes import ROUTES as SETTINGS
from mdt_alpr.hq.misuse.routes import ROUTES as MISUSE
from mdt_alpr.hq.outside_requests.routes import ROUTES as OUTSIDE
from mdt_alpr.hq.people import sign_in
from mdt_alpr.hq.people.device_routes import ROUTES as DEVICES
from mdt_alpr.hq.people.endpoints import Endpoint, MayAsk, RouteTable
from mdt_alpr.hq.people.enrollment_store import copied
from mdt_alpr.hq.people.key_routes import ROUTES as KEYS
from mdt_alpr.hq.people.routes import ROUTES as ACCOUNTS
from mdt_alpr.hq.reports.routes import ROUTES as REPORTS
from mdt_alpr.hq.search.routes import ROUTES as SEARCHES
from mdt_alpr.hq.serving.metrics import ROUTES as METRICS
from mdt_alpr.hq.serving.openapi import document
from mdt_alpr.hq.teams.routes import ROUTES as TEAMS
from mdt_alpr.hq.waiting.routes import ROUTES as WAITING
from mdt_alpr.hq.weekly.routes import ROUTES as WEEKLY
from mdt_alpr.wire import addresses
from mdt_alpr.wire.desk import WallMessage
from mdt_alpr.wire.messages import SessionMessage, SignInMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import OverviewMessage

ROUTES = RouteTable()
_OVERVIEW = Permission.SEE_OVERVIEW
_TEXT = "text/plain"
_READY = "ready\n"
_NO_WITNESS = "WARNING: no checkpoint of the audit could be written. Run hq doctor.\n"


@ROUTES.serve(
    "POST",
    addresses.SESSIONS,
    "Sign in",
    status=HTTPStatus.CREATED,
    is_open=True,
    hashes=True,
    kinds=(DeviceKind.CAR,),
)
def begin_session(call: ApiCall, body: SignInMessage) -> SessionMessage:
    """Sign a person in in a car, and give them the hits that were returned."""
    return with_returned(call.hq, sign_in.sign_in(call.hq, body, Seat.CAR, call.place))


@ROUTES.does(acts.SHOW_OVERVIEW)
def show_overview(call: ApiCall) -> OverviewMessage:
    """Show what headquarters holds."""
    with call.hq.writing() as work:
        review.note_overview(work, call.caller)
    with call.hq.reading() as work:
        overview = review.overview(work)
    return replace(overview, retention=retention_state(call.hq), own_chain=call.hq.own_chain)


@ROUTES.does(acts.SHOW_WALL)
def show_wall(call: ApiCall) -> WallMessage:
    """Show every car."""
    with call.hq.writing() as work:
        wall = shift_log.wall(work, call.caller)
        twice = copied(work.connection)
    state = retention_state(call.hq)
    return replace(wall, retention=state, own_chain=call.hq.own_chain, copied=twice)


@ROUTES.serve("GET", addresses.OPENAPI, "This document", returns="application/json", is_open=True)
async def describe(_call: ApiCall, request: Request) -> Response:  # noqa: ARG001 - as all async ones
    """Describe every address, for other programs."""
    return JSONResponse(document(EVERY_ADDRESS))


@ROUTES.serve(
    "GET",
    "/healthz",
    "Whether the process answers",
    returns=_TEXT,
    is_open=True,
    machine=MayAsk.ANY,
)
async def is_alive(_call: ApiCall, request: Request) -> Response:  # noqa: ARG001 - as all async ones
    """Say that the process answers, whatever its threads do."""
    return PlainTextResponse("alive\n")


@ROUTES.serve(
    "GET", "/readyz", "Whether it can serve", returns=_TEXT, is_open=True, machine=MayAsk.ANY
)
def is_ready(call: ApiCall) -> Response:
    """Say whether the database answers, the audit can be written, and purging is in time.

    Without its audit's witness headquarters serves on, and says so; where that lies, and why, is
    not for everybody who can reach this address.
    """
    hq = call.hq
    can_be_written = own_audit.can_be_written(hq)
    if not can_be_written or purge.purge_is_overdue(hq, hq.clock.now()) or hq.retention.clock:
        return refusal(Problem.NOT_READY)
    lacks_witness = hq.settings.audit_witness and hq.own_chain.witness_trouble
    return PlainTextResponse(_READY + _NO_WITNESS * bool(lacks_witness))


EVERY_ADDRESS: tuple[Endpoint, ...] = (
    *ROUTES,
    *WAITING,
    *ITEMS,
    *PICTURES,
    *HOTLISTS,
    *FEEDS,
    *NOTICES,
    *HITS,
    *DISPATCH,
    *FLEET,
    *ENTRIES,
    *HOLDS,
    *OUTSIDE,
    *INCIDENTS,
    *WEEKLY,
    *MISUSE,
    *SEARCHES,
    *TEAMS,
    *AUDIT,
    *SETTINGS,
    *KEYS,
    *DIRECTORY,
    *SCIM,
    *ACCOUNTS,
    *DEVICES,
    *DISCLOSURES,
    *PUBLICATIONS,
    *EQUIPMENT,
    *REPORTS,
    *METRICS,
)
