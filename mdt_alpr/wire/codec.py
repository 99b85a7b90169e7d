"""Messages as JSON text and back: one spelling a message, nothing let through unchecked.

The classes say what is allowed: frozen dataclasses over str, int, float, bool, None, date, aware
datetime, enumerations, tuples and one another. msgspec gets three forms of each, made once when
it is asked for: one to read by, with every limit; one to write by, which refuses bugs of the
caller only; and one to read headquarters' answers by, which passes over a field that a newer
headquarters added.

Only a field with a default may be missing: it was added later.
"""

import dataclasses
import json
import re
import types
import typing
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from threading import RLock
from typing import Annotated, Any, TypeVar

import msgspec

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.printable import LONGEST_SENT_NAME

T = TypeVar("T")

_LONGEST_TEXT = 4096
"""Characters of a text in a message; a place, a name or a note is far shorter."""
_WHOLE_MESSAGES = frozenset({"body"})
"""Fields that hold a message of their own as text: the size of the whole bounds them."""
_NAMES = frozenset(
    {"unit", "device", "camera", "person_id", "name", "engine", "software", "profile"}
)
_LARGEST_INT = 2**63 - 1
_LARGEST_FLOAT = float.fromhex("0x1.fffffffffffffp+1023")
_INSTANTS = datetime(1900, 1, 1, tzinfo=UTC), datetime(2201, 1, 1, tzinfo=UTC)
"""Outside of it 90 days more or less may leave the calendar."""
_DATES = _INSTANTS[0].date(), _INSTANTS[1].date()


class _For(Enum):
    WRITING = "writing"
    READING = "reading"
    ANSWERS = "answers"


_FORMS: dict[tuple[Any, _For], Any] = {}
_MAKING_FORMS = RLock()
_ENCODER = msgspec.json.Encoder()
_TIME = Annotated[datetime, msgspec.Meta(tz=True)]
_SIMPLE: dict[Any, Any] = {
    str: str,
    bool: bool,
    date: date,
    datetime: _TIME,
    int: Annotated[int, msgspec.Meta(ge=-_LARGEST_INT, le=_LARGEST_INT)],
    float: Annotated[float, msgspec.Meta(ge=-_LARGEST_FLOAT, le=_LARGEST_FLOAT)],
}


class DecodeError(DomainError):
    """A text is not the message that it should be.

    ``field`` is the dotted way to the place ("items.3.body"), empty for the whole text. The
    sentence never repeats the value, which may be a plate.
    """

    def __init__(self, why: str, field: str = "") -> None:
        super().__init__(f"{field}: {why}" if field else why)
        self.why = why
        self.field = field


def encode(message: object) -> str:
    """Return the one JSON text of ``message``: keys sorted, no spaces, times in UTC.

    Raises:
        ValueError: a number is not finite, a time is naive, or a text has half a character (a
            bug of the caller).
    """
    kind: Any = type(message)
    form = _struct(kind, _For.WRITING)
    return _ENCODER.encode(msgspec.convert(message, form, from_attributes=True)).decode()


def encode_fields(kind: Any, **fields: object) -> str:
    """Return the text of a ``kind`` with these fields, without making one: lists have millions."""
    return _ENCODER.encode(_struct(kind, _For.WRITING)(**fields)).decode()


def decode(kind: type[T], text: str | bytes) -> T:
    """Return the message of class ``kind`` in ``text``.

    Raises:
        DecodeError: any field is unknown, missing, repeated, of a wrong type or out of range.
    """
    return _made(kind, _fields(kind, text, _For.READING))


def decode_answer(kind: type[T], text: str | bytes) -> T:
    """Return the message in an answer of headquarters; a field that is unknown here is left out.

    Cars and desks are updated in stages, so headquarters may be newer than they are.

    Raises:
        DecodeError: any field is missing, repeated, of a wrong type or out of range.
    """
    return _made(kind, _fields(kind, text, _For.ANSWERS))


def fields_of(kind: type[T], text: str | bytes) -> T:
    """Return the checked fields of a message, as attributes, without making a ``kind`` of them.

    Raises:
        DecodeError: as of ``decode``.
    """
    return typing.cast("T", _fields(kind, text, _For.READING))


def _made(kind: type[T], fields: object) -> T:
    try:
        return msgspec.convert(fields, kind, from_attributes=True)
    except msgspec.ValidationError as error:  # the class itself refuses its values
        raise _refused(error) from None


def _fields(kind: Any, text: str | bytes, use: _For) -> object:
    try:
        data = text.encode() if isinstance(text, str) else text
        message = _decoder(kind, use).decode(data)
    except msgspec.ValidationError as error:
        raise _refused(error) from None
    except RecursionError:
        raise DecodeError("nested too deeply") from None
    except ValueError:
        raise DecodeError("not JSON in UTF-8") from None
    if b"\\u0000" in data or _ENCODER.encode(message) != data:
        _refuse_nul(json.loads(data, object_pairs_hook=_object))
    return message


def instant(text: str, field: str = "") -> datetime:
    """Return the instant that the text of a field says, in UTC, as in a message.

    Raises:
        DecodeError: it says none, without its offset, or one outside the years of use.
    """
    try:
        moment = msgspec.convert(text, _TIME)
    except msgspec.ValidationError as error:
        raise DecodeError(str(error), field) from None
    if not _INSTANTS[0] <= moment < _INSTANTS[1]:
        raise DecodeError(_OUTSIDE, field)
    return moment.astimezone(UTC)


def make_known(*kinds: Any) -> None:
    """Let msgspec know classes before it reads one of them; a module that does says so at once.

    It crashes where two threads make a class known to it at once (0.22).
    """
    with _MAKING_FORMS:
        for kind in kinds:
            msgspec.json.Decoder(kind)


def schemas(kinds: Iterable[Any]) -> dict[str, Any]:
    """Return JSON Schemas (2020-12) of message classes and of all that they hold, by name.

    What a schema does not say is that a text holds no NUL and no field appears twice.
    """
    forms = [_struct(kind, _For.READING) for kind in kinds]
    _, components = msgspec.json.schema_components(
        forms, ref_template="#/components/schemas/{name}"
    )
    return dict(sorted(components.items()))


# ---------------------------------------------------------------- forms


@cache
def _decoder(kind: Any, use: _For) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(_struct(kind, use))


def _form(kind: Any, use: _For, longest: int | None) -> Any:
    """Return the type by which msgspec reads or writes a ``kind``."""
    if kind is str and longest is not None:
        return Annotated[str, msgspec.Meta(max_length=longest)]
    if kind in _SIMPLE:
        return int if use is _For.WRITING and kind is int else _SIMPLE[kind]
    if dataclasses.is_dataclass(kind):
        return _struct(typing.cast("Any", kind), use)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    parts = typing.get_args(kind)
    if typing.get_origin(kind) is tuple and date not in parts and datetime not in parts:
        return tuple[tuple(_part(part, use, longest) for part in parts)]  # type: ignore[misc]
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        (inner,) = (part for part in parts if part is not types.NoneType)
        return _form(inner, use, longest) | None
    raise TypeError(f"no message may hold {kind!r}")


def _part(kind: Any, use: _For, longest: int | None) -> Any:
    if kind is Ellipsis:
        return kind
    return _form(kind, use, longest if kind is str else None)


def _struct(kind: Any, use: _For) -> Any:
    """Return the one form of a message class; a schema must not find two of a name."""
    if (kind, use) not in _FORMS:
        with _MAKING_FORMS:
            if (kind, use) not in _FORMS:
                form = _new_struct(kind, use)
                make_known(kind, form)
                _FORMS[kind, use] = form
    return _FORMS[kind, use]


def _new_struct(kind: Any, use: _For) -> Any:
    checked = use is not _For.WRITING
    hints = typing.get_type_hints(kind)
    fields, timed = [], []
    for field in sorted(dataclasses.fields(kind), key=lambda field: field.name):
        name, hint = field.name, hints[field.name]
        form = _form(hint, use, _longest_text(name) if checked else None)
        has_default = field.default is not dataclasses.MISSING
        fields.append((name, form, field.default) if has_default else (name, form))
        if {date, datetime} & {hint, *typing.get_args(hint)}:
            timed.append(name)
    namespace: dict[str, Any] = {"__doc__": " ".join((kind.__doc__ or "").split())}
    if timed:
        namespace["__post_init__"] = _in_utc(tuple(timed), checked=checked)
    return msgspec.defstruct(
        kind.__name__, fields, namespace=namespace,
        forbid_unknown_fields=use is not _For.ANSWERS, kw_only=True, gc=False,
    )  # fmt: skip


def _longest_text(field: str) -> int | None:
    if field in _WHOLE_MESSAGES:
        return None
    return LONGEST_SENT_NAME if field in _NAMES else _LONGEST_TEXT


def _in_utc(names: tuple[str, ...], *, checked: bool) -> Callable[[Any], None]:
    def bring(self: Any) -> None:
        for name in names:
            value = getattr(self, name)
            if value is None:
                continue
            is_time = isinstance(value, datetime)
            first, end = _INSTANTS if is_time else _DATES
            if checked and not first <= value < end:
                raise ValueError(f"{_OUTSIDE} in field `{name}`")
            if is_time and value.tzinfo is not UTC:
                setattr(self, name, value.astimezone(UTC))

    return bring


# ---------------------------------------------------------------- refusals

_OUTSIDE = "outside the years 1900 to 2200"
_NAMES_FIELD = re.compile(r"(?:Object )?(.*?)(?: in)? field `(.*)`", flags=re.DOTALL)
_WHY = {"contains unknown": "unknown", "missing required": "missing"}
_NAMEABLE = re.compile(r"\w{1,40}", flags=re.ASCII)
_AT = re.compile(r"(.*) - at `\$((?:\.\w{1,40}|\[\d+])+)`", flags=re.ASCII | re.DOTALL)


def _refused(error: msgspec.ValidationError) -> DecodeError:
    """Return msgspec's refusal with the place as we name it, and without any value."""
    words, way = str(error), []
    if at := _AT.fullmatch(words):
        words, way = at[1], re.findall(r"\w+", at[2])
    if named := _NAMES_FIELD.fullmatch(words):
        words, name = _WHY.get(named[1], named[1]), named[2]
        way.append(name if _NAMEABLE.fullmatch(name) else "?")
    if words.startswith("Invalid enum value"):
        words = "not one of the known words"
    return DecodeError(words, ".".join(way))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise DecodeError("a field appears twice")
    return members


def _refuse_nul(value: Any, way: tuple[str, ...] = ()) -> None:
    if isinstance(value, str) and "\0" in value:
        raise DecodeError("a character that no store keeps", ".".join(way))
    parts = value.items() if isinstance(value, dict) else ()
    for name, part in enumerate(value) if isinstance(value, list) else parts:
        _refuse_nul(part, (*way, str(name)))
