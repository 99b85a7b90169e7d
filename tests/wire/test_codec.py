import dataclasses
import inspect
import json
import types
import typing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.retention.outbox import ItemKind, ReceiptOutcome
from mdt_alpr.wire import evidence, manual, messages, notices, problems, review
from mdt_alpr.wire.codec import DecodeError, body_class, decode, encode
from mdt_alpr.wire.messages import (
    CharacterMessage,
    HotlistMessage,
    PictureMessage,
    Receipt,
    ReceiptsMessage,
)

EVERY_MESSAGE = [
    kind
    for module in (evidence, manual, messages, notices, problems, review)
    for _, kind in inspect.getmembers(module, dataclasses.is_dataclass)
    if kind.__module__ == module.__name__
]

_SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=128),
    int: st.integers(-(2**63) + 1, 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    date: st.dates(date(1901, 1, 1), date(2199, 1, 1)),
    datetime: st.datetimes(
        datetime(1901, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        datetime(2199, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
}


def anything(kind: Any) -> st.SearchStrategy[Any]:
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        fields = {name: anything(hint) for name, hint in hints.items()}
        return st.builds(typing.cast("type", kind), **fields)
    if isinstance(kind, types.UnionType):
        return st.one_of(st.none(), anything(typing.get_args(kind)[0]))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    parts = typing.get_args(kind)
    if parts[-1] is Ellipsis:
        return st.lists(anything(parts[0]), max_size=3).map(tuple)
    return st.tuples(*(anything(part) for part in parts))


A_PICTURE = PictureMessage("ab", "id", datetime(2026, 11, 25, 14, tzinfo=UTC), "crop", 9)


def changed(**fields: Any) -> str:
    return json.dumps({**json.loads(encode(A_PICTURE)), **fields})


@pytest.mark.parametrize("kind", EVERY_MESSAGE, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_message_comes_back_as_it_went(kind: type, data: st.DataObject) -> None:
    message = data.draw(anything(kind))
    text = encode(message)
    assert decode(kind, text) == message
    assert decode(kind, text.encode()) == message
    assert encode(decode(kind, text)) == text


def test_a_message_has_one_spelling() -> None:
    assert encode(A_PICTURE) == (
        '{"captured_at":"2026-11-25T14:00:00.000000+00:00","digest":"ab","read_id":"id",'
        '"size":9,"what":"crop"}'
    )


def test_times_leave_in_utc() -> None:
    east = timezone(timedelta(hours=5))
    there = dataclasses.replace(A_PICTURE, captured_at=A_PICTURE.captured_at.astimezone(east))
    assert encode(there) == encode(A_PICTURE)


def test_times_with_z_and_other_offsets_are_understood() -> None:
    for text in ("2026-11-25T14:00:00Z", "2026-11-25T09:00:00.000000-05:00"):
        assert decode(PictureMessage, changed(captured_at=text)) == A_PICTURE


def test_every_kind_of_item_has_its_body() -> None:
    bodies = {body_class(kind) for kind in ItemKind}
    assert len(bodies) == len(ItemKind)
    assert bodies <= set(EVERY_MESSAGE)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (changed(extra=1), "extra"),
        (changed(**{"ABC 1234": 1}), "?"),
        (json.dumps({"digest": "ab"}), "captured_at"),
        (changed(size="9"), "size"),
        (changed(size=True), "size"),
        (changed(size=9.0), "size"),
        (changed(size=2**63), "size"),
        (changed(size=None), "size"),
        (changed(digest=1), "digest"),
        (changed(digest="\ud800"), "digest"),
        (changed(digest="a\0"), "digest"),
        (changed(captured_at="2026-11-25T14:00:00"), "captured_at"),
        (changed(captured_at="2026-11-25"), "captured_at"),
        (changed(captured_at="2026-02-30T14:00:00Z"), "captured_at"),
        (changed(captured_at="0001-01-01T00:00:00+05:00"), "captured_at"),
        (changed(captured_at="20261125T140000Z"), "captured_at"),
        (changed(captured_at=0), "captured_at"),
        ("[]", ""),
        ("", ""),
        ("{", ""),
        ('{"size":NaN}', ""),
        ('{"size":-Infinity}', ""),
        (encode(A_PICTURE)[:-1] + ',"size":9}', ""),
        ("[" * 100_000, ""),
        ("9" * 10_000, ""),
    ],
)
def test_a_text_that_is_not_the_message_is_refused_with_its_place(text: str, field: str) -> None:
    with pytest.raises(DecodeError) as refused:
        decode(PictureMessage, text)
    assert refused.value.field == field


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    with pytest.raises(DecodeError):
        decode(PictureMessage, b"\xff\xfe{}")


@pytest.mark.parametrize("number", ["1e999", "-1e999", '"1"', "true", "null"])
def test_a_number_is_finite(number: str) -> None:
    text = f'{{"alternatives":[],"confidence":{number},"text":"A"}}'
    with pytest.raises(DecodeError, match="confidence"):
        decode(CharacterMessage, text)


def test_a_whole_number_may_stand_for_a_measure() -> None:
    text = '{"alternatives":[],"confidence":1,"text":"A"}'
    assert decode(CharacterMessage, text) == CharacterMessage("A", 1.0, ())


@pytest.mark.parametrize("alternatives", ['[["B"]]', '[["B",0.1,1]]', "[1]", '"B"', "{}"])
def test_a_pair_is_a_pair(alternatives: str) -> None:
    text = f'{{"alternatives":{alternatives},"confidence":0.5,"text":"A"}}'
    with pytest.raises(DecodeError, match="alternatives"):
        decode(CharacterMessage, text)


def test_the_place_inside_lists_is_named() -> None:
    good = encode(ReceiptsMessage((Receipt("1", ReceiptOutcome.KNOWN),) * 2))
    with pytest.raises(DecodeError, match=r"^receipts\.1\.outcome: "):
        decode(ReceiptsMessage, good[::-1].replace("nwonk", "x", 1)[::-1])


def test_a_refusal_never_repeats_the_value() -> None:
    with pytest.raises(DecodeError) as refused:
        decode(PictureMessage, changed(size="5SOW350", captured_at="5SOW350"))
    assert "5SOW350" not in str(refused.value)


def test_a_field_that_was_added_later_may_be_missing() -> None:
    old = '{"item_id":"1","outcome":"known"}'
    assert decode(Receipt, old) == Receipt("1", ReceiptOutcome.KNOWN)
    with pytest.raises(DecodeError, match="item_id: missing"):
        decode(Receipt, '{"outcome":"known","problem":null}')


def test_a_naive_time_or_an_endless_number_is_a_bug_of_the_sender() -> None:
    naive = dataclasses.replace(A_PICTURE, captured_at=datetime(2026, 11, 25))  # noqa: DTZ001
    with pytest.raises(ValueError, match="naive"):
        encode(naive)
    with pytest.raises(ValueError, match="JSON"):
        encode(CharacterMessage("A", float("nan"), ()))


def test_a_date_is_a_date() -> None:
    entry = '{"entered_on":%s}'
    assert decode(HasDay, entry % '"2026-11-25"') == HasDay(date(2026, 11, 25))
    assert decode(HasDay, entry % "null") == HasDay(None)
    for text in ('"2026-02-30"', '"20261125"', "1"):
        with pytest.raises(DecodeError, match="entered_on"):
            decode(HasDay, entry % text)


def test_a_class_that_no_message_may_hold_is_a_bug() -> None:
    with pytest.raises(TypeError):
        decode(HasSet, '{"things":[]}')


@dataclass(frozen=True, slots=True)
class HasDay:
    entered_on: date | None


@dataclass(frozen=True, slots=True)
class HasSet:
    things: set[str]


def test_a_list_of_thousands_is_one_message() -> None:
    compiled = datetime(2026, 11, 25, tzinfo=UTC)
    entry = messages.EntryMessage(
        *("x",) * 7, None, *("",) * 7, None
    )  # seven texts, no date, seven texts, no end
    whole = HotlistMessage(3, compiled, look_alikes_allowed=True, entries=(entry,) * 3000)
    assert decode(HotlistMessage, encode(whole)) == whole
