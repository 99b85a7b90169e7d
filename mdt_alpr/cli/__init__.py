"""The command line: one command a module; `mdt-alpr --help` lists them.

The only layer that knows both the car and headquarters.
"""

import argparse
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec

from mdt_alpr import __version__
from mdt_alpr.cli.arguments import Command, Parser
from mdt_alpr.domain.errors import MdtAlprError, WrongInputError, in_words
from mdt_alpr.domain.printable import escaped
from mdt_alpr.process_memory import leave_no_dumps

LAB = "mdt_alpr.lab.commands"
"""The measuring and training commands; a built client comes without them."""


def _commands() -> tuple[Command, ...]:
    product = (
        Command("demo", "mdt_alpr.cli.demo", "a whole agency in one process, on a drawn drive"),
        Command("car", "mdt_alpr.cli.car", "a patrol car"),
        Command(
            "drill", "mdt_alpr.cli.drill", "replay real wrongful stops, or train at roll-call"
        ),
        Command("desk", "mdt_alpr.cli.desk", "the desk for supervisors and the custodian"),
        Command("hq", "mdt_alpr.cli.hq", "headquarters: serve, import a hotlist, make an account"),
        Command("models", "mdt_alpr.cli.models", "list, check and bring recognition networks"),
        Command("verify", "mdt_alpr.cli.verify", "check an evidence package"),
    )
    if find_spec(LAB.rpartition(".")[0]) is None:
        return product
    return (*product, *(Command(*words) for words in import_module(LAB).COMMANDS))


COMMANDS = _commands()


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
    words = sys.argv[1:] if arguments is None else arguments
    named = next((word for word in words if not word.startswith("-")), "")
    args = parser_of(command for command in COMMANDS if command.name == named).parse_args(words)
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
        from mdt_alpr.cli import self_test

        return self_test.run()
    if not hasattr(args, "run"):
        parser_of(()).print_help()
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


def parser_of(loaded: Iterable[Command]) -> Parser:
    """Return the parser; only commands in ``loaded`` know their arguments, and cost an import."""
    parser = Parser(
        prog="mdt-alpr",
        description="License plate reader of a patrol car, and its headquarters.",
    )
    parser.add_argument("--version", action="version", version=f"mdt-alpr {__version__}")
    parser.add_argument("--self-test", action="store_true", help="check this installation")
    subparsers = parser.add_subparsers(metavar="COMMAND")
    subs = {
        command.name: subparsers.add_parser(command.name, help=command.help)
        for command in COMMANDS
    }
    for command in loaded:
        module = import_module(command.module)
        module.add_arguments(subs[command.name])
        subs[command.name].set_defaults(run=module.run)
    return parser
