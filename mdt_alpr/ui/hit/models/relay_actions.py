"""What an officer may ask about other units, and the page on which a hit is passed on (D9)."""

from dataclasses import dataclass

from mdt_alpr.ui.kit.models.choice import ChoiceView


@dataclass(frozen=True, slots=True)
class AskRelay:
    """Choose a unit to pass the hit on to."""


@dataclass(frozen=True, slots=True)
class PassOn:
    """Pass the hit on to the unit in this car."""

    device: str


@dataclass(frozen=True, slots=True)
class RelayView:
    """The units on shift; the key of a tile is the unit's device."""

    title: str
    text: str
    units: tuple[ChoiceView, ...]
    notice: str


RelayAction = AskRelay | PassOn
