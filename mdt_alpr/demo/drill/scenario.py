"""One replay scenario as its file tells it: the world outside, steps in order, what must hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mdt_alpr.domain.hit.vehicle import Body, Colour
from mdt_alpr.domain.reading.reading import Character, PlateText

CAR, LATER = "car", "later"
"""Where a scenario lives: in this program's car, or in parts that are not built yet."""

SURE, DOUBTFUL = 0.97, 0.64
"""Confidence of a character that the reader is sure of, and of one that it is not."""


@dataclass(frozen=True, slots=True)
class ScenarioVehicle:
    """A vehicle on the road, and what camera and readers make of it.

    ``read`` is what the first reader says, ``second_read`` what the second one says (None: it
    is not asked); ``doubtful`` are positions, counted from 1, of which the first is not sure.
    ``state_read`` is empty where no state of issuance is legible. ``width`` is the plate's, in
    pixels of a frame 960 wide.
    """

    plate: str
    state: str
    body: Body
    colour: Colour
    read: str
    second_read: str | None
    doubtful: tuple[int, ...]
    state_read: str
    width: int

    @property
    def first_text(self) -> PlateText:
        """Return the first reader's answer."""
        characters = tuple(
            Character(text, DOUBTFUL if place in self.doubtful else SURE)
            for place, text in enumerate(self.read, 1)
        )
        return PlateText(characters, self.state_read, SURE if self.state_read else 0.0)

    @property
    def second_text(self) -> PlateText | None:
        """Return the second reader's answer."""
        if self.second_read is None:
            return None
        return PlateText(tuple(Character(text, SURE) for text in self.second_read))


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """Something that happens, what it needs to know, and what must be true afterwards.

    ``unit`` is the car in which it happens, 1 unless it says otherwise.
    """

    do: str
    unit: int
    given: Mapping[str, Any]
    then: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole scenario; those that live elsewhere have ``why_later`` and no steps.

    ``lists`` are deliveries of a hotlist by name, each a tuple of rows by column. The scenario
    must end in ``final_state``, with the events of ``audit`` in the first car's chain in that
    order.
    """

    scenario_id: str
    title: str
    source: str
    trap: str
    lives: str
    why_later: str = ""
    starts: datetime | None = None
    look_alikes: bool = False
    lists: Mapping[str, tuple[Mapping[str, str], ...]] | None = None
    vehicles: Mapping[str, ScenarioVehicle] | None = None
    steps: tuple[ScenarioStep, ...] = ()
    audit: tuple[str, ...] = ()
    final_state: str = ""
