"""Weekly reviews for whoever reviews searches."""

from datetime import date

from mdt_alpr.acts import weekly as acts
from mdt_alpr.hq.base.headquarters import ApiCall, RefusedError
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.hq.weekly import service as weekly
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.weekly import ReviewedWeek, SearchJudged, WeeklyMessage, WeekSigned

ROUTES = RouteTable()


@ROUTES.does(acts.SHOW_WEEK)
def show_week(call: ApiCall, week: str = "") -> WeeklyMessage:
    """Show the own review of a week, by its Monday; without one, of the last that is over."""
    try:
        wanted = date.fromisoformat(week) if week else None
    except ValueError:
        raise RefusedError(Problem.MALFORMED, "week: not a date such as 2026-11-23") from None
    with call.hq.writing() as work:
        return weekly.week_for(work, call.caller, wanted)


@ROUTES.does(acts.BEGIN_WEEK)
def begin_week(call: ApiCall, body: ReviewedWeek) -> WeeklyMessage:
    """Draw the sample of a week that is over."""
    with call.hq.writing() as work:
        return weekly.begin(work, call.caller, body.week)


@ROUTES.does(acts.JUDGE_SEARCH)
def judge_search(call: ApiCall, body: SearchJudged) -> WeeklyMessage:
    """Keep a verdict on a search of the own sample."""
    with call.hq.writing() as work:
        return weekly.judge(work, call.caller, body)


@ROUTES.does(acts.SIGN_WEEK)
def sign_week(call: ApiCall, body: WeekSigned) -> WeeklyMessage:
    """Sign the own review of a week, with what was found."""
    with call.hq.writing() as work:
        return weekly.sign(work, call.caller, body)
