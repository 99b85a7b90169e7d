"""The reports that were made, and when the next one is due (RPT-01, RPT-03)."""

from datetime import date, datetime

from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.review.annual_report import ReportSpan, report_due_on
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.tables import OWN_AUDIT

ANNUAL, LEGISLATIVE = "annual report", "legislative report"


def due_on(work: Work) -> date:
    """Return the day on which the next report is due: counted from the first entry without one.

    A report of some days or months is none of the year and puts nothing off.
    """
    last = last_made(work, ANNUAL)
    return report_due_on(capture_date(last.at if last else began_at(work)))


def began_at(work: Work) -> datetime:
    """Return when headquarters was first used: its first entry."""
    return own_audit.first_at(work.connection) or work.now


def last_made(work: Work, subject: str) -> AuditEntry | None:
    """Return the entry of the last report of a year, ``ANNUAL`` or ``LEGISLATIVE``."""
    t = OWN_AUDIT.c
    of_it = t.event == AuditEvent.HQ_REPORT_MADE, t.subject == subject
    rows = work.connection.execute(select(OWN_AUDIT).where(*of_it))
    made = [entry for entry in map(own_audit.entry_of, rows) if span_of(entry).is_annual]
    if subject == LEGISLATIVE:
        return max(made, key=lambda entry: (span_of(entry).first, entry.at), default=None)
    return max(made, key=lambda entry: entry.at, default=None)


def span_of(made: AuditEntry) -> ReportSpan:
    """Return the days of a report that was made."""
    facts = dict(made.detail)
    return ReportSpan(date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"]))
