"""The weekly review of searches: a drawn sample, a verdict on each, signed (SUP-01, SUP-04).

The sample is drawn by a seed that is recorded before anything is shown: whoever has the ids can
draw it again. It is at least a twentieth, and in a month at least 25 of them.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from math import ceil

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import (
    MISUSE_WEEK,
    PAPERS_KEPT_FOR,
    capture_date,
    date_begins,
    days_after,
)
from mdt_alpr.domain.reason_words import says_nothing, single_line

SAMPLE_SHARE, SAMPLE_LEAST = 0.05, 7
WEEKS_AGO = 4
"""How many weeks back a missing review is asked for."""
LEAST_WORDS, LONGEST_WORDS = 10, 1000
_A_WEEK = MISUSE_WEEK


class WeeklyRefusedError(DomainError):
    """A review cannot be begun, judged or signed like this; the sentence says why."""


class SearchVerdict(StrEnum):
    """What a reviewer found of a search."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"
    UNCLEAR = "unclear"


VERDICT_WORDS = {
    SearchVerdict.JUSTIFIED: "Justified",
    SearchVerdict.NOT_JUSTIFIED: "Not justified",
    SearchVerdict.UNCLEAR: "Unclear",
}


@dataclass(frozen=True, slots=True)
class JudgedSearch:
    """A verdict with its note, which a search that is justified may lack."""

    search_id: str
    verdict: SearchVerdict
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class WeeklyReview:
    """A review of the searches of a week, which begins on Monday.

    ``searched`` is how many the reviewer may see, ``sampled`` which were drawn of them, and
    ``people`` whose searches all are among those: a signature covers these people and no others.
    """

    week: date
    by: str
    begun_at: datetime
    seed: str
    searched: int
    sampled: tuple[str, ...]
    people: tuple[str, ...] = ()
    judged: tuple[JudgedSearch, ...] = ()
    findings: str = ""
    signed_at: datetime | None = None

    @property
    def expires_at(self) -> datetime:
        """Return when it is erased: kept as long as requests for captured data (8.A)."""
        return self.begun_at + PAPERS_KEPT_FOR

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Return its first instant and the one after its last."""
        return span_of(self.week)

    def verdict(self, search_id: str) -> JudgedSearch | None:
        """Return the verdict on a search, None where there is none yet."""
        return next((verdict for verdict in self.judged if verdict.search_id == search_id), None)

    @property
    def left(self) -> int:
        """Return how many of the sample wait for a verdict."""
        return len(self.sampled) - len(self.judged)


def last_week(now: datetime, weeks_before: int = 0) -> date:
    """Return the Monday of the last week that is over, or of one before it."""
    today = capture_date(now)
    monday = date.fromordinal(today.toordinal() - today.weekday())
    return monday - (1 + weeks_before) * _A_WEEK


def span_of(week: date) -> tuple[datetime, datetime]:
    """Return the first instant of a week, and the one after its last."""
    return date_begins(week), date_begins(week + _A_WEEK)


def sample_size(number: int) -> int:
    """Return how many of so many searches are drawn."""
    return min(number, max(SAMPLE_LEAST, ceil(SAMPLE_SHARE * number)))


def sample(ids: Collection[str], seed: str) -> tuple[str, ...]:
    """Return the searches that a seed draws, in its order; the same for ids in any order."""
    drawn = sorted(
        ids, key=lambda search_id: hashlib.sha256(f"{seed}/{search_id}".encode()).digest()
    )
    return tuple(drawn[: sample_size(len(ids))])


def demand_recent(week: date, now: datetime) -> None:
    """Demand one of the last weeks that are over.

    Raises:
        WeeklyRefusedError: it is not over, or was too long ago.
    """
    if week not in {last_week(now, ago) for ago in range(WEEKS_AGO)}:
        message = f"Review one of the last {WEEKS_AGO} weeks that are over, by its Monday."
        raise WeeklyRefusedError(message)


def begin(
    week: date, searches: Mapping[str, str], seed: str, by: str, now: datetime
) -> WeeklyReview:
    """Return the review of a week, of these searches with who made each."""
    drawn, people = sample(searches, seed), tuple(sorted(set(searches.values())))
    return WeeklyReview(week, by, now, seed, len(searches), drawn, people)


def unsigned_people(people: Iterable[str], signed: Iterable[WeeklyReview]) -> set[str]:
    """Return who of those that searched in a week is covered by no signature (SUP-01, SUP-05).

    A signature counts for what its reviewer could draw: of a team, and never the own.
    """
    return set(people) - set(chain.from_iterable(review.people for review in signed))


def judge(
    review: WeeklyReview, made: JudgedSearch, instead_of: SearchVerdict | None = None
) -> WeeklyReview:
    """Return the review with a verdict, which replaces one that the reviewer knows of (SUP-01).

    The note says why the verdict was changed, and goes on with the note of before. The same
    verdict twice, without words, is one.

    Raises:
        WeeklyRefusedError: it is signed, the search is not of the sample, it has a verdict that
            is not ``instead_of``, or no note says why it is not justified, or judged anew.
    """
    _demand_unsigned(review)
    if made.search_id not in review.sampled:
        raise WeeklyRefusedError("This search is not of the sample.")
    before, note = review.verdict(made.search_id), single_line(made.note)
    if before is not None and before.verdict is made.verdict and not note:
        return review
    if before is not None and before.verdict is not instead_of:
        was = before.verdict.value.replace("_", " ")
        raise WeeklyRefusedError(f"This search is judged {was} already. Reload, then change it.")
    if note or made.verdict is not SearchVerdict.JUSTIFIED or before is not None:
        note = _words(note, "Say why")
    if before is not None:
        note = " ".join(filter(None, (note, f"Before: {before.verdict.value}.", before.note)))
    others = tuple(verdict for verdict in review.judged if verdict.search_id != made.search_id)
    return replace(review, judged=(*others, replace(made, note=note)))


def sign(review: WeeklyReview, findings: str, by: str, now: datetime) -> WeeklyReview:
    """Return the review as who began it signs it, with what was found.

    Raises:
        WeeklyRefusedError: it is signed, somebody else's, not all judged, or without findings.
    """
    _demand_unsigned(review)
    if by != review.by:
        raise WeeklyRefusedError("Only the person who began a review can sign it.")
    if review.left:
        raise WeeklyRefusedError(f"{review.left} of the sample have no verdict yet.")
    return replace(review, findings=_words(findings, "Write what you found"), signed_at=now)


def weeks_missing(signed: Iterable[date], now: datetime, since: datetime) -> tuple[date, ...]:
    """Return the weeks that are over and not signed for everybody, the oldest first (SUP-01).

    ``since`` is when the agency began: no week before it is missing. The last one has seven days.
    """
    due = [last_week(now, ago) for ago in range(1, WEEKS_AGO)]
    known = set(signed)
    return tuple(sorted(week for week in due if week not in known and span_of(week)[1] > since))


def next_to_sign(signed: Iterable[date], now: datetime, since: datetime) -> date:
    """Return the first week that waits for its signature: missing, the last one, or this one."""
    known = set(signed)
    weeks = [last_week(now, ago) for ago in range(WEEKS_AGO - 1, -1, -1)]
    waiting = (week for week in weeks if week not in known and span_of(week)[1] > since)
    return next(waiting, last_week(now, -1))


def sign_by(week: date) -> date:
    """Return the last day on which a week can be signed without having been missing."""
    return days_after(week + 2 * _A_WEEK, -1)


def _demand_unsigned(review: WeeklyReview) -> None:
    if review.signed_at is not None:
        raise WeeklyRefusedError("This review is signed.")


def _words(text: str, ask: str) -> str:
    words = single_line(text)
    if not LEAST_WORDS <= len(words) <= LONGEST_WORDS or says_nothing(words):
        raise WeeklyRefusedError(f"{ask}, in {LEAST_WORDS} to {LONGEST_WORDS} characters.")
    return words
