"""`hq public-page` and `hq audited-events` (RPT-04, AUD-09)."""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.acts import reports
from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import demand_new
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.domain.printable import escaped
from mdt_alpr.files.private_files import saved_folder
from mdt_alpr.wire.reports import PublicFilesMessage


@hq_command(
    "public-page",
    "the page for the public: HTML, CSV and JSON, no plate and no small count",
    arg("folder", type=Path, metavar="FOLDER", help="a new folder for its files"),
    epilog="It needs no server of its own: an administrator reads it, then publishes the folder.",
)
def _public(hq: Hq, args: Namespace) -> None:
    demand_new(args.folder)
    made = hq.ask(PublicFilesMessage, reports.MAKE_PUBLIC_PAGE.path())
    saved_folder(args.folder, ((name, text.encode()) for name, text in made.files))
    for name, _ in made.files:
        sys.stdout.write(f"{escaped(str(args.folder / Path(name).name))}\n")
