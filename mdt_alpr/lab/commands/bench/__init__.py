"""Measure how fast this machine does it: figures, never a verdict; one subject a file.

A file of this folder offers ``NAME``, ``HELP``, ``add_arguments(parser)`` and
``measure(args) -> figures`` as one JSON object; it is found by itself. What is heavy to load is
imported in ``measure``.
"""

import argparse
import json
import sys
from typing import Any

from mdt_alpr.cli.progress import progress
from mdt_alpr.plugin_files import modules_in


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what every subject takes."""
    what = parser.add_subparsers(metavar="SUBJECT", required=True)
    for subject in modules_in(sys.modules[__name__]):
        sub = what.add_parser(subject.NAME, help=subject.HELP)
        subject.add_arguments(sub)
        sub.add_argument("--json", action="store_true", help="one JSON object on one line")
        sub.set_defaults(measure=subject.measure)


def run(args: argparse.Namespace) -> int:
    """Print the figures; 0 when they could be taken."""
    with progress("Measuring"):
        figures: dict[str, Any] = args.measure(args)
    text = json.dumps(figures) if args.json else json.dumps(figures, indent=2)
    sys.stdout.write(text + "\n")
    return 0
