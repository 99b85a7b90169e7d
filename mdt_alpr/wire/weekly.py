"""Weekly reviews on the wire (SUP-01, SUP-04)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from mdt_alpr.domain.kinds import Label, Note
from mdt_alpr.domain.review.weekly import SearchVerdict
from mdt_alpr.wire.search import MadeSearch

WEEK = "Its Monday; without it, of the last week that is over"
LastOrNamed = Annotated[date | None, Label(WEEK)]


@dataclass(frozen=True, slots=True)
class ReviewedWeek:
    """A week, by its Monday; None for the last that is over, as in the messages below."""

    week: LastOrNamed


@dataclass(frozen=True, slots=True)
class MissedWeek:
    """A week that is not signed for everybody whose searches it has.

    ``whose`` are their teams, or the roles of people in none; empty where nobody signed a week
    without a search. ``is_mine``: the caller can draw from what is missing.
    """

    week: date
    whose: tuple[str, ...] = ()
    is_mine: bool = True

    @property
    def words(self) -> str:
        """Return whose it is as a person reads it, such as "team A, custodian"."""
        return ", ".join(self.whose) or "everybody"


@dataclass(frozen=True, slots=True)
class SampledSearch:
    """A search of the sample; ``search`` is None where it went after its 90 days."""

    search_id: str
    search: MadeSearch | None
    verdict: SearchVerdict | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PastReview:
    """A review of a week: by whom, of how many, with which result; ``signed_at`` None if open."""

    week: date
    by: str
    searched: int
    sampled: int
    not_justified: int
    unclear: int
    signed_at: datetime | None
    findings: str


@dataclass(frozen=True, slots=True)
class WeekCounts:
    """What else of the week a reviewer looks at first (SUP-02).

    ``trainings_ending`` are people whose training is over or soon will be, ``extensions_asked``
    entries for which somebody asks more time; both now, not of the week.
    """

    hits: int
    stops: int
    unverified_stops: int
    not_practicable: int
    left_open: int
    trainings_ending: int
    extensions_asked: int

    @property
    def words(self) -> str:
        """Return them as a person reads them."""
        return (
            f"{self.hits} hits, {self.stops} stops, {self.unverified_stops} unverified, "
            f"{self.not_practicable} without status, {self.left_open} left open. Trainings that "
            f"end soon: {self.trainings_ending}. Requests for more time: {self.extensions_asked}."
        )


@dataclass(frozen=True, slots=True)
class WeeklyMessage:
    """The caller's review of a week, and what there was before.

    ``seed`` is empty before the review begins; then nothing is sampled yet.
    """

    week: date
    seed: str
    searched: int
    sample: tuple[SampledSearch, ...]
    signed_at: datetime | None
    counts: WeekCounts
    missing: tuple[MissedWeek, ...]
    past: tuple[PastReview, ...]
    left_out: int = 0
    """Searches of accounts behind which the caller may be: another reviewer has these."""


@dataclass(frozen=True, slots=True)
class SearchJudged:
    """A verdict on a search of the sample; ``instead_of`` one that the reviewer was shown."""

    week: LastOrNamed
    search_id: Annotated[str, Label("Its ID, as hq weekly-review lists it")]
    verdict: SearchVerdict
    note: Annotated[Note, Label("Why; a search that is justified needs none")] = ""
    instead_of: Annotated[SearchVerdict | None, Label("The verdict that this one replaces")] = None


@dataclass(frozen=True, slots=True)
class WeekSigned:
    """What was found in a week."""

    week: LastOrNamed
    findings: Annotated[Note, Label("What was found, in at least 10 characters, without a plate")]
