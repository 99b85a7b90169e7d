"""What the tile question and the whole number show (D2)."""

from dataclasses import dataclass

from mdt_alpr.ui.kit.models.choice import ChoiceView

Stretch = tuple[float, float]
"""From where to where, 0 to 1 over a picture's width or height."""


@dataclass(frozen=True, slots=True)
class BracketView:
    """A bracket with its letter under a character of the big picture."""

    letter: str
    across: Stretch
    below: float
    edge: float
    """Where the plate ends: the letter is under it, where it covers no word of the plate."""


@dataclass(frozen=True, slots=True)
class TileView:
    """One asked character: its column of the picture, the glyphs to choose from, no default.

    ``current`` is the tile that a typed character answers.
    """

    letter: str
    jpeg: bytes
    column: Stretch
    band: Stretch
    glyphs: tuple[ChoiceView, ...]
    cannot_tell: ChoiceView
    current: bool


@dataclass(frozen=True, slots=True)
class TilePadView:
    """The tiles in reading order; none where the plate cannot be checked by tiles."""

    prompt: str
    tiles: tuple[TileView, ...]


@dataclass(frozen=True, slots=True)
class WholePadView:
    """The whole number under the plate's picture, and what may be said of it; no default.

    ``middles`` are where the characters are, 0 to 1 over the picture's width.
    """

    prompt: str
    jpeg: bytes
    across: Stretch
    band: Stretch
    text: str
    middles: tuple[float, ...]
    answers: tuple[ChoiceView, ...]
    hint: str
