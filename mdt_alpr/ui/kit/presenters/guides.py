"""Which page of the docs helps whom, and where it lies on this computer."""

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.paths import resource


def guide_of(role: Role) -> str:
    """Return the path of the page that a role reads."""
    return str(resource(f"docs/{role.value}.md"))
