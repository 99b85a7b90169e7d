"""Where bundled resources lie and where the program keeps its data."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy_profile import PROFILE_FILE
from mdt_alpr.files import private_files

DATA_FOLDER_VARIABLE = "MDT_ALPR_DATA"
OF_MACHINE = Path("C:/ProgramData/MDT ALPR" if os.name == "nt" else "/etc/mdt-alpr")
"""Where only an administrator writes, for everybody who uses the machine."""
UPDATES_OF_MACHINE = (
    OF_MACHINE / "updates" if os.name == "nt" else Path("/var/lib/mdt-alpr-updates")
)
"""What the machine's installer keeps (``car.update_files``)."""
_FIRST_SETTINGS = "car.toml"
_PACKAGE = Path(__file__).resolve().parent.parent


def resource(name: str) -> Path:
    """Return the path of one file or folder below ``resources/``.

    Raises:
        OutsideError: the installation is incomplete.
    """
    tried = [root / "resources" / name for root in _roots()]
    for path in tried:
        if path.exists():
            return path
    raise OutsideError(f"{name} is missing from the installation. Install MDT ALPR again.")


def data_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the user's folder for what the program keeps; made on first use, for the user only.

    ``MDT_ALPR_DATA`` chooses another one.

    Raises:
        OutsideError: the folder cannot be made.
    """
    folder = _chosen_folder(environ)
    try:
        if not folder.is_dir():
            private_files.make_folder(folder)
        _bring_first_settings(folder)
    except OSError as error:
        raise OutsideError(
            f"The data folder {folder} cannot be made: {error.strerror}. "
            f"Free it, or name another one in {DATA_FOLDER_VARIABLE}."
        ) from error
    return folder


def policy_profile(data: Path | None, of_machine: Path = OF_MACHINE) -> Path | None:
    """Return the policy profile of a data folder, else of the machine; None without one.

    Where none is named, headquarters' own folder lies in the user's.
    """
    chosen = _chosen_folder(os.environ)
    folders = (data,) if data else (chosen, chosen / "hq")
    places = [folder / PROFILE_FILE for folder in (*folders, of_machine)]
    return next((place for place in places if place.exists()), None)


def _bring_first_settings(folder: Path) -> None:
    """Copy what a technician set for this machine to a user who has no settings yet."""
    given, place = OF_MACHINE / _FIRST_SETTINGS, folder / _FIRST_SETTINGS
    if given.is_file() and not place.exists():
        content = given.read_bytes()
        with suppress(FileExistsError), private_files.create(place) as file:
            file.write(content)


def _roots() -> list[Path]:
    """Return where ``resources/`` may lie: frozen, installed as a wheel, in a checkout."""
    frozen = getattr(sys, "_MEIPASS", None)
    return [Path(frozen)] if frozen else [_PACKAGE, _PACKAGE.parent]


def _chosen_folder(environ: Mapping[str, str]) -> Path:
    if chosen := environ.get(DATA_FOLDER_VARIABLE):
        return Path(chosen).expanduser().absolute()
    if local := environ.get("LOCALAPPDATA"):
        return Path(local) / "MDT ALPR"
    # The XDG specification: a relative path there is to be ignored.
    shared = Path(environ.get("XDG_DATA_HOME", ""))
    return (shared if shared.is_absolute() else Path.home() / ".local" / "share") / "mdt-alpr"
