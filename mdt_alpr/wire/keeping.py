"""What headquarters keeps of itself: known breaks, purge certificates, daily counts, its clock."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from mdt_alpr.domain.audit.witness import KnownBreak
from mdt_alpr.domain.kinds import Label, Reason
from mdt_alpr.domain.retention.purge_search import PurgeSearch


@dataclass(frozen=True, slots=True)
class KnownBreakRequest:
    """A break of the audit at an entry was looked into, and why it is there."""

    entry: Annotated[int, Label("Entry of the break, by audit-verify")]
    why: Reason


@dataclass(frozen=True, slots=True)
class KnownBreaksMessage:
    """The breaks on record, the first recorded one first."""

    breaks: tuple[KnownBreak, ...]


@dataclass(frozen=True, slots=True)
class ClockRequest:
    """The date as two people know it."""

    today: Annotated[date, Label("The date, as two people know it")]


@dataclass(frozen=True, slots=True)
class CertificateMessage:
    """A purge certificate, checked: all captured up to ``captured_until`` is gone.

    ``captured_until`` is None where the entry does not say it. ``is_signed``: by the key that
    headquarters has now. ``left`` names where something lies that it says is gone.
    """

    sequence: int
    at: datetime
    captured_until: datetime | None
    counts: tuple[tuple[str, str], ...]
    is_signed: bool
    left: tuple[str, ...]
    holds: bool


@dataclass(frozen=True, slots=True)
class CertificatesMessage:
    """Every certificate of some days, in order."""

    certificates: tuple[CertificateMessage, ...]


@dataclass(frozen=True, slots=True)
class DailyCountMessage:
    """So many of what a unit had on a day that was purged; ``what`` says what ``word`` is."""

    day: date
    unit: str
    what: str
    list_name: str
    word: str
    number: int


@dataclass(frozen=True, slots=True)
class DailyCountsMessage:
    """What was counted of some days, in order."""

    counts: tuple[DailyCountMessage, ...]


@dataclass(frozen=True, slots=True)
class PurgeSearchMessage:
    """What a search of every place found; ``entry`` of the audit records it, signed."""

    found: PurgeSearch
    entry: int
