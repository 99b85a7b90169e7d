"""What a hit carries for its evidence as plain JSON values and back; pictures by their digest."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from mdt_alpr.adapters.store.entry_facts import character_facts, character_from
from mdt_alpr.adapters.store.officer_facts import officer_facts, officer_from
from mdt_alpr.domain.hit.trace import (
    Engine,
    Glimpse,
    HoldReleased,
    Seeing,
    SeenAgain,
    StepMade,
    StopGate,
    Trace,
)
from mdt_alpr.domain.reading.reading import Box, Read
from mdt_alpr.patrol.outgoing import picture_digest

Facts = dict[str, Any]


def trace_facts(trace: Trace, of_read: Callable[[Read], Facts]) -> Facts:
    """Return a trace without the bytes of its pictures; ``of_read`` does so for a read."""
    seeing, gate = trace.seeing, trace.stop_gate
    return {
        "seeing": [_text(t) for t in (seeing.detected_at, seeing.read_at, seeing.matched_at)]
        if seeing
        else None,
        "engines": [[e.role, e.name, [*map(list, e.weights)]] for e in trace.engines],
        "list_digest": trace.list_digest,
        "revisions": [of_read(read) for read in trace.revisions],
        "glimpses": [_glimpse_facts(glimpse) for glimpse in trace.glimpses],
        "released": [[_text(r.at), r.held_s] for r in trace.released],
        "stop_gate": [gate.form, [*map(list, gate.checks)]] if gate else None,
        "steps": [[s.step, _text(s.at), officer_facts(s.by)] for s in trace.steps],
        "seen_again": [[again.read_id, _text(again.at)] for again in trace.seen_again],
    }


def trace_from(
    facts: Facts | None, picture: Callable[[str], bytes], read_of: Callable[[Facts], Read]
) -> Trace:
    """Return the trace; an older program wrote none."""
    if facts is None:
        return Trace()
    seeing, gate = facts["seeing"], facts["stop_gate"]
    return Trace(
        seeing=Seeing(*map(_instant, seeing)) if seeing else None,
        engines=tuple(
            Engine(role, name, tuple((file, digest) for file, digest in weights))
            for role, name, weights in facts["engines"]
        ),
        list_digest=facts["list_digest"],
        revisions=tuple(read_of(read) for read in facts["revisions"]),
        glimpses=tuple(_glimpse_from(glimpse, picture) for glimpse in facts["glimpses"]),
        released=tuple(HoldReleased(_instant(at), held_s) for at, held_s in facts["released"]),
        stop_gate=StopGate(gate[0], tuple((c, s) for c, s in gate[1])) if gate else None,
        steps=tuple(
            StepMade(step, _instant(at), officer_from(by))
            for step, at, by in facts.get("steps", ())
        ),
        seen_again=tuple(
            SeenAgain(read_id, _instant(at)) for read_id, at in facts.get("seen_again", ())
        ),
    )


def _glimpse_facts(glimpse: Glimpse) -> Facts:
    box = glimpse.box
    return {
        "captured_at": _text(glimpse.captured_at),
        "characters": [character_facts(character) for character in glimpse.characters],
        "box": [box.left, box.top, box.right, box.bottom],
        "crop": picture_digest(glimpse.crop),
    }


def _glimpse_from(facts: Facts, picture: Callable[[str], bytes]) -> Glimpse:
    return Glimpse(
        captured_at=_instant(facts["captured_at"]),
        characters=tuple(character_from(character) for character in facts["characters"]),
        box=Box(*facts["box"]),
        crop=picture(facts["crop"]),
    )


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
