import pytest

from mdt_alpr.domain.entry.form import Doubt, doubts, past_reads_needs
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.plate.plate import Plate

LISTED = Plate("KLM4470", "NC")


@pytest.mark.parametrize("case", ["", "   ", "abc", "investigation"])
def test_a_query_needs_a_purpose_and_a_case_that_names_one(case: str) -> None:
    assert len(past_reads_needs(Purpose.MISSING, case)) == 1
    assert len(past_reads_needs(None, case)) == 2
    assert past_reads_needs(None, "26-041877") == ("Choose one lawful purpose.",)
    assert past_reads_needs(Purpose.MISSING, "26-041877") == ()


@pytest.mark.parametrize(
    ("text", "state", "weakest", "disputed", "found"),
    [
        ("KLM4470", "NC", 0.95, (), []),
        ("KLM447O", "NC", 0.95, (), [Doubt.LOOK_ALIKE]),
        ("KLM4470", "", 0.95, (), [Doubt.STATE_NOT_READ]),
        ("KLM4470", "NC", 0.55, (), [Doubt.CHARACTER]),
        ("KLM447O", "", 0.95, (3,), [Doubt.LOOK_ALIKE, Doubt.STATE_NOT_READ, Doubt.CHARACTER]),
    ],
)
def test_a_read_is_exact_only_where_nothing_is_doubtful(
    text: str, state: str, weakest: float, disputed: tuple[int, ...], found: list[Doubt]
) -> None:
    read = Plate(text, state)
    assert list(doubts(read, LISTED, weakest=weakest, disputed=bool(disputed))) == found
