"""The page that says why something in the picture became no read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One candidate: its picture, the reason, what was read of it, how old it is."""

    crop: bytes
    reason: str
    note: str
    text: str
    age: str


@dataclass(frozen=True, slots=True)
class WhyView:
    """The candidates, newest first; ``empty`` says why there is none."""

    title: str
    words: str
    empty: str
    rows: tuple[WhyRow, ...]
