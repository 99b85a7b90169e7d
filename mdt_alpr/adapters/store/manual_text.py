"""Manual entries and what the list tells of them, as JSON text and back."""

from mdt_alpr.domain.hotlist.manual_entry import ManualEntry, ManualFacts
from mdt_alpr.wire.codec import decode, encode


def manual_text(facts: ManualFacts | None) -> str | None:
    """Return the facts of a manual entry as text."""
    return None if facts is None else encode(facts)


def manual_from(text: str | None) -> ManualFacts | None:
    """Return the facts of a manual entry; None for every other record."""
    return None if text is None else decode(ManualFacts, text)


def entry_text(entry: ManualEntry) -> str:
    """Return a manual entry as text."""
    return encode(entry)


def entry_of(text: str) -> ManualEntry:
    """Return the manual entry."""
    return decode(ManualEntry, text)
