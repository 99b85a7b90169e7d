"""A plate as far as it is known: ``?`` is one unknown character, ``*`` any number of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mdt_alpr.domain.errors import PlateTextError
from mdt_alpr.domain.plate.plate import LONGEST_PLATE, folded

ONE, MANY = "?", "*"
END, REST = " ", "."
"""In a spelling: no character, and whatever comes."""
MOST_MANY = 2
_WRITTEN = re.compile(r"[A-Z0-9?*]+")


@dataclass(frozen=True, slots=True)
class PlatePattern:
    """A whole plate or a part of one, folded as plates are compared; made by ``pattern_of``."""

    text: str

    @property
    def known(self) -> int:
        """Return how many characters are known."""
        return sum(c not in (ONE, MANY) for c in self.text)

    @property
    def is_whole(self) -> bool:
        """Return whether every character is known."""
        return self.known == len(self.text)

    def fits(self, plate: str) -> bool:
        """Return whether a plate as it was read is one of these; the letter O is the digit 0."""
        parts = {ONE: ".", MANY: ".*"}
        wanted = "".join(parts.get(c, c) for c in self.text)
        return re.fullmatch(wanted, folded(plate)) is not None

    def spellings(self) -> tuple[str, ...]:
        """Return every way to lay the pattern out over the ten places of a plate.

        A place holds a character, ``ONE``, ``END`` behind the last one, or ``REST``.
        """
        return tuple(dict.fromkeys(_laid_out(self.text, LONGEST_PLATE)))


def pattern_of(text: str) -> PlatePattern:
    """Return the pattern that somebody typed; an empty one is any plate.

    Raises:
        PlateTextError: it can be no plate, or has more than two ``*``.
    """
    pattern = re.sub(r"\*+", MANY, folded(text)) or MANY
    if not _WRITTEN.fullmatch(pattern) or len(pattern.replace(MANY, "")) > LONGEST_PLATE:
        message = f"A plate has 1 to {LONGEST_PLATE} letters and digits; ? is one, * any number."
        raise PlateTextError(message)
    if pattern.count(MANY) > MOST_MANY:
        raise PlateTextError("At most two * at a time.")
    return PlatePattern(pattern)


def _laid_out(text: str, places: int) -> Iterator[str]:
    head, star, rest = text.partition(MANY)
    if len(head) > places:
        return
    left = places - len(head)
    if not star:
        yield head + END * left
    elif not rest:
        yield head + REST * left
    else:
        for skipped in range(left + 1):
            for end in _laid_out(rest, left - skipped):
                yield head + ONE * skipped + end
