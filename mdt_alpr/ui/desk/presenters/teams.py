"""Whose hits and entries a desk shows."""

from mdt_alpr.domain.people.teams import EVERY_TEAM
from mdt_alpr.wire.teams import DeskTeamsMessage


def team_choices(found: DeskTeamsMessage) -> tuple[tuple[str, str], ...]:
    """Return whose hits may be shown, as value and words: the own team's first."""
    own = [(found.own, f"Own team: {found.own}")] if found.own else []
    if not found.teams and not own:
        return ()
    if not found.sees_all:
        return tuple(own)
    others = [(name, f"Team {name}") for name in found.teams if name != found.own]
    return (*own, (EVERY_TEAM, "All teams"), *others)
