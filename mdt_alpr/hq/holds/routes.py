"""Preservation requests: who files, sees, swears, renews and ends them (09.21.8.A and C)."""

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from mdt_alpr.acts import holds as acts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import LARGEST_PAPER
from mdt_alpr.domain.retention.holds import HoldRefusedError
from mdt_alpr.hq.base.declared import checked
from mdt_alpr.hq.base.headquarters import ApiCall, RefusedError
from mdt_alpr.hq.base.http import BYTES, answer, body_of
from mdt_alpr.hq.base.paging import Paging
from mdt_alpr.hq.holds import car_sync, lost_keys, service, views
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.holds import (
    FilingRequest,
    HoldAct,
    HoldActRequest,
    HoldMessage,
    HoldOrders,
    HoldRequest,
    HoldsMessage,
    KnownHolds,
    NotariesMessage,
    NotaryEnd,
    NotaryRequest,
    OathRequest,
    PaperRequest,
    WarrantRequest,
)
from mdt_alpr.wire.problems import Problem

ROUTES = RouteTable()
_MANAGE, _REQUEST = Permission.MANAGE_HOLDS, Permission.REQUEST_HOLDS
_SEE = _REQUEST, Permission.READ_AUDIT
_REFUSED = Problem.HOLD_REFUSED
_PDF = "application/pdf"


@ROUTES.does(acts.SHOW_LOG)
def show_log(  # noqa: PLR0913 - one argument a parameter of the address
    call: ApiCall,
    *,
    show: str = "",
    first: int = 0,
    size: int = 50,
    order: str = "",
    descending: int = 0,
) -> HoldsMessage:
    """Show a page of the log: all lines, or the caller's own."""
    paging = Paging(order, bool(descending), first)
    with call.hq.writing() as work:
        return views.log_page(work, call.caller, show, paging, size)


@ROUTES.does(acts.FILE_REQUEST, status=HTTPStatus.CREATED)
def file_request(call: ApiCall, body: HoldRequest) -> HoldMessage:
    """File form ALPR-1; what it covers is held with the answer."""
    return show_hold(call, service.file_request(call.hq, call.caller, body))


@ROUTES.does(acts.FILE_WARRANT, status=HTTPStatus.CREATED)
def file_warrant(call: ApiCall, body: WarrantRequest) -> HoldMessage:
    """Enter a warrant; what it covers is held with the answer."""
    return show_hold(call, service.file_warrant(call.hq, call.caller, body))


@ROUTES.does(acts.SHOW_HOLD)
def show_hold(call: ApiCall, number: int) -> HoldMessage:
    """Show a request with its timeline, papers and what is held."""
    with call.hq.writing() as work:
        return views.hold_file(work, call.caller, number)


@ROUTES.does(acts.SWEAR)
def swear(call: ApiCall, number: int, body: OathRequest) -> HoldMessage:
    """Note who notarized the attached form, and when."""
    service.swear(call.hq, call.caller, number, body)
    return show_hold(call, number)


@ROUTES.does(acts.NOTE_FILING)
def note_filing(call: ApiCall, number: int, body: FilingRequest) -> HoldMessage:
    """Note the PowerDMS reference, or when the copy was emailed."""
    service.note_filing(call.hq, call.caller, number, body)
    return show_hold(call, number)


@ROUTES.does(acts.DECIDE)
def act(call: ApiCall, number: int, body: HoldActRequest) -> HoldMessage:
    """Do it, with its reason; a second person ends a warrant's or another's final hold too."""
    if body.act is HoldAct.GIVE_UP_KEYS:
        lost_keys.give_up(call.hq, call.caller, number, body.why)
    else:
        second = call.second.person_id if call.second else ""
        service.act(call.hq, call.caller, number, body, second)
    return show_hold(call, number)


@ROUTES.does(acts.ATTACH, accepts=BYTES, returns=HoldMessage)
async def attach(call: ApiCall, request: Request, number: int) -> Response:
    """Attach a scan; what it is comes as the first line, its bytes follow."""
    most = call.hq.settings.limits.message_bytes + LARGEST_PAPER
    line, _, content = (await body_of(request, most)).partition(b"\n")

    def attached() -> HoldMessage:
        call.still_permitted()
        asked = checked(decode(PaperRequest, line), _REFUSED)
        try:
            service.add_paper(call.hq, call.caller, number, asked, content)
        except HoldRefusedError as error:
            raise RefusedError(_REFUSED, str(error)) from error
        return show_hold(call, number)

    return answer(await run_in_threadpool(attached))


@ROUTES.does(acts.GIVE_PAPER, returns=BYTES)
def give_paper(call: ApiCall, number: int, digest: str) -> Response:
    """Give an attached paper."""
    with call.hq.writing() as work:
        content = views.paper_of(work, call.caller, number, digest)
    return Response(content, media_type=BYTES)


@ROUTES.does(acts.PRINT_FORM, returns=_PDF)
def print_form(call: ApiCall, number: int) -> Response:
    """Give the form as PDF, to be sworn and notarized."""
    return Response(views.form_as_pdf(call.hq, call.caller, number), media_type=_PDF)


@ROUTES.does(acts.GIVE_PICTURE, returns="image/jpeg")
def give_picture(call: ApiCall, number: int, digest: str) -> Response:
    """Give a picture that a hold keeps."""
    with call.hq.writing() as work:
        jpeg = views.held_picture(work, call.caller, number, digest)
    return Response(jpeg, media_type="image/jpeg")


@ROUTES.does(acts.SHOW_NOTARIES)
def show_notaries(call: ApiCall) -> NotariesMessage:
    """Show everybody who notarizes form ALPR-1 or did."""
    with call.hq.writing() as work:
        return views.notaries(work, call.caller)


@ROUTES.does(acts.ADD_NOTARY)
def add_notary(call: ApiCall, body: NotaryRequest) -> NotariesMessage:
    """Put a person on the list."""
    service.add_notary(call.hq, call.caller, body)
    return show_notaries(call)


@ROUTES.does(acts.END_NOTARY)
def end_notary(call: ApiCall, number: int, body: NotaryEnd) -> NotariesMessage:
    """Record the last day."""
    service.end_notary(call.hq, call.caller, number, body.last_day)
    return show_notaries(call)


@ROUTES.serve(
    "POST",
    addresses.CAR_HOLDS,
    "Ask for the holds over a car's cameras",
    Permission.OPERATE_CAR,
    signed=True,
    cameras=True,
)
def give_holds(call: ApiCall, body: KnownHolds) -> HoldOrders:
    """Give the live holds, and which of the car's ended."""
    with call.hq.writing() as work:
        return car_sync.orders(work, call.caller, body)
