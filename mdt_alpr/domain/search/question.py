"""A search in stored reads: what it must say, and what makes it wide (PUR-01, SRC-01 to SRC-03).

Nothing here is captured: the texts are those that the person typed.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from mdt_alpr.domain.errors import DomainError, PlateTextError
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.kinds import CaseNumber, Label, PlateText, Reference, Sealed
from mdt_alpr.domain.plate.pattern import PlatePattern, pattern_of
from mdt_alpr.domain.plate.plate import STATES, folded
from mdt_alpr.domain.policy import (
    CAPTURED_DATA_KEPT_FOR,
    SEARCH_FEWEST_CHARACTERS,
    SEARCH_NARROW_CHARACTERS,
    SEARCH_NARROW_MILES,
    SEARCH_NARROW_UNITS,
    SEARCH_NARROW_WINDOW,
    SEARCH_SHORT_WINDOW,
)
from mdt_alpr.domain.reading.position import EARTH_RADIUS_MI, is_on_earth, offset
from mdt_alpr.domain.reason_words import (
    case_needed,
    gives_no_reason,
    is_case_number,
    serves_no_purpose,
    single_line,
    unlawful_subjects,
)
from mdt_alpr.domain.search.offense import Offense

SEEN_NOT_DRIVEN = "Shows where the plate was seen, not who drove it."
"""SRC-04, with every answer."""
ANY_STATE = "any"
WIDEST_MILES = 100.0
_DIGIT, _LETTER = "#", "@"
_CASE_FORMAT = re.compile(r"[A-Za-z0-9#@./ -]{4,24}")
_LEAST_OPEN, _FORMATS_AT_MOST = 4, 8
CASES_OF_ANY_FORMAT = (
    "No case format is set (hq case-formats 26-######): what looks like a number passes."
)
CASES_NOT_LOOKED_UP = (
    "No case system is connected: nobody looks up whether a case is open, only reviews find an "
    "invented one."
)
"""Which rules are off, and why (PUR-04, SRC-02)."""


class CaseCheck(StrEnum):
    """What is known of the case that a search is for (SRC-02)."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    NOT_CHECKED = "not_checked"
    """The agency's system did not answer: the search is made, and listed."""
    NO_SYSTEM = "no_system"


CASE_CHECK_WORDS = {
    CaseCheck.KNOWN: "Case known",
    CaseCheck.UNKNOWN: "Case not known",
    CaseCheck.NOT_CHECKED: "Case not checked",
    CaseCheck.NO_SYSTEM: "",
}
CASE_OF_OTHERS = "Case of others"


@dataclass(frozen=True, slots=True)
class AskedCase:
    """What the agency's case system says of a case, and who works it, where it says so."""

    check: CaseCheck
    people: tuple[str, ...] = ()
    """User names."""
    teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A circle around a point; degrees of WGS 84. ``name`` is the agency's own, or empty."""

    lat: Annotated[float, Label("Degrees north", "35.99400")]
    lon: Annotated[float, Label("Degrees east", "-78.89860")]
    miles: Annotated[float, Label("Miles around it", "1.5")]
    name: Annotated[Reference, Label("Place: name", "Downtown")] = ""

    def holds(self, lat: float, lon: float) -> bool:
        """Return whether a point lies in it."""
        return offset((lat, lon), (self.lat, self.lon)).miles <= self.miles

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return the least and greatest latitude and longitude, a little wider than the circle."""
        up = math.degrees(self.miles / EARTH_RADIUS_MI) * 1.01
        across = up / max(0.05, math.cos(math.radians(min(85.0, abs(self.lat) + up))))
        return self.lat - up, self.lat + up, self.lon - across, self.lon + across


@dataclass(frozen=True, slots=True)
class SearchQuestion:
    """What is searched, and why. ``state`` is a code, or ``ANY_STATE``.

    Without an area and without units, everywhere is searched, which ``everywhere`` confirms.
    """

    plate: PlateText
    state: str
    since: datetime
    until: datetime
    purpose: str
    case: CaseNumber
    reason: Sealed
    area: Area | None = None
    units: tuple[str, ...] = ()
    camera: str = ""
    everywhere: bool = False
    offense: Offense = Offense.NOT_SAID

    @property
    def pattern(self) -> PlatePattern:
        """Return the plate as a pattern.

        Raises:
            PlateTextError: it can be none.
        """
        return pattern_of(self.plate)

    @property
    def is_local(self) -> bool:
        """Return whether it names an area or units."""
        return self.area is not None or bool(self.units)


def needed(question: SearchQuestion, case_formats: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what a search lacks before it may be made, as sentences; else empty."""
    return (
        *_plate_needed(question),
        *_window_needed(question),
        *_place_needed(question),
        *_purpose_needed(question.purpose),
        *case_lacks(question.case, question.plate, tuple(case_formats)),
        *reason_needed(question.reason),
    )


def wide_because(question: SearchQuestion) -> tuple[str, ...]:
    """Return why a complete search needs a second confirmation and a review (SRC-03)."""
    reasons = []
    known = question.pattern.known
    if question.until - question.since > SEARCH_NARROW_WINDOW:
        reasons.append(f"It covers more than {SEARCH_NARROW_WINDOW.days} days.")
    if not question.is_local:
        reasons.append("It covers every place.")
    if question.area is not None and question.area.miles > SEARCH_NARROW_MILES:
        reasons.append(f"It reaches farther than {SEARCH_NARROW_MILES:g} miles.")
    if len(set(question.units)) > SEARCH_NARROW_UNITS:
        reasons.append(f"It names more than {SEARCH_NARROW_UNITS} units.")
    if known < SEARCH_NARROW_CHARACTERS:
        reasons.append(f"It knows fewer than {SEARCH_NARROW_CHARACTERS} characters of the plate.")
    return tuple(reasons)


def case_in_doubt(check: CaseCheck) -> tuple[str, ...]:
    """Return what to confirm about the case; nothing where nobody could be asked."""
    if check is CaseCheck.UNKNOWN:
        return ("The agency's case system does not know this case.",)
    return ()


def is_others_case(case: AskedCase, person: str, teams: Mapping[str, str]) -> bool | None:
    """Return whether others than a person work a case, None where that is not known (SUP-03).

    ``teams`` has the team of everybody with an account, empty for none. A team counts only where
    no person is named. Names that are of no account and no team here say nothing: a case system
    with names of its own must not put everybody under suspicion.
    """
    people = _names(case.people) & _names(teams)
    if people:
        return _name(person) not in people
    of_teams = _names(case.teams) & _names(filter(None, teams.values()))
    return _name(teams.get(person, "")) not in of_teams if of_teams else None


def reason_in_doubt(
    question: SearchQuestion, earlier: Iterable[SearchQuestion]
) -> tuple[str, ...]:
    """Return what to confirm about a reason; ``earlier`` are the person's own lately (SUP-03)."""
    doubts = [f"The reason mentions: {subject}." for subject in unlawful_subjects(question.reason)]
    words = _compared(question.reason)
    case = _compared(question.case)
    if any(_compared(e.reason) == words and _compared(e.case) != case for e in earlier):
        doubts.append("You gave the same reason for another case.")
    return tuple(doubts)


def tidied(question: SearchQuestion) -> SearchQuestion:
    """Return a question as it is kept: texts on one line, units once each."""
    return SearchQuestion(
        plate=question.pattern.text,
        state=question.state,
        since=question.since,
        until=question.until,
        purpose=question.purpose,
        case=single_line(question.case),
        reason=single_line(question.reason),
        area=question.area,
        units=tuple(dict.fromkeys(question.units)),
        camera=question.camera,
        everywhere=question.everywhere,
        offense=question.offense,
    )


def fits_case_format(case: str, case_format: str) -> bool:
    """Return whether a case is written so: ``#`` is a digit, ``@`` a letter, others themselves."""
    parts = {_DIGIT: "[0-9]", _LETTER: "[A-Za-z]"}
    wanted = "".join(parts.get(c, re.escape(c)) for c in case_format)
    return re.fullmatch(wanted, case.strip(), re.IGNORECASE) is not None


def demand_case_formats(formats: tuple[str, ...]) -> None:
    """Refuse formats that leave hardly anything open, or that a plate fits.

    Raises:
        DomainError: says how a format is written.
    """
    if len(formats) > _FORMATS_AT_MOST or not all(map(_is_case_format, formats)):
        raise DomainError(
            "A format has 4 to 24 characters, four of them # for a digit or @ for a letter, such "
            f"as 26-######, and no plate fits it; at most {_FORMATS_AT_MOST} of them."
        )


def _is_case_format(text: str) -> bool:
    is_open = sum(c in (_DIGIT, _LETTER) for c in text)
    example = text.replace(_DIGIT, "7").replace(_LETTER, "K")
    return (
        _CASE_FORMAT.fullmatch(text) is not None
        and is_open >= _LEAST_OPEN
        and is_case_number(example)
    )


def reason_needed(reason: str) -> Iterator[str]:
    """Yield what the reason of a search lacks (SRC-01, RS-15)."""
    if not reason.strip():
        yield "Give the reason."
    elif serves_no_purpose(reason):
        yield "That reason serves none of the four lawful purposes."
    elif gives_no_reason(reason):
        yield "Say in the reason what happened: this one is too short or too vague."


def case_lacks(case: str, plate: str, formats: tuple[str, ...]) -> Iterator[str]:
    """Yield what the case of a search for a plate lacks; a plate is none (MAN-05)."""
    if is_the_plate(case, plate):
        yield "That is the plate. Enter the case or event number."
    elif (
        case.strip()
        and formats
        and not any(fits_case_format(case, case_format) for case_format in formats)
    ):
        yield f"Case numbers here are written like {' or '.join(formats)}."
    else:
        yield from case_needed(case)


def _plate_needed(question: SearchQuestion) -> Iterator[str]:
    if question.state != ANY_STATE and question.state not in STATES:
        yield "Choose the state of issuance, or any."
    try:
        known = question.pattern.known
    except PlateTextError as error:
        yield str(error)
        return
    is_short = question.until - question.since <= SEARCH_SHORT_WINDOW
    if known < SEARCH_FEWEST_CHARACTERS and not (is_short and question.is_local):
        yield (
            f"Enter at least {SEARCH_FEWEST_CHARACTERS} characters of the plate, or search one "
            "day or less in an area or at named units."
        )


def _window_needed(question: SearchQuestion) -> Iterator[str]:
    if question.since >= question.until:
        yield "The end is before the beginning."
    elif question.until - question.since > CAPTURED_DATA_KEPT_FOR:
        yield f"Reads are kept {CAPTURED_DATA_KEPT_FOR.days} days at most: choose no more."


def _place_needed(question: SearchQuestion) -> Iterator[str]:
    area = question.area
    if area is not None and not (
        is_on_earth(area.lat, area.lon) and 0 < area.miles <= WIDEST_MILES
    ):
        yield f"An area is a point with a radius of up to {WIDEST_MILES:g} miles."
    if not question.is_local and not question.everywhere:
        yield "Choose an area or units, or everywhere."


def _purpose_needed(purpose: str) -> Iterator[str]:
    if purpose not in set(Purpose):
        yield "Choose one lawful purpose."


def is_the_plate(case: str, plate: str) -> bool:
    """Return whether a case is the plate itself, however it is written."""
    return bool(plate.strip()) and folded(case) == folded(plate)


def _names(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_name, names))


def _name(text: str) -> str:
    return single_line(text).casefold()


def _compared(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold()))
