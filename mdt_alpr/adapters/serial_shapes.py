"""Shapes of the states' numbered series, for weighing doubtful texts; they never name a state."""

import json

from mdt_alpr.paths import resource


def known_shapes() -> frozenset[str]:
    """Return every shape there is, L a letter and D a digit, without the states that use it."""
    text = resource("states/serials.json").read_text(encoding="utf-8")
    shapes: dict[str, list[str]] = json.loads(text)["shapes"]
    return frozenset(shape for series in shapes.values() for shape in series)
