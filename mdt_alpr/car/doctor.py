"""Examine a car, a line a part; none hinders another.

The parts of the check of a shift are judged by its own rule (``domain.equipment.self_check``).
A car whose program runs is examined by ``running_doctor``, a desk by ``doctor_lines``.
"""

import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from mdt_alpr.adapters.cameras import camera_for
from mdt_alpr.adapters.cameras.drive_camera import DriveCamera, Playback
from mdt_alpr.adapters.hq_link.enrolled import Enrolled, enrolled
from mdt_alpr.adapters.pictures import focus_of
from mdt_alpr.adapters.positions import positions_for
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car.device_key import STORE_FILE, device_seed
from mdt_alpr.car.doctor_lines import (
    caught,
    encryption_line,
    free_bytes,
    is_for_nobody,
    link_line,
    machines_certificate_line,
    models_line,
    program_line,
    screen_line,
    tried,
    words_of,
)
from mdt_alpr.car.settings import CarSettings, load_settings
from mdt_alpr.car.settings_file import SETTINGS_FILE, GroupSettingsFile
from mdt_alpr.car.wiring import load_engines
from mdt_alpr.domain.equipment.doctor import (
    NAMES,
    DoctorLine,
    day_keys_line,
    hold_keys_line,
    part_lines,
    sound_line,
    speed_line,
)
from mdt_alpr.domain.equipment.self_check import CheckPart, Measured
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.camera import frame_of
from mdt_alpr.patrol.ports import Frame, Vault
from mdt_alpr.ui.kit.scale import Panel, primary_panel

_FIX_WITHIN_S, _SPEED_S = 10.0, 1.5
_NO_FIX: bool | None = False
_WARM_UP, _DRAWN = 3, 30
_SHUT = "Not checked: the store does not open."
_OF_STORE = ("store", "link", "certificate", "day keys", "hold keys")
"""Whether this car is enrolled, the store says, too."""


class Examination:
    """Examines a car; what differs while its program runs is in ``CarDoctor`` or elsewhere."""

    def __init__(self, data: Path, clock: Clock) -> None:
        self._data, self._clock = data, clock
        self._settings = CarSettings(data=data)
        self._panel: Panel | None = None
        self._store: CarStore | None = None
        self._opens = False
        self._list_fault = _SHUT
        self._machine: Enrolled | None = None
        self._off_s: float | None = None
        self._silent: tuple[str, ...] = ()

    def lines(self) -> Iterator[DoctorLine]:
        """Examine everything; the parts of the check of a shift come last."""
        try:
            for name, check in (
                ("settings", self._read_settings),
                ("program", program_line),
                ("disk encryption", lambda: encryption_line(self._data)),
                ("models", models_line),
                ("screen", self._screen),
                ("processor", self._speed),
                ("keyring", self._keyring),
                ("store", self._whole),
                ("link", self._link),
                ("certificate", self._certificate),
                ("day keys", self._day_keys),
                ("hold keys", self._hold_keys),
            ):
                if name in _OF_STORE and not self._opens:
                    yield DoctorLine(name, ok=False, words=_SHUT)
                else:
                    yield caught(name, check)
            measured = self._measured()
            for line in part_lines(measured, self._clock.now()):
                yield self._explained(line)
        finally:
            self._close()

    def _explained(self, line: DoctorLine) -> DoctorLine:
        """Return a line of the check of a shift with the reason, where it is known here."""
        if self._silent and line.name == NAMES[CheckPart.SOUND]:
            return sound_line(self._silent)
        if self._list_fault and line.name == NAMES[CheckPart.LIST]:
            return replace(line, ok=False, words=self._list_fault)
        return line

    def _read_settings(self) -> DoctorLine:
        path = self._data / SETTINGS_FILE
        self._settings = self._settings_of(path)
        if not self._settings.unit.strip():
            words = f'Write unit = "Unit 12", as dispatch calls it, into {path}.'
            return DoctorLine("settings", ok=False, words=words)
        weak = ", ".join(weakening.title for weakening in self._settings.weakened)
        words = f"{path}." + (f" Safety checks changed by it: {weak}." if weak else "")
        return DoctorLine("settings", ok=True, words=words)

    def _settings_of(self, path: Path) -> CarSettings:
        return load_settings(path, GroupSettingsFile(self._data).values, data=self._data)

    def _screen(self) -> DoctorLine:
        return screen_line(self._panel, self._settings.panel_diagonal)

    def _speed(self) -> DoctorLine:
        recognition = load_engines(self._settings, self._clock).recognition
        camera = DriveCamera(self._clock, Playback(speed=0))
        camera.open()
        try:
            frames = list(islice(iter(camera.read, None), _DRAWN))
        finally:
            camera.close()
        name = self._settings.cameras[0].name
        seen, begun = -_WARM_UP, time.perf_counter()
        while seen <= 0 or time.perf_counter() - begun < _SPEED_S:
            if seen == 0:
                begun = time.perf_counter()
            frame = frames[seen % len(frames)]
            now = self._clock.now()
            recognition.see(replace(frame, camera=name, captured_at=now))
            seen += 1
        return speed_line(seen / (time.perf_counter() - begun))

    def _keyring(self) -> DoctorLine:
        raise NotImplementedError

    def _whole(self) -> DoctorLine:
        if self._store is None or self._store.is_whole():
            return DoctorLine("store", ok=True, words="Every page is as it was written.")
        words = (
            "A page of it is not what was written. Copy its folder away, and replace the disk: "
            "what was sent is safe at headquarters."
        )
        return DoctorLine("store", ok=False, words=words)

    def _link(self) -> DoctorLine:
        line, self._off_s = link_line(self._machine, self._clock)
        return line

    def _certificate(self) -> DoctorLine:
        return machines_certificate_line(self._machine, self._clock)

    def _day_keys(self) -> DoctorLine:
        if self._store is None:
            return DoctorLine("day keys", ok=True, words="Nothing was captured yet.")
        dates, lost = self._store.dates_of_keys()
        return day_keys_line(dates, lost, self._clock.now())

    def _hold_keys(self) -> DoctorLine:
        readable, lost = (0, 0) if self._store is None else self._store.items_of_holds()
        return hold_keys_line(readable, lost)

    def _measured(self) -> Measured:
        raise NotImplementedError

    def _close(self) -> None:
        """Give back what the examination opened."""


@dataclass(frozen=True, slots=True)
class DoctorParts:
    """What is examined; ``voice`` plays a tone and speaks, and says why not."""

    data: Path
    clock: Clock
    vault: Vault
    device_vault: Vault
    voice: Callable[[], tuple[str, ...]]


class CarDoctor(Examination):
    """Examines a car whose program does not run: it opens camera and store itself."""

    def __init__(self, parts: DoctorParts) -> None:
        super().__init__(parts.data, parts.clock)
        self._parts = parts
        self._compiled_at: datetime | None = None

    def _screen(self) -> DoctorLine:
        self._panel = None if is_for_nobody() else primary_panel()
        return super()._screen()

    def _keyring(self) -> DoctorLine:
        parts, settings = self._parts, self._settings
        key = parts.vault.key()
        place = self._data / STORE_FILE
        if not place.exists():
            self._opens, self._list_fault = True, ""
            return DoctorLine("keyring", ok=True, words="It keeps keys. No data was recorded yet.")
        self._store = CarStore(
            place, key, self._clock, secrets.token_bytes, settings.device,
            training=settings.training, erases=False,
        )  # fmt: skip
        with self._store.begin() as work:
            listed = work.hotlist()
        self._compiled_at = None if listed is None else listed.compiled_at
        if (enrollment := self._store.enrollment()) is not None:
            self._machine = enrolled(enrollment, device_seed(key, parts.device_vault))
        self._opens, self._list_fault = True, self._store.lists.fault
        return DoctorLine("keyring", ok=True, words="It opens the store.")

    def _close(self) -> None:
        if self._store is not None:
            self._store.close()

    def _measured(self) -> Measured:
        cameras = self._settings.cameras
        frames = [
            tried(partial(self._picture, camera.source, camera.name), None) for camera in cameras
        ]
        self._silent = self._try_voice()
        return Measured(
            pictures=all(frame is not None for frame in frames),
            sharpness=sharpness_of(frames),
            clock_off_s=self._off_s,
            has_fix=tried(self._fix, _NO_FIX),
            free_bytes=free_bytes(self._data),
            sounds=not self._silent,
            list_compiled_at=self._compiled_at,
        )

    def _try_voice(self) -> tuple[str, ...]:
        try:
            return self._parts.voice()
        except Exception as error:  # noqa: BLE001 - whatever a sound system raises
            return (words_of(error),)

    def _picture(self, source: str, name: str) -> Frame | None:
        return frame_of(camera_for(source, self._clock, name))

    def _fix(self) -> bool | None:
        receiver = positions_for(self._settings.position, self._clock)
        if receiver is None:
            return None
        receiver.open()
        try:
            ends = time.monotonic() + _FIX_WITHIN_S
            while time.monotonic() < ends:
                if isinstance(receiver.read(), Fix):
                    return True
        finally:
            receiver.close()
        return False


def sharpness_of(frames: Iterable[Frame | None]) -> float | None:
    """Return how sharp the least sharp frame is; None where none can be measured."""
    focus = [tried(partial(focus_of, frame), None) for frame in frames if frame is not None]
    return min((sharpness for sharpness in focus if sharpness is not None), default=None)
