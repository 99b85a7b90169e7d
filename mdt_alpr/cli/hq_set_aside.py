"""`hq set-aside` and `hq bind-unit`: what did not fit its session, and which unit a device is."""

import argparse
import sys
from typing import TYPE_CHECKING

from mdt_alpr.domain.people.roles import Permission

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters


def add(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both."""
    showing = what.add_parser(
        "set-aside", help="list what cars sent that did not fit its session, and decide on it"
    )
    deciding = showing.add_mutually_exclusive_group()
    deciding.add_argument("--accept", type=int, metavar="N", help="apply item N after all")
    deciding.add_argument("--reject", type=int, metavar="N", help="leave item N unapplied")
    showing.add_argument("--why", default="", help="reason of the decision, for the audit")
    showing.add_argument("--by", required=True, help="custodian or administrator; signs in")
    showing.set_defaults(do_with=_set_aside, permissions=(Permission.READ_AUDIT,))
    binding = what.add_parser("bind-unit", help="say which unit a car's computer is")
    binding.add_argument("device", help="name of the car's computer")
    binding.add_argument("unit", help="name of the unit")
    binding.add_argument("--by", required=True, help="administrator; signs in")
    binding.set_defaults(do_with=_bind, permissions=(Permission.MANAGE_ACCOUNTS,))


def _set_aside(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.intake.set_aside_review import decide, waiting
    from mdt_alpr.hq.people.command_sign_in import by_account
    from mdt_alpr.wire.manual import DecisionMessage

    number = args.reject if args.accept is None else args.accept
    if number is not None:
        decision = DecisionMessage(approved=args.accept is not None, why=args.why)
        by_account(
            hq,
            args.by,
            Permission.MANAGE_ACCOUNTS,
            lambda work: decide(work, number, decision, args.by),
        )
        done = "accepted and applied" if decision.approved else "rejected"
        sys.stdout.write(f"Item {number} is {done}.\n")
        return 0
    with hq.writing() as work:
        found = waiting(work, args.by)
    for item in found.items:
        at = item.received_at.strftime("%Y-%m-%d %H:%M UTC")
        sys.stdout.write(
            f"{item.number}: {at}, {item.kind} from {item.device}, brought by "
            f"{item.brought_by!r}, names {item.named!r}, about {item.subject!r}. {item.words}\n"
        )
    for device, key in found.keys:
        sys.stdout.write(f"key of {device!r}: {key} (accept-key, if the computer shows it)\n")
    if not found.items and not found.keys:
        sys.stdout.write("Nothing was set aside.\n")
    return 0


def _bind(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.domain.audit.audit import AuditEvent
    from mdt_alpr.hq.people.command_sign_in import by_account
    from mdt_alpr.hq.people.devices import bind_unit

    by_account(
        hq,
        args.by,
        Permission.MANAGE_ACCOUNTS,
        lambda work: bind_unit(work, args.device, args.unit, args.by),
        refused=AuditEvent.HQ_UNIT_REFUSED,
    )
    sys.stdout.write(f"{args.device} is unit {args.unit} from its next sign-in on.\n")
    return 0
