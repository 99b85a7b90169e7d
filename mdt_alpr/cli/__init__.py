"""The command line: one command a module; `mdt-alpr --help` lists them.

The only layer that knows both the car and headquarters.
"""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from mdt_alpr import __version__
from mdt_alpr.adapters.plugin_files import modules_in
from mdt_alpr.cli import car, demo, desk, drill, hq, models, self_test, verify
from mdt_alpr.cli.arguments import Parser
from mdt_alpr.domain.error_words import in_words
from mdt_alpr.domain.errors import MdtAlprError, WrongInputError
from mdt_alpr.domain.printable import escaped
from mdt_alpr.process_memory import leave_no_dumps

LAB = "mdt_alpr.lab.commands"
"""The measuring and training commands; a built client comes without them."""


def _commands() -> tuple[ModuleType, ...]:
    product = (demo, car, drill, desk, hq, models, verify)
    in_the_lab = modules_in(import_module(LAB)) if find_spec(LAB.rpartition(".")[0]) else ()
    return (*product, *in_the_lab)


COMMANDS = _commands()
"""Each module has ``NAME``, ``HELP``, ``add_arguments(parser)`` and ``run(args) -> exit code``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 with a sentence on stderr when not.

    2 where it was not asked rightly: arguments, or a file that is not what the command takes.
    Without a sentence where who reads the output, such as ``head``, has enough.
    """
    try:
        try:
            return _run(arguments)
        finally:
            sys.stdout.flush()  # what waits in the buffer would else break at the exit, with noise
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(arguments: Sequence[str] | None) -> int:
    args = _parser().parse_args(arguments)
    leave_no_dumps()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        return _done(args)
    except BrokenPipeError:
        raise
    except (MdtAlprError, EOFError, OSError) as error:
        lines = map(escaped, _sentence(error).split("\n"))  # some name what came from outside
        sys.stderr.write("mdt-alpr: " + "\n".join(lines) + "\n")
        return 2 if isinstance(error, WrongInputError) else 1
    except KeyboardInterrupt:
        return 130


def _done(args: argparse.Namespace) -> int:
    if args.self_test:
        return self_test.run()
    if not hasattr(args, "run"):
        _parser().print_help()
        return 2
    code: int = args.run(args)
    return code


def _sentence(error: MdtAlprError | EOFError | OSError) -> str:
    if isinstance(error, MdtAlprError):
        return str(error)
    if isinstance(error, EOFError):
        return "An answer was asked for, and there was none to read."
    about = f"{error.filename}: " if error.filename else ""
    return f"{about}{in_words(error)}."


def _parser() -> Parser:
    parser = Parser(
        prog="mdt-alpr",
        description="License plate reader of a patrol car, and its headquarters.",
    )
    parser.add_argument("--version", action="version", version=f"mdt-alpr {__version__}")
    parser.add_argument("--self-test", action="store_true", help="check this installation")
    commands = parser.add_subparsers(metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(command.NAME, help=command.HELP)
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return parser
