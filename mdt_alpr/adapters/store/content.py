"""Captured data in the store: encrypted once more, under the key of its date of capture (RET-04).

The keys lie beside the store, wrapped by its own; when one is destroyed, no copy of the store
shows what was captured on that date, not even with the store's key. What holds no captured data
is kept as it is.

No copy of a key may be made, so one that the disk changed is lost, with what lies under it. The
car goes on: it takes a new key, and counts the rest as if it were erased.
"""

from dataclasses import dataclass
from datetime import date, datetime

from mdt_alpr.day_keys import DamagedError, DayKeys
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hold_keys import HoldKeys

_MARK = b"\x00day"
"""No JSON text and no JPEG begins so."""
_HELD = b"\x00hld"
_ID_BYTES = 36
HEAD_BYTES = len(_MARK) + 4
"""What precedes the sealed content: the mark and the date."""


@dataclass(frozen=True, slots=True)
class Content:
    """Seals and opens; ``name`` is whose content it is, under which alone it opens."""

    keys: DayKeys
    holds: HoldKeys

    def seal_held(self, hold_id: str, on: date, text: str, name: str) -> bytes:
        """Return a text under a hold's own key, past its deadline (09.21.8.C)."""
        head = _HELD + hold_id.encode("ascii") + on.toordinal().to_bytes(4, "big")
        try:
            return head + self.holds.seal(hold_id, on, text.encode(), name)
        except DamagedError:
            self.holds.renew(hold_id, on)
            return head + self.holds.seal(hold_id, on, text.encode(), name)

    def seal(self, captured_at: datetime, content: bytes, name: str) -> bytes:
        """Return the content as it is kept."""
        on = capture_date(captured_at)
        try:
            sealed = self.keys.seal(on, content, name)
        except DamagedError:
            self.keys.renew(on)
            sealed = self.keys.seal(on, content, name)
        return _MARK + on.toordinal().to_bytes(4, "big") + sealed

    def opened(self, kept: bytes, name: str) -> bytes | None:
        """Return the content, None where the key of its date is destroyed or lost."""
        try:
            if kept.startswith(_HELD):
                return self._opened_held(kept[len(_HELD) :], name)
            on = sealed_on(kept)
            return kept if on is None else self.keys.opened(on, kept[HEAD_BYTES:], name)
        except DamagedError:
            return None

    def _opened_held(self, kept: bytes, name: str) -> bytes | None:
        hold_id, rest = kept[:_ID_BYTES].decode("ascii"), kept[_ID_BYTES:]
        on = date.fromordinal(int.from_bytes(rest[:4], "big"))
        return self.holds.opened(hold_id, on, rest[4:], name)

    def seal_text(self, captured_at: datetime | None, text: str, name: str) -> str | bytes:
        """Return a text as it is kept; without ``captured_at`` it holds no captured data."""
        return text if captured_at is None else self.seal(captured_at, text.encode(), name)

    def text(self, kept: str | bytes, name: str) -> str | None:
        """Return a text, None where the key of its date is destroyed or lost."""
        if isinstance(kept, str):
            return kept
        found = self.opened(kept, name)
        return None if found is None else found.decode()


def sealed_on(kept: bytes) -> date | None:
    """Return the date under whose key something lies, None where it is not sealed."""
    if not kept.startswith(_MARK):
        return None
    return date.fromordinal(int.from_bytes(kept[len(_MARK) : HEAD_BYTES], "big"))
