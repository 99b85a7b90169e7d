"""Who of the agency's directory has an account here (ACC-01, ACC-12)."""

from collections.abc import Mapping

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.directory import DirectoryLink, DirectoryLinks, DirectoryToken, LinkRequest
from mdt_alpr.wire.manual import ReasonMessage

GROUPS = {"directory": "accounts whose people sign in at the agency's directory"}
LINKS: Listing[DirectoryLinks, DirectoryLink] = Listing(
    lambda answer: answer.links,
    lambda link: link.person_id,
    (
        ListColumn("User name", 150, lambda link: ListCell(link.person_id, is_strong=True)),
        ListColumn("Name", 200, lambda link: link.name),
        ListColumn("Subject in the directory", 330, lambda link: link.subject),
        ListColumn("Linked", 200, lambda link: ListCell(link.linked_at, f"by {link.linked_by}")),
    ),
    "Nobody's account is linked.",
    lambda answer: answer.issuer or "No directory is set. Everybody signs in with a password.",
)


def links_of(answer: DirectoryLinks, places: Mapping[str, str]) -> tuple[DirectoryLink, ...]:
    """Return the link of an account, if it has one: what the next act changes."""
    return tuple(link for link in answer.links if link.person_id == places["person_id"])


_TOKENS: Listing[DirectoryToken, DirectoryToken] = Listing(
    lambda answer: (answer,),
    lambda answer: answer.token,
    (ListColumn("Token, shown once", 500, lambda answer: answer.token),),
)
SHOW_LINKS = Look(
    "GET /v1/directory/links", "See whose accounts are linked to the directory",
    (Permission.MANAGE_ACCOUNTS, Permission.READ_AUDIT), DirectoryLinks, shows_captured=False,
    records=(AuditEvent.HQ_DIRECTORY_VIEWED,), command="directory links", listing=LINKS,
)  # fmt: skip
LINK = Act(
    "POST /v1/accounts/{person_id}/directory",
    "Let a person of the directory sign in to an account; its sessions end",
    (Permission.MANAGE_ACCOUNTS,), DirectoryLinks, body=LinkRequest, records=(
    AuditEvent.HQ_DIRECTORY_LINKED, AuditEvent.HQ_DIRECTORY_VIEWED), listing=LINKS,
    command="directory link", button="Link account", changes=links_of,
)  # fmt: skip
UNLINK = Act(
    "POST /v1/accounts/{person_id}/directory/end",
    "Let nobody of the directory sign in to an account; its sessions end",
    (Permission.MANAGE_ACCOUNTS,), DirectoryLinks, body=ReasonMessage, records=(
    AuditEvent.HQ_DIRECTORY_UNLINKED, AuditEvent.HQ_DIRECTORY_VIEWED), listing=LINKS,
    command="directory unlink", button="End chosen link", changes=links_of,
)  # fmt: skip
MAKE_TOKEN = Act(
    "POST /v1/directory/token",
    "Make the token by which the directory says who has left; one made before counts no more",
    (Permission.MANAGE_ACCOUNTS,), DirectoryToken, body=ReasonMessage, records=(
    AuditEvent.HQ_DIRECTORY_TOKEN_SET,), listing=_TOKENS, command="directory new-token",
    button="Make new token",
    changes=Unversioned.MAKES,
)  # fmt: skip
