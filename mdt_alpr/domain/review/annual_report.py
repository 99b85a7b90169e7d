"""The annual report to the Chief on use and effectiveness (09.21.3.A.4, RPT-01, RPT-06).

Every number names the query that counted it. Days of a report are the agency's own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import AUDITED_EVERY, CAPTURE_ZONE, date_begins, date_ends, days_after
from mdt_alpr.domain.printable import day_in_words
from mdt_alpr.domain.review.accuracy import Score

AGENCY_DAYS = (
    f"A day is the agency's own, of the zone {CAPTURE_ZONE.key}, with the 23 or 25 hours that it "
    "has when clocks are changed."
)
"""Where numbers of days are shown."""
MONTHS = "By month"
"""The section whose numbers are drawn as bars."""


class ReportRefusedError(DomainError):
    """There is no report of this period; the sentence says why."""


@dataclass(frozen=True, slots=True)
class ReportSpan:
    """The days of a report, both included."""

    first: date
    last: date

    @property
    def is_annual(self) -> bool:
        """Return whether it is long enough to be the report of a year (RPT-01)."""
        return (self.last - self.first).days + 1 >= AUDITED_EVERY.days

    @property
    def since(self) -> datetime:
        """Return the instant at which it begins."""
        return date_begins(self.first)

    @property
    def until(self) -> datetime:
        """Return the instant at which it is over."""
        return date_ends(self.last)


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """One number of a report: ``row`` and, in a table of several columns, ``column`` name it.

    ``of`` makes it a share: ``number`` of so many. ``source`` is the name of its query.
    """

    row: str
    number: int
    source: str
    column: str = ""
    of: int | None = None

    @property
    def words(self) -> str:
        """Return the number as a person reads it, a share with its 95% interval."""
        if self.of is None:
            return f"{self.number:,}"
        if not self.of:
            return "None yet"
        return f"{self.number:,} of {self.of:,}: {Score(self.number, self.of).words}"


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A part of a report; ``about`` says what its numbers mean."""

    title: str
    figures: tuple[ReportFigure, ...]
    about: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns of its table in their order."""
        return tuple(dict.fromkeys(figure.column for figure in self.figures))

    @property
    def rows(self) -> tuple[str, ...]:
        """Return the rows of its table in their order."""
        return tuple(dict.fromkeys(figure.row for figure in self.figures))


@dataclass(frozen=True, slots=True)
class ReportSource:
    """A query that counted numbers of a report: its name and what it counts."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report with its sources in the order in which its numbers name them.

    ``counted_to`` is the last day whose numbers come from the stored daily counts, None where
    all were counted from what is there; ``utc_to`` the last that was stored as a day of UTC.
    """

    span: ReportSpan
    made_at: datetime
    sections: tuple[ReportSection, ...]
    sources: tuple[ReportSource, ...]
    counted_to: date | None = None
    utc_to: date | None = None

    @property
    def days(self) -> str:
        """Return which days its numbers are of."""
        if self.utc_to is None or self.utc_to < self.span.first:
            return AGENCY_DAYS
        return (
            f"{AGENCY_DAYS} Days up to {day_in_words(self.utc_to)} were stored as days of UTC, "
            "which begin at 7 p.m., in summer at 8 p.m., of the evening before."
        )

    def note(self, source: str) -> int:
        """Return the number of the footnote of a query."""
        return [cited.name for cited in self.sources].index(source) + 1


def asked_span(first: date | None, last: date | None, today: date) -> ReportSpan:
    """Return the days of a report; without dates the twelve months up to yesterday.

    Raises:
        ReportRefusedError: it ends in the future, before it begins, or is longer than a year.
    """
    end = last or days_after(today, -1)
    if end.year == date.min.year:
        raise ReportRefusedError("Nothing was captured in that year.")
    begin = first or days_after(_year_before(end), 1)
    if end > today:
        raise ReportRefusedError("A report ends today at the latest.")
    if begin > end:
        raise ReportRefusedError("The first day of a report comes before its last day.")
    if begin <= _year_before(end):
        raise ReportRefusedError("A report covers a year at most.")
    return ReportSpan(begin, end)


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def legislative_year(year: int | None, today: date) -> ReportSpan:
    """Return the days of the report to the legislature: of the last year, or one before (RPT-03).

    Raises:
        ReportRefusedError: the year is not over, or there was none.
    """
    asked = today.year - 1 if year is None else year
    if not date.min.year < asked < today.year:
        raise ReportRefusedError("The report to the legislature is of a year that is over.")
    return ReportSpan(date(asked, 1, 1), date(asked, 12, 31))


def legislative_due_on(today: date) -> date:
    """Return the next March 1 (G.S. 20-183.32A)."""
    due = today.replace(month=3, day=1)
    return due if today <= due else due.replace(year=due.year + 1)


def report_due_on(last_report: date) -> date:
    """Return the day of month 11 after the last report, or after the first day of use (RPT-01)."""
    return days_after(last_report, AUDITED_EVERY.days)


def used_sources(
    sections: Iterable[ReportSection], known: Sequence[ReportSource]
) -> tuple[ReportSource, ...]:
    """Return the sources that the numbers name, in the order of their first number."""
    named = dict.fromkeys(figure.source for section in sections for figure in section.figures)
    by_name = {source.name: source for source in known}
    return tuple(by_name[name] for name in named)
