"""Teams of officers and their reviewers.

===  ==============================  ===============  ======================
GET  /v1/desk/teams                  REVIEW_HITS      → DeskTeamsMessage
GET  /v1/teams                       MANAGE_ACCOUNTS  → MembersMessage
PUT  /v1/accounts/{person_id}/team   MANAGE_ACCOUNTS  TeamRequest → 204
===  ==============================  ===============  ======================
"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.http import answer, body_of, nothing, routes_of, with_slashes
from mdt_alpr.hq.people.callers import caller_of
from mdt_alpr.hq.teams import service as teams
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.teams import DeskTeamsMessage, MembersMessage, TeamRequest


class TeamRoutes:
    """See the table above."""

    def __init__(self, hq: Headquarters) -> None:
        self._hq = hq

    def routes(self) -> list[Route]:
        """Return these addresses."""
        return routes_of(
            ("GET", addresses.DESK_TEAMS, self.show_own),
            ("GET", addresses.TEAMS, self.show_all),
            ("PUT", with_slashes(addresses.ACCOUNT_TEAM), self.set_team),
        )

    async def show_own(self, request: Request) -> Response:
        """Show which teams the caller may look at."""
        caller = await caller_of(self._hq, request, Permission.REVIEW_HITS)

        def shown() -> DeskTeamsMessage:
            with self._hq.reading() as work:
                return teams.shown_to(work, caller)

        return answer(await run_in_threadpool(shown))

    async def show_all(self, request: Request) -> Response:
        """Show every account with its team."""
        caller = await caller_of(self._hq, request, Permission.MANAGE_ACCOUNTS)

        def shown() -> MembersMessage:
            with self._hq.writing() as work:
                return teams.members(work, caller)

        return answer(await run_in_threadpool(shown))

    async def set_team(self, request: Request, person_id: str) -> Response:
        """Say in which team an account is."""
        caller = await caller_of(self._hq, request, Permission.MANAGE_ACCOUNTS)
        ask = decode(TeamRequest, await body_of(request, self._hq.settings.limits.message_bytes))
        by = caller.person_id
        await run_in_threadpool(teams.set_team, self._hq, person_id, ask, by)
        return nothing()
