"""Fixed cameras: machines on which nobody signs in (09.21.1; MNT-01, HOT-13).

The administrator says at headquarters where a camera is and which way it looks. It reads
nothing before that, and each of its reads says so.
"""

from dataclasses import dataclass
from typing import Annotated

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.kinds import Label, Reference
from mdt_alpr.domain.printable import LONGEST_ID, is_printable
from mdt_alpr.domain.reading.position import is_on_earth


class PlaceRefusedError(DomainError):
    """A camera's place is none; the sentence says why."""


@dataclass(frozen=True, slots=True)
class CameraPlace:
    """Where a fixed camera is: name, degrees of WGS 84, and which way it looks, in words."""

    name: Annotated[Reference, Label("What people call the place: officers hear it")]
    lat: Annotated[float, Label("Latitude in degrees")]
    lon: Annotated[float, Label("Longitude in degrees, west negative")]
    direction: Annotated[Reference, Label("Which way it looks, in words", "northbound lanes")]


def checked_place(place: CameraPlace) -> CameraPlace:
    """Return a place as it is kept.

    Raises:
        PlaceRefusedError: a word is missing or too long, or there is no such place on earth.
    """
    name, direction = place.name.strip(), place.direction.strip()
    for text in (name, direction):
        if not 0 < len(text) <= LONGEST_ID or not is_printable(text):
            message = f"Give name and direction, 1 to {LONGEST_ID} printable characters each."
            raise PlaceRefusedError(message)
    if not is_on_earth(place.lat, place.lon):
        raise PlaceRefusedError("Give latitude and longitude in degrees, west and south negative.")
    return CameraPlace(name, place.lat, place.lon, direction)
