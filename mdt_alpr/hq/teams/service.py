"""Keep reviewers to what is open to them; the administrator says in which team who is (SUP-02)."""

from collections.abc import Callable, Collection

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people.roles import (
    EVERY_TEAM,
    OWN_TEAM,
    Permission,
    Placement,
    TeamRefusedError,
    may,
    may_see_person,
    team_named,
    team_seen,
)
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.capture_day import capture_day, id_time
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import ApiCall, Caller, RefusedError, Work
from mdt_alpr.hq.evidence import pictures
from mdt_alpr.hq.hotlists import manual_store as manual_entries
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people import team_store as teams
from mdt_alpr.hq.people.sign_in import record_refused_access
from mdt_alpr.hq.reads import captured
from mdt_alpr.hq.reads import hit_log_store as hit_log
from mdt_alpr.wire.accounts import DeskTeamsMessage, MemberMessage, MembersMessage, TeamRequest
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.problems import Problem

_KNOWS_ALL = Permission.MANAGE_ACCOUNTS, Permission.READ_AUDIT


def team_of(call: ApiCall, asked: str) -> str:
    """Return which team's hits a caller is shown, ``EVERY_TEAM`` for everybody's.

    Raises:
        RefusedError: another team's; that it was asked for is recorded (AUD-02).
    """
    if may(call.caller.role, Permission.MANAGE_LISTS):
        return EVERY_TEAM
    try:
        with call.hq.reading() as work:
            return _seen(work, call.by, asked)
    except TeamRefusedError as error:
        record_refused_access(call.hq, call.caller, call.address)
        raise RefusedError(Problem.OTHER_TEAM, str(error)) from error


def own_team(work: Work, caller: Caller) -> str | None:
    """Return the team whose things wait for a caller; None for somebody in no team yet."""
    if may(caller.role, Permission.MANAGE_LISTS):
        return EVERY_TEAM
    try:
        return _seen(work, caller.person_id, OWN_TEAM)
    except TeamRefusedError:
        return None


def _seen(work: Work, person_id: str, asked: str) -> str:
    placed = teams.placement(work.connection, person_id)
    return team_seen(placed, asked, in_use=teams.is_in_use(work.connection))


def demand_hit(call: ApiCall, hit_id: str) -> None:
    """Refuse a hit of another team; one that is not there is for others to miss.

    Raises:
        RefusedError: it is another team's.
    """

    def officers(work: Work) -> list[str]:
        if id_time(hit_id) is None:
            return []
        line = hit_log.line(work, capture_day(hit_id), hit_id)
        return [] if line is None else [line.person_id]

    _demand(call, officers)


def demand_picture(call: ApiCall, digest: str) -> None:
    """Refuse a picture that another team's car took; see ``demand_hit``."""

    def officers(work: Work) -> list[str]:
        reads = pictures.reads_with(work.connection, digest)
        bodies = (captured.read(work, day, read_id) for day, read_id in reads)
        missed = pictures.missed_by(work.connection, digest)
        return [*missed, *(decode(ReadMessage, body).person_id for body in bodies if body)]

    _demand(call, officers)


def demand_entry(call: ApiCall, entry_id: str) -> None:
    """Refuse a manual entry that another team's officer made; see ``demand_hit``."""

    def officers(work: Work) -> list[str]:
        stored = manual_entries.find(work, entry_id)
        return [] if stored is None else [stored.entry.entered_by]

    _demand(call, officers)


def shown_to(work: Work, caller: Caller) -> DeskTeamsMessage:
    """Return which teams a caller may see, none where the agency has no teams; recorded."""
    record(work, AuditEvent.HQ_TEAMS_VIEWED, "teams", caller.person_id)
    if not teams.is_in_use(work.connection):
        return DeskTeamsMessage("", (), sees_all=True)
    placed = teams.placement(work.connection, caller.person_id)
    if not placed.sees_all:
        return DeskTeamsMessage(placed.team, tuple(filter(None, [placed.team])), sees_all=False)
    named = {
        placement.team
        for placement in teams.placements(work.connection).values()
        if placement.team
    }
    return DeskTeamsMessage(placed.team, tuple(sorted(named)), sees_all=True)


def members(work: Work, caller: Caller) -> MembersMessage:
    """Return the accounts that a caller may know of, with their teams; that it was is recorded."""
    record(work, AuditEvent.HQ_TEAMS_VIEWED, "teams", caller.person_id)
    placed = teams.placements(work.connection)
    knows_all = any(may(caller.role, line) for line in _KNOWS_ALL)
    in_use, own = teams.is_in_use(work.connection), placed.get(caller.person_id, Placement())
    return MembersMessage(
        tuple(
            MemberMessage(who, name, *_spelled(placed.get(who, Placement())))
            for who, name in sorted(people.names(work.connection).items())
            if knows_all
            or who == caller.person_id
            or may_see_person(own, placed.get(who, Placement()).team, in_use=in_use)
        )
    )


def set_team(work: Work, person_id: str, ask: TeamRequest, by: str) -> None:
    """Say in which team an account is, and whether it reviews all of them.

    Raises:
        RefusedError: no such account, or the name is none.
    """
    try:
        placed = Placement(team_named(ask.team), ask.sees_all)
    except DomainError as error:
        raise RefusedError(Problem.MALFORMED, str(error)) from error
    account = people.account(work.connection, person_id)
    if account is None:
        raise RefusedError(Problem.NO_SUCH_ACCOUNT)
    before = teams.placement(work.connection, person_id)
    demand_seen(MemberMessage(person_id, account.name, *_spelled(before)))
    teams.put(work.connection, person_id, placed)
    after = ("team", placed.team), ("sees_all", str(placed.sees_all).lower())
    record(work, AuditEvent.HQ_TEAM_SET, person_id, by, *after)


def _demand(call: ApiCall, officers: Callable[[Work], Collection[str]]) -> None:
    if may(call.caller.role, Permission.MANAGE_LISTS):
        return
    with call.hq.reading() as work:
        in_use = teams.is_in_use(work.connection)
        concerned = set(officers(work)) if in_use else set()
        placed = teams.placement(work.connection, call.by)
        teams_by_person = teams.teams_of(work.connection, concerned)
    sees = (
        who == call.by or may_see_person(placed, teams_by_person.get(who, ""), in_use=in_use)
        for who in concerned
    )
    if concerned and not any(sees):
        record_refused_access(call.hq, call.caller, call.address)
        raise RefusedError(Problem.OTHER_TEAM)


def _spelled(placed: Placement) -> tuple[str, bool]:
    return placed.team, placed.sees_all
