"""The second look at one picture of a plate: another reader's characters, and the state."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from mdt_alpr.domain.reading.reading import Box, Character, PlateText
from mdt_alpr.domain.reading.state_of_issuance import (
    DesignScores,
    NumberedSeries,
    Words,
    agreed,
    issuing_state,
)
from mdt_alpr.patrol.ports import Frame, PlateReader


class StateClassifier(Protocol):
    """Tells states by the look of plates; loaded and used on the recognition thread only."""

    name: str

    def classify(self, frame: Frame, box: Box) -> DesignScores:
        """Return how likely each state is by the look of the plate in ``box``.

        Nothing where it cannot be told.
        """
        ...


@runtime_checkable
class WordsReader(PlateReader, Protocol):
    """A reader that can compare the small lines of a plate with the words of every state."""

    def words(self, frame: Frame, box: Box) -> Words:
        """Return how strongly the lines of the plate in ``box`` speak for each state."""
        ...


@dataclass(frozen=True, slots=True)
class SecondReading:
    """The second reader, which may know the words of states, and the plate's design."""

    reader: PlateReader | None
    classifier: StateClassifier | None
    series: NumberedSeries

    def at(self, frame: Frame, box: Box, serial: Sequence[Character]) -> PlateText | None:
        """Return what is seen in ``box``, where ``serial`` was read; None with nobody to ask.

        No characters without a second reader. Words and design are weighed together; what a reader
        named itself has to agree with them.
        """
        if self.reader is None and self.classifier is None:
            return None
        seen = PlateText(()) if self.reader is None else self.reader.read(frame, box)
        design = {} if self.classifier is None else self.classifier.classify(frame, box)
        words = self.reader.words(frame, box) if isinstance(self.reader, WordsReader) else {}
        state, confidence = agreed(seen, issuing_state(design, words, serial, self.series))
        return replace(seen, state=state, state_confidence=confidence)
