"""Write the page of all commands, as the command line itself describes them."""

import argparse
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from mdt_alpr.cli.arguments import Parser, arg, main_command

_HEAD = """\
# Commands

Made by `mdt-alpr command-list resources/docs/commands.md`; a test keeps it up to date. Do not edit
it by hand: it says what `--help` says.

Every command ends with one of these exit codes; some have a further meaning, named with the
command.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | not done; a sentence on stderr says why and what to do |
| 2 | a wrong call: an argument, or a file that is not what the command expects |
| 130 | stopped with Ctrl+C |

`bench`, `evaluate`, `train`, `look-sheet`, `screenshots`, `demo-map` and `command-list` measure
and build; an installed car comes without them. A car also comes without `hq` and `demo`.
"""


@main_command(arg("file", type=Path, help="the Markdown file to write"))
def _command_list(args: Namespace) -> None:
    """Write it."""
    args.file.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{args.file}\n")


def page() -> str:
    """Return the page as Markdown."""
    from mdt_alpr.cli import COMMANDS, parser_of

    return "\n".join([_HEAD, *_sections(parser_of(COMMANDS), ())])


def _sections(parser: Parser, above: tuple[Parser, ...]) -> Iterator[str]:
    """Give a section for a command, then those of its subcommands."""
    yield from _section(parser, above)
    for command in parser.subcommands():
        yield from _sections(command, (*above, parser))


def _section(parser: Parser, above: tuple[Parser, ...]) -> Iterator[str]:
    has = {
        a.option_strings[0]: one
        for one in reversed(above)
        for a in _arguments(one)
        if _is_option(a)
    }
    givers = {has[a.option_strings[0]].prog for a in _arguments(parser) if _shared(a, has)}
    own = [a for a in _arguments(parser) if not _shared(a, has)]
    yield f"{'#' * min(len(above) + 2, 4)} `{parser.prog}`\n"
    yield f"{parser.description}\n"
    if own:
        yield "| argument | what it is |\n|---|---|"
        yield from (_row(parser, action) for action in own)
        yield ""
    for giver in sorted(givers):
        yield f"Has the options of `{giver}`, too.\n"
    if parser.epilog:
        yield f"{parser.epilog}\n"


def _arguments(parser: Parser) -> list[argparse.Action]:
    """Return a command's arguments without its help and its subcommands."""
    kinds = argparse._HelpAction, argparse._SubParsersAction  # noqa: SLF001 - no public names
    return [a for a in parser._actions if not isinstance(a, kinds)]  # noqa: SLF001


def _is_option(action: argparse.Action) -> bool:
    return bool(action.option_strings)


def _shared(action: argparse.Action, has: dict[str, Parser]) -> bool:
    """Return whether a command above this one has the same option."""
    return _is_option(action) and action.option_strings[0] in has


def _row(parser: Parser, action: argparse.Action) -> str:
    formatter = argparse.HelpFormatter(parser.prog)
    words = formatter._expand_help(action).replace("|", "\\|")  # noqa: SLF001
    if isinstance(action.default, int | float) and action.default:  # 0 and False mean "none"
        words += "" if "default" in words else f" (default: {action.default})"
    need = "; required" if action.required and _is_option(action) else ""
    return f"| {_name(action)} | {words}{need} |"


def _name(action: argparse.Action) -> str:
    if action.choices is not None:
        value = f"{{{','.join(map(str, action.choices))}}}"
        value = str(action.metavar) if action.metavar else value
    else:
        value = str(action.metavar or action.dest.upper())
    value = f"{value} ..." if action.nargs in ("+", "*") else value
    if not _is_option(action):
        return f"`{value}`" if action.nargs != "?" else f"`[{value}]`"
    with_value = "" if action.nargs == 0 else f" {value}"
    return ", ".join(f"`{name}{with_value}`" for name in action.option_strings)
