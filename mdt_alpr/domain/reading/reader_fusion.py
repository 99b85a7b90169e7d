"""One answer of the readers that weigh each other's texts on the same picture.

Each reader says how likely it holds a text, of its own candidates and of the others'. All err,
but elsewhere: of 53 real plates that none was made with and of which the first reader was not
sure, it alone read 35 right, and with the second one 43. A reader that is alone weighs its own
candidates, after several cuts of the plate.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW, Character, PlateText
from mdt_alpr.domain.reading.slashed_zero import as_either, as_of_one_plate, as_resolved, is_either
from mdt_alpr.domain.reading.state_of_issuance import NO_SERIES, NumberedSeries

_CAUTION = 0.75
"""Takes back some of the sureness that two readers of one picture, whose errors are not wholly
independent, would add up to; set once on development pictures so that confidences hold."""

_DOUBTED = 0.75
"""The most that a character is believed that the first reader doubted at first, or read otherwise.

Below what counts as doubtful: the second reader may find the answer, but where both err alike
nobody else would tell, so such a character stays marked wherever it is shown (U23).
"""

_LIKE_A_SERIES = 2.0
"""By how much the logarithm of a text counts more that has the shape of some state's series.

Most plates are numbered in a series and most misread texts leave its shape; a chosen text may not
have one, so this can turn the balance between texts that were both read, and no more.
"""

_POSSIBLE = math.log(0.03)
"""From here on the first reader, with the shape's weight, holds a text possible. Ours learnt what
is no plate; a second one reads whatever is written, a camera's date line as well. Chosen after
looking at date lines of the development pictures, then tried on drawn ones."""

_ALTERNATIVES = 4
_WORTH_KEEPING = 0.002


@dataclass(frozen=True, slots=True)
class Weighed:
    """A text, folded, with the logarithm of how likely each reader holds it, in their order."""

    text: str
    likely: tuple[float, ...]


def together(
    weighed: Sequence[Weighed], said: Sequence[Character], series: NumberedSeries = NO_SERIES
) -> tuple[Character, ...]:
    """Return the likeliest text, character by character; nothing where nothing was weighed.

    ``said`` is what the first reader read alone. Where it doubted or read otherwise, the answer
    stays doubtful. A text with a shape of the numbered ``series`` is a little likelier than one
    without. One that the first reader then holds all but impossible is believed no more than it
    does, at one look or at several.

    A character's confidence is the share of the texts, by likelihood, that agree with it; a text
    of another length speaks against every character. Letter O and digit 0 are told apart where
    the first reader did.
    """
    if not weighed:
        return ()
    shaped = {one.text: _LIKE_A_SERIES if series.has(one.text) else 0.0 for one in weighed}
    sums = {one.text: _CAUTION * math.fsum(one.likely) + shaped[one.text] for one in weighed}
    best = min(sums, key=lambda text: (-sums[text], text))
    most = _believed(next(one for one in weighed if one.text == best), said, shaped[best])
    shares = {text: math.exp(value - sums[best]) for text, value in sums.items()}
    whole = math.fsum(shares.values())
    alike = {t: share / whole for t, share in shares.items() if len(t) == len(best)}
    doubted = _doubted(best, said)
    answers = (
        _character(n, best, alike, min(most, _DOUBTED if n in doubted else 1.0))
        for n in range(len(best))
    )
    if len(said) != len(best):
        return tuple(as_either(answer) for answer in answers)
    return as_of_one_plate(
        [_resolved_as(a, first) for a, first in zip(answers, said, strict=True)]
    )


def _believed(text: Weighed, said: Sequence[Character], shaped: float) -> float:
    """Return the most that a text is believed, whatever other readers say."""
    first = text.likely[0] + shaped
    if first >= _POSSIBLE:
        return 1.0
    same = text.text == folded("".join(character.text for character in said))
    return max(math.exp(first), min(c.confidence for c in said) if same else 0.0)


def _doubted(text: str, said: Sequence[Character]) -> frozenset[int]:
    if len(text) != len(said):
        return frozenset(range(len(text)))
    return frozenset(
        n
        for n, (one, other) in enumerate(zip(text, said, strict=True))
        if one != folded(other.text) or other.confidence < DOUBTFUL_BELOW
    )


def _character(place: int, best: str, shares: dict[str, float], most: float) -> Character:
    beliefs: dict[str, float] = {}
    for text, share in shares.items():
        beliefs[text[place]] = beliefs.get(text[place], 0.0) + share
    confidence = round(min(most, beliefs.pop(best[place])), 4)
    others = sorted(beliefs, key=lambda c: (-beliefs[c], c))
    kept = [(c, round(beliefs[c], 4)) for c in others if beliefs[c] >= _WORTH_KEEPING]
    return Character(best[place], confidence, tuple(kept[:_ALTERNATIVES]))


def _resolved_as(answer: Character, first: Character) -> Character:
    """Return ``answer`` as the letter O or digit 0 that the first reader told, else as either."""
    if is_either(answer.text) and first.is_resolved:
        return as_resolved(answer, first.text)
    return as_either(answer)


def confirmed(first: PlateText, second: PlateText) -> PlateText:
    """Return the first reader's text, surer where the second one reads the very same.

    The characters stay the first reader's. A doubt counts as wrong only where both err alike,
    so the shares of doubt multiply.
    """
    if not first.characters or folded(first.text) != folded(second.text):
        return first
    pairs = zip(first.characters, second.characters, strict=True)
    return replace(first, characters=tuple(_surer(one, other) for one, other in pairs))


def _surer(one: Character, other: Character) -> Character:
    doubt = (1.0 - one.confidence) * (1.0 - other.confidence)
    return replace(one, confidence=round(1.0 - doubt, 4))
