"""The report of a shift for the lieutenant: counts and the handover, never a plate (SUP-02)."""

from mdt_alpr.domain.people.roles import EVERY_TEAM
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.paper import Paper, in_words, printed
from mdt_alpr.hq.hits.shift_log import ledger, log_counts, note_log
from mdt_alpr.wire.desk import HitLogCounts, HitLogFilter
from mdt_alpr.wire.papers import PaperFile

_FIGURES = (
    ("Hits", "hits"), ("Verified", "verified"), ("Stops", "stops"),
    ("Prevented stops", "prevented"), ("Stops without all checks", "unverified_stops"),
    ("Status check not practicable", "not_practicable"), ("Open now", "open"),
    ("Left open after the shift", "left_open"), ("Checked too fast", "too_fast"),
    ("Not reviewed", "not_reviewed"),
)  # fmt: skip
_COUNTS_ONLY = "Counts only: no plate and no person of a hit is on this paper."


def shift_paper(
    hq: Headquarters, caller: Caller, criteria: HitLogFilter, handover: str
) -> PaperFile:
    """Return the report of a span and of a team; that it was printed is recorded."""
    with hq.writing() as work:
        note_log(work, caller, criteria, "report", ())
    with hq.reading() as work:
        counts, causes = log_counts(work, criteria), ledger(work, criteria).causes
    paper = Paper("Shift report: license plate reader", printed(hq, caller.name))
    team = "Every team" if criteria.team == EVERY_TEAM else criteria.team
    span = f"{in_words(criteria.since)} to {in_words(criteria.until)}"
    paper.fields((("Team", team), ("Shift", span)))
    paper.section("Hits of the shift", _COUNTS_ONLY)
    paper.table(("What", "Number"), _rows(counts), (4, 1))
    if causes:
        paper.section("Stops that a check prevented, by cause")
        words = ((cause.replace("_", " ").capitalize(), str(number)) for cause, number in causes)
        paper.table(("Cause", "Number"), words, (4, 1))
    paper.section("Handover to the next supervisor")
    paper.paragraph(handover or "Nothing was noted.")
    paper.signature("Supervisor", caller.name)
    return PaperFile.of(f"shift-report-{capture_date(criteria.since)}.pdf", paper.pdf())


def _rows(counts: HitLogCounts) -> list[tuple[str, str]]:
    return [(words, f"{getattr(counts, name):,}") for words, name in _FIGURES]
