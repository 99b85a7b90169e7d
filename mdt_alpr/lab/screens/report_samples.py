"""A made-up annual report, for screenshots and tests of the screen."""

from datetime import date, timedelta

from mdt_alpr.domain.review.annual_report import (
    MONTHS,
    Report,
    ReportFigure,
    ReportSection,
    ReportSource,
    ReportSpan,
)
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.reports import ReportMessage

_HITS = {
    "November 2025": 31, "December 2025": 118, "January 2026": 97, "February 2026": 104,
    "March 2026": 122, "April 2026": 131, "May 2026": 109, "June 2026": 96, "July 2026": 140,
    "August 2026": 152, "September 2026": 127, "October 2026": 138, "November 2026": 117,
}  # fmt: skip


def report(rows: int) -> ReportMessage:
    """Return the report of a year."""
    sections = (
        ReportSection(
            "Use",
            (
                ReportFigure("Plates read", 4_812_330, "reads-by-day"),
                ReportFigure("Hits", 1_482, "results-by-list"),
                ReportFigure("Units that read plates", 24, "units-by-day"),
            ),
        ),
        ReportSection(
            MONTHS,
            tuple(
                ReportFigure(month, number, source, column)
                for month, hits in _HITS.items()
                for column, number, source in (
                    ("Plates read", hits * 3_244, "reads-by-day"),
                    ("Hits", hits, "results-by-list"),
                    ("Stops", hits * 11 // 20, "stops"),
                )
            ),
        ),
        ReportSection(
            "False alerts",
            (
                ReportFigure("All lists", 311, "decided-hits", "False alerts", 1_120),
                ReportFigure("NCIC", 204, "decided-hits", "False alerts", 801),
                ReportFigure("NCIC", 37, "decided-hits", "Other state of issuance", 801),
            ),
        ),
        ReportSection(
            "Searches in stored reads",
            (ReportFigure("Criminal investigation", 218, "searches-by-purpose"),),
        ),
    )
    sources = (ReportSource("reads-by-day", "Reads by unit and day."),)
    span = ReportSpan(date(2025, 11, 24), NOW.date() - timedelta(days=1))
    found = Report(span, NOW, sections if rows else (), sources, date(2026, 9, 5))
    return ReportMessage(found, date(2026, 12, 2), date(2027, 3, 1))


ANSWERS = {ReportMessage: report}
