"""What a do-not-alert correction must hold (HOT-11)."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hotlist.hotlist import CorrectionDraft
from mdt_alpr.domain.policy import CORRECTION_LASTS_AT_MOST

REASON, EVIDENCE = "the O is a zero on the plate", "26-041877"


def test_reason_and_evidence_are_enough_and_it_lasts_thirty_days() -> None:
    draft = CorrectionDraft(REASON, EVIDENCE)
    draft.check()
    assert draft.lasts == timedelta(days=30)


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (CorrectionDraft("wrong", EVIDENCE), "reason in at least"),
        (CorrectionDraft(REASON, "  x "), "evidence"),
    ],
)
def test_nobody_corrects_without_saying_why_and_what_shows_it(
    draft: CorrectionDraft, said: str
) -> None:
    with pytest.raises(DomainError, match=said):
        draft.check()


@given(st.timedeltas())
def test_no_correction_lasts_for_ever_or_ended_before_it_began(lasts: timedelta) -> None:
    is_good = timedelta(0) < lasts <= CORRECTION_LASTS_AT_MOST
    try:
        CorrectionDraft(REASON, EVIDENCE, lasts=lasts).check()
    except DomainError:
        assert not is_good
    else:
        assert is_good
