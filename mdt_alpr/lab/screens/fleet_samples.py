"""Sample machines of the fleet."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.fleet import FleetMachine, FleetMessage

_SIGNED = "signed by release key 5d21c07a"


def sample_fleet(rows: int) -> FleetMessage:
    """Return two cars and a camera; none without rows."""
    ago = timedelta(minutes=7)
    machines = (
        FleetMachine("car-7", DeviceKind.CAR, "Unit 7", "0.10.0", _SIGNED, "own, own, ppocr",
                     "91c07ab35d21e004", 41, (), NOW - ago, "", NOW),
        FleetMachine("car-12", DeviceKind.CAR, "Unit 12", "0.9.2", _SIGNED, "own, own, ppocr",
                     "0a33be917f52c18d", 39, ("rear",), NOW - ago, "camera", NOW - ago),
        FleetMachine("us-29-north", DeviceKind.CAMERA, "US-29 north", "", "", "", "", None, (),
                     None, "", None),
    )  # fmt: skip
    return FleetMessage(machines if rows else (), 41)


ANSWERS: dict[type, Callable[[int], Any]] = {FleetMessage: sample_fleet}
