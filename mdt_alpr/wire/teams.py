"""Teams: what a desk may look at, and what an administrator sets (SUP-02)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeskTeamsMessage:
    """The own team, and those that may be looked at; no ``teams`` where the agency has none."""

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
