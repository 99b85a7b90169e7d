"""Live manual entries as entries of the hotlist that cars get."""

from mdt_alpr.domain.entry.listing import listed
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.hotlists import manual_store as manual_entries
from mdt_alpr.wire.messages import EntryMessage


def manual_messages(work: Work) -> tuple[EntryMessage, ...]:
    """Return every manual entry that may alert now: one plate each, as confirmed (MAN-07)."""
    live = manual_entries.live(work.connection, work.now)
    return tuple(_message(listed(kept.entry)) for kept in live)


def _message(record: HotlistEntry) -> EntryMessage:
    return EntryMessage(
        entry_id=record.entry_id,
        list_name=record.list_name,
        category=record.category,
        text=record.plate.text,
        state=record.plate.state,
        nic=record.nic,
        ori=record.ori,
        entered_on=record.entered_on,
        plate_type=record.plate_type,
        plate_year=record.plate_year,
        vehicle_year=record.vehicle_year,
        make=record.make,
        model=record.model,
        style=record.style,
        colour=record.colour,
        note=record.note,
        expires_at=record.expires_at,
        manual=record.manual,
    )
