"""The annual report to the Chief on paper (09.21.3.A.4): every number has its footnote."""

from collections.abc import Iterable

from mdt_alpr.domain.review.annual_report import Report
from mdt_alpr.hq.base.paper import Paper, Printed
from mdt_alpr.hq.reports import audit_schedule
from mdt_alpr.hq.reports.report_paper import add_sections, add_sources, begun, noted

_TITLE = "License plate readers: annual report on use and effectiveness"
_ROOM = "\n\n"
_WRITTEN = (
    "Violations, complaints and discipline beyond the cases above",
    "Outages, and what came of incidents",
    "Costs",
    "Recommendations",
)
"""What no system knows, for the administrator to write (7.4 of the requirements)."""


def chief_paper(printed: Printed, report: Report) -> bytes:
    """Return the report as PDF."""
    notice = "General Order 09.21.3.A.4; G.S. 20-183.31(a)(7)"
    paper = begun(printed, report, _TITLE, "Chief of Police", notice)
    paper.section("In short")
    paper.paragraph("\n".join(_short(report)))
    add_sections(paper, report)
    _add_room(paper)
    add_sources(paper, report)
    return paper.pdf()


def _short(report: Report) -> Iterable[str]:
    """Return the main numbers in sentences."""
    named = {
        (section.title, one.row, one.column): noted(report, one)
        for section in report.sections
        for one in section.figures
    }
    stops = "Stops and their outcomes"
    yield (
        f"{named['Use', 'Plates read', '']} plates were read. {named['Use', 'Hits', '']} of them "
        "were listed and alerted an officer."
    )
    yield (
        f"{named[stops, 'Stops', '']} vehicles were stopped after a hit; "
        f"{named[stops, 'Without the checks of the app', '']} of these stops were made without "
        "the checks of the app."
    )
    false = named["False alerts", "All lists", "False alerts"]
    yield f"False alerts among the hits that a person decided: {false}."
    cases = {row: named["Review cases", row, ""] for row in ("Opened", "Closed: violation")}
    yield (
        f"{named['Misuse flags', 'All rules', 'Raised']} misuse flags were raised; "
        f"{cases['Opened']} review cases were opened, and {cases['Closed: violation']} were "
        "closed as violations."
    )
    due = {
        column: named[audit_schedule.TITLE, audit_schedule.ALL_DUTIES, column]
        for column in ("Due", "Overdue")
    }
    yield (
        f"{due['Due']} audits, checks and reports are on the schedule; {due['Overdue']} of them "
        "are overdue."
    )


def _add_room(paper: Paper) -> None:
    paper.section("Written by the system administrator")
    paper.fields([(caption, _ROOM) for caption in _WRITTEN], columns=1)
    paper.signature("ALPR system administrator")
