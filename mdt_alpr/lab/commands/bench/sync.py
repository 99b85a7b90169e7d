"""How fast a car that was away three days catches up, with nothing lost and nothing twice.

Store, rounds and link are the car's own, headquarters a process of its own. Now and then an
answer is thrown away, as a link does that breaks off: what it told of is sent again. Pictures
come behind the reads and are counted for themselves.
"""

import argparse
from typing import Any

from mdt_alpr.cli.database_url import DATABASE_HELP, database_url

NAME = "sync"
HELP = "a car that was offline for 72 hours catches up"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the subject takes."""
    parser.add_argument(
        "--database", default="", type=database_url, metavar="URL", help=DATABASE_HELP
    )
    parser.add_argument("--reads", type=int, default=80_000, help="default: 80000")
    parser.add_argument(
        "--pictured", type=int, default=500, help="reads with two pictures (default: 500)"
    )


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Return the figures.

    Raises:
        OutsideError: headquarters did not start, or the car did not catch up.
    """
    from mdt_alpr.lab.measure.catching_up import figures

    return figures(args.database, args.reads, args.pictured)
