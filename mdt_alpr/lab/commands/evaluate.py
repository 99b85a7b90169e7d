"""Measure the readers on pictures and clips with known truth; the same keys every time."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.engine_choice import ENGINES, SECOND_READER, count
from mdt_alpr.lab.commands.figures import figures_command
from mdt_alpr.lab.measure.harder_pictures import HARDER


@figures_command(
    "plates",
    "right, wrong and false reads on pictures with known plates",
    arg("truth", type=Path, metavar="TRUTH.csv", help="pictures and the plates in them"),
    arg("--dataset", help="only rows of this dataset"),
    *ENGINES,
    SECOND_READER,
    arg("--every", type=count, default=1, help="only every N-th row, for slow engines"),
    arg("--state", action="store_true", help="read every plate a second time, for its state"),
    arg("--harder", choices=sorted(HARDER), help="change every scene first"),
    arg("--crops-wide", type=count, metavar="PIXELS", help="show every crop so many pixels wide"),
    arg("--crops-in-roads", type=count, metavar="PIXELS", help="set every crop into a road"),
    arg("--by", metavar="GROUPS", help="figures by group as well: state, width or state,width"),
    arg("--sheet", type=Path, metavar="FILE.html", help="draw every miss"),
)
def _plates(args: Namespace) -> dict[str, Any]:
    from mdt_alpr.lab.measure.evaluate_plates import run

    return run(args)


@figures_command(
    "detector",
    "how many plates are found, and how the boxes sit",
    arg("truth", type=Path, metavar="TRUTH.csv", help="pictures and the plates in them"),
    arg("--dataset", help="only rows of this dataset"),
    arg("--detector", default="own", help="which detector (default: own)"),
    arg("--threads", type=count, default=1, help="of its network (default: 1)"),
    arg("--harder", choices=sorted(HARDER), help="change every picture first"),
)
def _detector(args: Namespace) -> dict[str, Any]:
    from mdt_alpr.lab.measure.evaluate_detector import run

    return run(args)


@figures_command(
    "clips",
    "reads and hits on clips with known plates",
    arg("truth", type=Path, metavar="TRUTH.json", help="clips and the plates in them"),
    *ENGINES,
    SECOND_READER,
    arg("--sheet", type=Path, metavar="FILE.html", help="draw every miss and every false read"),
)
def _clips(args: Namespace) -> dict[str, Any]:
    from mdt_alpr.lab.measure.evaluate_clips import run

    return run(args)


@figures_command(
    "zeros",
    "how well the letter O and the digit 0 are told apart",
    arg("truth", type=Path, metavar="TRUTH.csv", help="pictures and the plates in them"),
    arg("--dataset", help="only rows of this dataset"),
    arg("--threads", type=count, default=1, help="of our networks (default: 1)"),
)
def _zeros(args: Namespace) -> dict[str, Any]:
    from mdt_alpr.lab.measure.evaluate_zeros import run

    return run(args)
