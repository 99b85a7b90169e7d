"""How every command takes its arguments: one parser, with errors and help for its users."""

import argparse
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, its module, what it is for.

    The module has ``add_arguments(parser)`` and ``run(args) -> exit code``. It is imported only
    when the command is named, so that no command waits for another's libraries.
    """

    name: str
    module: str
    help: str


class Parser(argparse.ArgumentParser):
    """A parser whose errors say in words what belongs there; its subcommands are such, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, taken in ((int, _whole), (float, _number), (date.fromisoformat, _day)):
            self.register("type", kind, taken)
        self.register("action", "parsers", _Subcommands)

    def subcommands(self) -> "Iterator[Parser]":
        """Give the parser of each subcommand."""
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - has no public name
                yield from action.choices.values()


class _Subcommands(argparse._SubParsersAction):  # type: ignore[type-arg]  # noqa: SLF001
    """Describes each subcommand by its line in the list, where it has no words of its own."""

    def add_parser(self, name: str, **kwargs: Any) -> Parser:
        told = kwargs.get("help", "")
        kwargs.setdefault("description", f"{told[:1].upper()}{told[1:]}.")
        found: Parser = super().add_parser(name, **kwargs)
        return found


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        message = f"{text!r} is not a whole number"
        raise argparse.ArgumentTypeError(message) from None


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        message = f"{text!r} is not a number"
        raise argparse.ArgumentTypeError(message)
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is not a date; write it as 2026-11-28"
        raise argparse.ArgumentTypeError(message) from None
