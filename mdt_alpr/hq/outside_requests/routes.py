"""Own requests to other agencies, and the log of access to their readers."""

from starlette.responses import Response

from mdt_alpr.acts import outside_requests as acts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.outside_access import OutsideAccess
from mdt_alpr.domain.retention.outside_requests import OutsideForm
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.base.paging import Paging
from mdt_alpr.hq.outside_requests import outside_access, outside_statement
from mdt_alpr.hq.outside_requests import service as requests
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire.outside import (
    AccessFile,
    AccessRows,
    AccessSearch,
    OutsideRequestMessage,
    OutsideRequestsMessage,
    OutsideStepRequest,
)

ROUTES = RouteTable()
PDF = "application/pdf"
_ASK = Permission.REQUEST_HOLDS
_READ = Permission.REQUEST_HOLDS, Permission.READ_AUDIT


@ROUTES.does(acts.SHOW_REQUESTS)
def show_requests(
    call: ApiCall, first: int = 0, order: str = "", descending: int = 0
) -> OutsideRequestsMessage:
    """Show the own requests, or those of everybody whom the caller answers for."""
    with call.hq.writing() as work:
        return requests.requests_for(work, call.caller, Paging(order, bool(descending), first))


@ROUTES.does(acts.MAKE_REQUEST)
def make_request(call: ApiCall, body: OutsideForm) -> OutsideRequestMessage:
    """Make a request, which waits for a supervisor."""
    with call.hq.writing() as work:
        return requests.make(work, call.caller, body)


@ROUTES.does(acts.TAKE_STEP)
def take_step(call: ApiCall, number: int, body: OutsideStepRequest) -> OutsideRequestMessage:
    """Approve, decline, swear, send, answer, keep, cancel or withdraw a request."""
    with call.hq.writing() as work:
        step = requests.step(work, call.caller, number, body)
    call.hq.database.leave_nothing_erased()
    return step


@ROUTES.does(acts.PRINT_STATEMENT, returns=PDF)
def print_statement(call: ApiCall, number: int) -> Response:
    """Give the statement to sign, as PDF."""
    return Response(outside_statement.statement(call.hq, call.caller, number), media_type=PDF)


@ROUTES.does(acts.LOG_ACCESS)
def log_access(call: ApiCall, body: OutsideAccess) -> None:
    """Log what the caller searched for in readers that others operate."""
    with call.hq.writing() as work:
        outside_access.log(work, call.caller, body)


@ROUTES.does(acts.SHOW_ACCESSES)
def show_accesses(call: ApiCall, body: AccessSearch) -> AccessRows:
    """Show the log of access to others' readers."""
    with call.hq.writing() as work:
        return outside_access.searched(work, call.caller, body)


@ROUTES.does(acts.EXPORT_ACCESSES)
def export_accesses(call: ApiCall, body: AccessSearch) -> AccessFile:
    """Give the log as CSV, without what was typed."""
    with call.hq.writing() as work:
        return outside_access.exported(work, call.caller, body)
