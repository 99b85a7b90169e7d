"""Search of headquarters' and the cars' audit entries, and its export (AUD-08).

Headquarters' own entries also come one by one, each a line of JSON: an export without, else with
``TYPED``, what people typed. A line with ``FAILURE`` alone says why no more come.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from mdt_alpr.domain.kinds import Label
from mdt_alpr.wire.days import SinceDay, UntilDay

TYPED, FAILURE = "typed", "failure"


class AuditForm(StrEnum):
    """The forms of an export."""

    CSV = "csv"
    JSON_LINES = "jsonl"


@dataclass(frozen=True, slots=True)
class AuditSearch:
    """Which entries: those from ``since`` on and before ``until`` that fit every text given.

    ``person`` is an id or a part of a name, ``event`` a part of an event's name, ``subject`` an id
    that the entry is about or that was returned, ``session`` as entries name it.
    """

    since: SinceDay
    until: UntilDay
    person: str = ""
    device: Annotated[str, Label("Car or desk")] = ""
    event: str = ""
    subject: Annotated[str, Label("About: ID of a hit, a read or an entry", is_wide=True)] = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry; ``chain`` is "headquarters" or the device whose chain it belongs to.

    Of an entry of a car, ``name`` and ``role`` are those of the person's account today.
    """

    chain: str
    sequence: int
    at: datetime
    person: str
    name: str
    role: str
    unit: str
    device: str
    address: str
    session: str
    event: str
    subject: str
    facts: tuple[tuple[str, str], ...]
    digest: str


@dataclass(frozen=True, slots=True)
class AuditRows:
    """The newest entries that fit, newest first; ``most`` is how many there can be."""

    rows: tuple[AuditRow, ...]
    most: int


@dataclass(frozen=True, slots=True)
class AuditExportRequest:
    """An export of all entries that fit."""

    search: AuditSearch
    form: AuditForm


@dataclass(frozen=True, slots=True)
class AuditFile:
    """An export: the text of the file, its SHA-256 in UTF-8, and how many entries it has."""

    body: str
    sha256: str
    entries: int
