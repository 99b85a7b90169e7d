"""One vehicle, one alert: when a hit is a known one again, and when it is news (S18)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.hit.alerting import is_quiet_after, joins
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, Hit, HitState
from mdt_alpr.domain.hotlist.matching import MatchClass
from mdt_alpr.domain.policy import REJECTED_PLATE_QUIET_FOR, REPEAT_JOINS_FOR
from tests.builders import NOW, OFFICER, a_hit, a_read, an_entry

pytestmark = pytest.mark.proved("S18")

STOLEN, OTHER, WANTED = (
    an_entry(entry_id="nc/1"),
    an_entry(entry_id="nc/2"),
    an_entry(entry_id="nc/3", category="P"),
)
ALIKE, OF_SC = an_entry("EXN2B94", entry_id="nc/4"), an_entry(state="SC", entry_id="sc/1")
ENDINGS_WITHOUT_ANSWER = (
    Disposition.UNABLE_TO_VERIFY,
    Disposition.LOST_SIGHT,
    Disposition.DUPLICATE,
    Disposition.VERIFIED_NO_STOP,
)


def seen(*entries: Any, text: str = "EXN2894", state: str = "NC", after_s: float = 0) -> Hit:
    at = NOW + timedelta(seconds=after_s)
    read = a_read(text, state, captured_at=at, read_id=f"read-{after_s}")
    return a_hit(read, *(entries or (STOLEN,)), hit_id=f"hit-{after_s}", raised_at=at)


def ended(hit: Hit, disposition: Disposition, **fields: Any) -> Hit:
    closing = Closing(disposition, NOW, Stopped.NO)
    return replace(hit, state=HitState.CLOSED, closing=closing, **fields)


def test_a_vehicle_that_comes_again_joins_its_open_hit() -> None:
    assert joins(seen(), seen(after_s=100))
    assert joins(seen(state="NC"), seen(state="", after_s=100))


@pytest.mark.parametrize(
    ("before", "again"),
    [
        (seen(), seen(STOLEN, OTHER, after_s=60)),
        (seen(), seen(WANTED, after_s=60)),
        (seen(), seen(replace(STOLEN, category="P"), after_s=60)),
        (seen(), seen(state="SC", after_s=60)),
        (seen(state=""), seen(state="NC", after_s=60)),
        (seen(), seen(text="EXN2B94", after_s=60)),
        (seen(ALIKE), seen(ALIKE, text="EXN2B94", after_s=60)),
        (seen(), seen(after_s=REPEAT_JOINS_FOR.total_seconds())),
        (replace(seen(), cannot_see=True, state=HitState.UNMATCHED), seen(after_s=60)),
    ],
    ids=[
        "new record",
        "another record",
        "another category",
        "another state",
        "state read now",
        "another plate",
        "look-alike now exact",
        "long out of sight",
        "could not be seen",
    ],
)
def test_what_is_news_alerts_though_a_hit_is_open(before: Hit, again: Hit) -> None:
    assert not joins(before, again)


def test_a_hit_that_the_camera_took_back_is_joined_by_none() -> None:
    fact = ContraryFact(Contrary.READ_DISAGREES, "camera", NOW)
    assert not joins(replace(seen(), contrary=(fact,)), seen(after_s=60))


@pytest.mark.parametrize("disposition", list(Disposition))
def test_what_ended_with_an_answer_is_quiet_and_what_nobody_could_verify_alerts(
    disposition: Disposition,
) -> None:
    before = ended(seen(), disposition)
    quiet = is_quiet_after(before, seen(after_s=60), OFFICER, NOW + timedelta(seconds=60))
    assert quiet is (disposition not in ENDINGS_WITHOUT_ANSWER)


def test_a_cleared_and_a_stopped_vehicle_are_quiet_however_their_hits_were_closed() -> None:
    fact = ContraryFact(Contrary.STATUS_CLEARED, "DCIN", NOW)
    for fields in ({"contrary": (fact,)}, {"stop_at": NOW}):
        before = ended(seen(), Disposition.LOST_SIGHT, **fields)
        assert is_quiet_after(before, seen(after_s=60), OFFICER, NOW + timedelta(seconds=60))


def test_another_officer_and_a_later_time_are_alerted() -> None:
    before, again = ended(seen(), Disposition.MISREAD), seen(after_s=60)
    other = replace(OFFICER, person_id="officer-2")
    assert not is_quiet_after(before, again, other, NOW + timedelta(seconds=60))
    assert not is_quiet_after(before, again, OFFICER, NOW + REJECTED_PLATE_QUIET_FOR)
    assert not is_quiet_after(before, again, OFFICER, NOW - timedelta(seconds=1))


RECORDS = st.sets(st.sampled_from((STOLEN, OTHER, WANTED, ALIKE, OF_SC)), min_size=1)
TEXTS, STATES = st.sampled_from(("EXN2894", "EXN2B94")), st.sampled_from(("", "NC", "SC"))


@given(RECORDS, TEXTS, STATES, RECORDS, TEXTS, STATES, st.sampled_from(list(Disposition)))
def test_no_record_is_ever_hidden_that_was_not_alerted_at_least_as_strongly(  # noqa: PLR0913, PLR0917
    first: set[Any],
    text: str,
    state: str,
    second: set[Any],
    text_again: str,
    state_again: str,
    disposition: Disposition,
) -> None:
    before = seen(*first, text=text, state=state)
    again = seen(*second, text=text_again, state=state_again, after_s=60)
    over = ended(before, disposition)
    hidden = joins(before, again) or is_quiet_after(
        over, again, OFFICER, NOW + timedelta(seconds=60)
    )
    if not hidden:
        return
    order = list(MatchClass)
    alerted = {m.entry.entry_id: order.index(m.match_class) for m in before.matches}
    assert text == text_again
    assert state_again in ("", state)
    for match in again.matches:
        assert alerted[match.entry.entry_id] <= order.index(match.match_class)
