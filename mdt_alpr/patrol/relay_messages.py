"""A hit as it goes to another unit, and as it is raised there (D9)."""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.hit.handover import checked_by
from mdt_alpr.domain.hit.hit import Hit, RelayedFrom, RelayedTo
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.hotlist.matching import Match
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.reading.reading import Box, Character, Read
from mdt_alpr.patrol.outgoing import read_message
from mdt_alpr.wire.messages import EntryMessage, ReadMessage
from mdt_alpr.wire.notices import RelayedRecordMessage, RelayMessage


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
        records=tuple(_record_message(match) for match in hit.matches),
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
        relayed_from=RelayedFrom(
            unit=message.unit,
            officer=message.officer,
            hit_id=message.hit_id,
            checked=message.checked,
            at=message.at,
            crop_digest=message.read.crop_digest,
            context_digest=message.read.context_digest,
        ),
    )


def entry_message(entry: HotlistEntry) -> EntryMessage:
    """Return a record on its way."""
    return EntryMessage(
        entry_id=entry.entry_id,
        list_name=entry.list_name,
        category=entry.category,
        text=entry.plate.text,
        state=entry.plate.state,
        nic=entry.nic,
        ori=entry.ori,
        entered_on=entry.entered_on,
        plate_type=entry.plate_type,
        plate_year=entry.plate_year,
        vehicle_year=entry.vehicle_year,
        make=entry.make,
        model=entry.model,
        style=entry.style,
        colour=entry.colour,
        note=entry.note,
        expires_at=entry.expires_at,
        manual=entry.manual,
    )


def entry_from(message: EntryMessage) -> HotlistEntry:
    """Return a record as it came."""
    return HotlistEntry(
        entry_id=message.entry_id,
        list_name=message.list_name,
        category=message.category,
        plate=Plate(message.text, message.state),
        nic=message.nic,
        ori=message.ori,
        entered_on=message.entered_on,
        plate_type=message.plate_type,
        plate_year=message.plate_year,
        vehicle_year=message.vehicle_year,
        make=message.make,
        model=message.model,
        style=message.style,
        colour=message.colour,
        note=message.note,
        expires_at=message.expires_at,
        manual=message.manual,
    )


def _record_message(match: Match) -> RelayedRecordMessage:
    return RelayedRecordMessage(
        entry=entry_message(match.entry),
        position=match.position,
        state_confirmed=match.state_confirmed,
        o_and_0=match.o_and_0,
    )


def _match(record: RelayedRecordMessage) -> Match:
    return Match(
        entry=entry_from(record.entry),
        position=record.position,
        state_confirmed=record.state_confirmed,
        o_and_0=record.o_and_0,
    )


def _read(message: ReadMessage) -> Read:
    return Read(
        read_id=message.read_id,
        revision=message.revision,
        camera=message.camera,
        captured_at=message.captured_at,
        characters=tuple(
            Character(c.text, c.confidence, c.alternatives, stacked=n in message.stacked)
            for n, c in enumerate(message.characters)
        ),
        state=message.state,
        state_confidence=message.state_confidence,
        box=Box(*message.box),
        frames=message.frames,
        disputed=message.disputed,
        crop=b"",
        context=b"",
        engine=message.engine,
    )
