"""Sign-in at the agency's directory, and whose account is linked to it."""

from http import HTTPStatus

from mdt_alpr.acts import directory as acts
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.directory import leavers, signing_in
from mdt_alpr.hq.people import directory_links
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire import addresses
from mdt_alpr.wire.directory import (
    DirectoryBegin,
    DirectoryFacts,
    DirectoryLinks,
    DirectoryOffer,
    DirectoryReturn,
    DirectoryTicket,
    DirectoryToken,
    LinkRequest,
)
from mdt_alpr.wire.manual import ReasonMessage

ROUTES = RouteTable()
_AT_DESKS = (DeviceKind.DESK,)
_BEGUN = HTTPStatus.CREATED


@ROUTES.serve(
    "GET", addresses.DIRECTORY, "See what the directory is called", is_open=True, kinds=_AT_DESKS
)
def show_directory(call: ApiCall) -> DirectoryFacts:
    """Show what the sign-in page needs."""
    return signing_in.facts(call.hq)


@ROUTES.serve(
    "POST",
    addresses.DIRECTORY_ATTEMPTS,
    "Begin to sign in at the directory",
    status=_BEGUN,
    is_open=True,
    kinds=_AT_DESKS,
)
def begin_attempt(call: ApiCall, body: DirectoryBegin) -> DirectoryOffer:
    """Give the address that a browser opens."""
    return signing_in.begin(call.hq, body, call.place)


@ROUTES.serve(
    "POST",
    addresses.DIRECTORY_TICKETS,
    "Bring what the directory answered",
    status=_BEGUN,
    is_open=True,
    kinds=_AT_DESKS,
)
def end_attempt(call: ApiCall, body: DirectoryReturn) -> DirectoryTicket:
    """Give a ticket that is shown in place of a password."""
    return signing_in.end(call.hq, body, call.place)


@ROUTES.does(acts.MAKE_TOKEN)
def make_token(call: ApiCall, body: ReasonMessage) -> DirectoryToken:
    """Make the directory's token anew."""
    return leavers.make_token(call.hq, body.why, call.by)


@ROUTES.does(acts.SHOW_LINKS)
def show_links(call: ApiCall) -> DirectoryLinks:
    """Show whose accounts are linked."""
    with call.hq.writing() as work:
        return directory_links.links(call.hq, work, call.by)


@ROUTES.does(acts.LINK, slashes=True)
def link_account(call: ApiCall, person_id: str, body: LinkRequest) -> DirectoryLinks:
    """Link an account."""
    directory_links.link(call.hq, person_id, body, call.by)
    return show_links(call)


@ROUTES.does(acts.UNLINK, slashes=True)
def unlink_account(call: ApiCall, person_id: str, body: ReasonMessage) -> DirectoryLinks:
    """End a link."""
    directory_links.end_link(call.hq, person_id, body.why, call.by)
    return show_links(call)
