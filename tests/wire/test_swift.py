"""What is decoded in one go is what is decoded field by field, and nothing more is accepted."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.retention.outbox import ReceiptOutcome
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.decoding import DecodeError, parsed, reader
from mdt_alpr.wire.encoding import writer
from mdt_alpr.wire.messages import (
    BatchMessage,
    PictureMessage,
    PlaceMessage,
    ReadMessage,
    Receipt,
    ReceiptsMessage,
)
from mdt_alpr.wire.pictures import DigestsMessage
from mdt_alpr.wire.read_facts import read_facts
from mdt_alpr.wire.swift import swift_reader, swift_writer
from tests.hq.senders import EARLIER, a_batch, a_read_message, an_id, an_item
from tests.wire.test_codec import EVERY_MESSAGE, anything

READ = encode(a_read_message())
PLACE = PlaceMessage(
    35.2, -80.8, EARLIER + timedelta(seconds=1), EARLIER + timedelta(seconds=2), 30.0, 90.0, 5.0,
    simulated=False,
)  # fmt: skip
READ_WITH_PLACE = encode(a_read_message(place=PLACE))
A_PICTURE = PictureMessage("ab", "id", datetime(2026, 11, 25, 14, tzinfo=UTC), "crop", 9)
PICTURE = encode(A_PICTURE)


def slowly(kind: Any, text: str) -> Any:
    return reader(kind)(parsed(text))


@pytest.mark.parametrize("kind", EVERY_MESSAGE, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_either_way_gives_the_same_message_and_writes_the_same_text(
    kind: Any, data: st.DataObject
) -> None:
    message = data.draw(anything(kind))
    text = encode(message)
    assert swift_reader(kind)(text.encode()) in (None, slowly(kind, text))
    plain = json.dumps(writer(kind)(message), sort_keys=True, separators=(",", ":"))
    assert swift_writer(kind)(message) in (None, plain)


def test_receipts_are_written_the_swift_way() -> None:
    receipts = ReceiptsMessage((Receipt(an_id(), ReceiptOutcome.REFUSED, 301),))
    assert swift_writer(ReceiptsMessage)(receipts) == encode(receipts)


@pytest.mark.parametrize("text", ["\u00e9", "\x7f", "\ud800", "\u2028"])
def test_what_is_escaped_another_way_is_left_to_the_slow_one(text: str) -> None:
    assert swift_writer(DigestsMessage)(DigestsMessage((text,))) is None
    assert encode(DigestsMessage((text,))) == json.dumps(
        {"digests": [text]}, separators=(",", ":")
    )


@given(
    st.lists(
        st.tuples(st.integers(0, len(READ)), st.text(st.sampled_from('{}[],:"0.eZ+- tu\\'))),
        max_size=3,
    )
)
def test_the_facts_of_a_read_are_those_of_the_whole_message(edits: list[tuple[int, str]]) -> None:
    text = READ_WITH_PLACE
    for place, new in edits:
        text = text[:place] + new + text[place + len(new) :]
    try:
        whole = slowly(ReadMessage, text)
    except DecodeError:
        with pytest.raises(DecodeError):
            read_facts(text)
        return
    facts = read_facts(text)
    for name in ("read_id", "revision", "unit", "camera", "captured_at", "text", "state"):
        assert getattr(facts, name) == getattr(whole, name)
    assert facts.place == (whole.place and (whole.place.lat, whole.place.lon))
    assert datetime.fromisoformat(facts.captured_text + "Z") == whole.captured_at


@pytest.mark.parametrize("at", ["2026-02-30T14:00:00", "2026-11-25T24:00:00"])
def test_a_time_that_no_calendar_has_is_refused_wherever_it_stands(at: str) -> None:
    for old in set(re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", READ_WITH_PLACE)):
        with pytest.raises(DecodeError, match="time"):
            read_facts(READ_WITH_PLACE.replace(old, at))


def test_what_cars_send_goes_the_swift_way() -> None:
    batch = a_batch(an_item(a_read_message()))
    assert swift_reader(ReadMessage)(READ.encode()) == slowly(ReadMessage, READ)
    assert swift_reader(BatchMessage)(encode(batch).encode()) == batch


@given(
    st.lists(
        st.tuples(st.integers(0, len(READ)), st.text(st.sampled_from('{}[],:"0.eZ+- tu\\'))),
        min_size=1,
        max_size=3,
    )
)
def test_no_text_is_accepted_that_the_checks_refuse(edits: list[tuple[int, str]]) -> None:
    text = READ
    for place, new in edits:
        text = text[:place] + new + text[place + len(new) :]
    swift = swift_reader(ReadMessage)(text.encode())
    if swift is not None:
        assert swift == slowly(ReadMessage, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"digest":"ab"', '"digest":"ab","digest":"ab"'),
        ('"digest":"ab"', '"digest":"a\\u0000b"'),
        ('"digest":"ab"', '"digest":"\\ud800"'),
        ('"digest":"ab"', '"digest":"a\\u0062"'),
        ('"size":9', '"size":9.0'),
        ('"size":9', '"size":true'),
        ('"size":9', '"size":9223372036854775808'),
        ('"size":9', '"size":-9223372036854775808'),
        ('"what":"crop"', '"what":"crop","whom":"x"'),
        ('"what":"crop"', '"what":"crop" '),
        (".000000+00:00", ".000000"),
        (".000000+00:00", ".000000Z"),
        (".000000+00:00", ".000000+02:00"),
        ("2026-11-25", "2026-02-30"),
        ("2026-11-25", "0000-11-25"),
        ("T14:00:00", "T24:00:00"),
        ("T14:00:00", "T23:59:60"),
    ],
)
def test_another_spelling_is_left_to_the_checks(old: str, new: str) -> None:
    text = PICTURE.replace(old, new)
    assert text != PICTURE
    assert swift_reader(PictureMessage)(text.encode()) is None


def test_half_a_character_is_still_refused_with_its_field() -> None:
    with pytest.raises(DecodeError):
        decode(PictureMessage, PICTURE.replace("ab", "\ud800"))
    with pytest.raises(DecodeError, match="digest"):
        decode(PictureMessage, json.dumps(json.loads(PICTURE) | {"digest": "\ud800"}))


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(DecodeError):
        decode(PictureMessage, PICTURE.encode().replace(b"ab", b"\xff\xfe"))
