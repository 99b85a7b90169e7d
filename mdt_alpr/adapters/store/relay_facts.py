"""Where a hit came from and went to, as plain JSON values and back.

What was known before of its records is not among it: that belongs to earlier captures, whose
ninetieth day comes first. It is looked up when the hit is taken up again.
"""

from datetime import UTC, datetime
from typing import Any

from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.relayed import RelayedFrom, RelayedTo

Facts = dict[str, Any]


def relay_facts(hit: Hit) -> Facts:
    """Return the facts of a hit that concern other units."""
    return {
        "relayed_from": _from_facts(hit.relayed_from),
        "relayed_to": [[to.unit, to.device, _text(to.at)] for to in hit.relayed_to],
    }


def relay_from(facts: Facts) -> Facts:
    """Return the fields of a ``Hit`` that concern other units; an older program wrote none."""
    return {
        "relayed_from": _from(facts.get("relayed_from")),
        "relayed_to": tuple(
            RelayedTo(unit, device, _instant(at))
            for unit, device, at in facts.get("relayed_to", ())
        ),
    }


def _from_facts(there: RelayedFrom | None) -> Facts | None:
    if there is None:
        return None
    return {
        "unit": there.unit,
        "officer": there.officer,
        "hit_id": there.hit_id,
        "checked": list(there.checked),
        "at": _text(there.at),
        "crop_digest": there.crop_digest,
        "context_digest": there.context_digest,
    }


def _from(facts: Facts | None) -> RelayedFrom | None:
    if facts is None:
        return None
    return RelayedFrom(
        **{**facts, "checked": tuple(facts["checked"]), "at": _instant(facts["at"])}
    )


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
