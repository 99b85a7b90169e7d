"""Examine a car or desk whose program does not run, a line a part; none hinders another.

The parts of the check of a shift are judged by its own rule (``domain.equipment.self_check``).
"""

import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

import httpx

from mdt_alpr import __version__
from mdt_alpr.adapters.cameras import camera_for
from mdt_alpr.adapters.cameras.drive_camera import DriveCamera, Playback
from mdt_alpr.adapters.hq_link.enrolled import Enrolled, enrolled
from mdt_alpr.adapters.hq_link.enrollment_file import kept_in
from mdt_alpr.adapters.hq_link.http_link import ANSWER_WITHIN_S, CONNECT_WITHIN_S, HttpLink
from mdt_alpr.adapters.model_files import WeightsError, checked_model, listed_models
from mdt_alpr.adapters.pictures import focus_of
from mdt_alpr.adapters.positions import positions_for
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car.device_key import device_seed
from mdt_alpr.car.settings import CarSettings, load_settings
from mdt_alpr.car.settings_file import SETTINGS_FILE
from mdt_alpr.car.wiring import STORE_FILE, load_engines
from mdt_alpr.clock import Clock
from mdt_alpr.domain.equipment.doctor import (
    NAMES,
    DoctorLine,
    certificate_line,
    day_keys_line,
    part_lines,
    speed_line,
)
from mdt_alpr.domain.equipment.self_check import CheckPart, Measured
from mdt_alpr.domain.errors import MdtAlprError, OutsideError, in_words
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.patrol.ports import Frame, Vault
from mdt_alpr.program_files import checked_program
from mdt_alpr.ui.kit.scale import factor, primary_panel

Found = TypeVar("Found")
_FIX_WITHIN_S, _SPEED_S = 10.0, 1.5
_NO_FIX: bool | None = False
_WARM_UP, _DRAWN = 3, 30
_SHUT = "Not checked: the store does not open."
_NOT_READ = "Not checked: the desk's enrollment does not open."
_OF_STORE = ("store", "link", "certificate", "day keys")
"""Whether this car is enrolled, the store says, too."""
_NO_SCREEN = ("offscreen", "minimal")


@dataclass(frozen=True, slots=True)
class DoctorParts:
    """What is examined; ``voice`` plays a tone and speaks, and says why not."""

    data: Path
    clock: Clock
    vault: Vault
    device_vault: Vault
    voice: Callable[[], tuple[str, ...]]


class CarDoctor:
    """Examines a car; its program must not run meanwhile, for it owns camera and store."""

    def __init__(self, parts: DoctorParts) -> None:
        self._parts = parts
        self._settings = CarSettings(data=parts.data)
        self._found = Measured(pictures=False)
        self._store: CarStore | None = None
        self._opens = False
        self._list_fault = _SHUT
        self._machine: Enrolled | None = None

    def lines(self) -> Iterator[DoctorLine]:
        """Examine everything; the parts of the check of a shift come last."""
        try:
            for name, check in (
                ("settings", self._read_settings),
                ("program", _program),
                ("models", _models),
                ("screen", self._screen),
                ("processor", self._speed),
                ("keyring", self._keyring),
                ("store", self._whole),
                ("link", self._link),
                ("certificate", self._certificate),
                ("day keys", self._day_keys),
            ):
                if name in _OF_STORE and not self._opens:
                    yield DoctorLine(name, ok=False, words=_SHUT)
                else:
                    yield _caught(name, check)
            silent = self._silent()
            measured = replace(self._measured(), sounds=not silent)
            for line in part_lines(measured, self._parts.clock.now()):
                yield self._explained(line, silent)
        finally:
            if self._store is not None:
                self._store.close()

    def _explained(self, line: DoctorLine, silent: tuple[str, ...]) -> DoctorLine:
        """Return a line of the check of a shift with the reason, where it is known here."""
        if silent and line.name == NAMES[CheckPart.SOUND]:
            return replace(line, words=" ".join(silent))
        if self._list_fault and line.name == NAMES[CheckPart.LIST]:
            return replace(line, ok=False, words=self._list_fault)
        return line

    def _read_settings(self) -> DoctorLine:
        path = self._parts.data / SETTINGS_FILE
        self._settings = load_settings(path, data=self._parts.data)
        if not self._settings.unit.strip():
            words = f'Write unit = "Unit 12", as dispatch calls it, into {path}.'
            return DoctorLine("settings", ok=False, words=words)
        weak = ", ".join(one.title for one in self._settings.weakened)
        words = f"{path}." + (f" Safety checks changed by it: {weak}." if weak else "")
        return DoctorLine("settings", ok=True, words=words)

    def _screen(self) -> DoctorLine:
        return _screen_line(self._settings.panel_diagonal)

    def _speed(self) -> DoctorLine:
        recognition = load_engines(self._settings, self._parts.clock).recognition
        camera = DriveCamera(self._parts.clock, Playback(speed=0))
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
            now = self._parts.clock.now()
            recognition.see(replace(frame, camera=name, captured_at=now))
            seen += 1
        return speed_line(seen / (time.perf_counter() - begun))

    def _keyring(self) -> DoctorLine:
        parts, settings = self._parts, self._settings
        key = parts.vault.key()
        place = parts.data / STORE_FILE
        if not place.exists():
            self._opens, self._list_fault = True, ""
            return DoctorLine("keyring", ok=True, words="It keeps keys. No data was recorded yet.")
        self._store = CarStore(
            place, key, parts.clock, secrets.token_bytes, settings.device,
            training=settings.training, erases=False,
        )  # fmt: skip
        with self._store.begin() as work:
            listed = work.hotlist()
        self._found = replace(
            self._found, list_compiled_at=None if listed is None else listed.compiled_at
        )
        if (kept := self._store.enrollment()) is not None:
            self._machine = enrolled(kept, device_seed(key, parts.device_vault))
        self._opens, self._list_fault = True, self._store.lists.fault
        return DoctorLine("keyring", ok=True, words="It opens the store.")

    def _whole(self) -> DoctorLine:
        if self._store is None or self._store.is_whole():
            return DoctorLine("store", ok=True, words="Every page is as it was written.")
        words = (
            "A page of it is not what was written. Copy its folder away, and replace the disk: "
            "what was sent is safe at headquarters."
        )
        return DoctorLine("store", ok=False, words=words)

    def _link(self) -> DoctorLine:
        line, off_s = _link_line(self._machine, self._parts.clock)
        self._found = replace(self._found, clock_off_s=off_s)
        return line

    def _certificate(self) -> DoctorLine:
        return _certificate_line(self._machine, self._parts.clock)

    def _day_keys(self) -> DoctorLine:
        if self._store is None:
            return DoctorLine("day keys", ok=True, words="Nothing was captured yet.")
        dates, lost = self._store.dates_of_keys()
        return day_keys_line(dates, lost, self._parts.clock.now())

    def _silent(self) -> tuple[str, ...]:
        try:
            return self._parts.voice()
        except Exception as error:  # noqa: BLE001 - whatever a sound system raises
            return (_words_of(error),)

    def _measured(self) -> Measured:
        cameras = self._settings.cameras
        frames = [_tried(partial(self._picture, one.source, one.name), None) for one in cameras]
        focus = [_tried(partial(focus_of, frame), None) for frame in frames if frame is not None]
        return replace(
            self._found,
            pictures=all(frame is not None for frame in frames),
            sharpness=min((one for one in focus if one is not None), default=None),
            has_fix=_tried(self._fix, _NO_FIX),
            free_bytes=_free_bytes(self._parts.data),
        )

    def _picture(self, source: str, name: str) -> Frame | None:
        camera = camera_for(source, self._parts.clock, name)
        camera.open()
        try:
            return camera.read()
        finally:
            camera.close()

    def _fix(self) -> bool | None:
        receiver = positions_for(self._settings.position, self._parts.clock)
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


def desk_lines(data: Path, clock: Clock, vault: Vault) -> Iterator[DoctorLine]:
    """Examine the desk whose folder is ``data``."""
    known: list[Enrolled | None] = []
    offs: list[float | None] = [None]

    def keyring() -> DoctorLine:
        vault.key()
        known.append(kept_in(data, vault))
        return DoctorLine("keyring", ok=True, words="It opens the desk's key.")

    def link() -> DoctorLine:
        line, offs[0] = _link_line(known[0], clock)
        return line

    yield _caught("program", _program)
    yield _caught("screen", lambda: _screen_line(0.0))
    yield _caught("keyring", keyring)
    for name, check in (
        ("link", link),
        ("certificate", lambda: _certificate_line(known[0], clock)),
    ):
        yield _caught(name, check) if known else DoctorLine(name, ok=False, words=_NOT_READ)
    measured = Measured(pictures=False, clock_off_s=offs[0], free_bytes=_free_bytes(data))
    wanted = (NAMES[CheckPart.CLOCK], NAMES[CheckPart.STORAGE])
    yield from (one for one in part_lines(measured, clock.now()) if one.name in wanted)


def _caught(name: str, check: Callable[[], DoctorLine]) -> DoctorLine:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - no part hinders another
        return DoctorLine(name, ok=False, words=_words_of(error))


def _tried(measure: Callable[[], Found], otherwise: Found) -> Found:
    """Return what a part of the machine gives; ``otherwise`` where its driver raises anything."""
    try:
        return measure()
    except Exception:  # noqa: BLE001 - no part hinders another
        return otherwise


def _words_of(error: Exception) -> str:
    if isinstance(error, MdtAlprError):
        return str(error)
    kind = "" if isinstance(error, OSError) else f"{type(error).__name__}: "
    return f"{kind}{in_words(error)}."


def _program() -> DoctorLine:
    return DoctorLine("program", ok=True, words=f"{__version__}, {checked_program()}.")


def _models() -> DoctorLine:
    """Compare every network with its SHA-256; one that was never installed is none."""
    whole = []
    for name in listed_models():
        try:
            checked_model(name)
        except WeightsError as error:
            if error.state != "absent":
                raise
        else:
            whole.append(name)
    return DoctorLine("models", ok=True, words=f"{len(whole)} are as delivered, by SHA-256.")


def _screen_line(diagonal: float) -> DoctorLine:
    if os.environ.get("QT_QPA_PLATFORM") in _NO_SCREEN:
        return DoctorLine(
            "screen", ok=True, words="Not checked: this was not started at a screen."
        )
    panel = primary_panel()
    grown = factor(panel, diagonal_in=diagonal)
    words = f"{panel.width} x {panel.height} pixels, drawn {grown:.2f} times as large as designed."
    if panel.px_per_mm(diagonal) is None:
        words += " It does not report its size: give panel_diagonal where sizes are not right."
    return DoctorLine("screen", ok=True, words=words)


def _link_line(machine: Enrolled | None, clock: Clock) -> tuple[DoctorLine, float | None]:
    """Ask headquarters what it knows of this machine; its answer shows its clock, too."""
    if machine is None:
        words = "This machine is not enrolled. Ask for a code, then: mdt-alpr enroll."
        return DoctorLine("link", ok=False, words=words), None
    off: list[float] = []
    within = httpx.Timeout(ANSWER_WITHIN_S, connect=CONNECT_WITHIN_S)
    link = HttpLink(
        machine.client(within), clock, machine.kept.device,
        lambda ahead_s, _at: off.append(ahead_s), known=machine,
    )  # fmt: skip
    try:
        link.own_device()
    except OutsideError as error:
        return DoctorLine("link", ok=False, words=str(error)), None
    finally:
        link.close()
    words = f"{machine.kept.address} answers {machine.kept.device}."
    return DoctorLine("link", ok=True, words=words), off[-1] if off else None


def _certificate_line(machine: Enrolled | None, clock: Clock) -> DoctorLine:
    if machine is None:
        return DoctorLine("certificate", ok=True, words="None: this machine is not enrolled.")
    return certificate_line(machine.ends_at, clock.now())


def _free_bytes(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
