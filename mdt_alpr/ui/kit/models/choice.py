"""A tile to choose, as every page of the hit shows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A tile to choose: its key, its word, and what it is drawn with."""

    key: str
    word: str
    chosen: bool = False
    live: bool = True
    second: str = ""
