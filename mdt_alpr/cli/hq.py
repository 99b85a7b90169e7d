"""Headquarters: serve it, and every step that its people take at its own machine."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli import (
    hq_accounts,
    hq_audit,
    hq_backup,
    hq_category,
    hq_correction,
    hq_doctor,
    hq_evidence,
    hq_lists,
    hq_look_alikes,
    hq_serve,
    hq_set_aside,
    hq_teams,
)
from mdt_alpr.cli.arguments import Parser
from mdt_alpr.cli.database_url import DATABASE_HELP, database_url
from mdt_alpr.cli.hq_sign_in import person
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.paths import data_folder

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters
    from mdt_alpr.hq.base.settings import HqSettings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `hq` takes; where headquarters is may stand before a command, and behind it."""
    parser.set_defaults(data=None, database="", pictures="", keys=None)
    _add_places(parser)
    what = parser.add_subparsers(metavar="WHAT", required=True)
    serving = what.add_parser("serve", help="serve until stopped")
    hq_serve.add(serving)
    serving.set_defaults(do=lambda args: hq_serve.run(_settings(args), args))
    exporting = what.add_parser("export-evidence", help="write the evidence package of a hit")
    hq_evidence.add_export(exporting)
    exporting.set_defaults(do_with=hq_evidence.export)
    accepting = what.add_parser("accept-key", help="accept the new key of a car's computer")
    hq_evidence.add_accept_key(accepting)
    accepting.set_defaults(do_with=hq_evidence.accept_key)
    _add_backups(what)
    of_categories = (hq_category.add_show, hq_category.add_switch, hq_category.add_set)
    for add in (
        hq_accounts.add,
        hq_lists.add_import,
        hq_backup.add_offload,
        *of_categories,
        hq_correction.add,
        hq_audit.add,
        hq_doctor.add,
        hq_lists.add,
        hq_look_alikes.add,
        hq_teams.add_team,
        hq_set_aside.add,
    ):
        add(what)
    if isinstance(parser, Parser):
        _add_places_behind(parser)


def _add_places(parser: argparse.ArgumentParser) -> None:
    unsaid = argparse.SUPPRESS  # what was said before a command is not undone behind it
    parser.add_argument(
        "--data", type=Path, default=unsaid, help="its folder (default: the data folder)"
    )
    parser.add_argument(
        "--database", default=unsaid, type=database_url, metavar="URL", help=DATABASE_HELP
    )
    parser.add_argument(
        "--pictures", default=unsaid, help="s3://bucket/folder instead of a folder"
    )
    parser.add_argument(
        "--keys", type=Path, default=unsaid, help="folder of the day keys (default: inside)"
    )


def _add_places_behind(parser: Parser) -> None:
    for command in parser.subcommands():
        _add_places(command)
        _add_places_behind(command)


def _add_backups(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backing_up = what.add_parser("backup", help="write a backup, unreadable after the deadline")
    hq_backup.add_backup(backing_up)
    backing_up.set_defaults(do_with=hq_backup.backup, permissions=hq_backup.PERMISSIONS)
    restoring = what.add_parser("restore", help="restore a backup into an empty headquarters")
    hq_backup.add_restore(restoring)
    restoring.set_defaults(do=lambda args: hq_backup.restore(_settings(args), args))


def run(args: argparse.Namespace) -> int:
    """Do it; 0 when done."""
    code: int = _with_hq(args) if hasattr(args, "do_with") else args.do(args)
    return code


def _with_hq(args: argparse.Namespace) -> int:
    """Do it with headquarters open, and whom ``--by`` names signed in."""
    with _opened(args) as hq:
        by = getattr(args, "by", None)
        if by is None:
            return int(args.do_with(hq, args))
        with person(hq, by, *getattr(args, "permissions", ())):
            return int(args.do_with(hq, args))


@contextmanager
def _opened(args: argparse.Namespace) -> Iterator["Headquarters"]:
    from mdt_alpr.clock import SystemClock
    from mdt_alpr.hq.app import open_headquarters
    from mdt_alpr.hq.base.database import failures_in_words

    settings = _settings(args)
    if not (settings.database_url or settings.file.exists() or getattr(args, "begins", False)):
        message = (
            f"There is no headquarters in {settings.data}. Check --data; `hq make-account` "
            "begins a new one."
        )
        raise OutsideError(message)
    hq = open_headquarters(settings, SystemClock(), os.urandom)
    try:
        with failures_in_words():
            yield hq
    finally:
        hq.close()


def _settings(args: argparse.Namespace) -> "HqSettings":
    from mdt_alpr.hq.base.settings import HqSettings

    return HqSettings(
        data=args.data or data_folder() / "hq",
        database_url=args.database,
        picture_store=args.pictures,
        keys=args.keys,
    )
