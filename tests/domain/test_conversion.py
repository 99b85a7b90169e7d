"""A value is made of another that has fields of the same names."""

from dataclasses import dataclass
from typing import NamedTuple

import pytest

from mdt_alpr.domain.conversion import converted


@dataclass(frozen=True)
class Stored:
    number: int
    name: str
    note: str = ""


@dataclass(frozen=True)
class Sent:
    number: int
    name: str
    unit: str = "Unit 1"


def test_fields_of_the_same_name_are_taken_over_and_no_others() -> None:
    assert converted(Sent, Stored(7, "A")) == Sent(7, "A")


def test_a_field_that_is_given_counts_instead() -> None:
    assert converted(Sent, Stored(7, "A"), name="B", unit="Unit 2") == Sent(7, "B", "Unit 2")


def test_a_field_that_neither_has_is_refused() -> None:
    with pytest.raises(TypeError, match="other"):
        converted(Stored, Sent(7, "A"), other=1)
    with pytest.raises(TypeError, match="number"):
        converted(Sent, object(), name="A")


class Row(NamedTuple):
    """A row has methods of a tuple beside its columns."""

    name: str


@dataclass(frozen=True)
class Counted:
    name: str
    count: int


def test_what_a_row_can_do_is_no_value_of_it() -> None:
    with pytest.raises(TypeError, match="count"):
        converted(Counted, Row("A"))
