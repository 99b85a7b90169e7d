"""What differs from car to car, as a frozen value from a TOML file and the command line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mdt_alpr.domain.car_settings import FULL_VOLUME, SETTINGS, HearingTest
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hit.alerting import WindowAlert
from mdt_alpr.domain.hit.trial import Mode
from mdt_alpr.domain.hotlist.hotlist import Priority
from mdt_alpr.domain.plate.plate import STATES_OFFERED_FIRST
from mdt_alpr.domain.reading.masks import Polygon, area, polygon_of
from mdt_alpr.domain.reading.paired import infrared_stream
from mdt_alpr.domain.safeguards import (
    BUILT_IN,
    SECOND_READER,
    CheckSettings,
    Weakened,
    deviations,
    weakened,
)
from mdt_alpr.domain.setting import faults
from mdt_alpr.files.paths import resource
from mdt_alpr.files.toml_file import toml_in


@dataclass(frozen=True, slots=True)
class CameraSetting:
    """One camera: its name on the screen, its source, and parts of its picture to leave out.

    ``mask``: polygons, their corners in shares of the picture from 0 to 1.
    """

    name: str
    source: str
    mask: tuple[Polygon, ...] = ()


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
    detector: str = BUILT_IN
    reader: str = BUILT_IN
    second_reader: str = SECOND_READER
    threads: int = 1
    area_states: tuple[str, ...] = STATES_OFFERED_FIRST
    training: bool = False
    """Marks everything TRAINING; needs a data folder and a headquarters of its own (TRN-04)."""
    mode: str = Mode.SERVICE
    """In trial everything is recorded as in service, and nothing alerts."""
    position: str = ""
    """The receiver: "serial:/dev/ttyUSB0", "COM4", "nmea://host:port", "gpsd://host:port"."""
    panel_diagonal: float = 0.0
    """Inches of the screen, for a panel that reports a wrong size; 0 accepts what it reports."""
    fullscreen: bool = True
    volume: int = FULL_VOLUME
    """Percent of tones and speech as a shift begins; never too low to be heard (CAR-04)."""
    attention: str = WindowAlert.FLASH
    """What the window does when a hit sounds while another program is in front."""
    attention_from: str = Priority.HIGH
    """The least priority for which it does."""
    hearing_test: bool = True
    """Whether an alert is played at the start of a shift, and whether it was heard is asked."""
    camera: tuple[CameraSetting, ...] = ()
    """The tables [[camera]] of the file; empty where ``source`` names the only one."""

    @property
    def cameras(self) -> tuple[CameraSetting, ...]:
        """Return every camera of the car, at least one."""
        return self.camera or (CameraSetting("front", self.source),)

    @property
    def hearing(self) -> HearingTest:
        """Return how loud a shift begins, and whether by a test sound."""
        tests = self.hearing_test and not self.training and not self.trial
        return HearingTest(self.volume, at_sign_in=tests)

    @property
    def trial(self) -> bool:
        """Tell whether this car is in trial mode."""
        return self.mode == Mode.TRIAL

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
                trial=self.trial,
            )
        )


def _share(camera: CameraSetting) -> float:
    """Return how much of a camera's picture is masked, from 0 to 1."""
    return min(1.0, sum(map(area, camera.mask)))


def cameras_of(sources: Sequence[str]) -> tuple[CameraSetting, ...]:
    """Return cameras for several sources of the command line."""
    return tuple(CameraSetting(f"camera {n}", source) for n, source in enumerate(sources, 1))


def load_settings(
    path: Path | None, group: Mapping[str, object] = MappingProxyType({}), **given: object
) -> CarSettings:
    """Return the settings of the file at ``path``, those of the group and of the command line.

    Each counts over those before it.

    Raises:
        OutsideError: the file cannot be read, or has a setting that is none; says each.
    """
    values = toml_in(path) if path is not None else {}
    if wrong := faults(values, SETTINGS):
        message = "\n".join(f"{path}: {fault}" for fault in wrong) + f"\n{_see_settings()}"
        raise OutsideError(message)
    wanted = {name: value for name, value in given.items() if value is not None}
    return replace(CarSettings(), **{**_values({**values, **group}), **wanted})  # type: ignore[arg-type]


def _values(entries: dict[str, Any]) -> dict[str, object]:
    """Return the values of a file that was checked, as the settings hold them."""
    values = {n: tuple(v) if isinstance(v, list) else v for n, v in entries.items()}
    if "source" in entries:
        values["source"] = str(entries["source"])
    if "camera" in entries:
        values["camera"] = tuple(chain.from_iterable(map(_streams, entries["camera"])))
    return values


def _streams(table: dict[str, Any]) -> Iterator[CameraSetting]:
    """Return a camera, and its infrared stream beside it where it has one."""
    hidden, name = tuple(map(polygon_of, table.get("mask", ()))), table["name"]
    yield CameraSetting(name, str(table["source"]), hidden)
    if "infrared" in table:
        yield CameraSetting(infrared_stream(name), str(table["infrared"]), hidden)


def is_new(settings: CarSettings) -> bool:
    """Tell whether nobody set this car up: a live one without a name, of no headquarters here."""
    is_named = settings.unit.strip() and settings.device.strip()
    return not (is_named or settings.hq_url or settings.training)


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
