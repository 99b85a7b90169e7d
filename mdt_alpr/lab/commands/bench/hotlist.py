"""Taking in a delivered list at headquarters, and the car's index of it.

Aims: 5,000,000 rows in 120 s and 500 MB; 10,000,000 entries looked up in 3 µs, with one
look-alike in 100 µs, in 250 MB, opened in 0.1 s, changed by 10,000 each way in 0.3 s.
"""

import argparse
from typing import Any

from mdt_alpr.cli.database_url import DATABASE_HELP, database_url

NAME = "hotlist"
HELP = "import, index, changes and memory of a large list"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the subject takes."""
    parser.add_argument("--rows", type=int, default=500_000, help="to take in (default: 500000)")
    parser.add_argument("--entries", type=int, default=1_000_000, help="default: 1000000")
    parser.add_argument(
        "--database", default="", type=database_url, metavar="URL", help=DATABASE_HELP
    )


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Return the figures; a part with nothing to do is left out."""
    found: dict[str, Any] = {}
    if args.rows:
        from mdt_alpr.lab.hq import hotlist

        found["import"] = hotlist.figures(args.database, args.rows)
    if args.entries:
        from mdt_alpr.lab.measure import bench_hotlist

        found["index"] = bench_hotlist.figures(args.entries)
    return found
