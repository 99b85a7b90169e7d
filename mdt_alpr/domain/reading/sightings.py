"""One read per pass: a tracked plate gives one read, revised by a better observation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_alpr.domain.policy import SAME_PLATE_REARMS_AFTER
from mdt_alpr.domain.reading.read_rules import (
    Issue,
    IssuingRules,
    Rejected,
    RevisionRules,
    rejected_vote,
    should_complete,
    should_revise,
)
from mdt_alpr.domain.reading.reading import Box, is_one_number
from mdt_alpr.domain.reading.state_of_issuance import NO_SERIES, NumberedSeries
from mdt_alpr.domain.reading.tracking import FrameTracks, Track, Tracker, TrackingRules
from mdt_alpr.domain.reading.voting import PlateObservation

_TRACKING, _ISSUING, _REVISING = TrackingRules(), IssuingRules(), RevisionRules()


@dataclass(frozen=True, slots=True)
class PassRules:
    """Everything that decides between plates, passes and reads.

    ``rearms_after``: the same characters seen again before that time are the same pass, with or
    without a small stack beside them.
    """

    tracking: TrackingRules = _TRACKING
    issuing: IssuingRules = _ISSUING
    revising: RevisionRules = _REVISING
    rearms_after: timedelta = SAME_PLATE_REARMS_AFTER


MOVING_PICTURES = PassRules()
"""Rules for a camera that sees plates pass: frames have to agree."""

STILL_PICTURES = PassRules(
    tracking=TrackingRules(gone_after=timedelta(0)),
    issuing=IssuingRules(observations_needed=1, often_enough=1, least_confidence=0.5),
)
"""Rules for single pictures: one confident observation makes a read."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A read to make, or to revise where ``issue.revision`` is not 0."""

    pass_number: int
    issue: Issue
    frames: int


@dataclass(frozen=True, slots=True)
class VisiblePlate:
    """A plate that is in the picture now; no text and no pass while its vote is open."""

    box: Box
    text: str
    pass_number: int | None


@dataclass(frozen=True, slots=True)
class PassOutcome:
    """What one frame, or the end of the source, brought.

    ``rejected`` are candidates of this frame that are not reads so far; ``gone`` those that are no
    longer tracked and never became one, with the time when each was last seen.
    """

    visible: tuple[VisiblePlate, ...]
    issued: tuple[Issued, ...]
    rejected: tuple[Rejected, ...]
    gone: tuple[tuple[Rejected, datetime], ...] = ()


@dataclass(slots=True)
class _Pass:
    """A read that was issued, remembered until its plate re-arms."""

    number: int
    issue: Issue
    seen_at: datetime
    frames: int = 0
    track: Track | None = None


class SightingTracker:
    """Turns the observations of one camera into reads."""

    def __init__(self, rules: PassRules | None = None, series: NumberedSeries = NO_SERIES) -> None:
        self._rules = rules or MOVING_PICTURES
        self._tracker = Tracker(self._rules.tracking, series)
        self._passes: list[_Pass] = []
        self._next = 0

    def see(self, at: datetime, observations: Sequence[PlateObservation]) -> PassOutcome:
        """Process one frame's observations; frames come in the order of their time."""
        step = self._tracker.follow(at, observations)
        gone = self._gone(step)
        issued = self._ended(step)
        for track in step.seen:
            plate_pass = self._of(track)
            if plate_pass is not None:
                plate_pass.seen_at = at
            issued += self._judged(track, step.seen)
        self._passes = [
            pass_
            for pass_ in self._passes
            if pass_.track is not None or abs(at - pass_.seen_at) <= self._rules.rearms_after
        ]
        return PassOutcome(self._visible(step), tuple(issued), self._rejected(step.seen), gone)

    def finish(self) -> PassOutcome:
        """End every pass: the source has come to its end."""
        return PassOutcome((), tuple(self._ended(self._tracker.end_all())), ())

    def frames_needed(self) -> frozenset[int]:
        """Return the numbers of the frames whose pictures a read may still show."""
        return frozenset(x.frame for track in self._tracker.tracks for x in track.album())

    def followed(self) -> tuple[Track, ...]:
        """Return every plate that is tracked now."""
        return self._tracker.tracks

    def track_of(self, pass_number: int) -> Track | None:
        """Return the track of a pass while it lasts."""
        return next((pass_.track for pass_ in self._passes if pass_.number == pass_number), None)

    def live(self) -> frozenset[int]:
        """Return the passes whose plates are still tracked."""
        return frozenset(pass_.number for pass_ in self._passes if pass_.track is not None)

    def known(self) -> frozenset[int]:
        """Return the passes that are still remembered."""
        return frozenset(pass_.number for pass_ in self._passes)

    def _of(self, track: Track) -> _Pass | None:
        return next((pass_ for pass_ in self._passes if pass_.track is track), None)

    def _judged(self, track: Track, seen: Sequence[Track]) -> list[Issued]:
        """Return the read that a track gives now, new or revised, if any."""
        vote = track.vote
        if vote is None or rejected_vote(vote, self._rules.issuing) is not None:
            return []
        plate_pass = self._of(track) or self._resumed(track, seen)
        if plate_pass is None:
            first = Issue(vote, track.picture(), 0)
            plate_pass = _Pass(self._next, first, track.seen_at, 0, track)
            self._next += 1
            self._passes.append(plate_pass)
            return [self._issued(plate_pass, track, first)]
        if should_revise(plate_pass.issue, vote, track.picture(), self._rules.revising):
            later = Issue(vote, track.picture(), plate_pass.issue.revision + 1)
            return [self._issued(plate_pass, track, later)]
        return []

    def _resumed(self, track: Track, seen: Sequence[Track]) -> _Pass | None:
        """Return the pass that a plate continues after it was out of sight for a moment.

        If its plate is in this frame as well, this is another plate with the same characters.
        """
        for pass_ in reversed(self._passes):
            again = abs(track.seen_at - pass_.seen_at) <= self._rules.rearms_after
            if _shows(track, pass_) and again and pass_.track not in seen:
                if pass_.track is not None:
                    track.remember(pass_.track.observations)
                    self._tracker.drop(pass_.track)
                pass_.track, pass_.seen_at = track, track.seen_at
                return pass_
        return None

    def _issued(self, plate_pass: _Pass, track: Track, issue: Issue) -> Issued:
        plate_pass.issue = issue
        return Issued(plate_pass.number, issue, track.count)

    def _ended(self, step: FrameTracks) -> list[Issued]:
        """Return the last revisions of the passes whose plates are gone."""
        issued: list[Issued] = []
        for track in step.ended:
            plate_pass, vote = self._of(track), track.vote
            if plate_pass is None or vote is None:
                continue
            last = Issue(vote, track.picture(), plate_pass.issue.revision + 1)
            good = rejected_vote(vote, self._rules.issuing) is None
            if good and should_complete(
                plate_pass.issue, vote, last.picture, self._rules.revising
            ):
                issued.append(self._issued(plate_pass, track, last))
            plate_pass.track = None
        return issued

    def _gone(self, step: FrameTracks) -> tuple[tuple[Rejected, datetime], ...]:
        """Return the candidates that ended unread; call it before ``_ended`` drops the tracks.

        One with the text of a remembered read is that plate again, from farther away.
        """
        return tuple(
            (rejected, track.seen_at)
            for track in step.ended
            if not any(_shows(track, pass_) for pass_ in self._passes)
            for rejected in self._rejected([track])
        )

    def _rejected(self, tracks: Sequence[Track]) -> tuple[Rejected, ...]:
        """Return why tracks without a read have none so far."""
        return tuple(
            Rejected(
                track.box, track.vote.text if track.vote is not None else "", why, track.number
            )
            for track in tracks
            if self._of(track) is None
            and (why := rejected_vote(track.vote, self._rules.issuing)) is not None
        )

    def _visible(self, step: FrameTracks) -> tuple[VisiblePlate, ...]:
        visible = []
        for track in step.seen:
            plate_pass = self._of(track)
            if plate_pass is not None:
                visible.append(
                    VisiblePlate(track.box, plate_pass.issue.vote.text, plate_pass.number)
                )
            elif self._promises(track):
                visible.append(VisiblePlate(track.box, "", None))
        return tuple(visible)

    def _promises(self, track: Track) -> bool:
        """Return whether a plate whose vote is open is worth a box on the screen."""
        rules = self._rules.issuing
        enough = len(track.text) >= rules.usual_lengths[0]
        return enough and track.confidence >= rules.least_confidence


def _shows(track: Track, plate_pass: _Pass) -> bool:
    """Return whether a tracked plate has the number that a pass was read with."""
    return is_one_number(plate_pass.issue.vote.characters, track.characters)
