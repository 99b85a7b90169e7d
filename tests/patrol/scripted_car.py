"""A recognition whose engines find and read what a test writes into the frames."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.reading.reading import Box, Detection, PlateText
from mdt_alpr.domain.reading.sightings import MOVING_PICTURES, PassRules
from mdt_alpr.domain.reading.state_of_issuance import NO_SERIES, DesignScores, NumberedSeries
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.recognition import Recognition, RecognitionParts, Seen
from tests.builders import NOW
from tests.observations import FRAMES_A_SECOND, characters_of


class ScriptedEngine:
    """Finds and reads what the test writes into the frame's pixels: (box, text, confidence).

    ``others`` is what else a character may be.
    """

    name = "scripted"
    others: Mapping[str, tuple[tuple[str, float], ...]] = {}

    def load(self) -> None:
        """Do nothing."""

    def detect(self, frame: Frame) -> list[Detection]:
        """Return the boxes of the script."""
        return [Detection(box, 0.8) for box, _, _ in frame.pixels]

    def read(self, frame: Frame, box: Box) -> PlateText:
        """Return the text of the script in that box; no characters where it has none."""
        text, confidence = next(((t, c) for b, t, c in frame.pixels if b == box), ("", 0.0))
        read = characters_of(text, confidence)
        return PlateText(tuple(replace(c, alternatives=self.others.get(c.text, ())) for c in read))


class StateReader(ScriptedEngine):
    """A second reader that also reads a state, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, Box]] = []

    def read(self, frame: Frame, box: Box) -> PlateText:
        """Return the text of the script and North Carolina."""
        self.asked.append((frame.number, box))
        return PlateText(super().read(frame, box).characters, "NC", 0.9)


class PlateLook:
    """A look of plates that points to a state, and keeps how wide each plate was."""

    name = "scripted"

    def __init__(self, **shares: float) -> None:
        self._shares = shares
        self.widths: list[float] = []

    def classify(self, frame: Frame, box: Box) -> DesignScores:
        """Return the shares that the test gives."""
        del frame
        self.widths.append(box.width)
        return self._shares


class NamedPictures:
    """Pictures that tell frame and box."""

    def crop(self, frame: Frame, box: Box) -> bytes:
        """Return a name."""
        return f"crop {frame.number} {box.left:.0f}".encode()

    def context(self, frame: Frame, box: Box, others: Sequence[Box] = ()) -> bytes:
        """Return a name, with the other plates that are painted over."""
        beside = "".join(f" without {one.left:.0f}" for one in others if one != box)
        return f"context {frame.number} {box.left:.0f}{beside}".encode()

    def sharpness(self, frame: Frame, box: Box) -> float:
        """Return the same for every look."""
        del frame, box
        return 1.0


class Car:
    """A recognition and a camera that counts its frames."""

    def __init__(
        self,
        rules: PassRules = MOVING_PICTURES,
        second: StateReader | None = None,
        look: PlateLook | None = None,
        series: NumberedSeries = NO_SERIES,
    ) -> None:
        self.engine = engine = ScriptedEngine()
        self.recognition = Recognition(
            RecognitionParts(
                detector=engine,
                reader=engine,
                second_reader=second,
                pictures=NamedPictures(),
                randomness=secrets.token_bytes,
                rules=rules,
                series=series,
                state_classifier=look,
            )
        )
        self.number = 0

    def see(self, *plates: tuple[Box, str, float]) -> Seen:
        at = NOW + timedelta(seconds=self.number / FRAMES_A_SECOND)
        frame = Frame(plates, at, self.number % 5, 1280, 720, "front")
        self.number += 1
        return self.recognition.see(frame)
