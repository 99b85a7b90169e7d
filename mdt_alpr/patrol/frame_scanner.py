"""What a frame shows of plates: where they are found, which are read, and the second reading."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, runtime_checkable

from mdt_alpr.domain.plate.plate import LONGEST_PLATE
from mdt_alpr.domain.reading.masks import hides
from mdt_alpr.domain.reading.read_rules import (
    IssuingRules,
    ReadRejection,
    Rejected,
    is_unusual,
    rejected_unread,
)
from mdt_alpr.domain.reading.reader_fusion import ScoredText, confirmed, together
from mdt_alpr.domain.reading.reading import Box, Character, Detection, PlateText, with_spans_of
from mdt_alpr.domain.reading.state_of_issuance import (
    NO_SERIES,
    DesignScores,
    NumberedSeries,
    Words,
    agreed,
    issuing_state,
)
from mdt_alpr.domain.reading.tracking import (
    CadenceRules,
    Track,
    look_is_due,
    may_stay_unread,
    scan_is_due,
    whole_is_due,
)
from mdt_alpr.domain.reading.voting import PlateObservation
from mdt_alpr.patrol.ports import Frame, NearDetector, Pictures, PlateDetector, PlateReader


class StateClassifier(Protocol):
    """Names states by the design of plates; used on the recognition thread only."""

    name: str

    def classify(self, frame: Frame, box: Box) -> DesignScores:
        """Return how likely each state is by the design of the plate in ``box``.

        Empty where that cannot be determined.
        """
        ...


@runtime_checkable
class WordsReader(PlateReader, Protocol):
    """A reader that can compare the small lines of a plate with the words of every state."""

    def words(self, frame: Frame, box: Box) -> Words:
        """Return how strongly the lines of the plate in ``box`` support each state."""
        ...


@dataclass(frozen=True, slots=True)
class SecondReading:
    """The second reading of a plate: by another reader, and of its design."""

    reader: PlateReader | None
    classifier: StateClassifier | None
    series: NumberedSeries

    def at(self, frame: Frame, box: Box, serial: Sequence[Character]) -> PlateText | None:
        """Return what is seen in ``box``, where ``serial`` was read; None with nothing to ask.

        No characters without a second reader. Words and design are weighed together; a state that
        the reader itself named has to agree.
        """
        if self.reader is None and self.classifier is None:
            return None
        seen = PlateText(()) if self.reader is None else self.reader.read(frame, box)
        design = {} if self.classifier is None else self.classifier.classify(frame, box)
        words = self.reader.words(frame, box) if isinstance(self.reader, WordsReader) else {}
        state, confidence = agreed(seen, issuing_state(design, words, serial, self.series))
        return replace(seen, state=state, state_confidence=confidence)


_CADENCE = CadenceRules()


@dataclass(frozen=True, slots=True)
class ScannerDeps:
    """What a scanner needs; the engines are shared by all cameras.

    ``series``: a doubtful text with the shape of a numbered series is more plausible.
    ``classifier`` looks at the design of plates that are read.
    """

    detector: PlateDetector
    reader: PlateReader
    second_reader: PlateReader | None
    pictures: Pictures
    rules: IssuingRules
    series: NumberedSeries = NO_SERIES
    cadence: CadenceRules = _CADENCE
    classifier: StateClassifier | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """The plates that are tracked now, and those of them whose every frame is read."""

    tracks: Sequence[Track]
    wanted: Collection[Track]


class TextLikelihoods(Protocol):
    """How likely texts are on one plate's picture after one reader; letter O counts as 0."""

    def likeliest(self) -> Collection[str]:
        """Return the reader's own candidates."""
        ...

    def log_likelihood(self, text: str) -> float:
        """Return the logarithm of how likely any text is."""
        ...


@runtime_checkable
class WeighingReader(PlateReader, Protocol):
    """A reader that can score a text that another reader read."""

    def weigh(self, frame: Frame, box: Box) -> TextLikelihoods:
        """Return how likely texts are on the plate in ``box``."""
        ...


def _weighed(views: Sequence[TextLikelihoods]) -> list[ScoredText]:
    texts = {text for view in views for text in view.likeliest() if text}
    return [
        ScoredText(text, tuple(view.log_likelihood(text) for view in views))
        for text in sorted(texts)
        if len(text) <= LONGEST_PLATE
    ]


class FrameScanner:
    """Scans the frames of one camera."""

    def __init__(self, parts: ScannerDeps) -> None:
        self._parts = parts
        self._whole_at: datetime | None = None
        self._finely_at: datetime | None = None
        self._was_whole = False

    def found(self, frame: Frame, followed: Followed) -> list[Detection]:
        """Return the plates in the frame, most confident first.

        The whole frame is scanned now and then, and finely less often; in between only where
        plates are expected. A single picture is scanned finely.
        """
        parts, at = self._parts, frame.captured_at
        detector, rules = parts.detector, parts.cadence
        recent = [t for t in followed.tracks if abs(at - t.seen_at) <= rules.followed_for]
        whole = whole_is_due(
            at, self._whole_at, rules, following=bool(recent), just_scanned=self._was_whole
        )
        self._was_whole = whole or not isinstance(detector, NearDetector)
        if self._was_whole:
            self._whole_at = at
        if not isinstance(detector, NearDetector):
            return detector.detect(frame)
        if not whole:
            return detector.detect_near(frame, [track.expected(at) for track in recent])
        is_single = parts.rules.observations_needed == 1
        if not (is_single or scan_is_due(at, self._finely_at, rules.finely_every)):
            return detector.detect(frame)
        self._finely_at = at
        return detector.detect_finely(frame)

    def observations(
        self, frame: Frame, number: int, detections: Sequence[Detection], followed: Followed
    ) -> tuple[list[PlateObservation], list[Rejected]]:
        """Return an observation of every plate found, and the detections not worth reading."""
        observations: list[PlateObservation] = []
        unread: list[Rejected] = []
        for detection in detections:
            why = self._rejected(frame, detection)
            if why is not None:
                unread.append(Rejected(detection.box, "", why))
            elif self._may_stay_unread(frame, detection.box, followed):
                box, confidence = detection.box, detection.confidence
                observations.append(
                    PlateObservation(frame.captured_at, number, box, confidence, (), 0.0)
                )
            else:
                observations.append(self._read(frame, number, detection, followed))
        return observations, unread

    def text(self, frame: Frame, box: Box) -> PlateText:
        """Return the text; a single picture that is read without confidence is read once more.

        A moving plate shows in further frames, so no time is spent on a second reading.
        """
        parts = self._parts
        text, second = parts.reader.read(frame, box), parts.second_reader
        is_sure = text.confidence >= parts.rules.read_again_below
        if is_sure or parts.rules.observations_needed > 1:
            return text
        readers = (parts.reader,) if second is None else (parts.reader, second)
        weighing = [reader for reader in readers if isinstance(reader, WeighingReader)]
        if len(weighing) == len(readers):
            return self._together(text, weighing, frame, box)
        return text if second is None else confirmed(text, second.read(frame, box))

    def _is_whole(self, frame: Frame) -> bool:
        """Return whether the whole frame was scanned although only parts of it could have been."""
        near = isinstance(self._parts.detector, NearDetector)
        return near and self._whole_at == frame.captured_at

    def _rejected(self, frame: Frame, detection: Detection) -> ReadRejection | None:
        hidden = self._parts.rules.left_out
        if hides(hidden, detection.box, (frame.width, frame.height)):
            return ReadRejection.LEFT_OUT
        return rejected_unread(detection, self._parts.rules)

    def _may_stay_unread(self, frame: Frame, box: Box, followed: Followed) -> bool:
        return any(
            may_stay_unread(
                track, frame.captured_at, box, self._parts.cadence, whole=self._is_whole(frame)
            )
            for track in followed.tracks
            if track not in followed.wanted
        )

    def _read(
        self, frame: Frame, number: int, detection: Detection, followed: Followed
    ) -> PlateObservation:
        text = self.text(frame, detection.box)
        return PlateObservation(
            at=frame.captured_at,
            frame=number,
            box=detection.box,
            detected=detection.confidence,
            characters=text.whole,
            sharpness=self._parts.pictures.sharpness(frame, detection.box),
            state=text.state,
            state_confidence=text.state_confidence,
            design=self._design(frame, detection.box, text, followed),
        )

    def _design(self, frame: Frame, box: Box, text: PlateText, followed: Followed) -> DesignScores:
        """Return what the look of a plate says, where another look at it is worth its time."""
        classifier, rules = self._parts.classifier, self._parts.cadence
        if classifier is None or text.confidence < rules.hopeless_below:
            return {}
        at = frame.captured_at
        near = [t for t in followed.tracks if t.expected(at).overlap(box) >= rules.same_place]
        if not look_is_due(near[0] if near else None, box, rules):
            return {}
        return classifier.classify(frame, box)

    def _together(
        self, text: PlateText, readers: Sequence[WeighingReader], frame: Frame, box: Box
    ) -> PlateText:
        """Return the joint answer of readers that score each other's texts.

        Not for text that looks like a sign: agreement of the readers does not make it a plate.
        """
        parts = self._parts
        if is_unusual(text.text, parts.rules):
            return text
        weighed = _weighed([reader.weigh(frame, box) for reader in readers])
        joint = replace(text, characters=together(weighed, text.characters, parts.series))
        if is_unusual(joint.text, parts.rules):
            return text
        return replace(joint, characters=with_spans_of(joint.characters, text.characters))
