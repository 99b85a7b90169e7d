"""What `hq` does with backups: write one, bring one back."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.hq_files import write_file
from mdt_alpr.cli.passwords import PASSWORD_VARIABLE, password_from
from mdt_alpr.cli.progress import progress
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import escaped

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters
    from mdt_alpr.hq.base.settings import HqSettings

PERMISSIONS = (Permission.RUN_SERVER, Permission.MANAGE_ACCOUNTS)
"""Who may write a backup and bring one back: one of them is enough."""


def add_backup(parser: argparse.ArgumentParser) -> None:
    """Add what `backup` takes."""
    parser.add_argument("file", type=Path, help="the file to write; it must not exist")
    parser.add_argument("--by", required=True, help="technician or administrator, signs in")


def add_restore(parser: argparse.ArgumentParser) -> None:
    """Add what `restore` takes."""
    parser.add_argument("file", type=Path, help="the backup; --keys names its folder of day keys")
    parser.add_argument(
        "--by",
        required=True,
        help="technician or administrator of the backup, signs in",
    )
    parser.add_argument(
        "--key",
        type=Path,
        help="public key of the headquarters that made it (default: that in the folder of --keys)",
    )
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="the date as you know it; demanded where the backup is more than a day old",
    )


def add_offload(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what sticks of cars need."""
    keys = what.add_parser("offload-keys", help="public keys for cars without a link")
    keys.add_argument("file", type=Path, help="the file to write, for each car")
    keys.add_argument("--days", type=int, default=60, help="for how long (default: 60 days)")
    keys.set_defaults(do_with=offload_keys)
    loading = what.add_parser("load", help="load what a car offloaded")
    loading.add_argument("file", type=Path, help="what a car offloaded")
    loading.add_argument("--by", required=True, help="administrator, for the audit")
    loading.add_argument("--receipt", type=Path, help="the file to write for the car (car settle)")
    loading.set_defaults(do_with=load)


def offload_keys(hq: "Headquarters", args: argparse.Namespace) -> int:
    """Write the public keys; nothing in the file is secret."""
    from mdt_alpr.hq.intake.offload import offload_keys as keys_of
    from mdt_alpr.hq.intake.offload import receipts_key
    from mdt_alpr.wire.codec import encode

    found = keys_of(hq, args.days)
    write_file(args.file, encode(found).encode("ascii"))
    signer = f"Receipts for cars are signed by {receipts_key(hq)}."
    sys.stdout.write(f"{args.file}: keys until {found.keys[-1][0]}. {signer}\n")
    return 0


def load(hq: "Headquarters", args: argparse.Namespace) -> int:
    """Take a file in and say what became of its items."""
    from mdt_alpr.hq.intake.offload import load as take_in
    from mdt_alpr.hq.intake.offload import receipt_for

    if args.receipt and args.receipt.exists():
        message = f"{args.receipt} exists already. Nothing was loaded; choose another name."
        raise OutsideError(message)
    with progress(f"Loading {args.file.name}"):
        loaded = take_in(hq, args.file, args.by)
    counts = ", ".join(f"{number} {name}" for name, number in loaded.outcomes)
    late = f" {loaded.expired_parts} parts were past their deadline." * bool(loaded.expired_parts)
    sys.stdout.write(f"{escaped(loaded.device)}: {counts}; {loaded.pictures} pictures.{late}\n")
    if args.receipt:
        write_file(args.receipt, receipt_for(hq, loaded))
        sys.stdout.write(f"{args.receipt}: take it to the car (mdt-alpr car settle).\n")
    return 0


def backup(hq: "Headquarters", args: argparse.Namespace) -> int:
    """Write a backup; cars may go on sending meanwhile."""
    from mdt_alpr.hq.keeping.backup import back_up

    with progress("Writing the backup"):
        manifest = back_up(hq, args.file, args.by)
    rows = sum(count for _, count in manifest.rows)
    sys.stdout.write(
        f"{args.file}: {rows} rows, {manifest.pictures} pictures. Its keys are in "
        f"{hq.settings.day_keys}: mirror that folder elsewhere, and keep no old state of it.\n"
    )
    return 0


def restore(settings: "HqSettings", args: argparse.Namespace) -> int:
    """Bring a backup back; what is past its deadline stays away."""
    import os

    from mdt_alpr.clock import SystemClock
    from mdt_alpr.hq.audit.witness import public_key_in
    from mdt_alpr.hq.base.database import failures_in_words
    from mdt_alpr.hq.base.headquarters import Headquarters, Work
    from mdt_alpr.hq.keeping.backup import Restorer
    from mdt_alpr.hq.keeping.backup import restore as bring_back
    from mdt_alpr.hq.keeping.purge import purge_watched
    from mdt_alpr.hq.people.command_sign_in import demand_person

    trusted = public_key_in(args.key) if args.key else ""
    password = password_from(PASSWORD_VARIABLE, args.by)
    hq = Headquarters(settings, SystemClock(), os.urandom)

    def demand(work: Work) -> None:
        demand_person(hq, work, args.by, password, *PERMISSIONS)

    by = Restorer(args.by, demand, args.today)
    try:
        with failures_in_words(), progress("Bringing the backup back"):
            restored = bring_back(hq, args.file, by, purge_watched, trusted)
    finally:
        hq.close()
    sys.stdout.write(f"{restored.rows} rows are back.\n")
    if restored.left_out:
        sys.stdout.write(
            f"{restored.left_out} rows are not: their 90 days or their term are over by the clock "
            "of this machine, or the key of their day is gone.\n"
        )
    if restored.without_key:
        dates = ", ".join(on.isoformat() for on in restored.without_key)
        sys.stdout.write(
            f"No key in the folder of day keys, though their time is not over: {dates}. Is it "
            "the newest mirror of that folder?\n"
        )
    return 0
