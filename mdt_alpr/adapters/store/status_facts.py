"""What was asked, answered and recorded around a hit's status, as plain JSON values and back.

What an older program wrote has none of it: a reply of four facts was stated by the officer.
"""

from datetime import UTC, datetime
from typing import Any

from mdt_alpr.adapters.store.officer_facts import officer_facts, officer_from
from mdt_alpr.domain.hit.confirmation import (
    AgencyReply,
    Confirmation,
    ConfirmationReply,
    ConfirmationRequest,
    Urgency,
)
from mdt_alpr.domain.hit.hit import StatusReply, StatusResult, StatusSource
from mdt_alpr.domain.hit.recorded_stop import RecordedStop, StopReason
from mdt_alpr.domain.hit.stale_facts import Overtaken
from mdt_alpr.domain.hit.status_query import (
    AskedStatus,
    Asking,
    GatewayResult,
    GatewaySource,
    StatusAnswer,
    StatusQuery,
)

Facts = dict[str, Any]


def reply_facts(reply: StatusReply) -> list[Any]:
    """Return a status reply."""
    return [
        reply.source.value,
        reply.result.value,
        _text(reply.at),
        reply.dispatcher,
        _text(reply.asked_at) if reply.asked_at else None,
        reply.received,
        reply.simulated,
        reply.responder,
        list(reply.about) if reply.about else None,
        officer_facts(reply.by),
    ]


def reply_from(facts: list[Any]) -> StatusReply:
    """Return the status reply."""
    source, result, at, dispatcher, *newer = facts
    newer += [None, False, False, "", None, None][len(newer) :]
    asked_at, received, simulated, responder, about, by = newer
    return StatusReply(
        StatusSource(source),
        StatusResult(result),
        _instant(at),
        dispatcher,
        _instant(asked_at) if asked_at else None,
        received,
        simulated,
        responder,
        (about[0], about[1]) if about else None,
        officer_from(by),
    )


def overtaken_facts(overtaken: Overtaken) -> Facts:
    """Return what a hit no longer rests on."""
    return {
        "records": list(overtaken.records),
        "replies": overtaken.replies,
        "statements": overtaken.statements,
    }


def overtaken_from(facts: Facts | None) -> Overtaken:
    """Return what a hit no longer rests on; nothing where an older program kept the hit."""
    if facts is None:
        return Overtaken()
    return Overtaken(tuple(facts["records"]), facts["replies"], facts["statements"])


def asked_facts(asked: AskedStatus) -> Facts:
    """Return a question to the gateway and what became of it."""
    query = asked.query
    return {
        "query_id": query.query_id,
        "text": query.text,
        "state": query.state,
        "entry_id": query.entry_id,
        "nic": query.nic,
        "ori": query.ori,
        "asked_at": _text(query.asked_at),
        "standing": asked.standing.value,
        "answer": _answer_facts(asked.answer) if asked.answer else None,
        "came_at": _text(asked.came_at) if asked.came_at else None,
        "why": asked.why,
        "by": officer_facts(asked.by),
    }


def asked_from(facts: Facts) -> AskedStatus:
    """Return the question."""
    names = ("query_id", "text", "state", "entry_id", "nic", "ori")
    query = StatusQuery(
        **{name: facts[name] for name in names}, asked_at=_instant(facts["asked_at"])
    )
    return AskedStatus(
        query=query,
        standing=Asking(facts["standing"]),
        answer=_answer_from(facts["answer"]) if facts["answer"] else None,
        came_at=_instant(facts["came_at"]) if facts["came_at"] else None,
        why=facts["why"],
        by=officer_from(facts.get("by")),
    )


def recorded_stop_facts(stop: RecordedStop | None) -> list[Any] | None:
    """Return a stop that was recorded without its checks."""
    if stop is None:
        return None
    return [stop.reason.value, _text(stop.at), _text(stop.recorded_at), stop.force_used]


def recorded_stop_from(facts: list[Any] | None) -> RecordedStop | None:
    """Return the recorded stop."""
    if facts is None:
        return None
    reason, at, recorded_at, force_used = facts
    return RecordedStop(StopReason(reason), _instant(at), _instant(recorded_at), force_used)


def confirmation_facts(confirmation: Confirmation | None) -> Facts | None:
    """Return the requests and replies of a hit confirmation."""
    if confirmation is None:
        return None
    return {
        "requests": [
            [r.number, r.urgency.value, r.oca, r.nic, _text(r.at)] for r in confirmation.requests
        ],
        "replies": [
            [r.reply.value, _text(r.at), _text(r.promised_for) if r.promised_for else None]
            for r in confirmation.replies
        ],
    }


def confirmation_from(facts: Facts | None) -> Confirmation | None:
    """Return the hit confirmation."""
    if facts is None:
        return None
    return Confirmation(
        tuple(
            ConfirmationRequest(number, Urgency(urgency), oca, nic, _instant(at))
            for number, urgency, oca, nic, at in facts["requests"]
        ),
        tuple(
            ConfirmationReply(
                AgencyReply(reply), _instant(at), _instant(promised) if promised else None
            )
            for reply, at, promised in facts["replies"]
        ),
    )


def _answer_facts(answer: StatusAnswer) -> Facts:
    return {
        "query_id": answer.query_id,
        "text": answer.text,
        "state": answer.state,
        "entry_id": answer.entry_id,
        "nic": answer.nic,
        "result": answer.result.value,
        "source": answer.source.value,
        "responder": answer.responder,
        "answered_at": _text(answer.answered_at),
        "simulated": answer.simulated,
        "why": answer.why,
    }


def _answer_from(facts: Facts) -> StatusAnswer:
    judged = {
        "result": GatewayResult(facts["result"]),
        "source": GatewaySource(facts["source"]),
        "answered_at": _instant(facts["answered_at"]),
    }
    return StatusAnswer(**{**facts, **judged})


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
