"""Searches in stored reads on the wire (09.21.8.B, SRC-01 to SRC-04)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from mdt_alpr.domain.kinds import Label
from mdt_alpr.domain.search.offense import Offense
from mdt_alpr.domain.search.question import Area, CaseCheck, SearchQuestion
from mdt_alpr.wire.messages import ReadMessage


class SearchOrder(StrEnum):
    """By what the reads of a search are sorted."""

    TIME = "time"
    PLATE = "plate"
    STATE = "state"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class PageWanted:
    """Which page of a search, from 0, and in which order."""

    page: int = 0
    order: SearchOrder = SearchOrder.TIME
    descending: bool = True


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search. ``confirmed``: the person read why it is wide or in doubt, and wants it."""

    question: SearchQuestion
    confirmed: bool = False
    wanted: PageWanted = PageWanted()

    def __repr__(self) -> str:
        """Return a text without the plate."""
        return "SearchRequest(...)"


@dataclass(frozen=True, slots=True)
class FoundReads:
    """One page of reads; or, with ``ask``, what to confirm first: then nothing was searched.

    ``found`` is how many there are, of which the ``most`` newest can be seen. ``alerted`` are the
    reads of the page that were hits, other than of restricted files.
    """

    search_id: str
    ask: tuple[str, ...] = ()
    reads: tuple[ReadMessage, ...] = ()
    page: int = 0
    pages: int = 0
    found: int = 0
    most: int = 0
    case_check: CaseCheck = CaseCheck.NO_SYSTEM
    notice: str = ""
    alerted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchForm:
    """What a search can name: areas, units; how cases are written, where the agency says it."""

    places: tuple[Area, ...]
    units: tuple[str, ...]
    case_formats: tuple[str, ...]
    checks_cases: bool


@dataclass(frozen=True, slots=True)
class CaseFormats:
    """How case numbers are written: ``#`` is a digit, ``@`` a letter; none allows any."""

    formats: Annotated[
        tuple[str, ...],
        Label("Case numbers: # a digit, @ a letter", "26-######; more with ;", is_wide=True),
    ] = ()


@dataclass(frozen=True, slots=True)
class MadeSearch:
    """A search that a supervisor reviews; plate, case and reason are gone after 90 days.

    In the weekly review also a preservation request: ``purpose`` says so in words then.
    ``is_others_case``: other people worked the case then, None where that is not known.
    """

    search_id: str
    at: datetime
    person_id: str
    name: str
    purpose: str
    case: str
    reason: str
    case_check: CaseCheck
    confirmed: tuple[str, ...]
    found: int
    is_others_case: bool | None = None
    offense: Offense = Offense.NOT_SAID


@dataclass(frozen=True, slots=True)
class MadeSearches:
    """Searches for review, newest first, ``most`` of them at most."""

    searches: tuple[MadeSearch, ...]
    most: int


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """What the agency's case system is asked."""

    case: str


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """What it answers; ``people`` are the user names of those who work the case."""

    known: bool
    people: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
