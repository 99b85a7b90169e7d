"""What the blind pages show: pictures, the officer's own answers, and nothing else (D1)."""

from dataclasses import dataclass


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
class ChoiceView:
    """A tile to choose: its key, its word, and what it is drawn with."""

    key: str
    word: str
    chosen: bool = False
    live: bool = True
    second: str = ""


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
    """Bodies and colours to choose from."""

    bodies: tuple[ChoiceView, ...]
    colours: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class BlindView:
    """One question of the blind check."""

    pictures: PicturesView
    slots: tuple[SlotView, ...]
    pad: PlatePadView | StatePadView | VehiclePadView
    next_label: str
    next_live: bool
    back_live: bool
    notice: str


@dataclass(frozen=True, slots=True)
class LookAgainView:
    """The entry is to be made again, or did not match twice; says not a word of what differs."""

    pictures: PicturesView
    slots: tuple[SlotView, ...]
    differs: bool
    title: str
    text: str
    foot: str
    may_enter: bool
