"""Shapes of the states' numbered series, from ``resources/states/serials.json``."""

import json

from mdt_alpr.domain.reading.state_of_issuance import NumberedSeries
from mdt_alpr.paths import resource


def known_series() -> NumberedSeries:
    """Return the shapes of every state's series."""
    text = resource("states/serials.json").read_text(encoding="utf-8")
    shapes: dict[str, list[str]] = json.loads(text)["shapes"]
    return NumberedSeries({state: frozenset(series) for state, series in shapes.items()})
