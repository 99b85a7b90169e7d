"""What is under a hold outlives day 90, what is not does not (09.21.8.C)."""

from datetime import timedelta

import pytest

from mdt_alpr.domain.policy import capture_date, capture_date_ends
from mdt_alpr.domain.retention.holds import HoldState
from mdt_alpr.hq.audit.service import check_own_chain
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import HITS, READS
from mdt_alpr.hq.keeping.purge import left_over
from tests.builders import NOW, SetClock
from tests.hq.holding import DAY, OTHER, WHOLE, days_pass, filed, held, seen, state, sworn

DATABASES = ["sqlite"]


@pytest.mark.clause("8.C.2")
def test_a_request_is_held_when_it_is_answered_with_all_that_belongs_to_it(
    hq: Headquarters,
) -> None:
    seen(hq)
    seen(hq, OTHER)
    number = filed(hq)
    assert (state(hq, number), held(hq, number)) == (HoldState.PROVISIONAL, WHOLE)


@pytest.mark.clause("8.C")
def test_unsworn_it_goes_on_day_ninety_with_everything_else(
    hq: Headquarters, clock: SetClock
) -> None:
    seen(hq)
    number = filed(hq)
    over = capture_date_ends(capture_date(NOW))
    days_pass(hq, clock, over - timedelta(seconds=1))
    assert held(hq, number) == WHOLE
    days_pass(hq, clock, over)
    assert (state(hq, number), held(hq, number)) == (HoldState.LAPSED, {})
    assert not list((hq.settings.day_keys / "holds").rglob("data/*.key"))
    assert left_over(hq, clock.at) == ()


@pytest.mark.clause("8.C.3")
@pytest.mark.clause("4.A.2")
def test_sworn_and_notarized_it_outlives_day_ninety_and_what_is_not_held_does_not(
    hq: Headquarters, clock: SetClock
) -> None:
    seen(hq)
    seen(hq, OTHER)
    number = filed(hq)
    days_pass(hq, clock, NOW + 80 * DAY)
    sworn(hq, number)
    days_pass(hq, clock, NOW + 92 * DAY)
    assert (state(hq, number), held(hq, number)) == (HoldState.FINAL, WHOLE)
    with hq.reading() as work:
        assert work.connection.execute(READS.select()).all() == []
        assert work.connection.execute(HITS.select()).all() == []
    assert capture_date(NOW) not in hq.day_keys.dates()
    assert left_over(hq, clock.at) == ()
    assert check_own_chain(hq) is None
