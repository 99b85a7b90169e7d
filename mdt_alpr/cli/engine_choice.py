"""Which engines a measuring command uses: one name for both, or one for each.

It loads no engine: the command line is read at every start of the program.
"""

import argparse
import math

from mdt_alpr.cli.arguments import arg
from mdt_alpr.measure.engine_choice import EngineChoice


def count(text: str) -> int:
    """Return a whole number from 1 on.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return int(text)


def amount(text: str) -> float:
    """Return a number above 0.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number <= 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")
    return number


ENGINES = (
    arg("--engine", default="own", help="detector and reader (default: own)"),
    arg("--detector", default="", help="another detector than that of --engine"),
    arg("--reader", default="", help="another reader than that of --engine"),
    arg("--threads", type=count, default=1, help="of each network (default: 1)"),
)
"""The options that name a detector and a reader."""
SECOND_READER = arg("--second-reader", default="ppocr", help="empty for none (default: ppocr)")


def chosen_engines(args: argparse.Namespace) -> EngineChoice:
    """Return what was chosen; no second reader where the command has no such option."""
    second = getattr(args, "second_reader", "")
    return EngineChoice(args.engine, args.detector, args.reader, second, args.threads)
