"""Machines: their enrollment, their renewal, and who may revoke them."""

from http import HTTPStatus

from mdt_alpr.acts import devices as acts
from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.people import cameras, enrolling
from mdt_alpr.hq.people.ended_memory import remember
from mdt_alpr.hq.people.endpoints import MayAsk, RouteTable
from mdt_alpr.wire import addresses
from mdt_alpr.wire.devices import (
    CertificateRenewal,
    CodeMessage,
    CodeRequest,
    DevicesMessage,
    EnrollmentMessage,
    EnrollRequest,
    OwnDeviceMessage,
)

ROUTES = RouteTable()


@ROUTES.serve(
    "POST",
    addresses.ENROLL,
    "Enroll a machine by its code",
    status=HTTPStatus.CREATED,
    is_open=True,
    machine=MayAsk.ANY,
)
def enroll(call: ApiCall, body: EnrollRequest) -> EnrollmentMessage:
    """Give a machine its certificate; nobody needs to be signed in, the code is enough."""
    enrolled = enrolling.enroll(call.hq, body)
    remember(call.hq)
    return enrolled


@ROUTES.serve(
    "GET", addresses.DEVICE, "See the own machine", is_open=True, signed=True, cameras=True
)
def show_own(call: ApiCall) -> OwnDeviceMessage:
    """Show a machine what is known of it; a revoked one is told so."""
    return enrolling.own_device(call.hq, call.device)


@ROUTES.serve(
    "POST", addresses.DEVICE_RENEWAL, "Renew the own certificate", is_open=True, cameras=True
)
def renew(call: ApiCall, body: CertificateRenewal) -> EnrollmentMessage:
    """Give a machine in use another certificate."""
    with call.hq.writing() as work:
        return enrolling.renew(call.hq, work, call.device, body.request)


@ROUTES.serve(
    "POST",
    addresses.DEVICE_WIPED,
    "Say that the own machine erased itself",
    is_open=True,
    machine=MayAsk.INCLUDING_REVOKED,
    cameras=True,
)
def note_wiped(call: ApiCall) -> None:
    """Record that a revoked machine erased itself."""
    with call.hq.writing() as work:
        enrolling.note_wiped(work, call.device)


@ROUTES.does(acts.SHOW_DEVICES)
def show_devices(call: ApiCall) -> DevicesMessage:
    """Show every machine that is or was enrolled."""
    with call.hq.writing() as work:
        return enrolling.devices_of(work, call.by)


@ROUTES.does(acts.MAKE_CODE)
def make_code(call: ApiCall, body: CodeRequest) -> CodeMessage:
    """Make a one-time code for a machine."""
    with call.hq.writing() as work:
        return enrolling.offer_code(call.hq, work, body, call.by)


@ROUTES.does(acts.SET_PLACE, slashes=True)
def set_place(call: ApiCall, device: str, body: CameraPlace) -> None:
    """Say where a fixed camera is; its next reads say so, too."""
    with call.hq.writing() as work:
        cameras.put_in_place(work, device, body, call.by)
