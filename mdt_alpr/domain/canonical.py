"""The one spelling of a fact that is hashed and signed.

Canonical form 1: JSON in ASCII; the keys of an object sorted by code point; no space and no line
end; every object's keys are texts. A whole number is a JSON integer. Any other number is a text
with six places after the point ("0.250000", never an exponent, never "-0.000000"), so that no two
machines print it differently: canonical text holds no floating point number. An instant is a text
in UTC with microseconds ("2026-11-25T14:30:00.000000Z"), a day is "2026-11-25", bytes are
{"sha256": hexadecimal}, a frozen value is an object of its fields.
"""

import dataclasses
import hashlib
import json
import math
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any


def canonical(value: Any) -> bytes:
    """Return the canonical form of ``value``.

    Raises:
        ValueError: it holds a naive time or a number that is not finite (a bug of the caller).
    """
    text = json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text.encode("ascii")


def plain(value: Any) -> Any:
    """Return ``value`` as texts, integers, truth values, None, lists and objects."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return _scalar(value)


def sha256(content: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _scalar(value: Any) -> Any:
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"sha256": sha256(value)}
    if isinstance(value, float):
        return _number(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    raise ValueError(f"a {type(value).__name__} has no canonical form")


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError("a number that is not finite has no canonical form")
    text = f"{value:.6f}"
    return "0.000000" if text == "-0.000000" else text


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a time without a zone has no canonical form")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
