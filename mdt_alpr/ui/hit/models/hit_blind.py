"""What the blind pages show: pictures, the officer's own answers, and nothing else (D1)."""

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


__all__ = [
    "BlindView", "ChoiceView", "PausedView", "PictureView", "PicturesView", "PlatePadView",
    "SlotView", "StatePadView", "VehiclePadView",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PictureView:
    """One picture to choose from; ``jpeg`` may be empty where none was kept."""

    label: str
    jpeg: bytes
    chosen: bool


@dataclass(frozen=True, slots=True)
class PicturesView:
    """The left half: one big picture, those to choose from, and whether it is good enough."""

    choices: tuple[PictureView, ...]
    headline: str
    advice: str
    good_enough: bool
    brackets: tuple[BracketView, ...] = ()

    @property
    def shown(self) -> bytes:
        """Return the big picture."""
        return next((picture.jpeg for picture in self.choices if picture.chosen), b"")


@dataclass(frozen=True, slots=True)
class SlotView:
    """One of the four answers in their fixed places; ``value`` is the officer's own."""

    key: str
    name: str
    value: str
    answered: bool
    active: bool
    live: bool


@dataclass(frozen=True, slots=True)
class PlatePadView:
    """The entry line and its keyboard."""

    text: str
    places: int
    hint: str


@dataclass(frozen=True, slots=True)
class StatePadView:
    """States to choose from; page 0 is the area's, 1 and on are all."""

    prompt: str
    tiles: tuple[ChoiceView, ...]
    cannot_see: ChoiceView
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class VehiclePadView:
    """Bodies and colors to choose from; ``second`` is the key that chooses one now."""

    bodies: tuple[ChoiceView, ...]
    colors: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class BlindView:
    """One question of the blind check.

    ``other_way`` names the other way to give the characters ("tiles", "keyboard"), in the place
    of Back while there is nothing to go back to; empty on every later question.
    """

    pictures: PicturesView
    slots: tuple[SlotView, ...]
    pad: PlatePadView | StatePadView | VehiclePadView | TilePadView | WholePadView
    next_label: str
    next_live: bool
    back_live: bool
    notice: str
    other_way: str = ""


@dataclass(frozen=True, slots=True)
class PausedView:
    """The entry is to be made again, or did not match twice; says not a word of what differs.

    With ``agree_words`` it asks whether the plate cannot be read: those are the words of the
    answer that cannot be undone, and the main button keeps checking.
    """

    pictures: PicturesView
    slots: tuple[SlotView, ...]
    differs: bool
    title: str
    text: str
    foot: str
    may_enter: bool
    enter_words: str = "Enter again"
    agree_words: str = ""
