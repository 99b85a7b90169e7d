"""The directory's word for a person, in place of a password, for some minutes and once.

A ticket lies under the agency's key and names its person, machine and network address: a stolen
one is of no use elsewhere. What counted is noted until it would be over anyway.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.directory import TICKET_LASTS
from mdt_alpr.hq.base.database import insert
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.tables import DIRECTORY_USES
from mdt_alpr.hq.people.directory_links import LinkedAccount, linked_account
from mdt_alpr.wire.codec import DecodeError, decode, encode
from mdt_alpr.wire.messages import SignInMessage

_PREFIX, _NAME = "directory:", "directory ticket"
_NUMBER_BYTES = 16


@dataclass(frozen=True, slots=True)
class Ticket:
    """Whom the directory vouches for, where; ``has_factor``: for a second factor, too."""

    person_id: str
    issuer: str
    subject: str
    has_factor: bool
    device: str
    place: str
    until: datetime
    number: str

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Return what the audit says of a session that begins with it."""
        factor = "the directory" if self.has_factor else "headquarters"
        return (("by", "directory"), ("subject", self.subject), ("second_factor", factor))


def made(
    hq: Headquarters, account: LinkedAccount, device: str, place: str, *, has_factor: bool
) -> str:
    """Return a new ticket, as it is shown in place of a password."""
    ticket = Ticket(
        account.person_id,
        account.issuer,
        account.subject,
        has_factor,
        device,
        place,
        hq.clock.now() + TICKET_LASTS,
        hq.random_bytes(_NUMBER_BYTES).hex(),
    )
    return _PREFIX + sealed(hq, _NAME, ticket)


def opened(hq: Headquarters, password: str) -> Ticket | None:
    """Return the ticket that was given in place of a password; None for what is none of ours."""
    if not hq.settings.directory or not password.startswith(_PREFIX):
        return None
    words = unsealed(hq, _NAME, password.removeprefix(_PREFIX))
    try:
        return None if words is None else decode(Ticket, words)
    except DecodeError:
        return None


def counts(hq: Headquarters, ticket: Ticket, message: SignInMessage, place: str) -> bool:
    """Tell whether a ticket is this person's at this machine, in time, and still linked."""
    shown = message.person_id, message.device, place
    if shown != (ticket.person_id, ticket.device, ticket.place) or ticket.until <= hq.clock.now():
        return False
    with hq.reading() as work:
        linked = linked_account(work, hq.settings.directory, ticket.subject)
    return linked == LinkedAccount(ticket.person_id, ticket.issuer, ticket.subject)


def uses(work: Work, ticket: Ticket) -> bool:
    """Note that a ticket counted; return whether it had not before."""
    return uses_once(work, f"ticket {ticket.number}", ticket.until)


def uses_once(work: Work, name: str, until: datetime) -> bool:
    """Note that something counted that must not count again; return whether it had not before."""
    table = DIRECTORY_USES
    work.connection.execute(delete(table).where(table.c.until <= work.now))
    row = {"digest": hashlib.sha256(name.encode()).hexdigest(), "until": until}
    noted = insert(work.connection, table).values(row).on_conflict_do_nothing()
    counted = noted.execution_options(preserve_rowcount=True)  # else PostgreSQL counts no insert
    return work.connection.execute(counted).rowcount == 1


def sealed(hq: Headquarters, name: str, message: object) -> str:
    """Return a message that nobody reads or makes without the agency's key."""
    content = hq.keys.agency.seal(encode(message).encode(), name)
    return base64.urlsafe_b64encode(content).decode()


def unsealed(hq: Headquarters, name: str, text: str) -> bytes | None:
    """Return what was sealed under this name; None for anything else."""
    try:
        return hq.keys.agency.opened(base64.urlsafe_b64decode(text.encode()), name)
    except (OutsideError, binascii.Error, ValueError):
        return None
