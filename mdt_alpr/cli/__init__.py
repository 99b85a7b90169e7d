"""The command line; `mdt-alpr --help` lists the commands, `arguments` says how one is declared.

The only layer that knows both the car and headquarters.
"""

import argparse
import errno
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from mdt_alpr import __version__
from mdt_alpr.cli.arguments import HAS_CAR, HAS_HEADQUARTERS, Command, Parser
from mdt_alpr.domain.errors import MdtAlprError, OutsideError, WrongInputError, in_words
from mdt_alpr.domain.policy_profile import take_profile
from mdt_alpr.domain.printable import escaped
from mdt_alpr.files.paths import policy_profile, resource
from mdt_alpr.machine.process_memory import leave_no_dumps, share_one_heap
from mdt_alpr.machine.program_files import checked_program

_IS_WINDOWS = sys.platform == "win32"
PRODUCT, LAB = "mdt_alpr.cli", "mdt_alpr.lab.commands"
"""The folders of commands; those of the lab measure and train, and no built client has them."""
COMMANDS = {
    "demo": (PRODUCT, "a whole agency in one process, on a drawn drive"),
    "car": (PRODUCT, "a patrol car"),
    "camera": (PRODUCT, "a fixed camera, without a window"),
    "enroll": (PRODUCT, "make a car, desk or camera known to headquarters"),
    "drill": (PRODUCT, "replay real wrongful stops, or train at roll-call"),
    "desk": (PRODUCT, "the desk for supervisors and the custodian"),
    "hq": (PRODUCT, "headquarters: import a hotlist, make an account; on its machine, serve"),
    "doctor": (PRODUCT, "what is well with this car or desk, what is not, and what to do"),
    "install-update": (PRODUCT, "install a car's update, as an administrator, or go back"),
    "settings": (PRODUCT, "what each setting of car.toml and hq.toml means, and what is wrong"),
    "models": (PRODUCT, "list, check and bring recognition networks"),
    "verify": (PRODUCT, "check an evidence package"),
    "audit": (PRODUCT, "prove exported audit entries, as an outside auditor"),
    "trial": (PRODUCT, "how many passes a trial judges, and whether its intervals hold"),
    "licenses": (PRODUCT, "the licenses of bundled files and of packages"),
    "policy": (PRODUCT, "the order by clause: what the program does, and the agency"),
    "cjis": (PRODUCT, "the CJIS Security Policy: what is met, and what the agency must do"),
}
"""What ``mdt-alpr --help`` lists, without an import: each command's folder and its purpose."""
if find_spec(LAB.rpartition(".")[0]) is not None:
    COMMANDS |= {
        "text-list": (LAB, "list the texts that people see in a room"),
        "command-list": (LAB, "write the page of all commands and their arguments"),
        "look-sheet": (LAB, "draw each state's looks beside its plates in known pictures"),
        "demo-map": (LAB, "write the map that the demo ships"),
        "bench": (LAB, "measure the speed of this machine"),
        "evaluate": (LAB, "measure recognition on pictures or clips with known truth"),
        "screenshots": (LAB, "render every page into a folder"),
        "train": (LAB, "train one of our networks on drawn pictures"),
    }
_OF_THE_CAR = {
    "demo", "car", "camera", "drill", "desk", "doctor", "install-update", "models",
}  # fmt: skip
NOT_HERE = (set() if HAS_CAR else _OF_THE_CAR) | (set() if HAS_HEADQUARTERS else {"demo"})
"""What this installation lacks the other half for; not listed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 1 with a sentence on stderr when not.

    2 for a wrong call: arguments, or a file that is not what the command expects. No sentence
    where the reader of the output, such as ``head``, has closed it.
    """
    try:
        try:
            return _run(arguments)
        finally:
            sys.stdout.flush()  # else what is still in the buffer breaks at the exit, with noise
    except OSError as error:
        if not _has_left(error):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(arguments: Sequence[str] | None) -> int:
    words = sys.argv[1:] if arguments is None else arguments
    named = next((word for word in words if not word.startswith("-")), "")
    try:
        _take_profile(words)  # before a command is imported: the rules are made of it
        args = parser_of({named}).parse_args(words)
        leave_no_dumps()
        share_one_heap()
        logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
        return _done(args)
    except (MdtAlprError, EOFError, OSError) as error:
        if _has_left(error):
            raise
        lines = map(escaped, _sentence(error).split("\n"))  # some name what came from outside
        sys.stderr.write("mdt-alpr: " + "\n".join(lines) + "\n")
        return 2 if isinstance(error, WrongInputError) else 1
    except KeyboardInterrupt:
        return 130


def _take_profile(words: Sequence[str]) -> None:
    """Run the policy profile of the data folder that a command names, where one is in it."""
    option = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    option.add_argument("--data", type=Path)
    with suppress(argparse.ArgumentError):
        place = policy_profile(option.parse_known_args(words)[0].data)
        if place is not None:
            take_profile(place)


def _has_left(error: BaseException) -> bool:
    """Tell whether it comes of a reader of the output who is gone; Windows says EINVAL then."""
    if not isinstance(error, OSError):
        return False
    of_windows = _IS_WINDOWS and error.errno == errno.EINVAL and error.filename is None
    return isinstance(error, BrokenPipeError) or (of_windows and not sys.stdout.isatty())


def _done(args: argparse.Namespace) -> int:
    checked_program()
    if args.self_test:
        from mdt_alpr.cli import self_test

        return self_test.run()
    if not hasattr(args, "run"):
        parser_of(()).print_help()
        return 2
    try:
        code: int = args.run(args) or 0
    except ModuleNotFoundError as error:
        if HAS_HEADQUARTERS or not (error.name or "").startswith("mdt_alpr.hq"):
            raise
        raise OutsideError(
            "This program is a car and a desk; this command needs headquarters, which is not in "
            f"it: see {resource('docs/administrator.md')}."
        ) from error
    return code


def _sentence(error: MdtAlprError | EOFError | OSError) -> str:
    if isinstance(error, MdtAlprError):
        return str(error)
    if isinstance(error, EOFError):
        return "An answer was asked for, and there was none to read."
    about = f"{error.filename}: " if error.filename else ""
    return f"{about}{in_words(error)}."


def parser_of(named: Iterable[str]) -> Parser:
    """Return the parser; only ``named`` commands have their arguments, and cost an import."""
    return _parser(frozenset(named))


@cache
def _parser(named: frozenset[str]) -> Parser:
    """Make a parser once: a test gives many commands in one process."""
    parser = Parser(
        prog="mdt-alpr", description="License plate reader of a patrol car, and its headquarters."
    )
    parser.add_argument("--version", action="version", version=f"mdt-alpr {__version__}")
    parser.add_argument("--self-test", action="store_true", help="check this installation")
    subparsers = parser.add_subparsers(metavar="COMMAND")
    for name, (folder, words) in COMMANDS.items():
        command = subparsers.add_parser(name, help=words, is_listed=name not in NOT_HERE)
        if name in named:
            command.add_commands(_by_topic(folder, name.replace("-", "_")))
    return parser


def _by_topic(folder: str, name: str) -> list[Command]:
    """Return the commands in the order of ``TOPICS`` of ``NAME.py``, where it has headings."""
    topics = getattr(import_module(f"{folder}.{name}"), "TOPICS", {})
    topic_of = {part: topic for topic, parts in topics.items() for part in parts}
    places = {part: place for place, part in enumerate(topic_of)}
    found = [
        (part, replace(one, topic=topic_of.get(part, "")))
        for file, one in _declared(folder, name)
        for part in [one.words if one.words in topic_of else file]
    ]
    return [one for _, one in sorted(found, key=lambda pair: places.get(pair[0], -1))]


def _declared(folder: str, name: str) -> Iterator[tuple[str, Command]]:
    """Import the files ``NAME.py`` and ``NAME_*.py`` of a folder; give each with its commands."""
    for info in iter_modules(import_module(folder).__path__):
        if info.name == name or info.name.startswith(f"{name}_"):
            module = import_module(f"{folder}.{info.name}")
            values = vars(module).values()
            yield from ((info.name, value) for value in values if isinstance(value, Command))
            for room, commands in getattr(module, "ROOMS", {}).items():
                yield from ((room, command) for command in commands)
