"""Messages as JSON text and back: one spelling a message, nothing let through unchecked.

The classes say what is allowed: frozen dataclasses over str, int, float, bool, None, date,
aware datetime, enumerations, tuples and one another. Each class is looked at once.
"""

import json
from typing import Any, TypeVar

from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.wire import evidence, manual, messages, notices
from mdt_alpr.wire.decoding import DecodeError, parsed, reader
from mdt_alpr.wire.encoding import writer
from mdt_alpr.wire.swift import swift_reader, swift_writer

__all__ = ["DecodeError", "body_class", "decode", "encode"]

T = TypeVar("T")

_BODIES: dict[ItemKind, type] = {
    ItemKind.READ: messages.ReadMessage,
    ItemKind.HIT: messages.HitMessage,
    ItemKind.ANSWER: messages.AnswerMessage,
    ItemKind.STOP: messages.StopMessage,
    ItemKind.DISPOSITION: messages.DispositionMessage,
    ItemKind.AUDIT: messages.AuditMessage,
    ItemKind.PICTURE: messages.PictureMessage,
    ItemKind.DEVICE_KEY: evidence.DeviceKeyMessage,
    ItemKind.EVIDENCE: evidence.EvidenceMessage,
    ItemKind.MANUAL_ENTRY: manual.ManualEntryMessage,
    ItemKind.RELAY: notices.RelayMessage,
    ItemKind.SIGN_IN: messages.SignInRecordMessage,
}


def body_class(kind: ItemKind) -> type:
    """Return the message class of an item's body."""
    return _BODIES[kind]


def encode(message: object) -> str:
    """Return the one JSON text of ``message``: keys sorted, no spaces, times in UTC.

    Raises:
        ValueError: a number is not finite or a time is naive (a bug of the caller).
    """
    shape: Any = type(message)
    if (swift := swift_writer(shape)(message)) is not None:
        return swift
    plain = writer(shape)(message)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), allow_nan=False)


def decode(kind: type[T], text: str | bytes) -> T:
    """Return the message of class ``kind`` in ``text``.

    Raises:
        DecodeError: any field is unknown, missing, of a wrong type or out of range.
    """
    shape: Any = kind
    check = reader(shape)
    swift = _swiftly(shape, text)
    found: T = check(parsed(text)) if swift is None else swift
    return found


def _swiftly(kind: Any, text: str | bytes) -> Any:
    try:
        return swift_reader(kind)(text.encode() if isinstance(text, str) else text)
    except UnicodeEncodeError:  # half a character: the checks say where
        return None
