"""Reads and hits as plain JSON values and back; pictures stand by their digest.

What an older program wrote lacks the newer facts, so each of those gets a default here when
it is added to the domain.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from mdt_alpr.adapters.store.entry_facts import (
    attempt_facts,
    attempt_from,
    character_facts,
    character_from,
)
from mdt_alpr.adapters.store.manual_text import manual_from, manual_text
from mdt_alpr.adapters.store.officer_facts import (
    officer_facts,
    officer_from,
    person_facts,
    person_from,
    vehicle_facts,
    vehicle_from,
)
from mdt_alpr.adapters.store.place_facts import place_facts, place_from
from mdt_alpr.adapters.store.relay_facts import relay_facts, relay_from
from mdt_alpr.adapters.store.setting_facts import settings_facts, settings_from
from mdt_alpr.adapters.store.status_facts import (
    asked_facts,
    asked_from,
    confirmation_facts,
    confirmation_from,
    overtaken_facts,
    overtaken_from,
    recorded_stop_facts,
    recorded_stop_from,
    reply_facts,
    reply_from,
)
from mdt_alpr.adapters.store.trace_facts import trace_facts, trace_from
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.hit import (
    Contrary,
    ContraryFact,
    Hit,
    HitState,
    NotPracticable,
    StatusSource,
    WhyNot,
)
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.hotlist.matching import Match
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.reading.reading import Box, Read
from mdt_alpr.patrol.outgoing import picture_digest

Facts = dict[str, Any]


def read_facts(read: Read) -> Facts:
    """Return a read without the bytes of its pictures."""
    box = read.box
    return {
        "read_id": read.read_id,
        "revision": read.revision,
        "camera": read.camera,
        "captured_at": _text(read.captured_at),
        "characters": [character_facts(character) for character in read.characters],
        "state": read.state,
        "state_confidence": read.state_confidence,
        "box": [box.left, box.top, box.right, box.bottom],
        "frames": read.frames,
        "disputed": list(read.disputed),
        "crop": picture_digest(read.crop),
        "context": picture_digest(read.context),
        "engine": read.engine,
        "place": place_facts(read.place),
    }


def read_from(facts: Facts, picture: Callable[[str], bytes]) -> Read:
    """Return the read; ``picture`` gives the bytes of a digest."""
    return Read(
        read_id=facts["read_id"],
        revision=facts["revision"],
        camera=facts["camera"],
        captured_at=_instant(facts["captured_at"]),
        characters=tuple(character_from(character) for character in facts["characters"]),
        state=facts["state"],
        state_confidence=facts["state_confidence"],
        box=Box(*facts["box"]),
        frames=facts["frames"],
        disputed=tuple(facts["disputed"]),
        crop=picture(facts["crop"]),
        context=picture(facts["context"]),
        engine=facts["engine"],
        place=place_from(facts.get("place")),
    )


def hit_facts(hit: Hit) -> Facts:
    """Return a hit with its read, its matches and every answer."""
    return {
        "hit_id": hit.hit_id,
        "read": read_facts(hit.read),
        "matches": [_match_facts(match) for match in hit.matches],
        "list_version": hit.list_version,
        "list_compiled_at": _text(hit.list_compiled_at),
        "raised_at": _text(hit.raised_at),
        "second_text": hit.second_text,
        "state": hit.state.value,
        "painted_at": _text_or_none(hit.painted_at),
        "silenced_at": _text_or_none(hit.silenced_at),
        "opened_at": _text_or_none(hit.opened_at),
        "attempts": [attempt_facts(attempt) for attempt in hit.attempts],
        "cannot_see": hit.cannot_see,
        "vehicle": vehicle_facts(hit.vehicle),
        "replies": [reply_facts(reply) for reply in hit.replies],
        "not_practicable": [
            [n.source.value, n.reason.value, _text(n.at), officer_facts(n.by)]
            for n in hit.not_practicable
        ],
        "contrary": [
            [f.kind.value, f.source, _text(f.at), officer_facts(f.by)] for f in hit.contrary
        ],
        "stop_at": _text_or_none(hit.stop_at),
        "closing": _closing_facts(hit.closing),
        **relay_facts(hit),
        **person_facts(hit),
        "asked": [asked_facts(asked) for asked in hit.asked],
        "recorded_stop": recorded_stop_facts(hit.recorded_stop),
        "confirmation": confirmation_facts(hit.confirmation),
        "trace": trace_facts(hit.trace, read_facts),
        "overtaken": overtaken_facts(hit.overtaken),
        "settings": settings_facts(hit.settings),
    }


def hit_from(facts: Facts, picture: Callable[[str], bytes]) -> Hit:
    """Return the hit; ``picture`` gives the bytes of a digest."""
    return Hit(
        hit_id=facts["hit_id"],
        read=read_from(facts["read"], picture),
        matches=tuple(_match_from(match) for match in facts["matches"]),
        list_version=facts["list_version"],
        list_compiled_at=_instant(facts["list_compiled_at"]),
        raised_at=_instant(facts["raised_at"]),
        second_text=facts["second_text"],
        state=HitState(facts["state"]),
        painted_at=_instant_or_none(facts["painted_at"]),
        silenced_at=_instant_or_none(facts["silenced_at"]),
        opened_at=_instant_or_none(facts["opened_at"]),
        attempts=tuple(
            attempt_from(attempt, officer_from(facts.get("officer")))
            for attempt in facts["attempts"]
        ),
        cannot_see=facts["cannot_see"],
        vehicle=vehicle_from(facts["vehicle"]),
        replies=tuple(reply_from(reply) for reply in facts["replies"]),
        not_practicable=tuple(
            NotPracticable(StatusSource(source), WhyNot(reason), _instant(at), officer_from(*by))
            for source, reason, at, *by in facts["not_practicable"]
        ),
        contrary=tuple(
            ContraryFact(Contrary(kind), source, _instant(at), officer_from(*by))
            for kind, source, at, *by in facts["contrary"]
        ),
        stop_at=_instant_or_none(facts["stop_at"]),
        closing=_closing_from(facts["closing"]),
        **relay_from(facts),
        **person_from(facts),
        asked=tuple(asked_from(asked) for asked in facts.get("asked", ())),
        recorded_stop=recorded_stop_from(facts.get("recorded_stop")),
        confirmation=confirmation_from(facts.get("confirmation")),
        trace=trace_from(facts.get("trace"), picture, lambda read: read_from(read, picture)),
        overtaken=overtaken_from(facts.get("overtaken")),
        settings=settings_from(facts.get("settings", ())),
    )


def _match_facts(match: Match) -> Facts:
    entry = match.entry
    return {
        "entry": {
            "entry_id": entry.entry_id,
            "list_name": entry.list_name,
            "category": entry.category,
            "text": entry.plate.text,
            "state": entry.plate.state,
            "nic": entry.nic,
            "ori": entry.ori,
            "entered_on": entry.entered_on.isoformat() if entry.entered_on else None,
            "plate_type": entry.plate_type,
            "plate_year": entry.plate_year,
            "vehicle_year": entry.vehicle_year,
            "make": entry.make,
            "model": entry.model,
            "style": entry.style,
            "colour": entry.colour,
            "note": entry.note,
            "expires_at": _text_or_none(entry.expires_at),
            "manual": manual_text(entry.manual),
        },
        "position": match.position,
        "state_confirmed": match.state_confirmed,
        "o_and_0": match.o_and_0,
    }


def _match_from(facts: Facts) -> Match:
    entry = dict(facts["entry"])
    plate = Plate(entry.pop("text"), entry.pop("state"))
    entered_on, expires_at = entry.pop("entered_on"), entry.pop("expires_at")
    manual = manual_from(entry.pop("manual", None))
    return Match(
        entry=HotlistEntry(
            plate=plate,
            entered_on=date.fromisoformat(entered_on) if entered_on else None,
            expires_at=_instant_or_none(expires_at),
            manual=manual,
            **entry,
        ),
        position=facts["position"],
        state_confirmed=facts["state_confirmed"],
        o_and_0=facts["o_and_0"],
    )


def _closing_facts(closing: Closing | None) -> Facts | None:
    if closing is None:
        return None
    return {
        "disposition": closing.disposition.value,
        "at": _text(closing.at),
        "stopped": closing.stopped.value if closing.stopped else None,
        "outcome": closing.outcome.value if closing.outcome else None,
        "force_used": closing.force_used,
        "event_number": closing.event_number,
    }


def _closing_from(facts: Facts | None) -> Closing | None:
    if facts is None:
        return None
    return Closing(
        disposition=Disposition(facts["disposition"]),
        at=_instant(facts["at"]),
        stopped=Stopped(facts["stopped"]) if facts["stopped"] else None,
        outcome=Outcome(facts["outcome"]) if facts["outcome"] else None,
        force_used=facts["force_used"],
        event_number=facts["event_number"],
    )


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


def _text_or_none(instant: datetime | None) -> str | None:
    return None if instant is None else _text(instant)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _instant_or_none(text: str | None) -> datetime | None:
    return None if text is None else _instant(text)
