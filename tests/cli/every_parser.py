"""Every parser of the command line, by the words that lead to it."""

import argparse
from collections.abc import Iterator

from mdt_alpr.cli import COMMANDS, parser_of
from mdt_alpr.cli.arguments import Parser


def every_parser(
    parser: Parser | None = None, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Parser]]:
    parser = parser or parser_of(COMMANDS)
    yield words, parser
    for command in parser.subcommands():
        yield from every_parser(command, (*words, command.prog.split()[-1]))


def own_arguments(parser: Parser) -> list[argparse.Action]:
    return [a for a in parser._actions if not isinstance(a, argparse._SubParsersAction)]
