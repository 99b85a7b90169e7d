"""The annual report, and when the next one is due (RPT-01)."""

from dataclasses import dataclass
from datetime import date

from mdt_alpr.domain.review.annual_report import Report


@dataclass(frozen=True, slots=True)
class PublicFilesMessage:
    """The files of the public page: name and text (RPT-04)."""

    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReportMessage:
    """The numbers of a period, each with its query, and the days of the next reports."""

    report: Report
    due_on: date
    legislative_due_on: date
