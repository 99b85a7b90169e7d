"""Letter O and digit 0: one key for every comparison (ALR-04), told apart only by a marked zero.

Most dies stamp both alike, so that a reader leaves open which it is. Where a die marks its zeros
with a slash or a dot, a record with the other character is no exact match.
"""

from collections.abc import Sequence
from dataclasses import replace

from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.reading import Character

_DIGIT, _LETTER = "0", "O"
MARKED_FROM, _PLAIN_BELOW = 0.995, 0.0002
"""How likely a mark must be to make a character a digit, and how unlikely to make it a letter.

Set on 32,000 drawn round characters: so likely are .70 of the marked zeros and .0002 of the
others, so unlikely .49 of the others and .0002 of the marked zeros. A letter needs more, for a
plate that has marked zeros has twenty of them for one letter O.
"""

_SAID_BY = 0.25
"""Share of the weight that must be resolved: marks show from near only."""


def is_o_or_zero(text: str) -> bool:
    """Return whether a character is a letter O or a digit 0."""
    return folded(text) == _DIGIT


def resolve_by_marks(
    characters: Sequence[Character], marks: Sequence[float | None]
) -> tuple[Character, ...]:
    """Return the characters of one plate, each O or 0 as digit, as letter, or left open.

    ``marks`` are how likely each one has a slash or a dot in it; None where nobody knows. One that
    clearly has a mark is a digit. One that clearly has none is a letter, if another of the plate
    shows that its die marks digits: one die stamps a whole serial.
    """
    marked = [mark is not None and mark >= MARKED_FROM for mark in marks]
    marking = any(
        is_o_or_zero(character.text) and is_marked
        for character, is_marked in zip(characters, marked, strict=True)
    )
    return tuple(
        _by_mark(character, mark, marking=marking)
        for character, mark in zip(characters, marks, strict=True)
    )


def _by_mark(character: Character, mark: float | None, *, marking: bool) -> Character:
    if not is_o_or_zero(character.text):
        return character
    if mark is not None and mark >= MARKED_FROM:
        return as_resolved(character, _DIGIT)
    if mark is not None and mark <= _PLAIN_BELOW and marking:
        return as_resolved(character, _LETTER)
    return mark_ambiguous(character)


def as_resolved(character: Character, text: str) -> Character:
    """Return an O or a 0 as the one that it was resolved to."""
    return replace(character, text=text, alternatives=_others(character), is_resolved=True)


def mark_ambiguous(character: Character) -> Character:
    """Return an O or a 0 as 0 with O as an equal alternative; any other character as it is."""
    if not is_o_or_zero(character.text):
        return character
    others = (_LETTER, character.confidence), *_others(character)
    return replace(character, text=_DIGIT, alternatives=others, is_resolved=False)


def of_several(winner: Character, seen: Sequence[tuple[float, Character]]) -> Character:
    """Return ``winner`` as several observations, each with its weight, resolve it.

    Observations that left it open may have been too far off; contradictory ones resolve nothing,
    nor does one among many.
    """
    said = [(weight, c) for weight, c in seen if is_o_or_zero(c.text)]
    resolved = {c.text for _, c in said if c.is_resolved}
    if not resolved or not is_o_or_zero(winner.text):
        return winner
    weight = sum(weight for weight, c in said if c.is_resolved)
    if len(resolved) == 1 and weight >= _SAID_BY * sum(weight for weight, _ in said):
        return as_resolved(winner, resolved.pop())
    return mark_ambiguous(winner)


def as_of_one_plate(characters: Sequence[Character]) -> tuple[Character, ...]:
    """Return characters that were resolved one by one; without a marked digit no letter counts."""
    if any(c.is_resolved and c.text == _DIGIT for c in characters):
        return tuple(characters)
    return tuple(mark_ambiguous(c) if c.is_resolved else c for c in characters)


def resolved_positions(characters: Sequence[Character]) -> tuple[int, ...]:
    """Return the positions of resolved characters."""
    return tuple(place for place, _ in resolved_characters(characters))


def resolved_characters(characters: Sequence[Character]) -> tuple[tuple[int, str], ...]:
    """Return the positions of resolved characters, each with its text."""
    return tuple((n, c.text) for n, c in enumerate(characters) if c.is_resolved)


def _others(character: Character) -> tuple[tuple[str, float], ...]:
    return tuple(
        (text, is_marked) for text, is_marked in character.alternatives if not is_o_or_zero(text)
    )
