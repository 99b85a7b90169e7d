"""The machine's own contact with headquarters, with nobody signed in (ACC-15, SEC-07).

By it a car renews its certificate in time, and a lost one learns that it was revoked: the signed
order of headquarters makes it destroy its keys and its store. An order that is not of the
headquarters that enrolled this car changes nothing.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from mdt_alpr.adapters.hq_link.enrolled import Enrolled
from mdt_alpr.car.group_settings import SettingsLink
from mdt_alpr.car.updates import UpdateLink
from mdt_alpr.domain.errors import DeviceRevokedError, OutsideError
from mdt_alpr.domain.people.known_devices import is_due_for_renewal
from mdt_alpr.machine.clock import Clock
from mdt_alpr.wire.devices import EnrollmentMessage, KeptEnrollment, OwnDeviceMessage

CONTACT_EVERY = timedelta(seconds=30)


class MachineLink(UpdateLink, SettingsLink, Protocol):
    """What a machine asks for itself."""

    def own_device(self) -> OwnDeviceMessage:
        """Return what headquarters knows of this machine."""
        ...

    def renew(self, request: str) -> EnrollmentMessage:
        """Return its next certificate."""
        ...

    def note_wiped(self) -> None:
        """Say that it erased itself."""
        ...


@dataclass(frozen=True, slots=True)
class EnrolledMachine:
    """An enrolled machine, its link, and how it destroys its keys and its store for good.

    ``keep`` keeps a renewed enrollment in the store, on the thread that owns it.
    """

    enrolled: Enrolled
    link: MachineLink
    keep: Callable[[KeptEnrollment], None]
    erase: Callable[[], None]
    end_program: Callable[[], None]


class Contact:
    """Asks now and then; on the link thread. ``keep`` is the machine's, called on its thread.

    It keeps what headquarters said of the machine beside its certificate.

    ``on_device`` gets what headquarters says of this machine.
    """

    def __init__(
        self,
        machine: EnrolledMachine,
        clock: Clock,
        keep: Callable[[KeptEnrollment], None],
        on_device: Callable[[OwnDeviceMessage], None] = lambda _own: None,
    ) -> None:
        self._machine, self._clock, self._keep = machine, clock, keep
        self._on_device = on_device
        self._next = clock.now()
        self.reached = False
        """Whether headquarters answered the last time."""
        self.why = ""
        """Why it did not."""
        self._ends_at = machine.enrolled.ends_at
        self._kept = machine.enrolled.kept

    def make(self, *, now: bool = False) -> None:
        """Ask headquarters, where it is time for it or ``now``; never raises for the link."""
        at = self._clock.now()
        if not now and timedelta(0) < self._next - at <= CONTACT_EVERY:
            return
        self._next = at + CONTACT_EVERY
        try:
            device = self._machine.link.own_device()
            self.reached, self.why = True, ""
            place = device.place or self._kept.place
            said = device.upkeep, device.profile
            self._save(replace(self._kept, place=place, upkeep=said[0], profile=said[1]))
            self._on_device(device)
            if is_due_for_renewal(self._ends_at, device.now):
                self._renew()
        except DeviceRevokedError as error:
            if self._machine.enrolled.is_wipe_order(error.order):
                self._wipe()
        except OutsideError as error:
            self.reached, self.why = False, str(error)

    def _renew(self) -> None:
        request, salt = self._machine.enrolled.request()
        message = self._machine.link.renew(request)
        renewed = self._machine.enrolled.renewed(message, salt)
        self._save(replace(self._kept, certificate=renewed.kept.certificate, salt=salt))
        self._ends_at = renewed.ends_at

    def _save(self, enrollment: KeptEnrollment) -> None:
        if enrollment != self._kept:
            self._keep(enrollment)
            self._kept = enrollment

    def _wipe(self) -> None:
        """Destroy keys and store, tell headquarters, and end: the keys are in memory, too."""
        with suppress(OutsideError):  # headquarters goes on showing it as not erased
            self._machine.erase()
            self._machine.link.note_wiped()
        self._machine.end_program()
