"""Commands that measure: their figures are printed as one JSON object."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from typing import Any

from mdt_alpr.cli.arguments import Argument, Command, arg
from mdt_alpr.cli.progress import progress

Measure = Callable[[Namespace], dict[str, Any]]


def figures_command(
    words: str, purpose: str, *arguments: Argument
) -> Callable[[Measure], Command]:
    """Declare a function that returns figures as a command that prints them."""

    def declared(measure: Measure) -> Command:
        def run(args: Namespace) -> None:
            with progress("Measuring"):
                figures = measure(args)
            sys.stdout.write(json.dumps(figures, indent=None if args.json else 2) + "\n")

        as_json = arg("--json", action="store_true", help="one JSON object on one line")
        return Command(words, purpose, run, (*arguments, as_json))

    return declared
