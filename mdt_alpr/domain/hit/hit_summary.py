"""A hit in one line for those who review it: how verified, how fast, how it ended (SUP-02)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.contradiction import CONTRADICTED
from mdt_alpr.domain.hit.disposition import Disposition, Stopped
from mdt_alpr.domain.hit.gate import GateForm
from mdt_alpr.domain.plate.plate import folded


class Attention(StrEnum):
    """Why a hit is listed before the others, the most urgent first."""

    STOPPED_UNVERIFIED = "stopped_unverified"
    """A stop outside the gate, with or without its reason."""
    STOPPED_WITHOUT_STATUS = "stopped_without_status"
    """A stop through the gate whose status was stated as not practicable."""
    NOT_PRACTICABLE = "not_practicable"
    """A source was stated as not practicable; it was not what opened the gate."""
    NONE = ""


IN_ORDER = tuple(Attention)


def attention(gate_form: str | None, answers: Collection[str], stopped: str | None) -> Attention:
    """Return why a hit needs attention, from its stop, its answers and how it ended.

    ``answers`` are the names of its answers' audit events; ``stopped`` is what the officer stated
    at its end.
    """
    was_stopped = stopped in (Stopped.BEFORE, Stopped.AFTER)
    if AuditEvent.STOP_RECORDED in answers or (was_stopped and gate_form is None):
        return Attention.STOPPED_UNVERIFIED
    if gate_form == GateForm.OPEN_WITHOUT_STATUS:
        return Attention.STOPPED_WITHOUT_STATUS
    stated = AuditEvent.STATUS_NOT_PRACTICABLE in answers
    return Attention.NOT_PRACTICABLE if stated else Attention.NONE


TOO_FAST_BELOW = timedelta(seconds=4)
"""A shorter check is shown to the supervisor; it is not blocked (D7)."""
NOT_PRACTICABLE_LIMIT = 0.10
"""Share of stops without a status above which the gate is failing (peers 6, traps)."""
RHYTHM_STEP_S = 0.5
LEAST_RHYTHM = 3
"""Pauses below which two hits are alike by chance."""


@dataclass(frozen=True, slots=True)
class CheckQuality:
    """Counts of one shift; shares follow from them.

    ``alike`` are checks whose pauses are those of another check of the same shift and car.
    """

    hits: int = 0
    stops: int = 0
    stops_without_status: int = 0
    checks: int = 0
    too_fast: int = 0
    alike: int = 0

    @property
    def gate_is_failing(self) -> bool:
        """Return whether more stops than the limit went without a status."""
        return self.stops_without_status > NOT_PRACTICABLE_LIMIT * self.stops


def is_too_fast(check_ms: int | None) -> bool:
    """Return whether a check was too short to be a real one."""
    return check_ms is not None and timedelta(milliseconds=check_ms) < TOO_FAST_BELOW


def is_unremarkable(why: Attention, comparison: str, check_ms: int | None, ended_as: str) -> bool:
    """Return whether a hit has no flag, so that its review may be one of several at once (SUP-02).

    ``comparison`` is a value of ``contradiction.VehicleComparison``; one still open is not over.
    """
    return not (why or comparison in CONTRADICTED or is_too_fast(check_ms)) and bool(ended_as)


def rhythm(steps: Sequence[datetime]) -> str:
    """Return the pauses between an officer's steps, in half seconds, as one text.

    Empty where there are too few of them for a rhythm.
    """
    pauses = [(b - a).total_seconds() for a, b in pairwise(steps)]
    if len(pauses) < LEAST_RHYTHM:
        return ""
    return "-".join(str(round(pause / RHYTHM_STEP_S)) for pause in pauses)


class Cause(StrEnum):
    """Why a hit was not the wanted vehicle."""

    CHARACTER = "character"
    STATE = "state"
    STALE = "stale"
    DESCRIPTION = "description"
    PERSON = "person"
    BAD_ENTRY = "bad_entry"


CAUSES: dict[Disposition, Cause] = {
    Disposition.MISREAD: Cause.CHARACTER,
    Disposition.WRONG_STATE: Cause.STATE,
    Disposition.CLEARED_OR_STALE: Cause.STALE,
    Disposition.VEHICLE_MISMATCH: Cause.DESCRIPTION,
    Disposition.WRONG_PERSON: Cause.PERSON,
    Disposition.WRONG_ENTRY: Cause.BAD_ENTRY,
}


def confusion(read: str, entered: str) -> str:
    """Return which character was read for which: "2 for 7"; empty where that is unclear.

    Only for one differing position: with several it is unclear what was confused. O and 0 count as
    one character, as everywhere.
    """
    if not read or not entered or len(read) != len(entered):
        return ""
    pairs = [(a, b) for a, b in zip(read, entered, strict=True) if folded(a) != folded(b)]
    return f"{pairs[0][0]} for {pairs[0][1]}" if len(pairs) == 1 else ""


def state_confusion(read: str, entered: str, listed: str) -> str:
    """Return which state was listed for which: "SC for NC"; empty where that is unclear.

    What the officer entered is the truth; where nothing was entered, what was read.
    """
    seen = entered or read
    return f"{listed} for {seen}" if seen and listed and seen != listed else ""


_ENTRIES = (AuditEvent.ENTRY_MADE, AuditEvent.TILES_CHECKED)
_STATUS = (AuditEvent.STATUS_STATED, AuditEvent.STATUS_RECEIVED, AuditEvent.STATUS_NOT_PRACTICABLE)
_OFFICERS = (
    AuditEvent.HIT_OPENED,
    *_ENTRIES,
    AuditEvent.CANNOT_SEE,
    AuditEvent.VEHICLE_ANSWERED,
    AuditEvent.VEHICLE_REASON_GIVEN,
    AuditEvent.STATE_REASON_GIVEN,
    AuditEvent.STATUS_STATED,
    AuditEvent.STATUS_NOT_PRACTICABLE,
)
"""Steps by the officer's hand: their pauses are the rhythm."""
NOT_SEEN = "cannot_see"
NOT_PRACTICABLE = "not_practicable"


@dataclass(frozen=True, slots=True)
class LoggedStep:
    """One step of a hit as logged: its audit event, its time, its facts by name."""

    step: str
    at: datetime
    facts: Mapping[str, str]
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class LoggedHit:
    """What the log has of a hit; ``steps`` in the order of their times."""

    captured_at: datetime
    raised_at: datetime
    steps: Sequence[LoggedStep]
    gate_form: str | None = None
    stop_at: datetime | None = None
    stopped_by: str = ""
    disposition: str = ""
    stopped: str | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HitSummary:
    """What a line says; times in milliseconds, None where that step was not reached.

    ``alert_ms`` from capture to the painted alert; ``open_ms`` from alert to opening;
    ``check_ms`` from opening to the last judged entry; ``decision_ms`` from capture to the
    stop, else to the disposition. ``status_by`` is the source that answered last,
    "not_practicable", or empty.
    """

    entered_text: str
    entered_state: str
    method: str
    alert_ms: int | None
    open_ms: int | None
    check_ms: int | None
    decision_ms: int | None
    status_by: str
    attention: Attention
    rhythm: str


def summary(hit: LoggedHit) -> HitSummary:
    """Return a hit in one line."""
    judged = [s for s in hit.steps if s.step in _ENTRIES and s.facts.get("outcome") != _ONE_MORE]
    entry = _deciding(hit, judged)
    opened = _first(hit, AuditEvent.HIT_OPENED)
    painted = _first(hit, AuditEvent.HIT_PAINTED)
    decided = hit.stop_at or _first(hit, AuditEvent.STOP_RECORDED) or hit.closed_at
    names = {s.step for s in hit.steps}
    return HitSummary(
        entered_text=entry.facts.get("text", "") if entry else "",
        entered_state=entry.facts.get("state", "") if entry else "",
        method=_method(entry, names),
        alert_ms=_between(hit.captured_at, painted),
        open_ms=_between(painted or hit.raised_at, opened),
        check_ms=_between(opened, entry.at if entry else None),
        decision_ms=_between(hit.captured_at, decided),
        status_by=_status_by(hit),
        attention=attention(hit.gate_form, names, hit.stopped),
        rhythm=rhythm(_hand(hit, decided)),
    )


_ONE_MORE = "one more wanted"


def _deciding(hit: LoggedHit, judged: Sequence[LoggedStep]) -> LoggedStep | None:
    """Return the last match of whoever stopped, else of whoever verified last, else the last."""
    matched = [s for s in judged if s.facts.get("outcome") == "matched"]
    of_stop = [s for s in matched if hit.stopped_by and s.person_id == hit.stopped_by]
    return next((some[-1] for some in (of_stop, matched, judged) if some), None)


def _method(entry: LoggedStep | None, names: set[str]) -> str:
    if entry is not None:
        return entry.facts.get("method", "typed")
    return NOT_SEEN if AuditEvent.CANNOT_SEE in names else ""


def _status_by(hit: LoggedHit) -> str:
    steps = [s for s in hit.steps if s.step in _STATUS]
    for step in reversed(steps):
        if step.step == AuditEvent.STATUS_NOT_PRACTICABLE:
            return NOT_PRACTICABLE
        if step.facts.get("result"):
            return step.facts.get("source", "")
    return ""


def _hand(hit: LoggedHit, decided: datetime | None) -> list[datetime]:
    times = [s.at for s in hit.steps if s.step in _OFFICERS]
    return [*times, decided] if decided else times


def _first(hit: LoggedHit, event: AuditEvent) -> datetime | None:
    return next((s.at for s in hit.steps if s.step == event), None)


def _between(start: datetime | None, end: datetime | None) -> int | None:
    if start is None or end is None:
        return None
    return max(0, round((end - start).total_seconds() * 1000))
