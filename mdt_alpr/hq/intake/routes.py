"""What cars send, and what was set aside of it."""

import secrets

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from mdt_alpr.acts import intake as acts
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.files import private_files
from mdt_alpr.hq.base.headquarters import ApiCall, RefusedError
from mdt_alpr.hq.base.http import BYTES, ConcurrencyLimit, answer_with, body_in, body_of, drained
from mdt_alpr.hq.intake import offload, quarantine_review
from mdt_alpr.hq.intake.batches import Batches, Packed
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire import addresses
from mdt_alpr.wire.brought import LoadedMessage, OffloadKeysMessage
from mdt_alpr.wire.manual import DecisionMessage
from mdt_alpr.wire.messages import BatchMessage, ReceiptsMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import AsidesMessage

ROUTES = RouteTable()
_LARGEST = 2**31
LARGEST_OFFLOAD = 8 * 1024 * 1024 * 1024
_WORK_FOLDER = "offload-in"
_MOST_DAYS = 366


@ROUTES.serve(
    "POST",
    addresses.ITEMS,
    "Send a batch of items",
    Permission.OPERATE_CAR,
    accepts=BatchMessage,
    returns=ReceiptsMessage,
    signed=True,
    cameras=True,
)
async def accept_items(call: ApiCall, request: Request) -> Response:
    """Accept a batch; what waits in a car is safe there, so that too many at once come again."""
    limit: ConcurrencyLimit = request.app.state.batch_limit
    try:
        with limit.passed():
            return await _accepted(call, request)
    except RefusedError as error:
        if error.problem is Problem.BUSY:
            await drained(request)
        raise


async def _accepted(call: ApiCall, request: Request) -> Response:
    batches: Batches = request.app.state.batches
    body = await body_of(request, call.hq.settings.limits.batch_bytes)
    encoding = request.headers.get("Content-Encoding", "")
    packed = Packed(call.caller, call.hq.clock.now(), encoding, body)
    result = await run_in_threadpool(batches.accept, packed)
    call.hq.notifier.notify(result.notified)
    return Response(result.receipts, media_type="application/json")


@ROUTES.does(acts.SHOW_QUARANTINE)
def show_set_aside(call: ApiCall) -> AsidesMessage:
    """Show what waits for a decision."""
    with call.hq.writing() as work:
        return quarantine_review.asides_for(work, call.by)


@ROUTES.does(acts.DECIDE)
def decide(call: ApiCall, number: str, body: DecisionMessage) -> None:
    """Decide on one item."""
    if not number.isascii() or not number.isdigit() or int(number) >= _LARGEST:
        raise RefusedError(Problem.NO_SUCH_ASIDE)
    with call.hq.writing() as work:
        quarantine_review.decide(work, int(number), body, call.by)


@ROUTES.does(acts.SHOW_OFFLOAD_KEYS)
def show_offload_keys(call: ApiCall, days: int = 60) -> OffloadKeysMessage:
    """Give the public keys of every date that a car may still bring something of."""
    if not 1 <= days <= _MOST_DAYS:
        raise RefusedError(Problem.MALFORMED, f"days: 1 to {_MOST_DAYS}")
    keys = offload.offload_keys(call.hq, days)
    return OffloadKeysMessage(keys.keys, offload.receipts_key(call.hq))


@ROUTES.does(acts.LOAD_OFFLOAD, accepts=BYTES, returns=BYTES)
async def load_offload(call: ApiCall, request: Request) -> Response:
    """Load a file; the answer is a message as one line, and the receipt file behind it."""
    path = call.hq.settings.data / _WORK_FOLDER / f"{secrets.token_hex(8)}.offload"

    def loaded() -> Response:
        call.still_permitted()
        outcome = offload.load(call.hq, path, call.by)
        counts = outcome.device, outcome.outcomes, outcome.pictures, outcome.expired_parts
        return answer_with(LoadedMessage(*counts), offload.receipt_for(call.hq, outcome))

    try:
        await body_in(request, path, LARGEST_OFFLOAD)
        return await run_in_threadpool(loaded)
    except OutsideError as error:
        words = str(error).replace(str(path), "The file")
        raise RefusedError(Problem.OFFLOAD_REFUSED, words) from error
    finally:
        private_files.remove(path)
