"""Examine a car while its program runs: by what its threads know, never in their way."""

from dataclasses import replace
from pathlib import Path

from mdt_alpr.car.doctor import Examination, sharpness_of
from mdt_alpr.car.runtime import Car
from mdt_alpr.car.settings import CarSettings, load_settings
from mdt_alpr.domain.equipment.doctor import DoctorLine
from mdt_alpr.domain.equipment.self_check import Measured
from mdt_alpr.ui.kit.scale import Panel


class RunningDoctor(Examination):
    """Examines a car on a thread of its own; cameras only while nobody is on watch.

    ``settings`` are those with which it started; ``panel`` is its screen, None without one.
    """

    def __init__(self, car: Car, settings: CarSettings, panel: Panel | None) -> None:
        super().__init__(settings.data, car.parts.clock)
        self._car, self._settings, self._panel = car, settings, panel

    def _settings_of(self, path: Path) -> CarSettings:
        """Check the file as it is now; what counts is what the car started with."""
        load_settings(path)
        return self._settings

    def _speed(self) -> DoctorLine:
        if self._car.is_on_watch:
            words = "Not measured while plates are read."
            return DoctorLine("processor", ok=True, words=words)
        return super()._speed()

    def _keyring(self) -> DoctorLine:
        parts = self._car.parts
        self._store, self._opens = parts.store, True
        self._list_fault = parts.store.lists.fault
        if parts.machine is not None:  # its certificate may have been renewed
            running = parts.machine.enrolled
            self._machine = replace(running, kept=parts.store.enrollment() or running.kept)
        return DoctorLine("keyring", ok=True, words="It opened the store.")

    def _measured(self) -> Measured:
        check, frames = self._car.shift_check, self._car.tried_frames()
        self._silent = check.silent
        known = check.measured()
        if self._off_s is not None:  # newer than what the last round found
            known = replace(known, clock_off_s=self._off_s)
        if frames is None:
            return known
        pictures = all(frame is not None for frame in frames)
        return replace(known, pictures=pictures, sharpness=sharpness_of(frames))
