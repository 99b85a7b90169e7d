"""Candidates that became no read, reported when they end or stay unread for long.

Tracked candidates are known by their track, those not worth reading by their place.
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
"""A candidate that is unread for so long is reported before it is over."""
REPORTED_AGAIN_AFTER = timedelta(minutes=1)
_WIDER = 1.5
"""A picture that is wider by this factor replaces the first one."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate without a read, when it was last seen, and its best picture as JPEG.

    ``over``: it is out of sight. Until then its text is left out: it may become the read of a
    wanted plate, which nobody may see before the entry (D1).
    """

    rejected: Rejected
    at: datetime
    over: bool
    picture: bytes


@dataclass(slots=True)
class _Seen:
    """A candidate while it is in the picture."""

    rejected: Rejected
    since: datetime
    at: datetime
    width: float
    picture: bytes
    reported_at: datetime | None = None

    @property
    def box(self) -> Box:
        """Return where it is."""
        return self.rejected.box

    def is_due(self, now: datetime) -> bool:
        """Return whether it has been there so long that it is reported, or reported again."""
        if self.reported_at is not None:
            return now - self.reported_at >= REPORTED_AGAIN_AFTER
        return now - self.since >= REPORTED_AFTER

    def candidate(self, *, over: bool) -> Candidate:
        """Return what is reported."""
        shown = self.rejected if over else replace(self.rejected, text="")
        return Candidate(shown, self.at, over, self.picture)


class Candidates:
    """Tracks the candidates of one camera."""

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
        """Return the candidates to report after a frame.

        ``unread`` was found in it and not worth reading; ``outcome`` is of the others;
        ``followed`` are all live tracks.
        """
        gone = self._over(outcome)
        for rejected in outcome.rejected:
            self._see_track(frame, rejected)
        alive = {track.number for track in followed}
        self._tracks = {number: seen for number, seen in self._tracks.items() if number in alive}
        occupied = [plate.box for plate in outcome.visible]
        occupied += [rejected.box for rejected in outcome.rejected]
        self._places = [place for place in self._places if not _is_at(place.box, occupied)]
        for rejected in unread:
            self._see_place(frame, rejected)
        return (*gone, *self._empty(frame.captured_at), *self._due(frame.captured_at))

    def _over(self, outcome: PassOutcome) -> tuple[Candidate, ...]:
        """Return the tracked candidates that are over."""
        gone = []
        for rejected, at in outcome.gone:
            seen = self._tracks.pop(rejected.track, None)
            picture = seen.picture if seen is not None else b""
            gone.append(Candidate(rejected, at, over=True, picture=picture))
        return tuple(gone)

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
        """Return the places that are empty now, unless reported before."""
        over = [place for place in self._places if abs(now - place.at) > GONE_AFTER]
        self._places = [place for place in self._places if place not in over]
        return [place.candidate(over=True) for place in over if place.reported_at is None]

    def _due(self, now: datetime) -> list[Candidate]:
        ready = [
            seen
            for seen in (*self._tracks.values(), *self._places)
            if seen.at == now and seen.is_due(now)
        ]
        for seen in ready:
            seen.reported_at = now
        return [seen.candidate(over=False) for seen in ready]


def _is_at(box: Box, others: Sequence[Box]) -> bool:
    """Return whether one of the others is there, or half a width away: it may move."""
    reach = box.width / 2
    near = Box(box.left - reach, box.top - reach, box.right + reach, box.bottom + reach)
    return any(near.overlap(other) > 0 for other in others)
