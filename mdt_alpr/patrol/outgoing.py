"""What happened in the car as the messages that headquarters reads."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.hit.handover import checked_by
from mdt_alpr.domain.hit.hit import Hit, RelayedFrom, RelayedTo
from mdt_alpr.domain.hit.vehicle import listed_vehicle
from mdt_alpr.domain.hotlist.matching import Match
from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.domain.reading.reading import Box, Character, Read
from mdt_alpr.wire.messages import (
    AnswerMessage,
    AuditMessage,
    CharacterMessage,
    ComparableMessage,
    DispositionMessage,
    HitMessage,
    PictureMessage,
    PlaceMessage,
    ReadMessage,
    RecordMessage,
    StopMessage,
    record_from,
    record_message,
)
from mdt_alpr.wire.notices import RelayedRecordMessage, RelayMessage


def picture_digest(jpeg: bytes) -> str:
    """Return the SHA-256 by which a picture is known; empty where there is no picture."""
    return hashlib.sha256(jpeg).hexdigest() if jpeg else ""


def read_message(read: Read, unit: str, person: str, software: str) -> ReadMessage:
    """Return a read, with its pictures named by their digests."""
    return converted(
        ReadMessage,
        read,
        unit=unit,
        person_id=person,
        characters=tuple(
            CharacterMessage(c.text, c.confidence, c.alternatives) for c in read.characters
        ),
        box=(read.box.left, read.box.top, read.box.right, read.box.bottom),
        crop_digest=picture_digest(read.crop),
        context_digest=picture_digest(read.context),
        software=software,
        place=place_message(read.place),
        profile=PROFILE.digest,
    )


def place_message(place: Fix | None) -> PlaceMessage | None:
    """Return where something happened, None where no receiver knew."""
    if place is None:
        return None
    return converted(PlaceMessage, place)


def picture_messages(read: Read) -> tuple[PictureMessage, ...]:
    """Return the announcement of each picture of a read, the plate's first."""
    return tuple(
        PictureMessage(picture_digest(jpeg), read.read_id, read.captured_at, what, len(jpeg))
        for what, jpeg in (("crop", read.crop), ("context", read.context))
        if jpeg
    )


def frame_messages(hit: Hit) -> tuple[PictureMessage, ...]:
    """Return the announcement of each further frame of a hit's pass."""
    return tuple(
        PictureMessage(
            picture_digest(g.crop), hit.read.read_id, hit.read.captured_at, "frame", len(g.crop)
        )
        for g in hit.trace.pass_frames
        if g.crop
    )


def hit_message(hit: Hit, unit: str, person: str) -> HitMessage:
    """Return a hit as it was raised, with every record that it may be (ALR-06)."""
    return HitMessage(
        hit_id=hit.hit_id,
        read_id=hit.read.read_id,
        unit=unit,
        person_id=person,
        captured_at=hit.read.captured_at,
        raised_at=hit.raised_at,
        list_version=hit.list_version,
        list_compiled_at=hit.list_compiled_at,
        second_text=hit.second_text,
        records=tuple(_record_message(match) for match in hit.matches),
        profile=PROFILE.digest,
    )


def answer_message(
    hit: Hit, event: AuditEvent, at: datetime, person: str, facts: tuple[tuple[str, str], ...]
) -> AnswerMessage:
    """Return one step of a hit, and the state in which it left the hit.

    ``step`` is the audit event's name, so that both records of one step carry the same word.
    """
    return AnswerMessage(
        hit_id=hit.hit_id,
        captured_at=hit.read.captured_at,
        step=event.value,
        at=at,
        person_id=person,
        state=hit.state.value,
        facts=facts,
    )


def stop_message(hit: Hit, person: str) -> StopMessage:
    """Return the decision to stop, with the gate's checks as they were at that instant."""
    gate = hit.trace.stop_gate
    if hit.stop_at is None or gate is None:
        raise ValueError("no stop was initiated on this hit")
    return StopMessage(
        hit_id=hit.hit_id,
        captured_at=hit.read.captured_at,
        at=hit.stop_at,
        person_id=person,
        gate_form=gate.form,
        checks=gate.checks,
    )


def disposition_message(hit: Hit, person: str) -> DispositionMessage:
    """Return how a hit ended."""
    closing = hit.closing
    if closing is None:
        raise ValueError("this hit has not ended")
    return DispositionMessage(
        hit_id=hit.hit_id,
        captured_at=hit.read.captured_at,
        at=closing.at,
        person_id=person,
        disposition=closing.disposition.value,
        stopped=closing.stopped.value if closing.stopped else None,
        outcome=closing.outcome.value if closing.outcome else None,
        force_used=closing.force_used,
        event_number=closing.event_number,
    )


def audit_message(entry: AuditEntry) -> AuditMessage:
    """Return an entry of the audit chain, unchanged."""
    return converted(AuditMessage, entry, event=entry.event.value)


def _record_message(match: Match) -> RecordMessage:
    entry = match.entry
    return RecordMessage(
        entry_id=entry.entry_id,
        list_name=entry.list_name,
        category=entry.category,
        text=entry.plate.text,
        state=entry.plate.state,
        nic=entry.nic,
        ori=entry.ori,
        match_class=match.match_class.value,
        position=match.position,
        vehicle=listed_vehicle(entry),
        comparable=ComparableMessage(entry.plate_type, entry.style, entry.color),
    )


@dataclass(frozen=True, slots=True)
class Sender:
    """Who passes a hit on, from which unit."""

    unit: str
    person_id: str
    officer: str
    software: str


def relay_message(hit: Hit, sender: Sender, to: RelayedTo, relay_id: str) -> RelayMessage:
    """Return the hit for another unit; ``relay_id`` is the hit's id there."""
    read = read_message(hit.read, sender.unit, sender.person_id, sender.software)
    return RelayMessage(
        relay_id=relay_id,
        hit_id=hit.hit_id,
        captured_at=hit.read.captured_at,
        at=to.at,
        person_id=sender.person_id,
        officer=sender.officer,
        unit=sender.unit,
        to_unit=to.unit,
        to_device=to.device,
        checked=checked_by(hit, to.at),
        read=read,
        records=tuple(_relayed_record(match) for match in hit.matches),
        list_version=hit.list_version,
        list_compiled_at=hit.list_compiled_at,
        second_text=hit.second_text,
    )


def relayed_hit(message: RelayMessage, now: datetime) -> Hit:
    """Return the hit as it is raised here: new, with nothing answered, without its pictures."""
    return Hit(
        hit_id=message.relay_id,
        read=_read(message.read),
        matches=tuple(_match(record) for record in message.records),
        list_version=message.list_version,
        list_compiled_at=message.list_compiled_at,
        raised_at=now,
        second_text=message.second_text,
        relayed_from=converted(
            RelayedFrom,
            message,
            crop_digest=message.read.crop_digest,
            context_digest=message.read.context_digest,
        ),
    )


def _relayed_record(match: Match) -> RelayedRecordMessage:
    return RelayedRecordMessage(
        entry=record_message(match.entry),
        position=match.position,
        state_confirmed=match.state_confirmed,
        o_and_0=match.o_and_0,
    )


def _match(record: RelayedRecordMessage) -> Match:
    return Match(
        entry=record_from(record.entry),
        position=record.position,
        state_confirmed=record.state_confirmed,
        o_and_0=record.o_and_0,
    )


def _read(message: ReadMessage) -> Read:
    return converted(
        Read,
        message,
        place=None,
        characters=tuple(
            Character(c.text, c.confidence, c.alternatives, stacked=n in message.stacked)
            for n, c in enumerate(message.characters)
        ),
        box=Box(*message.box),
        crop=b"",
        context=b"",
    )
