"""From frames to reads: plates are found, read, followed and voted on; one read a pass.

No thread and no screen: the recognition thread owns this and calls ``see`` frame by frame. Cameras
share the engines; plates are tracked per camera.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mdt_alpr.domain.hit.trace import MOST_PASS_FRAMES, Engine, PassFrame
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.reading.read_rules import Rejected
from mdt_alpr.domain.reading.reader_fusion import doubted_by_series
from mdt_alpr.domain.reading.reading import Box, PlateText, Read, with_spans_of
from mdt_alpr.domain.reading.sightings import (
    MOVING_PICTURES,
    Issued,
    PassOutcome,
    PassRules,
    SightingTracker,
)
from mdt_alpr.domain.reading.state_of_issuance import NO_SERIES, NumberedSeries
from mdt_alpr.domain.reading.tracking import Track
from mdt_alpr.domain.reading.voting import PlateObservation
from mdt_alpr.patrol.candidates import Candidate, Candidates
from mdt_alpr.patrol.frame_scanner import (
    Followed,
    FrameScanner,
    ScannerDeps,
    SecondReading,
    StateClassifier,
)
from mdt_alpr.patrol.ports import Frame, Pictures, PlateDetector, PlateReader

_AT_ONCE = 2
_APART = timedelta(seconds=0.3)


@dataclass(frozen=True, slots=True)
class RecognitionParts:
    """What recognition needs. Engines are loaded already.

    ``randomness`` returns that many random bytes, for the reads' ids. ``rules`` are those of
    cameras without rules of their own. ``now`` is the clock of the latency meter; ``engines`` are
    the engines' names and digests, for the evidence. ``series`` are the states' numbered series;
    ``state_classifier`` names states by the design of plates, in several pictures of each pass.
    """

    detector: PlateDetector
    reader: PlateReader
    second_reader: PlateReader | None
    pictures: Pictures
    randomness: Callable[[int], bytes]
    rules: PassRules = MOVING_PICTURES
    rules_of: Mapping[str, PassRules] = field(default_factory=dict)
    now: Callable[[], datetime] | None = None
    engines: tuple[Engine, ...] = ()
    series: NumberedSeries = NO_SERIES
    state_classifier: StateClassifier | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The results of one frame.

    ``plates`` are in the picture now: box, text (empty while the vote is open) and the id of their
    read or None. ``reads`` were issued or revised. ``rejected`` says why the others in the picture
    are not reads. ``pass_frames`` are further frames of passes that are watched, by read.
    ``candidates`` are reported now: they are over, or have been unread for long.
    """

    plates: tuple[tuple[Box, str, str | None], ...]
    reads: tuple[Read, ...]
    rejected: tuple[Rejected, ...] = ()
    pass_frames: tuple[tuple[str, PassFrame], ...] = ()
    detected_at: datetime | None = None
    read_at: datetime | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """The frame that a read shows, for the second reading."""

    frame: Frame
    box: Box


class Recognition:
    """Sees the plates of every camera with the same engines."""

    def __init__(self, parts: RecognitionParts) -> None:
        self._parts = parts
        self._cameras: dict[str, CameraRecognition] = {}

    @property
    def engines(self) -> tuple[Engine, ...]:
        """Return what reads here."""
        return self._parts.engines

    def see(self, frame: Frame) -> Seen:
        """Return what ``frame`` shows and the reads that it brings."""
        return self._of(frame.camera).see(frame)

    def watch(self, read: Read) -> None:
        """Keep further frames of the pass of a read from now on, up to the most that are kept."""
        self._of(read.camera).watch(read.read_id)

    def finish(self) -> tuple[Read, ...]:
        """Return the last revisions, at the end of the sources."""
        return tuple(read for camera in self._cameras.values() for read in camera.finish())

    def second_reading(self, read: Read) -> PlateText | None:
        """Read the picture that ``read`` shows once more, with the second reader and by design.

        No characters without a second reader. None without a second reader or classifier, or where
        the pass is over and its frame dropped. Call it on the recognition thread, right after the
        read.
        """
        return self._of(read.camera).second_reading(read)

    def _of(self, camera: str) -> "CameraRecognition":
        if camera not in self._cameras:
            self._cameras[camera] = CameraRecognition(self._parts, camera)
        return self._cameras[camera]


class CameraRecognition:
    """Sees the plates of one camera."""

    def __init__(self, parts: RecognitionParts, camera: str) -> None:
        self._parts = parts
        self._camera = camera
        rules = parts.rules_of.get(camera, parts.rules)
        self._looking = FrameScanner(
            ScannerDeps(
                parts.detector,
                parts.reader,
                parts.second_reader,
                parts.pictures,
                rules.issuing,
                parts.series,
                classifier=parts.state_classifier,
            )
        )
        self._second_reading = SecondReading(
            parts.second_reader, parts.state_classifier, parts.series
        )
        self._passes = SightingTracker(rules, parts.series)
        self._candidates = Candidates(parts.pictures)
        self._count = 0
        self._frames: dict[int, Frame] = {}
        self._boxes: dict[int, tuple[Box, ...]] = {}
        """Every plate found in a frame, read or not: no read's picture shows another vehicle's."""
        self._ids: dict[int, str] = {}
        self._shown: dict[str, _Kept] = {}
        self._watched: dict[str, list[datetime]] = {}
        """When further frames of a watched pass were kept, by read."""

    def see(self, frame: Frame) -> Seen:
        """Return what ``frame`` shows and the reads that it brings."""
        self._forget()
        self._count += 1
        self._frames[self._count] = frame
        followed = Followed(self._passes.followed(), self._wanted())
        detections = self._looking.found(frame, followed)
        detected_at = self._now()
        observations, unread = self._looking.observations(frame, self._count, detections, followed)
        self._boxes[self._count] = tuple(detection.box for detection in detections)
        outcome = self._passes.see(frame.captured_at, observations)
        reads = self._reads(outcome)
        plates = tuple(
            (plate.box, plate.text, self._id_of(plate.pass_number)) for plate in outcome.visible
        )
        read_at = self._now()
        return Seen(
            plates,
            reads,
            (*unread, *outcome.rejected),
            self._pass_frames(frame, observations, outcome),
            detected_at,
            read_at,
            self._candidates.see(frame, unread, outcome, self._passes.followed()),
        )

    def watch(self, read_id: str) -> None:
        """Keep further frames of the pass of a read from now on."""
        self._watched.setdefault(read_id, [])

    def finish(self) -> tuple[Read, ...]:
        """Return the last revisions, at the end of the source."""
        return self._reads(self._passes.finish())

    def second_reading(self, read: Read) -> PlateText | None:
        """Read the picture that ``read`` shows once more."""
        shown = self._shown.get(read.read_id)
        if shown is None:
            return None
        return self._second_reading.at(shown.frame, shown.box, read.serial)

    def _wanted(self) -> list[Track]:
        """Return the plates whose further frames are kept: each of those is read."""
        tracks = (self._passes.track_of(n) for n, i in self._ids.items() if i in self._watched)
        return [track for track in tracks if track is not None]

    def _reads(self, outcome: PassOutcome) -> tuple[Read, ...]:
        return tuple(self._read(issued) for issued in outcome.issued)

    def _read(self, issued: Issued) -> Read:
        vote, picture = issued.issue.vote, issued.issue.picture
        frame = self._frames[picture.frame]
        read_id = self._ids.get(issued.pass_number)
        if read_id is None:
            read_id = new_id(picture.at, self._parts.randomness(10))
            self._ids[issued.pass_number] = read_id
        self._shown[read_id] = _Kept(frame, picture.box)
        return Read(
            read_id=read_id,
            revision=issued.issue.revision,
            camera=self._camera,
            captured_at=picture.at,
            characters=with_spans_of(vote.characters, picture.characters),
            state=vote.state,
            state_confidence=vote.state_confidence,
            box=picture.box,
            frames=issued.frames,
            disputed=tuple(
                sorted({*vote.disputed, *doubted_by_series(vote.characters, self._parts.series)})
            ),
            crop=self._parts.pictures.crop(frame, picture.box),
            context=self._parts.pictures.context(frame, picture.box, self._boxes[picture.frame]),
            engine=self._parts.reader.name,
        )

    def _now(self) -> datetime | None:
        return self._parts.now() if self._parts.now else None

    def _pass_frames(
        self, frame: Frame, observations: list[PlateObservation], outcome: PassOutcome
    ) -> tuple[tuple[str, PassFrame], ...]:
        """Return the plates of watched passes in this frame: the first at once, then apart."""
        frames = []
        for plate in outcome.visible:
            read_id = self._id_of(plate.pass_number)
            kept_at = self._watched.get(read_id or "")
            seen = next(
                (observation for observation in observations if observation.box == plate.box), None
            )
            if read_id is None or kept_at is None or seen is None or not seen.characters:
                continue
            if not _is_due(kept_at, seen.at):
                continue
            kept_at.append(seen.at)
            crop = self._parts.pictures.crop(frame, seen.box)
            frames.append((read_id, PassFrame(seen.at, seen.characters, seen.box, crop)))
        return tuple(frames)

    def _id_of(self, pass_number: int | None) -> str | None:
        return None if pass_number is None else self._ids[pass_number]

    def _forget(self) -> None:
        """Drop pictures that no read can show any more, and passes that are over."""
        needed = self._passes.frames_needed()
        self._frames = {n: f for n, f in self._frames.items() if n in needed}
        self._boxes = {n: boxes for n, boxes in self._boxes.items() if n in needed}
        known = self._passes.known()
        self._ids = {number: i for number, i in self._ids.items() if number in known}
        live = {self._ids[number] for number in self._passes.live()}
        self._shown = {read_id: shown for read_id, shown in self._shown.items() if read_id in live}
        kept_ids = set(self._ids.values())
        self._watched = {i: kept_at for i, kept_at in self._watched.items() if i in kept_ids}


def _is_due(kept_at: list[datetime], at: datetime) -> bool:
    """Return whether another frame is wanted: two as soon as possible, the others apart."""
    if len(kept_at) < _AT_ONCE:
        return True
    return len(kept_at) < MOST_PASS_FRAMES and at - kept_at[-1] >= _APART
