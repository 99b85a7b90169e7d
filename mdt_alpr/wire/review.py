"""What headquarters shows to those who review: counts, chains, and the trail of each hit."""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.audit.audit import NOT_CHECKED, OwnChainState
from mdt_alpr.domain.retention.purge import NOTHING_KNOWN, RetentionState
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
    of its audit entries in the order of their chain. ``attention`` is why it stands before the
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
