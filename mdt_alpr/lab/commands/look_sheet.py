"""Draw every state's looks beside its plates in known pictures, to be looked at."""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import arg, main_command
from mdt_alpr.cli.engine_choice import count
from mdt_alpr.lab.commands.train import FONTS, font_folders


@main_command(
    arg("truth", type=Path, metavar="TRUTH.csv", help="pictures and the plates in them"),
    arg("file", type=Path, metavar="FILE.png", help="the sheet to write"),
    arg("--states", default="", metavar="CODES", help="such as LA,MO,IL; default all"),
    arg("--wide", type=count, default=100, metavar="PIXELS", help="of a plate, default 100"),
    FONTS,
)
def _look_sheet(args: Namespace) -> None:
    """Write it."""
    from mdt_alpr.lab.measure.look_sheet import write_sheet

    codes = args.states.split(",") if args.states else ()
    write_sheet(args.truth, codes, args.wide, font_folders(args), args.file)
    sys.stdout.write(f"{args.file}\n")
