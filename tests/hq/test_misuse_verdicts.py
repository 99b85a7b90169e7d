"""A verdict on a misuse flag covers what was shown, also while the rules run (SUP-03)."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from mdt_alpr.domain.review.misuse import Flag, FlagRule, FlagVerdict, KeptFlag, Period
from mdt_alpr.domain.review.misuse_rules import find_flags
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.misuse import service as misuse
from mdt_alpr.hq.misuse import store
from mdt_alpr.hq.people.sample_agency import CUSTODIAN
from mdt_alpr.wire.misuse import FlagMessage
from tests.builders import SetClock
from tests.hq.test_misuse import flags, judged, searched

DATABASES = ["sqlite"]


def of_cases(hq: Headquarters) -> list[FlagMessage]:
    """Return the flags of one plate for many cases."""
    return [flag for flag in flags(hq) if flag.rule is FlagRule.ONE_PLATE_MANY_CASES]


def test_a_verdict_covers_only_what_the_reviewer_was_shown(
    hq: Headquarters, clock: SetClock
) -> None:
    searched(hq, clock)
    misuse.seek(hq, CUSTODIAN)
    (shown,) = of_cases(hq)
    searched(hq, clock, times=1, case="26-05")
    misuse.seek(hq, CUSTODIAN)
    with pytest.raises(RefusedError) as refused:
        judged(hq, shown.number, shown=shown.accesses)
    assert "show it again" in refused.value.detail
    (again,) = of_cases(hq)
    assert again.verdict is FlagVerdict.NONE
    assert judged(hq, again.number, shown=again.accesses).accesses == 4


def test_what_is_judged_while_the_rules_run_is_not_flagged_again(
    hq: Headquarters, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched(hq, clock)
    misuse.seek(hq, CUSTODIAN)
    searched(hq, clock, times=1, case="26-05")
    runs: list[int] = []

    def find_and_judge(period: Period, kept: Sequence[KeptFlag]) -> tuple[Flag, ...]:
        found = find_flags(period, kept)
        if not runs:
            judged(hq, of_cases(hq)[0].number)
        runs.append(len(found))
        return found

    monkeypatch.setattr(misuse, "find_flags", find_and_judge)
    assert misuse.seek(hq, CUSTODIAN) == 0
    (flag,) = of_cases(hq)
    assert (flag.verdict, flag.accesses, runs) == (FlagVerdict.JUSTIFIED, 3, [2, 1])


def test_a_judged_flag_grows_no_more(hq: Headquarters, clock: SetClock) -> None:
    searched(hq, clock)
    misuse.seek(hq, CUSTODIAN)
    judged(hq, 1)
    with hq.writing() as work:
        found = store.find(work.connection, 1)
        assert found is not None
        wider = replace(found[0].flag, records=(*found[0].flag.records, "another"))
        store.grow(work.connection, replace(found[0], flag=wider))
    assert [one.accesses for one in of_cases(hq)] == [3]
