"""What an officer may ask while characters are checked by tiles: one frozen value an action."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChooseGlyph:
    """Say what is seen at the tile of that place; empty for "can't tell"."""

    tile: int
    glyph: str


@dataclass(frozen=True, slots=True)
class AnswerLook:
    """Say what the whole number is beside the picture: same, different, empty for can't tell."""

    answer: str


@dataclass(frozen=True, slots=True)
class UseTiles:
    """Check the characters by tiles, with one hand."""


@dataclass(frozen=True, slots=True)
class UseKeyboard:
    """Type the characters, where typing is safe."""


TileAction = ChooseGlyph | AnswerLook | UseTiles | UseKeyboard
