"""What `hq` does with backups: write one, bring one back."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.service.headquarters import Headquarters
    from mdt_alpr.hq.settings import HqSettings


def add_backup(parser: argparse.ArgumentParser) -> None:
    """Add what `backup` takes."""
    parser.add_argument("file", type=Path, help="the file to write; it must not exist")
    parser.add_argument("--by", required=True, help="who makes it, for the audit")


def add_restore(parser: argparse.ArgumentParser) -> None:
    """Add what `restore` takes."""
    parser.add_argument("file", type=Path, help="the backup; --keys names its folder of day keys")
    parser.add_argument("--by", required=True, help="who brings it back, for the audit")


def backup(hq: "Headquarters", args: argparse.Namespace) -> int:
    """Write a backup; cars may go on sending meanwhile."""
    from mdt_alpr.hq.service.backup import back_up

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

    from mdt_alpr.hq.app import SystemClock
    from mdt_alpr.hq.service.backup import restore as bring_back
    from mdt_alpr.hq.service.headquarters import Headquarters
    from mdt_alpr.hq.service.purge import purge

    hq = Headquarters(settings, SystemClock(), os.urandom)
    try:
        rows = bring_back(hq, args.file, args.by, lambda hq: purge(hq, hq.clock.now()))
    finally:
        hq.close()
    sys.stdout.write(f"{rows} rows are back.\n")
    return 0
