"""The steps around a hit's status: asked, answered, recorded, confirmed; with their facts."""

from datetime import datetime, timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit import after_checks, gateway
from mdt_alpr.domain.hit.confirmation import (
    AgencyReply,
    ConfirmationReply,
    ConfirmationRequest,
    Urgency,
)
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.recorded_stop import RecordedStop, StopReason
from mdt_alpr.domain.hit.status_query import AskedStatus, StatusAnswer
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.plate.plate import state_in_words
from mdt_alpr.patrol.steps import Facts, Taken


def status_asked(randomness: bytes, *, by_itself: bool = False) -> Taken:
    """The question goes to headquarters' gateway.

    The program's own question is dropped, not refused, where the hit has gone on meanwhile.
    """

    def take(hit: Hit, now: datetime) -> Hit:
        if by_itself and not gateway.is_asked_by_itself(hit):
            return hit
        return gateway.ask(hit, new_id(now, randomness), now)

    def facts(hit: Hit) -> Facts:
        query = hit.asked[-1].query
        return (
            ("query", query.query_id),
            ("text", query.text),
            ("state", state_in_words(query.state)),
            ("nic", query.nic),
            ("entry_id", query.entry_id),
        )

    return Taken(AuditEvent.STATUS_ASKED, take, facts)


def status_received(answer: StatusAnswer) -> Taken:
    """An answer of the gateway is there, however late."""

    def take(hit: Hit, now: datetime) -> Hit:
        return gateway.take_answer(hit, answer, now)

    return Taken(AuditEvent.STATUS_RECEIVED, take, lambda hit: _came(hit, answer.query_id))


def status_not_reached(query_id: str, why: str) -> Taken:
    """The question did not get through."""

    def take(hit: Hit, now: datetime) -> Hit:
        return gateway.not_reached(hit, query_id, why, now)

    return Taken(AuditEvent.STATUS_RECEIVED, take, lambda hit: _came(hit, query_id))


def stop_recorded(reason: StopReason, minutes_ago: int, *, force_used: bool) -> Taken:
    """The officer records a stop that was made without the checks."""

    def take(hit: Hit, now: datetime) -> Hit:
        at = now - timedelta(minutes=minutes_ago)
        return after_checks.record_stop(hit, RecordedStop(reason, at, now, force_used))

    def facts(hit: Hit) -> Facts:
        stop = hit.recorded_stop
        at = stop.at.isoformat() if stop else ""
        force = "yes" if force_used else "no"
        return (("stop_reason", reason.value), ("stopped_at", at), ("force_used", force))

    return Taken(AuditEvent.STOP_RECORDED, take, facts)


def confirmation_requested(nic: str, urgency: Urgency, oca: str) -> Taken:
    """The telecommunicator has the request."""

    def take(hit: Hit, now: datetime) -> Hit:
        record = next((record for record in hit.records if record.nic == nic), None)
        if record is None:
            message = "This is not the record on the screen."
            raise StepNotAllowedError(message)
        request = ConfirmationRequest(1, urgency, oca, nic, now)
        return after_checks.request_confirmation(hit, record, request)

    def facts(hit: Hit) -> Facts:
        number = str(hit.confirmation.last.number) if hit.confirmation else ""
        return (("number", number), ("urgency", urgency.value), ("oca", oca), ("nic", nic))

    return Taken(AuditEvent.CONFIRMATION_REQUESTED, take, facts)


def confirmation_answered(reply: AgencyReply, promised_in_minutes: int) -> Taken:
    """The entering agency replied."""

    def take(hit: Hit, now: datetime) -> Hit:
        later = now + timedelta(minutes=promised_in_minutes) if promised_in_minutes else None
        return after_checks.answer_confirmation(hit, ConfirmationReply(reply, now, later))

    told: Facts = (("reply", reply.value), ("promised_in_minutes", str(promised_in_minutes)))
    return Taken(AuditEvent.CONFIRMATION_ANSWERED, take, lambda _: told)


def _asked(hit: Hit, query_id: str) -> AskedStatus:
    """Return a question of the hit."""
    return next(asked for asked in hit.asked if asked.query.query_id == query_id)


def _came(hit: Hit, query_id: str) -> Facts:
    asked = _asked(hit, query_id)
    told: Facts = (("query", query_id), ("standing", asked.standing.value), ("why", asked.why))
    if asked.answer is None:
        return told
    answer = asked.answer
    return (
        *told,
        ("how", "received"),
        ("source", answer.source.value),
        ("result", answer.result.value),
        ("simulated", str(answer.simulated).lower()),
        ("responder", answer.responder),
    )
