"""Tracks plates from frame to frame, and decides how often frames are scanned and plates read."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.reading.reading import Box, Character, compared
from mdt_alpr.domain.reading.state_of_issuance import NO_SERIES, NumberedSeries
from mdt_alpr.domain.reading.voting import PlateObservation, Vote, edits, vote

_OBSERVATIONS_KEPT = 24
_ALBUM = 3
_DISTINGUISHES = 4
"""Texts of at least this many characters can tell two plates apart."""


@dataclass(frozen=True, slots=True)
class TrackingRules:
    """How far a plate may move and how long it may be out of sight.

    Distances are in widths of the plate: ``reach`` for neighboring frames, ``reach_a_second`` on
    top for the time since the last observation, ``reach_same_text`` where the characters are the
    same. Texts that share less than ``other_below`` are two plates where both are ``believed``;
    after a leap in place or time, both being ``confident``, any difference makes two plates. A
    small stack that only one of them shows makes none (``domain.reading.reading``).
    """

    gone_after: timedelta = timedelta(seconds=1)
    reach: float = 0.8
    reach_a_second: float = 2.0
    reach_same_text: float = 5.0
    resize: float = 2.0
    other_below: float = 0.4
    believed: float = 0.6
    confident: float = 0.9
    leap_overlap: float = 0.3
    leap_time: timedelta = timedelta(seconds=0.25)
    same_inside: float = 0.6


@dataclass(slots=True, eq=False)
class Track:
    """One tracked plate: where it is, how it moves, what was seen of it.

    ``read_at`` and ``read_width`` are of the last observation with characters; others only say
    where the plate is.
    """

    number: int
    box: Box
    seen_at: datetime
    observations: list[PlateObservation] = field(default_factory=list)
    count: int = 0
    velocity: tuple[float, float] = (0.0, 0.0)
    vote: Vote | None = None
    read_at: datetime | None = None
    read_width: float = 0.0
    series: NumberedSeries = NO_SERIES

    @property
    def text(self) -> str:
        """Return the plate's text so far, folded; empty while nothing was read."""
        return folded(self.vote.text) if self.vote is not None else ""

    @property
    def characters(self) -> tuple[Character, ...]:
        """Return the characters of the text."""
        return self.vote.characters if self.vote is not None else ()

    @property
    def confidence(self) -> float:
        """Return the highest confidence of the observations that agree with the vote."""
        agreeing = self.vote.agreeing if self.vote is not None else ()
        return max((observation.confidence for observation in agreeing), default=0.0)

    def expected(self, at: datetime) -> Box:
        """Return where the plate should be at ``at`` if it moves on as before."""
        seconds = (at - self.seen_at).total_seconds()
        x, y = self.velocity[0] * seconds, self.velocity[1] * seconds
        return Box(self.box.left + x, self.box.top + y, self.box.right + x, self.box.bottom + y)

    def take(self, observation: PlateObservation) -> None:
        """Continue the track with an observation."""
        seconds = (observation.at - self.seen_at).total_seconds()
        if seconds > 0:
            before, now = _center(self.box), _center(observation.box)
            news = 1.0 if self.count < 2 else 0.5  # noqa: PLR2004 - the first step has no past
            self.velocity = (
                self.velocity[0] * (1 - news) + (now[0] - before[0]) / seconds * news,
                self.velocity[1] * (1 - news) + (now[1] - before[1]) / seconds * news,
            )
        self.box, self.seen_at = observation.box, observation.at
        self.count += 1
        if observation.characters:
            self.read_at, self.read_width = observation.at, observation.box.width
            self.remember([observation])

    def remember(self, observations: Sequence[PlateObservation]) -> None:
        """Keep the best of ``observations`` with those that are kept, and vote again."""
        best = sorted(
            [*self.observations, *observations],
            key=lambda observation: (-observation.weight, observation.frame),
        )
        self.observations = best[:_OBSERVATIONS_KEPT]
        self.vote = vote(self.observations, self.series)

    def album(self) -> tuple[PlateObservation, ...]:
        """Return the best observation of each text, best first: the pictures a read may show."""
        best: dict[str, PlateObservation] = {}
        for observation in self.observations:
            best.setdefault(folded(observation.text), observation)
        return tuple(best.values())[:_ALBUM]

    def picture(self) -> PlateObservation:
        """Return the observation of the album that comes nearest to the vote."""
        return min(
            self.album(), key=lambda observation: edits(folded(observation.text), self.text)
        )


@dataclass(frozen=True, slots=True)
class FrameTracks:
    """What one frame did: the tracks seen in it, in order, and the tracks that ended."""

    seen: tuple[Track, ...]
    ended: tuple[Track, ...]


class Tracker:
    """Assigns the observations of one camera to the plates that they continue."""

    def __init__(self, rules: TrackingRules, series: NumberedSeries = NO_SERIES) -> None:
        self._rules = rules
        self._series = series
        self._tracks: list[Track] = []
        self._next = 0

    @property
    def tracks(self) -> tuple[Track, ...]:
        """Return every track, also those out of sight for a moment."""
        return tuple(self._tracks)

    def follow(self, at: datetime, observations: Sequence[PlateObservation]) -> FrameTracks:
        """Process one frame's observations.

        Frames come in the order of their time; should the clock be set, older tracks end.
        """
        ended = tuple(t for t in self._tracks if abs(at - t.seen_at) > self._rules.gone_after)
        self._tracks = [track for track in self._tracks if track not in ended]
        single = _without_twins(observations, self._rules.same_inside)
        taken = self._assigned(at, single)
        seen = []
        for place, observation in enumerate(single):
            track = taken.get(place) or self._begun(observation)
            track.take(observation)
            seen.append(track)
        return FrameTracks(tuple(seen), ended)

    def end_all(self) -> FrameTracks:
        """End every track."""
        ended, self._tracks = tuple(self._tracks), []
        return FrameTracks((), ended)

    def drop(self, track: Track) -> None:
        """Stop a track that another one continues."""
        self._tracks.remove(track)

    def _assigned(
        self, at: datetime, observations: Sequence[PlateObservation]
    ) -> dict[int, Track]:
        """Return the track for each index of ``observations``, the best fits first."""
        fits = [
            (-fit, track.number, place, track)
            for track in self._tracks
            for place, observation in enumerate(observations)
            if (fit := _fit(track, at, observation, self._rules)) > 0
        ]
        taken: dict[int, Track] = {}
        used: set[int] = set()
        for _, number, place, track in sorted(fits, key=lambda fit: fit[:3]):
            if number not in used and place not in taken:
                taken[place] = track
                used.add(number)
        return taken

    def _begun(self, observation: PlateObservation) -> Track:
        track = Track(self._next, observation.box, observation.at, series=self._series)
        self._next += 1
        self._tracks.append(track)
        return track


def _fit(track: Track, at: datetime, observation: PlateObservation, rules: TrackingRules) -> float:
    """Return how well ``observation`` continues ``track``, 0 where it cannot be the same plate."""
    resized = observation.box.width / max(1.0, track.box.width)
    if not 1 / rules.resize <= resized <= rules.resize:
        return 0.0
    texts = compared(track.characters, observation.characters)
    alike = _alike(*texts)
    expected = track.expected(at)
    overlap = expected.overlap(observation.box)
    elapsed = abs(at - track.seen_at)
    leapt = overlap < rules.leap_overlap or elapsed > rules.leap_time
    comparable = min(map(len, texts)) >= _DISTINGUISHES
    if comparable and _are_two_plates(track, observation, alike, leapt=leapt, rules=rules):
        return 0.0
    reach = rules.reach + rules.reach_a_second * elapsed.total_seconds()
    if alike == 1.0:
        reach = max(reach, rules.reach_same_text)
    away = math.dist(_center(expected), _center(observation.box)) / max(1.0, observation.box.width)
    return 1.0 + overlap + alike - away / reach if away <= reach else 0.0


def _are_two_plates(
    track: Track, observation: PlateObservation, alike: float, *, leapt: bool, rules: TrackingRules
) -> bool:
    """Return whether the characters show that this is another plate, which must not be hidden."""
    confidence = min(track.confidence, observation.confidence)
    if leapt and alike < 1.0 and confidence >= rules.confident:
        return True
    return alike < rules.other_below and confidence >= rules.believed


def _alike(text: str, other: str) -> float:
    """Return the share of characters that two texts have in common, 0 where one is empty."""
    if not text or not other:
        return 0.0
    return 1.0 - edits(text, other) / max(len(text), len(other))


def _without_twins(
    observations: Sequence[PlateObservation], inside: float
) -> list[PlateObservation]:
    """Return ``observations`` without those inside a better observation of the same plate."""
    single: list[PlateObservation] = []
    for observation in sorted(
        observations, key=lambda x: (-x.confidence, -x.detected, x.box.left)
    ):
        if all(_shared(observation.box, other.box) < inside for other in single):
            single.append(observation)
    return single


def _shared(box: Box, other: Box) -> float:
    """Return how much of the smaller box is in the other, 0 to 1."""
    width = min(box.right, other.right) - max(box.left, other.left)
    height = min(box.bottom, other.bottom) - max(box.top, other.top)
    smaller = min(box.area, other.area)
    return max(0.0, width) * max(0.0, height) / smaller if smaller > 0 else 0.0


def _center(box: Box) -> tuple[float, float]:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2


@dataclass(frozen=True, slots=True)
class CadenceRules:
    """When to scan the whole frame and when to read again.

    A plate is settled once ``settled_frames`` frames agree with confidence (``confident``) and
    none that counts differs; one that ``hopeless_frames`` observations left in doubt is hopeless.
    ``grown`` is the factor of width from which a new observation shows more. Scanning a whole
    frame takes long enough: what was read less than ``whole_spares`` before waits for the next
    frame. Scanning finely takes four times as long. The design of a plate is looked at
    ``looks_at_once`` times, then each time it has grown by ``looks_again``, ``most_looks`` times
    at most.
    """

    whole_every: timedelta = timedelta(seconds=0.1)
    whole_every_following: timedelta = timedelta(seconds=0.18)
    whole_spares: timedelta = timedelta(seconds=0.1)
    finely_every: timedelta = timedelta(seconds=2)
    followed_for: timedelta = timedelta(seconds=0.3)
    settled_frames: int = 4
    confident: float = 0.9
    settled_read_every: timedelta = timedelta(seconds=0.5)
    hopeless_frames: int = 6
    hopeless_below: float = 0.5
    hopeless_read_every: timedelta = timedelta(seconds=0.25)
    grown: float = 1.05
    same_place: float = 0.5
    neighboring: timedelta = timedelta(seconds=0.25)
    looks_at_once: int = 3
    looks_again: float = 1.15
    most_looks: int = 8


def whole_is_due(
    at: datetime,
    scanned_at: datetime | None,
    rules: CadenceRules,
    *,
    following: bool,
    just_scanned: bool = False,
) -> bool:
    """Return whether to scan the whole frame; ``scanned_at`` is when that was done last.

    Plates that are followed go first: a computer that is slow scans no two whole frames in a row
    (``just_scanned``), or it would only ever find new ones.
    """
    if following and just_scanned and scanned_at is not None and at >= scanned_at:
        return False
    pause = rules.whole_every_following if following else rules.whole_every
    return scan_is_due(at, scanned_at, pause)


def scan_is_due(at: datetime, scanned_at: datetime | None, pause: timedelta) -> bool:
    """Return whether the last scan is as long ago; the clock may have been set back since."""
    return scanned_at is None or at < scanned_at or at - scanned_at >= pause


def may_stay_unread(
    track: Track, at: datetime, box: Box, rules: CadenceRules, *, whole: bool = False
) -> bool:
    """Return whether ``box`` shows this plate, and reading it again adds nothing.

    ``whole``: the whole frame was scanned.
    """
    read_at = track.read_at
    if read_at is None or not timedelta(0) <= at - track.seen_at <= rules.neighboring:
        return False
    if track.expected(at).overlap(box) < rules.same_place:
        return False
    if box.width >= rules.grown * track.read_width:
        return False
    return at - read_at < max(_pause(track, rules), rules.whole_spares if whole else timedelta(0))


def look_is_due(track: Track | None, box: Box, rules: CadenceRules) -> bool:
    """Return whether the design of a plate is worth a look in ``box``; None: a new plate.

    A few looks at once, and further ones as the plate grows.
    """
    widths = (
        [observation.box.width for observation in track.observations if observation.design]
        if track
        else []
    )
    if len(widths) < rules.looks_at_once:
        return True
    return len(widths) < rules.most_looks and box.width >= rules.looks_again * max(widths)


def _pause(track: Track, rules: CadenceRules) -> timedelta:
    vote = track.vote
    if vote is not None and not vote.disputed:
        confident = {
            observation.frame
            for observation in vote.agreeing
            if observation.confidence >= rules.confident
        }
        if len(confident) >= rules.settled_frames:
            return rules.settled_read_every
    if track.count >= rules.hopeless_frames and track.confidence < rules.hopeless_below:
        return rules.hopeless_read_every
    return timedelta(0)
