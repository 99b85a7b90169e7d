"""Captured data in the store: encrypted once more, under the key of its date of capture (RET-04).

The keys lie beside the store, wrapped by its own; when one is destroyed, no copy of the store
shows what was captured on that date, not even with the store's key. What holds no captured data
is kept as it is.

No copy of a key may be made, so one that the disk changed is lost, with what lies under it. The
car goes on: it takes a new key, and counts the rest as if it were erased.
"""

from dataclasses import dataclass
from datetime import date, datetime

from mdt_alpr.domain.policy import capture_date
from mdt_alpr.keys.day_keys import DamagedError, DayKeys
from mdt_alpr.keys.hold_keys import HoldKeys

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

    def opened(self, sealed: bytes, name: str) -> bytes | None:
        """Return the content, None where the key of its date is destroyed or lost."""
        try:
            if sealed.startswith(_HELD):
                return self._opened_held(sealed[len(_HELD) :], name)
            on = sealed_on(sealed)
            return sealed if on is None else self.keys.opened(on, sealed[HEAD_BYTES:], name)
        except DamagedError:
            return None

    def _opened_held(self, sealed: bytes, name: str) -> bytes | None:
        hold_id, rest = sealed[:_ID_BYTES].decode("ascii"), sealed[_ID_BYTES:]
        on = date.fromordinal(int.from_bytes(rest[:4], "big"))
        return self.holds.opened(hold_id, on, rest[4:], name)

    def seal_text(self, captured_at: datetime | None, text: str, name: str) -> str | bytes:
        """Return a text as it is kept; without ``captured_at`` it holds no captured data."""
        return text if captured_at is None else self.seal(captured_at, text.encode(), name)

    def text(self, stored: str | bytes, name: str) -> str | None:
        """Return a text, None where the key of its date is destroyed or lost."""
        if isinstance(stored, str):
            return stored
        plain = self.opened(stored, name)
        return None if plain is None else plain.decode()


def sealed_on(sealed: bytes) -> date | None:
    """Return the date under whose key something lies, None where it is not sealed."""
    if not sealed.startswith(_MARK):
        return None
    return date.fromordinal(int.from_bytes(sealed[len(_MARK) : HEAD_BYTES], "big"))
