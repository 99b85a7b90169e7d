"""A plate that an officer types is a read like another, and says that a person typed it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.errors import PlateTextError
from mdt_alpr.domain.hotlist.matching import DictIndex, MatchClass, matches
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.reading.typed_read import WhyUnread, typed_read, was_typed
from tests.builders import NOW, a_list, a_read, an_entry


def typed(text: str = "ABC1234", state: str = "NC", why: WhyUnread = WhyUnread.DIRTY) -> Read:
    return typed_read(text, state, why, read_id="id", at=NOW, place=None)


@given(st.text("ABCXYZ0189 -.", min_size=1, max_size=10), st.sampled_from(sorted(STATES)))
def test_what_is_typed_is_compared_as_a_read_is(text: str, state: str) -> None:
    try:
        read = typed(text, state)
    except PlateTextError:
        return
    index = DictIndex(a_list(an_entry(read.text, state)))
    (match,) = matches(read.plate, index, NOW)
    assert match.match_class is MatchClass.EXACT


@pytest.mark.parametrize(("text", "state"), [("", "NC"), ("ABC1234", ""), ("ABC1234", "ZZ")])
def test_no_plate_or_no_state_is_refused(text: str, state: str) -> None:
    with pytest.raises(PlateTextError):
        typed(text, state)


def test_only_a_read_that_was_typed_says_so() -> None:
    assert all(was_typed(typed(why=why).engine) for why in WhyUnread)
    assert not was_typed(a_read().engine)
