"""When two numbers are one, where a small stack beside the serial is not seen every time.

Stacked characters are part of the number (``reading.PlateText.whole``), but a look from farther
away often leaves them out. So that a number lacks them says nothing; that it has others does.
"""

from collections.abc import Iterable

from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.reading import Character, serial_of

Characters = tuple[Character, ...]


def has_stack(characters: Characters) -> bool:
    """Tell whether small stacked characters stand beside the serial."""
    return any(character.stacked for character in characters)


def compared(one: Characters, other: Characters) -> tuple[str, str]:
    """Return the keys by which two numbers are compared, O as 0 (ALR-04).

    Whole where both show a stack, else of the serials alone.
    """
    if has_stack(one) and has_stack(other):
        return _key(one), _key(other)
    return _key(serial_of(one)), _key(serial_of(other))


def is_one_number(one: Characters, other: Characters) -> bool:
    """Tell whether two numbers may be of one plate; what nothing was read of is none."""
    first, second = compared(one, other)
    return bool(first) and first == second


def _key(characters: Iterable[Character]) -> str:
    return folded("".join(character.text for character in characters))
