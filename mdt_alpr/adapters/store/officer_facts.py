"""Who made a step, as plain JSON values and back; an older program named nobody."""

from datetime import UTC, datetime
from typing import Any

from mdt_alpr.adapters.store.entry_facts import attempt_facts, attempt_from
from mdt_alpr.domain.hit.hit import EarlierCheck, Hit, HitState, VehicleAnswer, VehicleReason
from mdt_alpr.domain.hit.vehicle import Body, Colour
from mdt_alpr.domain.officer import NOBODY, Officer

Facts = dict[str, Any]


def officer_facts(officer: Officer) -> list[Any]:
    """Return an officer; nothing for nobody."""
    if officer == NOBODY:
        return []
    return [
        officer.person_id,
        officer.session_id,
        officer.name,
        officer.second_officer,
        officer.training,
    ]


def officer_from(facts: list[Any] | None = None) -> Officer:
    """Return the officer."""
    return Officer(*facts) if facts else NOBODY


def vehicle_facts(answer: VehicleAnswer | None) -> Facts | None:
    """Return what was seen of a vehicle."""
    if answer is None:
        return None
    return {
        "body": answer.body.value if answer.body else None,
        "colour": answer.colour.value if answer.colour else None,
        "at": _text(answer.at),
        "by": officer_facts(answer.by),
    }


def vehicle_from(facts: Facts | None) -> VehicleAnswer | None:
    """Return what was seen of a vehicle."""
    if facts is None:
        return None
    return VehicleAnswer(
        body=Body(facts["body"]) if facts["body"] else None,
        colour=Colour(facts["colour"]) if facts["colour"] else None,
        at=_instant(facts["at"]),
        by=officer_from(facts.get("by")),
    )


def reason_facts(given: VehicleReason) -> Facts:
    """Return why a vehicle differs."""
    return {
        "reason": given.reason,
        "at": _text(given.at),
        "later": given.later,
        "look": vehicle_facts(given.look),
        "by": officer_facts(given.by),
    }


def reason_from(facts: Facts) -> VehicleReason:
    """Return why a vehicle differs."""
    return VehicleReason(
        reason=facts["reason"],
        at=_instant(facts["at"]),
        later=facts["later"],
        look=vehicle_from(facts["look"]),
        by=officer_from(facts["by"]),
    )


def person_facts(hit: Hit) -> Facts:
    """Return before whom a hit lies, who stopped, and what earlier sessions verified."""
    return {
        "officer": officer_facts(hit.officer),
        "stop_by": officer_facts(hit.stop_by),
        "earlier": [_check_facts(check) for check in hit.earlier],
        "vehicle_reasons": [reason_facts(given) for given in hit.vehicle_reasons],
    }


def person_from(facts: Facts) -> Facts:
    """Return the fields of a ``Hit`` that say before whom it lies.

    What an older program kept lies before nobody: it is verified anew. Its reason has no time of
    its own and comes with the hit's.
    """
    reasons = facts.get("vehicle_reasons")
    if reasons is None:
        only = facts.get("vehicle_reason", "")
        reasons = [_older_reason(only, facts["raised_at"])] if only else []
    return {
        "officer": officer_from(facts.get("officer")),
        "stop_by": officer_from(facts.get("stop_by")),
        "earlier": tuple(_check_from(check) for check in facts.get("earlier", ())),
        "vehicle_reasons": tuple(reason_from(given) for given in reasons),
    }


def _older_reason(reason: str, at: str) -> Facts:
    return {"reason": reason, "at": at, "later": False, "look": None, "by": []}


def _check_facts(check: EarlierCheck) -> Facts:
    return {
        "officer": officer_facts(check.officer),
        "until": _text(check.until),
        "state": check.state.value,
        "opened_at": _text(check.opened_at) if check.opened_at else None,
        "attempts": [attempt_facts(attempt) for attempt in check.attempts],
        "cannot_see": check.cannot_see,
        "vehicle": vehicle_facts(check.vehicle),
        "vehicle_reasons": [reason_facts(given) for given in check.vehicle_reasons],
    }


def _check_from(facts: Facts) -> EarlierCheck:
    officer = officer_from(facts["officer"])
    return EarlierCheck(
        officer=officer,
        until=_instant(facts["until"]),
        state=HitState(facts["state"]),
        opened_at=_instant(facts["opened_at"]) if facts["opened_at"] else None,
        attempts=tuple(attempt_from(attempt, officer) for attempt in facts["attempts"]),
        cannot_see=facts["cannot_see"],
        vehicle=vehicle_from(facts["vehicle"]),
        vehicle_reasons=tuple(reason_from(given) for given in facts["vehicle_reasons"]),
    )


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
