"""What `hq equipment` does: the register, its schedule and its work orders (MNT-01, MNT-02)."""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import Command, arg, day
from mdt_alpr.cli.hq import demand_new, write_file
from mdt_alpr.cli.hq_link import REASON, Hq, hq_asks
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.equipment.register import EquipmentFacts, EquipmentKind
from mdt_alpr.domain.equipment.schedule import SCHEDULED, WorkKind, WorkResult
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire import addresses
from mdt_alpr.wire.equipment import (
    EquipmentHistoryMessage,
    EquipmentMessage,
    PlanRequest,
    RegisterMessage,
    WorkDoneRequest,
    WorkOrderRequest,
)
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.papers import PaperFile

EQUIPMENT = Command("equipment", "the register of cars, cameras and fixed sites", None)
_NUMBER = arg("number", type=int, help="its number, as hq equipment list shows it")


@hq_asks("equipment list", "list cars, cameras, processors and fixed sites, and what is due")
def _list(hq: Hq, _args: Namespace) -> None:
    found = hq.ask(RegisterMessage, addresses.EQUIPMENT)
    for one in found.equipment:
        sys.stdout.write(_words(one))
    for check in found.checks:
        words = f"FAILED: {check.failed}" if check.failed else "passed"
        at = agency_time(check.at)
        sys.stdout.write(escaped(f"Last shift check of {check.device}: {at}, {words}") + "\n")
    for name in found.machines:
        sys.stdout.write(escaped(f"NOT REGISTERED: enrolled machine {name}") + "\n")
    if not found.equipment:
        sys.stdout.write("Nothing is registered. hq equipment add registers an item.\n")


@hq_asks(
    "test-plate",
    "print the plate that is held before a camera at the start of a shift, as PDF",
    arg("--out", type=Path, required=True, help="the file to write; it must be new"),
)
def _test_plate(hq: Hq, args: Namespace) -> None:
    demand_new(args.out)
    write_file(args.out, hq.ask(PaperFile, addresses.TEST_PLATE).pdf)
    sys.stdout.write(f"{args.out} is written.\n")


@hq_asks("equipment show", "show an item with its work orders", _NUMBER)
def _show(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.EQUIPMENT_ITEM, number=str(args.number))
    _said(hq.ask(EquipmentHistoryMessage, path))


@hq_asks(
    "equipment add",
    "register a car, camera, processor or fixed site",
    arg("kind", choices=[one.value for one in EquipmentKind], help="what it is"),
    arg("name", help="what people call it"),
    arg("--serial", required=True, help="its serial number"),
    arg("--model", required=True, help="maker and model"),
    arg("--custodian", required=True, help="who is responsible for it"),
    day("--installed", "the day of its installation", required=True),
    arg("--software", default="", help="version of its software"),
    arg("--device", default="", help="the enrolled machine that it is or belongs to"),
    arg("--part-of", type=int, default=0, metavar="NUMBER", help="what it is mounted in"),
    arg("--place", default="", help="where a fixed site is, or where on the car"),
)
def _add(hq: Hq, args: Namespace) -> None:
    facts = EquipmentFacts(
        EquipmentKind(args.kind),
        args.name,
        args.serial,
        args.model,
        args.custodian,
        args.installed,
        args.software,
        args.device,
        args.part_of,
        args.place,
    )
    _said(hq.ask(EquipmentHistoryMessage, addresses.EQUIPMENT, facts))


@hq_asks("equipment retire", "take an item out of use; its history stays", _NUMBER, REASON)
def _retire(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.EQUIPMENT_RETIREMENT, number=str(args.number))
    _said(hq.ask(EquipmentHistoryMessage, path, ReasonMessage(args.reason)))


@hq_asks(
    "equipment schedule",
    "set how often an item is maintained or calibrated",
    _NUMBER,
    arg("kind", choices=[one.value for one in SCHEDULED], help="what is scheduled"),
    arg("--every-days", type=int, required=True, metavar="DAYS", help="0 for no schedule"),
)
def _schedule(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.EQUIPMENT_SCHEDULE, number=str(args.number))
    asked = PlanRequest(WorkKind(args.kind), args.every_days)
    _said(hq.ask(EquipmentHistoryMessage, path, asked))


@hq_asks(
    "equipment order",
    "open a work order",
    _NUMBER,
    arg("kind", choices=[one.value for one in WorkKind], help="what is to be done"),
    day("--due", "by when", required=True),
    arg("--note", default="", help="what is wrong; no plates"),
)
def _order(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.EQUIPMENT_WORK, number=str(args.number))
    asked = WorkOrderRequest(WorkKind(args.kind), args.due, args.note)
    _said(hq.ask(EquipmentHistoryMessage, path, asked))


@hq_asks(
    "equipment close",
    "close a work order with its result",
    arg("order", type=int, help="number of the work order"),
    arg("result", choices=[one.value for one in WorkResult if one.value], help="what came of it"),
    day("--on", "the day on which it was done", required=True),
    arg("--done-by", required=True, help="who did it"),
    arg("--note", default="", help="what was found; needed unless it passed"),
)
def _close(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.WORK_DONE, number=str(args.order))
    asked = WorkDoneRequest(WorkResult(args.result), args.on, args.done_by, args.note)
    _said(hq.ask(EquipmentHistoryMessage, path, asked))


def _said(found: EquipmentHistoryMessage) -> None:
    sys.stdout.write(_words(found.item))
    for one in found.works:
        done = f", {one.result.value} {one.done_on} by {one.done_by}" if one.done_on else ""
        by = one.ordered_by or "schedule"
        words = f"  order {one.number}: {one.kind.value}, due {one.due_on}, by {by}{done}"
        words += "".join(f" ({text})" for text in (one.words, one.note) if text)
        sys.stdout.write(escaped(words) + "\n")


def _words(one: EquipmentMessage) -> str:
    facts = one.facts
    due = ", ".join(f"{each.kind.value} due {each.due_on}" for each in one.due)
    words = f"{one.number}: {facts.kind.value} {facts.name}, {facts.model} {facts.serial}"
    words += f", device {facts.device}" if facts.device else ""
    words += f", part of {facts.part_of}" if facts.part_of else ""
    words += f", {facts.place}" if facts.place else ""
    words += f", {facts.custodian}: {one.state.value.upper()}"
    if one.retired_at is not None:
        return escaped(f"{words}, RETIRED by {one.retired_by}: {one.why_retired}") + "\n"
    return escaped(f"{words}; {due or 'no schedule'}") + "\n"
