"""Incidents: anybody reports, and who decides works them."""

from dataclasses import replace

from mdt_alpr.acts import incidents as acts
from mdt_alpr.acts.devices import REVOKE
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.base.paging import Paging
from mdt_alpr.hq.incidents import service as incidents
from mdt_alpr.hq.incidents.lost_machines import revoke_machine
from mdt_alpr.hq.people.device_routes import show_devices
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire.devices import DevicesMessage, RevocationRequest
from mdt_alpr.wire.incidents import (
    IncidentMessage,
    IncidentReport,
    IncidentsMessage,
    IncidentStepRequest,
)

ROUTES = RouteTable()
_ANYBODY = Permission.REQUEST_HOLDS, Permission.READ_AUDIT, Permission.RUN_SERVER
"""Every role has one of these."""
_HANDLE = Permission.REVIEW_HITS, Permission.MANAGE_HOLDS


@ROUTES.does(acts.SHOW_INCIDENTS)
def show_incidents(
    call: ApiCall, first: int = 0, order: str = "", descending: int = 0
) -> IncidentsMessage:
    """Show the own reports, and those of others whom the caller answers for."""
    with call.hq.writing() as work:
        return incidents.incidents_for(work, call.caller, Paging(order, bool(descending), first))


@ROUTES.does(acts.REPORT_INCIDENT)
def report_incident(call: ApiCall, body: IncidentReport) -> IncidentMessage:
    """Keep a report, and freeze what its hit holds."""
    if not body.incident_id:
        body = replace(body, incident_id=new_id(call.hq.clock.now(), call.hq.random_bytes(10)))
    number = incidents.report(call.hq, call.caller, body)
    with call.hq.reading() as work:
        return incidents.seen_one(work, call.caller, number)


@ROUTES.does(acts.SHOW_INCIDENT)
def show_incident(call: ApiCall, number: int) -> IncidentMessage:
    """Show an incident, with what became of its evidence."""
    with call.hq.writing() as work:
        return incidents.shown_one(work, call.caller, number)


@ROUTES.does(acts.TAKE_STEP)
def take_step(call: ApiCall, number: int, body: IncidentStepRequest) -> IncidentMessage:
    """Confirm, dismiss, assess, notify, note or close an incident."""
    with call.hq.writing() as work:
        return incidents.step(work, call.caller, number, body)


@ROUTES.does(REVOKE, slashes=True)
def revoke(call: ApiCall, device: str, body: RevocationRequest) -> DevicesMessage:
    """Let a machine count no more: it erases itself at its next contact; a loss is an incident."""
    revoke_machine(call.hq, device, body, call.by)
    return show_devices(call)
