"""Fixed cameras at headquarters: known by their certificate alone, placed by the administrator."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.fixed_cameras import CameraPlace, checked_place
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Caller, EnrolledDevice, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.tables import DEVICES
from mdt_alpr.hq.people import enrollment_store as enrollments
from mdt_alpr.hq.people.adoption import adoption_problem
from mdt_alpr.wire.problems import Problem


def camera_caller(hq: Headquarters, machine: EnrolledDevice) -> Caller:
    """Return a fixed camera as who asks: nobody is signed in on it.

    Raises:
        RefusedError: the agency's policy is not on record, or the camera was revoked meanwhile.
    """
    with hq.reading() as work:
        problem = adoption_problem(hq, work)
        if enrollments.is_revoked(work.connection, machine.device):
            problem = Problem.REVOKED
        place = enrollments.cameras(work.connection).get(machine.device)
        where = work.asking[1].address
    if problem is not None:
        raise RefusedError(problem)
    unit = name_of(machine.device, place)
    nobody = "", "", Role.OFFICER
    return Caller(*nobody, machine.device, "", unit=unit, address=where, is_camera=True)


def name_of(device: str, place: CameraPlace | None) -> str:
    """Return what people call a camera."""
    return place.name if place else device


def note_camera(hq: Headquarters, machine: EnrolledDevice) -> CameraPlace | None:
    """Note that a camera is there, also where nothing passes it; return its place."""
    with hq.writing() as work:
        row = {"device": machine.device, "last_seen_at": work.now, "verified": 0}
        put_row(work.connection, DEVICES, {**row, "chain_state": "whole"}, "last_seen_at")
        return enrollments.cameras(work.connection).get(machine.device)


def put_in_place(work: Work, device: str, at: CameraPlace, by: str) -> None:
    """Say where a camera is and which way it looks.

    Raises:
        PlaceRefusedError: it is no place.
        RefusedError: no such camera is in use.
    """
    at = checked_place(at)
    demand_seen(enrollments.cameras(work.connection).get(device))
    if not enrollments.place(work.connection, device, at):
        raise RefusedError(Problem.NO_SUCH_DEVICE)
    facts = (
        ("name", at.name),
        ("lat", f"{at.lat:.6f}"),
        ("lon", f"{at.lon:.6f}"),
        ("direction", at.direction),
    )
    record(work, AuditEvent.HQ_CAMERA_PLACED, device, by, *facts)
