"""The state of a headquarters, and how two people confirm its clock."""

import argparse
import json
import sys
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.hq_files import AUDIT_KEY_VARIABLE, AUDIT_WITNESS_VARIABLE, path_from
from mdt_alpr.cli.hq_sign_in import second_person
from mdt_alpr.cli.passwords import CONFIRMER_PASSWORD_VARIABLE
from mdt_alpr.domain.people.roles import Permission

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters


def add(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `doctor` and `confirm-clock`."""
    doctor = what.add_parser(
        "doctor", help="what is well with headquarters, what is not, and what to do"
    )
    doctor.add_argument("--json", action="store_true", help="one JSON object a line")
    for name, variable in (
        ("--audit-key", AUDIT_KEY_VARIABLE),
        ("--audit-witness", AUDIT_WITNESS_VARIABLE),
    ):
        doctor.add_argument(name, type=Path, default=path_from(variable), help="as for `serve`")
    doctor.epilog = "Exit code: 1 where something is wrong."
    doctor.set_defaults(do_with=_doctor)
    confirming = what.add_parser(
        "confirm-clock", help="let two people say that the clock is right"
    )
    confirming.add_argument(
        "--today",
        required=True,
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="the date as these two people know it",
    )
    confirming.add_argument("--by", required=True, help="custodian or administrator, signs in")
    confirming.add_argument(
        "--confirmed-by",
        required=True,
        help=f"another one, who signs in too (password: {CONFIRMER_PASSWORD_VARIABLE})",
    )
    confirming.set_defaults(do_with=_confirm, permissions=(Permission.READ_AUDIT,))


def _doctor(hq: "Headquarters", args: argparse.Namespace) -> int:
    """Show each line; 1 where something is wrong."""
    from mdt_alpr.hq.keeping.doctor import examined

    hq.settings = replace(hq.settings, audit_key=args.audit_key, audit_witness=args.audit_witness)
    is_well = True
    for check in examined(hq):
        is_well = is_well and check.ok
        words = f"{'ok   ' if check.ok else 'WRONG'} {check.name}: {check.words}"
        sys.stdout.write(f"{json.dumps(asdict(check)) if args.json else words}\n")
    return 0 if is_well else 1


def _confirm(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.audit.clock_guard import confirm_clock

    with second_person(hq, args.confirmed_by, Permission.READ_AUDIT):
        confirm_clock(hq, args.today, args.by, args.confirmed_by)
    sys.stdout.write("The clock is confirmed. What is due is erased with the next purge.\n")
    return 0
