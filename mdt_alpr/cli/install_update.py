"""Install a car's update, with an administrator's rights, while the car does not run."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import arg, main_command
from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.domain.printable import escaped

if TYPE_CHECKING:  # a command loads no more than it needs
    from mdt_alpr.patrol.ports import Installer


@main_command(
    arg("--data", type=Path, required=True, help="the car's data folder"),
    arg("--keep", type=Path, metavar="FILE", help="keep the package of the version in use"),
    arg(
        "--signed-by",
        default="",
        metavar="KEY",
        help="headquarters' key, which `hq offload-keys` prints: this machine installs what it "
        "signed",
    ),
)
def _install_update(args: Namespace) -> None:
    """Set the machine up, else install or go back where that is due."""
    from mdt_alpr.car.update_files import MachinePlaces
    from mdt_alpr.car.update_install import MachineInstaller

    machine, installer = MachinePlaces(), _installer_here()
    work = MachineInstaller(args.data, machine, installer)
    if args.signed_by:
        _trust(machine.key, args.signed_by)
    if args.keep is not None:
        work.keep(args.keep, installer.version())
    if args.keep is not None or args.signed_by:
        return
    done = work.run()
    if done is not None and done.package is not None:
        state = done.state.value.replace("_", " ") if done.state else "broken off"
        sys.stdout.write(escaped(f"{done.package.version}: {state}. {done.why}".strip()) + "\n")


def _installer_here() -> "Installer":
    """Return the installer of this system."""
    from mdt_alpr.adapters.installers import kind_here
    from mdt_alpr.adapters.installers.dpkg_installer import DpkgInstaller
    from mdt_alpr.adapters.installers.msi_installer import MsiInstaller

    return MsiInstaller() if kind_here() is MsiInstaller.kind else DpkgInstaller()


def _trust(place: Path, key: str) -> None:
    from mdt_alpr.files import private_files
    from mdt_alpr.keys.signing import key_of, pem_of

    known = key_of(key)
    if known is None:
        raise OutsideError("That is no key: give the 64 digits that `hq offload-keys` prints.")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(pem_of(known), encoding="ascii")
        private_files.let_others_read(place)
    except OSError as error:
        raise OutsideError(f"{place} cannot be written: {in_words(error)}.") from error
