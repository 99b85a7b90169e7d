"""Candidates that became no read, each told once it is over, or once it stands unread.

What is followed is told by its track. What was not worth reading is followed by its place here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mdt_alpr.domain.reading.read_rules import Rejected
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.domain.reading.sightings import PassOutcome
from mdt_alpr.domain.reading.tracking import Track
from mdt_alpr.patrol.ports import Frame, Pictures

GONE_AFTER = timedelta(seconds=1)
"""A place at which nothing was seen for so long is empty."""
REPORTED_AFTER = timedelta(seconds=5)
"""What is seen unread for so long is told although it is not over."""
REPORTED_AGAIN_AFTER = timedelta(minutes=1)
_WIDER = 1.5
"""A picture that is wider by this factor takes the place of the first one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What became no read, when it was seen last, and its best picture as JPEG.

    ``over`` tells that it is out of sight. Until then its text is left out: it may become the
    read of a wanted plate, which nobody may see before the entry (D1).
    """

    rejected: Rejected
    at: datetime
    over: bool
    picture: bytes


@dataclass(slots=True)
class _Seen:
    """What is kept of a candidate while it is in the picture."""

    rejected: Rejected
    since: datetime
    at: datetime
    width: float
    picture: bytes
    told_at: datetime | None = None

    @property
    def box(self) -> Box:
        """Return where it is."""
        return self.rejected.box

    def is_due(self, now: datetime) -> bool:
        """Return whether it stands so long that it is told, for the first time or again."""
        if self.told_at is not None:
            return now - self.told_at >= REPORTED_AGAIN_AFTER
        return now - self.since >= REPORTED_AFTER

    def told(self, *, over: bool) -> Candidate:
        """Return what is said of it."""
        said = self.rejected if over else replace(self.rejected, text="")
        return Candidate(said, self.at, over, self.picture)


class Candidates:
    """Follows the candidates of one camera."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._tracks: dict[int | None, _Seen] = {}
        self._places: list[_Seen] = []

    def see(
        self,
        frame: Frame,
        unread: Sequence[Rejected],
        outcome: PassOutcome,
        followed: Sequence[Track],
    ) -> tuple[Candidate, ...]:
        """Return what is to be told after a frame.

        ``unread`` was found in it and not worth reading; ``outcome`` is what the others brought;
        ``followed`` are all tracks that live on.
        """
        gone = self._over(outcome)
        for rejected in outcome.rejected:
            self._see_track(frame, rejected)
        alive = {track.number for track in followed}
        self._tracks = {number: seen for number, seen in self._tracks.items() if number in alive}
        taken = [plate.box for plate in outcome.visible]
        taken += [rejected.box for rejected in outcome.rejected]
        self._places = [place for place in self._places if not _is_at(place.box, taken)]
        for rejected in unread:
            self._see_place(frame, rejected)
        return (*gone, *self._empty(frame.captured_at), *self._standing(frame.captured_at))

    def _over(self, outcome: PassOutcome) -> tuple[Candidate, ...]:
        """Return the followed candidates that are over."""
        told = []
        for rejected, at in outcome.gone:
            seen = self._tracks.pop(rejected.track, None)
            picture = seen.picture if seen is not None else b""
            told.append(Candidate(rejected, at, over=True, picture=picture))
        return tuple(told)

    def _see_track(self, frame: Frame, rejected: Rejected) -> None:
        seen = self._tracks.get(rejected.track)
        if seen is None:
            self._tracks[rejected.track] = self._begun(frame, rejected)
        else:
            self._go_on(seen, frame, rejected)

    def _see_place(self, frame: Frame, rejected: Rejected) -> None:
        place = next((p for p in self._places if _is_at(p.box, [rejected.box])), None)
        if place is None:
            self._places.append(self._begun(frame, rejected))
        else:
            self._go_on(place, frame, rejected)

    def _begun(self, frame: Frame, rejected: Rejected) -> _Seen:
        at, box = frame.captured_at, rejected.box
        return _Seen(rejected, at, at, box.width, self._pictures.crop(frame, box))

    def _go_on(self, seen: _Seen, frame: Frame, rejected: Rejected) -> None:
        seen.rejected, seen.at = rejected, frame.captured_at
        if rejected.box.width >= _WIDER * seen.width:
            seen.width = rejected.box.width
            seen.picture = self._pictures.crop(frame, rejected.box)

    def _empty(self, now: datetime) -> list[Candidate]:
        """Return the places that are empty now; one that was told is not told again."""
        over = [place for place in self._places if abs(now - place.at) > GONE_AFTER]
        self._places = [place for place in self._places if place not in over]
        return [place.told(over=True) for place in over if place.told_at is None]

    def _standing(self, now: datetime) -> list[Candidate]:
        due = [
            seen
            for seen in (*self._tracks.values(), *self._places)
            if seen.at == now and seen.is_due(now)
        ]
        for seen in due:
            seen.told_at = now
        return [seen.told(over=False) for seen in due]


def _is_at(box: Box, others: Sequence[Box]) -> bool:
    """Return whether one of the others stands there, or half a width beside: it may move."""
    reach = box.width / 2
    near = Box(box.left - reach, box.top - reach, box.right + reach, box.bottom + reach)
    return any(near.overlap(other) > 0 for other in others)
