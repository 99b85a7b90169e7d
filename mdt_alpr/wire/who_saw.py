"""Who saw a thing: every look, search, print and package that names it (AUD-01, AUD-08)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mdt_alpr.domain.kinds import Label, Reference


@dataclass(frozen=True, slots=True)
class WhoSawRequest:
    """What is asked about: the id of a record, a picture's SHA-256, a user name, or a case."""

    thing: Annotated[
        Reference,
        Label("ID of a read, hit, picture, entry or hold; a case; a user name", is_wide=True),
    ]


@dataclass(frozen=True, slots=True)
class LookMessage:
    """One look, which the entry ``sequence`` of the audit ``chain`` records.

    ``purpose`` and ``case`` are those of the search, print or package; of a page or a picture
    those of the search that it belongs to. ``is_erased``: what was typed there is gone.
    """

    chain: str
    sequence: int
    at: datetime
    person: str
    name: str
    role: str
    where: str
    event: str
    act: str
    subject: str
    purpose: str = ""
    case: str = ""
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class WhoSawMessage:
    """The newest looks, ``most`` at most; ``notice`` says what cannot be said any more."""

    looks: tuple[LookMessage, ...]
    most: int
    notice: str
