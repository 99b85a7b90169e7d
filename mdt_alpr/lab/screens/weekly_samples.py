"""A made-up weekly review, for screenshots and tests of the screen."""

from datetime import date, timedelta

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.retention.alpr_1 import GROUND_WORDS, HoldGround
from mdt_alpr.domain.review.weekly import SearchVerdict
from mdt_alpr.domain.search.question import CaseCheck
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.search import MadeSearch
from mdt_alpr.wire.weekly import MissedWeek, PastReview, SampledSearch, WeekCounts, WeeklyMessage

_REQUESTED = f"Preservation request 7. {GROUND_WORDS[HoldGround.MISSING]}"
_MADE = (
    ("kdavis", "Ofc. K. Davis", "26-118204", "Larceny from a vehicle on Main Street",
     CaseCheck.KNOWN, (), 4),
    ("rlee", "Ofc. R. Lee", "26-117730", "Runaway of 14, seen in a silver sedan",
     CaseCheck.KNOWN, ("It covers every place.",), 212),
    ("tjones", "Ofc. T. Jones", "26-999999", "Suspicious vehicle near the school",
     CaseCheck.UNKNOWN, ("Dispatch does not know the case.",), 31),
)  # fmt: skip
_JUDGED = (
    (SearchVerdict.JUSTIFIED, ""),
    (None, ""),
    (SearchVerdict.NOT_JUSTIFIED, "No such case exists."),
)


def weekly(rows: int) -> WeeklyMessage:
    """Return a review in which one search waits, and a week that nobody signed."""
    week = date(2026, 11, 16)
    sample = []
    for n, (made, (verdict, note)) in enumerate(zip(_MADE, _JUDGED, strict=True)):
        person, name, case, reason, check, confirmed, found = made
        at = NOW - timedelta(days=3 + n, hours=n)
        purpose = _REQUESTED if n == 1 else Purpose.CRIMINAL.value
        search = MadeSearch(
            f"search-{n}", at, person, name, purpose, case, reason, check, confirmed, found,
            is_others_case=n == 0,
        )  # fmt: skip
        sample.append(SampledSearch(search.search_id, search, verdict, note))
    past = PastReview(
        week - timedelta(days=14), "Sgt. M. Whitfield", 131, 7, 0, 1, NOW, "One was unclear."
    )
    missed = MissedWeek(week - timedelta(days=7), ("Patrol B",))
    return WeeklyMessage(
        week, "5f" * 16 if rows else "", 148, tuple(sample) if rows else (), None,
        WeekCounts(61, 9, 1, 2, 0, 1, 2), (missed,), (past,),
    )  # fmt: skip


ANSWERS = {WeeklyMessage: weekly}
