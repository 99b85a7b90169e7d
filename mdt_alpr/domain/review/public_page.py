"""What the public may know: use, accuracy and the rules, without plate, place or small count.

RPT-04 and RPT-05. Counts are of a month or a quarter that is over: of spans that overlap, such as
the last thirty days of every day, anybody could subtract one from the other and find a small
count. So they could of one span that is counted twice, after a car brought more or a list went:
what was made of a span stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.policy import days_after
from mdt_alpr.domain.review.accuracy import Score
from mdt_alpr.domain.review.annual_report import ReportSpan
from mdt_alpr.domain.review.small_cells import HIDDEN_WORDS, is_small, shown_cell, shown_total

OTHER_LISTS = "Other lists"
"""For every list whose name alone could say that a record is of a restricted file (CJIS 4.2.2)."""
SEARCHES = "Searches"
"""The table whose rows are a file of their own, a line a search."""
WITHOUT_HIDDEN = "without what is not shown"
_MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One number, or a share of ``of``; None is hidden."""

    name: str
    number: int | None
    of: int | None = None
    is_share: bool = False

    @property
    def words(self) -> str:
        """Return it as a person reads it."""
        if not self.is_share:
            return HIDDEN_WORDS if self.number is None else f"{self.number:,}"
        if self.of is None:
            return "too few to show"
        if not self.of:
            return "None yet"
        if self.number is None:
            return f"of {self.of:,}: too few to show"
        return f"{self.number:,} of {self.of:,}: {Score(self.number, self.of).words}"

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return the ends of a share's 95% interval; None where it is hidden or none."""
        if not self.is_share or self.number is None or not self.of:
            return None
        return Score(self.number, self.of).interval


@dataclass(frozen=True, slots=True)
class PublicTable:
    """Numbers of one kind, of which days, and when they were counted.

    ``zone`` is the one whose days they are; none where some were counted as days of UTC.
    """

    title: str
    about: str
    span: ReportSpan | None
    rows: tuple[PublicRow, ...]
    counted_on: date | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class PublicPage:
    """The page: whose, made when, under which policy, its statements and its numbers."""

    agency: str
    made_on: date
    policy: str
    statements: tuple[tuple[str, str], ...]
    tables: tuple[PublicTable, ...]


STATEMENTS = {
    "What is detected": "License plates of vehicles that pass a reader: characters, state of "
    "issuance, a picture of the plate and of the vehicle, time and place.",
    "What is not detected": "Faces, people, drivers and passengers, speed, and traffic "
    "violations. No vehicle is followed over time without a case.",
    "What it is used for": "Criminal investigations, felony warrants, missing or endangered "
    f"persons, and lost or stolen vehicles{cited('purposes_published')}. Each search states one "
    "of them and its case.",
    "What is prohibited": "Any other purpose, private use, and the enforcement of traffic "
    f"violations.{cited('misuse_published', ' ', '')}",
    "What an alert is": "A possible match, and no ground for an arrest. An officer checks the "
    "characters and the state by eye, and the status of the record, before a stop where that is "
    "practicable.",
    "Who has access": "Trained members of this agency. Every access is recorded by name, date and "
    "time. No other agency has standing access; each request is written and is decided one by "
    "one.",
}
"""The same for every agency: what the General Order and the statutes ask."""


def last_month(today: date) -> ReportSpan:
    """Return the last month that is over."""
    last = days_after(today.replace(day=1), -1)
    return ReportSpan(last.replace(day=1), last)


def last_quarter(today: date) -> ReportSpan:
    """Return the last quarter of a year that is over."""
    begins = (today.month - 1) // _MONTHS_OF_QUARTER * _MONTHS_OF_QUARTER + 1
    last = days_after(today.replace(month=begins, day=1), -1)
    return ReportSpan(last.replace(month=last.month - _MONTHS_OF_QUARTER + 1, day=1), last)


def counted_rows(numbers: Mapping[str, int], total: str) -> tuple[PublicRow, ...]:
    """Return a total and its parts; small parts are hidden, and not in the total."""
    parts = tuple(PublicRow(name, shown_cell(number)) for name, number in numbers.items())
    words = f"{total}, {WITHOUT_HIDDEN}" if any(map(is_small, numbers.values())) else total
    return PublicRow(words, shown_total(numbers)), *parts


def single_row(name: str, number: int) -> PublicRow:
    """Return a number that is no part of another."""
    return PublicRow(name, shown_cell(number))


def share_row(name: str, number: int, of: int) -> PublicRow:
    """Return a share about people: hidden where either side of it is small."""
    if is_small(of):
        return PublicRow(name, None, is_share=True)
    hidden = is_small(number) or is_small(of - number)
    return PublicRow(name, None if hidden else number, of, is_share=True)


def accuracy_row(name: str, score: Score) -> PublicRow:
    """Return how often a reader was right of sampled reads, about which no person is known.

    Of a few there is no share to speak of, and a list could be told by them.
    """
    if is_small(score.of):
        return PublicRow(name, None, is_share=True)
    return PublicRow(name, score.right, score.of, is_share=True)
