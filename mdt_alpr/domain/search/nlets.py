"""Another agency's plate reader query as Nlets writes it, answered offline to a form (INT-03).

The program sends nothing: the custodian prints the answer, and it goes as the agency sends what
is written (09.21.7.B). LIC, LOC, BEG, END, LMI and MAX are those of Nlets' query; EID and DAT
name one event of its answer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mdt_alpr.domain.kinds import Label, PlateText, Reference, Sealed
from mdt_alpr.domain.plate.pattern import ONE
from mdt_alpr.domain.plate.plate import LOOK_ALIKES, folded
from mdt_alpr.domain.printable import log_number
from mdt_alpr.domain.reason_words import single_line
from mdt_alpr.domain.search.question import ANY_STATE, SearchQuestion

MOST_EVENTS = 99
_LIC = re.compile(r"[A-Z0-9]{1,10}")
_ORI = re.compile(r"[A-Z0-9]{9}")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class NletsQuery:
    """What was asked, and the number of the written request that it came with (09.21.7.B).

    LIC and ORI are in capitals, however they were typed.
    ``loose`` is LMI: one look-alike may differ. ``loc`` is a unit or camera, empty for any;
    ``most`` is MAX. Who asks, case and purpose are those of the request in the log; ``reason`` is
    the custodian's, as of every search (SRC-01). ``search`` is the look-up of this session that is
    printed; ``confirmed``: the person read why a look-up is wide or in doubt (SRC-03).
    """

    lic: Annotated[PlateText, Label("LIC, the plate")]
    begin: Annotated[datetime, Label("BEG")]
    end: Annotated[datetime, Label("END")]
    ori: Annotated[Reference, Label("Requesting ORI")]
    request: Annotated[int, Label("Data request", "2026-0003 or 3", reads=log_number)]
    loc: Annotated[Reference, Label("LOC, unit or camera, empty for any")] = ""
    loose: Annotated[
        bool, Label("LMI", options=(("", "N: exact"), ("y", "Y: one look-alike")))
    ] = False
    most: Annotated[int, Label(f"MAX, 1 to {MOST_EVENTS}", option="max")] = 10
    reason: Annotated[Sealed, Label("Reason: what happened", is_wide=True)] = ""
    confirmed: Annotated[bool, Label("Look, however wide: it will be reviewed")] = False
    search: Annotated[Reference, Label("The look-up of this session that is printed")] = ""

    def __post_init__(self) -> None:
        """Write LIC and ORI as Nlets does."""
        object.__setattr__(self, "lic", self.lic.upper())
        object.__setattr__(self, "ori", self.ori.upper())

    def __repr__(self) -> str:
        """Return a text without the plate."""
        return f"NletsQuery({self.ori!r})"

    def lacks(self) -> Iterator[str]:
        """Yield what the form lacks beside what every search does, as sentences."""
        if not _LIC.fullmatch(self.lic):
            yield "LIC is 1 to 10 letters and digits."
        if not _ORI.fullmatch(self.ori):
            yield "ORI has nine letters and digits."
        if not 1 <= self.most <= MOST_EVENTS:
            yield f"MAX is 1 to {MOST_EVENTS}."
        if len(self.loc) > _LONGEST or self.loc != single_line(self.loc):
            yield f"LOC is one line of at most {_LONGEST} characters."

    def questions(
        self, purpose: str, case: str, units: tuple[str, ...] = ()
    ) -> Iterator[SearchQuestion]:
        """Yield what to search for: the plate, and where LMI is set one for each look-alike.

        Purpose and case are the request's, and so are the units, none for every place.
        """
        plates = [self.lic]
        if self.loose:
            plates += [
                self.lic[:place] + ONE + self.lic[place + 1 :]
                for place, character in enumerate(self.lic)
                if _alike(character) > {character}
            ]
        for plate in plates:
            yield SearchQuestion(
                plate=plate,
                state=ANY_STATE,
                since=self.begin,
                until=self.end,
                purpose=purpose,
                case=case,
                reason=self.reason,
                units=units,
                everywhere=not units,
            )

    def answered_by(self, text: str, places: tuple[str, ...]) -> bool:
        """Return whether a read of this text answers it; ``places`` are its unit and camera."""
        if self.loc and self.loc.casefold() not in {place.casefold() for place in places}:
            return False
        asked, read = folded(self.lic), folded(text)
        if asked == read:
            return True
        if not self.loose or len(asked) != len(read):
            return False
        apart = [(a, b) for a, b in zip(asked, read, strict=True) if a != b]
        return len(apart) == 1 and apart[0][1] in _alike(apart[0][0])


def _alike(character: str) -> set[str]:
    """Return the characters that one is mistaken for, and itself."""
    return {character}.union(*(group for group in LOOK_ALIKES if character in group))
