"""What is true of the drive, for checking what the program makes of it."""

from typing import Any

from mdt_alpr.adapters.drive.renderer import FRAMES_A_SECOND
from mdt_alpr.adapters.drive.sight import plates_in_sight
from mdt_alpr.adapters.drive.story import SECONDS, VEHICLES, StoryVehicle
from mdt_alpr.adapters.drive.traffic import Traffic

LEAST_WIDTH = 50
"""Pixels from which a plate counts as appeared."""

LEGIBLE_WIDTH = 90
"""Pixels from which every plate of the drive is meant to be read without doubt."""


def truth() -> dict[str, Any]:
    """Return every vehicle of the story, when its plate is in sight, and what should come of it.

    A plate is in sight while it lies wholly within the frame, nothing hides it, and it is
    at least ``LEAST_WIDTH`` pixels wide. Times are seconds of the round; where the plate is
    in sight across the end of a round, ``appears_s`` is greater than ``leaves_s``.
    """
    seen = _seen()
    return {
        "seconds": SECONDS,
        "frames_a_second": FRAMES_A_SECOND,
        "vehicles": [_told(vehicle, seen[vehicle.plate]) for vehicle in VEHICLES],
    }


def _seen() -> dict[str, list[tuple[int, float]]]:
    """Return, by plate, the frames in which it is in sight and its widths there."""
    traffic = Traffic()
    found: dict[str, list[tuple[int, float]]] = {vehicle.plate: [] for vehicle in VEHICLES}
    for number in range(round(SECONDS * FRAMES_A_SECOND)):
        time = number / FRAMES_A_SECOND
        for plate in plates_in_sight(traffic.view(time), traffic.around(time)):
            if plate.width >= LEAST_WIDTH:
                found[plate.vehicle.plate].append((number, plate.width))
    return found


def _told(vehicle: StoryVehicle, seen: list[tuple[int, float]]) -> dict[str, Any]:
    first, last = _ends([number for number, _ in seen])
    told: dict[str, Any] = {
        "plate": vehicle.plate,
        "state": vehicle.state,
        "body": vehicle.body.value,
        "colour": vehicle.colour.value,
        "make": vehicle.make,
        "appears_s": round(first / FRAMES_A_SECOND, 1),
        "leaves_s": round(last / FRAMES_A_SECOND, 1),
        "widest_px": round(max(width for _, width in seen)),
        "legible_frames": sum(width >= LEGIBLE_WIDTH for _, width in seen),
        "expected": vehicle.expected.value,
    }
    if vehicle.record is not None:
        told |= {
            "nic": vehicle.record.nic,
            "listed_plate": vehicle.record.plate,
            "listed_state": vehicle.record.state,
            "reply": vehicle.reply.value,
        }
    return told


def _ends(numbers: list[int]) -> tuple[int, int]:
    """Return first and last frame; of one that runs on into the next round, across its end."""
    frames = round(SECONDS * FRAMES_A_SECOND)
    if numbers[0] > 0 or numbers[-1] < frames - 1:
        return numbers[0], numbers[-1]
    present = set(numbers)
    first = next(n for n in range(frames - 1, -1, -1) if n - 1 not in present)
    last = next(n for n in range(frames) if n + 1 not in present)
    return first, last
