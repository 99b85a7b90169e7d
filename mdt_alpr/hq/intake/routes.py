"""What cars send, and what was set aside of it."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import ApiCall, RefusedError
from mdt_alpr.hq.base.http import ConcurrencyLimit, body_of, drained
from mdt_alpr.hq.intake import set_aside_review
from mdt_alpr.hq.intake.batches import Batches, Packed
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire import addresses
from mdt_alpr.wire.manual import DecisionMessage
from mdt_alpr.wire.messages import BatchMessage, ReceiptsMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import AsidesMessage

ROUTES = RouteTable()
_LARGEST = 2**31


@ROUTES.serve(
    "POST",
    addresses.ITEMS,
    "Send a batch of items",
    Permission.OPERATE_CAR,
    accepts=BatchMessage,
    returns=ReceiptsMessage,
    signed=True,
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


@ROUTES.serve("GET", addresses.SET_ASIDE, "See what was set aside", Permission.READ_AUDIT)
def show_set_aside(call: ApiCall) -> AsidesMessage:
    """Show what waits for a decision."""
    with call.hq.writing() as work:
        return set_aside_review.waiting(work, call.by)


@ROUTES.serve(
    "POST",
    addresses.SET_ASIDE_DECISION,
    "Decide on what was set aside",
    Permission.MANAGE_ACCOUNTS,
)
def decide(call: ApiCall, number: str, body: DecisionMessage) -> None:
    """Decide on one item."""
    if not number.isascii() or not number.isdigit() or int(number) >= _LARGEST:
        raise RefusedError(Problem.NO_SUCH_ASIDE)
    with call.hq.writing() as work:
        set_aside_review.decide(work, int(number), body, call.by)
