"""What happened to a manual entry, as headquarters hears it and as the audit keeps it."""

from datetime import datetime

from mdt_alpr.domain.entry.form import plate_of
from mdt_alpr.domain.entry.life import without_plate
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.wire.manual import EnteredMessage, EntryStep, ManualEntryMessage

Detail = tuple[tuple[str, str], ...]


def entry_message(
    entry: ManualEntry, step: EntryStep, at: datetime, person: str, unit: str
) -> ManualEntryMessage:
    """Return one step of an entry; the whole form travels with the first."""
    entered = None
    if step is EntryStep.ADDED:
        entered = EnteredMessage(entry.draft, entry.entered_at, entry.expires_at)
    why = entry.justification if step is EntryStep.MORE_TIME_ASKED else ""
    return ManualEntryMessage(entry.entry_id, step, at, person, unit, entered, why)


def made_of(entry: ManualEntry) -> Detail:
    """Return what the audit keeps of a new entry: no plate, no person."""
    draft = entry.draft
    purpose = draft.purpose.value if draft.purpose else ""
    return (
        ("purpose", purpose),
        ("case", without_plate(draft.case, plate_of(draft).text)),
        ("expires_at", entry.expires_at.isoformat()),
    )


def left_of(entry: ManualEntry, plate_hash: str) -> Detail:
    """Return what the audit keeps of an ended entry, for an auditor who has the plate (MAN-05).

    ``entry`` is what the store kept: its texts hold the plate no longer.
    """
    return (
        ("plate_hash", plate_hash),
        ("reason", entry.draft.reason),
        ("case", entry.draft.case),
        ("entered_by", entry.entered_by),
        ("entered_at", entry.entered_at.isoformat()),
        ("expires_at", entry.expires_at.isoformat()),
    )
