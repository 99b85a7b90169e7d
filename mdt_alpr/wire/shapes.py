"""What a message class looks like: its fields, and what an optional one holds."""

import dataclasses
import types
import typing
from collections.abc import Callable
from typing import Any

from mdt_alpr.domain.printable import LONGEST_SENT_NAME

LONGEST_TEXT = 4096
"""Characters of a text in a message; a place, a name or a note is far shorter."""
WHOLE_MESSAGES = frozenset({"body"})
"""Fields that hold a message of their own as text: the size of the whole bounds them."""
NAMES = frozenset({"unit", "device", "camera", "person_id", "name", "engine", "software"})


def longest_text(field: str) -> int | None:
    """Return how many characters a text field of this name has at most, None for no bound."""
    if field in WHOLE_MESSAGES:
        return None
    return LONGEST_SENT_NAME if field in NAMES else LONGEST_TEXT


def message_fields(kind: type) -> list[tuple[str, Any]]:
    """Return name and annotation of every field, in order."""
    hints = typing.get_type_hints(kind)
    return [(field.name, hints[field.name]) for field in dataclasses.fields(kind)]


def later_fields(kind: type) -> frozenset[str]:
    """Return the fields that have a default: an older sender does not know them."""
    return frozenset(
        field.name
        for field in dataclasses.fields(kind)
        if field.default is not dataclasses.MISSING
    )


def inside_optional(kind: types.UnionType) -> Any:
    """Return X of ``X | None``; no other union may stand in a message."""
    (other,) = (part for part in typing.get_args(kind) if part is not types.NoneType)
    return other


def row_of(parts: tuple[Any, ...]) -> Any | None:
    """Return X of ``tuple[X, ...]``, None for a tuple of fixed length."""
    return parts[0] if parts[-1] is Ellipsis else None


def none_or(inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a function that passes None on and gives everything else to ``inner``."""
    return lambda value: None if value is None else inner(value)
