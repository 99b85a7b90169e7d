"""Pictures from the cars; evidence packages and keys of the cars' computers.

Several in one request are kept as they arrive: what came whole before a cut need not be sent
again, and ``PICTURES_HELD`` answers which those are.
"""

from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from mdt_alpr.acts import evidence as acts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import ApiCall, RefusedError
from mdt_alpr.hq.base.http import BYTES, answer, body_of, nothing
from mdt_alpr.hq.evidence import pictures, service
from mdt_alpr.hq.people.devices import bind_unit
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire import addresses
from mdt_alpr.wire.brought import DeviceKeyNamed, UnitRequest
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.pictures import (
    DigestsMessage,
    Framed,
    PictureReceipt,
    PicturesMessage,
    Unframing,
)
from mdt_alpr.wire.problems import Problem

ROUTES = RouteTable()
_CAR, _ADMINISTER = Permission.OPERATE_CAR, Permission.MANAGE_ACCOUNTS
_KEPT_AT_ONCE = 32
"""Pictures a transaction: few enough that a cut costs little, enough to share its cost."""
_DIGESTS_BYTES = 256 * 1024


@ROUTES.serve("PUT", addresses.PICTURE, "Send a picture", _CAR, accepts="image/jpeg")
async def keep_picture(call: ApiCall, request: Request, digest: str) -> Response:
    """Keep a picture."""
    jpeg = await body_of(request, call.hq.settings.limits.picture_bytes)
    await run_in_threadpool(pictures.keep_picture, call.hq, digest, jpeg)
    return nothing()


@ROUTES.serve(
    "POST",
    addresses.PICTURES,
    "Send pictures",
    _CAR,
    accepts=BYTES,
    returns=PicturesMessage,
    signed=True,
    cameras=True,
)
async def keep_pictures(call: ApiCall, request: Request) -> Response:
    """Keep pictures."""
    receipts: list[PictureReceipt] = []
    async for group in _groups(request, call.hq.settings.limits.pictures_bytes):
        message = await run_in_threadpool(pictures.keep_pictures, call.hq, group)
        receipts += message.receipts
    return answer(PicturesMessage(tuple(receipts)))


@ROUTES.serve(
    "POST",
    addresses.PICTURES_HELD,
    "Ask which pictures are held",
    _CAR,
    accepts=DigestsMessage,
    returns=DigestsMessage,
    signed=True,
    cameras=True,
)
async def show_held(call: ApiCall, request: Request) -> Response:
    """Answer which pictures are held; so many digests are more than a message may hold."""
    asked = decode(DigestsMessage, await body_of(request, _DIGESTS_BYTES))

    def held() -> DigestsMessage:
        with call.hq.writing() as work:
            return pictures.held(work, asked, call.caller)

    return answer(await run_in_threadpool(held))


@ROUTES.does(acts.ACCEPT_KEY, slashes=True)
def accept_key(call: ApiCall, device: str, body: DeviceKeyNamed) -> DeviceKeyNamed:
    """Accept the key that a car's computer shows, named by its first digits."""
    return DeviceKeyNamed(service.accept_key(call.hq, device, body.key, call.by))


@ROUTES.does(acts.SET_UNIT, slashes=True)
def set_unit(call: ApiCall, device: str, body: UnitRequest) -> None:
    """Say which unit a car's computer is."""
    with call.hq.writing() as work:
        bind_unit(work, device, body.unit, call.by)


async def _groups(request: Request, most: int) -> AsyncIterator[list[Framed]]:
    unframing, group, size = Unframing(), list[Framed](), 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise RefusedError(Problem.TOO_LARGE)
        group += unframing.feed(part)
        if len(group) >= _KEPT_AT_ONCE:
            yield group
            group = []
    if group:
        yield group
    if not unframing.has_ended_whole:
        raise RefusedError(Problem.MALFORMED, "The last picture did not come whole.")
