"""How fast the desk's pages open and how long its screen ever stalls, at a very full day.

Headquarters is a process of its own. ``opened_s`` is from the key to the painted answer, over
HTTP; ``stall_*_ms`` are single events of the screen's thread while thousands of rows are scrolled
through and come in page by page.
"""

import argparse
import os
from typing import Any

from mdt_alpr.cli.database_url import DATABASE_HELP, database_url

NAME = "desk"
HELP = "pages of the desk and stalls of its screen with 100,000 hits in a day"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the subject takes."""
    parser.add_argument(
        "--database", default="", type=database_url, metavar="URL", help=DATABASE_HELP
    )
    parser.add_argument("--hits", type=int, default=100_000, help="default: 100000")
    parser.add_argument("--reads", type=int, default=1_000_000, help="default: 1000000")


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Return the figures.

    Raises:
        OutsideError: headquarters did not start or did not answer.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from mdt_alpr.lab.hq.desk_shift import figures
    from mdt_alpr.lab.measure.bench_desk import desk_figures

    return figures(args.database, args.hits, args.reads, desk_figures)
