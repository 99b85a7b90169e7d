"""What may be asked of headquarters in the room teams."""

from mdt_alpr.acts.act import Act, Look, Nothing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.accounts import DeskTeamsMessage, MembersMessage, TeamRequest

SHOW_OWN_TEAMS = Look(
    "GET /v1/desk/teams", "See which teams are open", (Permission.REVIEW_HITS,), DeskTeamsMessage,
    shows_captured=False, records=(AuditEvent.HQ_TEAMS_VIEWED,),
)  # fmt: skip
SHOW_TEAMS = Look(
    "GET /v1/teams", "See who is in which team", (Permission.MANAGE_ACCOUNTS,), MembersMessage,
    shows_captured=False, records=(AuditEvent.HQ_TEAMS_VIEWED,),
)  # fmt: skip
SET_TEAM = Act(
    "PUT /v1/accounts/{person_id}/team", "Set a person's team", (Permission.MANAGE_ACCOUNTS,),
    Nothing, body=TeamRequest, records=(AuditEvent.HQ_TEAM_SET,),
)  # fmt: skip
