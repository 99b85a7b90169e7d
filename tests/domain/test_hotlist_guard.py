import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.hotlist.delivery import SMALL_LIST, is_placeholder, why_broken, why_changed


@pytest.mark.parametrize("text", ["0", "00", "000", "190", "NOPLATE"])
def test_what_stands_for_no_plate_is_a_placeholder(text: str) -> None:
    assert is_placeholder(text)


def test_three_broken_lines_are_borne_and_one_in_a_thousand() -> None:
    assert [bool(why_broken(n, 10)) for n in (3, 4)] == [False, True]
    assert [bool(why_broken(n, 100_000)) for n in (100, 101)] == [False, True]


@given(before=st.integers(SMALL_LIST, 10**7), share=st.floats(0.2, 1.0))
def test_a_list_that_shrank_by_a_fifth_is_refused(before: int, share: float) -> None:
    after = int(before * (1 - share))
    assert "lost" in why_changed("NCIC", before, after)


@given(before=st.integers(SMALL_LIST, 10**7), share=st.floats(-0.199, 0.199))
def test_a_list_that_changed_by_less_is_accepted(before: int, share: float) -> None:
    assert why_changed("NCIC", before, before + int(before * share)) == ""


def test_a_list_that_grew_by_a_fifth_is_refused_and_a_small_one_may_change_as_it_likes() -> None:
    assert "gained 50%" in why_changed("NCIC", 100, 150)
    assert why_changed("AMBER", SMALL_LIST - 1, 0) == ""
    assert why_changed("NEW", 0, 5_000_000) == ""
