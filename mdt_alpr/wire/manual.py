"""Manual entries on the wire: from the car's form to headquarters, and back with the hotlist."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from mdt_alpr.domain.hotlist.manual_entry import EntryDraft, ManualFacts
from mdt_alpr.domain.kinds import CaseNumber, Label, PlateText, Reason, StateCode
from mdt_alpr.wire.messages import ReadMessage


class EntryStep(StrEnum):
    """What happened to a manual entry in a car."""

    ADDED = "added"
    RECHECKED = "rechecked"
    MORE_TIME_ASKED = "more_time_asked"
    CASE_CLOSED = "case_closed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class EnteredMessage:
    """An entry as it was made.

    The draft's text is empty where the entry ended before headquarters received it;
    ``plate_hash`` is then the car's keyed hash of the plate (MAN-05).
    """

    draft: EntryDraft
    entered_at: datetime
    expires_at: datetime
    plate_hash: str = ""


@dataclass(frozen=True, slots=True)
class ManualEntryMessage:
    """One step of a manual entry; ``entered`` with the first, ``why`` where a text is asked."""

    entry_id: str
    step: EntryStep
    at: datetime
    person_id: str
    unit: str
    entered: EnteredMessage | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ManualEntryView:
    """A live entry for supervisor or custodian; ``flags`` ask for review (RS-15)."""

    entry_id: str
    text: str
    state: str
    unit: str
    facts: ManualFacts
    expires_at: datetime
    days_left: int
    justification: str
    identified_by: str
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ManualEntriesMessage:
    """Every live manual entry, the one that ends first at the top."""

    entries: tuple[ManualEntryView, ...]


@dataclass(frozen=True, slots=True)
class DecisionMessage:
    """A supervisor's or custodian's answer to a request for more time (MAN-03)."""

    approved: bool
    why: Reason


@dataclass(frozen=True, slots=True)
class ReasonMessage:
    """Why an entry is removed, or that its case closed, in the words of who does it."""

    why: Annotated[Reason, Label("Reason. No plates.", is_wide=True)]


@dataclass(frozen=True, slots=True)
class PastReadsRequest:
    """Somebody asks where an entry's plate was read before; ``purpose`` is a ``Purpose``."""

    purpose: str
    case: CaseNumber


@dataclass(frozen=True, slots=True)
class PastReadsMessage:
    """Reads of the plate, newest first, ``most`` of them at most; none is older than that."""

    reads: tuple[ReadMessage, ...]
    most: int
    kept_days: int


@dataclass(frozen=True, slots=True)
class PlateTestMessage:
    """An auditor asks which ended entries were on this plate (MAN-05)."""

    text: Annotated[PlateText, Label("The plate that you have")]
    state: StateCode

    def __repr__(self) -> str:
        """Return a text without the plate."""
        return "PlateTestMessage(...)"


@dataclass(frozen=True, slots=True)
class EndedEntryView:
    """What is left of an ended entry: everything but its plate."""

    entry_id: str
    entered_by: str
    case: str
    reason: str
    entered_at: datetime
    ended_at: datetime
    ended_by: str
    ended_why: str


@dataclass(frozen=True, slots=True)
class PlateTestedMessage:
    """The ended entries that were on the plate that was asked about.

    ``untestable`` counts those that only another key can test: a car's, or one that was lost.
    """

    entries: tuple[EndedEntryView, ...]
    untestable: int
