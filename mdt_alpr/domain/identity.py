"""Sortable unique ids that carry the time of what they name."""

import uuid
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def new_id(at: datetime, randomness: bytes) -> str:
    """Return a UUIDv7 (RFC 9562) of the instant ``at`` and ten random bytes.

    The capture day follows from the id alone, so that one id cannot live on two days.
    """
    milliseconds = (at - _EPOCH) // _MILLISECOND & ((1 << 48) - 1)
    noise = int.from_bytes(randomness[:10], "big")
    high = noise >> 68 & 0xFFF
    low = noise & ((1 << 62) - 1)
    value = milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low
    return str(uuid.UUID(int=value))


def made_at(identifier: str) -> datetime:
    """Return the instant (to the millisecond) that a ``new_id`` carries."""
    milliseconds = uuid.UUID(identifier).int >> 80
    return _EPOCH + milliseconds * _MILLISECOND
