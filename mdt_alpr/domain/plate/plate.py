"""A license plate as text and state of issuance; look-alike characters.

What was read, what was entered and what is listed are separate strings, none of which is ever
rewritten. Folding makes *keys* for comparison, never texts to show.
"""

import re
from dataclasses import dataclass

from mdt_alpr.domain.errors import PlateTextError

LONGEST_PLATE = 10  # NCIC field LIC
LONGEST_STACK = 3
"""Most small characters above each other beside a serial."""

_NOT_PLATE = re.compile(r"[\s\-.·•]")
_PLATE = re.compile(rf"[A-Z0-9]{{1,{LONGEST_PLATE}}}")

STATES: dict[str, str] = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia",
    "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois",
    "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan",
    "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
    "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee",
    "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
"""States of issuance by postal code, as NCIC's field LIS names them."""

UNKNOWN_STATE = ""
"""No state of issuance was read; never guessed from the serial's format."""

LOOK_ALIKES: tuple[frozenset[str], ...] = tuple(
    frozenset(group)
    for group in ("0ODQ", "1ILT", "2Z7", "5S", "6G", "8B3", "37", "MN", "VY", "UV", "4A")
)
"""Characters that cameras and people confuse (peers' tables, and the Green and Molner stops)."""


STATES_OFFERED_FIRST = ("GA", "NC", "SC", "TN", "VA", "WV")
"""North Carolina and its neighbors, unless ``car.toml`` names others."""


@dataclass(frozen=True, slots=True, order=True)
class Plate:
    """A plate's characters and its state of issuance: together the key of everything.

    ``text`` is kept as given; ``state`` is a code of ``STATES`` or ``UNKNOWN_STATE``.
    """

    text: str
    state: str

    @property
    def key(self) -> tuple[str, str]:
        """Return what two plates are compared by: folded characters, state."""
        return folded(self.text), self.state

    @property
    def in_words(self) -> str:
        """Return the plate with its state spelled out (VER-04)."""
        return f"{self.text}, {state_in_words(self.state)}"


def state_in_words(state: str) -> str:
    """Return the full name of a state code, never the code alone (VER-04)."""
    return STATES.get(state, "State unknown")


def tidy(text: str) -> str:
    """Return ``text`` in capitals without spaces, dashes and dots.

    Raises:
        PlateTextError: nothing that could be a plate is left.
    """
    sub = _NOT_PLATE.sub("", text.upper())
    if not is_plate_text(sub):
        raise PlateTextError(f"A plate has 1 to {LONGEST_PLATE} letters and digits.")
    return sub


def is_plate_text(text: str) -> bool:
    """Return whether ``text`` is written as a plate is kept: 1 to 10 capitals and digits (LIC)."""
    return _PLATE.fullmatch(text) is not None


def folded(text: str) -> str:
    """Return the comparison key of ``text``: O counts as 0 (ALR-04); idempotent."""
    return _NOT_PLATE.sub("", text.upper()).replace("O", "0")


def differs_only_in_o_and_0(text: str, other: str) -> bool:
    """Return whether two texts are equal but for letter O and digit 0 (ALR-04, RS-07)."""
    return folded(text) == folded(other) and tidy(text) != tidy(other)


def may_be_one_plate(text: str, other: str) -> bool:
    """Return whether two texts may be of one plate: they differ in one character, or in a run.

    A later read may add a stack of small characters, or lose an outer one.
    """
    short, long = sorted((folded(text), folded(other)), key=len)
    run = len(long) - len(short)
    return run <= LONGEST_STACK and any(
        sum(x != y for x, y in zip(short, long[:at] + long[at + run :], strict=True)) <= 1
        for at in range(len(short) + 1)
    )


def look_alikes_of(character: str) -> frozenset[str]:
    """Return every other character that is easily mistaken for ``character``."""
    alike: frozenset[str] = frozenset().union(*(g for g in LOOK_ALIKES if character in g))
    return alike - {character}


def look_alike_position(text: str, other: str) -> int | None:
    """Return the single position at which the texts differ by a look-alike, else None."""
    a, b = folded(text), folded(other)
    if len(a) != len(b):
        return None
    places = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(places) != 1 or b[places[0]] not in look_alikes_of(a[places[0]]):
        return None
    return places[0]
