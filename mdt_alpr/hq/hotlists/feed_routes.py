"""The lists as the custodian watches and settles them (09.21.4.A.3, HOT-02, HOT-04, HOT-12)."""

from mdt_alpr.acts import feeds as acts
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import ApiCall, RefusedError
from mdt_alpr.hq.base.paging import Paging
from mdt_alpr.hq.hotlists import feeds
from mdt_alpr.hq.hotlists.deliveries import accept, dismiss
from mdt_alpr.hq.hotlists.history import listed_then
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire.feeds import (
    DeliveriesMessage,
    DroppedLinesMessage,
    FeedsMessage,
    ListedThenMessage,
    ListedThenRequest,
)
from mdt_alpr.wire.hotlists import DeliveryMessage, DismissedMessage
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem

ROUTES = RouteTable()
_LISTS = Permission.MANAGE_LISTS
_PAGE = 100


@ROUTES.does(acts.SHOW_FEEDS)
def show_feeds(call: ApiCall) -> FeedsMessage:
    """Show every list in use, and which one each car has."""
    with call.hq.writing() as work:
        return feeds.health(call.hq, work, call.by)


@ROUTES.does(acts.SHOW_PAST_DAY)
def show_past_day(call: ApiCall, body: ListedThenRequest) -> ListedThenMessage:
    """Show which lists were in use then, or what was on them of a plate (HOT-12)."""
    with call.hq.writing() as work:
        return listed_then(work, call.by, body)


@ROUTES.does(acts.SHOW_DELIVERIES)
def show_deliveries(
    call: ApiCall, first: int = 0, most: int = _PAGE, order: str = "", descending: int = 0
) -> DeliveriesMessage:
    """Show a page of the deliveries."""
    with call.hq.writing() as work:
        return feeds.page(work, call.by, Paging(order, bool(descending), first), most)


@ROUTES.does(acts.SHOW_DROPPED)
def show_dropped(  # noqa: PLR0913 - one argument a parameter of the address
    call: ApiCall,
    number: int,
    *,
    first: int = 0,
    most: int = _PAGE,
    order: str = "",
    descending: int = 0,
) -> DroppedLinesMessage:
    """Show which lines were dropped, and why."""
    return feeds.dropped(call.hq, call.by, number, Paging(order, bool(descending), first), most)


@ROUTES.does(acts.DISMISS_DELIVERY)
def dismiss_delivery(call: ApiCall, number: int, body: ReasonMessage) -> DismissedMessage:
    """Settle a stopped delivery that nothing is to replace."""
    with call.hq.writing() as work:
        return DismissedMessage(dismiss(work, number, body.why, call.by, call.confirmed_by))


@ROUTES.does(acts.ACCEPT_DELIVERY)
def accept_delivery(call: ApiCall, number: int, body: ReasonMessage) -> DeliveryMessage:
    """Import a stopped file that is kept; an administrator confirms it."""
    try:
        return accept(call.hq, number, body.why, call.by, call.confirmed_by)
    except OutsideError as error:
        raise RefusedError(Problem.MALFORMED, str(error)) from error
