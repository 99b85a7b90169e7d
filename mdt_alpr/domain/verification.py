"""Steps that turn a hit into the next one; each refuses what the table does not allow."""

from dataclasses import replace
from datetime import datetime

from mdt_alpr.domain.disposition import Closing, Disposition
from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.gate import GATEWAY_SOURCES, gate
from mdt_alpr.domain.hit import (
    SIMULATED,
    Contrary,
    ContraryFact,
    EntryAttempt,
    Hit,
    HitState,
    NotPracticable,
    StatusReply,
    StatusResult,
    Step,
    VehicleAnswer,
    entered_records,
    next_state,
)
from mdt_alpr.domain.plate import STATES, folded, tidy
from mdt_alpr.domain.policy import ENTRY_ATTEMPTS
from mdt_alpr.domain.tile_answers import TileCheck, WholeLook
from mdt_alpr.domain.tiles import checked_text, require_whole_run


def open_hit(hit: Hit, now: datetime) -> Hit:
    """Open a hit for its blind check; opening again changes nothing."""
    if hit.state is not HitState.RAISED:
        return hit
    return replace(hit, state=next_state(hit.state, Step.OPEN), opened_at=now)


def enter(hit: Hit, text: str, state: str, now: datetime, *, picture_s: float) -> Hit:
    """Take a blind entry of characters and state (09.21.5.A.4.a).

    Where the readers disagree, an attempt is two entries and only the second is judged, so
    that the first tells nothing (D1). A second attempt that differs ends the check.

    Raises:
        PlateTextError: ``text`` cannot be a plate.
        StepNotAllowedError: the hit is not open for entry, or no state was chosen.
    """
    next_state(hit.state, Step.ENTRY_INCOMPLETE)
    return _judged(hit, EntryAttempt(tidy(text), state, now, picture_s, matched=None))


def enter_by_tiles(
    hit: Hit, check: TileCheck, state: str, now: datetime, *, picture_s: float
) -> Hit:
    """Take a run over the tiles with the look at the whole number, and the state (D2).

    It is judged like a typed entry; the tiles alone never are (09.21.5.A.4.a). A whole number
    that is called different is an attempt that differed, whatever the tiles said.

    Raises:
        StepNotAllowedError: the hit is not open for entry, a tile is missing, or no state was
            chosen.
    """
    next_state(hit.state, Step.ENTRY_INCOMPLETE)
    if hit.relayed_from is not None:
        message = "Tiles show another unit's picture. Enter what you see on the vehicle."
        raise StepNotAllowedError(message)
    require_whole_run(hit, check.answers)
    text = tidy(checked_text(hit, check.answers))
    return _judged(hit, EntryAttempt(text, state, now, picture_s, None, check))


def tries_left(hit: Hit) -> int:
    """Return how many judged attempts are left."""
    judged = [attempt for attempt in hit.attempts if attempt.matched is not None]
    return max(0, ENTRY_ATTEMPTS - len(judged))


def cannot_see(hit: Hit) -> Hit:
    """Record that the plate cannot be seen well enough: it stays unverified (VER-01)."""
    return replace(hit, state=next_state(hit.state, Step.CANNOT_SEE), cannot_see=True)


def answer_vehicle(hit: Hit, answer: VehicleAnswer) -> Hit:
    """Take body and colour as seen; only the first answer counts, given before the record."""
    if hit.state not in (HitState.BLIND, HitState.COMPARED):
        next_state(hit.state, Step.ANSWER)
    return hit if hit.vehicle else replace(hit, vehicle=answer)


def give_vehicle_reason(hit: Hit, reason: str) -> Hit:
    """Take the officer's reason why the vehicle differs from the record (D4).

    Raises:
        StepNotAllowedError: the reason is empty, or the record is not shown yet.
    """
    next_state(hit.state, Step.ANSWER)
    if not reason.strip():
        message = "Say why the vehicle differs from the record."
        raise StepNotAllowedError(message)
    return replace(hit, vehicle_reason=reason.strip())


def state_status(hit: Hit, reply: StatusReply) -> Hit:
    """Take a status reply, stated or received; "cleared" or "not this plate" ends it.

    Raises:
        StepNotAllowedError: the officer states what only a gateway can answer (INT-04).
    """
    state = next_state(hit.state, Step.ANSWER)
    if (reply.source in GATEWAY_SOURCES) != reply.received:
        message = "A gateway's answer is received, never stated."
        raise StepNotAllowedError(message)
    answered = replace(hit, state=state, replies=(*hit.replies, reply))
    against = {
        StatusResult.CLEARED: Contrary.STATUS_CLEARED,
        StatusResult.NOT_THIS_PLATE: Contrary.NOT_THIS_PLATE,
    }.get(reply.result)
    if against is None:
        return answered
    source = SIMULATED if reply.simulated else reply.source.value
    return contradict(answered, ContraryFact(against, source, reply.at))


def state_not_practicable(hit: Hit, stated: NotPracticable) -> Hit:
    """Take the statement that a source could not be asked, with its reason (VER-02, VER-03)."""
    state = next_state(hit.state, Step.ANSWER)
    return replace(hit, state=state, not_practicable=(*hit.not_practicable, stated))


def contradict(hit: Hit, fact: ContraryFact) -> Hit:
    """Take a contrary fact: whatever the state, the gate is gone (D8, VER-05).

    A closed hit stays as it is.
    """
    if hit.state is HitState.CLOSED:
        return hit
    state = next_state(hit.state, Step.CONTRARY_FACT)
    return replace(hit, state=state, contrary=(*hit.contrary, fact))


def initiate_stop(hit: Hit, now: datetime, *, open_hit_id: str | None) -> Hit:
    """Record the officer's decision to stop, if the gate is open at this instant.

    Raises:
        StepNotAllowedError: a check does not hold now.
    """
    now_gate = gate(hit, now, open_hit_id=open_hit_id)
    if not now_gate.may_stop:
        missing = ", ".join(check.value for check in now_gate.missing)
        message = f"Stop is locked: {missing or _why_shut(hit)}."
        raise StepNotAllowedError(message)
    return replace(hit, state=next_state(hit.state, Step.INITIATE_STOP), stop_at=now)


def _why_shut(hit: Hit) -> str:
    """Return why a gate is shut although every check holds."""
    if hit.contrary:
        return "the basis for it is gone"
    if hit.stop_at is not None:
        return "it was initiated already"
    return "this hit is not on the screen"


def dispositions(hit: Hit) -> frozenset[Disposition]:
    """Return the dispositions that can be true of this hit; the others stay disabled."""
    never: set[Disposition] = set()
    if hit.stop_at is None:
        never.add(Disposition.VERIFIED_STOPPED)
    else:
        never |= {Disposition.VERIFIED_NO_STOP, Disposition.LOST_SIGHT, Disposition.DUPLICATE}
    if hit.entry is None or hit.contrary:
        never |= {Disposition.VERIFIED_STOPPED, Disposition.VERIFIED_NO_STOP}
    return frozenset(Disposition) - never


def close(hit: Hit, closing: Closing) -> Hit:
    """End the hit with its one disposition (VER-09).

    Raises:
        StepNotAllowedError: the disposition cannot be true, or a follow-up is missing.
    """
    state = next_state(hit.state, Step.CLOSE)
    if closing.disposition not in dispositions(hit):
        message = f"This hit cannot end as {closing.disposition.value.replace('_', ' ')}."
        raise StepNotAllowedError(message)
    if (missing := missing_follow_up(closing)) is not None:
        raise StepNotAllowedError(missing)
    return replace(hit, state=state, closing=closing)


def missing_follow_up(closing: Closing) -> str | None:
    """Return what the disposition still needs, in words, or None."""
    if closing.disposition is Disposition.VERIFIED_STOPPED:
        if closing.outcome is None:
            return "Say what came of the stop."
        return None if closing.force_used is not None else "Say whether force was used."
    return None if closing.stopped is not None else "Say whether the vehicle was stopped."


def _judged(hit: Hit, attempt: EntryAttempt) -> Hit:
    """Return the hit after an attempt; the first of two wanted is kept, not judged."""
    if attempt.state not in STATES:
        message = "Choose the state of issuance that you see."
        raise StepNotAllowedError(message)
    waiting = _waiting(hit)
    if len(waiting) + 1 < hit.entries_wanted:
        return replace(hit, attempts=(*hit.attempts, attempt))
    agree = all(
        folded(a.text) == folded(attempt.text) and a.state == attempt.state and _called_same(a)
        for a in (*waiting, attempt)
    )
    matched = agree and bool(entered_records(hit, attempt.text, attempt.state))
    tried = replace(hit, attempts=(*hit.attempts, replace(attempt, matched=matched)))
    return replace(tried, state=next_state(hit.state, _entry_step(tried, matched=matched)))


def _called_same(attempt: EntryAttempt) -> bool:
    """Tell whether the whole number was typed, or called the same as on the picture."""
    return attempt.tile_check is None or attempt.tile_check.look is WholeLook.SAME


def _waiting(hit: Hit) -> tuple[EntryAttempt, ...]:
    waiting: list[EntryAttempt] = []
    for attempt in reversed(hit.attempts):
        if attempt.matched is not None:
            break
        waiting.append(attempt)
    return tuple(waiting)


def _entry_step(tried: Hit, *, matched: bool) -> Step:
    if matched:
        return Step.ENTRY_MATCHED
    return Step.ENTRY_DIFFERED if tries_left(tried) else Step.ENTRY_DIFFERED_AGAIN
