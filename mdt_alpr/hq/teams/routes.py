"""Teams of officers and their reviewers."""

from mdt_alpr.acts import teams as acts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.hq.teams import service as teams
from mdt_alpr.wire.accounts import DeskTeamsMessage, MembersMessage, TeamRequest

ROUTES = RouteTable()
_ADMINISTER = Permission.MANAGE_ACCOUNTS


@ROUTES.does(acts.SHOW_OWN_TEAMS)
def show_own_teams(call: ApiCall) -> DeskTeamsMessage:
    """Show which teams the caller may see."""
    with call.hq.writing() as work:
        return teams.shown_to(work, call.caller)


@ROUTES.does(acts.SHOW_TEAMS)
def show_teams(call: ApiCall) -> MembersMessage:
    """Show every account with its team."""
    with call.hq.writing() as work:
        return teams.members(work, call.caller)


@ROUTES.does(acts.SET_TEAM, slashes=True)
def set_team(call: ApiCall, person_id: str, body: TeamRequest) -> None:
    """Set the team of an account."""
    with call.hq.writing() as work:
        teams.set_team(work, person_id, body, call.by)
