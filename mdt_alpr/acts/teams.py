"""Who is in which team, and who reviews every team (SUP-02)."""

from collections.abc import Mapping

from mdt_alpr.acts.act import Act, Look, Nothing
from mdt_alpr.acts.listing import ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.accounts import DeskTeamsMessage, MemberMessage, MembersMessage, TeamRequest

MEMBERS: Listing[MembersMessage, MemberMessage] = Listing(
    lambda answer: answer.members,
    lambda member: member.person_id,
    (
        ListColumn("User name", 200, lambda member: member.person_id),
        ListColumn("Name", 300, lambda member: member.name),
        ListColumn("Team", 220, lambda member: member.team or "None"),
        ListColumn("Reviews", 220, lambda member: "Every team" * member.sees_all),
    ),
    "There are no accounts.",
    lambda answer: (
        f"{len(answer.members)} accounts, {len({m.team for m in answer.members if m.team})} teams."
    ),
)


def _member(answer: MembersMessage, places: Mapping[str, str]) -> MemberMessage:
    return next(m for m in answer.members if m.person_id == places["person_id"])


SHOW_OWN_TEAMS = Look(
    "GET /v1/desk/teams", "See which teams are open", (Permission.REVIEW_HITS,), DeskTeamsMessage,
    shows_captured=False, records=(AuditEvent.HQ_TEAMS_VIEWED,),
)  # fmt: skip
SHOW_TEAMS = Look(
    "GET /v1/teams", "See who there is, and in which team; a supervisor sees the own team",
    (Permission.MANAGE_ACCOUNTS, Permission.READ_AUDIT, Permission.REVIEW_HITS), MembersMessage,
    shows_captured=False, records=(AuditEvent.HQ_TEAMS_VIEWED,), command="teams", listing=MEMBERS,
)  # fmt: skip
SET_TEAM = Act(
    "PUT /v1/accounts/{person_id}/team", "Say in which team an account is",
    (Permission.MANAGE_ACCOUNTS,), Nothing, body=TeamRequest, records=(AuditEvent.HQ_TEAM_SET,),
    command="set-team", button="Set team of chosen person", changes=_member,
)  # fmt: skip
