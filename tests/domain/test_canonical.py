"""One value has one spelling, on every machine."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.canonical import canonical, sha256
from mdt_alpr.domain.reading.reading import Box

NAIVE = datetime(2026, 1, 1)  # noqa: DTZ001 - what must not be spelled


class Word(StrEnum):
    ONE = "one"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": None, "B": True}, b'{"B":true,"a":null,"b":1}'),
        (0.1 + 0.2, b'"0.300000"'),
        (-0.0000001, b'"0.000000"'),
        (1e21, b'"1000000000000000000000.000000"'),
        (Word.ONE, b'"one"'),
        (date(2026, 11, 25), b'"2026-11-25"'),
        (b"abc", b'{"sha256":"' + sha256(b"abc").encode() + b'"}'),
        (Box(1, 2.5, 3, 4), b'{"bottom":4,"left":1,"right":3,"top":"2.500000"}'),
        (("é", []), b'["\\u00e9",[]]'),
    ],
)
def test_each_kind_of_value_has_its_spelling(value: object, text: bytes) -> None:
    assert canonical(value) == text


def test_an_instant_is_spelled_in_utc_wherever_it_was() -> None:
    there = timezone(timedelta(hours=-5))
    at = datetime(2026, 11, 25, 9, 30, tzinfo=there)
    assert canonical(at) == canonical(at.astimezone(UTC)) == b'"2026-11-25T14:30:00.000000Z"'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), NAIVE, {1}, object()])
def test_what_has_no_spelling_is_a_bug(value: object) -> None:
    with pytest.raises(ValueError, match=r"canonical form"):
        canonical(value)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(PLAIN)
def test_reading_and_spelling_again_changes_nothing(value: object) -> None:
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_canonical_text_holds_no_floating_point_number(number: float) -> None:
    assert isinstance(json.loads(canonical(number)), str)
