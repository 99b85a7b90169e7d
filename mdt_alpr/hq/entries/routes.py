"""Manual entries for supervisors, custodians and auditors; past reads also for its maker."""

from mdt_alpr.acts import entries as acts
from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.domain.reason_words import single_line
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.entries import past_reads, review
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.hq.search.service import ask_for_case
from mdt_alpr.hq.teams import service as teams
from mdt_alpr.wire.manual import (
    DecisionMessage,
    ManualEntriesMessage,
    PastReadsMessage,
    PastReadsRequest,
    PlateTestedMessage,
    PlateTestMessage,
    ReasonMessage,
)

ROUTES = RouteTable()
_REVIEW = Permission.MANAGE_LISTS, Permission.REVIEW_HITS


@ROUTES.does(acts.SHOW_ENTRIES)
def show_entries(call: ApiCall, team: str = "") -> ManualEntriesMessage:
    """Show the live entries with their days left: of the caller's team, or of everybody."""
    seen = teams.team_of(call, team)
    with call.hq.writing() as work:
        return review.live_entries(work, call.caller, seen)


@ROUTES.does(acts.TEST_PLATE)
def test_plate(call: ApiCall, body: PlateTestMessage) -> PlateTestedMessage:
    """Show an auditor which ended entries were on a plate."""
    with call.hq.writing() as work:
        return review.test_plate(work, call.caller, body)


@ROUTES.does(acts.SHOW_PAST_READS)
def show_past_reads(call: ApiCall, entry_id: str, body: PastReadsRequest) -> PastReadsMessage:
    """Show where the plate of an entry was read before: to who made it, and to reviewers."""
    if may(call.caller.role, Permission.REVIEW_HITS):
        teams.demand_entry(call, entry_id)
    case = ask_for_case(call.hq, single_line(body.case))
    with call.hq.writing() as work:
        return past_reads.past_reads(work, call.caller, entry_id, body, case)


@ROUTES.does(acts.DECIDE)
def decide(call: ApiCall, entry_id: str, body: DecisionMessage) -> None:
    """Approve or refuse a request for more time."""
    teams.demand_entry(call, entry_id)
    with call.hq.writing() as work:
        review.decide(work, call.caller, entry_id, body)


@ROUTES.does(acts.REMOVE)
def remove(call: ApiCall, entry_id: str, body: ReasonMessage) -> None:
    """End an entry."""
    teams.demand_entry(call, entry_id)
    with call.hq.writing() as work:
        review.remove(work, call.caller, entry_id, body.why)
    call.hq.database.leave_nothing_erased()


@ROUTES.does(acts.CLOSE_CASE)
def close_case(call: ApiCall, entry_id: str, body: ReasonMessage) -> None:
    """Note that the case of an entry closed."""
    teams.demand_entry(call, entry_id)
    with call.hq.writing() as work:
        review.close_case(work, call.caller, entry_id, body.why)
