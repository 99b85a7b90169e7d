"""The cell of the strip that says how fast the car goes and who works the screen."""

from dataclasses import dataclass
from enum import StrEnum


class CrewState(StrEnum):
    """What the cell says; each state has its word."""

    DRIVER = "driver"
    """The driver works the screen, and may: the car is stopped or crawls."""
    LOCKED = "locked"
    """The car moves: typing and the moving picture are off."""
    SECOND = "second"
    """A second officer works the screen."""
    ASKS = "asks"
    """Pressed once: a second press within four seconds changes it."""
    TAP = "tap"
    """P is a letter on this page: the cell is to be tapped."""


@dataclass(frozen=True, slots=True)
class CrewView:
    """The cell; ``live`` tells whether a press does something (somebody is signed in)."""

    speed: str
    word: str
    state: CrewState
    live: bool
