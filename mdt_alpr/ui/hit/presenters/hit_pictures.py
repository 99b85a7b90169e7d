"""The pictures of one pass that an officer can view, and for how long they were viewed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_alpr.domain.policy import PICTURE_LEAST_WIDTH, PICTURE_VIEWED_FOR
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.ui.hit.presenters.hit_columns import PlatePlace, plate_place

PLATES_AT_MOST = 3
"""Plate pictures beside the one of the whole vehicle: four thumbnails fit."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture; ``plate_width`` in pixels of the frame, 0 for the whole vehicle.

    ``place`` is where the plate is in it, None for the whole vehicle, of which ``shows_roof``
    says whether the frame reached so far.
    """

    label: str
    jpeg: bytes
    plate_width: int
    place: PlatePlace | None = None
    shows_roof: bool = True

    @property
    def good_enough(self) -> bool:
        """Tell whether it can carry a visual check (D7)."""
        return bool(self.jpeg) and self.plate_width >= PICTURE_LEAST_WIDTH

    @property
    def shows_vehicle(self) -> bool:
        """Tell whether it shows the whole vehicle."""
        return self.plate_width == 0


OWN_SIGHT = Picture("Direct view", b"-", PICTURE_LEAST_WIDTH)
"""Stands for the vehicle itself: in a relayed hit the second of D7 runs from the moment at which
the officer says that he sees it, whatever picture another unit sent (VER-06)."""


def pictures_of(revisions: tuple[Read, ...], kept: Picture | None = None) -> tuple[Picture, ...]:
    """Return the pictures of a pass: the closest plate, other views of it, the vehicle.

    ``kept`` is the picture before the officer: it stays among them (U18).
    """
    crops = {read.crop: read for read in revisions if read.crop}
    nearest_first = sorted(crops.values(), key=lambda read: -read.plate_width)[:PLATES_AT_MOST]
    if not nearest_first:
        return ()
    closest = nearest_first[0]
    shown = crops.get(kept.jpeg) if kept is not None else None
    if shown is not None and shown not in nearest_first:
        nearest_first[-1] = shown
    plates = [_plate(closest, "Closest")]
    plates += [
        _plate(read, _apart(read.captured_at - closest.captured_at)) for read in nearest_first[1:]
    ]
    seen = Picture("Vehicle", closest.context, 0, shows_roof=closest.shows_roof)
    vehicle = [seen] if closest.context else []
    if kept is not None and kept.shows_vehicle:
        vehicle = [kept]
    return (*plates, *vehicle)


def _plate(read: Read, label: str) -> Picture:
    return Picture(label, read.crop, read.plate_width, plate_place(read))


def _apart(time: timedelta) -> str:
    seconds = abs(time.total_seconds())
    return f"{seconds:.1f} s {'before' if time < timedelta(0) else 'after'}"


class PictureTimes:
    """How long good pictures were before the officer, for one entry."""

    def __init__(self) -> None:
        self._picture: Picture | None = None
        self._since: datetime | None = None
        self._seen = timedelta(0)
        self._long_enough = False

    def see(self, picture: Picture | None, now: datetime) -> None:
        """Note that ``picture`` is shown now, or none; the same one goes on."""
        if self._since is not None and now - self._since >= PICTURE_VIEWED_FOR:
            self._long_enough = True
        if self._same(picture):
            return
        if self._since is not None:
            self._seen += now - self._since
        self._picture = picture
        self._since = now if picture is not None and picture.good_enough else None

    @property
    def long_enough(self) -> bool:
        """Tell whether one good picture was shown for a second at a stretch (D7)."""
        return self._long_enough

    def seconds(self, now: datetime) -> float:
        """Return for how long good pictures were shown, in seconds."""
        running = now - self._since if self._since else timedelta(0)
        return (self._seen + running).total_seconds()

    def _same(self, picture: Picture | None) -> bool:
        if picture is None or self._picture is None:
            return picture is self._picture
        return picture.jpeg == self._picture.jpeg
