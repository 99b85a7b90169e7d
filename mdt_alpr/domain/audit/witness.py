"""Checkpoints of headquarters' own audit, kept in a second place (AUD-04).

Whoever owns the data folder can rewrite the chain, its head and its mark. A checkpoint is signed
by a key that is not stored there, and is kept in a second place that the agency names.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from mdt_alpr.domain.audit.audit import BEGINNING, AuditEntry, AuditEvent, Place

_SIGNED = b"mdt-alpr audit checkpoint\0"
NO_CHECKPOINT = "0" * 64
LAGS_AT_MOST = timedelta(hours=2)
"""Checkpoints come hourly: entries that are older than this without one are not proven."""
BEGINS_WITHIN = timedelta(hours=12)
"""How long headquarters may have recorded before its first checkpoint, as it is set up."""
NOTED_DIGITS = 16
"""Of an entry's digest, which an auditor writes down: enough that nobody finds another entry."""
UNSEEN_AT_MOST = 200
"""Entries: a checkpoint sees them though its hour has not come (AU-9)."""
_GRAVE = frozenset(
    (
        "account", "accounts", "agency_setting", "audit", "backup", "clock", "designation",
        "device", "device_key", "disclosure", "evidence", "hold", "hotlist", "incident", "key",
        "media", "medium", "misuse_flag", "notary", "package", "password", "past_reads", "policy",
        "publication", "restricted_record", "retention", "review_case", "rows", "search",
        "second_factor", "security_key", "settings", "tied_plate", "unit", "weekly_review",
    )
)  # fmt: skip
_NOT_GRAVE = frozenset((AuditEvent.HQ_LIST_SERVED, AuditEvent.HQ_HOLD_KEPT))
"""Comes by itself, or with whatever a car sends."""


def calls_for_checkpoint(entries: Sequence[AuditEntry]) -> bool:
    """Tell whether a checkpoint must see these entries, the newest ones, before its hour comes.

    It must where a person changed, sought or took out something, or where they are many (AU-9).
    """
    return len(entries) >= UNSEEN_AT_MOST or any(
        entry.person
        and entry.event not in _NOT_GRAVE
        and entry.event.value.split(":")[1] in _GRAVE
        for entry in entries
    )


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The chain at an instant: its head, and how many entries it had.

    ``number`` counts the checkpoints of a place from 1; ``previous`` is the digest of the
    checkpoint before, so that none can be removed from between two others.
    """

    number: int
    at: datetime
    sequence: int
    digest: str
    entries: int
    previous: str

    @property
    def head(self) -> Place:
        """Return the chain's last entry by sequence and digest."""
        return self.sequence, self.digest

    @property
    def own_digest(self) -> str:
        """Return what the next checkpoint holds of this one."""
        return hashlib.sha256(to_sign(self)).hexdigest()


def to_sign(checkpoint: Checkpoint) -> bytes:
    """Return the bytes that the audit key signs."""
    plain = {**asdict(checkpoint), "at": checkpoint.at.astimezone(UTC).isoformat()}
    return _SIGNED + json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()


def following(before: Checkpoint | None, at: datetime, head: Place, entries: int) -> Checkpoint:
    """Return the checkpoint after another, or the first one."""
    number = before.number + 1 if before else 1
    previous = before.own_digest if before else NO_CHECKPOINT
    return Checkpoint(number, at, *head, entries, previous)


def missing_from(checkpoints: Iterable[Checkpoint]) -> str:
    """Return in words where the first checkpoint is missing or in a wrong place, else nothing."""
    expected, previous = 1, NO_CHECKPOINT
    for checkpoint in checkpoints:
        if checkpoint.number < expected:
            return f"there are two checkpoints {checkpoint.number} that differ"
        if checkpoint.number > expected:
            return f"checkpoint {expected} is missing from the witness"
        if checkpoint.previous != previous:
            return f"checkpoint {expected} does not follow the one before it"
        expected, previous = expected + 1, checkpoint.own_digest
    return ""


@dataclass(frozen=True, slots=True)
class KnownBreak:
    """A break that two people examined: it stays on record, but raises no alarm.

    ``recorded`` is the entry that says so. ``resumes`` is the place after which the chain
    continues; None where every entry fits the others and only the mark was missing or did not fit.
    """

    sequence: int
    resumes: Place | None
    at: datetime
    by: str
    second: str
    why: str
    recorded: int

    @property
    def doubtful(self) -> tuple[int, int]:
        """Return the first and the last entry that nothing confirms."""
        return (self.sequence, self.resumes[0]) if self.resumes else (1, self.recorded - 1)


@dataclass(frozen=True, slots=True)
class ChainFinding:
    """What a check of the whole chain found.

    ``broken_at`` is the first entry that is missing or changed, None where none is found, and
    ``why`` says it in words. ``proven_until`` is the last entry that a checkpoint confirms, None
    where no witness was asked: then the end may have been cut off, or everything rewritten. It was
    written at ``proven_at``; ``is_lagging`` says that entries of more than two hours came after
    it. Entries of ``unvouched``, from the first to the last, were recorded for long before the
    first checkpoint and are not known to who checks: a witness that was emptied, and began anew
    after they were rewritten, looks like this. ``end`` is the entry that records the check,
    for the next one to know. ``known`` are the breaks that people examined. ``changed`` says in
    words what of the cars' was changed before it was an entry.
    """

    broken_at: int | None = None
    why: str = ""
    proven_until: int | None = None
    proven_at: datetime | None = None
    is_lagging: bool = False
    unvouched: tuple[int, int] | None = None
    end: Place = BEGINNING
    known: tuple[KnownBreak, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Return whether no fault was found."""
        return not self.why

    @property
    def is_proven(self) -> bool:
        """Return whether a second place confirms it."""
        is_vouched = self.proven_until is not None and not (self.is_lagging or self.unvouched)
        return self.is_whole and is_vouched and not self.known and not self.changed


def is_lagging(first_unproven: datetime | None, newest: datetime | None) -> bool:
    """Return whether entries continued for too long after the newest checkpoint."""
    if first_unproven is None or newest is None:
        return False
    return newest - first_unproven > LAGS_AT_MOST
