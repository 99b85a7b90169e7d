"""Receivers of positions, one file each, chosen by the form of the setting ``position``.

A file offers a class ``Receiver`` with ``accepts(source)`` and ``Receiver(source, clock)``;
nothing else has to change for a further one.
"""

import sys
from typing import Any

from mdt_alpr.domain.errors import PositionLostError
from mdt_alpr.files.plugin_files import modules_in
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import Positions

DRAWN_DRIVE = "drive"
"""The setting that names the simulated receiver."""


def positions_for(source: str, clock: Clock) -> Positions | None:
    """Return the receiver for ``source``, not opened yet; None for "", a car without one.

    ``source``: ``serial:/dev/ttyUSB0``, ``COM4``, ``nmea://host:port``, ``gpsd://host:port``, or
    ``drive``, which is simulated.

    Raises:
        PositionLostError: no receiver accepts such a source.
    """
    if not source:
        return None
    for module in modules_in(sys.modules[__name__]):
        kind: Any = getattr(module, "Receiver", None)
        if kind is not None and kind.accepts(source):
            receiver: Positions = kind(source, clock)
            return receiver
    raise PositionLostError(
        "No GPS receiver accepts this position. Set it to serial:/dev/ttyUSB0, COM4, "
        "nmea://host:port or gpsd://host:port, or leave it empty."
    )
