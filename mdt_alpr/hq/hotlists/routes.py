"""Hotlists: to the cars; from the custodian; how they match and alert (HOT-08, ALR-04, HOT-11).

A package is that of ``wire.hotlist_package``, with gzip where the car accepts it; ``lineage`` is
the one in which the car's version counts.

A delivery is read as it comes, of any size; ``confirms`` names the custodian whose delivery an
administrator sends in again after having seen why it was stopped (D16); an administrator who is
there signs in for it instead, as the second person. ``written_at`` is when the
file was last written to, with its zone: without it, and where the file does not say from when its
data is, the data is as old as the upload (HOT-02).
"""

import secrets
import zlib
from collections.abc import Iterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Annotated

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from mdt_alpr.acts import hotlists as acts
from mdt_alpr.acts.feeds import RETIRE_LIST
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.hotlist import CategorySetting, CorrectionDraft
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import correction_time
from mdt_alpr.files import private_files
from mdt_alpr.hq.base.headquarters import ApiCall, RefusedError
from mdt_alpr.hq.base.http import BYTES, answer, body_in, nothing
from mdt_alpr.hq.hotlists import corrections
from mdt_alpr.hq.hotlists import service as hotlist_packages
from mdt_alpr.hq.hotlists.categories import (
    Decision,
    decide,
    every_category,
    look_alikes,
    set_category,
    set_look_alikes,
)
from mdt_alpr.hq.hotlists.deliveries import deliver, known_until, retire, trouble_messages
from mdt_alpr.hq.hotlists.importing import WORK_FOLDER, Delivery
from mdt_alpr.hq.hotlists.service import CarList
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.hq.people.parameters import QueryName
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import instant
from mdt_alpr.wire.hotlists import (
    CategoriesMessage,
    CategoryDecision,
    CorrectionRequest,
    CorrectionsMessage,
    DeliveryMessage,
    KnownListsMessage,
    LookAlikesMessage,
    LookAlikesRequest,
    MisreadsRequest,
    PlacedMessage,
    RenewalRequest,
    RetiredMessage,
    SettingMessage,
)
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.messages import HotlistMessage
from mdt_alpr.wire.problems import Problem

ROUTES = RouteTable()
MEDIA_TYPE = "application/vnd.mdt-alpr.hotlist"
LARGEST_DELIVERY = 8 * 1024 * 1024 * 1024
_FASTEST = 1
_CAR, _LISTS, _ADMINISTER = (
    Permission.OPERATE_CAR,
    Permission.MANAGE_LISTS,
    Permission.MANAGE_ACCOUNTS,
)
_NOTHING_NEW = (HTTPStatus.NO_CONTENT,)

# ---------------------------------------------------------------- to the cars


@ROUTES.serve(
    "GET",
    addresses.HOTLIST,
    "Get the whole list, or nothing where it is known",
    _CAR,
    returns=HotlistMessage,
    also=_NOTHING_NEW,
)
def give_hotlist(call: ApiCall, known_version: int = 0) -> Response:
    """Give the whole list, or nothing where the car has it."""
    if not hotlist_packages.is_new(call.hq, call.caller, CarList(known_version)):
        return nothing()
    with call.hq.writing() as work:
        package = hotlist_packages.serve(work, call.caller)
    return nothing() if package is None else answer(package)


@ROUTES.serve(
    "GET",
    addresses.HOTLIST_CHANGES,
    "Get what changed, signed",
    _CAR,
    returns=MEDIA_TYPE,
    also=_NOTHING_NEW,
    cameras=True,
)
async def give_changes(
    call: ApiCall, request: Request, known_version: int = 0, lineage: str = ""
) -> Response:
    """Give what changed since a version, or the whole list, signed."""
    known = CarList(known_version, lineage)
    if not await run_in_threadpool(hotlist_packages.is_new, call.hq, call.caller, known):
        return nothing()
    pieces = hotlist_packages.package(call.hq, call.caller, known)
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return StreamingResponse(pieces, media_type=MEDIA_TYPE)
    headers = {"Content-Encoding": "gzip"}
    return StreamingResponse(_gzipped(pieces), headers=headers, media_type=MEDIA_TYPE)


def _gzipped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packing = zlib.compressobj(_FASTEST, wbits=31)
    for piece in pieces:
        if packed := packing.compress(piece):
            yield packed
    yield packing.flush()


# ---------------------------------------------------------------- from the custodian


@ROUTES.does(
    acts.DELIVER_LIST, accepts=BYTES, returns=DeliveryMessage, also=(HTTPStatus.CONFLICT,)
)
async def deliver_list(  # noqa: PLR0913 - one argument a parameter of the address
    call: ApiCall,
    request: Request,
    *,
    name: str = "upload",
    format_name: Annotated[str, QueryName("format")] = "",
    confirms: str = "",
    written_at: str = "",
) -> Response:
    """Import an uploaded list, all of it or nothing."""
    if confirms and call.caller.role is not Role.ADMINISTRATOR:
        raise RefusedError(Problem.NOT_PERMITTED)
    written = instant(written_at, "written_at") if written_at else None
    path = call.hq.settings.data / WORK_FOLDER / f"{secrets.token_hex(8)}.upload"
    by, confirmed_by = (confirms, call.by) if confirms else (call.by, "")
    if call.second is not None:
        by, confirmed_by = call.by, call.confirmed_by
    delivery = Delivery(
        path,
        by,
        format_name,
        confirmed_by,
        Path(name).name,
        written,
        needs_age=True,
        is_named=call.second is None,
    )
    try:
        await body_in(request, path, LARGEST_DELIVERY)
        await run_in_threadpool(call.still_permitted)
        result = await run_in_threadpool(deliver, call.hq, delivery)
    except OutsideError as error:
        raise RefusedError(Problem.MALFORMED, str(error)) from error
    finally:
        private_files.remove(path)
    return answer(result, HTTPStatus.CONFLICT if result.stopped else HTTPStatus.OK)


@ROUTES.does(acts.SHOW_LISTS)
def show_lists(call: ApiCall, until: str = "") -> KnownListsMessage:
    """Show which lists were compared with, and since when (HOT-12)."""
    at = instant(until, "until") if until else None
    with call.hq.writing() as work:
        known = known_until(work, call.by, at or work.now)
        return replace(known, troubles=trouble_messages(work))


@ROUTES.does(RETIRE_LIST, slashes=True)
def retire_list(call: ApiCall, name: str, body: ReasonMessage) -> RetiredMessage:
    """Take every entry of a list off that nobody delivers any more, as two people say."""
    with call.hq.writing() as work:
        return RetiredMessage(retire(work, name, body.why, call.by, call.confirmed_by))


# ---------------------------------------------------------------- how cars match and alert


@ROUTES.does(acts.SHOW_CATEGORIES)
def show_categories(call: ApiCall) -> CategoriesMessage:
    """Show every category."""
    with call.hq.writing() as work:
        return every_category(work, call.by)


@ROUTES.does(acts.DECIDE_CATEGORY)
def decide_category(call: ApiCall, code: str, body: CategoryDecision) -> None:
    """Switch a category on for a lawful purpose, or off."""
    decision = Decision(code, body.purpose is not None, body.purpose, body.reason)
    with call.hq.writing() as work:
        decide(work, decision, call.by, call.caller.role)


@ROUTES.does(acts.SET_CATEGORY)
def set_one_category(call: ApiCall, code: str, body: SettingMessage) -> None:
    """Set how urgent a category is, how it alerts, what officers are to do."""
    setting = CategorySetting(code, body.priority, body.style, body.instruction)
    with call.hq.writing() as work:
        set_category(work, setting, body.reason, call.by, call.caller.role)


@ROUTES.does(acts.SHOW_MISREADS)
def show_misreads(call: ApiCall, body: MisreadsRequest) -> LookAlikesMessage:
    """Show whether look-alikes may match, and which misreads of plates they accept."""
    with call.hq.writing() as work:
        return look_alikes(work, body.plates, call.by)


@ROUTES.does(acts.SET_LOOK_ALIKES)
def allow_look_alikes(call: ApiCall, body: LookAlikesRequest) -> None:
    """Let look-alikes match, or not."""
    with call.hq.writing() as work:
        set_look_alikes(work, body, call.by, call.caller.role)


# ---------------------------------------------------------------- records that are wrong


@ROUTES.does(acts.SHOW_CORRECTIONS)
def show_corrections(call: ApiCall) -> CorrectionsMessage:
    """Show the corrections that hold."""
    with call.hq.writing() as work:
        return corrections.live(work, call.by)


@ROUTES.does(acts.PLACE_CORRECTION, status=HTTPStatus.CREATED)
def place_correction(call: ApiCall, body: CorrectionRequest) -> PlacedMessage:
    """Let no car alert on a record."""
    plate, lasts = Plate(body.text, body.state), correction_time(body.days)
    draft = CorrectionDraft(body.reason, body.evidence, body.owner_asked, lasts)
    with call.hq.writing() as work:
        return PlacedMessage(corrections.place(work, call.by, plate, body.entry_id, draft))


@ROUTES.does(acts.RENEW_CORRECTION)
def renew_correction(call: ApiCall, number: int, body: RenewalRequest) -> None:
    """Let a correction last longer."""
    with call.hq.writing() as work:
        corrections.renew(work, call.by, number, body.reason, correction_time(body.days))


@ROUTES.does(acts.NOTE_OWNER)
def note_owner(call: ApiCall, number: int, body: ReasonMessage) -> None:
    """Note how the owner of the record was asked to correct it."""
    with call.hq.writing() as work:
        corrections.note_owner(work, call.by, number, body.why)


@ROUTES.does(acts.END_CORRECTION)
def end_correction(call: ApiCall, number: int, body: ReasonMessage) -> None:
    """Let cars alert on the record again."""
    with call.hq.writing() as work:
        corrections.end(work, call.by, number, body.why)
