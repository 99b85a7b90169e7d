"""What `hq correction` does with records that are known to be wrong (HOT-11)."""

import argparse
import sys
from typing import TYPE_CHECKING

from mdt_alpr.domain.hotlist.hotlist import CorrectionDraft
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import CORRECTION_LASTS_AT_MOST, correction_time
from mdt_alpr.domain.printable import escaped

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters

_MAY = Permission.MANAGE_LISTS


def add(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `correction`."""
    parser = what.add_parser("correction", help="let cars not alert on a record that is wrong")
    steps = parser.add_subparsers(metavar="STEP", required=True)
    placing = steps.add_parser("place", help="stop every car from alerting on it")
    placing.add_argument("plate", help="plate as listed")
    placing.add_argument("state", help="such as NC")
    placing.add_argument("--record", default="", help="its id, where several are on the plate")
    placing.add_argument("--evidence", required=True, help="hit, case or reply that shows it")
    placing.add_argument(
        "--owner-asked", default="", help="how its agency was asked to correct it"
    )
    _add_lasting(placing)
    placing.set_defaults(do_with=_place)
    renewing = _numbered(steps.add_parser("renew", help="it lasts longer"))
    _add_lasting(renewing)
    renewing.set_defaults(do_with=_renew)
    noting = _numbered(steps.add_parser("owner", help="its agency was asked, or answered"))
    noting.add_argument("--note", required=True, help="what was asked or answered")
    noting.add_argument("--by", required=True, help="custodian or administrator")
    noting.set_defaults(do_with=_note)
    ending = _numbered(steps.add_parser("end", help="cars alert on the record again"))
    _add_signed(ending)
    ending.set_defaults(do_with=_end)
    listing = steps.add_parser("list", help="the corrections that hold")
    listing.add_argument("--by", required=True, help="custodian or administrator")
    listing.set_defaults(do_with=_list)


def _numbered(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("number", type=int, help="of the correction, as `list` shows it")
    return parser


def _add_lasting(parser: argparse.ArgumentParser) -> None:
    most = CORRECTION_LASTS_AT_MOST.days
    parser.add_argument("--days", type=int, default=most, help=f"1 to {most}")
    _add_signed(parser)


def _add_signed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", required=True, help="why, for the audit")
    parser.add_argument("--by", required=True, help="custodian or administrator")


def _place(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.hotlists import corrections
    from mdt_alpr.hq.people.command_sign_in import by_account

    draft = CorrectionDraft(
        args.reason, args.evidence, args.owner_asked, correction_time(args.days)
    )
    plate = Plate(args.plate, args.state.upper())
    number = by_account(
        hq, args.by, _MAY, lambda work: corrections.place(work, args.by, plate, args.record, draft)
    )
    sys.stdout.write(f"Correction {number}: no car alerts on this record.\n")
    return 0


def _renew(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.hotlists import corrections
    from mdt_alpr.hq.people.command_sign_in import by_account

    lasts = correction_time(args.days)
    by_account(
        hq,
        args.by,
        _MAY,
        lambda work: corrections.renew(work, args.by, args.number, args.reason, lasts),
    )
    sys.stdout.write(f"Correction {args.number} lasts {args.days} days from now on.\n")
    return 0


def _note(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.hotlists import corrections
    from mdt_alpr.hq.people.command_sign_in import by_account

    by_account(
        hq,
        args.by,
        _MAY,
        lambda work: corrections.note_owner(work, args.by, args.number, args.note),
    )
    sys.stdout.write("Noted.\n")
    return 0


def _end(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.hotlists import corrections
    from mdt_alpr.hq.people.command_sign_in import by_account

    by_account(
        hq, args.by, _MAY, lambda work: corrections.end(work, args.by, args.number, args.reason)
    )
    sys.stdout.write(f"Correction {args.number} has ended; cars alert on the record again.\n")
    return 0


def _list(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.hotlists import corrections
    from mdt_alpr.hq.people.command_sign_in import by_account

    found = by_account(hq, args.by, _MAY, lambda work: corrections.live(work, args.by))
    for one in found.corrections:
        asked = one.owner_asked or "NOT ASKED YET"
        gone = "" if one.is_listed else ", no longer listed"
        words = (
            f"{one.number}: {one.text} {one.state}, {one.list_name}{gone}, until "
            f"{one.expires_at:%Y-%m-%d %H:%M} UTC, by {one.made_by}: {one.reason} "
            f"Owner {one.owner or 'not known'}: {asked}"
        )
        sys.stdout.write(f"{escaped(words)}\n")
    return 0
