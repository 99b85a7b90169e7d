"""Search stored reads, page by page; what was searched, for those who review it."""

from starlette.responses import Response

from mdt_alpr.acts import search as acts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.search.question import Area
from mdt_alpr.hq.base.case_system import NoCaseSystem
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.hq.search import naming, service
from mdt_alpr.hq.teams import service as teams
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.search import (
    CaseFormats,
    FoundReads,
    MadeSearches,
    PageWanted,
    SearchForm,
    SearchRequest,
)

ROUTES = RouteTable()
JPEG = "image/jpeg"
_SEARCH = Permission.SEARCH_READS
_REVIEW = Permission.MANAGE_LISTS, Permission.REVIEW_HITS


@ROUTES.does(acts.SHOW_FORM)
def show_form(call: ApiCall) -> SearchForm:
    """Show areas, units and how cases are written: nothing that was captured."""
    checks = not isinstance(call.hq.case_system, NoCaseSystem)
    with call.hq.reading() as work:
        return service.form(work, checks_cases=checks)


@ROUTES.does(acts.SEARCH)
def search(call: ApiCall, body: SearchRequest) -> FoundReads:
    """Make a search, or say what to confirm before it is made."""
    return service.search(call.hq, call.caller, body)


@ROUTES.does(acts.SHOW_PAGE)
def show_page(call: ApiCall, search_id: str, body: PageWanted) -> FoundReads:
    """Show a page of a search that this session made."""
    return service.show_page(call.hq, call.caller, search_id, body)


@ROUTES.does(acts.SHOW_PICTURE, returns=JPEG)
def show_picture(call: ApiCall, search_id: str, read_id: str, what: str = "context") -> Response:
    """Show a picture of a read that a search of this session found."""
    given = call.hq, call.caller, search_id, read_id, what
    return Response(service.picture(*given), media_type=JPEG)


@ROUTES.does(acts.SHOW_SEARCHES)
def show_searches(call: ApiCall, team: str = "") -> MadeSearches:
    """Show the searches that are to be reviewed: of the caller's team, or of everybody."""
    seen = teams.team_of(call, team)
    with call.hq.writing() as work:
        return service.for_review(work, call.caller, seen)


@ROUTES.does(acts.NAME_PLACE)
def name_place(call: ApiCall, body: Area) -> None:
    """Name an area."""
    with call.hq.writing() as work:
        naming.name_place(work, body, call.by)


@ROUTES.does(acts.REMOVE_PLACE)
def remove_place(call: ApiCall, name: str, body: ReasonMessage) -> None:
    """Remove an area."""
    with call.hq.writing() as work:
        naming.remove_place(work, name, body.why, call.by)


@ROUTES.does(acts.SET_CASE_FORMATS)
def set_case_formats(call: ApiCall, body: CaseFormats) -> None:
    """Say how the agency writes its cases."""
    with call.hq.writing() as work:
        naming.set_case_formats(work, body.formats, call.by)
