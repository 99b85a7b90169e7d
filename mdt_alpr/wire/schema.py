"""Message classes as JSON Schema (2020-12), for who speaks with headquarters in other languages.

What a schema cannot say is that a number is finite and a text holds no NUL: ``decoding`` does.
"""

import dataclasses
import types
import typing
from datetime import date, datetime
from enum import Enum
from typing import Any

from mdt_alpr.wire.shapes import inside_optional, later_fields, message_fields, row_of

Schema = dict[str, Any]

_SIMPLE: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}


def reference(kind: type) -> Schema:
    """Return the schema that points to a message class among the components."""
    return {"$ref": f"#/components/schemas/{kind.__name__}"}


def add_components(kind: Any, found: dict[str, Schema]) -> Schema:
    """Add every message class that ``kind`` needs to ``found``; return the schema of ``kind``."""
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if dataclasses.is_dataclass(kind):
        return _message(typing.cast("type", kind), found)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"type": "string", "enum": [member.value for member in kind]}
    if isinstance(kind, types.UnionType):
        return {"anyOf": [add_components(inside_optional(kind), found), {"type": "null"}]}
    parts = typing.get_args(kind)
    row = row_of(parts)
    if row is not None:
        return {"type": "array", "items": add_components(row, found)}
    each = [add_components(part, found) for part in parts]
    return {"type": "array", "prefixItems": each, "minItems": len(each), "maxItems": len(each)}


def _message(kind: type, found: dict[str, Schema]) -> Schema:
    if kind.__name__ not in found:
        found[kind.__name__] = {}  # so that a class may hold itself
        fields = message_fields(kind)
        later = later_fields(kind)
        found[kind.__name__] = {
            "type": "object",
            "description": " ".join((kind.__doc__ or "").split()),
            "properties": {name: add_components(hint, found) for name, hint in fields},
            "required": [name for name, _ in fields if name not in later],
            "additionalProperties": False,
        }
    return reference(kind)
