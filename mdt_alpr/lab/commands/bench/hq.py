"""How many reads headquarters takes in, and how fast a day of capture is purged.

The server is a process of its own, the cars are threads of this one, on the same processors.
``bare`` is the same load on Starlette and the driver alone, without session, rules or audit.
"""

import argparse
from typing import Any

from mdt_alpr.cli.database_url import DATABASE_HELP, database_url

NAME = "hq"
HELP = "reads a second over HTTP, and the purge of a day"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the subject takes."""
    parser.add_argument(
        "--database", default="", type=database_url, metavar="URL", help=DATABASE_HELP
    )
    parser.add_argument("--reads", type=int, default=100_000, help="default: 100000")
    parser.add_argument("--cars", type=int, default=4, help="that send at once (default: 4)")
    parser.add_argument("--gzip", action="store_true", help="bodies packed, as cars send them")
    parser.add_argument(
        "--bare", action="store_true", help="measure the bare rig, or the bare DROP, too"
    )
    parser.add_argument("--processes", type=int, default=0, help="as of `hq serve` (default: 0)")
    parser.add_argument(
        "--purge", type=int, default=0, metavar="READS", help="purge a day of so many instead"
    )


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Return the figures.

    Raises:
        OutsideError: a server did not start, or did not take what was sent.
    """
    from mdt_alpr.lab.hq import ingest, purging

    if args.purge:
        return purging.figures(args.database, args.purge, bare=args.bare)
    asked = ingest.IngestLoad(
        database=args.database,
        reads=args.reads,
        cars=args.cars,
        packed=args.gzip,
        bare=args.bare,
        processes=args.processes,
    )
    return ingest.figures(asked)
