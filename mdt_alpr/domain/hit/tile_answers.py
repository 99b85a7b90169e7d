"""What an officer answered on character tiles and on the whole number after them (D2)."""

from dataclasses import dataclass
from enum import StrEnum


class EntryMethod(StrEnum):
    """How the characters of an attempt came to be."""

    TYPED = "typed"
    TILES_AND_NUMBER = "tiles_and_number"


class WholeNumberAnswer(StrEnum):
    """What the whole number is, beside the picture; "can't tell" ends no attempt."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class TileAnswer:
    """The glyph that the officer saw at one position, so many seconds after it was asked.

    ``control`` marks a position that the software was sure of: a wrong answer there shows that
    nobody looked.
    """

    position: int
    glyph: str
    control: bool
    after_s: float


@dataclass(frozen=True, slots=True)
class TileCheck:
    """One run over the tiles and the look at the whole number that followed.

    ``tiles_s`` and ``whole_number_s`` are how long the two questions stood there, in seconds.
    """

    answers: tuple[TileAnswer, ...]
    whole_number: WholeNumberAnswer
    tiles_s: float
    whole_number_s: float
