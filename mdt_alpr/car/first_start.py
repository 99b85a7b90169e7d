"""The first start of a car: what is chosen on the set-up page, checked, written and enrolled.

An enrolled car is never set up again: who it is, only headquarters' next code says.
"""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from mdt_alpr.adapters.cameras import camera_for
from mdt_alpr.adapters.hq_link.trust import with_tls
from mdt_alpr.adapters.positions import positions_for
from mdt_alpr.car.device_key import STORE_FILE
from mdt_alpr.car.doctor_lines import screen_line
from mdt_alpr.car.enrolling import enroll_car, enrollment_of, name_car
from mdt_alpr.car.settings import load_settings
from mdt_alpr.car.settings_check import wrong_beyond
from mdt_alpr.car.settings_file import SETTINGS_FILE, write_settings
from mdt_alpr.domain.car_settings import SETTINGS
from mdt_alpr.domain.equipment.doctor import NAMES, DoctorLine
from mdt_alpr.domain.equipment.self_check import CheckPart
from mdt_alpr.domain.errors import (
    CameraLostError,
    CodeNotAcceptedError,
    LinkLostError,
    MdtAlprError,
    OutsideError,
)
from mdt_alpr.domain.people.known_devices import DeviceKind, EnrollmentRefusedError, code_in
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.domain.setting import faults
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import Frame, Vault
from mdt_alpr.ui.kit.scale import Panel
from mdt_alpr.ui.shell.models.set_up import SetUpField, SetUpForm
from mdt_alpr.ui.shell.presenters.set_up import EntryError
from mdt_alpr.wire.devices import KeptEnrollment

_USB_CAMERAS = 4
_ANSWERS_WITHIN_S = 6.0
_GPS = NAMES[CheckPart.POSITION]


class FirstStart:
    """See ``ui.shell.presenters.set_up.SetUpDesk``; ``panel`` is the screen, None without one."""

    def __init__(
        self, data: Path, clock: Clock, vaults: tuple[Vault, Vault], panel: Panel | None = None
    ) -> None:
        self._data, self._clock, self._vaults, self._panel = data, clock, vaults, panel
        self._finishing = threading.Lock()

    def is_wanted(self) -> bool:
        """Tell whether this car was never enrolled; one that was gets its name back.

        Raises:
            OutsideError: the store cannot be opened, or the settings cannot be written.
        """
        enrollment = self._enrollment()
        if enrollment is None:
            return True
        name_car(self._data, enrollment.device)  # a start was cut off before it was written
        return False

    def given(self) -> SetUpForm:
        settings = load_settings(self._path)
        diagonal = f"{settings.panel_diagonal:g}" if settings.panel_diagonal else ""
        return SetUpForm(
            "", "", settings.unit, settings.cameras[0].source, settings.position, diagonal
        )

    def keyring_line(self) -> DoctorLine:
        """Return whether the car's two keys are kept; makes them, as the first start does."""
        try:
            for vault in self._vaults:
                vault.key()
        except MdtAlprError as error:
            return DoctorLine("keyring", ok=False, words=str(error))
        return DoctorLine("keyring", ok=True, words="The car's keys are kept.")

    def sources(self) -> tuple[str, ...]:
        return tuple(str(n) for n in range(_USB_CAMERAS) if self._opens(str(n)))

    def play(self, source: str, show: Callable[[Frame], bool]) -> None:
        """Give a camera's frames to ``show`` until that returns False.

        Raises:
            OutsideError: it gives none, or no more.
        """
        camera = camera_for(source, self._clock, "front")
        try:
            camera.open()
            while (frame := camera.read()) is not None:
                if not show(frame):
                    return
        finally:
            camera.close()
        message = "The source has ended."
        raise CameraLostError(message)

    def positions(self) -> tuple[str, ...]:
        from serial.tools.list_ports import comports  # where there is no receiver it is not loaded

        return tuple(sorted(f"serial:{port.device}" for port in comports()))

    def receiver_line(self, position: str) -> DoctorLine:
        if not position:
            words = "No receiver is chosen: typing is not locked while driving."
            return DoctorLine(_GPS, ok=True, words=words, known=False)
        try:
            answer = self._answer(position)
        except MdtAlprError as error:
            return DoctorLine(_GPS, ok=False, words=str(error))
        if answer is None:
            words = "Nothing that a GPS receiver says comes from there. Choose another port."
            return DoctorLine(_GPS, ok=False, words=words)
        words = "It has a fix." if answer else "It answers, and has no fix yet. It needs the sky."
        return DoctorLine(_GPS, ok=True, words=words)

    def screen_line(self, diagonal: str) -> DoctorLine:
        try:
            return screen_line(self._panel, _inches(diagonal))
        except (OutsideError, ValueError) as error:
            words = str(error) if isinstance(error, OutsideError) else _NO_NUMBER
            return DoctorLine("screen", ok=False, words=words)

    def finish(self, form: SetUpForm) -> str:
        """Write the settings, enroll this car, and return its name.

        What was entered is kept whatever headquarters answers.

        Raises:
            EntryError: what was entered is not right, or headquarters refuses it.
            OutsideError: the car was enrolled meanwhile, or keys or settings cannot be kept.
        """
        with self._finishing:
            if (enrollment := self._enrollment()) is not None:
                message = (
                    f"This car is enrolled as {enrollment.device}. Only headquarters changes that."
                )
                raise OutsideError(message)
            self._write(form)
            return self._enrolled(form).device

    # ----------------------------------------------------------------------------- inside

    @property
    def _path(self) -> Path:
        return self._data / SETTINGS_FILE

    def _enrollment(self) -> KeptEnrollment | None:
        if not (self._data / STORE_FILE).exists():
            return None
        return enrollment_of(self._data, load_settings(self._path), self._vaults[0].key())

    def _enrolled(self, form: SetUpForm) -> KeptEnrollment:
        try:
            address = str(with_tls(_with_scheme(form.address)))
        except OutsideError as error:
            raise EntryError(str(error), SetUpField.ADDRESS) from error
        try:
            code = code_in(form.code)
            return enroll_car(self._data, address, code, self._vaults, DeviceKind.CAR)
        except (CodeNotAcceptedError, EnrollmentRefusedError) as error:
            raise EntryError(str(error), SetUpField.CODE) from error
        except LinkLostError as error:
            raise EntryError(str(error), SetUpField.ADDRESS) from error

    def _write(self, form: SetUpForm) -> None:
        """Write what was entered, by the rules of `mdt-alpr settings check`."""
        now = load_settings(self._path)
        try:
            diagonal = _inches(form.diagonal)
        except ValueError as error:
            raise EntryError(_NO_NUMBER, SetUpField.DIAGONAL) from error
        entered: dict[str, str | float] = {"unit": form.unit.strip()}
        if not now.camera:  # tables of several cameras are the technician's own
            entered["source"] = form.source.strip()
        if form.position.strip() != now.position:
            entered["position"] = form.position.strip()
        if diagonal != now.panel_diagonal:
            entered["panel_diagonal"] = diagonal
        for name, value in entered.items():
            if wrong := faults({name: value}, SETTINGS):
                raise EntryError(" ".join(wrong), _FIELDS[name])
        if wrong := tuple(wrong_beyond(load_settings(self._path, {}, **entered))):
            words, field = " ".join(wrong), self._field_beyond(form)
            raise EntryError(words, field) if field else OutsideError(words)
        write_settings(self._path, entered)

    def _field_beyond(self, form: SetUpForm) -> SetUpField | None:
        """Return the field of what only shows where settings are used; None for the file's own."""
        try:
            positions_for(form.position.strip(), self._clock)
        except MdtAlprError:
            return SetUpField.POSITION
        return None if form.unit.strip() else SetUpField.UNIT

    def _opens(self, source: str) -> bool:
        camera = camera_for(source, self._clock)
        try:
            camera.open()
        except OutsideError:
            return False
        finally:
            camera.close()
        return True

    def _answer(self, position: str) -> bool | None:
        """Return whether a receiver has a fix, None where nothing is understood."""
        receiver = positions_for(position, self._clock)
        assert receiver is not None  # noqa: S101 - there is a position
        answered = None
        try:
            receiver.open()
            ends = time.monotonic() + _ANSWERS_WITHIN_S
            while time.monotonic() < ends:
                if isinstance(answer := receiver.read(), Fix):
                    return True
                answered = answered if answer is None else False
        finally:
            receiver.close()
        return answered


_FIELDS = {
    "unit": SetUpField.UNIT,
    "source": SetUpField.SOURCE,
    "position": SetUpField.POSITION,
    "panel_diagonal": SetUpField.DIAGONAL,
}
_NO_NUMBER = "The diagonal is a number of inches, such as 13.3, or nothing."


def _with_scheme(address: str) -> str:
    """Return an address as it was typed, with the scheme that nobody has to type."""
    typed = address.strip()
    return typed if "://" in typed else f"https://{typed}"


def _inches(diagonal: str) -> float:
    return float(diagonal.strip().replace(",", ".") or 0)
