"""Letting captured data out: who may record, decide and give (09.21.7.B to D, 8.B, 8.E)."""

from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from mdt_alpr.acts import disclosures as acts
from mdt_alpr.acts import nlets as nlets_acts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import LARGEST_PAPER
from mdt_alpr.domain.retention.disclosure import DisclosureRefusedError
from mdt_alpr.domain.search.nlets import NletsQuery
from mdt_alpr.hq.base.declared import checked
from mdt_alpr.hq.base.headquarters import ApiCall, RefusedError
from mdt_alpr.hq.base.http import BYTES, answer, answer_with, body_of, place_of
from mdt_alpr.hq.disclosures import letters, nlets, registers, release, requests, status_page
from mdt_alpr.hq.people.endpoints import MayAsk, RouteTable
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.disclosures import (
    DisclosureActRequest,
    DisclosureFilter,
    DisclosureMessage,
    DisclosureRecord,
    DisclosuresMessage,
    DocumentName,
)
from mdt_alpr.wire.nlets import NletsAnswer, NletsDetail
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.release import (
    Acknowledgment,
    CopyEnd,
    MediumRequest,
    MediumRetirement,
    PackagePassphrase,
    PackagesMessage,
    PackageWritten,
    PortableMediaMessage,
    ReleaseRequest,
)

ROUTES = RouteTable()
_MAY = Permission.DOWNLOAD
_REFUSED, _KEPT = Problem.DISCLOSURE_REFUSED, Problem.LET_OUT_REFUSED
PDF, _CSV, _HTML = "application/pdf", "text/csv", "text/html"
_MOST, LARGEST_PAGE = 2**31, 1000


@ROUTES.does(acts.SHOW_LOG)
def show_log(call: ApiCall, body: DisclosureFilter) -> DisclosuresMessage:
    """Show a page of the log."""
    _demand_page(body)
    with call.hq.writing() as work:
        return requests.log_of(work, body, call.by)


@ROUTES.does(acts.EXPORT_LOG, returns=_CSV)
def export_log(call: ApiCall, body: DisclosureFilter) -> Response:
    """Give the log as CSV."""
    _demand_page(body)
    with call.hq.writing() as work:
        return Response(requests.csv_of(work, body, call.by), media_type=_CSV)


@ROUTES.does(acts.RECORD_REQUEST, status=HTTPStatus.CREATED)
def record_request(call: ApiCall, body: DisclosureRecord) -> DisclosureMessage:
    """Put a request on record, whoever asks."""
    return show_request(call, requests.record_request(call.hq, call.caller, body))


@ROUTES.does(acts.SHOW_REQUEST)
def show_request(call: ApiCall, number: int) -> DisclosureMessage:
    """Show one request with its timeline and documents."""
    with call.hq.writing() as work:
        return requests.request_of(work, number, call.by)


@ROUTES.does(acts.COMPLETE_REQUEST)
def complete_request(call: ApiCall, number: int, body: DisclosureRecord) -> DisclosureMessage:
    """Keep what came later."""
    requests.complete(call.hq, call.caller, number, body)
    return show_request(call, number)


@ROUTES.does(acts.DECIDE)
def decide(call: ApiCall, number: int, body: DisclosureActRequest) -> DisclosureMessage:
    """Grant, refuse or deny a request, ask for more, or give up its lost papers."""
    requests.decide(call.hq, call.caller, number, body)
    return show_request(call, number)


@ROUTES.does(acts.ADD_PAPER, accepts=BYTES, returns=DisclosureMessage)
async def add_paper(call: ApiCall, request: Request, number: int) -> Response:
    """Attach a document to a request; its name is the first line, as a message."""
    most = call.hq.settings.limits.message_bytes + LARGEST_PAPER
    line, _, paper = (await body_of(request, most)).partition(b"\n")

    def done() -> DisclosureMessage:
        call.still_permitted()
        named = checked(decode(DocumentName, line), _REFUSED)
        try:
            requests.add_paper(call.hq, call.caller, number, named.name, paper)
        except DisclosureRefusedError as error:
            raise RefusedError(_REFUSED, str(error)) from error
        return show_request(call, number)

    return answer(await run_in_threadpool(done))


@ROUTES.does(acts.GIVE_PAPER, returns=BYTES)
def give_paper(call: ApiCall, number: int, digest: str) -> Response:
    """Give a document of a request."""
    with call.hq.writing() as work:
        return Response(requests.paper_of(work, number, digest, call.by), media_type=BYTES)


@ROUTES.does(acts.GIVE_LETTER, returns=PDF)
def give_letter(call: ApiCall, number: int) -> Response:
    """Print the letter of a request in its present state."""
    return Response(letters.letter_of(call.hq, call.caller, number), media_type=PDF)


@ROUTES.does(acts.SHOW_PACKAGES)
def show_packages(call: ApiCall) -> PackagesMessage:
    """Show the register of packages."""
    with call.hq.writing() as work:
        return registers.packages_of(work, call.by)


@ROUTES.does(acts.LET_OUT, returns=BYTES)
def release_package(call: ApiCall, body: ReleaseRequest) -> Response:
    """Give a package under a hold or a granted request: a message as one line, then the file."""
    message, data = release.release_package(call.hq, call.caller, body)
    return answer_with(message, data)


@ROUTES.does(acts.GIVE_NOTICE, returns=PDF)
def give_notice(call: ApiCall, number: int) -> Response:
    """Print the notice that goes with a package, with the receipt to sign."""
    return Response(letters.notice_of(call.hq, call.caller, number), media_type=PDF)


@ROUTES.does(acts.NOTE_WRITTEN)
def note_written(call: ApiCall, number: int, body: PackageWritten) -> None:
    """Record that the file of a package is on its medium: it is out from then on."""
    release.written(call.hq, call.caller, number, body.sha256)


@ROUTES.does(acts.SHOW_PASSPHRASE)
def show_passphrase(call: ApiCall, number: int) -> PackagePassphrase:
    """Show what opens a package whose receipt is signed."""
    with call.hq.writing() as work:
        return PackagePassphrase(number, registers.passphrase_of(work, number, call.by))


@ROUTES.does(acts.ACKNOWLEDGE)
def acknowledge(call: ApiCall, number: int, body: Acknowledgment) -> PackagesMessage:
    """Record who received a package and read its notice."""
    with call.hq.writing() as work:
        registers.acknowledge(work, number, body, call.by)
    return show_packages(call)


@ROUTES.does(acts.END_COPY)
def end_copy(call: ApiCall, number: int, body: CopyEnd) -> PackagesMessage:
    """Record that a copy came back or was destroyed."""
    with call.hq.writing() as work:
        registers.end_copy(work, number, body, call.by)
    return show_packages(call)


@ROUTES.does(acts.SHOW_MEDIA)
def show_media(call: ApiCall) -> PortableMediaMessage:
    """Show the register of portable media."""
    with call.hq.writing() as work:
        return registers.media_of(work, call.by)


@ROUTES.does(acts.REGISTER_MEDIUM)
def register_medium(call: ApiCall, body: MediumRequest) -> PortableMediaMessage:
    """Put a medium of the agency on the register."""
    with call.hq.writing() as work:
        registers.register_medium(work, body, call.by)
    return show_media(call)


@ROUTES.does(acts.RETIRE_MEDIUM)
def retire_medium(call: ApiCall, body: MediumRetirement) -> PortableMediaMessage:
    """Record that a medium was taken out of use."""
    with call.hq.writing() as work:
        registers.retire_medium(work, body, call.by)
    return show_media(call)


@ROUTES.does(acts.PRINT_HIT, returns=PDF)
def print_hit(call: ApiCall, number: int, hit_id: str) -> Response:
    """Print a hit under a final hold on one page."""
    return Response(release.held_sheet(call.hq, call.caller, number, hit_id), media_type=PDF)


@ROUTES.does(nlets_acts.ANSWER)
def answer_nlets(call: ApiCall, body: NletsQuery) -> NletsAnswer:
    """Show the events that answer another agency's query."""
    return nlets.answer(call.hq, call.caller, body)


@ROUTES.does(nlets_acts.PRINT_ANSWER)
def print_answer(call: ApiCall, body: NletsQuery) -> PaperFile:
    """Print the answer as a form."""
    return PaperFile.of("nlets-answer.pdf", nlets.paper(call.hq, call.caller, body))


@ROUTES.does(nlets_acts.PRINT_DETAIL)
def print_detail(call: ApiCall, body: NletsDetail) -> PaperFile:
    """Print one event, by EID and DAT."""
    return PaperFile.of("nlets-event.pdf", nlets.detail_paper(call.hq, call.caller, body))


@ROUTES.serve(
    "GET",
    addresses.REQUEST_STATUS,
    "Ask how the own request for data stands",
    returns=_HTML,
    is_open=True,
    machine=MayAsk.ANY,
)
def ask_status(call: ApiCall) -> Response:
    """Give the page that asks for number and code of a letter (DIS-08)."""
    return _page(status_page.empty_page(call.hq))


@ROUTES.serve(
    "POST",
    addresses.REQUEST_STATUS,
    "See how the own request for data stands",
    accepts="application/x-www-form-urlencoded",
    returns=_HTML,
    also=(HTTPStatus.NOT_FOUND,),
    is_open=True,
    machine=MayAsk.ANY,
)
async def show_status(call: ApiCall, request: Request) -> Response:
    """Show the state of one request to who has its code, and nothing of what was asked for."""
    form = await body_of(request, status_page.LARGEST_FORM)
    try:
        return _page(await run_in_threadpool(status_page.status_page, call.hq, form))
    except RefusedError as error:
        await request.app.state.refused.note(place_of(request.scope), error.problem)
        return _page(status_page.unknown_page(call.hq), HTTPStatus.NOT_FOUND)


def _page(text: str, status: int = HTTPStatus.OK) -> Response:
    return Response(text, status, status_page.HEADERS, _HTML)


def _demand_page(which: DisclosureFilter) -> None:
    if not (0 <= which.first < _MOST and 0 < which.size <= LARGEST_PAGE):
        raise RefusedError(Problem.MALFORMED, "first or size: out of range")
