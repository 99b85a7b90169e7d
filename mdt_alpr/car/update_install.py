"""Install what a car fetched, with an administrator's rights, while the car does not run (CM-3).

It runs before each start of the car, or now and then. What it installs it verifies again, on a
copy that the car's user cannot change; a version that does not work is replaced by the one before.
"""

import shutil
from pathlib import Path

from mdt_alpr.car.one_program import alone_in
from mdt_alpr.car.update_files import (
    CarUpdateFiles,
    MachinePlaces,
    demand_content,
    demand_package,
    trial_of,
)
from mdt_alpr.domain.equipment.program_update import (
    STARTS_TO_PROVE,
    CarUpdateState,
    UpdateRefusedError,
)
from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.files import private_files
from mdt_alpr.patrol.ports import Installer
from mdt_alpr.wire.program_updates import MachineUpdate, PackageFacts, SignedPackage

_NOT_PROVED = f"It passed no check within {STARTS_TO_PROVE} starts."
_BROKEN_OFF = "Its installation was broken off."


class MachineInstaller:
    """The installer of a machine for the car whose data folder is given."""

    def __init__(self, data: Path, machine: MachinePlaces, installer: Installer) -> None:
        self._files, self._machine, self._installer = CarUpdateFiles(data), machine, installer

    def run(self) -> MachineUpdate | None:
        """Go back or install where that is due; return what became of it, None for nothing.

        Raises:
            OutsideError: the car runs, or the machine's folder cannot be written.
        """
        last = self._machine.last
        why = self._why_back(last)
        if not why and not self._files.wish.exists():
            return None
        with alone_in(self._files.folder):
            if why and last.package is not None:
                return self._gone_back(last.package, last.earlier, why)
            return self._installed()

    def keep(self, package: Path, version: str) -> None:
        """Keep the package of the version in use, to which this machine goes back.

        Raises:
            OutsideError: it cannot be copied.
        """
        self._copied(package, self._machine.package(version, self._installer.kind))

    def _why_back(self, last: MachineUpdate) -> str:
        """Return why the machine goes back to the version before; "" where it does not."""
        if last.package is None or last.state not in (None, CarUpdateState.INSTALLED):
            return ""
        if last.state is None:
            return _BROKEN_OFF
        trial = trial_of(self._files, last)
        if trial is None or trial.reported is CarUpdateState.GOOD:
            return ""
        return "" if trial.starts < STARTS_TO_PROVE else _NOT_PROVED

    def _installed(self) -> MachineUpdate | None:
        """Install what the car wishes; the wish is gone first, so that nothing does it twice."""
        private_files.remove_from(self._files.wish)
        offer = self._files.offer
        if offer is None:  # other settings wait for a start, which comes behind this
            return None
        facts, running = offer.facts, self._installer.version()
        try:
            self._prepare(offer, running)
        except UpdateRefusedError as error:
            return self._kept(facts, running, CarUpdateState.REFUSED, str(error))
        self._machine.keep(MachineUpdate(facts, running))
        try:
            self._installer.install(self._machine.package(facts.version, facts.kind))
            self._installer.try_program()
        except OutsideError as error:
            return self._gone_back(facts, running, str(error))
        return self._kept(facts, running, CarUpdateState.INSTALLED, "")

    def _prepare(self, offer: SignedPackage, running: str) -> None:
        """Verify a package, and a copy of it that nobody else can change."""
        facts, kind = offer.facts, self._installer.kind
        demand_package(offer, kind, self._machine.trusted, running)
        earlier = self._machine.package(running, kind)
        if not private_files.is_plain(earlier):
            raise UpdateRefusedError(
                f"This machine keeps no package of {running}, to which it could go back: "
                "mdt-alpr install-update --keep FILE."
            )
        place = self._machine.package(facts.version, kind)
        if not private_files.is_plain(self._files.package):
            raise UpdateRefusedError("The package is gone.")
        self._copied(self._files.package, place)
        try:
            demand_content(facts, place)
        except UpdateRefusedError:
            private_files.remove(place)
            raise
        for path in self._machine.folder.glob(f"*.{kind.value}"):
            if path not in (place, earlier):
                private_files.remove(path)

    def _gone_back(self, facts: PackageFacts, earlier: str, why: str) -> MachineUpdate:
        """Install the version before; what fails there is said, too."""
        newer, older = (self._machine.package(v, facts.kind) for v in (facts.version, earlier))
        try:
            self._installer.install(older, newer)
        except OutsideError as error:
            why = f"{why} The way back failed: {error}"
        return self._kept(facts, earlier, CarUpdateState.ROLLED_BACK, why)

    def _kept(
        self, facts: PackageFacts, earlier: str, state: CarUpdateState, why: str
    ) -> MachineUpdate:
        last = MachineUpdate(facts, earlier, state, why)
        self._machine.keep(last)
        return last

    def _copied(self, package: Path, place: Path) -> None:
        half = place.with_name(f"{place.name}.part")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            private_files.let_others_read(place.parent)
            private_files.remove(half)
            with package.open("rb") as content, private_files.create(half) as copy:
                shutil.copyfileobj(content, copy)
            private_files.replace(half, place)
        except OSError as error:
            raise OutsideError(f"{package} cannot be copied: {in_words(error)}.") from error
