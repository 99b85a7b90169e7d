"""Gather the annual report; that somebody saw or printed it is recorded (RPT-01, AUD-01)."""

from datetime import date

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.review.annual_report import (
    Report,
    ReportSpan,
    asked_span,
    legislative_due_on,
    legislative_year,
    used_sources,
)
from mdt_alpr.domain.review.public_page import last_month
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.disclosures import publications
from mdt_alpr.hq.reads import tallies
from mdt_alpr.hq.reports import (
    audit_schedule,
    oversight_section,
    public_page,
    records_section,
    usage_section,
    year_section,
)
from mdt_alpr.hq.reports import legislative as legislative_report
from mdt_alpr.hq.reports.finished_reports import ANNUAL, LEGISLATIVE, due_on
from mdt_alpr.hq.reports.public_files import files_of
from mdt_alpr.wire.publications import PublicationRequest
from mdt_alpr.wire.reports import ReportMessage

_PUBLIC = "public page"
_WHERE = "The agency's web site"


def shown(work: Work, first: date | None, last: date | None, by: str) -> ReportMessage:
    """Return the numbers of a period and when the next report is due; recorded.

    Raises:
        ReportRefusedError: there is no report of this period.
    """
    span = asked_span(first, last, capture_date(work.now))
    record(work, AuditEvent.HQ_REPORT_VIEWED, ANNUAL, by, *_facts(span))
    return ReportMessage(
        gathered(work, span), due_on(work), legislative_due_on(capture_date(work.now))
    )


def made(work: Work, first: date | None, last: date | None, by: str, *, delivers: bool) -> Report:
    """Return the report to print; recorded. Where its printer delivers it, the duty is done.

    The administrator and the custodian answer for it (09.21.3.A.4): a copy that an auditor saves
    puts nothing off.

    Raises:
        ReportRefusedError: there is no report of this period.
    """
    span = asked_span(first, last, capture_date(work.now))
    event = AuditEvent.HQ_REPORT_MADE if delivers else AuditEvent.HQ_REPORT_VIEWED
    record(work, event, ANNUAL, by, *_facts(span))
    return gathered(work, span)


def legislative(work: Work, year: int | None, by: str, *, delivers: bool) -> Report:
    """Return the report to the legislature of a year to print; recorded as ``made`` does it.

    Raises:
        ReportRefusedError: the year is not over.
    """
    span = legislative_year(year, capture_date(work.now))
    event = AuditEvent.HQ_REPORT_MADE if delivers else AuditEvent.HQ_REPORT_VIEWED
    record(work, event, LEGISLATIVE, by, *_facts(span))
    return legislative_report.gathered(work, span)


def public_files(work: Work, agency: str, by: str) -> tuple[tuple[str, str], ...]:
    """Return the files of the public page; recorded, and entered as what is to be checked.

    Each month's page is a publication of its own: its numbers are new, and are checked before they
    are posted (DIS-09).
    """
    page = public_page.gathered(work, agency)
    record(work, AuditEvent.HQ_REPORT_MADE, _PUBLIC, by)
    month = last_month(page.made_on).first
    title = f"Public page, numbers of {month:%B %Y}"
    if all(publication.title != title for publication in publications.published(work)):
        publications.add(work, PublicationRequest(title, _WHERE), by)
    return files_of(page)


def gathered(work: Work, span: ReportSpan) -> Report:
    """Return the report of a period."""
    counts = tallies.all_counts(work.connection, span.first, span.last)
    sections = (
        *usage_section.sections(counts),
        audit_schedule.section(work),
        *records_section.sections(work.connection, span),
        *oversight_section.sections(work.connection, span),
        *year_section.sections(work, span, counts),
    )
    known = (
        audit_schedule.SOURCE,
        *usage_section.SOURCES,
        *records_section.SOURCES,
        *oversight_section.SOURCES,
        *year_section.SOURCES,
    )
    sources = used_sources(sections, known)
    return Report(span, work.now, sections, sources, *tallies.stored_to(work.connection))


def _facts(span: ReportSpan) -> tuple[tuple[str, str], ...]:
    return ("first", span.first.isoformat()), ("last", span.last.isoformat())
