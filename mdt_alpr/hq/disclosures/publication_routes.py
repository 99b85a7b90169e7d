"""What the agency publishes: who enters and checks it (DIS-09)."""

from http import HTTPStatus

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.disclosures import publications
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire import addresses
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.publications import (
    ContentCheckRequest,
    PublicationRequest,
    PublicationsMessage,
)

ROUTES = RouteTable()
_MAY, _REFUSED = Permission.DOWNLOAD, Problem.PUBLICATION_REFUSED


@ROUTES.serve("GET", addresses.PUBLICATIONS, "See what the agency publishes", _MAY)
def show_publications(call: ApiCall) -> PublicationsMessage:
    """Show every publication with its checks."""
    with call.hq.writing() as work:
        return publications.publications_of(work, call.by)


@ROUTES.serve(
    "POST",
    addresses.PUBLICATIONS,
    "Enter what is to be published",
    _MAY,
    status=HTTPStatus.CREATED,
    refusal=_REFUSED,
)
def add_publication(call: ApiCall, body: PublicationRequest) -> PublicationsMessage:
    """Enter a publication, which waits for its first check."""
    with call.hq.writing() as work:
        publications.add(work, body, call.by)
        return publications.publications_of(work, call.by)


@ROUTES.serve(
    "POST", addresses.PUBLICATION_CHECKS, "Record the check of a publication", _MAY,
    refusal=_REFUSED,
)  # fmt: skip
def check_publication(
    call: ApiCall, number: int, body: ContentCheckRequest
) -> PublicationsMessage:
    """Record that the caller checked it, and what was found."""
    with call.hq.writing() as work:
        publications.check(work, number, body, call.by)
        return publications.publications_of(work, call.by)


@ROUTES.serve(
    "POST", addresses.PUBLICATION_END, "Record that a publication was taken down", _MAY,
    refusal=_REFUSED,
)  # fmt: skip
def end_publication(call: ApiCall, number: int, body: ReasonMessage) -> PublicationsMessage:
    """Record that it is no longer published."""
    with call.hq.writing() as work:
        publications.take_down(work, number, body.why, call.by)
        return publications.publications_of(work, call.by)
