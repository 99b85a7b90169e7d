"""`hq annual-report`, `legislative-report`, `public-page` (RPT-01, RPT-03, RPT-04)."""

import json
import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import arg, day
from mdt_alpr.cli.hq import demand_new, write_file
from mdt_alpr.cli.hq_link import Hq, hq_asks
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire import addresses
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.reports import PublicFilesMessage, ReportMessage


@hq_asks(
    "annual-report",
    "the yearly report to the Chief",
    arg("--pdf", type=Path, help="write the report to this file as well"),
    arg("--json", action="store_true", help="one JSON line a number, with its query"),
    day("--since", "its first day (default: a year before its last)"),
    day("--until", "its last day (default: yesterday)"),
    epilog="The next report is due eleven months after the last one that was written to a file.",
)
def _report(hq: Hq, args: Namespace) -> None:
    demand_new(args.pdf)
    days = ("since", args.since), ("until", args.until)
    params = [(name, on.isoformat()) for name, on in days if on is not None]
    if args.pdf is not None:
        write_file(args.pdf, hq.ask(PaperFile, addresses.REPORT_PAPER, params=params).pdf)
    said = hq.ask(ReportMessage, addresses.REPORT, params=params)
    report = said.report
    for section in report.sections:
        for one in section.figures:
            words = ": ".join(filter(None, (section.title, one.row, one.column)))
            if args.json:
                plain = {"what": words, "number": one.number, "of": one.of, "query": one.source}
                sys.stdout.write(json.dumps(plain) + "\n")
            else:
                sys.stdout.write(escaped(f"{words}: {one.words} [{one.source}]") + "\n")
    if not args.json:
        sys.stdout.write(
            f"{report.span.first} to {report.span.last}. The next report is due on "
            f"{said.due_on}.\n"
        )


@hq_asks(
    "legislative-report",
    "the report to the legislature, due on March 1 where cameras are on a right-of-way",
    arg("pdf", type=Path, metavar="FILE", help="the PDF to write"),
    arg("--year", type=int, default=0, help="a year that is over (default: the last one)"),
)
def _legislative(hq: Hq, args: Namespace) -> None:
    demand_new(args.pdf)
    params = [("year", str(args.year))] if args.year else []
    write_file(args.pdf, hq.ask(PaperFile, addresses.LEGISLATIVE_PAPER, params=params).pdf)


@hq_asks(
    "public-page",
    "the page for the public: HTML, CSV and JSON, no plate and no small count",
    arg("folder", type=Path, metavar="FOLDER", help="a new folder for its files"),
    epilog="It needs no server of its own: an administrator reads it, then publishes the folder.",
)
def _public(hq: Hq, args: Namespace) -> None:
    demand_new(args.folder)
    found = hq.ask(PublicFilesMessage, addresses.PUBLIC_PAGE)
    try:
        args.folder.mkdir(parents=True)
    except OSError as error:
        raise OutsideError(f"{args.folder} cannot be made: {error.strerror or error}.") from error
    for name, text in found.files:
        place = args.folder / Path(name).name
        write_file(place, text.encode())
        sys.stdout.write(f"{escaped(str(place))}\n")
