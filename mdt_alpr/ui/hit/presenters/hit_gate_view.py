"""Builds the gate card: what holds, what is missing in words, and the stop button's form."""

from dataclasses import replace
from datetime import datetime, tzinfo

from mdt_alpr.domain.entry.form import INSTRUCTIONS
from mdt_alpr.domain.entry.listing import other_than_stop
from mdt_alpr.domain.hit.gate import (
    DCIN_SOURCES,
    STATUS_SOURCES,
    Check,
    CheckStatus,
    Gate,
    GateForm,
    confirming,
    latest_reply,
)
from mdt_alpr.domain.hit.gateway import waits
from mdt_alpr.domain.hit.hit import EntryMethod, Hit, HitState
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource
from mdt_alpr.domain.policy import NOT_PROBABLE_CAUSE_WORDS, STOP_HOLD
from mdt_alpr.ui.hit.models.hit_result import CheckView, GateView, HoldView
from mdt_alpr.ui.hit.presenters.hit_words import (
    capitalized,
    clock_words,
    is_from_unit,
    seen_vehicle,
    short_age,
    source_of,
    state_name,
)

HOLD_MS = int(STOP_HOLD.total_seconds() * 1000)
_NAMES = {Check.DCIN: "DCIN"}
"""Of a check whose name is not its value."""
_ENTERED = frozenset({Check.PLATE, Check.STATE, Check.VEHICLE})
_SHAPES = {
    CheckStatus.TRUE: "tick",
    CheckStatus.NOT_NEEDED: "tick",
    CheckStatus.NOT_COMPARED: "weak",
    CheckStatus.REASON_GIVEN: "weak",
    CheckStatus.NOT_PRACTICABLE: "ring",
    CheckStatus.OPEN: "ring",
    CheckStatus.EXPIRED: "ring",
    CheckStatus.CLOCK_CHANGED: "ring",
    CheckStatus.NO_RECORD: "cross",
    CheckStatus.CONTRADICTED: "cross",
    CheckStatus.REPLY_NEEDED: "ring",
    CheckStatus.LOOK_AGAIN: "ring",
    CheckStatus.NOT_ON_FILE: "weak",
    CheckStatus.OWNER_NEEDED: "ring",
}
_WORDS = {
    CheckStatus.NOT_NEEDED: "Not needed, by rule",
    CheckStatus.NOT_COMPARED: "Not compared",
    CheckStatus.REASON_GIVEN: "Differs, reason given",
    CheckStatus.NOT_PRACTICABLE: "NOT CHECKED",
    CheckStatus.OPEN: "No reply yet",
    CheckStatus.EXPIRED: "Check again",
    CheckStatus.CLOCK_CHANGED: "Check again",
    CheckStatus.NO_RECORD: "No record",
    CheckStatus.CONTRADICTED: "Reason needed",
    CheckStatus.REPLY_NEEDED: "Reply needed",
    CheckStatus.LOOK_AGAIN: "Look again",
    CheckStatus.NOT_ON_FILE: "No record, local entry",
    CheckStatus.OWNER_NEEDED: "Owner must confirm",
}
_FURTHER_WORDS = {CheckStatus.TRUE: "Holds", CheckStatus.OPEN: "Not answered"}
_TO_DO = {
    (Check.STATE, CheckStatus.CONTRADICTED): "give a reason for the state",
    (Check.VEHICLE, CheckStatus.CONTRADICTED): "give a reason for the vehicle",
    (Check.STATUS, CheckStatus.OPEN): "get a status reply",
    (Check.STATUS, CheckStatus.EXPIRED): "check the status again",
    (Check.STATUS, CheckStatus.CLOCK_CHANGED): "check the status again",
    (Check.STATUS, CheckStatus.NO_RECORD): "check plate and state, ask again",
    (Check.VEHICLE, CheckStatus.LOOK_AGAIN): "look at the vehicle again",
    (Check.STATUS, CheckStatus.OWNER_NEEDED): "have Comms confirm it with who entered it",
    (Check.STATUS, CheckStatus.REPLY_NEEDED): "get a status reply, as you gave a reason",
    (Check.DCIN, CheckStatus.OPEN): "get a DCIN reply",
    (Check.DCIN, CheckStatus.EXPIRED): "check DCIN again",
    (Check.DCIN, CheckStatus.CLOCK_CHANGED): "check DCIN again",
    (Check.DCIN, CheckStatus.NO_RECORD): "ask DCIN again",
}


def gate_view(hit: Hit, gate: Gate, now: datetime, zone: tzinfo | None) -> GateView:
    """Return the gate card of a hit whose entry has had its outcome, or that is gone."""
    if hit.contrary:
        return _gone(hit, gate, zone)
    if hit.state is HitState.STOPPED:
        return _stopped(hit, gate, now, zone)
    checks = _checks(hit, gate, now)
    if gate.may_stop and (words := other_than_stop(hit)):
        return _instructed(_unlocked(hit, gate, checks), words)
    return _unlocked(hit, gate, checks)


def _unlocked(hit: Hit, gate: Gate, checks: tuple[CheckView, ...]) -> GateView:
    if gate.form is GateForm.OPEN and gate.differs is not None:
        return _open_by_reason(gate.differs, checks)
    if gate.form is GateForm.OPEN:
        return GateView(
            ink=False,
            shape="tick",
            title="CHECKS DONE",
            second="A status is SIMULATED" if _simulated(hit) else "All are true right now",
            checks=checks,
            strong=NOT_PROBABLE_CAUSE_WORDS,
            text="The stop is your decision.",
            stop=HoldView("ready", "Initiate stop", "Hold 0.8 s", HOLD_MS),
        )
    if gate.form is GateForm.OPEN_WITHOUT_STATUS:
        return GateView(
            ink=False,
            shape="ring",
            title="NO STATUS",
            second="Status not checked",
            checks=checks,
            strong=NOT_PROBABLE_CAUSE_WORDS,
            text="Keep trying Comms.",
            stop=HoldView(
                "no_status", "Initiate stop", "Status NOT checked. Hold 0.8 s.", HOLD_MS
            ),
        )
    return _locked(gate, checks)


def _open_by_reason(differs: Check, checks: tuple[CheckView, ...]) -> GateView:
    """Return the gate that is open although state or vehicle is another (D4)."""
    return GateView(
        ink=False,
        shape="weak",
        title=f"{differs.value.upper()} DIFFERS",
        second="Unlocked by your reason only",
        checks=checks,
        strong=NOT_PROBABLE_CAUSE_WORDS,
        text="It may be another vehicle. The stop is your decision.",
        stop=HoldView(
            "no_status", "Initiate stop", f"{capitalized(differs)} differs. Hold 0.8 s.", HOLD_MS
        ),
    )


def _instructed(view: GateView, words: str) -> GateView:
    """Return the open gate of a record that asks for something else than a stop (MAN-01)."""
    asked = f"Asked: {words}" if words in INSTRUCTIONS else "Read the instruction"
    if view.stop.form == "ready":
        stop = HoldView("no_status", "Initiate stop", f"{asked}. Hold 0.8 s.", HOLD_MS)
        view = replace(view, shape="weak", title="INSTRUCTION", stop=stop)
    return replace(view, second=asked)


def _locked(gate: Gate, checks: tuple[CheckView, ...]) -> GateView:
    left = _left(len(gate.missing))
    to_do = ", then ".join(_to_do(gate))
    return GateView(
        ink=False,
        shape="bar",
        title="STOP LOCKED",
        second=left if gate.missing else "The record is out of date",
        checks=checks,
        strong="To unlock:" if gate.missing else "This record is no longer valid.",
        text=f"{to_do}." if gate.missing else "Its time is over. Close the hit.",
        stop=HoldView("locked", "Stop locked", f"{left}, listed above", HOLD_MS),
    )


def while_asking(view: GateView) -> GateView:
    """Return the gate while the officer is asked whether a reply shuts the hit: no stop then."""
    if not view.stop.live:
        return view
    stop = HoldView("locked", "Stop locked", "Answer on the left first", HOLD_MS)
    return replace(view, shape="bar", title="STOP LOCKED", second="While you answer", stop=stop)


def _to_do(gate: Gate) -> list[str]:
    todo = [_TO_DO.get((check, gate.status(check)), _ask_for(check)) for check in gate.missing]
    both = [_TO_DO[check, CheckStatus.OPEN] for check in (Check.STATUS, Check.DCIN)]
    return [*todo[:-2], "get status and DCIN replies"] if todo[-2:] == both else todo


def _ask_for(check: Check) -> str:
    return f"enter the {check.value}" if check in _ENTERED else f"have {check.value} hold"


def _left(count: int) -> str:
    return f"{count} check{'' if count == 1 else 's'} left"


def _stopped(hit: Hit, gate: Gate, now: datetime, zone: tzinfo | None) -> GateView:
    at = clock_words(hit.stop_at, zone) if hit.stop_at else ""
    own = hit.stop_by.person_id == hit.officer.person_id
    who = "you" if own else hit.stop_by.name or hit.stop_by.person_id
    return GateView(
        ink=False,
        shape="tick",
        title="STOP INITIATED",
        second=f"By {who} at {at}",
        checks=_checks(hit, gate, now),
        strong=NOT_PROBABLE_CAUSE_WORDS,
        text="A reply that clears it still counts. Close the hit when the stop is over.",
        stop=HoldView("gone", "Stop initiated", f"At {at}", HOLD_MS),
    )


def _gone(hit: Hit, gate: Gate, zone: tzinfo | None) -> GateView:
    fact = hit.contrary[-1]
    by = source_of(fact)
    second = {
        "Camera": "Locked by a closer look",
        "Hotlist": "Locked by the hotlist",
        "SIMULATED gateway": "Locked by a SIMULATED reply",
        "HQ gateway": "Locked by HQ's gateway",
        "Entering agency": "Locked by the entering agency",
    }
    return GateView(
        ink=True,
        shape="bar",
        title="STOP LOCKED",
        second="Locked by another unit"
        if is_from_unit(fact)
        else second.get(by, f"Locked by the reply from {by}"),
        checks=_checks(hit, gate, fact.at, zone),
        strong="Do not stop on this hit.",
        text="This hit cannot be unlocked again.",
        stop=HoldView("gone", "Stop locked", "This hit is closed to stops", HOLD_MS),
    )


# ---------------------------------------------------------------------------------- checks


def _checks(
    hit: Hit, gate: Gate, now: datetime, zone: tzinfo | None = None
) -> tuple[CheckView, ...]:
    return tuple(
        CheckView(*_shape_and_words(hit, check, status, now, zone))
        for check, status in gate.checks
    )


def _shape_and_words(
    hit: Hit, check: Check, status: CheckStatus, now: datetime, zone: tzinfo | None
) -> tuple[str, str, str]:
    name = _NAMES.get(check, check.value.capitalize())
    if check in (Check.STATUS, Check.DCIN):
        if against := _against(hit, check, zone):
            return "cross", name, against
        if status is CheckStatus.TRUE:
            return "tick", name, _active_words(hit, check, now)
        if status is CheckStatus.OPEN and check is Check.STATUS and waits(hit, now):
            return _SHAPES[status], name, "Asked headquarters"
        return _SHAPES[status], name, _WORDS[status]
    if check not in _ENTERED:
        return _SHAPES[status], name, _FURTHER_WORDS.get(status, _WORDS.get(status, ""))
    return _SHAPES[status], name, _seen_words(hit, check, status)


def _seen_words(hit: Hit, check: Check, status: CheckStatus) -> str:
    if hit.entry is None:
        return "Not entered"
    if check is Check.PLATE:
        by_tiles = hit.entry.method is EntryMethod.TILES_AND_NUMBER
        return "Matches, by tiles" if by_tiles else "Matches"
    if check is Check.STATE and status is CheckStatus.TRUE:
        return state_name(hit.entry.state)
    if status is CheckStatus.TRUE and hit.vehicle:
        return capitalized(f"{seen_vehicle(hit.vehicle.body, hit.vehicle.color)} fits")
    if status is CheckStatus.NOT_COMPARED and hit.vehicle is None:
        return "No vehicle listed"
    return "Not answered" if status is CheckStatus.OPEN else _WORDS[status]


def _sources(check: Check) -> tuple[StatusSource, ...]:
    return STATUS_SOURCES if check is Check.STATUS else DCIN_SOURCES


def _simulated(hit: Hit) -> bool:
    """Tell whether a reply that counts now is a simulator's and no real one stands beside it."""
    newest = [latest_reply(hit, *_sources(check)) for check in (Check.STATUS, Check.DCIN)]
    return any(reply is not None and reply.simulated for reply in newest)


def _active_words(hit: Hit, check: Check, now: datetime) -> str:
    replies = confirming(hit, check, now)
    if not replies:
        return "Active at the stop"
    newest = max(replies, key=lambda reply: reply.at)
    age = short_age(now - newest.at)
    return f"SIMULATED, {age}" if newest.simulated else f"Active, {age} old"


def _against(hit: Hit, check: Check, zone: tzinfo | None) -> str:
    words = {StatusResult.CLEARED: "CLEARED", StatusResult.NOT_THIS_PLATE: "OTHER PLATE"}
    reply = latest_reply(hit, *_sources(check))
    if reply is None or reply.result not in words:
        return ""
    return f"{words[reply.result]} {clock_words(reply.at, zone)}"
