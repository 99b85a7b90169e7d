"""Backups of headquarters on its own machine: by a person, by a timer, and brought back."""

import os
import sys
from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import arg, command, day
from mdt_alpr.cli.hq import PLACES, by, confirmer, hq_local, settings_of
from mdt_alpr.cli.hq_link import confirmed_by
from mdt_alpr.cli.passwords import CODE_VARIABLE, PASSWORD_VARIABLE, code_from, password_from
from mdt_alpr.cli.progress import progress
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import escaped

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters
    from mdt_alpr.hq.keeping.restore import Restored

_KEPT_DAYS = 14
_MAY_RESTORE = (Permission.RUN_SERVER, Permission.MANAGE_ACCOUNTS)
"""Who may write a backup and restore one: one of them is enough."""


@hq_local(
    "backup",
    "write a backup, unreadable after the deadline",
    arg("file", type=Path, help="the file to write; it must not exist"),
    by("technician or administrator, signs in"),
    permissions=_MAY_RESTORE,
    takes=("backups",),
)
def _backup(hq: "Headquarters", args: Namespace) -> None:
    """Write a backup; cars may go on sending meanwhile."""
    from mdt_alpr.hq.keeping.backup import back_up

    with progress("Writing the backup"):
        manifest = back_up(hq, args.file, args.by)
    rows = sum(count for _, count in manifest.rows)
    sys.stdout.write(
        f"{args.file}: {rows} rows, {manifest.pictures} pictures. Its keys are in "
        f"{hq.settings.day_keys}: mirror that folder elsewhere, and keep no old state of it.\n"
    )


@hq_local(
    "scheduled-backup",
    "write a backup where hq.toml says, and remove the oldest: a timer's, so nobody signs in",
    arg(
        "--keep",
        type=int,
        default=_KEPT_DAYS,
        help="of how many days the newest stays (default: %(default)s)",
    ),
    takes=("backups",),
)
def _scheduled_backup(hq: "Headquarters", args: Namespace) -> None:
    """Write it first, so that the older ones stay where it cannot be written."""
    from mdt_alpr.hq.keeping.backup import back_up
    from mdt_alpr.hq.keeping.backup_folder import new_place, remove_older

    place = new_place(hq)
    back_up(hq, place, "")
    remove_older(place, args.keep)
    sys.stdout.write(f"{place}\n")


@command(
    "restore",
    "restore a backup into an empty headquarters",
    arg("file", type=Path, help="the backup; --keys names its folder of day keys"),
    by("technician or administrator of the backup, signs in"),
    arg(
        "--key",
        type=Path,
        help="public key of the headquarters that made it (default: that in the folder of --keys)",
    ),
    day("--today", "the date as you know it; demanded where the backup is more than a day old"),
    confirmed_by(
        "demanded where what ended is not known of the last day: another", required=False
    ),
    *PLACES,
    at_headquarters=True,
)
def _restore(args: Namespace) -> None:
    """Restore a backup without what is past its deadline."""
    from mdt_alpr.hq.audit.witness import public_key_in
    from mdt_alpr.hq.base.database import failures_in_words
    from mdt_alpr.hq.base.headquarters import Headquarters, Work
    from mdt_alpr.hq.keeping.purge import purge_watched
    from mdt_alpr.hq.keeping.restore import Restorer, restore
    from mdt_alpr.hq.people.command_sign_in import Credentials, demand_person
    from mdt_alpr.hq.people.two_people import require_two_people
    from mdt_alpr.machine.clock import SystemClock

    trusted = public_key_in(args.key) if args.key else ""
    password = password_from(PASSWORD_VARIABLE, args.by)
    hq = Headquarters(settings_of(args), SystemClock(), os.urandom)

    shown = Credentials(args.by, password, partial(code_from, CODE_VARIABLE, args.by))
    other = args.confirmed_by and confirmer(args.confirmed_by)

    def demand(work: Work, is_known: bool) -> None:  # noqa: FBT001 - named by Restorer
        demand_person(hq, work, shown, *_MAY_RESTORE)
        if is_known:
            return
        if not other:
            raise OutsideError(
                "Which accounts ended since the backup is not known of the last day: the folder "
                "of --keys is no new mirror. A second person of the backup confirms it: "
                "--confirmed-by. Nothing is back."
            )
        demand_person(hq, work, other, *_MAY_RESTORE)
        require_two_people(work, args.by, other.person_id)

    by = Restorer(args.by, demand, args.today)
    try:
        with failures_in_words(), progress("Restoring the backup"):
            restored = restore(hq, args.file, by, purge_watched, trusted)
    finally:
        hq.close()
    _say(restored)


def _say(restored: "Restored") -> None:
    entry, digest = restored.audit_end
    sys.stdout.write(
        f"{restored.rows} rows are back. The audit in the backup ends with entry {entry}, digest "
        f"{digest}.\n"
    )
    _say_ended(restored)
    if restored.left_out:
        sys.stdout.write(
            f"{restored.left_out} rows are not: their time is over by the clock "
            "of this machine, or the key of their day is gone.\n"
        )
    if restored.without_key:
        dates = ", ".join(on.isoformat() for on in restored.without_key)
        sys.stdout.write(
            f"No key in the folder of day keys, though their time is not over: {dates}. Is it "
            "the newest mirror of that folder?\n"
        )


def _say_ended(restored: "Restored") -> None:
    again, ended = restored.again, restored.ended
    sys.stdout.write(
        f"Ended: {ended.sessions} sessions, {ended.codes} enrollment codes, the recovery codes of "
        f"{ended.recovery} people. Everybody signs in anew.\n"
    )
    if again.accounts:
        sys.stdout.write(escaped(f"Disabled again: {', '.join(again.accounts)}.") + "\n")
    if again.machines:
        sys.stdout.write(escaped(f"Revoked again: {', '.join(again.machines)}.") + "\n")
    if again.openings:
        closed = ", ".join(" ".join(name.split("/")[:2]) for name in again.openings)
        sys.stdout.write(escaped(f"Ended again: {closed}.") + "\n")
    known = f"until {agency_time(again.known_at)}" if again.known_at else "of no time"
    sys.stdout.write(
        f"What ended is known {known}. Check now who left and which machines were lost since: "
        "hq accounts, hq devices, hq directory links, hq dispatch list.\n"
    )
