"""What both measuring commands share: engines, comparing texts, shares and percentiles."""

import heapq
import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from mdt_alpr.adapters import discovery
from mdt_alpr.adapters.pictures import JpegPictures
from mdt_alpr.adapters.serial_shapes import known_series
from mdt_alpr.adapters.state_classifier import OwnStateClassifier
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.reading import Character
from mdt_alpr.domain.reading.sightings import PassRules
from mdt_alpr.lab.measure.engine_choice import EngineChoice
from mdt_alpr.patrol.looking import FrameScanner, ScannerDeps
from mdt_alpr.patrol.ports import PlateDetector, PlateReader
from mdt_alpr.patrol.recognition import Recognition, RecognitionParts
from mdt_alpr.patrol.second_look import SecondReading, StateClassifier

_OWN = "own"
_TOP = 10


@dataclass(frozen=True, slots=True)
class LoadedEngines:
    """Engines that are loaded; ``second_reader`` is None where none is asked for."""

    detector: PlateDetector
    reader: PlateReader
    second_reader: PlateReader | None
    state_classifier: StateClassifier | None

    @property
    def second_reading(self) -> SecondReading:
        """Return the second reading, as the car makes it of a hit."""
        return SecondReading(self.second_reader, self.state_classifier, known_series())

    def scanner(self, rules: PassRules) -> FrameScanner:
        """Return what reads a box that is given, as the car does."""
        return FrameScanner(
            ScannerDeps(
                self.detector,
                self.reader,
                self.second_reader,
                JpegPictures(),
                rules.issuing,
                known_series(),
            )
        )

    def recognition(self, rules: PassRules) -> Recognition:
        """Return a fresh recognition with these engines, as the car has it."""
        parts = RecognitionParts(
            detector=self.detector,
            reader=self.reader,
            second_reader=self.second_reader,
            pictures=JpegPictures(),
            randomness=secrets.token_bytes,
            rules=rules,
            series=known_series(),
            state_classifier=self.state_classifier,
        )
        return Recognition(parts)


def loaded(choice: EngineChoice) -> LoadedEngines:
    """Return the chosen engines, loaded.

    An engine that only reads is given plates by our own detector.

    Raises:
        EngineMissingError: one of them cannot be used.
    """
    engine, threads = choice.engine, choice.threads
    finds = choice.detector or (engine if engine in discovery.engines() else _OWN)
    detector = discovery.detector(finds, threads)
    reader = discovery.reader(choice.reader or engine, threads)
    named = choice.second_reader
    second = discovery.reader(named, threads) if named else None
    detector.load()
    reader.load()
    if second is not None:
        second.load()
    return LoadedEngines(detector, reader, second, OwnStateClassifier(threads))


def exact_key(text: str) -> str:
    """Return what two texts are compared by: O counts as 0, as in the truth files."""
    return folded("".join(c for c in text if c.isalnum()))


def folded_key(text: str) -> str:
    """Return the lenient key: I counts as 1 as well, for several states print them alike."""
    return exact_key(text).replace("I", "1")


def likeliest_texts(characters: Sequence[Character], count: int = _TOP) -> tuple[str, ...]:
    """Return the ``count`` likeliest texts that the characters and their alternatives allow."""
    texts = [("", 1.0)]
    for character in characters:
        choices = [(character.text, character.confidence), *character.alternatives]
        longer = [(text + c, sure * belief) for text, sure in texts for c, belief in choices]
        texts = heapq.nlargest(4 * count, longer, key=lambda item: item[1])
    keys = dict.fromkeys(exact_key(text) for text, _ in texts)
    return tuple(keys)[:count]


def share(part: float, whole: float) -> float:
    """Return ``part`` of ``whole`` rounded to four digits, 0 for nothing of nothing."""
    return round(part / whole, 4) if whole else 0.0


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value below which ``percent`` of the values lie, rounded; 0 for none."""
    if not values:
        return 0.0
    place = (len(values) - 1) * percent / 100
    ordered = sorted(values)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return round(low + (high - low) * (place - math.floor(place)), 1)
