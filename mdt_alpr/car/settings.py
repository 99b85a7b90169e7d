"""What differs from car to car, as a frozen value from a TOML file and the command line."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.domain.plate.plate import STATES_OFFERED_FIRST
from mdt_alpr.domain.safeguards import CheckSettings, Weakened, deviations, weakened
from mdt_alpr.paths import resource


@dataclass(frozen=True, slots=True)
class CameraSetting:
    """One camera: its name on the screen, its source, and parts of its picture to leave out.

    ``mask``: rectangles as (left, top, right, bottom), shares of the picture from 0 to 1.
    """

    name: str
    source: str
    mask: tuple[tuple[float, float, float, float], ...] = ()


EVERY_CARS_OWN = ("unit", "device", "hq_url")
"""Settings that no car leaves as delivered."""


@dataclass(frozen=True, slots=True)
class CarSettings:
    """One car's settings; a value is never looser than ``domain.policy``."""

    unit: str = ""
    device: str = ""
    """A real car has its own names for both, or does not start: see ``demand_names``."""
    source: str = "0"
    hq_url: str = ""
    data: Path = Path()
    detector: str = "own"
    reader: str = "own"
    second_reader: str = "ppocr"
    threads: int = 1
    area_states: tuple[str, ...] = STATES_OFFERED_FIRST
    training: bool = False
    """Marks everything TRAINING; needs a data folder and a headquarters of its own (TRN-04)."""
    position: str = ""
    """The receiver: "serial:/dev/ttyUSB0", "COM4", "nmea://host:port", "gpsd://host:port"."""
    panel_diagonal: float = 0.0
    """Inches of the screen, for a panel that reports a wrong size; 0 accepts what it reports."""
    fullscreen: bool = True
    camera: tuple[CameraSetting, ...] = ()
    """The tables [[camera]] of the file; empty where ``source`` names the only one."""

    @property
    def cameras(self) -> tuple[CameraSetting, ...]:
        """Return every camera of the car, at least one."""
        return self.camera or (CameraSetting("front", self.source),)

    @property
    def deviations(self) -> tuple[tuple[str, str], ...]:
        """Return each setting that is not as delivered, for the audit; no camera's address."""
        given, usual = (
            {field.name: getattr(of, field.name) for field in fields(of) if field.name != "data"}
            for of in (self, CarSettings())
        )
        return deviations(given, usual, ("source", "camera"))

    @property
    def weakened(self) -> tuple[Weakened, ...]:
        """Return the safety checks that these settings take away or change."""
        return weakened(
            CheckSettings(
                detector=self.detector,
                reader=self.reader,
                second_reader=self.second_reader,
                position=self.position,
                masked={camera.name: _share(camera) for camera in self.cameras},
                states_are_usual=set(self.area_states) == set(STATES_OFFERED_FIRST),
                fullscreen=self.fullscreen,
            )
        )


def _share(camera: CameraSetting) -> float:
    """Return how much of a camera's picture is masked, from 0 to 1."""
    parts = ((right - left) * (bottom - top) for left, top, right, bottom in camera.mask)
    return min(1.0, sum(parts))


def cameras_of(sources: Sequence[str]) -> tuple[CameraSetting, ...]:
    """Return cameras for several sources of the command line."""
    return tuple(CameraSetting(f"camera {n}", source) for n, source in enumerate(sources, 1))


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
            message = f"{path} cannot be read: {in_words(error)}. Mend the file or move it away."
            raise OutsideError(message) from error
    if "source" in found:
        found["source"] = _source(found["source"])
    known = {f.name: f for f in fields(CarSettings)}
    for name, value in found.items():
        if name not in known or not _fits(value, getattr(CarSettings(), name)):
            message = f"{path}: {name} = {value!r} is not a setting of the car. {_see_settings()}"
            raise OutsideError(message)
    if "camera" in found:
        found["camera"] = [_camera(path, table) for table in _tables(path, found["camera"])]
    found = {n: tuple(v) if isinstance(v, list) else v for n, v in found.items()}
    wanted = {n: v for n, v in given.items() if v is not None}
    return replace(CarSettings(), **{**found, **wanted})  # type: ignore[arg-type]


def demand_names(settings: CarSettings) -> None:
    """Refuse to start a car that does not say which one it is: two of one name are one to all.

    Raises:
        OutsideError: unit or device is missing; says how to give them.
    """
    lacking = [name for name in ("unit", "device") if not getattr(settings, name).strip()]
    if lacking:
        message = (
            f'This car has no {" and no ".join(lacking)} yet. Give --unit "Unit 12" (as '
            "headquarters knows the unit) and --device car-12 (this computer, its own name in the "
            f"agency), or write them into {settings.data / 'car.toml'}. {_see_settings()}"
        )
        raise OutsideError(message)


def _see_settings() -> str:
    """Return where every setting is explained, as it lies on this computer."""
    return f"See Settings in {resource('docs/technician.md')}."


def _tables(path: Path | None, value: object) -> list[dict[str, object]]:
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        message = f"{path}: camera is not a list of tables [[camera]]. {_see_settings()}"
        raise OutsideError(message)
    names = [table.get("name") for table in value]
    if len(set(map(str, names))) < len(names):
        message = f"{path}: two cameras have the same name. Give each its own."
        raise OutsideError(message)
    return value


def _camera(path: Path | None, table: dict[str, object]) -> CameraSetting:
    name, source, mask = table.get("name"), _source(table.get("source")), table.get("mask", [])
    known = set(table) <= {"name", "source", "mask"}
    if known and isinstance(name, str) and isinstance(source, str) and isinstance(mask, list):
        parts = [_part(part) for part in mask]
        if name and None not in parts:
            return CameraSetting(name, source, tuple(part for part in parts if part))
    message = (
        f"{path}: {table!r} is no camera. It needs name and source, and may have mask, a list "
        f"of [left, top, right, bottom] in shares of the picture. {_see_settings()}"
    )
    raise OutsideError(message)


def _source(value: object) -> object:
    """Return a source as text: a camera's number needs no quotation marks."""
    return str(value) if type(value) is int and value >= 0 else value


def _part(value: object) -> tuple[float, float, float, float] | None:
    """Return a rectangle of a mask, None where it is none."""
    if not isinstance(value, list) or not all(type(side) in (int, float) for side in value):
        return None
    if len(value) != 4:  # noqa: PLR2004 - the sides of a rectangle
        return None
    left, top, right, bottom = map(float, value)
    is_one = 0 <= left < right <= 1 and 0 <= top < bottom <= 1
    return (left, top, right, bottom) if is_one else None


def _fits(value: object, default: object) -> bool:
    """Tell whether a value of the file is of its setting's kind; a whole number is a measure."""
    if isinstance(value, bool) or isinstance(default, bool):
        return isinstance(value, bool) and isinstance(default, bool)
    if isinstance(default, float):
        return isinstance(value, int | float) and value >= 0
    return isinstance(value, list if isinstance(default, tuple) else type(default))
