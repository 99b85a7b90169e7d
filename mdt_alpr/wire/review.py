"""What headquarters shows to those who review, and what they ask.

Counts, chains and the trail of each hit; review cases (SUP-06), the blind check of sampled passes
(D22), the ids of hits for who lets evidence out (09.21.8.B), and what was set aside.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mdt_alpr.domain.audit.own_chain import NOT_CHECKED, OwnChainState
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.kinds import CaseNumber, Label, Note, PlateText
from mdt_alpr.domain.retention.purge import NOTHING_KNOWN, RetentionState
from mdt_alpr.domain.review.accuracy import MonthOfReads
from mdt_alpr.domain.review.review import CaseResult, CaseStep
from mdt_alpr.domain.review.truth import TruthTally
from mdt_alpr.wire.days import SinceDay, UntilDay
from mdt_alpr.wire.hotlists import ListTroubleMessage
from mdt_alpr.wire.messages import (
    AnswerMessage,
    AuditMessage,
    DispositionMessage,
    HitMessage,
    PictureMessage,
    ReadMessage,
    StopMessage,
)

_PURPOSES = (("", "Purpose"), *((p, p.replace("_", " ").capitalize()) for p in Purpose))
RESULT_WORDS = (("", "Result"), (CaseResult.PASSED_ON.value, "Referred"))


@dataclass(frozen=True, slots=True)
class ChainMessage:
    """A device's audit chain: ``verified`` entries from the first on are whole.

    ``state`` is "whole", "gap" (an entry is missing) or "changed" (one is not what was
    written); ``broken_at`` is the first sequence number that is not whole.
    """

    device: str
    entries: int
    verified: int
    state: str
    broken_at: int | None


@dataclass(frozen=True, slots=True)
class TrailMessage:
    """A hit in one line, without its plate: the most urgent record's category and match class.

    ``disposition`` and ``gate_form`` are None while there is none; ``events`` are the names
    of its audit entries in the order of their chain. ``attention`` is why it is listed before the
    others, a value of ``domain.hit.hit_summary.Attention``.
    """

    hit_id: str
    unit: str
    captured_at: datetime
    category: str
    match_class: str
    disposition: str | None
    answers: int
    gate_form: str | None
    events: tuple[str, ...]
    attention: str = ""


@dataclass(frozen=True, slots=True)
class OverviewMessage:
    """What headquarters holds now.

    ``trails`` are those of the newest hits, and of every hit that wants attention, however old:
    unverified stops first, then stops without status, then sources not asked; in each the
    newest first. ``attention`` counts them.

    ``audit_entries`` counts those of all devices and of headquarters itself; of the
    ``pictures`` announced, ``pictures_held`` have arrived.
    """

    at: datetime
    reads: int
    hits: int
    answers: int
    stops: int
    dispositions: tuple[tuple[str, int], ...]
    audit_entries: int
    pictures: int
    pictures_held: int
    hotlist_version: int
    hotlist_entries: int
    chains: tuple[ChainMessage, ...]
    trails: tuple[TrailMessage, ...]
    attention: tuple[tuple[str, int], ...] = ()
    evidence: tuple[ChainMessage, ...] = ()
    """Chains of evidence packages, one a device key; also "forged" and "unknown_key"."""
    lists: tuple[ListTroubleMessage, ...] = ()
    """Lists that are overdue, deliveries that were stopped (HOT-02, HOT-04)."""
    retention: RetentionState = NOTHING_KNOWN
    own_chain: OwnChainState = NOT_CHECKED


@dataclass(frozen=True, slots=True)
class HitTrailMessage:
    """Everything that is kept about one hit; ``read`` is its latest revision."""

    hit: HitMessage
    read: ReadMessage | None
    answers: tuple[AnswerMessage, ...]
    stops: tuple[StopMessage, ...]
    dispositions: tuple[DispositionMessage, ...]
    audit: tuple[AuditMessage, ...]
    pictures: tuple[PictureMessage, ...]


@dataclass(frozen=True, slots=True)
class CaseStepMessage:
    """One step with the name of who made it."""

    step: CaseStep
    at: datetime
    by: str
    words: str
    result: CaseResult


@dataclass(frozen=True, slots=True)
class CaseMessage:
    """One case; ``officer`` is a name, ``subject`` the hit's id, the flag or the record.

    ``audit_entries`` were marked when it was opened; ``audit_is_whole`` is whether they are all
    still there, unchanged.
    """

    number: str
    subject: str
    officer: str
    opened_at: datetime
    opened_by: str
    frozen_at: datetime | None
    closed_at: datetime | None
    result: CaseResult
    audit_entries: int
    audit_is_whole: bool
    steps: tuple[CaseStepMessage, ...]


@dataclass(frozen=True, slots=True)
class CasesMessage:
    """The newest first."""

    cases: tuple[CaseMessage, ...]


@dataclass(frozen=True, slots=True)
class CaseStepRequest:
    """A step that somebody makes in a case; ``result`` is of the step "closed"."""

    step: CaseStep
    words: Annotated[Note, Label("Reason, at least 10 characters. No plates here.")]
    result: Annotated[CaseResult, Label("Result", options=RESULT_WORDS)] = CaseResult.NONE


@dataclass(frozen=True, slots=True)
class TruthPassMessage:
    """A pass to check: its id and the picture of its plate; both empty where there is none."""

    read_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class TruthReading:
    """What a person saw; ``text`` and ``state`` empty where it cannot be read."""

    read_id: str
    text: PlateText
    state: str


@dataclass(frozen=True, slots=True)
class TruthMessage:
    """How right the reader was, by camera and by hour of the day ("00" to "23")."""

    cameras: tuple[TruthTally, ...]
    hours: tuple[TruthTally, ...]


@dataclass(frozen=True, slots=True)
class MonthsMessage:
    """The monthly samples of judged reads, the newest month first (MNT-04)."""

    months: tuple[MonthOfReads, ...]


@dataclass(frozen=True, slots=True)
class HitIdsRequest:
    """Which hits, raised in a span, and for what: purpose and case are recorded (PUR-01)."""

    since: SinceDay
    until: UntilDay
    purpose: Annotated[str, Label("Lawful purpose", options=_PURPOSES)]
    case: Annotated[CaseNumber, Label("Case or event number")]


@dataclass(frozen=True, slots=True)
class HitIdRow:
    """One hit, by which a person knows it; the plate is empty in a restricted file (HOT-10).

    ``has_package``: evidence of it can be exported.
    """

    hit_id: str
    raised_at: datetime
    unit: str
    text: str
    state: str
    category: str
    disposition: str
    restricted: bool
    has_package: bool


@dataclass(frozen=True, slots=True)
class HitIdsMessage:
    """The newest first, at most ``most``."""

    rows: tuple[HitIdRow, ...]
    most: int


@dataclass(frozen=True, slots=True)
class AsideMessage:
    """One item; ``named`` is whom it names, ``brought_by`` whose session brought it.

    ``subject`` is the id of the hit, read or entry that it is about; ``words`` say why.
    """

    number: int
    received_at: datetime
    device: str
    kind: str
    reason: str
    words: str
    named: str
    brought_by: str
    subject: str


@dataclass(frozen=True, slots=True)
class AsidesMessage:
    """What waits for a decision, oldest first, and the device keys that nobody accepted."""

    items: tuple[AsideMessage, ...]
    keys: tuple[tuple[str, str], ...]
    """Device and key."""
