"""`hq purge-search`: is everything gone that must be gone (RET-07, 09.21.8.C)."""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import demand_new, write_file
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.printable import escaped
from mdt_alpr.domain.retention.purge_search import RULE_WORDS, place_words
from mdt_alpr.wire import addresses
from mdt_alpr.wire.keeping import PurgeSearchMessage
from mdt_alpr.wire.papers import PaperFile


@hq_command(
    "purge-search",
    "search every table and file for what must be gone",
    arg("--pdf", type=Path, help="write the certificate to this file as well"),
    epilog="Exit code: 1 where something is left.",
)
def _search(hq: Hq, args: Namespace) -> int:
    demand_new(args.pdf)
    said = hq.ask(PurgeSearchMessage, addresses.PURGE_SEARCH)
    found = said.found
    for one in found.places:
        words = f"{one.place}: {one.number:,}, {RULE_WORDS[one.rule].lower()}. {place_words(one)}"
        sys.stdout.write(escaped(words) + "\n")
    for name, number in found.holds:
        sys.stdout.write(escaped(f"Hold {name} keeps {number:,}.") + "\n")
    left = ", ".join(one.place for one in found.dirty)
    outcome = f"LEFT IN: {left}." if left else "Nothing is left."
    sys.stdout.write(
        f"Captured up to {agency_time(found.captured_until)} must be gone. "
        f"{escaped(outcome)} Entry {said.entry} of the audit.\n"
    )
    if args.pdf is not None:
        write_file(args.pdf, hq.ask(PaperFile, addresses.PURGE_PAPER).pdf)
    return 1 if left else 0
