"""Looks at plates for tests: one call, only what matters spelled out."""

from datetime import timedelta
from typing import Any

from mdt_alpr.domain.reading import Box, Character
from mdt_alpr.domain.voting import Look
from tests.builders import NOW

FRAMES_A_SECOND = 15


def characters_of(text: str, confidence: float = 0.95) -> tuple[Character, ...]:
    """Return ``text`` read equally surely at every position."""
    return tuple(Character(c, confidence) for c in text)


def a_box(left: float = 300.0, top: float = 200.0, width: float = 120.0) -> Box:
    """Return a box of a plate's shape."""
    return Box(left, top, left + width, top + width / 2)


def a_look(text: str = "EXN2894", frame: int = 0, confidence: float = 0.95, **fields: Any) -> Look:
    """Return a look in that frame of a camera with 15 frames a second."""
    given: dict[str, Any] = {
        "at": NOW + timedelta(seconds=frame / FRAMES_A_SECOND),
        "frame": frame,
        "box": a_box(),
        "detected": 0.8,
        "characters": characters_of(text, confidence),
        "sharpness": 1.0,
    }
    return Look(**{**given, **fields})
