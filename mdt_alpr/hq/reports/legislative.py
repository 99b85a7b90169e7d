"""The report to the legislature where cameras are on a right-of-way (G.S. 20-183.32A, RPT-03)."""

from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.people.adoption import AdoptedPolicy
from mdt_alpr.domain.retention.hold_notices import KIND_WORDS
from mdt_alpr.domain.review.annual_report import (
    Report,
    ReportFigure,
    ReportSection,
    ReportSource,
    ReportSpan,
    used_sources,
)
from mdt_alpr.domain.review.daily_counts import Counted, total
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.paper import Printed
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.base.tables import OWN_AUDIT, READS
from mdt_alpr.hq.disclosures import request_store as requests
from mdt_alpr.hq.reads import tallies
from mdt_alpr.hq.reports import records_section, usage_section
from mdt_alpr.hq.reports.report_paper import add_sections, add_sources, begun
from mdt_alpr.wire.disclosures import DisclosureFilter

_TITLE = "License plate readers: annual report to the legislature"
_GONE = "Agency no longer on record: papers destroyed after three years"
_EVERY = 1_000_000
SOURCES = (
    ReportSource(
        "requests-by-agency", "disclosures received in the period, by the agency that asked."
    ),
    ReportSource(
        "reads-held",
        "Copies of reads under holds, by the entries of own_audit that record their keeping. A "
        "read under two holds counts twice.",
    ),
)


def gathered(work: Work, span: ReportSpan) -> Report:
    """Return the report of a year."""
    counts = tallies.all_counts(work.connection, span.first, span.last)
    captured = ReportFigure("Plates captured", total(counts, Counted.READS), "reads-by-day")
    held = ReportFigure("Reads copied to be preserved", _held(work, span), "reads-held")
    kinds = records_section.holds_by_ground(work.connection, span)
    sections = (
        _requests(work, span),
        ReportSection(
            "Data preserved, compared with data captured",
            (
                captured,
                held,
                *(
                    ReportFigure(f"Preservation requests: {words}", kinds.get(kind, 0), "holds")
                    for kind, words in KIND_WORDS.items()
                ),
            ),
            f"Captured data goes after {kept_days(work.connection)} days unless it is "
            f"preserved{cited('sworn_statement')}.",
        ),
    )
    known = (*SOURCES, *usage_section.SOURCES, *records_section.SOURCES)
    sources = used_sources(sections, known)
    return Report(span, work.now, sections, sources, *tallies.stored_to(work.connection))


def legislative_paper(printed: Printed, report: Report, policy: AdoptedPolicy | None) -> bytes:
    """Return the report as PDF; the written policy goes with it."""
    to = f"Legislative oversight committee{cited('legislative_report', ', ', '')}"
    notice = cited("legislative_report", "", ", due March 1")
    paper = begun(printed, report, _TITLE, to, notice)
    paper.section("Written policy")
    paper.paragraph(
        f"{policy.words}. Its text is attached." if policy else "No policy is on record."
    )
    add_sections(paper, report)
    paper.signature("ALPR system administrator")
    add_sources(paper, report)
    return paper.pdf()


def _requests(work: Work, span: ReportSpan) -> ReportSection:
    criteria = DisclosureFilter(since=span.since, until=span.until, size=_EVERY)
    by_agency: dict[str, list[str]] = {}
    for line in requests.page(work, criteria)[0]:
        name = line.found.asked.requester.agency if line.found else _GONE
        by_agency.setdefault(name or "No agency", []).append(line.row["state"])
    figures = [
        ReportFigure(
            name, sum(state in states for state in request_states), "requests-by-agency", column
        )
        for name, request_states in sorted(by_agency.items())
        for column, states in records_section.REQUEST_COLUMNS.items()
    ]
    about = "Requests for captured data, by the agency that asked."
    return ReportSection("Requests", tuple(figures), about)


def _held(work: Work, span: ReportSpan) -> int:
    t = OWN_AUDIT.c
    query = select(t.detail).where(t.event == AuditEvent.HQ_HOLD_KEPT)
    in_span = query.where(t.at >= span.since, t.at < span.until)
    return sum(
        int(number)
        for detail in work.connection.scalars(in_span)
        for place, number in detail
        if place == READS.name
    )
