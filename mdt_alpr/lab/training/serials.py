"""Serials: the characters of a plate, drawn from a state's formats."""

from mdt_alpr.lab.training.dice import Dice
from mdt_alpr.lab.training.dies import ALPHABET

SEPARATORS = " -*"
LONGEST = 8
_DIGITS = ALPHABET[:10]
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ" * 3 + "ABCDEFGHJKLMNPRSTUVWXYZ" + "IO"
"""Most states skip I and O, and Q often, in numbered series."""

_VOWELS, _CONSONANTS = "AEIIOUY", "BCDFGHJKLMNPRSTVWXZ"


def draw_serial(form: str, dice: Dice) -> str:
    """Return a serial in this format: L a letter, D a digit, V part of a chosen text."""
    if "V" in form:
        return _chosen(form.count("V"), dice)
    return "".join(_character(place, dice) for place in form)


def _character(place: str, dice: Dice) -> str:
    if place == "L":
        return dice.pick(_LETTERS)
    return dice.pick(_DIGITS) if place == "D" else place


def _chosen(longest: int, dice: Dice) -> str:
    """Return a text such as people choose: pronounceable, any letters, or any characters."""
    size = dice.whole(min(3, longest), longest)
    kind = dice.share()
    start = dice.whole(0, 1)
    if kind < 0.45:  # noqa: PLR2004
        sounds = (_VOWELS, _CONSONANTS)
        text = [dice.pick(sounds[(start + i) % 2]) for i in range(size)]
    elif kind < 0.75:  # noqa: PLR2004
        text = [dice.pick(ALPHABET[10:]) for _ in range(size)]
    else:
        text = [dice.pick(ALPHABET) for _ in range(size)]
    if dice.chance(0.4):
        text[dice.whole(0, size - 1)] = dice.pick(_DIGITS)
    if dice.chance(0.25) and size < LONGEST:
        text.insert(dice.whole(1, size - 1), dice.pick(" -*"))
    return "".join(text)
