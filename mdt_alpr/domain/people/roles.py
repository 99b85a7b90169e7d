"""Who may do what (ACC-12): roles of the order, permissions, the table between them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mdt_alpr.domain.errors import NotPermittedError
from mdt_alpr.domain.hit.review import Returned


class Role(StrEnum):
    """Roles of General Order 09.21, and the technician who runs the machines."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    CUSTODIAN = "custodian"
    ADMINISTRATOR = "administrator"
    TECHNICIAN = "technician"


class Permission(StrEnum):
    """What an account may be allowed to do."""

    OPERATE_CAR = "operate_car"
    SEE_OVERVIEW = "see_overview"
    REVIEW_HITS = "review_hits"
    DOWNLOAD = "download"
    MANAGE_LISTS = "manage_lists"
    MANAGE_ACCOUNTS = "manage_accounts"
    RELEASE_OFFICERS = "release_officers"
    RECORD_TRAINING = "record_training"
    READ_AUDIT = "read_audit"
    RUN_SERVER = "run_server"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: frozenset({Permission.OPERATE_CAR}),
    Role.SUPERVISOR: frozenset(
        {Permission.OPERATE_CAR, Permission.SEE_OVERVIEW, Permission.REVIEW_HITS,
         Permission.RELEASE_OFFICERS}
    ),
    Role.CUSTODIAN: frozenset(
        {Permission.SEE_OVERVIEW, Permission.DOWNLOAD, Permission.MANAGE_LISTS,
         Permission.RECORD_TRAINING, Permission.READ_AUDIT}
    ),
    Role.ADMINISTRATOR: frozenset(
        {Permission.SEE_OVERVIEW, Permission.DOWNLOAD, Permission.MANAGE_LISTS,
         Permission.MANAGE_ACCOUNTS, Permission.RELEASE_OFFICERS, Permission.RECORD_TRAINING,
         Permission.READ_AUDIT}
    ),
    Role.TECHNICIAN: frozenset({Permission.RUN_SERVER}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in person: who, in which role, since when, by which token."""

    person_id: str
    name: str
    role: Role
    signed_in_at: datetime
    token: str
    returned: tuple[Returned, ...] = ()
    """Hits that a supervisor sent back for correction since the last sign-in (09.21.6)."""
    trained_until: date | None = None
    """The last day on which the person's training counts (TRN-03); None where not known."""
    training: bool = False
    """Whether headquarters trains: nothing there is real (TRN-04)."""

    def __repr__(self) -> str:
        """Return a text without the token, so that no log line can hold it."""
        return f"Session({self.person_id!r}, {self.role.value!r})"


def may(role: Role, permission: Permission) -> bool:
    """Tell whether a role has a permission."""
    return permission in PERMISSIONS[role]


def demand(role: Role, permission: Permission) -> None:
    """Refuse unless the role has the permission.

    Raises:
        NotPermittedError: it has not.
    """
    if not may(role, permission):
        message = f"A {role.value} account may not do this."
        raise NotPermittedError(message)
