"""How a command is declared, and the parser made of it: errors and help are written for its users.

A command ``mdt-alpr NAME`` consists of the files ``NAME.py`` and ``NAME_*.py`` of its folder; each
``Command`` in them is found by itself. They are imported only when the command is named.
"""

import argparse
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from typing import Any

Run = Callable[[argparse.Namespace], int | None]
HAS_CAR = find_spec("PySide6") is not None
HAS_HEADQUARTERS = find_spec("mdt_alpr.hq") is not None
"""A built client has no headquarters, and a package of headquarters no car and no desk."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a command, with what ``argparse`` knows of it."""

    names: tuple[str, ...]
    settings: dict[str, Any]


OneOf = tuple[Argument, ...]
"""Options of which at most one may be given."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command under its words, such as ``correction place``; ``run`` may return an exit code.

    Empty words are those of the main command, no ``run`` makes a group of commands. One that is
    given ``at_headquarters`` needs its program, not only a way to it. ``topic`` is its heading in
    the list, none for an empty one.
    """

    words: str
    help: str
    run: Run | None
    arguments: tuple[Argument | OneOf, ...] = ()
    epilog: str = ""
    at_headquarters: bool = False
    topic: str = ""

    @property
    def is_here(self) -> bool:
        """Tell whether this installation can give it."""
        return HAS_HEADQUARTERS or not self.at_headquarters


def arg(*names: str, help: str, **settings: Any) -> Argument:  # noqa: A002 - argparse's word
    """Return an argument; the settings are those of ``ArgumentParser.add_argument``."""
    return Argument(names, {"help": help, **settings})


def day(name: str, help: str, **settings: Any) -> Argument:  # noqa: A002 - argparse's word
    """Return an option that is a date."""
    return arg(name, help=help, type=date.fromisoformat, metavar="YYYY-MM-DD", **settings)


def command(
    words: str,
    help: str,  # noqa: A002 - argparse's word
    *arguments: Argument | OneOf,
    epilog: str = "",
    at_headquarters: bool = False,
) -> Callable[[Run], Command]:
    """Declare a function as a command."""
    return lambda run: Command(words, help, run, arguments, epilog, at_headquarters)


def main_command(*arguments: Argument | OneOf, epilog: str = "") -> Callable[[Run], Command]:
    """Declare a function as what a command of the first level does; its help is in its list."""
    return command("", "", *arguments, epilog=epilog)


class Parser(argparse.ArgumentParser):
    """A parser whose errors say in words what is expected; its subcommands are such, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, read in ((int, _whole), (float, _number), (date.fromisoformat, _day)):
            self.register("type", kind, read)
        self.register("action", "parsers", _Subcommands)

    def subcommands(self) -> "Iterator[Parser]":
        """Give the parser of each subcommand."""
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - has no public name
                yield from action.choices.values()

    def add_commands(self, commands: Iterable[Command]) -> None:
        """Add the commands of a file, the main one to this parser, the others below it."""
        every = {"": Command("", "", None)} | {command.words: command for command in commands}
        groups = {words.rpartition(" ")[0] for words in every if words}
        below: dict[str, Any] = {}
        for words in sorted(every, key=lambda words: len(words.split())):
            one, parser = every[words], self
            if words:
                group, _, name = words.rpartition(" ")
                topic = "" if group else one.topic
                parser = below[group].add_parser(
                    name, help=one.help, is_listed=one.is_here, topic=topic
                )
            parser.declare(one)
            if words in groups:
                metavar = "WHAT" if one.run is None else "[WHAT]"
                below[words] = parser.add_subparsers(metavar=metavar, required=one.run is None)

    def declare(self, one: Command) -> None:
        """Add the arguments of a command and what it does."""
        for argument in one.arguments:
            if isinstance(argument, Argument):
                self.add_argument(*argument.names, **argument.settings)
            else:
                alternatives = self.add_mutually_exclusive_group()
                for each in argument:
                    alternatives.add_argument(*each.names, **each.settings)
        self.epilog = one.epilog or None
        if one.run is not None:
            self.set_defaults(run=one.run)


class _Topic(argparse.Action):
    """A heading in a list of subcommands, with those under it."""

    def __init__(self, words: str) -> None:
        super().__init__([], words, metavar=f"{words}:")
        self.below: list[argparse.Action] = []

    def _get_subactions(self) -> list[argparse.Action]:
        return self.below


class _Subcommands(argparse._SubParsersAction):  # type: ignore[type-arg]  # noqa: SLF001
    """Describes each subcommand by its line in the list, under the heading of its topic."""

    def add_parser(self, name: str, **kwargs: Any) -> Parser:
        """Add one; what is not listed is found all the same, and says why it is not here."""
        words, is_listed, topic = kwargs["help"], kwargs.pop("is_listed"), kwargs.pop("topic", "")
        if not is_listed:
            del kwargs["help"]
        parser: Parser = super().add_parser(
            name, description=f"{words[:1].upper()}{words[1:]}.", **kwargs
        )
        if is_listed and topic:
            self._file_under(topic)
        return parser

    def _file_under(self, topic: str) -> None:
        """Move the line that was just added to the list under its heading."""
        line = self._choices_actions.pop()
        heading = self._choices_actions[-1] if self._choices_actions else None
        if not isinstance(heading, _Topic) or heading.dest != topic:
            heading = _Topic(topic)
            self._choices_actions.append(heading)
        heading.below.append(line)


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is not a date; write it as 2026-11-28"
        raise argparse.ArgumentTypeError(message) from None
