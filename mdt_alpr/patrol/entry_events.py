"""What becomes of plates that officers enter: manual entries, and checks by hand."""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.domain.entry.life import Reminder
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry


@dataclass(frozen=True, slots=True)
class PlateChecked:
    """A plate that the officer typed was compared; ``why_not`` says why not, or is empty."""

    text: str
    state: str
    at: datetime
    is_hit: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class EntriesChanged:
    """The signed-in officer's own live manual entries, oldest first; empty for nobody."""

    entries: tuple[ManualEntry, ...]


@dataclass(frozen=True, slots=True)
class EntryRefused:
    """A manual entry was not made or not changed; ``why`` are sentences for the officer."""

    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryReminder:
    """A reminder of one of the officer's own live entries (MAN-04, MAN-08)."""

    entry: ManualEntry
    why: Reminder


EntryEvent = PlateChecked | EntriesChanged | EntryRefused | EntryReminder
