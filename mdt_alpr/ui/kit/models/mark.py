"""The shapes that a page may show; the views know how to paint them."""

from enum import StrEnum


class Mark(StrEnum):
    """A shape by what it says."""

    SQUARE = "square"
    """High urgency."""
    TRIANGLE = "triangle"
    """Medium urgency, or "weak" with an exclamation mark."""
    CIRCLE = "circle"
    """Low urgency."""
    TICK = "tick"
    """True now."""
    CROSS = "cross"
    """Lost, or speaks against."""
    RING = "ring"
    """Open: nothing known yet."""
    BAR = "bar"
    """Locked, no entry."""
    DIFFERS = "differs"
    """Does not equal."""
    WEAK = "weak"
    """Needs attention."""
