"""Keep each hit's line in step with what cars sent about it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.hit_summary import (
    LoggedHit,
    LoggedStep,
    confusion,
    state_confusion,
    summary,
)
from mdt_alpr.domain.hit.trial import ending_without_person
from mdt_alpr.domain.people.shift import hour_of, shift_of
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.items.checks import ValidItem
from mdt_alpr.hq.reads import captured
from mdt_alpr.hq.reads import hit_log_store as hit_log
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.compared import vehicle_of
from mdt_alpr.wire.messages import (
    AnswerMessage,
    DispositionMessage,
    HitMessage,
    ReadMessage,
    StopMessage,
)

_STEPS = (ItemKind.HIT, ItemKind.TRIAL_HIT, ItemKind.ANSWER, ItemKind.STOP, ItemKind.DISPOSITION)
_AT_ONCE = 500


def log_items(work: Work, device: str, items: Iterable[ValidItem]) -> None:
    """Renew the line of every hit that these items speak of."""
    given = list(items)
    hits = {item.body.hit_id for item in given if item.kind in _STEPS}
    reads = {item.body.read_id for item in given if item.kind is ItemKind.READ}
    concerned = hits | hit_log.hits_of_reads(work.connection, reads)
    log_hits(work, dict.fromkeys(concerned, device))


def log_missing(hq: Headquarters) -> None:
    """Make the lines of hits that came before there were any."""
    while True:
        with hq.writing() as work:
            hits = hit_log.missing(work.connection, _AT_ONCE)
            log_hits(work, hits)
        if len(hits) < _AT_ONCE:
            return


def log_hits(work: Work, devices: Mapping[str, str]) -> None:
    """Renew the lines of these hits, given with their devices.

    One that headquarters does not know yet has none.
    """
    rows = (_row(work, device, hit_id) for hit_id, device in sorted(devices.items()))
    hit_log.save(work, [row for row in rows if row is not None])


def _row(work: Work, device: str, hit_id: str) -> dict[str, Any] | None:
    day = capture_day(hit_id)
    body = captured.hit(work, day, hit_id)
    if body is None:
        return None
    hit = decode(HitMessage, body)
    seen = captured.read(work, capture_day(hit.read_id), hit.read_id)
    read = decode(ReadMessage, seen) if seen else None
    answers, stops, ends = _steps(work, hit, day)
    end = ends[-1] if ends else None
    logged = _logged(hit, answers, stops[-1] if stops else None, end)
    if read and not logged.disposition:
        logged = replace(logged, disposition=ending_without_person(read.camera))
    said, vehicle = summary(logged), vehicle_of(hit, answers, stops)
    entered = Plate(said.entered_text, said.entered_state)
    shift = shift_of(hit.raised_at, CAPTURE_ZONE)
    record = next(
        (r for r in hit.records if Plate(r.text, r.state).key == entered.key), hit.records[0]
    )
    return {
        "day": day,
        "hit_id": hit_id,
        "captured_at": hit.captured_at,
        "raised_at": hit.raised_at,
        "read_id": hit.read_id,
        "device": device,
        "unit": hit.unit,
        "person_id": hit.person_id,
        "camera": read.camera if read else "",
        "category": hit.records[0].category,
        "list_name": record.list_name,
        "match_class": record.match_class,
        "read_text": read.text if read else "",
        "read_state": read.state if read else "",
        "entered_text": said.entered_text,
        "entered_state": said.entered_state,
        "listed_text": record.text,
        "listed_state": record.state,
        "method": said.method,
        "alert_ms": said.alert_ms,
        "open_ms": said.open_ms,
        "check_ms": said.check_ms,
        "decision_ms": said.decision_ms,
        "status_by": said.status_by,
        "gate_form": logged.gate_form or "",
        "attention": said.attention,
        "disposition": logged.disposition,
        "stopped": logged.stopped or "",
        "outcome": (end.outcome if end else None) or "",
        "force": bool(end and end.force_used),
        "confusion": _taken_for(
            logged.disposition,
            (read.text if read else "", read.state if read else ""),
            (said.entered_text, said.entered_state),
            record.state,
        ),
        "rhythm": said.rhythm,
        "hour": hour_of(hit.raised_at),
        "shift_day": shift.day,
        "shift_kind": shift.kind.value,
        "listed_vehicle": vehicle.record,
        "seen_vehicle": vehicle.seen,
        "differs": ", ".join(vehicle.differs),
        "vehicle_comparison": vehicle.comparison,
    }


def _taken_for(
    disposition: str, read: tuple[str, str], entered: tuple[str, str], listed_state: str
) -> str:
    if disposition == Disposition.MISREAD:
        return confusion(read[0], entered[0])
    if disposition == Disposition.WRONG_STATE:
        return state_confusion(read[1], entered[1], listed_state)
    return ""


def _steps(
    work: Work, hit: HitMessage, day: date
) -> tuple[list[AnswerMessage], list[StopMessage], list[DispositionMessage]]:
    bodies: dict[ItemKind, list[str]] = defaultdict(list)
    for kind, body in captured.steps(work, day, hit.hit_id):
        bodies[kind].append(body)
    return (
        [decode(AnswerMessage, body) for body in bodies[ItemKind.ANSWER]],
        [decode(StopMessage, body) for body in bodies[ItemKind.STOP]],
        [decode(DispositionMessage, body) for body in bodies[ItemKind.DISPOSITION]],
    )


def _logged(
    hit: HitMessage,
    answers: list[AnswerMessage],
    stop: StopMessage | None,
    end: DispositionMessage | None,
) -> LoggedHit:
    return LoggedHit(
        captured_at=hit.captured_at,
        raised_at=hit.raised_at,
        steps=[LoggedStep(a.step, a.at, dict(a.facts), a.person_id) for a in answers],
        gate_form=stop.gate_form if stop else None,
        stop_at=stop.at if stop else None,
        stopped_by=stop.person_id if stop else "",
        disposition=end.disposition if end else "",
        stopped=end.stopped if end else None,
        closed_at=end.at if end else None,
    )
