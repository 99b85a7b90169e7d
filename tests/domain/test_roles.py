import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.errors import NotPermittedError
from mdt_alpr.domain.people.roles import PERMISSIONS, Permission, Role, Session, demand, may
from tests.builders import NOW


def test_every_role_has_its_permissions() -> None:
    assert set(PERMISSIONS) == set(Role)


def test_every_permission_is_somebodys() -> None:
    assert frozenset().union(*PERMISSIONS.values()) == frozenset(Permission)


def test_the_technician_sees_no_captured_data() -> None:
    assert PERMISSIONS[Role.TECHNICIAN] == {Permission.RUN_SERVER, Permission.MANAGE_EQUIPMENT}


def test_who_audits_does_nothing_that_is_audited() -> None:
    assert PERMISSIONS[Role.AUDITOR] == {Permission.READ_AUDIT}
    assert not any(
        {Permission.READ_AUDIT, Permission.OPERATE_CAR} <= held
        or {Permission.READ_AUDIT, Permission.REVIEW_HITS} <= held
        or {Permission.READ_AUDIT, Permission.RUN_SERVER} <= held
        for held in PERMISSIONS.values()
    )


def test_an_officer_operates_the_car_searches_and_asks_for_preservation() -> None:
    assert PERMISSIONS[Role.OFFICER] == {
        Permission.OPERATE_CAR,
        Permission.REQUEST_HOLDS,
        Permission.SEARCH_READS,
    }


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_what_a_role_may_not_do_is_refused(role: Role, permission: Permission) -> None:
    if may(role, permission):
        demand(role, permission)
        return
    with pytest.raises(NotPermittedError, match=role.value):
        demand(role, permission)


@pytest.mark.clause(policy.ACCESS_RECORDED.number)
def test_a_session_names_its_person_and_never_shows_its_token() -> None:
    session = Session("o214", "R. Alvarez", Role.OFFICER, NOW, "secret-token")
    assert "o214" in repr(session)
    assert "secret-token" not in repr(session)
