"""Accounts and teams: what an administrator sees and asks, and one's own new password."""

from dataclasses import dataclass
from datetime import date, datetime

from mdt_alpr.domain.people.roles import Role


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """A new password of one's own; ``device`` as in ``SignInMessage``."""

    person_id: str
    password: str
    new_password: str
    device: str

    def __repr__(self) -> str:
        """Return a text without a password."""
        return f"PasswordChange({self.person_id!r})"


@dataclass(frozen=True, slots=True)
class NewAccountRequest:
    """An account to be made; its password must be changed at the first sign-in."""

    person_id: str
    name: str
    role: Role
    password: str
    trained_on: date | None

    def __repr__(self) -> str:
        """Return a text without the password."""
        return f"NewAccountRequest({self.person_id!r})"


@dataclass(frozen=True, slots=True)
class TemporaryPassword:
    """A password that another person sets; it must be changed at the next sign-in."""

    password: str

    def __repr__(self) -> str:
        """Return a text without the password."""
        return "TemporaryPassword()"


@dataclass(frozen=True, slots=True)
class AccountChange:
    """An account's new values; ``team`` None keeps it, empty removes it from every team."""

    name: str
    role: Role
    team: str | None = None


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """On which day a person was trained."""

    person_id: str
    trained_on: date


@dataclass(frozen=True, slots=True)
class TrainingsRequest:
    """Trainings of one person or of many; all are recorded or none."""

    trainings: tuple[TrainingRecord, ...]


@dataclass(frozen=True, slots=True)
class AccountMessage:
    """An account's state (ACC-11); ``locked`` is empty, "here" for some places, or "all"."""

    person_id: str
    name: str
    role: Role
    team: str
    last_sign_in_at: datetime | None
    trained_until: date | None
    locked: str
    disabled_at: datetime | None
    password_is_due: bool


@dataclass(frozen=True, slots=True)
class AccountsMessage:
    """Every account that is open to who asks, by id."""

    accounts: tuple[AccountMessage, ...]


@dataclass(frozen=True, slots=True)
class DeskTeamsMessage:
    """One's own team, and those one may view; no ``teams`` where the agency has none."""

    own: str
    teams: tuple[str, ...]
    sees_all: bool


@dataclass(frozen=True, slots=True)
class TeamRequest:
    """In which team an account is (empty: in none), and whether it reviews all of them."""

    team: str
    sees_all: bool = False


@dataclass(frozen=True, slots=True)
class MemberMessage:
    """An account with its team."""

    person_id: str
    name: str
    team: str
    sees_all: bool


@dataclass(frozen=True, slots=True)
class MembersMessage:
    """Every account, by id."""

    members: tuple[MemberMessage, ...]
