"""Gather the annual report; that somebody saw or printed it is recorded (RPT-01, AUD-01)."""

from datetime import date, datetime

from sqlalchemy import func, select

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.review.annual_report import (
    Report,
    ReportSpan,
    asked_span,
    legislative_due_on,
    legislative_year,
    report_due_on,
    used_sources,
)
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.reads import tallies
from mdt_alpr.hq.reports import from_counts, from_oversight, from_records, public_page
from mdt_alpr.hq.reports import legislative as legislative_report
from mdt_alpr.hq.reports.public_files import files_of
from mdt_alpr.wire.reports import ReportMessage

ANNUAL, LEGISLATIVE, _PUBLIC = "annual report", "legislative report", "public page"


def shown(work: Work, first: date | None, last: date | None, by: str) -> ReportMessage:
    """Return the numbers of a period and when the next report is due; recorded.

    Raises:
        ReportRefusedError: there is no report of this period.
    """
    span = asked_span(first, last, work.now.date())
    record(work, AuditEvent.HQ_REPORT_VIEWED, ANNUAL, by, *_facts(span))
    return ReportMessage(gathered(work, span), due_on(work), legislative_due_on(work.now.date()))


def made(work: Work, first: date | None, last: date | None, by: str) -> Report:
    """Return the report to print; recorded, and the next one is due a year on.

    Raises:
        ReportRefusedError: there is no report of this period.
    """
    span = asked_span(first, last, work.now.date())
    record(work, AuditEvent.HQ_REPORT_MADE, ANNUAL, by, *_facts(span))
    return gathered(work, span)


def legislative(work: Work, year: int | None, by: str) -> Report:
    """Return the report to the legislature of a year to print; recorded.

    Raises:
        ReportRefusedError: the year is not over.
    """
    span = legislative_year(year, work.now.date())
    record(work, AuditEvent.HQ_REPORT_MADE, LEGISLATIVE, by, *_facts(span))
    return legislative_report.gathered(work, span)


def public_files(work: Work, agency: str, by: str) -> tuple[tuple[str, str], ...]:
    """Return the files of the public page; recorded."""
    page = public_page.gathered(work, agency)
    record(work, AuditEvent.HQ_REPORT_MADE, _PUBLIC, by)
    return files_of(page)


def gathered(work: Work, span: ReportSpan) -> Report:
    """Return the report of a period."""
    counts = tallies.all_counts(work.connection, span.first, span.last)
    sections = (
        *from_counts.sections(counts),
        *from_records.sections(work.connection, span),
        *from_oversight.sections(work.connection, span),
    )
    known = (*from_counts.SOURCES, *from_records.SOURCES, *from_oversight.SOURCES)
    sources = used_sources(sections, known)
    return Report(span, work.now, sections, sources, tallies.counted_to(work.connection))


def due_on(work: Work) -> date:
    """Return the day on which the next report is due: counted from the first entry without one.

    A report of some days or months is none of the year and puts nothing off.
    """
    last = last_made(work, ANNUAL)
    return report_due_on(capture_date(last.at if last else began_at(work)))


def began_at(work: Work) -> datetime:
    """Return when headquarters was first used: its first entry."""
    first: datetime | None = work.connection.scalar(select(func.min(OWN_AUDIT.c.at)))
    return first or work.now


def last_made(work: Work, subject: str) -> AuditEntry | None:
    """Return the entry of the last report of a year, ``ANNUAL`` or ``LEGISLATIVE``."""
    t = OWN_AUDIT.c
    of_it = t.event == AuditEvent.HQ_REPORT_MADE, t.subject == subject
    rows = work.connection.execute(select(OWN_AUDIT).where(*of_it))
    made = [one for one in map(own_audit.entry_of, rows) if span_of(one).is_annual]
    if subject == LEGISLATIVE:
        return max(made, key=lambda one: (span_of(one).first, one.at), default=None)
    return max(made, key=lambda one: one.at, default=None)


def span_of(made: AuditEntry) -> ReportSpan:
    """Return the days of a report that was made."""
    facts = dict(made.detail)
    return ReportSpan(date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"]))


def _facts(span: ReportSpan) -> tuple[tuple[str, str], ...]:
    return ("first", span.first.isoformat()), ("last", span.last.isoformat())
