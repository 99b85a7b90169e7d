"""How closely a frame is looked at: as a whole now and then, in between where plates are followed.

Reading the same plate the same way again brings nothing, so one that is settled is read seldom;
whatever moved, grew or stands elsewhere than expected is read at once, so that another plate in
its place is not taken for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.domain.reading.tracking import Track


@dataclass(frozen=True, slots=True)
class CadenceRules:
    """When to look at the whole frame and when to read again.

    A plate is settled once ``settled_frames`` frames agree confidently (``confident``) and none
    that counts differs; something of which ``hopeless_frames`` looks made nothing sure is
    hopeless. ``grown`` is the factor of width from which a look shows more. A frame that is looked
    at as a whole takes long enough: what was read less than ``whole_spares`` before waits for the
    next.
    """

    whole_every: timedelta = timedelta(seconds=0.1)
    whole_every_following: timedelta = timedelta(seconds=0.18)
    whole_spares: timedelta = timedelta(seconds=0.1)
    followed_for: timedelta = timedelta(seconds=0.3)
    settled_frames: int = 4
    confident: float = 0.9
    settled_read_every: timedelta = timedelta(seconds=0.5)
    hopeless_frames: int = 6
    hopeless_below: float = 0.5
    hopeless_read_every: timedelta = timedelta(seconds=0.25)
    grown: float = 1.05
    same_place: float = 0.5
    neighbouring: timedelta = timedelta(seconds=0.25)


def whole_is_due(
    at: datetime, looked_at: datetime | None, rules: CadenceRules, *, following: bool
) -> bool:
    """Tell whether the whole frame is to be looked at, ``looked_at`` when that was done last."""
    if looked_at is None or at < looked_at:
        return True
    pause = rules.whole_every_following if following else rules.whole_every
    return at - looked_at >= pause


def may_stay_unread(
    track: Track, at: datetime, box: Box, rules: CadenceRules, *, whole: bool = False
) -> bool:
    """Tell whether what stands in ``box`` is this plate, and reading it again brings nothing.

    ``whole``: the frame was looked at as a whole.
    """
    read_at = track.read_at
    if read_at is None or not timedelta(0) <= at - track.seen_at <= rules.neighbouring:
        return False
    if track.expected(at).overlap(box) < rules.same_place:
        return False
    if box.width >= rules.grown * track.read_width:
        return False
    return at - read_at < max(_pause(track, rules), rules.whole_spares if whole else timedelta(0))


def _pause(track: Track, rules: CadenceRules) -> timedelta:
    vote = track.vote
    if vote is not None and not vote.disputed:
        confident = {one.frame for one in vote.agreeing if one.confidence >= rules.confident}
        if len(confident) >= rules.settled_frames:
            return rules.settled_read_every
    if track.count >= rules.hopeless_frames and track.confidence < rules.hopeless_below:
        return rules.hopeless_read_every
    return timedelta(0)
