"""Steps beside the gate: a stop recorded without its checks, and the hit confirmation's steps."""

from dataclasses import replace
from datetime import datetime

from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit import confirmation as yq
from mdt_alpr.domain.hit.confirmation import AgencyReply, ConfirmationReply, ConfirmationRequest
from mdt_alpr.domain.hit.disposition import Stopped
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, Hit, HitState, Step, next_state
from mdt_alpr.domain.hit.recorded_stop import RecordedStop
from mdt_alpr.domain.hit.verification import contradict

AGENCY = "agency"
"""Source of a contrary fact that the entering agency told (VER-08)."""


def record_stop(hit: Hit, stop: RecordedStop) -> Hit:
    """Record a stop that did not go through the gate; the last statement counts (VER-03).

    It opens nothing, and stays possible whatever speaks against the hit.

    Raises:
        StepNotAllowedError: the hit has ended, the stop was initiated here, or its time is to
            come.
    """
    if hit.state is HitState.CLOSED:
        message = "This hit is closed."
        raise StepNotAllowedError(message)
    if hit.stop_at is not None:
        message = "This stop was initiated with its checks."
        raise StepNotAllowedError(message)
    if stop.at > stop.recorded_at:
        message = "A recorded stop cannot be in the future."
        raise StepNotAllowedError(message)
    return replace(hit, recorded_stop=stop)


def wants_stop_reason(hit: Hit, stopped: Stopped | None) -> bool:
    """Tell whether a stop is stated for which neither gate nor record has anything yet."""
    was_stopped = stopped in (Stopped.BEFORE, Stopped.AFTER)
    return was_stopped and hit.stop_at is None and hit.recorded_stop is None


def gone_at(hit: Hit) -> datetime | None:
    """Return when the basis for a stop went, None while nothing speaks against it."""
    return hit.contrary[0].at if hit.contrary else None


def request_confirmation(hit: Hit, request: ConfirmationRequest) -> Hit:
    """Note that the telecommunicator has the request; the clock runs from now (VER-08).

    Raises:
        StepNotAllowedError: the record is not one of the hit, no request can be drafted for
            it, or none is due.
    """
    state = next_state(hit.state, Step.ANSWER)
    record = next((record for record in hit.records if record.nic == request.nic), None)
    if record is None:
        message = "This is not the record on the screen."
        raise StepNotAllowedError(message)
    asked = yq.asked_again(hit.confirmation, request, request.at)
    yq.yq_draft(record, asked.last.number, request.urgency, request.oca)
    return replace(hit, state=state, confirmation=asked)


def answer_confirmation(hit: Hit, reply: ConfirmationReply) -> Hit:
    """Take what the entering agency replied; "not confirmed" closes the gate at once (D8).

    Raises:
        StepNotAllowedError: nothing was requested, or it was answered.
    """
    state = next_state(hit.state, Step.ANSWER)
    answered = replace(hit, state=state, confirmation=yq.answered(hit.confirmation, reply))
    if reply.reply is not AgencyReply.NOT_CONFIRMED:
        return answered
    return contradict(answered, ContraryFact(Contrary.NOT_CONFIRMED, AGENCY, reply.at))
