"""How a read stands to what a person saw."""

import pytest

from mdt_alpr.domain.review.truth import Truth, TruthTally, tallied, truth_of


@pytest.mark.parametrize(
    ("read", "seen", "truth"),
    [
        (("EXN2894", "NC"), ("EXN2894", "NC"), Truth.RIGHT),
        (("EXO2894", "NC"), ("EX02894", "NC"), Truth.RIGHT),
        (("EXN2894", ""), ("EXN2894", "NC"), Truth.STATE_UNREAD),
        (("EXN2894", "SC"), ("EXN2894", "NC"), Truth.OTHER_STATE),
        (("EXN2B94", "NC"), ("EXN2894", "NC"), Truth.WRONG),
        (("EXN289", "NC"), ("EXN2894", "NC"), Truth.WRONG),
        (("EXN2894", "NC"), None, Truth.UNREADABLE),
    ],
)
def test_a_read_is_judged_by_characters_then_by_state(
    read: tuple[str, str], seen: tuple[str, str] | None, truth: Truth
) -> None:
    assert truth_of(read, seen) is truth


def test_what_nobody_can_read_says_nothing_of_the_reader() -> None:
    found = tallied([("front", Truth.RIGHT, 8), ("front", Truth.UNREADABLE, 3),
                     ("left", Truth.WRONG, 1), ("front", Truth.RIGHT, 1)])  # fmt: skip
    assert found == (TruthTally("front", right=9, unreadable=3), TruthTally("left", wrong=1))
    assert [one.judged for one in found] == [9, 1]
