"""Steps that turn a hit into the next one; each refuses what the table does not allow.

Each is a step of the hit's officer, and is kept as that officer's.
"""

from dataclasses import replace
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit import confirmation as yq
from mdt_alpr.domain.hit.confirmation import AgencyReply, ConfirmationReply, ConfirmationRequest
from mdt_alpr.domain.hit.disposition import Closing, Disposition, RecordedStop, Stopped
from mdt_alpr.domain.hit.gate import GATEWAY_SOURCES, gate, latest_reply
from mdt_alpr.domain.hit.hit import (
    SIMULATED,
    Contrary,
    ContraryFact,
    EntryAttempt,
    Hit,
    HitState,
    Step,
    TileCheck,
    VehicleAnswer,
    VehicleReason,
    WholeNumberAnswer,
    entered_records,
    next_state,
)
from mdt_alpr.domain.hit.reasons import state_is_contradicted, wants_second_answer
from mdt_alpr.domain.hit.status_query import NotPracticable, StatusReply, StatusResult
from mdt_alpr.domain.hit.tiles import checked_text, require_whole_run
from mdt_alpr.domain.hit.trace import HoldReleased, StepMade, StopGate
from mdt_alpr.domain.officer import Officer
from mdt_alpr.domain.plate.plate import STATES, folded, tidy
from mdt_alpr.domain.policy import ENTRY_ATTEMPTS


def open_hit(hit: Hit, now: datetime) -> Hit:
    """Open a hit for its blind check; opening again in one session changes nothing."""
    if hit.state is HitState.BLIND and hit.opened_at is None:  # it came from an earlier session
        return replace(hit, opened_at=now)
    if hit.state is not HitState.RAISED:
        return hit
    return replace(hit, state=next_state(hit.state, Step.OPEN), opened_at=now)


def enter(hit: Hit, text: str, state: str, now: datetime, *, picture_s: float) -> Hit:
    """Record a blind entry of characters and state (09.21.5.A.4.a).

    Where the readers disagree, an attempt is two entries and only the second is judged, so that
    the first reveals nothing (D1). A second attempt that differs ends the check.

    Raises:
        PlateTextError: ``text`` cannot be a plate.
        StepNotAllowedError: the hit is not open for entry, or no state was chosen.
    """
    next_state(hit.state, Step.ENTRY_INCOMPLETE)
    typed = EntryAttempt(tidy(text), state, now, picture_s, matched=None, by=hit.officer)
    return _judged(hit, typed)


def enter_by_tiles(
    hit: Hit, check: TileCheck, state: str, now: datetime, *, picture_s: float
) -> Hit:
    """Record a run over the tiles, the answer on the whole number, and the state (D2).

    It is judged like a typed entry; the tiles alone never are (09.21.5.A.4.a). A whole number that
    is answered as different is an attempt that differed, whatever the tiles gave.

    Raises:
        StepNotAllowedError: the hit is not open for entry, a tile is missing, or no state was
            chosen.
    """
    next_state(hit.state, Step.ENTRY_INCOMPLETE)
    if hit.needs_own_sight:
        message = "Tiles show no picture of this car's. Enter what you see on the vehicle."
        raise StepNotAllowedError(message)
    require_whole_run(hit, check.answers)
    text = tidy(checked_text(hit, check.answers))
    return _judged(hit, EntryAttempt(text, state, now, picture_s, None, check, by=hit.officer))


def tries_left(hit: Hit) -> int:
    """Return how many attempts that do not match the officer has left.

    Another person has all of them. The same person in another session has those that are left:
    signing in again is no way to guess.
    """
    own = [c for c in hit.earlier if c.officer.person_id == hit.officer.person_id]
    attempts = [attempt for check in own for attempt in check.attempts] + [*hit.attempts]
    return max(0, ENTRY_ATTEMPTS - sum(attempt.matched is False for attempt in attempts))


def cannot_see(hit: Hit) -> Hit:
    """Record that the plate cannot be seen well enough, so the hit stays unverified (VER-01)."""
    return replace(hit, state=next_state(hit.state, Step.CANNOT_SEE), cannot_see=True)


def answer_vehicle(hit: Hit, answer: VehicleAnswer) -> Hit:
    """Record body and color as seen; only the first answer counts, given before the record.

    Where the officer says that it was wrong, one more is kept with that reason: it is given after
    the record was shown, and never makes the first one fit.
    """
    if hit.state not in (HitState.BLIND, HitState.COMPARED):
        next_state(hit.state, Step.ANSWER)
    own = replace(answer, by=hit.officer)
    if wants_second_answer(hit):
        *before, last = hit.vehicle_reasons
        return replace(hit, vehicle_reasons=(*before, replace(last, second_answer=own)))
    return hit if hit.vehicle else replace(hit, vehicle=own)


def give_vehicle_reason(hit: Hit, reason: str, now: datetime) -> Hit:
    """Record the officer's reason why the vehicle differs from the record (D4).

    Every reason is kept. One that is given once the stop was initiated is marked as later.

    Raises:
        StepNotAllowedError: the reason is empty, or the record is not shown yet.
    """
    next_state(hit.state, Step.ANSWER)
    if not reason.strip():
        raise StepNotAllowedError("Say why the vehicle differs from the record.")
    later = hit.stop_at is not None
    given = VehicleReason(reason.strip(), now, later=later, by=hit.officer)
    last = hit.counted_reasons[-1:]
    if any((r.reason, r.later, r.second_answer) == (given.reason, later, None) for r in last):
        return hit
    return replace(hit, vehicle_reasons=(*hit.vehicle_reasons, given))


def give_state_reason(hit: Hit, reason: str) -> Hit:
    """Record why the state entered stands although the pictures show another (RS-05).

    Raises:
        StepNotAllowedError: the reason is empty, nothing contradicts the state, or the stop was
            initiated.
    """
    next_state(hit.state, Step.ANSWER)
    if not (reason.strip() and state_is_contradicted(hit)) or hit.stop_at is not None:
        raise StepNotAllowedError("Before the stop, say why the state differs from the picture.")
    entered = (replace(a, state_reason=reason.strip()) if a.matched else a for a in hit.attempts)
    return replace(hit, attempts=tuple(entered))


def state_status(hit: Hit, reply: StatusReply) -> Hit:
    """Record a status reply, stated or received; "cleared" or "not this plate" ends the hit.

    Raises:
        StepNotAllowedError: the officer states what only a gateway can answer (INT-04).
    """
    state = next_state(hit.state, Step.ANSWER)
    if (reply.source in GATEWAY_SOURCES) != reply.received:
        raise StepNotAllowedError("A gateway's answer is received, never stated.")
    stated = _as_first_stated(hit, replace(reply, by=hit.officer))
    current = hit.replies[hit.superseded.replies :]
    if stated in current and stated == latest_reply(hit, reply.source):
        return hit
    answered = replace(hit, state=state, replies=(*hit.replies, stated))
    against = {
        StatusResult.CLEARED: Contrary.STATUS_CLEARED,
        StatusResult.NOT_THIS_PLATE: Contrary.NOT_THIS_PLATE,
    }.get(reply.result)
    if against is None:
        return answered
    source = SIMULATED if reply.simulated else reply.source.value
    return contradict(answered, ContraryFact(against, source, reply.at, stated.by))


def _as_first_stated(hit: Hit, reply: StatusReply) -> StatusReply:
    """Return a stated reply with the time at which its question was first answered (D6).

    Without another question since, stating "active" again renews nothing: a second tap is no
    second query. Another answer to the same question replaces it and lasts no longer.
    """
    before = [
        known
        for known in hit.replies[hit.superseded.replies :]
        if known.source is reply.source and known.by == reply.by
    ]
    if reply.received or not before:
        return reply
    last = before[-1]
    if reply.asked_at is not None and reply.asked_at > last.at:
        return reply
    same = replace(reply, asked_at=last.asked_at)
    if reply.result is not StatusResult.ACTIVE:
        return same
    return replace(same, at=min(k.at for k in before if k.asked_at == last.asked_at))


def state_not_practicable(hit: Hit, stated: NotPracticable) -> Hit:
    """Record the statement that a source could not be asked, with its reason (VER-02, VER-03)."""
    state = next_state(hit.state, Step.ANSWER)
    own = replace(stated, by=hit.officer)
    return replace(hit, state=state, not_practicable=(*hit.not_practicable, own))


def contradict(hit: Hit, fact: ContraryFact) -> Hit:
    """Record a contrary fact: whatever the state, the gate is gone (D8, VER-05).

    A closed hit stays as it is.
    """
    if hit.state is HitState.CLOSED:
        return hit
    state = next_state(hit.state, Step.CONTRARY_FACT)
    return replace(hit, state=state, contrary=(*hit.contrary, fact))


def initiate_stop(hit: Hit, now: datetime, *, officer: Officer, open_hit_id: str | None) -> Hit:
    """Record the officer's decision to stop, if that officer's gate is open at this instant.

    The gate at that instant is kept with the hit, in ``trace.stop_gate``.

    Raises:
        StepNotAllowedError: a check is not complete now, or nobody is signed in.
    """
    if not officer.is_signed_in:
        raise StepNotAllowedError("Nobody is signed in. Sign in to stop.")
    now_gate = gate(hit, now, officer=officer, open_hit_id=open_hit_id)
    if not now_gate.may_stop:
        missing = ", ".join(check.value for check in now_gate.missing)
        raise StepNotAllowedError(f"Stop is locked: {missing or _why_shut(hit)}.")
    state = next_state(hit.state, Step.INITIATE_STOP)
    checks = tuple((check.value, status.value) for check, status in now_gate.checks)
    trace = replace(hit.trace, stop_gate=StopGate(now_gate.form.value, checks))
    return replace(hit, state=state, stop_at=now, stop_by=officer, trace=trace)


def _why_shut(hit: Hit) -> str:
    """Return why a gate is shut although every check is complete."""
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
    if hit.entry is None:
        never.add(Disposition.VERIFIED_NO_STOP)
    if hit.contrary:
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
            return "State the outcome of the stop."
        return None if closing.force_used is not None else "Say whether force was used."
    return None if closing.stopped is not None else "Say whether the vehicle was stopped."


def _judged(hit: Hit, attempt: EntryAttempt) -> Hit:
    """Return the hit after an attempt; the first of two wanted is kept, not judged."""
    if attempt.state not in STATES:
        raise StepNotAllowedError("Choose the state of issuance that you see.")
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
    """Return whether the whole number was typed, or answered as the same as in the picture."""
    return attempt.tile_check is None or attempt.tile_check.whole_number is WholeNumberAnswer.SAME


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


AGENCY = "agency"
"""Source of a contrary fact that the entering agency reported (VER-08)."""


def record_stop(hit: Hit, stop: RecordedStop) -> Hit:
    """Record a stop that did not go through the gate; the last statement counts (VER-03).

    It opens nothing, and stays possible whatever contradicts the hit.

    Raises:
        StepNotAllowedError: the hit has ended, the stop was initiated here, or its time is in the
            future.
    """
    if hit.state is HitState.CLOSED:
        raise StepNotAllowedError("This hit is closed.")
    if hit.stop_at is not None:
        raise StepNotAllowedError("This stop was initiated with its checks.")
    if stop.at > stop.recorded_at:
        raise StepNotAllowedError("A recorded stop cannot be in the future.")
    return replace(hit, recorded_stop=stop)


def wants_stop_reason(hit: Hit, stopped: Stopped | None) -> bool:
    """Return whether a stop is stated that neither the gate nor a record covers yet."""
    was_stopped = stopped in (Stopped.BEFORE, Stopped.AFTER)
    return was_stopped and hit.stop_at is None and hit.recorded_stop is None


def gone_at(hit: Hit) -> datetime | None:
    """Return when the basis for a stop was lost, None while nothing contradicts it."""
    return hit.contrary[0].at if hit.contrary else None


def request_confirmation(hit: Hit, request: ConfirmationRequest) -> Hit:
    """Record that the telecommunicator has the request; the clock runs from now (VER-08).

    Raises:
        StepNotAllowedError: the record is not one of the hit, no request can be drafted for
            it, or none is due.
    """
    state = next_state(hit.state, Step.ANSWER)
    record = next((record for record in hit.records if record.nic == request.nic), None)
    if record is None:
        raise StepNotAllowedError("This is not the record on the screen.")
    asked = yq.asked_again(hit.confirmation, request, request.at)
    yq.yq_draft(record, asked.last.number, request.urgency, request.oca)
    return replace(hit, state=state, confirmation=asked)


def answer_confirmation(hit: Hit, reply: ConfirmationReply) -> Hit:
    """Record what the entering agency replied; "not confirmed" closes the gate at once (D8).

    Raises:
        StepNotAllowedError: nothing was requested, or it was answered.
    """
    state = next_state(hit.state, Step.ANSWER)
    answered = replace(hit, state=state, confirmation=yq.answered(hit.confirmation, reply))
    if reply.reply is not AgencyReply.NOT_CONFIRMED:
        return answered
    return contradict(answered, ContraryFact(Contrary.NOT_CONFIRMED, AGENCY, reply.at))


def with_step(hit: Hit, event: AuditEvent, at: datetime, by: Officer) -> Hit:
    """Return the hit with an officer's step, by name."""
    made = StepMade(event.value, at, by)
    return replace(hit, trace=replace(hit.trace, steps=(*hit.trace.steps, made)))


def with_hold_released(hit: Hit, now: datetime, held_s: float) -> Hit:
    """Return the hit with a stop button that was released too early: nothing was started."""
    released = (*hit.trace.released, HoldReleased(now, held_s))
    return replace(hit, trace=replace(hit.trace, released=released))
