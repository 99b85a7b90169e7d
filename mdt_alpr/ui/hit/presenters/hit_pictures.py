"""The pictures of one pass that an officer can view, and for how long they were viewed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImageReader

from mdt_alpr.domain.policy import PICTURE_LEAST_WIDTH, PICTURE_VIEWED_FOR
from mdt_alpr.domain.reading.reading import CROP_MARGIN, Read

_ENDS = 0.06
"""Share of the plate's width at both ends without a character, where no more is known."""
_BAND = (0.14, 0.86)
"""From and to height of the plate between which its characters are."""
_UNDER = 0.80

Stretch = tuple[float, float]
Row = tuple[bool, ...]
"""A number as it is laid out on its plate: of each character whether it is a small stacked one."""


@dataclass(frozen=True, slots=True)
class PlatePlace:
    """A plate in its crop, 0 to 1 over the crop's width and height, and its characters.

    ``spans`` are from where to where each character of the serial goes; empty where no reader
    said so. Of a stack readers say only on which side it is.
    """

    across: Stretch
    down: Stretch
    spans: tuple[Stretch, ...] = ()

    @property
    def band(self) -> Stretch:
        """Return from and to which height the characters reach."""
        top, height = self.down[0], self.down[1] - self.down[0]
        return top + _BAND[0] * height, top + _BAND[1] * height

    @property
    def below(self) -> float:
        """Return the height of a bracket under the characters."""
        return self.down[0] + _UNDER * (self.down[1] - self.down[0])

    def column(self, position: int, row: Row) -> Stretch:
        """Return where a character of the serial is: as a reader said, or equal parts."""
        return self._serial(row)[row[:position].count(False)]

    def middles(self, row: Row) -> tuple[float, ...]:
        """Return the middle of each character; a stack's share the strip beside the serial."""
        columns, (left, right) = self._serial(row), self.across
        if not columns:
            return _parts(left, right, len(row))
        serial = [(from_ + to) / 2 for from_, to in columns]
        leads = row.index(False)
        trails = len(row) - len(serial) - leads
        return (
            *_parts(left, columns[0][0], leads),
            *serial,
            *_parts(columns[-1][1], right, trails),
        )

    def _serial(self, row: Row) -> tuple[Stretch, ...]:
        """Return where the serial's characters are; a stack takes the place of one of them."""
        serial = row.count(False)
        if len(self.spans) == serial:
            return self.spans
        left, width = self.across[0], self.across[1] - self.across[0]
        step = (1 - 2 * _ENDS) / (serial + row[0] + row[-1])
        firsts = [_ENDS + (row[0] + number) * step for number in range(serial)]
        return tuple((left + first * width, left + (first + step) * width) for first in firsts)


def row_of(read: Read) -> Row:
    """Return how the number of a read is laid out on its plate."""
    return tuple(character.stacked for character in read.characters)


def plate_place(read: Read) -> PlatePlace:
    """Return where the plate is in the read's crop.

    The crop has a margin on every side, less of it where the frame ends: on the left and above
    the box says, on the right the shape of the picture.
    """
    box, margin = read.box, CROP_MARGIN * read.box.width
    left, top = min(margin, max(0.0, box.left)), min(margin, max(0.0, box.top))
    width, height = left + box.width + margin, top + box.height + margin
    size = _size(read.crop)
    if size.isValid():
        width = max(left + box.width, min(width, height * size.width() / size.height()))
    known = [character.span for character in read.serial if character.span is not None]
    spans = tuple(
        ((left + s[0] * box.width) / width, (left + s[1] * box.width) / width)
        for s in (known if len(known) == len(read.serial) else ())
    )
    return PlatePlace(
        (left / width, (left + box.width) / width), (top / height, (top + box.height) / height),
        spans,
    )  # fmt: skip


def _size(jpeg: bytes) -> QSize:
    """Return the picture's size in pixels without decoding it; invalid where it is damaged."""
    data = QByteArray(jpeg)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(buffer).size()


def _parts(left: float, right: float, number: int) -> tuple[float, ...]:
    """Return the middles of so many equal parts of a strip."""
    return tuple(left + (right - left) * (part + 0.5) / number for part in range(number))


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


def picture_to_try(pictures: tuple[Picture, ...], shown: int) -> str:
    """Return what is left where the picture at ``shown`` does not do: another clear one, or F3."""
    others = (*pictures[:shown], *pictures[shown + 1 :])
    if any(picture.good_enough for picture in others):
        return "Pick another picture or F3."
    return "No other picture is large enough. F3."


OWN_SIGHT = Picture("Direct view", b"-", PICTURE_LEAST_WIDTH)
"""Stands for the vehicle itself: in a relayed hit the second of D7 runs from the moment at which
the officer says that he sees it, whatever picture another unit sent (VER-06)."""


def pictures_of(
    revisions: tuple[Read, ...], picture: Picture | None = None
) -> tuple[Picture, ...]:
    """Return the pictures of a pass: the closest plate, other views of it, the vehicle.

    ``kept`` is the picture before the officer: it stays among them (U18).
    """
    crops = {read.crop: read for read in revisions if read.crop}
    nearest_first = sorted(crops.values(), key=lambda read: -read.plate_width)[:PLATES_AT_MOST]
    if not nearest_first:
        return ()
    closest = nearest_first[0]
    shown = crops.get(picture.jpeg) if picture is not None else None
    if shown is not None and shown not in nearest_first:
        nearest_first[-1] = shown
    plates = [_plate(closest, "Closest")]
    plates += [
        _plate(read, _apart(read.captured_at - closest.captured_at)) for read in nearest_first[1:]
    ]
    seen = Picture("Vehicle", closest.context, 0, shows_roof=closest.shows_roof)
    vehicle = [seen] if closest.context else []
    if picture is not None and picture.shows_vehicle:
        vehicle = [picture]
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
