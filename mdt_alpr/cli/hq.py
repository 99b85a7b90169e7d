"""Headquarters: serve it, import a hotlist, make and release accounts."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli import (
    hq_audit,
    hq_backup,
    hq_category,
    hq_correction,
    hq_evidence,
    hq_lists,
    hq_look_alikes,
    hq_teams,
)
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.roles import Role
from mdt_alpr.json_logs import leave_no_dumps, log_as_json
from mdt_alpr.paths import data_folder

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.service.headquarters import Headquarters
    from mdt_alpr.hq.settings import HqSettings

NAME = "hq"
HELP = "headquarters: serve, import a hotlist, make an account"
PASSWORD_VARIABLE = "MDT_ALPR_PASSWORD"  # noqa: S105 - a variable's name
METRICS_TOKEN_VARIABLE = "MDT_ALPR_METRICS_TOKEN"  # noqa: S105 - a variable's name
GATEWAY_TOKEN_VARIABLE = "MDT_ALPR_GATEWAY_TOKEN"  # noqa: S105 - a variable's name


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `hq` takes."""
    parser.add_argument("--data", type=Path, help="its folder (default: the data folder)")
    parser.add_argument("--database", default="", help="a PostgreSQL URL instead of SQLite")
    parser.add_argument("--pictures", default="", help="s3://bucket/folder instead of a folder")
    parser.add_argument("--keys", type=Path, help="folder of the day keys (default: inside)")
    what = parser.add_subparsers(metavar="WHAT", required=True)
    serving = what.add_parser("serve", help="serve cars until told to end")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8443)
    serving.add_argument(
        "--status-gateway",
        default="",
        metavar="URL",
        help="the agency's own gateway for status questions, or `simulated` with --training",
    )
    serving.add_argument(
        "--processes",
        type=int,
        default=0,
        metavar="N",
        help="take in what cars send in so many processes beside this one (PostgreSQL only)",
    )
    serving.add_argument("--training", action="store_true", help="nothing in it is real")
    serving.set_defaults(do=_serve)
    _add_import(what)
    _add_make_account(what)
    release = what.add_parser("release-account", help="release a locked account")
    release.add_argument("person")
    release.add_argument("--by", required=True, help="who releases it, for the audit")
    release.set_defaults(do=_release)
    exporting = what.add_parser("export-evidence", help="write the evidence package of a hit")
    hq_evidence.add_export(exporting)
    exporting.set_defaults(do=lambda args: _with_hq(args, hq_evidence.export))
    accepting = what.add_parser("accept-key", help="accept the new key of a car's computer")
    hq_evidence.add_accept_key(accepting)
    accepting.set_defaults(do=lambda args: _with_hq(args, hq_evidence.accept_key))
    _add_backups(what)
    of_categories = (hq_category.add_show, hq_category.add_switch, hq_category.add_set)
    for add in (
        hq_backup.add_offload,
        *of_categories,
        hq_correction.add,
        hq_audit.add,
        hq_lists.add,
        hq_look_alikes.add,
        hq_teams.add_team,
    ):
        add(what)


def _add_backups(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backing_up = what.add_parser("backup", help="write a backup, unreadable after the deadline")
    hq_backup.add_backup(backing_up)
    backing_up.set_defaults(do=lambda args: _with_hq(args, hq_backup.backup))
    restoring = what.add_parser("restore", help="bring a backup back into an empty headquarters")
    hq_backup.add_restore(restoring)
    restoring.set_defaults(do=lambda args: hq_backup.restore(_settings(args), args))


def _add_import(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    importing = what.add_parser("import-hotlist", help="replace a list by a delivered file")
    importing.add_argument("file", type=Path)
    importing.add_argument("--format", default="", help="default: what its first lines show")
    importing.add_argument("--by", required=True, help="who imports it, for the audit")
    importing.add_argument(
        "--confirmed-by",
        default="",
        metavar="ADMINISTRATOR",
        help="who takes a list that changed by a fifth nevertheless",
    )
    importing.set_defaults(do=_import)


def _add_make_account(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    account = what.add_parser("make-account", help="make a person's account")
    account.add_argument("person")
    account.add_argument("--name", required=True)
    account.add_argument("--role", required=True, choices=[role.value for role in Role])
    account.add_argument("--trained-on", required=True, type=date.fromisoformat)
    account.add_argument("--by", required=True, help="who makes it, for the audit")
    account.set_defaults(do=_make_account)


def run(args: argparse.Namespace) -> int:
    """Do it; 0 when done."""
    do = getattr(args, "do_with", None)
    code: int = _with_hq(args, do) if do else args.do(args)
    return code


def _serve(args: argparse.Namespace) -> int:
    from mdt_alpr.hq.app import serve

    settings = replace(
        _settings(args),
        host=args.host,
        port=args.port,
        status_gateway=args.status_gateway,
        gateway_token=os.environ.get(GATEWAY_TOKEN_VARIABLE, ""),
        metrics_token=os.environ.get(METRICS_TOKEN_VARIABLE, ""),
        processes=max(0, args.processes),
        training=args.training,
    )
    log_as_json()
    leave_no_dumps()
    sys.stderr.write(f"headquarters: http://{args.host}:{args.port}, data in {settings.data}\n")
    return serve(settings)


def _import(args: argparse.Namespace) -> int:
    from mdt_alpr.hq.service.hotlist_import import Delivery, import_list

    delivery = Delivery(args.file, args.by, args.format, args.confirmed_by)
    with _opened(args) as hq:
        report = import_list(hq, delivery)
    for dropped in report.dropped:
        sys.stderr.write(f"line {dropped.number}: {dropped.reason.value}\n")
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


def _make_account(args: argparse.Namespace) -> int:
    from mdt_alpr.hq.service.accounts import NewAccount, make_account

    password = os.environ.get(PASSWORD_VARIABLE) or getpass.getpass("Password: ")
    role = Role(args.role)
    new = NewAccount(args.person, args.name, role, password, args.trained_on)
    with _opened(args) as hq:
        make_account(hq, new, args.by)
    sys.stdout.write(f"{args.person} may sign in as {role.value}.\n")
    return 0


def _release(args: argparse.Namespace) -> int:
    from mdt_alpr.hq.service.accounts import release_account

    with _opened(args) as hq:
        released = release_account(hq, args.person, args.by)
    if not released:
        message = f"{args.person} is not locked, or there is no such account."
        raise OutsideError(message)
    sys.stdout.write(f"{args.person} is released.\n")
    return 0


def _with_hq(
    args: argparse.Namespace, do: Callable[["Headquarters", argparse.Namespace], int]
) -> int:
    with _opened(args) as hq:
        return do(hq, args)


@contextmanager
def _opened(args: argparse.Namespace) -> Iterator["Headquarters"]:
    from mdt_alpr.hq.app import SystemClock, open_headquarters
    from mdt_alpr.hq.store.database import failures_in_words

    hq = open_headquarters(_settings(args), SystemClock(), os.urandom)
    try:
        with failures_in_words():
            yield hq
    finally:
        hq.close()


def _settings(args: argparse.Namespace) -> "HqSettings":
    from mdt_alpr.hq.settings import HqSettings

    return HqSettings(
        data=args.data or data_folder() / "hq",
        database_url=args.database,
        picture_store=args.pictures,
        keys=args.keys,
    )
