"""What an enrolled machine takes from headquarters beside its work: packages, settings (CM-3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from mdt_alpr import __version__
from mdt_alpr.adapters.installers import kind_here
from mdt_alpr.car.group_settings import GroupSettingsParts, GroupSettingsRounds
from mdt_alpr.car.parts import CarParts
from mdt_alpr.car.settings_file import GROUP_SIGNED, GroupSettingsFile
from mdt_alpr.car.updates import ASKED_EVERY, UpdateParts, Updates
from mdt_alpr.files import private_files
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import EngineMissing, Event, SelfChecked, SignedIn, SignedOut
from mdt_alpr.patrol.worker import Worker


@dataclass(frozen=True, slots=True)
class MachineWork:
    """What the machine is at; all but ``note``, which records an event, on the link thread."""

    link: Worker
    note: Callable[..., None]
    hit_is_open: Callable[[], bool]
    may_install: Callable[[], bool]


class FleetRounds:
    """Asks headquarters now and then; tells packages and settings of what they wait for."""

    def __init__(
        self, clock: Clock, link: Worker, parts: tuple[Updates, GroupSettingsRounds]
    ) -> None:
        self._clock, self._link = clock, link
        self._updates, self._settings = parts
        self._next = clock.now()

    @property
    def settings_wait(self) -> bool:
        """Tell whether the next start uses other settings than this one."""
        return self._settings.wait

    def ask(self) -> None:
        """Ask headquarters, where it is time for it; on the link thread."""
        now = self._clock.now()
        if timedelta(0) < self._next - now <= ASKED_EVERY:
            return
        self._next = now + ASKED_EVERY
        self._settings.ask()
        self._updates.ask()

    def take(self, event: Event) -> None:
        """Tell of what happened in the machine; from any thread."""
        if isinstance(event, SelfChecked):
            self._link.do(lambda: self._checked(event))
        elif isinstance(event, SignedIn):
            self._link.do(self._updates.somebody_works)
        elif isinstance(event, SignedOut):
            self._link.do(self.shift_is_over)
        elif isinstance(event, EngineMissing):
            self._link.do(lambda: self._settings.failed(event.why))

    def shift_is_over(self) -> None:
        """Let what waits be installed, or count; on the link thread."""
        self._updates.shift_is_over()
        self._settings.shift_is_over()

    def stop(self) -> None:
        """Count no start that ended in order; once the link thread has ended."""
        self._updates.stop()
        self._settings.stop()

    def _checked(self, event: SelfChecked) -> None:
        """Let a check of this start prove what is new; one of before only tells what was wrong."""
        if event.check is None:
            return
        for part in (self._updates, self._settings):
            (part.restored if event.is_of_before else part.checked)(event.check)


def fleet_rounds(parts: CarParts, work: MachineWork) -> FleetRounds | None:
    """Return the rounds of a machine, None for one that is not enrolled."""
    files, machine = parts.update_files, parts.machine
    if machine is None or files is None:
        return None
    updates = Updates(
        UpdateParts(
            files=files,
            machine=parts.machine_places,
            kind=kind_here(),
            version=__version__,
            link=machine.link,
            later=work.link.do_in,
            note=work.note,
            hit_is_open=work.hit_is_open,
            may_install=work.may_install,
            free_bytes=parts.gauges.free_bytes,
        )
    )

    def restart() -> None:
        """Let what starts the machine for an update do so; a package on its way does it, too."""
        if files.offer is None and work.may_install():
            private_files.make_folder(files.wish.parent)
            private_files.touch(files.wish)

    settings = GroupSettingsRounds(
        GroupSettingsParts(
            file=GroupSettingsFile(files.folder),
            device=parts.device,
            newest=int(dict(parts.started).get(GROUP_SIGNED, "0")),
            link=machine.link,
            headquarters=lambda: parts.store.lists.signer,
            note=work.note,
            hit_is_open=work.hit_is_open,
            restart=restart,
        )
    )
    return FleetRounds(parts.clock, work.link, (updates, settings))
