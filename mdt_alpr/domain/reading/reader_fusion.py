"""One answer of readers that score each other's texts on the same picture.

Each reader scores its own candidates and the others'. All err, but not on the same plates: of 53
real plates outside all training data that the first reader doubted, it alone read 35 right, and
with the second one 43. A single reader scores its own candidates, after several cuts of the plate.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW, Character, PlateText
from mdt_alpr.domain.reading.slashed_zero import (
    as_of_one_plate,
    as_resolved,
    is_o_or_zero,
    mark_ambiguous,
)
from mdt_alpr.domain.reading.state_of_issuance import NO_SERIES, NumberedSeries

_CAUTION = 0.75
"""Reduces the confidence that two readers of one picture add up to, because their errors are not
wholly independent; set once on development pictures so that confidences hold."""

_DOUBTED = 0.75
"""The most confidence of a character that the first reader doubted or read otherwise.

Below what counts as doubtful: the second reader may find the answer, but nothing else would catch
an error of both, so such a character stays marked wherever it is shown (U23).
"""

_LIKE_A_SERIES = 2.0
"""By how much the logarithm of a text counts more that has the shape of some state's series.

Most plates are numbered in a series and most misread texts leave its shape; a chosen text may not
have one, so this can turn the balance between texts that were both read, and no more.
"""

_BESIDE_THE_SERIAL = 2.0
"""By how much the logarithm of a text may be ahead of the same one without its first or last
character, and give way to it, where the other readers would rather do without: a frame's post, a
badge or a sticker is read there. Chosen beside the model card's pictures, where two plates are
read right so, one is no more read wrong, and no right text is lost."""

_POSSIBLE = math.log(0.03)
"""From here on a text is possible to the first reader, with the shape's weight. Ours learned what
is no plate; a second one reads whatever is written, even a camera's date line. Chosen on date
lines of the development pictures, then tried on drawn ones."""

_ALTERNATIVES = 4
_WORTH_KEEPING = 0.002


@dataclass(frozen=True, slots=True)
class ScoredText:
    """A text, folded, with the log likelihood of each reader, in their order."""

    text: str
    likely: tuple[float, ...]


def together(
    weighed: Sequence[ScoredText], said: Sequence[Character], series: NumberedSeries = NO_SERIES
) -> tuple[Character, ...]:
    """Return the likeliest text, character by character; empty where nothing was weighed.

    ``said`` is what the first reader read alone. Where it doubted or read otherwise, the answer
    stays doubtful. A text with a shape of the numbered ``series`` is a little likelier than one
    without. One that is all but impossible to the first reader gets no more confidence than that
    reader gives it, on one picture or several.

    A character's confidence is the share of the texts, by likelihood, that agree with it; a text
    of another length counts against every character. Letter O and digit 0 are told apart where the
    first reader did.
    """
    if not weighed:
        return ()
    shaped = {
        reading.text: _LIKE_A_SERIES if series.has(reading.text) else 0.0 for reading in weighed
    }
    by_text = {reading.text: reading for reading in weighed}
    sums = {
        text: _CAUTION * math.fsum(reading.likely) + shaped[text]
        for text, reading in by_text.items()
    }
    best = min(sums, key=lambda text: (-sums[text], text))
    for text in (best[1:], best[:-1]):
        near = text in sums and sums[text] + _BESIDE_THE_SERIAL >= sums[best]
        if near and _others_prefer(by_text[text], by_text[best]):
            del sums[best]
            best = text
            break
    most = _believed(by_text[best], said, shaped[best])
    shares = {text: math.exp(value - sums[best]) for text, value in sums.items()}
    whole = math.fsum(shares.values())
    alike = {t: share / whole for t, share in shares.items() if len(t) == len(best)}
    doubted = _doubted(best, said)
    answers = (
        _character(n, best, alike, min(most, _DOUBTED if n in doubted else 1.0))
        for n in range(len(best))
    )
    if len(said) != len(best):
        return tuple(mark_ambiguous(answer) for answer in answers)
    return as_of_one_plate(
        [_resolved_as(a, first) for a, first in zip(answers, said, strict=True)]
    )


def _others_prefer(text: ScoredText, to: ScoredText) -> bool:
    """Return whether there are readers beside the first, and each holds ``text`` likelier."""
    others = list(zip(text.likely[1:], to.likely[1:], strict=True))
    return bool(others) and all(more > less for more, less in others)


def doubted_by_series(characters: Sequence[Character], series: NumberedSeries) -> tuple[int, ...]:
    """Return the positions at which a text leaves every series, though it need not.

    Where another reading of a character has the shape of a series, that counts for it as in
    ``together``: the character as read may be too doubtful then to pass unmarked (U23).
    """
    places = [place for place, character in enumerate(characters) if not character.stacked]
    text = folded("".join(characters[place].text for place in places))
    if series.has(text):
        return ()
    doubted = (
        place
        for n, place in enumerate(places)
        for other, belief in characters[place].alternatives
        if series.has(f"{text[:n]}{folded(other)}{text[n + 1 :]}")
        and _is_doubtful_beside(characters[place].confidence, belief)
    )
    return tuple(dict.fromkeys(doubted))


def _is_doubtful_beside(confidence: float, other: float) -> bool:
    return confidence < DOUBTFUL_BELOW * (confidence + other * math.exp(_LIKE_A_SERIES))


def _believed(text: ScoredText, said: Sequence[Character], shaped: float) -> float:
    """Return the most confidence that a text can have, whatever other readers say."""
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
        for n, (character, other) in enumerate(zip(text, said, strict=True))
        if character != folded(other.text) or other.confidence < DOUBTFUL_BELOW
    )


def _character(place: int, best: str, shares: dict[str, float], most: float) -> Character:
    beliefs: dict[str, float] = {}
    for text, share in shares.items():
        beliefs[text[place]] = beliefs.get(text[place], 0.0) + share
    confidence = round(min(most, beliefs.pop(best[place])), 4)
    others = sorted(beliefs, key=lambda c: (-beliefs[c], c))
    alternatives = [(c, round(beliefs[c], 4)) for c in others if beliefs[c] >= _WORTH_KEEPING]
    return Character(best[place], confidence, tuple(alternatives[:_ALTERNATIVES]))


def _resolved_as(answer: Character, first: Character) -> Character:
    """Return ``answer`` as the O or 0 that the first reader resolved, else as either."""
    if is_o_or_zero(answer.text) and first.is_resolved:
        return as_resolved(answer, first.text)
    return mark_ambiguous(answer)


def confirmed(first: PlateText, second: PlateText) -> PlateText:
    """Return the first reader's text, with more confidence where the second one reads the same.

    The characters stay the first reader's. A doubt counts as wrong only where both err alike,
    so the shares of doubt multiply.
    """
    if not first.characters or folded(first.text) != folded(second.text):
        return first
    pairs = zip(first.characters, second.characters, strict=True)
    return replace(first, characters=tuple(_surer(character, other) for character, other in pairs))


def _surer(character: Character, other: Character) -> Character:
    doubt = (1.0 - character.confidence) * (1.0 - other.confidence)
    return replace(character, confidence=round(1.0 - doubt, 4))
