"""Who may do what (ACC-12), and which teams' hits a reviewer sees (SUP-02)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mdt_alpr.domain.errors import DomainError, NotPermittedError
from mdt_alpr.domain.hit.trial_sample import TrialSample
from mdt_alpr.domain.policy import SESSION_LASTS


class Role(StrEnum):
    """Roles of General Order 09.21, who audits them, and who runs the machines."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    CUSTODIAN = "custodian"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    """Reads the record and does nothing that is on it (CJIS AC-5, AU-9(4); 09.21.3.A.4)."""
    TECHNICIAN = "technician"


class Permission(StrEnum):
    """What an account may be allowed to do."""

    OPERATE_CAR = "operate_car"
    SEE_OVERVIEW = "see_overview"
    SEARCH_READS = "search_reads"
    """Active coworkers have access to the stored data (09.21.8.B)."""
    REVIEW_HITS = "review_hits"
    DOWNLOAD = "download"
    MANAGE_LISTS = "manage_lists"
    MANAGE_ACCOUNTS = "manage_accounts"
    RELEASE_OFFICERS = "release_officers"
    RECORD_TRAINING = "record_training"
    READ_AUDIT = "read_audit"
    REQUEST_HOLDS = "request_holds"
    """Ask for captured data to be preserved: form ALPR-1 (09.21.8.C.2), or elsewhere (7.E)."""
    MANAGE_HOLDS = "manage_holds"
    """Decide on holds, and keep their log and file (09.21.4.A.2, 8.A)."""
    RUN_SERVER = "run_server"
    MANAGE_EQUIPMENT = "manage_equipment"
    """The register of equipment, its schedule and its work orders (09.21.3.A.2)."""


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OFFICER: frozenset(
        {Permission.OPERATE_CAR, Permission.SEARCH_READS, Permission.REQUEST_HOLDS}
    ),
    Role.SUPERVISOR: frozenset(
        {Permission.OPERATE_CAR, Permission.SEE_OVERVIEW, Permission.REVIEW_HITS,
         Permission.RELEASE_OFFICERS, Permission.SEARCH_READS, Permission.REQUEST_HOLDS}
    ),
    Role.CUSTODIAN: frozenset(
        {Permission.SEE_OVERVIEW, Permission.DOWNLOAD, Permission.MANAGE_LISTS,
         Permission.RECORD_TRAINING, Permission.READ_AUDIT, Permission.SEARCH_READS,
         Permission.REQUEST_HOLDS, Permission.MANAGE_HOLDS, Permission.MANAGE_EQUIPMENT}
    ),
    Role.ADMINISTRATOR: frozenset(
        {Permission.SEE_OVERVIEW, Permission.DOWNLOAD, Permission.MANAGE_LISTS,
         Permission.MANAGE_ACCOUNTS, Permission.RELEASE_OFFICERS, Permission.RECORD_TRAINING,
         Permission.READ_AUDIT, Permission.SEARCH_READS, Permission.REQUEST_HOLDS,
         Permission.MANAGE_HOLDS, Permission.MANAGE_EQUIPMENT}
    ),
    Role.AUDITOR: frozenset({Permission.READ_AUDIT}),
    Role.TECHNICIAN: frozenset({Permission.RUN_SERVER, Permission.MANAGE_EQUIPMENT}),
}  # fmt: skip

PRIVILEGED = frozenset(
    {Permission.MANAGE_ACCOUNTS, Permission.RELEASE_OFFICERS, Permission.RECORD_TRAINING,
     Permission.MANAGE_LISTS, Permission.MANAGE_HOLDS}
)  # fmt: skip
"""Whoever changes something by one of these gave the password lately (ACC-08, CJIS IA-11)."""

SAVES_ROWS = (Permission.DOWNLOAD, Permission.READ_AUDIT, Permission.MANAGE_EQUIPMENT)
"""One of these saves and prints the rows of a page at the desk; all others view (09.21.8.B)."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A hit that a supervisor sent back to its officer: which, why, by whom, when.

    ``category`` is the hit's, by code; there is no plate (RET-09).
    """

    hit_id: str
    raised_at: datetime
    category: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in person: who, in which role, since when, with which token."""

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
    policy: str = ""
    """The agency's adopted policy in words; empty where headquarters did not say."""
    offline_until: datetime | None = None
    """The end of a session that began without headquarters, which knows nothing of it."""
    sample: TrialSample | None = None
    """Which passes of a trial that runs are judged: missed ones are kept by it in the car."""

    @property
    def is_offline(self) -> bool:
        """Return whether a car began it without headquarters (CAR-01)."""
        return self.offline_until is not None

    @property
    def ends_at(self) -> datetime:
        """Return when the person must sign in again (ACC-08)."""
        ends = self.signed_in_at + SESSION_LASTS
        return ends if self.offline_until is None else min(ends, self.offline_until)

    def __repr__(self) -> str:
        """Return a text without the token, so that no log line can hold it."""
        return f"Session({self.person_id!r}, {self.role.value!r})"


def may(role: Role, permission: Permission) -> bool:
    """Return whether a role has a permission."""
    return permission in PERMISSIONS[role]


def demand(role: Role, permission: Permission) -> None:
    """Refuse unless the role has the permission.

    Raises:
        NotPermittedError: it has not.
    """
    if not may(role, permission):
        raise NotPermittedError(f"A {role.value} account may not do this.")


EVERY_TEAM = "*"
"""Means everybody's where a team is asked for; no team has this name."""
OWN_TEAM = ""
"""Means the asking person's own team."""
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Placement:
    """In which team an account is, and whether it reviews the other teams too."""

    team: str = ""
    sees_all: bool = False


class TeamRefusedError(DomainError):
    """Another team's data was asked for; the sentence says what to do."""


def team_named(words: str) -> str:
    """Return a team's name in the form in which it is kept; empty for no team.

    Raises:
        TeamRefusedError: it is too long, or has signs other than letters, digits, . - and blanks.
    """
    name = " ".join(words.split())
    if len(name) > LONGEST_NAME or not all(c.isalnum() or c in " .-" for c in name):
        message = f"A team's name has at most {LONGEST_NAME} letters, digits, blanks, . or -."
        raise TeamRefusedError(message)
    return name


def team_seen(placement: Placement, asked: str, *, in_use: bool) -> str:
    """Return which team's hits are shown, ``EVERY_TEAM`` for everybody's.

    An agency without teams (``in_use`` false) shows everybody's. Otherwise a person in no team
    sees nothing until the administrator decides.

    Raises:
        TeamRefusedError: another team is asked for, or the person has none.
    """
    if not in_use:
        return EVERY_TEAM
    if asked == OWN_TEAM and (placement.team or placement.sees_all):
        return placement.team or EVERY_TEAM
    if placement.sees_all or (asked and asked == placement.team):
        return asked
    if not placement.team:
        raise TeamRefusedError("This account is in no team yet. An administrator assigns one.")
    message = "This account reviews its own team. An administrator can let it review all."
    raise TeamRefusedError(message)


def may_see_person(placement: Placement, team: str, *, in_use: bool) -> bool:
    """Return whether what a person of ``team`` did is open to a reviewer."""
    return not in_use or placement.sees_all or bool(team and team == placement.team)
