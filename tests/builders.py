"""Reads, entries and hits for tests: one call, only what matters spelled out."""

from datetime import UTC, datetime, timedelta
from typing import Any

from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hotlist.hotlist import Hotlist, HotlistEntry
from mdt_alpr.domain.hotlist.matching import DictIndex, matches
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.officer import Officer
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.reading.reading import Box, Character, Read

NOW = datetime(2026, 11, 25, 14, 30, tzinfo=UTC)
OFFICER = Officer("officer-1", "session-1", "A. Sample")
"""Whoever has a hit before the eyes where a test says nothing else."""


class SetClock:
    """A clock that stands where the test puts it."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return where it stands, in UTC as every clock."""
        return self.at.astimezone(UTC)

    def pass_by(self, **time: float) -> None:
        """Let time pass."""
        self.at += timedelta(**time)


def an_entry(text: str = "EXN2894", state: str = "NC", **fields: Any) -> HotlistEntry:
    """Return a stolen vehicle on a North Carolina plate, or what is asked."""
    given = {"entry_id": f"nc/V/{text}/{state}", "list_name": "NC", "category": "V", **fields}
    return HotlistEntry(plate=Plate(text, state), **given)


def a_list(*entries: HotlistEntry, **fields: Any) -> Hotlist:
    """Return a list compiled three hours ago."""
    given = {"version": 1, "compiled_at": NOW - timedelta(hours=3), **fields}
    return Hotlist(entries=entries, **given)


def a_read(text: str = "EXN2894", state: str = "", **fields: Any) -> Read:
    """Return a sure read, 200 px wide."""
    given: dict[str, Any] = {
        "read_id": new_id(NOW, text.encode().ljust(10)),
        "revision": 0,
        "camera": "front",
        "captured_at": NOW,
        "characters": tuple(Character(c, 0.95) for c in text),
        "state": state,
        "state_confidence": 0.99 if state else 0.0,
        "box": Box(100, 100, 300, 200),
        "frames": 5,
        "disputed": (),
        "crop": b"crop",
        "context": b"context",
        "engine": "test",
        **fields,
    }
    return Read(**given)


def a_stacked_read(text: str, stacked: int, **fields: Any) -> Read:
    """Return a read that begins with this many small characters one above the other."""
    characters = tuple(
        Character(c, 0.75 if n < stacked else 0.95, stacked=n < stacked)
        for n, c in enumerate(text)
    )
    return a_read(text, characters=characters, **fields)


def a_hit(read: Read | None = None, *entries: HotlistEntry, **fields: Any) -> Hit:
    """Return a hit of a read on the entries, as it is raised before an officer."""
    seen = read or a_read()
    hotlist = a_list(*(entries or (an_entry(),)), look_alikes_allowed=True)
    given: dict[str, Any] = {
        "hit_id": new_id(NOW, b"hit" + seen.text.encode().ljust(7)[:7]),
        "read": seen,
        "matches": matches(seen.plate, DictIndex(hotlist), NOW),
        "list_version": hotlist.version,
        "list_compiled_at": hotlist.compiled_at,
        "raised_at": NOW,
        "second_text": None,
        "officer": OFFICER,
        **fields,
    }
    return Hit(**given)
