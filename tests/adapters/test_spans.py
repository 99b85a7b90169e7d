import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mdt_alpr.adapters.ctc import spans

ALPHABET = "AB"


def columns(*letters: str) -> np.ndarray:
    """Return sure columns: "." the blank, "A" and "B" the letters."""
    return np.array([[c == ".", c == "A", c == "B"] for c in "".join(letters)], np.float32)


def test_a_character_is_placed_where_its_columns_are() -> None:
    (first, second) = spans(columns("..AA......", "BB........"), "AB", ALPHABET)
    assert sum(first) / 2 == pytest.approx(3 / 20)
    assert sum(second) / 2 == pytest.approx(11 / 20)
    assert first[1] == pytest.approx(second[0])


def test_each_of_two_equal_neighbors_is_at_its_own_columns() -> None:
    """Also where the columns of one speak for it more surely than any of the other's."""
    seen = columns("..AAA...", "..AAA..", "..BB.")
    seen[10:13, 1] = 0.6
    seen[10:13, 0] = 0.4
    found = spans(seen, "AAB", ALPHABET)
    middles = [20 * (left + right) / 2 for left, right in found]
    assert middles == pytest.approx([3.5, 11.5, 18.0], abs=0.5)


def test_a_gap_between_groups_is_no_part_of_a_character() -> None:
    found = spans(columns(".A.A.A.........A.A.A"), "AAAAAA", ALPHABET)
    widths = [right - left for left, right in found]
    assert max(widths) <= 2 / 20 + 1e-6
    assert found[3][0] - found[2][1] > 0.3


def test_one_character_alone_has_the_whole_width() -> None:
    (found,) = spans(columns(".A."), "A", ALPHABET)
    assert found == pytest.approx((0.0, 1.0), abs=1e-6)


def test_without_characters_or_columns_there_is_no_place() -> None:
    assert spans(columns("..."), "", ALPHABET) == ()
    assert spans(columns("A"), "AA", ALPHABET) == ()


@example([[0, 0, 0]] * 5 + [[0, 1, 0]] * 2, "AAA")
@given(
    st.lists(st.lists(st.floats(0, 1, width=32), min_size=3, max_size=3), min_size=5),
    st.text(ALPHABET, min_size=1, max_size=5),
)
def test_characters_stand_in_their_order_whatever_the_network_says(
    rows: list[list[float]], text: str
) -> None:
    found = spans(np.array(rows, np.float32), text, ALPHABET)
    middles = [(left + right) / 2 for left, right in found]
    assert len(found) == len(text)
    assert all(left <= right for left, right in found)
    assert min(middles) >= 0
    assert max(middles) <= 1 + 1e-6
