import dataclasses
import inspect
import json
import re
import types
import typing
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.retention.outbox import ItemKind, ReceiptOutcome
from mdt_alpr.hq.items.checks import body_class
from mdt_alpr.wire import (
    drills,
    evidence,
    holds,
    incidents,
    manual,
    messages,
    notices,
    problems,
    review,
)
from mdt_alpr.wire.codec import (
    DecodeError,
    decode,
    encode,
    encode_fields,
    fields_of,
    instant,
    schemas,
)
from mdt_alpr.wire.messages import (
    CharacterMessage,
    HotlistMessage,
    PictureMessage,
    PlaceMessage,
    ReadMessage,
    Receipt,
    ReceiptsMessage,
)
from mdt_alpr.wire.pictures import DigestsMessage
from tests.hq.senders import EARLIER, a_read_message

EVERY_MESSAGE = [
    kind
    for module in (drills, evidence, holds, incidents, manual, messages, notices, problems, review)
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
        '{"camera":"","captured_at":"2026-11-25T14:00:00Z","digest":"ab","person_id":"",'
        '"read_id":"id","size":9,"unit":"","what":"crop"}'
    )


def test_times_leave_in_utc() -> None:
    east = timezone(timedelta(hours=5))
    there = dataclasses.replace(A_PICTURE, captured_at=A_PICTURE.captured_at.astimezone(east))
    assert encode(there) == encode(A_PICTURE)


def test_times_with_z_and_other_offsets_are_understood() -> None:
    for text in ("2026-11-25T14:00:00Z", "2026-11-25T09:00:00.000000-05:00"):
        assert decode(PictureMessage, changed(captured_at=text)) == A_PICTURE


def test_every_kind_of_item_has_its_body() -> None:
    bodies = {kind: body_class(kind) for kind in ItemKind}
    assert bodies.pop(ItemKind.TRIAL_HIT) is bodies[ItemKind.HIT]
    assert len(set(bodies.values())) == len(bodies)
    assert set(bodies.values()) <= set(EVERY_MESSAGE)


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
        (changed(digest="\ud800"), ""),
        (changed(size=-(2**63)), "size"),
        (changed(captured_at="1900-01-01T00:30:00+05:00"), "captured_at"),
        (changed(digest="x" * 4097), "digest"),
        (changed(size="size - at `$.digest`"), "size"),
        (changed(**{"x - at `$.ABC 1234": 1}), "?"),
        ('{"x":' + "[" * 100_000, "x"),
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
    with pytest.raises(ValueError, match="timezone"):
        encode(naive)
    with pytest.raises(ValueError, match="float"):
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


def test_threads_that_come_first_at_once_make_one_form() -> None:
    together = Barrier(8)

    def read(kind: type) -> None:
        together.wait()
        with pytest.raises(DecodeError):
            decode(kind, "{}")

    inner = dataclasses.make_dataclass("Inner", [(f"f{n}", int) for n in range(50)])
    outer = [dataclasses.make_dataclass(f"Outer{n}", [("inner", inner)]) for n in range(8)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(read, outer))
    assert len(schemas(outer)) == 9


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


# ---------------------------------------------------------------- the one spelling, and others

PLACE = PlaceMessage(
    35.2, -80.8, EARLIER + timedelta(seconds=1), EARLIER + timedelta(seconds=2), 30.0, 90.0, 5.0,
    simulated=False,
)  # fmt: skip
READ = encode(a_read_message(place=PLACE))
PICTURE = encode(A_PICTURE)
EDITS = st.lists(
    st.tuples(st.integers(0, len(READ)), st.text(st.sampled_from('{}[],:"0.eZ+- tu\\'))),
    min_size=1,
    max_size=3,
)


@pytest.mark.parametrize("text", ["\u00e9", "\x7f", "\u2028", "\U0001f694", '"\\u0000'])
def test_a_text_of_any_characters_comes_back(text: str) -> None:
    message = DigestsMessage((text,))
    assert decode(DigestsMessage, encode(message)) == message
    assert decode(DigestsMessage, json.dumps({"digests": [text]})) == message


def test_a_list_in_bulk_has_the_same_spelling() -> None:
    fields = {f.name: getattr(A_PICTURE, f.name) for f in dataclasses.fields(A_PICTURE)}
    assert encode_fields(PictureMessage, **fields) == PICTURE


@given(EDITS)
def test_a_text_is_refused_or_every_field_is_what_it_says(edits: list[tuple[int, str]]) -> None:
    text = READ
    for place, new in edits:
        text = text[:place] + new + text[place + len(new) :]
    try:
        whole = decode(ReadMessage, text)
    except DecodeError:
        with pytest.raises(DecodeError):
            fields_of(ReadMessage, text)
        return
    fields = fields_of(ReadMessage, text)
    plain = json.loads(text, object_pairs_hook=once)
    for name, value in plain.items():
        found = getattr(whole, name)
        if isinstance(value, str | int | float):
            is_time = isinstance(found, datetime)
            assert found == (datetime.fromisoformat(str(value)) if is_time else value)
            assert getattr(fields, name) == found


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


@pytest.mark.parametrize("at", ["2026-02-30T14:00:00", "2026-11-25T24:00:00"])
def test_a_time_that_no_calendar_has_is_refused_in_every_field(at: str) -> None:
    times = set(re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", READ))
    assert len(times) == 3
    for old in times:
        with pytest.raises(DecodeError, match="time"):
            fields_of(ReadMessage, READ.replace(old, at))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"digest":"ab"', '"digest":"ab","digest":"ab"'),
        ('"digest":"ab"', '"digest":"a\\u0000b"'),
        ('"digest":"ab"', '"digest":"\\ud800"'),
        ('"digest":"ab"', '"digest":"a\nb"'),
        ('"size":9', '"size":9.0'),
        ('"size":9', '"size":true'),
        ('"size":9', '"size":9223372036854775808'),
        ('"size":9', '"size":-9223372036854775808'),
        ('"what":"crop"', '"what":"crop","whom":"x"'),
        (":00Z", ":00"),
        ("2026-11-25", "2026-02-30"),
        ("2026-11-25", "0000-11-25"),
        ("T14:00:00", "T24:00:00"),
        ("T14:00:00", "T23:59:60"),
    ],
)
def test_what_no_message_holds_is_refused(old: str, new: str) -> None:
    text = PICTURE.replace(old, new)
    assert text != PICTURE
    with pytest.raises(DecodeError):
        decode(PictureMessage, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"digest":"ab"', '"digest":"a\\u0062"'),
        ('"what":"crop"', '"what":"crop" '),
        (":00Z", ":00.000000Z"),
        ("T14:00:00Z", "T16:00:00.000000+02:00"),
    ],
)
def test_another_spelling_of_the_same_is_the_same_message(old: str, new: str) -> None:
    text = PICTURE.replace(old, new)
    assert text != PICTURE
    assert decode(PictureMessage, text) == A_PICTURE
    assert encode(decode(PictureMessage, text)) == PICTURE


def test_half_a_character_is_refused_both_ways() -> None:
    with pytest.raises(DecodeError):
        decode(PictureMessage, PICTURE.replace("ab", "\ud800"))
    with pytest.raises(ValueError, match="surrogates"):
        encode(dataclasses.replace(A_PICTURE, digest="\ud800"))


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(DecodeError):
        decode(PictureMessage, PICTURE.encode().replace(b"ab", b"\xff\xfe"))


@pytest.mark.parametrize("text", ["2026-11-25T14:00:00", "soon", "1899-12-31T23:59:59Z", "0"])
def test_an_instant_that_is_none_is_refused_with_its_field(text: str) -> None:
    assert instant("2026-11-25T15:00:00+01:00") == A_PICTURE.captured_at
    with pytest.raises(DecodeError, match=r"^until: "):
        instant(text, "until")
