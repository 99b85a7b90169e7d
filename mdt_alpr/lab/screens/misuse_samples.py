"""Misuse flags for sample screens: two that wait, one that became a case, one that was work."""

from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.review.misuse import FlagRule, FlagVerdict, Tie
from mdt_alpr.domain.search.question import CaseCheck
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.misuse import (
    FlagDetail,
    FlaggedSearch,
    FlagMessage,
    FlagsMessage,
    TiedPlateMessage,
    TiedPlatesMessage,
)

_DAY = timedelta(days=1)
_ONE_PLATE = FlagMessage(
    number=14, rule=FlagRule.ONE_PLATE, person="Lt. V. Harmon", unit="Bravo",
    why="One plate was searched or viewed 6 times within 30 days without an open case "
        "(flagged from 3).",
    accesses=6, first_at=NOW - 9 * _DAY, last_at=NOW - _DAY, raised_at=NOW - 6 * _DAY,
    verdict=FlagVerdict.NONE, judged_at=None, judged_by="", words="", case_number="",
    may_judge=True,
)  # fmt: skip


def _flags(rows: int) -> FlagsMessage:
    at_night = replace(
        _ONE_PLATE, number=13, rule=FlagRule.OFF_SHIFT_AT_NIGHT, accesses=4,
        why="Searches or entries were made at night and off shift in 3 nights of 7 days (flagged "
            "from 2).",
    )  # fmt: skip
    case = replace(
        _ONE_PLATE, number=12, rule=FlagRule.OWN_PLATE, person="Ofc. T. Boyd", accesses=1,
        why="The plate is one of the person's household (once).", may_judge=False,
        verdict=FlagVerdict.CASE, judged_at=NOW - 5 * _DAY, judged_by="Sgt. M. Whitfield",
        words="No case names this vehicle.", case_number="2026-0003",
    )  # fmt: skip
    work = replace(
        _ONE_PLATE, number=9, rule=FlagRule.OUTLIER, person="Det. R. Poole", unit="Detectives",
        why="31 searches or exports in 7 days; the median of the unit is 9, the limit 27.",
        accesses=31, may_judge=False, verdict=FlagVerdict.JUSTIFIED, judged_at=NOW - 20 * _DAY,
        judged_by="D. Lee", words="The robbery series of that week.",
    )  # fmt: skip
    found = (_ONE_PLATE, at_night, case, work) if rows else ()
    return FlagsMessage(found, has_more=False, waiting=2 if rows else 0, ran_at=NOW - _DAY / 4)


def _detail(rows: int) -> FlagDetail:
    reasons = ("Suspicious activity near the school", "Missing child", "Drug investigation")
    found = tuple(
        FlaggedSearch(
            f"s{n}", NOW - (9 - n) * _DAY - timedelta(hours=9), Purpose.CRIMINAL.value,
            f"26-0{41877 + 13 * n}", CaseCheck.UNKNOWN.value, reasons[n % 3], 4 + n,
        )
        for n in range(6)
    )  # fmt: skip
    return FlagDetail(_ONE_PLATE, found if rows else (), ())


def _tied(rows: int) -> TiedPlatesMessage:
    plate = TiedPlateMessage(
        3, "Lt. V. Harmon", Tie.HOUSEHOLD, NOW - 40 * _DAY, "D. Lee", is_lost=False
    )
    return TiedPlatesMessage((plate,) if rows else ())


ANSWERS = {
    FlagsMessage: _flags,
    FlagMessage: lambda _rows: replace(_ONE_PLATE, verdict=FlagVerdict.JUSTIFIED, may_judge=False),
    FlagDetail: _detail,
    TiedPlatesMessage: _tied,
}
