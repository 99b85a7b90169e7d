"""Write the map that the demo ships: made-up towns, the same ones each time."""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import arg, main_command


@main_command(arg("file", type=Path, help="the PMTiles file to write"))
def _demo_map(args: Namespace) -> None:
    """Write it."""
    from mdt_alpr.lab.screens.town_map import write_map

    write_map(args.file)
    sys.stdout.write(f"{args.file}\n")
