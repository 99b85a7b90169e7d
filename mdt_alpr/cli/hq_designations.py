"""What `hq` does with designations of Chief, administrators and custodians (ACC-14)."""

import sys
from argparse import Namespace

from mdt_alpr.cli.arguments import arg, day
from mdt_alpr.cli.hq_link import Hq, hq_asks
from mdt_alpr.domain.people.designations import Office
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import DesignationEnd, DesignationRequest, DesignationsMessage


@hq_asks(
    "designate",
    "record who was designated as Chief, administrator or custodian, by whom",
    arg("person", help="the user name"),
    arg("--office", required=True, choices=[one.value for one in Office], help="as what"),
    day("--from", "the first day", required=True, dest="first_day"),
    day("--until", "the last day, where it is known"),
    arg("--designated-by", required=True, help="name of the Chief, designee or administrator"),
)
def _designate(hq: Hq, args: Namespace) -> None:
    office, who = Office(args.office), args.designated_by
    asked = DesignationRequest(args.person, office, args.first_day, args.until, who)
    hq.post(addresses.DESIGNATIONS, asked)
    sys.stdout.write(f"{args.person} is designated as {args.office}.\n")


@hq_asks(
    "end-designation",
    "record the last day of a designation",
    arg("number", type=int, help="its number, as hq designations lists it"),
    day("--on", "the last day", required=True),
)
def _end(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.DESIGNATION_END, number=str(args.number))
    hq.post(path, DesignationEnd(args.on))
    sys.stdout.write(f"Designation {args.number} ends on {args.on.isoformat()}.\n")


@hq_asks(
    "designations",
    "list who was Chief, administrator and custodian when, designated by whom",
    day("--on", "only who held an office on this day"),
)
def _list(hq: Hq, args: Namespace) -> None:
    params = [("on", args.on.isoformat())] if args.on else []
    found = hq.ask(DesignationsMessage, addresses.DESIGNATIONS, params=params)
    for one in found.designations:
        until = one.last_day.isoformat() if one.last_day else "now"
        words = (
            f"{one.number}: {one.person_id} ({one.name}), {one.office.value}, "
            f"{one.first_day.isoformat()} to {until}, designated by {one.designated_by}"
        )
        sys.stdout.write(escaped(words) + "\n")
    for person in found.missing:
        sys.stdout.write(escaped(f"NOT DESIGNATED: {person}") + "\n")
