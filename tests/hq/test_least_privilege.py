"""Each role has what its work needs and nothing else (CJIS AC-6, AC-5; 09.21.2, 09.21.5.A)."""

from mdt_alpr.domain.people.roles import PERMISSIONS, PRIVILEGED, Permission, Role
from mdt_alpr.hq.people.endpoints import Endpoint
from mdt_alpr.hq.serving.routes import EVERY_ADDRESS

OWN = frozenset(
    {
        "DELETE /v1/sessions/current",
        "POST /v1/sessions/current/proof",
        "POST /v1/security-keys/{key_id}/name",
        "POST /v1/security-keys/{key_id}/remove",
        "POST /v1/manual-entries/{entry_id}/past-reads",
    }
)
"""What anybody who is signed in may ask for: about one's own session, keys and entry."""


def named(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.address}"


def open_to(role: Role) -> set[str]:
    """Return what a role may ask beyond what is open to everybody who is signed in."""
    held = PERMISSIONS[role]
    return {named(e) for e in EVERY_ADDRESS if not held.isdisjoint(e.permissions)}


def test_nobody_changes_anything_of_others_without_a_permission() -> None:
    free = {
        named(e)
        for e in EVERY_ADDRESS
        if not e.is_open and not e.permissions and e.method != "GET"
    }
    assert free == OWN


def test_a_technician_runs_machines_and_sees_no_plate_list_account_or_audit() -> None:
    equipment = {Permission.RUN_SERVER, Permission.MANAGE_EQUIPMENT}
    assert PERMISSIONS[Role.TECHNICIAN] <= equipment
    rooms = {one.split("/")[2] for one in open_to(Role.TECHNICIAN)}
    machines = {"devices", "cameras", "equipment", "test-plate", "work-orders", "destroyed-media"}
    machines |= {"fleet", "backups"}
    others = {"offload", "incidents", "saved-rows", "waiting", "trial"}
    """Keys that open no stick; own reports; what the pages above show, as a file; weather."""
    assert rooms <= machines | others


def test_an_auditor_changes_nothing_but_the_clocks_doubt() -> None:
    assert PERMISSIONS[Role.AUDITOR] == {Permission.READ_AUDIT}
    changing = {
        named(e)
        for e in EVERY_ADDRESS
        if Permission.READ_AUDIT in e.permissions and e.method in {"PUT", "DELETE"}
    }
    assert changing == set()


def test_no_role_holds_every_permission_and_each_permission_is_somebodys() -> None:
    assert all(held != set(Permission) for held in PERMISSIONS.values())
    assert set().union(*PERMISSIONS.values()) == set(Permission)


def test_who_drives_administers_nothing_and_who_administers_does_not_drive() -> None:
    for held in PERMISSIONS.values():
        if Permission.OPERATE_CAR in held:
            assert held & PRIVILEGED <= {Permission.RELEASE_OFFICERS}
            assert Permission.READ_AUDIT not in held
        assert Permission.RUN_SERVER not in held or not held & PRIVILEGED


def test_every_change_by_a_privileged_permission_wants_the_password_again() -> None:
    changes = [e for e in EVERY_ADDRESS if e.method != "GET" and set(e.permissions) & PRIVILEGED]
    assert len(changes) > 20
    assert [named(e) for e in changes if not e.is_privileged] == []
