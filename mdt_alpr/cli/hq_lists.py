"""What `hq` does with hotlists: take one in, tell what is wrong, take one out of use."""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.hq_sign_in import second_person
from mdt_alpr.cli.passwords import CONFIRMER_PASSWORD_VARIABLE
from mdt_alpr.cli.progress import progress
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import escaped

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters

_SHOWN = 10


def add_import(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `import-hotlist`."""
    importing = what.add_parser("import-hotlist", help="replace a list by a delivered file")
    importing.add_argument("file", type=Path, help="the delivered file")
    importing.add_argument(
        "--format",
        default="",
        help="of the file (an unknown one lists them); default: what its first lines show",
    )
    importing.add_argument("--by", required=True, help="custodian or administrator, signs in")
    importing.add_argument(
        "--confirmed-by",
        default="",
        metavar="ADMINISTRATOR",
        help="a second person, who signs in too (password: "
        f"{CONFIRMER_PASSWORD_VARIABLE}) and takes a list that was stopped nevertheless",
    )
    importing.set_defaults(do_with=_import, permissions=(Permission.MANAGE_LISTS,))


def add(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `lists`, `dismiss-delivery` and `retire-list`."""
    parser = what.add_parser("lists", help="what is wrong with the hotlists, and what came last")
    parser.add_argument("--by", required=True, help="custodian or administrator")
    parser.epilog = "Exit code: 1 where a list is overdue or a delivery was stopped."
    parser.set_defaults(do_with=_show)
    dismissing = what.add_parser(
        "dismiss-delivery", help="settle a stopped delivery that nothing is to replace"
    )
    dismissing.add_argument("number", type=int, help="of the delivery, as `hq lists` shows it")
    dismissing.add_argument("--reason", required=True, help="why, for the audit")
    dismissing.add_argument("--by", required=True, help="custodian or administrator, signs in")
    dismissing.set_defaults(do_with=_dismiss)
    retiring = what.add_parser("retire-list", help="take a list that nobody delivers out of use")
    retiring.add_argument("name", help="of the list, as `hq lists` shows it")
    retiring.add_argument("--reason", required=True, help="why, for the audit")
    retiring.add_argument("--by", required=True, help="administrator")
    retiring.set_defaults(do_with=_retire)


def _import(hq: "Headquarters", args: argparse.Namespace) -> int:
    """Take it in, with a second person signed in where one confirms it (HOT-04)."""
    from mdt_alpr.hq.hotlists.importing import Delivery, import_list, last_written

    if not args.file.is_file():
        message = f"There is no file {args.file}. Nothing was delivered; check its name."
        raise OutsideError(message)
    second = args.confirmed_by
    if second == args.by:
        message = f"{second} cannot confirm the own delivery. Another administrator has to."
        raise OutsideError(message)
    with ExitStack() as present:
        if second:
            present.enter_context(second_person(hq, second, Permission.MANAGE_ACCOUNTS))
        written_at = last_written(args.file)
        delivery = Delivery(args.file, args.by, args.format, second, written_at=written_at)
        with progress(f"Importing {args.file.name}"):
            report = import_list(hq, delivery)
    for dropped in report.dropped:
        sys.stderr.write(f"line {dropped.number}: {dropped.reason.value}\n")
    if report.note:
        sys.stderr.write(f"{report.note}\n")
    if report.stopped:
        raise OutsideError(report.stopped)
    lists = ", ".join(report.lists)
    sys.stdout.write(
        f"Version {report.version}: {lists}, {report.taken} entries taken, "
        f"{sum(report.reasons.values())} lines dropped. Every one: {report.path}\n"
    )
    if report.twins:
        sys.stdout.write(f"Local twins were read of {report.twins} new entries: see the report.\n")
    return 0


def _show(hq: "Headquarters", args: argparse.Namespace) -> int:
    """Show it; 1 where a list is overdue or a delivery was stopped."""
    from mdt_alpr.hq.hotlists.deliveries import known_until, trouble_messages
    from mdt_alpr.hq.people.command_sign_in import by_account

    troubles, known = by_account(
        hq,
        args.by,
        Permission.MANAGE_LISTS,
        lambda work: (trouble_messages(work), known_until(work, args.by, work.now)),
    )
    for one in troubles:
        sys.stdout.write(
            f"{one.kind.upper()}: {escaped(one.name)}, since {one.since:%Y-%m-%d %H:%M} UTC. "
            f"{escaped(one.why)}\n"
        )
    if not troubles:
        sys.stdout.write("No list is overdue, no delivery was stopped.\n")
    for kept in known.deliveries[:_SHOWN]:
        lists = ", ".join(f"{name} {number}" for name, number in kept.lists)
        sys.stdout.write(
            f"{kept.number}: {kept.at:%Y-%m-%d %H:%M} UTC, {escaped(kept.source)}, "
            f"data of {kept.data_at or kept.at:%Y-%m-%d %H:%M} UTC, "
            f"{'stopped' if kept.stopped else f'version {kept.version}'}, "
            f"{escaped(lists) or 'no list'}\n"
        )
    return 1 if troubles else 0


def _dismiss(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.hotlists.deliveries import dismiss
    from mdt_alpr.hq.people.command_sign_in import by_account

    source = by_account(
        hq,
        args.by,
        Permission.MANAGE_LISTS,
        lambda work: dismiss(work, args.number, args.reason, args.by),
    )
    sys.stdout.write(f"{source} is settled. It stays on record.\n")
    return 0


def _retire(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.hotlists.deliveries import retire
    from mdt_alpr.hq.people.command_sign_in import by_account

    number = by_account(
        hq,
        args.by,
        Permission.MANAGE_ACCOUNTS,
        lambda work: retire(work, args.name, args.reason, args.by),
    )
    sys.stdout.write(f"{args.name} is out of use: {number} entries left the cars' list.\n")
    return 0
