from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.hit.disposition import CONFIRMED, REJECTIONS
from mdt_alpr.domain.hit.hit_summary import CAUSES, confusion, state_confusion

PLATES = st.text("ABCO0123", min_size=1, max_size=8)


def test_every_rejection_has_a_cause_and_no_confirmed_hit_has() -> None:
    assert set(CAUSES) == REJECTIONS
    assert not REJECTIONS & CONFIRMED


def test_one_differing_character_is_a_confusion_and_o_for_0_is_none() -> None:
    assert confusion("AAA7111", "AAA2111") == "7 for 2"
    assert confusion("AAO1", "AA01") == ""
    assert confusion("AB12", "BA12") == ""
    assert confusion("AB12", "AB123") == ""
    assert confusion("", "AB123") == ""


@given(PLATES, PLATES)
def test_a_confusion_is_symmetric_but_for_its_order(read: str, entered: str) -> None:
    there, back = confusion(read, entered), confusion(entered, read)
    assert back == " for ".join(reversed(there.split(" for ")))


def test_the_state_seen_is_the_entered_one_else_the_read_one() -> None:
    assert state_confusion("SC", "NC", "SC") == "SC for NC"
    assert state_confusion("NC", "", "SC") == "SC for NC"
    assert state_confusion("", "", "SC") == ""
    assert state_confusion("", "SC", "SC") == ""
