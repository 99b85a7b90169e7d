"""Other agencies' Nlets queries, answered offline by the custodian only (INT-03)."""

from mdt_alpr.acts import nlets as acts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.search.nlets import NletsQuery
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.disclosures import nlets
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire.nlets import NletsAnswer, NletsDetail
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem

ROUTES = RouteTable()
_CUSTODIAN, _REFUSED = Permission.DOWNLOAD, Problem.SEARCH_REFUSED


@ROUTES.does(acts.ANSWER)
def answer(call: ApiCall, body: NletsQuery) -> NletsAnswer:
    """Show the events that answer a query."""
    return nlets.answer(call.hq, call.caller, body)


@ROUTES.does(acts.PRINT_ANSWER)
def print_answer(call: ApiCall, body: NletsQuery) -> PaperFile:
    """Print the answer as a form."""
    return PaperFile.of("nlets-answer.pdf", nlets.paper(call.hq, call.caller, body))


@ROUTES.does(acts.PRINT_DETAIL)
def print_detail(call: ApiCall, body: NletsDetail) -> PaperFile:
    """Print one event, by EID and DAT."""
    return PaperFile.of("nlets-event.pdf", nlets.detail_paper(call.hq, call.caller, body))
