"""The status question of a hit: when it may be asked, and which answer counts (D6, D8)."""

from dataclasses import replace
from datetime import datetime

from mdt_alpr.domain.errors import StepNotAllowedError
from mdt_alpr.domain.hit.hit import SIMULATED, Contrary, ContraryFact, Hit, HitState
from mdt_alpr.domain.hit.status_query import (
    AskedStatus,
    GatewayResult,
    GatewaySource,
    QueryStatus,
    StatusAnswer,
    StatusQuery,
    StatusReply,
    StatusResult,
    StatusSource,
    is_about,
)
from mdt_alpr.domain.hit.verification import contradict, state_status

_SOURCES = {GatewaySource.MDT: StatusSource.GATEWAY, GatewaySource.DCIN: StatusSource.GATEWAY_DCIN}
_AGAINST = {
    GatewayResult.CLEARED: Contrary.STATUS_CLEARED,
    GatewayResult.NOT_THIS_PLATE: Contrary.NOT_THIS_PLATE,
}


def query_about(hit: Hit, query_id: str, now: datetime) -> StatusQuery:
    """Return the question: the officer's own entry, and the most urgent record's ids.

    Raises:
        StepNotAllowedError: the blind entry has not matched, nothing is asked before (D1); or
            no record is one that NCIC knows, as a manual entry is not.
    """
    if hit.entry is None or hit.state not in (HitState.COMPARED, HitState.STOPPED):
        raise StepNotAllowedError("The status is asked once plate and state have been entered.")
    listed = next((record for record in hit.records if record.nic), None)
    if listed is None:
        raise StepNotAllowedError("This record has no NIC number. Ask by MDT or radio.")
    return StatusQuery(
        query_id=query_id,
        text=hit.entry.text,
        state=hit.entry.state,
        entry_id=listed.entry_id,
        nic=listed.nic,
        ori=listed.ori,
        asked_at=now,
    )


def is_asked_by_itself(hit: Hit) -> bool:
    """Return whether the program asks now: the entry has just matched a record with a NIC.

    Once per session: the next officer's entry may match another record, which is then asked about.
    """
    known = any(record.nic for record in hit.records)
    asked = any(asked.by == hit.officer for asked in hit.asked)
    return known and hit.state is HitState.COMPARED and not asked


def waits(hit: Hit, now: datetime) -> bool:
    """Return whether a question is on its way and may not be repeated yet."""
    last = [asked for asked in hit.asked if asked.by == hit.officer][-1:]
    return any(a.status is QueryStatus.WAITING and not a.has_timed_out(now) for a in last)


def ask(hit: Hit, query_id: str, now: datetime) -> Hit:
    """Ask the question; while one waits nothing changes.

    Raises:
        StepNotAllowedError: see ``query_about``.
    """
    query = query_about(hit, query_id, now)
    if waits(hit, now):
        return hit
    return replace(hit, asked=(*hit.asked, AskedStatus(query, by=hit.officer)))


def not_reached(hit: Hit, query_id: str, why: str, now: datetime) -> Hit:
    """Note that the question did not get through.

    Raises:
        StepNotAllowedError: no such question waits.
    """
    asked = _waiting(hit, query_id)
    return _settled(hit, replace(asked, status=QueryStatus.NOT_REACHED, came_at=now, why=why))


def apply_answer(hit: Hit, answer: StatusAnswer, now: datetime) -> Hit:
    """Keep an answer, however late; it counts if it is about the plate, state and record asked.

    A simulated one counts in training only (INT-04). "Cleared" and "not this plate" close the gate
    at once, whatever the state; a hit that has ended keeps the answer and stays as it ended.

    Raises:
        StepNotAllowedError: no such question waits.
    """
    asked = _waiting(hit, answer.query_id)
    status = _status_of(answer, asked.query)
    if status is QueryStatus.ANSWERED and answer.simulated and not hit.officer.training:
        status = QueryStatus.SIMULATED
    answered = _settled(
        hit, replace(asked, status=status, answer=answer, came_at=now, why=answer.why)
    )
    if status is not QueryStatus.ANSWERED:
        return answered
    reply = _reply(answer, asked.query, now)
    if answered.state in (HitState.COMPARED, HitState.STOPPED):
        return state_status(answered, reply)
    against = _AGAINST.get(answer.result)
    if against is None:
        return answered
    source = SIMULATED if answer.simulated else reply.source.value
    return contradict(answered, ContraryFact(against, source, reply.at))


def speaks_against(asked: AskedStatus) -> Contrary | None:
    """Return how a counted answer contradicts its hit, if it does."""
    if asked.status is not QueryStatus.ANSWERED or asked.answer is None:
        return None
    return _AGAINST.get(asked.answer.result)


def _status_of(answer: StatusAnswer, query: StatusQuery) -> QueryStatus:
    if not is_about(answer, query):
        return QueryStatus.OTHER_QUESTION
    unavailable = answer.result is GatewayResult.UNAVAILABLE
    return QueryStatus.UNAVAILABLE if unavailable else QueryStatus.ANSWERED


def _reply(answer: StatusAnswer, query: StatusQuery, now: datetime) -> StatusReply:
    """Return the answer as a reply whose age counts from when it was given.

    The clocks of car and gateway differ, so its time is kept between the question and now.
    """
    return StatusReply(
        source=_SOURCES[answer.source],
        result=StatusResult(answer.result.value),
        at=max(query.asked_at, min(answer.answered_at, now)),
        asked_at=query.asked_at,
        received=True,
        simulated=answer.simulated,
        responder=answer.responder,
        about=(query.text, query.state),
    )


def _waiting(hit: Hit, query_id: str) -> AskedStatus:
    for asked in hit.asked:
        if asked.query.query_id == query_id and asked.status is QueryStatus.WAITING:
            return asked
    raise StepNotAllowedError("No such question waits for an answer.")


def _settled(hit: Hit, settled: AskedStatus) -> Hit:
    asked = tuple(
        settled if query.query.query_id == settled.query.query_id else query for query in hit.asked
    )
    return replace(hit, asked=asked)
