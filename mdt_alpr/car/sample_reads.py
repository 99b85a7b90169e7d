"""Reads and frames of the drawn drive, for pictures of the screen: nobody's plate."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mdt_alpr.adapters.drive.optics import HEIGHT, WIDTH
from mdt_alpr.adapters.drive.renderer import FRAMES_A_SECOND, DriveRenderer
from mdt_alpr.adapters.pictures import JpegPictures
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.reading import Box, Character, Read
from mdt_alpr.patrol.ports import Frame

_WANTED_WIDTH = 150


@dataclass(frozen=True, slots=True)
class Sighting:
    """A plate of the drive where it stands largest: the frame, the box, the read."""

    frame: Frame
    read: Read


def sightings(now: datetime) -> list[Sighting]:
    """Return one sighting a vehicle, in the order of the drive; the last was just now."""
    renderer, pictures = DriveRenderer(), JpegPictures()
    best: dict[str, tuple[float, int]] = {}
    for number in range(0, round(88 * FRAMES_A_SECOND), 5):
        for plate in renderer.plates(number):
            known = best.get(plate.vehicle.plate, (0.0, 0))
            if known[0] < plate.width < 2.2 * _WANTED_WIDTH:
                best[plate.vehicle.plate] = (plate.width, number)
    ordered = sorted(best.items(), key=lambda item: item[1][1])
    count = len(ordered)
    return [
        _sighting(renderer, pictures, text, number, now - timedelta(seconds=7 * (count - place)))
        for place, (text, (_, number)) in enumerate(ordered)
    ]


def _sighting(
    renderer: DriveRenderer, pictures: JpegPictures, text: str, number: int, at: datetime
) -> Sighting:
    plate = next(p for p in renderer.plates(number) if p.vehicle.plate == text)
    corners = plate.corners
    low, high = corners.min(axis=0), corners.max(axis=0)
    box = Box(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    frame = Frame(renderer.frame(number), at, number, WIDTH, HEIGHT, "Camera 1, front")
    known = plate.width > _WANTED_WIDTH
    read = Read(
        read_id=new_id(at, text.encode().ljust(10)),
        revision=0,
        camera=frame.camera,
        captured_at=at,
        characters=tuple(Character(c, 0.97 if c != "8" else 0.7) for c in text),
        state=plate.vehicle.state if known else "",
        state_confidence=0.97 if known else 0.0,
        box=box,
        frames=9,
        disputed=(),
        crop=pictures.crop(frame, box),
        context=pictures.context(frame, box),
        engine="own",
    )
    return Sighting(frame, read)
