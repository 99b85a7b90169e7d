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
from mdt_alpr.cli import car, demo, desk, drill, hq, models, screenshots, self_test, verify
from mdt_alpr.domain.errors import MdtAlprError
from mdt_alpr.process_memory import leave_no_dumps

LAB = "mdt_alpr.lab.commands"
"""The measuring and training commands; a built client comes without them."""


def _commands() -> tuple[ModuleType, ...]:
    product = (demo, car, drill, desk, hq, models, screenshots, verify)
    in_the_lab = modules_in(import_module(LAB)) if find_spec(LAB.rpartition(".")[0]) else ()
    return (*product, *in_the_lab)


COMMANDS = _commands()
"""Each module has ``NAME``, ``HELP``, ``add_arguments(parser)`` and ``run(args) -> exit code``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did what was asked, 1 with a sentence on stderr when not.

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
        if args.self_test:
            return self_test.run()
        if not hasattr(args, "run"):
            _parser().print_help()
            return 2
        code: int = args.run(args)
    except MdtAlprError as error:
        sys.stderr.write(f"mdt-alpr: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    else:
        return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mdt-alpr", description=__doc__)
    parser.add_argument("--version", action="version", version=f"mdt-alpr {__version__}")
    parser.add_argument("--self-test", action="store_true", help="check this installation")
    commands = parser.add_subparsers(metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(command.NAME, help=command.HELP, description=command.__doc__)
        command.add_arguments(sub)
        sub.set_defaults(run=command.run)
    return parser
