"""Takes what headquarters gives the machine's group beside its work; it counts at the next start.

On the link thread, and never while a hit is open. Settings that do not work are replaced by those
of before at the start after; the machine's audit says what became of each (CM-3, CM-6).
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from mdt_alpr.car.settings import load_settings
from mdt_alpr.car.settings_check import wrong_engines
from mdt_alpr.car.settings_file import SETTINGS_FILE, Addressee, GroupSettingsFile, values_of
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.car_settings import GroupSettingsError
from mdt_alpr.domain.equipment.program_update import is_proved
from mdt_alpr.domain.equipment.self_check import SelfCheck
from mdt_alpr.patrol.outbox import RequestRefusedError
from mdt_alpr.wire.car_settings import KeptSettings, SettingsOffer, SignedSettings


class SettingsLink(Protocol):
    """What a machine asks headquarters of settings, by its certificate."""

    def settings_offer(self) -> SettingsOffer:
        """Return what its group is given."""
        ...


@dataclass(frozen=True, slots=True)
class GroupSettingsParts:
    """What it needs; ``newest`` is the highest number of a signature that counted here.

    ``headquarters`` returns its key, ``note`` records an event, ``restart`` lets the machine
    start again where something does that by itself.
    """

    file: GroupSettingsFile
    device: str
    newest: int
    link: SettingsLink
    headquarters: Callable[[], str]
    note: Callable[..., None]
    hit_is_open: Callable[[], bool]
    restart: Callable[[], None]


class GroupSettingsRounds:
    """See the module; ``stop`` is called once the link thread has ended."""

    def __init__(self, parts: GroupSettingsParts) -> None:
        self._parts = parts
        self._running = parts.file.kept.current
        self._refused: set[int] = set()
        self._check: SelfCheck | None = None
        self._was_checked = False

    @property
    def wait(self) -> bool:
        """Tell whether the next start uses other settings than this one."""
        return self._parts.file.kept.current != self._running

    def ask(self) -> None:
        """Ask headquarters, and take what it gives unless a hit is open."""
        with suppress(RequestRefusedError, OSError):  # a headquarters of before, a full disk
            given = self._parts.link.settings_offer().offered
            self._report()
            if given is not None and not self._parts.hit_is_open():
                self._consider(given)

    def shift_is_over(self) -> None:
        """Let the machine start again, if other settings wait for that."""
        if self.wait:
            self._parts.restart()

    def checked(self, check: SelfCheck) -> None:
        """Let settings prove themselves by the check of a shift, or go back."""
        self._check, self._was_checked = check, True
        kept = self._parts.file.kept
        if kept.is_proved or kept.current is None or kept.current != self._running:
            return
        if is_proved(check, kept.failed_before):
            self._parts.file.keep(KeptSettings(kept.current))
            self._note(AuditEvent.SETTINGS_PROVED, kept.current)
        else:
            self.failed(f"The check of the first shift failed: {check.words}.")

    def failed(self, why: str) -> None:
        """Go back at the next start, where the settings in use did not prove themselves yet."""
        kept = self._parts.file.kept
        if not kept.is_proved and kept.current == self._running:
            self._parts.file.go_back(why)
            self._report()

    def restored(self, check: SelfCheck) -> None:
        """Know the check of before; it proves nothing of this start."""
        self._check = check

    def stop(self) -> None:
        """Count no start that ended in order before anybody signed in."""
        kept = self._parts.file.kept
        if not kept.is_proved and kept.starts and not self._was_checked:
            self._parts.file.keep(replace(kept, starts=kept.starts - 1))

    def _consider(self, given: SignedSettings) -> None:
        file, kept = self._parts.file, self._parts.file.kept
        number = given.signature.number
        if given in (kept.current, kept.back_from) or number in self._refused:
            return
        newest = max(self._parts.newest, _number(kept.current), _number(kept.earlier))
        known = Addressee(self._parts.device, self._parts.headquarters(), newest)
        if why := known.fault_of_group(given) or next(self._wrong(given), ""):
            self._refused.add(number)
            self._note(AuditEvent.SETTINGS_REFUSED, given, ("why", why))
            return
        if kept.is_proved and values_of(given) == values_of(kept.current):
            self._running = given if kept.current == self._running else self._running
            file.keep(KeptSettings(given))
            self._note(AuditEvent.SETTINGS_PROVED, given)
            return
        failed = tuple(self._check.failed) if self._check is not None else ()
        earlier = kept.current if kept.is_proved else kept.earlier
        file.keep(KeptSettings(given, earlier, is_proved=False, failed_before=failed))
        self._note(AuditEvent.SETTINGS_TAKEN, given)

    def _wrong(self, given: SignedSettings) -> Iterator[str]:
        """Yield what of it this machine cannot do."""
        try:
            path = self._parts.file.folder / SETTINGS_FILE
            yield from wrong_engines(load_settings(path, values_of(given)))
        except GroupSettingsError as error:
            yield f"This program does not know them: {error}"

    def _report(self) -> None:
        """Record once that the machine went back."""
        kept = self._parts.file.kept
        if kept.why and kept.back_from is not None:
            self._note(AuditEvent.SETTINGS_WENT_BACK, kept.back_from, ("why", kept.why))
            self._parts.file.keep(replace(kept, why=""))

    def _note(self, event: AuditEvent, given: SignedSettings, *why: tuple[str, str]) -> None:
        said = given.settings
        self._parts.note(event, str(said.number), ("group", said.group), *why)


def _number(given: SignedSettings | None) -> int:
    return given.signature.number if given is not None else 0
