"""The cell of the strip that says how fast the car goes and who works the screen."""

from dataclasses import dataclass
from enum import StrEnum


class CrewLook(StrEnum):
    """How the cell stands there; each look has its word."""

    DRIVER = "driver"
    """The driver works the screen, and may: the car stands or crawls."""
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
    look: CrewLook
    live: bool
