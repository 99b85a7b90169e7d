"""What the agency publishes: who enters and checks it (DIS-09)."""

from http import HTTPStatus

from mdt_alpr.acts import publications as acts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.disclosures import publications
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.publications import ContentCheckRequest, PublicationRequest, PublicationsMessage

ROUTES = RouteTable()
_MAY, _REFUSED = Permission.DOWNLOAD, Problem.PUBLICATION_REFUSED


@ROUTES.does(acts.SHOW_PUBLICATIONS)
def show_publications(call: ApiCall) -> PublicationsMessage:
    """Show every publication with its checks."""
    with call.hq.writing() as work:
        return publications.publications_of(work, call.by)


@ROUTES.does(acts.ADD_PUBLICATION, status=HTTPStatus.CREATED)
def add_publication(call: ApiCall, body: PublicationRequest) -> PublicationsMessage:
    """Enter a publication, which waits for its first check."""
    with call.hq.writing() as work:
        publications.add(work, body, call.by)
        return publications.publications_of(work, call.by)


@ROUTES.does(acts.CHECK_PUBLICATION)
def check_publication(
    call: ApiCall, number: int, body: ContentCheckRequest
) -> PublicationsMessage:
    """Record that the caller checked it, and what was found."""
    with call.hq.writing() as work:
        publications.check(work, number, body, call.by)
        return publications.publications_of(work, call.by)


@ROUTES.does(acts.END_PUBLICATION)
def end_publication(call: ApiCall, number: int, body: ReasonMessage) -> PublicationsMessage:
    """Record that it is no longer published."""
    with call.hq.writing() as work:
        publications.take_down(work, number, body.why, call.by)
        return publications.publications_of(work, call.by)
