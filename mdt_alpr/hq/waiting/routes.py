"""What waits for the person who asks."""

from mdt_alpr.acts.waiting import SHOW_WAITING
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.hq.waiting.service import waiting_for
from mdt_alpr.wire.waiting import WaitingMessage

ROUTES = RouteTable()


@ROUTES.does(SHOW_WAITING)
def show_waiting(call: ApiCall) -> WaitingMessage:
    """Show what waits for the caller."""
    with call.hq.writing() as work:
        return waiting_for(work, call.caller)
