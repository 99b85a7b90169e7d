"""A hit in one line for those who review it: how verified, how fast, how it ended (SUP-02)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.attention import Attention, attention
from mdt_alpr.domain.hit.check_quality import rhythm

_ENTRIES = (AuditEvent.ENTRY_MADE, AuditEvent.TILES_CHECKED)
_STATUS = (
    AuditEvent.STATUS_STATED,
    AuditEvent.STATUS_RECEIVED,
    AuditEvent.STATUS_NOT_PRACTICABLE,
)
_OFFICERS = (
    AuditEvent.HIT_OPENED,
    *_ENTRIES,
    AuditEvent.CANNOT_SEE,
    AuditEvent.VEHICLE_ANSWERED,
    AuditEvent.VEHICLE_REASON_GIVEN,
    AuditEvent.STATUS_STATED,
    AuditEvent.STATUS_NOT_PRACTICABLE,
)
"""Steps by the officer's hand: their pauses are the rhythm."""
NOT_SEEN = "cannot_see"
NOT_PRACTICABLE = "not_practicable"


@dataclass(frozen=True, slots=True)
class LoggedStep:
    """One answer of a hit as it was told: its audit event, its time, its facts by name."""

    step: str
    at: datetime
    facts: Mapping[str, str]
    person_id: str = ""


@dataclass(frozen=True, slots=True)
class LoggedHit:
    """What was told of a hit; ``steps`` in the order of their times."""

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
    """What a line says; times in milliseconds, None where it did not come to that.

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
    told = [s for s in hit.steps if s.step in _STATUS]
    for step in reversed(told):
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
