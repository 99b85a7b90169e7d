"""Whose hits and entries a reviewer sees: the own team's, or everybody's (SUP-02)."""

from dataclasses import dataclass

from mdt_alpr.domain.errors import DomainError

EVERY_TEAM = "*"
"""Stands for everybody's where a team is asked for; no team has this name."""
OWN_TEAM = ""
"""Stands for the asking person's own team."""
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Placement:
    """In which team an account is, and whether it reviews the other teams too."""

    team: str = ""
    sees_all: bool = False


class TeamRefusedError(DomainError):
    """What was asked for is another team's; the sentence says what helps."""


def team_named(words: str) -> str:
    """Return a team's name as it is kept; empty for no team.

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

    An agency that has no teams (``in_use`` false) shows everybody's. Otherwise who is in no team
    sees nothing until the administrator says more.

    Raises:
        TeamRefusedError: another team is asked for, or there is no own one.
    """
    if not in_use:
        return EVERY_TEAM
    if asked == OWN_TEAM and (placement.team or placement.sees_all):
        return placement.team or EVERY_TEAM
    if placement.sees_all or (asked and asked == placement.team):
        return asked
    if not placement.team:
        message = "This account is in no team yet. An administrator assigns one."
        raise TeamRefusedError(message)
    message = "This account reviews its own team. An administrator can let it review all."
    raise TeamRefusedError(message)


def may_see_person(placement: Placement, team: str, *, in_use: bool) -> bool:
    """Tell whether what a person of ``team`` did is open to a reviewer."""
    return not in_use or placement.sees_all or bool(team and team == placement.team)
