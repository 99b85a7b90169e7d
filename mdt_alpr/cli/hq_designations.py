"""What `hq` does with designations of administrators and custodians (ACC-14)."""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import arg, day
from mdt_alpr.cli.hq import by, hq_command
from mdt_alpr.cli.passwords import PASSWORD_VARIABLE
from mdt_alpr.domain.people.designations import Office
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import escaped

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters

_ADMINISTRATOR = (Permission.MANAGE_ACCOUNTS,)
_BY = by(f"administrator, signs in ({PASSWORD_VARIABLE})")


@hq_command(
    "designate",
    "record who was designated as administrator or custodian, by whom",
    arg("person", help="the user name"),
    arg("--office", required=True, choices=[one.value for one in Office], help="as what"),
    day("--from", "the first day", required=True, dest="first_day"),
    day("--until", "the last day, where it is known"),
    arg("--designated-by", required=True, help="name of the Chief, designee or administrator"),
    _BY,
    permissions=_ADMINISTRATOR,
)
def _designate(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.designations import designate
    from mdt_alpr.wire.accounts import DesignationRequest

    office, who = Office(args.office), args.designated_by
    designate(
        hq, DesignationRequest(args.person, office, args.first_day, args.until, who), args.by
    )
    sys.stdout.write(f"{args.person} is designated as {args.office}.\n")
    return 0


@hq_command(
    "end-designation",
    "record the last day of a designation",
    arg("number", type=int, help="its number, as hq designations lists it"),
    day("--on", "the last day", required=True),
    _BY,
    permissions=_ADMINISTRATOR,
)
def _end(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.designations import end_designation

    end_designation(hq, args.number, args.on, args.by)
    sys.stdout.write(f"Designation {args.number} ends on {args.on.isoformat()}.\n")
    return 0


@hq_command(
    "designations",
    "list who was administrator and custodian when, designated by whom",
    day("--on", "only who held an office on this day"),
    by(f"administrator or custodian, signs in ({PASSWORD_VARIABLE})"),
    permissions=(Permission.MANAGE_ACCOUNTS, Permission.READ_AUDIT),
)
def _list(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.designations import designations_of

    with hq.writing() as work:
        found = designations_of(work, args.by, args.on)
    for one in found.designations:
        until = one.last_day.isoformat() if one.last_day else "now"
        words = (
            f"{one.number}: {one.person_id} ({one.name}), {one.office.value}, "
            f"{one.first_day.isoformat()} to {until}, designated by {one.designated_by}"
        )
        sys.stdout.write(escaped(words) + "\n")
    for person in found.missing:
        sys.stdout.write(escaped(f"NOT DESIGNATED: {person}") + "\n")
    return 0
