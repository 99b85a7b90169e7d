"""Measure the readers on pictures and clips with known truth; the same keys every time."""

import argparse
import json
import sys
from typing import Any

from mdt_alpr.cli.progress import progress
from mdt_alpr.lab.measure import evaluate_clips, evaluate_detector, evaluate_plates, evaluate_zeros


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `evaluate` takes."""
    what = parser.add_subparsers(metavar="WHAT", required=True)
    commands: tuple[tuple[str, Any, str], ...] = (
        ("plates", evaluate_plates, "right, wrong and false reads on pictures with known plates"),
        ("detector", evaluate_detector, "how many plates are found, and how the boxes sit"),
        ("clips", evaluate_clips, "reads and hits on clips with known plates"),
        ("zeros", evaluate_zeros, "how the letter O and the digit 0 are told apart"),
    )
    for name, command, told in commands:
        sub = what.add_parser(name, help=told)
        command.add_arguments(sub)
        sub.add_argument("--json", action="store_true", help="one JSON object on one line")
        sub.set_defaults(measure=command.run)


def run(args: argparse.Namespace) -> int:
    """Print the figures; 0 when they could be taken."""
    with progress("Measuring"):
        figures = args.measure(args)
    text = json.dumps(figures) if args.json else json.dumps(figures, indent=2)
    sys.stdout.write(text + "\n")
    return 0
