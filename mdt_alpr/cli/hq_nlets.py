"""`hq nlets`: another agency's plate reader query, answered offline to a form (INT-03)."""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import demand_new, write_file
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.printable import escaped, log_number
from mdt_alpr.domain.search.nlets import NletsQuery
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import instant
from mdt_alpr.wire.nlets import NletsAnswer, NletsDetail
from mdt_alpr.wire.papers import PaperFile

_QUERY = (
    arg("lic", metavar="LIC", help="the plate, 1 to 10 letters and digits"),
    arg("--begin", required=True, metavar="BEG", help="such as 2026-11-20T00:00:00-05:00"),
    arg("--end", required=True, metavar="END", help="as BEG"),
    arg("--loc", default="", metavar="LOC", help="a unit or camera"),
    arg("--loose", action="store_true", help="LMI: one look-alike may differ"),
    arg("--max", type=int, default=10, metavar="MAX", help="events, the newest"),
    arg("--ori", required=True, help="of the agency that asks"),
    arg(
        "--request",
        type=log_number,
        required=True,
        metavar="NUMBER",
        help="the granted request that it came with: hq data-requests lists them",
    ),
    arg("--reason", required=True, help="why you look: what happened"),
    arg("--confirmed", action="store_true", help="look, however wide: it will be reviewed"),
    arg("--search", default="", metavar="ID", help="the look-up to print, of this session"),
)


def _query(args: Namespace) -> NletsQuery:
    return NletsQuery(
        lic=args.lic.upper(),
        begin=instant(args.begin, "BEG"),
        end=instant(args.end, "END"),
        ori=args.ori.upper(),
        request=args.request,
        loc=args.loc,
        loose=args.loose,
        most=args.max,
        reason=args.reason,
        confirmed=args.confirmed,
        search=args.search,
    )


@hq_command(
    "nlets",
    "answer another agency's Nlets plate reader query to a form; nothing is sent",
    *_QUERY,
    arg("--pdf", type=Path, help="the form to write"),
)
def _answer(hq: Hq, args: Namespace) -> None:
    query = _query(args)
    if args.pdf is not None:
        demand_new(args.pdf)
        write_file(args.pdf, hq.ask(PaperFile, addresses.NLETS_PAPER, query).pdf)
        sys.stdout.write(f"{args.pdf} is written. Give it on the written request only.\n")
        return
    answer = hq.ask(NletsAnswer, addresses.NLETS, query)
    if answer.ask:
        words = " ".join(answer.ask)
        raise OutsideError(f"{words} Nothing was looked up. --confirmed looks all the same.")
    for one in answer.events:
        words = (
            f"EID {one.eid}, DAT {one.dat.isoformat()}, {one.lic} {one.state or 'no state'}, "
            f"{one.unit}, {one.camera}, {one.place}"
        )
        sys.stdout.write(f"{escaped(words)}\n")
    sys.stdout.write(f"{len(answer.events)} of {answer.found} events. {answer.notice}\n")
    sys.stdout.write(f"To print it as one look-up: --search {answer.search}\n")


@hq_command(
    "nlets-detail",
    "one event of an Nlets answer in full, by EID and DAT",
    *_QUERY,
    arg("--eid", required=True, help="as the answer has it"),
    arg("--dat", required=True, help="as the answer has it"),
    arg("--pdf", type=Path, required=True, help="the form to write"),
)
def _detail(hq: Hq, args: Namespace) -> None:
    demand_new(args.pdf)
    asked = NletsDetail(_query(args), args.eid, instant(args.dat, "DAT"))
    write_file(args.pdf, hq.ask(PaperFile, addresses.NLETS_DETAIL, asked).pdf)
    sys.stdout.write(f"{args.pdf} is written. Give it on the written request only.\n")
