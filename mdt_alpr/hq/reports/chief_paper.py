"""The annual report to the Chief on paper (09.21.3.A.4): every number has its footnote."""

from collections.abc import Iterable

from mdt_alpr.domain.citations import cited
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
    notice = cited("annual_report", "", "")
    paper = begun(printed, report, _TITLE, "Chief of Police", notice)
    paper.section("In short")
    paper.paragraph("\n".join(_short(report)))
    add_sections(paper, report)
    _add_room(paper)
    add_sources(paper, report)
    return paper.pdf()


def _short(report: Report) -> Iterable[str]:
    """Return the main numbers, each named before it: a sentence need not fit 1."""
    named = {
        (section.title, figure.row, figure.column): noted(report, figure)
        for section in report.sections
        for figure in section.figures
    }
    stops = "Stops and their outcomes"
    yield (
        f"Plates read: {named['Use', 'Plates read', '']}. Hits, each an alert to an officer: "
        f"{named['Use', 'Hits', '']}."
    )
    yield (
        f"Vehicles stopped after a hit: {named[stops, 'Stops', '']}. Of these, stops without the "
        f"checks of the app: {named[stops, 'Without the checks of the app', '']}."
    )
    false = named["False alerts", "All lists", "False alerts"]
    yield f"False alerts among the hits that a person decided: {false}."
    cases = {row: named["Review cases", row, ""] for row in ("Opened", "Closed: violation")}
    yield (
        f"Misuse flags: {named['Misuse flags', 'All rules', 'Raised']}. Review cases opened: "
        f"{cases['Opened']}; closed as violations: {cases['Closed: violation']}."
    )
    due = {
        column: named[audit_schedule.TITLE, audit_schedule.ALL_DUTIES, column]
        for column in ("Due", "Overdue")
    }
    yield f"Audits, checks and reports on the schedule: {due['Due']}; overdue: {due['Overdue']}."


def _add_room(paper: Paper) -> None:
    paper.section("Written by the system administrator")
    paper.fields([(caption, _ROOM) for caption in _WRITTEN], columns=1)
    paper.signature("ALPR system administrator")
