"""The state of issuance by the appearance of a plate, and the shapes of the states' series."""

import json
from typing import Any

import numpy as np

from mdt_alpr.adapters.model_files import onnx_session
from mdt_alpr.adapters.outline import WEIGHTS as OUTLINE_WEIGHTS
from mdt_alpr.adapters.outline import OutlineFinder, straightened, widened
from mdt_alpr.domain.plate.plate import STATES, UNKNOWN_STATE
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.domain.reading.state_of_issuance import DesignScores, NumberedSeries
from mdt_alpr.files.paths import resource
from mdt_alpr.patrol.ports import Frame

_WIDTH, _HEIGHT = 160, 80
_AROUND = 0.04
"""Margin around the plate on every side, in its widths and heights; as trained."""

_KNOWN_OUTLINE = 0.12
"""Uncertainty of the plate's corners, in its widths, up to which the plate is cut out."""

_CODES = (UNKNOWN_STATE, *sorted(STATES))
"""The network's classes, in order."""


class OwnStateClassifier:
    """Classifies whole straightened plates, a third of a reader's time each.

    Raises:
        EngineMissingError: the weights are missing or differ from those that were tested.
    """

    name = "own"
    weights = ("own_state", OUTLINE_WEIGHTS)

    def __init__(self, threads: int) -> None:
        self._session: Any = onnx_session("own_state", threads)
        self._outlines = OutlineFinder(threads)

    def classify(self, frame: Frame, box: Box) -> DesignScores:
        """Return how likely each state is; nothing where the plate's corners are unclear."""
        outline = self._outlines.find(frame, box)
        if outline is None or outline.plate_uncertainty > _KNOWN_OUTLINE:
            return {}
        cut = straightened(frame, widened(outline.plate, _AROUND, _AROUND), (_WIDTH, _HEIGHT))
        tensor = cut.astype(np.float32).transpose(2, 0, 1)[None]
        likely = self._session.run(["s"], {"x": tensor})[0][0]
        return dict(zip(_CODES, likely.tolist(), strict=True))


def known_series() -> NumberedSeries:
    """Return the shapes of every state's series."""
    text = resource("states/serials.json").read_text(encoding="utf-8")
    shapes: dict[str, list[str]] = json.loads(text)["shapes"]
    return NumberedSeries({state: frozenset(series) for state, series in shapes.items()})
