"""Measure the readers on pictures and clips with known truth; the same keys every time."""

import argparse
import json
import sys
from typing import Any

from mdt_alpr.lab.measure import evaluate_clips, evaluate_detector, evaluate_plates, evaluate_zeros

NAME = "evaluate"
HELP = "measure recognition on pictures or clips with known truth"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `evaluate` takes."""
    what = parser.add_subparsers(metavar="WHAT", required=True)
    commands: dict[str, Any] = {
        "plates": evaluate_plates, "detector": evaluate_detector, "clips": evaluate_clips,
        "zeros": evaluate_zeros,
    }  # fmt: skip
    for name, command in commands.items():
        sub = what.add_parser(name, description=command.__doc__)
        command.add_arguments(sub)
        sub.add_argument("--json", action="store_true", help="one JSON object on one line")
        sub.set_defaults(measure=command.run)


def run(args: argparse.Namespace) -> int:
    """Print the figures; 0 when they could be taken."""
    figures = args.measure(args)
    text = json.dumps(figures) if args.json else json.dumps(figures, indent=2)
    sys.stdout.write(text + "\n")
    return 0
