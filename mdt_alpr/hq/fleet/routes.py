"""Addresses of the fleet."""

from mdt_alpr.acts import fleet as acts
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.fleet import facts
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire.fleet import FleetMessage

ROUTES = RouteTable()


@ROUTES.does(acts.SHOW_FLEET)
def show_fleet(call: ApiCall) -> FleetMessage:
    """Show every machine in use."""
    with call.hq.writing() as work:
        return facts.fleet_of(work, call.by)
