"""What differs from car to car, as a frozen value from a TOML file and the command line."""

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError

AREA_STATES = ("GA", "NC", "SC", "TN", "VA", "WV")
"""States offered first, in alphabetical order so that none is suggested (D3)."""


@dataclass(frozen=True, slots=True)
class CarSettings:
    """One car's settings; a value is never looser than ``domain.policy``."""

    unit: str = "Unit 1"
    device: str = "car-1"
    source: str = "0"
    hq_url: str = ""
    data: Path = Path()
    detector: str = "own"
    reader: str = "own"
    second_reader: str = "ppocr"
    threads: int = 1
    area_states: tuple[str, ...] = AREA_STATES
    training: bool = False
    """Marks everything TRAINING; on for the demo only (TRN-04)."""
    headless: bool = False
    position: str = ""
    """The receiver: "serial:/dev/ttyUSB0", "COM4", "nmea://host:port", "gpsd://host:port"."""
    panel_diagonal: float = 0.0
    """Inches of the screen, for a panel that tells a wrong size; 0 takes its word."""
    fullscreen: bool = True


def load_settings(path: Path | None, **given: object) -> CarSettings:
    """Return the settings of the file at ``path`` with what the command line gave on top.

    Raises:
        OutsideError: the file cannot be read, or names a setting that does not exist.
    """
    found: dict[str, object] = {}
    if path is not None and path.exists():
        try:
            found = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            message = f"{path} cannot be read: {error}. Mend the file or move it away."
            raise OutsideError(message) from error
    known = {f.name: f for f in fields(CarSettings)}
    for name, value in found.items():
        if name not in known or not _fits(value, getattr(CarSettings(), name)):
            message = (
                f"{path}: {name} = {value!r} is not a setting of the car. See README, Settings."
            )
            raise OutsideError(message)
    found = {n: tuple(v) if isinstance(v, list) else v for n, v in found.items()}
    wanted = {n: v for n, v in given.items() if v is not None}
    return replace(CarSettings(), **{**found, **wanted})  # type: ignore[arg-type]


def _fits(value: object, default: object) -> bool:
    """Tell whether a value of the file is of its setting's kind; a whole number is a measure."""
    if isinstance(value, bool) or isinstance(default, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, float):
        return isinstance(value, int | float) and value >= 0
    return isinstance(value, list if isinstance(default, tuple) else type(default))
