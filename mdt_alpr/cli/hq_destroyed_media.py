"""`hq destroyed-media`: the register of destroyed media (RET-10, CJIS MP-6)."""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import Command, arg, day
from mdt_alpr.cli.hq import demand_new, write_file
from mdt_alpr.cli.hq_link import Hq, hq_asks
from mdt_alpr.domain.equipment.media import (
    LEAST_PASSES,
    DestroyedMedium,
    DestructionMethod,
    MediaKind,
)
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire import addresses
from mdt_alpr.wire.media import MediaMessage
from mdt_alpr.wire.papers import PaperFile

GROUP = Command("destroyed-media", "disks, laptops and sticks that were destroyed", None)


@hq_asks("destroyed-media list", "list what was destroyed, the newest first")
def _list(hq: Hq, _args: Namespace) -> None:
    _said(hq.ask(MediaMessage, addresses.DESTROYED_MEDIA))


@hq_asks(
    "destroyed-media add",
    "record a medium that was destroyed",
    arg("kind", choices=[one.value for one in MediaKind], help="what it was"),
    arg("serial", help="its serial number or label"),
    arg("--held", required=True, help="what was on it; no plates"),
    arg("--method", required=True, choices=[one.value for one in DestructionMethod], help="how"),
    arg("--passes", type=int, default=0, help=f"how often overwritten, {LEAST_PASSES} at least"),
    day("--on", "the day", required=True),
    arg("--done-by", required=True, help="who destroyed it"),
    arg("--witness", required=True, help="who saw it"),
    arg("--note", default="", help="anything else; no plates"),
)
def _add(hq: Hq, args: Namespace) -> None:
    given = DestroyedMedium(
        MediaKind(args.kind),
        args.serial,
        args.held,
        DestructionMethod(args.method),
        args.passes,
        args.on,
        args.done_by,
        args.witness,
        args.note,
    )
    _said(hq.ask(MediaMessage, addresses.DESTROYED_MEDIA, given))


@hq_asks(
    "destroyed-media certificate",
    "print the certificate of one as PDF",
    arg("number", type=int, help="its number in the register"),
    arg("--to", type=Path, required=True, help="the file to write; it must be new"),
)
def _certificate(hq: Hq, args: Namespace) -> None:
    demand_new(args.to)
    path = addresses.filled(addresses.MEDIUM_PAPER, number=str(args.number))
    write_file(args.to, hq.ask(PaperFile, path).pdf)
    sys.stdout.write(f"{args.to} is written.\n")


def _said(found: MediaMessage) -> None:
    for one in found.media:
        m = one.medium
        words = (
            f"{one.number}: {m.kind.value} {m.serial} ({m.held}), {m.method.value} "
            f"{m.destroyed_on} by {m.destroyed_by}, seen by {m.witness}"
        )
        sys.stdout.write(escaped(words) + "\n")
    if not found.media:
        sys.stdout.write("Nothing is recorded. hq destroyed-media add records a medium.\n")
