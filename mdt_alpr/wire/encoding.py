"""From messages to the plain values that become JSON text."""

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from mdt_alpr.wire.shapes import inside_optional, message_fields, none_or, row_of

_SIMPLE: dict[Any, Callable[[Any], Any]] = {}


@cache
def writer(kind: Any) -> Callable[[Any], Any]:
    """Return the function that makes a ``kind`` a plain value."""
    if dataclasses.is_dataclass(kind):
        return _message_writer(typing.cast("type", kind))
    if typing.get_origin(kind) is tuple:
        return _tuple_writer(typing.get_args(kind))
    if isinstance(kind, types.UnionType):
        return none_or(writer(inside_optional(kind)))
    return _SIMPLE.get(kind, _as_it_is)


def _message_writer(kind: type) -> Callable[[Any], Any]:
    fields = [(name, writer(hint)) for name, hint in message_fields(kind)]
    return lambda value: {name: write(getattr(value, name)) for name, write in fields}


def _tuple_writer(parts: tuple[Any, ...]) -> Callable[[Any], Any]:
    if (kind := row_of(parts)) is not None:
        inner = writer(kind)
        return lambda value: [inner(part) for part in value]
    writers = [writer(part) for part in parts]
    return lambda value: [write(part) for write, part in zip(writers, value, strict=True)]


def _time_text(value: datetime) -> str:
    if value.tzinfo is None:
        message = "a message holds no naive time"
        raise ValueError(message)
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _as_it_is(value: Any) -> Any:
    return value


_SIMPLE.update({datetime: _time_text, date: date.isoformat, float: float})
