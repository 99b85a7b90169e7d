"""From JSON text to messages: every field known, there, and of its type.

Only a field with a default may be missing: it was added later.
"""

import dataclasses
import json
import math
import re
import types
import typing
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.wire.shapes import (
    inside_optional,
    later_fields,
    longest_text,
    message_fields,
    none_or,
    row_of,
)

_LARGEST_INT = 2**63 - 1
YEARS = range(1900, 2201)
"""Years of dates and instants: with others, 90 days more or less may leave the calendar."""
D = TypeVar("D", bound=date)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", flags=re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", flags=re.ASCII)
_NAMEABLE = re.compile(r"\w{1,40}", flags=re.ASCII)


class DecodeError(DomainError):
    """A text is not the message that it should be.

    ``field`` is the dotted way to the place ("items.3.body"), empty for the whole text. The
    sentence never repeats the value, which may be a plate.
    """

    def __init__(self, why: str, field: str = "") -> None:
        super().__init__(f"{field}: {why}" if field else why)
        self.why = why
        self.field = field

    def inside(self, name: str) -> "DecodeError":
        """Return the same error as seen from one level further out."""
        return DecodeError(self.why, f"{name}.{self.field}" if self.field else name)


def parsed(text: str | bytes) -> Any:
    """Return what the JSON text holds, plain.

    Raises:
        DecodeError: it is not JSON in UTF-8, repeats a field, or is nested too deeply.
    """
    try:
        return _PARSER.decode(text if isinstance(text, str) else text.decode())
    except RecursionError:
        message = "nested too deeply"
        raise DecodeError(message) from None
    except ValueError:
        message = "not JSON in UTF-8"
        raise DecodeError(message) from None


@cache
def reader(kind: Any) -> Callable[[Any], Any]:
    """Return the function that checks a plain value and makes it a ``kind``."""
    if simple := _SIMPLE.get(kind):
        return simple
    if dataclasses.is_dataclass(kind):
        return _message_reader(typing.cast("type", kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum_reader(kind)
    if typing.get_origin(kind) is tuple:
        return _tuple_reader(typing.get_args(kind))
    if isinstance(kind, types.UnionType):
        return none_or(reader(inside_optional(kind)))
    message = f"no message may hold {kind!r}"
    raise TypeError(message)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "a field stands twice"
        raise DecodeError(message)
    return found


def _refuse_constant(_text: str) -> float:
    message = "a number must be finite"
    raise DecodeError(message)


_PARSER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse_constant)


def _message_reader(kind: type) -> Callable[[Any], Any]:
    fields = [(name, _bounded(name, reader(hint))) for name, hint in message_fields(kind)]
    names = {name for name, _ in fields}
    added = later_fields(kind)

    def read(value: Any) -> Any:
        if value.__class__ is not dict:
            raise DecodeError(_WANTED[dict])
        if value.keys() != names and not names - added <= value.keys() <= names:
            raise _names_differ(set(value), names, added)
        found = {}
        for name, check in fields:
            if name in value:
                try:
                    found[name] = check(value[name])
                except DecodeError as error:
                    raise error.inside(name) from None
        return kind(**found)

    return read


def _bounded(name: str, check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a check that refuses a text, or one in a row of texts, that is too long."""
    longest = longest_text(name)
    if longest is None:
        return check

    def read(value: Any) -> Any:
        texts = value if value.__class__ is list else (value,)
        if any(one.__class__ is str and len(one) > longest for one in texts):
            message = f"longer than {longest} characters"
            raise DecodeError(message)
        return check(value)

    return read


def _names_differ(given: set[str], wanted: set[str], added: frozenset[str]) -> DecodeError:
    if missing := sorted(wanted - added - given):
        return DecodeError("missing", missing[0])
    unknown = min(given - wanted)
    return DecodeError("unknown", unknown if _NAMEABLE.fullmatch(unknown) else "?")


def _tuple_reader(parts: tuple[Any, ...]) -> Callable[[Any], Any]:
    if (kind := row_of(parts)) is not None:
        return _row_reader(reader(kind))
    readers = [reader(part) for part in parts]

    def read(value: Any) -> Any:
        if value.__class__ is not list or len(value) != len(readers):
            message = f"a list of {len(readers)} is wanted"
            raise DecodeError(message)
        return tuple([check(part) for check, part in zip(readers, value, strict=True)])

    return read


def _row_reader(inner: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if value.__class__ is not list:
            raise DecodeError(_WANTED[list])
        found = []
        for part in value:
            try:
                found.append(inner(part))
            except DecodeError as error:
                raise error.inside(str(len(found))) from None
        return tuple(found)

    return read


def _enum_reader(kind: type[Enum]) -> Callable[[Any], Any]:
    members = {member.value: member for member in kind}

    def read(value: Any) -> Any:
        if value.__class__ is str and value in members:
            return members[value]
        message = "not one of the known words"
        raise DecodeError(message)

    return read


_WANTED: dict[type, str] = {
    dict: "an object is wanted",
    list: "a list is wanted",
    str: "a text is wanted",
    int: "a whole number is wanted",
    float: "a number is wanted",
    bool: "true or false is wanted",
    datetime: "a time with its offset is wanted",
    date: "a date is wanted",
}


def _text(value: Any) -> str:
    if value.__class__ is not str:
        raise DecodeError(_WANTED[str])
    if not value.isascii() and not _is_unicode(value):
        message = "half a character"
        raise DecodeError(message)
    if "\0" in value:
        message = "a character that no store keeps"
        raise DecodeError(message)
    return value


def _is_unicode(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _whole(value: Any) -> int:
    if value.__class__ is not int:
        raise DecodeError(_WANTED[int])
    if not -_LARGEST_INT <= value <= _LARGEST_INT:
        message = "too large"
        raise DecodeError(message)
    return value


def _number(value: Any) -> float:
    if value.__class__ is int:
        return float(_whole(value))
    if value.__class__ is not float:
        raise DecodeError(_WANTED[float])
    if not math.isfinite(value):
        _refuse_constant("")
    return value


def _truth(value: Any) -> bool:
    if value.__class__ is not bool:
        raise DecodeError(_WANTED[bool])
    return value


def instant(text: str) -> datetime:
    """Return the instant that a text tells, in UTC, as in a message.

    Raises:
        DecodeError: it tells none, without its offset, or one outside the years of use.
    """
    return _time(text)


def _within_years(found: D) -> D:
    if found.year not in YEARS:
        message = f"outside the years {YEARS.start} to {YEARS.stop - 1}"
        raise DecodeError(message)
    return found


def _time(value: Any) -> datetime:
    if value.__class__ is not str or not _TIME.fullmatch(value):
        raise DecodeError(_WANTED[datetime])
    try:
        found = datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise DecodeError(_WANTED[datetime]) from None
    return _within_years(found)


def _day(value: Any) -> date:
    if value.__class__ is not str or not _DATE.fullmatch(value):
        raise DecodeError(_WANTED[date])
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise DecodeError(_WANTED[date]) from None
    return _within_years(found)


_SIMPLE: dict[Any, Callable[[Any], Any]] = {
    str: _text,
    int: _whole,
    float: _number,
    bool: _truth,
    datetime: _time,
    date: _day,
}
