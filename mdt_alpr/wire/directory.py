"""Signing in at the agency's directory, and who is known there by which name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mdt_alpr.domain.kinds import Label, Reason, Reference


@dataclass(frozen=True, slots=True)
class DirectoryFacts:
    """What the directory is called on the sign-in page; empty where there is none."""

    name: str


@dataclass(frozen=True, slots=True)
class DirectoryBegin:
    """A program waits on a port of its own machine for what the browser brings back."""

    device: str
    port: int


@dataclass(frozen=True, slots=True)
class DirectoryOffer:
    """The address to open in a browser.

    ``attempt`` is shown with what comes back; it is in no address that a browser sees.
    """

    address: str
    state: str
    attempt: str

    def __repr__(self) -> str:
        """Return a text without the attempt."""
        return "DirectoryOffer()"


@dataclass(frozen=True, slots=True)
class DirectoryReturn:
    """What the browser brought back to the port; ``issuer`` is RFC 9207's, where it was there."""

    device: str
    attempt: str
    state: str
    code: str
    issuer: str = ""

    def __repr__(self) -> str:
        """Return a text without the code."""
        return "DirectoryReturn()"


@dataclass(frozen=True, slots=True)
class DirectoryTicket:
    """Whom the directory vouches for; for some minutes ``ticket`` is shown in place of a password.

    It counts once, for this person on the machine that asked.
    """

    person_id: str
    ticket: str

    def __repr__(self) -> str:
        """Return a text without the ticket."""
        return f"DirectoryTicket({self.person_id!r})"


@dataclass(frozen=True, slots=True)
class DirectoryLink:
    """Which person of the directory has an account here."""

    person_id: str
    name: str
    subject: str
    linked_at: datetime
    linked_by: str


@dataclass(frozen=True, slots=True)
class DirectoryLinks:
    """Every account that is linked, by user name; ``issuer`` is empty without a directory."""

    issuer: str
    links: tuple[DirectoryLink, ...]


@dataclass(frozen=True, slots=True)
class DirectoryToken:
    """What the directory shows when it says who has left; headquarters cannot show it again."""

    token: str

    def __repr__(self) -> str:
        """Return a text without the token."""
        return "DirectoryToken()"


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """By what the directory names the person; the refusal of that person's sign-in says it."""

    subject: Annotated[Reference, Label("Subject in the directory", "as the sign-in says it")]
    why: Reason
