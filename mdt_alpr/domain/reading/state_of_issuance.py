"""A plate's state of issuance: by its design and words, unless its serial contradicts them.

A wrong state has stopped innocent drivers (RS-05), so where there is doubt the state is unknown.
Design and words name the state. The serial's shape makes states less likely whose series do not
have it; where every character is sure, it also decides between states that the design already
points to, and a shape that alternates needs but a hint of the design. By itself it names none.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mdt_alpr.domain.plate.plate import STATES, UNKNOWN_STATE, folded
from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW, Character, PlateText, weakest


@dataclass(frozen=True, slots=True)
class NumberedSeries:
    """Shapes by state, L a letter and D a digit, without separators."""

    of_states: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def shapes(self) -> frozenset[str]:
        """Return every shape, whichever states use it."""
        return frozenset().union(*self.of_states.values())

    def has(self, text: str) -> bool:
        """Return whether ``text``, folded, has the shape of some state's series."""
        return any(_has(shape, text) for shapes in self.of_states.values() for shape in shapes)

    def fits(self, characters: Sequence[Character]) -> dict[str, float]:
        """Return by state how likely characters, with what else each may be, are of its series."""
        beliefs = [{place: _belief(place, c) for place in "LD"} for c in characters]
        likely = {
            shape: math.prod(belief[place] for place, belief in zip(shape, beliefs, strict=True))
            for shape in self.shapes
            if len(shape) == len(characters)
        }
        return {
            state: max(
                (likely[s] for s in self.of_states.get(state, ()) if s in likely), default=0.0
            )
            for state in STATES
        }


NO_SERIES = NumberedSeries()


def _has(shape: str, text: str) -> bool:
    return len(shape) == len(text) and all(map(_fits_place, shape, text))


def _fits_place(place: str, character: str) -> bool:
    if character == folded("O"):  # the letter and the digit
        return True
    return character.isalpha() if place == "L" else character.isdecimal()


def _belief(place: str, character: Character) -> float:
    """Return what share of a character's readings fits a place of a shape."""
    said = {folded(text): belief for text, belief in character.alternatives}
    said[folded(character.text)] = character.confidence
    whole = math.fsum(said.values())
    fits = math.fsum(belief for text, belief in said.items() if _fits_place(place, text))
    return fits / whole if whole > 0 else 0.0


CONFIDENT_FROM = 0.96
"""How likely a state has to be to be named.

Set on all development pictures: with version 4 of the look and words none of 677 is told wrong,
by the look alone 2. See the model card.
"""

_NAMED_FROM = 0.5
"""How likely the likeliest state has to be by design and words alone: otherwise a series that no
other state has would name one by itself."""

_POINTED_TO_FROM, _SURELY_FITS = 0.1, 0.9
"""How likely design and words have to make a state that the serial then decides for, and how
likely the serial has to be of that state's series."""

_FITS = 0.5
"""How likely a serial has to be of a state's series to support it: the designs of chosen texts,
trucks, old and special plates are too many to be known."""

_WORDS_OF_CHOSEN = 0.5
"""How likely words alone have to make a state for look and words to name it together, where the
serial has the shape of no state's series, or of several other states' while the look comes first
by itself."""

_UNMISTAKABLE = 0.99
"""How likely the look has to make a state to name it whatever its serial, for many a chosen text,
truck or old plate wears its state's usual look. It erred on 1 of 48 such plates of the model card:
so it names no state surely enough to contradict an officer."""

_OF_NO_SERIES = 0.01
"""How much less likely some one shape is on plates of a state whose series do not have it.

Say one plate in five is a chosen text, a truck's, old or special, and one in twenty of those has
the very shape that was read.
"""

_ALTERNATES_FROM, _OF_NO_ALTERNATING = 3, 0.0005
"""How often letters and digits take turns in a serial, such as Missouri's LLDLDL, that is all but
never a chosen text, and how much less likely it is then on a plate of another series or of a look
that names no state. The share was chosen beside the development pictures: see the model card."""

_UNKNOWN_DESIGN, _UNKNOWN_SPECIAL = 0.05, 0.5
"""Share of the plates whose design was never learned, so that it says nothing of their state: of
all, and of those whose serial is of no series of their state."""

_NO_WORDS = 3.0
"""Logarithm of how much likelier lines are to hold no state's words than those of a given one."""

_ELSEWHERE_FROM = 6.0
"""From this logarithm on another country's words are surely seen: there are fifty names."""

_STRANGE_WORDS = 1e-4
"""Share of the plates with the words of another state on them: on a frame, in a county's name."""

_SPOKEN_AGAINST = 0.3
"""How likely a state has to be by design to contradict words that name another."""

_SEVERAL, _LEAST = 2, 1e-4

DesignScores = Mapping[str, float]
"""How likely each state is by the design, and how likely none can be named; all add up to 1."""

Words = Mapping[str, float]
"""By state, the logarithm of how much likelier the small lines are what is seen if they hold its
name or slogan than if they hold none; states that are left out cannot be there. Other names than
the states' are words of another country's plates."""


def issuing_state(
    design: DesignScores, words: Words, characters: Sequence[Character], series: NumberedSeries
) -> tuple[str, float]:
    """Return the state that design and words name and how likely it is, or unknown and 0.

    Either may be empty. ``characters`` are those of the plate's serial, as read.
    """
    lines = _by_lines(words)
    together = _together(design, lines, _UNKNOWN_DESIGN)
    likeliest = max(STATES, key=lambda state: (together[state], state))
    fits = series.fits(characters)
    if _is_from_elsewhere(words) or _speaks_against(design, likeliest, fits):
        return UNKNOWN_STATE, 0.0
    likely = _share(likeliest, together)
    confidence = 0.0
    if likely >= _NAMED_FROM and fits[likeliest] >= _FITS:
        confidence = _share(likeliest, _with_serial(together, fits))
    issuers = [state for state, fit in fits.items() if fit >= _FITS]
    is_open = not issuers or (len(issuers) > 1 and likeliest == _seen(design))
    chosen = is_open and lines[likeliest] >= _WORDS_OF_CHOSEN
    if chosen or lines[likeliest] >= CONFIDENT_FROM:  # its words say whose it is
        is_special = fits[likeliest] < _FITS
        special = _together(design, lines, _UNKNOWN_SPECIAL) if is_special else together
        confidence = max(confidence, likely, _share(likeliest, special))
    if design.get(likeliest, 0.0) >= _UNMISTAKABLE:
        confidence = max(confidence, CONFIDENT_FROM)
    if confidence < CONFIDENT_FROM and weakest(tuple(characters)) >= DOUBTFUL_BELOW:
        alternates = bool(design) and _turns(characters) >= _ALTERNATES_FROM
        likeliest, confidence = _by_serial(design, together, fits, alternates=alternates)
    if confidence < CONFIDENT_FROM:
        return UNKNOWN_STATE, 0.0
    return likeliest, round(confidence, 4)


def _is_from_elsewhere(words: Words) -> bool:
    """Return whether another country's words are likelier than any state's, as Baja California."""
    elsewhere = max((words[name] for name in words if name not in STATES), default=-math.inf)
    ours = max((words[name] for name in words if name in STATES), default=-math.inf)
    return elsewhere > max(ours, _ELSEWHERE_FROM)


def _turns(characters: Sequence[Character]) -> int:
    """Return how often a letter follows a digit or a digit a letter; O and 0 may be either."""
    text = folded("".join(character.text for character in characters)).replace(folded("O"), "")
    return sum(one.isalpha() != other.isalpha() for one, other in pairwise(text))


def _by_serial(
    design: DesignScores,
    together: Mapping[str, float],
    fits: Mapping[str, float],
    *,
    alternates: bool,
) -> tuple[str, float]:
    """Return the state that a sure serial decides for: one pointed to, unless it alternates."""
    weighed = _with_serial(together, fits, _OF_NO_ALTERNATING if alternates else _OF_NO_SERIES)
    if alternates:
        weighed[UNKNOWN_STATE] = together[UNKNOWN_STATE] * _OF_NO_ALTERNATING
    state = max(STATES, key=lambda state: (weighed[state], state))
    pointed_to = alternates or _share(state, together) >= _POINTED_TO_FROM
    if not pointed_to or fits[state] < _SURELY_FITS or _speaks_against(design, state, fits):
        return UNKNOWN_STATE, 0.0
    return state, _share(state, weighed)


def looks_together(designs: Sequence[DesignScores]) -> DesignScores:
    """Return what several looks at one plate say together; empty where none says anything.

    Pictures of one pass err alike, so n of them count as the square root of n.
    """
    looks = [design for design in designs if design]
    if len(looks) < _SEVERAL:
        return looks[0] if looks else {}
    counts = 1 / math.sqrt(len(looks))
    sums = {
        state: counts * math.fsum(math.log(max(look.get(state, 0.0), _LEAST)) for look in looks)
        for state in (UNKNOWN_STATE, *STATES)
    }
    most = max(sums.values())
    shares = {state: math.exp(value - most) for state, value in sums.items()}
    whole = math.fsum(shares.values())
    return {state: share / whole for state, share in shares.items()}


def _together(
    design: DesignScores, lines: Mapping[str, float], unknown: float
) -> dict[str, float]:
    """Return each state's weight by design and lines; that share of designs is unknown."""
    unnamed = lines[UNKNOWN_STATE] * math.exp(-_NO_WORDS)  # of each state, where no words are seen
    of_any = 1 / (len(STATES) + 1)
    shares = {
        state: (1 - unknown) * design.get(state, 0.0) + unknown * of_any if design else of_any
        for state in (*STATES, UNKNOWN_STATE)
    }
    weights = {state: shares[state] * (lines[state] + unnamed) for state in STATES}
    return {**weights, UNKNOWN_STATE: shares[UNKNOWN_STATE] * unnamed}


def _by_lines(words: Words) -> dict[str, float]:
    """Return how likely each state is by the lines alone, and how likely they name none."""
    most = max((*words.values(), _NO_WORDS))
    weights = {state: math.exp(words.get(state, -math.inf) - most) for state in STATES}
    weights[UNKNOWN_STATE] = math.exp(_NO_WORDS - most)
    whole = math.fsum(weights.values())
    strange = _STRANGE_WORDS / len(weights)
    return {s: (1 - _STRANGE_WORDS) * weight / whole + strange for s, weight in weights.items()}


def _with_serial(
    together: Mapping[str, float], fits: Mapping[str, float], of_no_series: float = _OF_NO_SERIES
) -> dict[str, float]:
    weights = {state: of_no_series + (1 - of_no_series) * fit for state, fit in fits.items()}
    of_any = math.fsum(weights.values()) / len(weights)
    return {state: value * weights.get(state, of_any) for state, value in together.items()}


def _share(state: str, of: Mapping[str, float]) -> float:
    return of[state] / math.fsum(of.values())


def _seen(design: DesignScores) -> str:
    """Return the state that the design makes likeliest, unknown where it says nothing."""
    return max(design, key=lambda state: (design[state], state), default=UNKNOWN_STATE)


def _speaks_against(design: DesignScores, named: str, fits: Mapping[str, float]) -> bool:
    """Return whether design and serial agree on another state than the words name.

    Where the serial fits both, the design has to name its state by itself. A frame may carry a
    state's name and hide the plate's own.
    """
    seen = _seen(design)
    if seen in (named, UNKNOWN_STATE) or design[seen] < _SPOKEN_AGAINST:
        return False
    return fits[seen] >= _FITS and (fits[named] < _FITS or design[seen] >= CONFIDENT_FROM)


def agreed(read: PlateText, named: tuple[str, float]) -> tuple[str, float]:
    """Return the state that a reader read or that was named; unknown if they differ."""
    if UNKNOWN_STATE in (read.state, named[0]):
        return named if read.state == UNKNOWN_STATE else (read.state, read.state_confidence)
    if read.state != named[0]:
        return UNKNOWN_STATE, 0.0
    return read.state, max(read.state_confidence, named[1])
