"""Looks at plates for tests: one call, only what matters spelled out."""

from datetime import timedelta
from typing import Any

from mdt_alpr.domain.reading.reading import Box, Character
from mdt_alpr.domain.reading.voting import PlateObservation
from tests.builders import NOW

FRAMES_A_SECOND = 15


STACK_BELIEVED = 0.75


def characters_of(text: str, confidence: float = 0.95, stack: str = "") -> tuple[Character, ...]:
    """Return ``text`` read equally surely at every position, a stack before it where asked."""
    small = tuple(Character(c, STACK_BELIEVED, stacked=True) for c in stack)
    return (*small, *(Character(c, confidence) for c in text))


def a_box(left: float = 300.0, top: float = 200.0, width: float = 120.0) -> Box:
    """Return a box of a plate's shape."""
    return Box(left, top, left + width, top + width / 2)


def an_observation(
    text: str = "EXN2894", frame: int = 0, confidence: float = 0.95, **fields: Any
) -> PlateObservation:
    """Return a look in that frame of a camera with 15 frames a second.

    A text such as ``AB/1234`` has a stack, AB, before its serial.
    """
    stack, _, serial = text.rpartition("/")
    given: dict[str, Any] = {
        "at": NOW + timedelta(seconds=frame / FRAMES_A_SECOND),
        "frame": frame,
        "box": a_box(),
        "detected": 0.8,
        "characters": characters_of(serial, confidence, stack),
        "sharpness": 1.0,
    }
    return PlateObservation(**{**given, **fields})
