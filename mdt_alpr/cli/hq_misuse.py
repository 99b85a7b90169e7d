"""What `hq` does with signs of misuse: list, run, show, judge; coworkers' plates (SUP-03)."""

import json
import sys
from argparse import Namespace
from dataclasses import asdict

from mdt_alpr.cli.arguments import Command, arg
from mdt_alpr.cli.hq_link import REASON, Hq, hq_asks
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import escaped, waiting_words
from mdt_alpr.domain.review.misuse import FlagVerdict, RecordKind, Tie
from mdt_alpr.wire import addresses
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.misuse import (
    CaseRequest,
    FlagDetail,
    FlagMessage,
    FlagsMessage,
    SeekRequest,
    TiedPlateRequest,
    TiedPlatesMessage,
    VerdictRequest,
)
from mdt_alpr.wire.review import CasesMessage

MISUSE = Command("misuse", "signs of misuse, and the plates of coworkers", None)
_NUMBER = arg("number", type=int, help="as hq misuse flags lists it")
_JSON = arg("--json", action="store_true", help="one JSON line each")


@hq_asks("misuse flags", "flags that are open to you, the newest first", _JSON)
def _flags(hq: Hq, args: Namespace) -> None:
    before = 0
    while True:
        page = [("before", str(before))]
        found = hq.ask(FlagsMessage, addresses.MISUSE_FLAGS, params=page)
        for one in found.flags:
            _write(one, as_json=args.json)
            before = one.number
        if not found.has_more:
            break
    if not args.json:
        _write_end(found)


@hq_asks("misuse run", "run the rules over the last 90 days now")
def _run(hq: Hq, _args: Namespace) -> None:
    _write_end(hq.ask(FlagsMessage, addresses.MISUSE_RUN, SeekRequest()))


@hq_asks("misuse show", "a flag with its searches: case, reason, purpose", _NUMBER)
def _show(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.MISUSE_FLAG, number=str(args.number))
    found = hq.ask(FlagDetail, path)
    _write(found.flag, as_json=False)
    for one in found.searches:
        check = "of others" if one.is_others_case else one.case_check
        words = f"  {agency_time(one.at)}, {one.purpose}, case {one.case} ({check}): {one.reason}"
        sys.stdout.write(f"{escaped(words)}\n")
    for record in found.others:
        sys.stdout.write(f"  record {escaped(record)}\n")


@hq_asks(
    "misuse judge",
    "say that a flag is justified, or open a review case",
    _NUMBER,
    arg("verdict", choices=[one.value for one in FlagVerdict if one], help="what you found out"),
    arg("--accesses", type=int, required=True, help="how many you were shown by hq misuse show"),
    REASON,
)
def _judge(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.MISUSE_VERDICT, number=str(args.number))
    asked = VerdictRequest(FlagVerdict(args.verdict), args.reason, args.accesses)
    judged = hq.ask(FlagMessage, path, asked)
    _write(judged, as_json=False)


@hq_asks(
    "misuse open-case",
    "open a review case about who made a record, without a flag",
    arg("kind", choices=[one.value for one in RecordKind], help="which kind of record"),
    arg("record", help="the ID of a search or entry, the number of an entry of hq audit"),
    REASON,
)
def _open_case(hq: Hq, args: Namespace) -> None:
    asked = CaseRequest(RecordKind(args.kind), args.record, args.reason)
    newest = hq.ask(CasesMessage, addresses.CASES, asked).cases[0]
    sys.stdout.write(f"Case {newest.number} about {newest.officer} is open.\n")


@hq_asks("misuse plates", "to whom plates are tied; which ones nobody can see")
def _plates(hq: Hq, _args: Namespace) -> None:
    _write_tied(hq.ask(TiedPlatesMessage, addresses.TIED_PLATES))


@hq_asks(
    "misuse plate-add",
    "tie a plate to a coworker; only its keyed hash is kept",
    arg("person", help="the coworker's user name"),
    arg("tie", choices=[one.value for one in Tie], help="whose it is"),
    arg("plate", help="without its state"),
)
def _tie(hq: Hq, args: Namespace) -> None:
    asked = TiedPlateRequest(args.plate, args.person, Tie(args.tie))
    _write_tied(hq.ask(TiedPlatesMessage, addresses.TIED_PLATES, asked))


@hq_asks(
    "misuse plate-remove",
    "remove a plate that is tied to a coworker",
    arg("number", type=int, help="as hq misuse plates lists it"),
    REASON,
)
def _untie(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.TIED_PLATE_REMOVAL, number=str(args.number))
    _write_tied(hq.ask(TiedPlatesMessage, path, ReasonMessage(args.reason)))


def _write_end(found: FlagsMessage) -> None:
    lines = f"{waiting_words(found.waiting)} {_last_run(found)}", *found.off
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _last_run(found: FlagsMessage) -> str:
    if found.ran_at is None:
        return "The rules have not run yet."
    return f"The rules last ran at {agency_time(found.ran_at)}."


def _write(one: FlagMessage, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(asdict(one), default=str) + "\n")
        return
    judged = ""
    if one.judged_at is not None:
        case = f" {one.case_number}" * bool(one.case_number)
        judged = f" {one.verdict.value}{case} by {one.judged_by}: {one.words}"
    shown = f"accesses: {one.accesses}"
    words = f"{one.number} {capture_date(one.raised_at)} {one.person}, {shown}: {one.why}{judged}"
    sys.stdout.write(f"{escaped(words)}\n")


def _write_tied(found: TiedPlatesMessage) -> None:
    for one in found.plates:
        lost = " Entered under an older key: enter it again." if one.is_lost else ""
        words = (
            f"{one.number} {one.person}, {one.tie.value}, entered {capture_date(one.entered_at)} "
            f"by {one.entered_by}.{lost}"
        )
        sys.stdout.write(f"{escaped(words)}\n")
