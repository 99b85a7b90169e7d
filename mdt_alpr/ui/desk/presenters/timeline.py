"""A hit's timeline to 1/100 s: what was seen, shown, answered and decided (D10)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.contradiction import Compared, VehicleComparison
from mdt_alpr.domain.hit.gate import Check, CheckStatus, GateForm
from mdt_alpr.domain.plate.plate import state_in_words
from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW
from mdt_alpr.domain.safeguards import camera_in_words
from mdt_alpr.ui.desk.models.desk import TimelineLine
from mdt_alpr.ui.desk.presenters.words import (
    disposition_words,
    exact_time,
    plate_words,
    status_words,
)
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire.compared import vehicle_of
from mdt_alpr.wire.messages import (
    AnswerMessage,
    AuditMessage,
    DispositionMessage,
    ReadMessage,
    StopMessage,
)
from mdt_alpr.wire.review import HitTrailMessage

Facts = dict[str, str]
_Step = AnswerMessage | StopMessage | DispositionMessage
_ONLY_AUDITED = {
    AuditEvent.RESTRICTED_SHOWN: "Restricted record shown",
    AuditEvent.EVIDENCE_SEALED: "Package sealed and signed",
    AuditEvent.HIT_PASSED_ON: "Passed on to another unit",
    AuditEvent.CONTRARY_FACT: "Evidence against the hit",
}
"""Steps that headquarters knows from the audit alone."""


@dataclass(frozen=True, slots=True)
class _Event:
    at: datetime
    title: str
    detail: str
    mark: Mark | None = None


def timeline(trail: HitTrailMessage) -> tuple[TimelineLine, ...]:
    """Return what happened, in the order of the times."""
    steps: list[_Step] = [*trail.answers, *trail.stops, *trail.dispositions]
    several = len({step.person_id for step in steps if step.person_id}) > 1
    vehicle = vehicle_of(trail.hit, trail.answers, trail.stops)
    events = [*_seen(trail), *(_made(step, vehicle, named=several) for step in steps)]
    answered = {(answer.step, answer.at) for answer in trail.answers}
    events += [
        _audited(entry)
        for entry in trail.audit
        if entry.event in _ONLY_AUDITED and (entry.event, entry.at) not in answered
    ]
    lines = sorted(events, key=lambda event: event.at)
    return tuple(TimelineLine(exact_time(o.at), o.title, o.detail, o.mark) for o in lines)


def _made(step: _Step, vehicle: Compared, *, named: bool) -> _Event:
    """Return a step, with its person where more than one worked on the hit."""
    if isinstance(step, AnswerMessage):
        event, by_hand = _answered(step), step.step.startswith("officer:")
    else:
        event = _stopped(step, vehicle) if isinstance(step, StopMessage) else _ended(step)
        by_hand = True
    if not (named and by_hand and step.person_id):
        return event
    return replace(event, detail=f"{event.detail} By {step.person_id}.".strip())


def confidence_words(read: ReadMessage) -> str:
    """Return each character with its confidence: "E .97  X .91!"; weak ones have a "!"."""
    parts = (
        f"{c.text} {c.confidence:.2f}".replace("0.", ".")
        + ("!" if c.confidence < DOUBTFUL_BELOW else "")
        for c in read.characters
    )
    return "  ".join(parts)


def _seen(trail: HitTrailMessage) -> list[_Event]:
    hit, read = trail.hit, trail.read
    events = [_Event(hit.captured_at, "Picture taken", f"{hit.unit}.")]
    if read is not None:
        width = round(read.box[2] - read.box[0])
        events = [
            _Event(
                hit.captured_at,
                "Picture taken",
                f"{camera_in_words(read.camera)}, {width} px plate.",
            )
        ]
        words = f"{plate_words(read.text, read.state)}. {confidence_words(read)}"
        events.append(_Event(hit.captured_at, f"Read over {read.frames} frames", words))
    age = hit.raised_at - hit.list_compiled_at
    hours, minutes = divmod(round(age.total_seconds() / 60), 60)
    listed = f"List version {hit.list_version}, {hours} h {minutes} min old."
    return [*events, _Event(hit.raised_at, "Hit raised", listed)]


def _answered(answer: AnswerMessage) -> _Event:
    facts = dict(answer.facts)
    make = _STEPS.get(answer.step)
    if make is None:
        words = ", ".join(f"{name} {value}" for name, value in facts.items() if value)
        return _Event(answer.at, answer.step.rpartition(":")[2].replace("_", " "), words)
    title, words, mark = make(facts)
    return _Event(answer.at, title, words, mark)


def _vehicle_at_stop(vehicle: Compared, check: str) -> str:
    """Return that the vehicle differed, whatever the stop's message says about its checks."""
    if not vehicle.is_contradicted:
        return ""
    given = (
        vehicle.comparison is VehicleComparison.REASON_GIVEN or check == CheckStatus.REASON_GIVEN
    )
    return f"vehicle DIFFERS, {'reason' if given else 'no reason'} given"


def _stopped(stop: StopMessage, vehicle: Compared) -> _Event:
    form = stop.gate_form
    checks = dict(stop.checks)
    of_state = checks.get(Check.STATE) == CheckStatus.REASON_GIVEN
    parts = ["picture shows ANOTHER STATE, reason given" if of_state else ""]
    parts.append(_vehicle_at_stop(vehicle, checks.get(Check.VEHICLE, "")))
    if form == GateForm.OPEN_WITHOUT_STATUS:
        parts.append("status NOT checked")
    elif checks.get(Check.DCIN) == CheckStatus.NOT_PRACTICABLE:
        parts.append("DCIN NOT checked")
    weak = ", ".join(part for part in parts if part)
    words = weak or ("all checks passed" if form == GateForm.OPEN else form)
    mark = Mark.WEAK if weak else Mark.TICK
    words_of_checks = ", ".join(f"{name} {value.replace('_', ' ')}" for name, value in stop.checks)
    return _Event(stop.at, f"Stop initiated: {words}", words_of_checks, mark)


def _ended(end: DispositionMessage) -> _Event:
    facts = [f"Vehicle stopped: {end.stopped}" if end.stopped else ""]
    facts.append((end.outcome or "").replace("_", " "))
    if end.force_used is not None:
        facts.append("force used" if end.force_used else "no force used")
    facts.append(f"event {end.event_number}" if end.event_number else "")
    words = ", ".join(part for part in facts if part)
    return _Event(end.at, f"Closed: {disposition_words(end.disposition).lower()}", words)


def _audited(entry: AuditMessage) -> _Event:
    words = ", ".join(f"{name} {value}" for name, value in entry.detail if value)
    event = AuditEvent(entry.event)
    mark = Mark.CROSS if event is AuditEvent.CONTRARY_FACT else None
    return _Event(entry.at, _ONLY_AUDITED[event], words, mark)


# ---------------------------------------------------------------- one step each

Line = tuple[str, str, Mark | None]


def _painted(facts: Facts) -> Line:
    after = facts.get("capture_to_alert_s", "")
    return "Alert shown and sounded", f"{after} s after the picture." if after else "", None


def _opened(_facts: Facts) -> Line:
    return "Opened by the officer", "Read and record hidden.", None


def _entered(facts: Facts) -> Line:
    matched = facts.get("outcome") == "matched"
    plate = plate_words(facts.get("text", ""), facts.get("state", ""))
    seen = facts.get("picture_s")
    timed = f", picture on screen {seen} s" if seen else " (time on screen not recorded)"
    words = [f"{facts.get('outcome', '')}{timed}"]
    if "tiles" in facts:
        words.append(f"tiles {facts['tiles']}; whole plate {facts.get('whole_number', '')}")
    text = ", ".join(words).capitalize()
    return f"Entered {plate}", f"{text}.", Mark.TICK if matched else Mark.CROSS


def _vehicle(facts: Facts) -> Line:
    seen = f"{facts.get('color', '')} {facts.get('body', '')}".strip()
    if facts.get("when") == "after the record":
        return f"Looked again: {seen}", "After the record was shown.", Mark.WEAK
    return f"Entered {seen}", "Before the record was shown.", None


def _reason(facts: Facts) -> Line:
    later = ", AFTER THE STOP" if facts.get("when") == "after the stop" else ""
    return f"Reason for the vehicle difference{later}", facts.get("reason", ""), Mark.WEAK


def _state_reason(facts: Facts) -> Line:
    title = f"Pictures show another state: {facts.get('read', '')}"
    return title, f"Reason: {facts.get('reason', '')}.", Mark.WEAK


def _handed_over(facts: Facts) -> Line:
    who = facts.get("from", "")
    return "Screen handed over", f"Checks by {who} no longer count.", Mark.RING


def _status(facts: Facts) -> Line:
    result = facts.get("result", "").replace("_", " ")
    who = status_words(facts.get("source", ""))
    if facts.get("dispatcher"):
        who = f"{who} {facts['dispatcher']}"
    how = "Received by headquarters' gateway." if facts.get("how") == "received" else "Stated."
    if facts.get("simulated") == "true":
        how = "SIMULATED."
    if not result:
        return "Status not answered", facts.get("why", ""), Mark.RING
    mark = Mark.TICK if result == "active" else Mark.CROSS
    return f"{who}: {result}", how, mark


def _not_practicable(facts: Facts) -> Line:
    who = status_words(facts.get("source", ""))
    return f"{who} not practicable", facts.get("reason", ""), Mark.WEAK


def _contrary(facts: Facts) -> Line:
    words = facts.get("kind", "").replace("_", " ")
    return f"Evidence against the hit: {words}", f"By {facts.get('source', '')}.", Mark.CROSS


def _released(facts: Facts) -> Line:
    return f"Stop button released at {facts.get('held_s', '?')} s", "No stop recorded.", None


def _recorded(facts: Facts) -> Line:
    reason = facts.get("stop_reason", "")
    return (
        "Stop recorded without checks",
        f"{reason}; force used: {facts.get('force_used', '')}",
        Mark.WEAK,
    )


def _second(facts: Facts) -> Line:
    plate = plate_words(facts.get("text", ""), state_in_words(facts.get("state", "")))
    return "Second reader", plate, None


def _state_revised(facts: Facts) -> Line:
    """Return the read as revised by later frames; some cars report the state alone."""
    state = state_in_words(facts.get("state", ""))
    revised = plate_words(facts["text"], state) if "text" in facts else state
    return "Updated from later frames", revised, None


_STEPS: dict[str, Callable[[Facts], Line]] = {
    AuditEvent.HIT_PAINTED: _painted,
    AuditEvent.HIT_SEEN_AGAIN: lambda _: ("Vehicle seen again", "", None),
    AuditEvent.HIT_SILENCED: lambda _: ("Silenced", "", None),
    AuditEvent.HIT_OPENED: _opened,
    AuditEvent.SECOND_READING: _second,
    AuditEvent.STATE_REVISED: _state_revised,
    AuditEvent.ENTRY_MADE: _entered,
    AuditEvent.TILES_CHECKED: _entered,
    AuditEvent.CANNOT_SEE: lambda _: ("Could not see the plate", "", Mark.RING),
    AuditEvent.VEHICLE_ANSWERED: _vehicle,
    AuditEvent.VEHICLE_REASON_GIVEN: _reason,
    AuditEvent.STATE_REASON_GIVEN: _state_reason,
    AuditEvent.HIT_HANDED_OVER: _handed_over,
    AuditEvent.STATUS_ASKED: lambda _: ("Status asked at headquarters", "", None),
    AuditEvent.STATUS_STATED: _status,
    AuditEvent.STATUS_RECEIVED: _status,
    AuditEvent.STATUS_NOT_PRACTICABLE: _not_practicable,
    AuditEvent.CONTRARY_FACT: _contrary,
    AuditEvent.HOLD_RELEASED: _released,
    AuditEvent.STOP_RECORDED: _recorded,
}  # fmt: skip
