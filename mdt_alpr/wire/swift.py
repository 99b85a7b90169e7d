"""Decode and write the one spelling of ``codec.encode``, many times faster.

A text is taken here only where msgspec finds the message in it *and* writes that message back
to the very same text: then nothing in it stands twice, is unknown, missing, rounded or spelled
another way. Whatever else comes gets None, and ``decoding`` judges it, field by field; this
module refuses nothing and accepts nothing that ``decoding`` would not accept alike. It writes
what msgspec spells as ``json`` does; for all else it gives None, too.
"""

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Annotated, Any

import msgspec

from mdt_alpr.wire.shapes import inside_optional, longest_text, message_fields, row_of

_LARGEST_INT = 2**63 - 1
_IN_UTC = r"^(?:19\d\d|2[01]\d\d)-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}\+00:00\Z"
_DAY = r"^(?:19\d\d|2[01]\d\d)-\d\d-\d\d\Z"
_NO_STORE_KEEPS = b"\\u0000"
_SPELLED: dict[Any, Any] = {
    datetime: Annotated[str, msgspec.Meta(pattern=_IN_UTC)],
    date: Annotated[str, msgspec.Meta(pattern=_DAY)],
    int: Annotated[int, msgspec.Meta(ge=-_LARGEST_INT, le=_LARGEST_INT)],
}
_ENCODER = msgspec.json.Encoder()
_SORTED = msgspec.json.Encoder(order="sorted")
_DELETE = b"\x7f"
"""The one character of ASCII that ``json`` escapes and msgspec does not."""


@cache
def swift_reader(kind: Any) -> Callable[[bytes], Any]:
    """Return the function that makes a text in its one spelling a ``kind``, any other None."""
    spelled = spelled_reader(kind)
    message = msgspec.json.Decoder(kind)

    def read(text: bytes) -> Any:
        if spelled(text) is None:
            return None
        try:
            return message.decode(text)
        except msgspec.DecodeError:  # a day or an hour that no calendar has
            return None

    return read


@cache
def spelled_reader(kind: Any) -> Callable[[bytes], Any]:
    """Return the function that gives the fields of a text in its one spelling, of any other None.

    Days and times stay texts, and only their form was looked at.
    """
    spelled = msgspec.json.Decoder(_spelling(kind))

    def read(text: bytes) -> Any:
        if _NO_STORE_KEEPS in text:
            return None
        try:
            found = spelled.decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        return found if _ENCODER.encode(found) == text else None

    return read


@cache
def swift_writer(kind: Any) -> Callable[[object], str | None]:
    """Return the function that gives the text of a ``kind``, None where ``encoding`` must."""
    if not _is_plain(kind):
        return lambda _message: None

    def write(message: object) -> str | None:
        try:
            text = _SORTED.encode(message)
        except (UnicodeEncodeError, OverflowError):
            return None
        return text.decode() if text.isascii() and _DELETE not in text else None

    return write


def _is_plain(kind: Any) -> bool:
    """Tell whether it holds no times, days or fractions: these are spelled in two ways."""
    if dataclasses.is_dataclass(kind):
        return all(_is_plain(hint) for _, hint in message_fields(typing.cast("type", kind)))
    if isinstance(kind, type) and issubclass(kind, str | int):  # words and truths are such
        return True
    parts = [part for part in typing.get_args(kind) if part not in (Ellipsis, types.NoneType)]
    return bool(parts) and all(map(_is_plain, parts))


@cache
def _spelling(kind: Any) -> Any:
    """Return a type like ``kind`` with times as text and the fields in the order of the text."""
    if kind in _SPELLED:
        return _SPELLED[kind]
    if dataclasses.is_dataclass(kind):
        return _spelled_message(typing.cast("type", kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if typing.get_origin(kind) is tuple:
        parts = typing.get_args(kind)
        row = row_of(parts)
        shape = (_spelling(row), ...) if row is not None else tuple(map(_spelling, parts))
        return tuple[shape]  # type: ignore[valid-type]
    if isinstance(kind, types.UnionType):
        return _spelling(inside_optional(kind)) | None
    return kind


def _bounded(name: str, spelling: Any) -> Any:
    longest = longest_text(name)
    if longest is None:
        return spelling
    if spelling is str:
        return Annotated[str, msgspec.Meta(max_length=longest)]
    if spelling == str | None:
        return Annotated[str, msgspec.Meta(max_length=longest)] | None
    if typing.get_origin(spelling) is tuple and set(typing.get_args(spelling)) <= {str, Ellipsis}:
        row = Annotated[str, msgspec.Meta(max_length=longest)]
        parts = tuple(part if part is Ellipsis else row for part in typing.get_args(spelling))
        return tuple[parts]  # type: ignore[valid-type]
    return spelling


def _spelled_message(kind: type) -> Any:
    fields = [
        (name, _bounded(name, _spelling(hint))) for name, hint in sorted(message_fields(kind))
    ]
    return msgspec.defstruct(kind.__name__, fields, forbid_unknown_fields=True, gc=False)
