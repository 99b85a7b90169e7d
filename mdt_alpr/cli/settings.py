"""The settings files: `car.toml` in a car's data folder, `hq.toml` in headquarters'."""

import sys
import textwrap
from argparse import Namespace
from pathlib import Path

from mdt_alpr.car.settings_check import wrong_in_car
from mdt_alpr.car.settings_file import SETTINGS_FILE
from mdt_alpr.cli.arguments import arg, command, main_command
from mdt_alpr.cli.hq import database_in
from mdt_alpr.domain.car_settings import SETTINGS
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.printable import escaped
from mdt_alpr.domain.setting import Setting
from mdt_alpr.files.paths import data_folder, resource

CAR, SERVER = "car", "server"
_WHICH = arg("which", choices=(CAR, SERVER), help="car.toml of a car, or hq.toml of the server")
_WIDTH = 96


@main_command()
def _settings(_args: Namespace) -> None:
    """Show where the files are expected and where samples lie."""
    folder = data_folder()
    for words, path, sample in (
        ("a car", folder / SETTINGS_FILE, "car/car.toml"),
        ("headquarters", folder / "hq" / "hq.toml", "hq/hq.toml"),
    ):
        there = "" if path.exists() else " (not there)"
        sys.stdout.write(f"Of {words}: {path}{there}; a sample: {resource(sample)}\n")


@command("explain", "what each setting means, its values, and who may weaken a check", _WHICH)
def _explain(args: Namespace) -> None:
    """Print every setting."""
    for one in _table(args.which):
        lines = (
            one.meaning,
            f"Value: {one.values}.",
            f"Left out: {one.without}.",
            f"Who may weaken a check by it: {one.weakened_by}.",
        )
        sys.stdout.write(f"{one.name}\n")
        for line in lines:
            wrapped = textwrap.wrap(line, _WIDTH, initial_indent="  ", subsequent_indent="    ")
            sys.stdout.write("\n".join(wrapped) + "\n")


@command(
    "check",
    "say what is wrong with the settings of this machine, and what to do",
    _WHICH,
    arg("--data", type=Path, help="the folder with the file (default: the data folder)"),
    epilog="Exit code: 1 where something is wrong.",
)
def _check(args: Namespace) -> int:
    """Check one file."""
    if args.which == SERVER:
        wrong, path = _of_server(args.data or data_folder() / "hq")
    else:
        wrong, path = wrong_in_car(args.data or data_folder())
    for words in wrong:
        sys.stdout.write(escaped(f"WRONG {words}") + "\n")
    if not wrong:
        words = "Nothing is wrong with it." if path.exists() else "No file: defaults apply."
        sys.stdout.write(f"ok    {path}: {words}\n")
    return 1 if wrong else 0


def _of_server(folder: Path) -> tuple[list[str], Path]:
    from mdt_alpr.hq.base.settings_file import SETTINGS_FILE, settings_in

    path = folder / SETTINGS_FILE
    try:
        settings = settings_in(path)
        if "database" in settings:
            database_in(path, settings["database"])
    except OutsideError as error:
        return str(error).split("\n"), path
    lacking = [
        name for name, value in settings.items() if isinstance(value, Path) and not value.exists()
    ]
    wrong = [
        f"{path}: {name}: {settings[name]} is not there. Create it, or fix the path."
        for name in lacking
    ]
    return wrong, path


def _table(which: str) -> tuple[Setting, ...]:
    if which == CAR:
        return SETTINGS
    from mdt_alpr.hq.base import settings_file

    return settings_file.SETTINGS
