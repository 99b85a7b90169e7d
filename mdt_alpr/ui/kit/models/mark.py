"""Names of the shapes that a view may show; the view knows how to paint them."""

from enum import StrEnum


class Mark(StrEnum):
    """A shape by what it says; equal names in ``views.shapes.Shape``."""

    SQUARE = "square"
    TRIANGLE = "triangle"
    CIRCLE = "circle"
    TICK = "tick"
    CROSS = "cross"
    RING = "ring"
    BAR = "bar"
    DIFFERS = "differs"
    WEAK = "weak"
