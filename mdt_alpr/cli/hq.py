"""Headquarters at its own machine: where it is, who signs in, how a command is declared."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import HAS_HEADQUARTERS, Argument, Command, OneOf, arg
from mdt_alpr.cli.database_url import DATABASE_HELP, database_url
from mdt_alpr.cli.passwords import (
    CODE_VARIABLE,
    CONFIRMER_CODE_VARIABLE,
    CONFIRMER_PASSWORD_VARIABLE,
    PASSWORD_VARIABLE,
    code_from,
    password_from,
)
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import escaped
from mdt_alpr.files.paths import data_folder

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters
    from mdt_alpr.hq.base.settings import HqSettings
    from mdt_alpr.hq.people.command_sign_in import Credentials

AUDIT_KEY_VARIABLE = "MDT_ALPR_AUDIT_KEY"
AUDIT_WITNESS_VARIABLE = "MDT_ALPR_AUDIT_WITNESS"

_PLACE_NAMES = ("database", "database_direct", "pictures", "keys", "cluster_key")
_EXCLUDED_BY = {"names": ("tls_cert", "tls_key"), "tls_cert": ("names",), "tls_key": ("names",)}
"""What of ``hq.toml`` counts no more where the command line gives the other way to TLS."""
_UNSET = argparse.SUPPRESS  # behind a command: keeps what was given before it
_NONE = {"default": None}
PLACES = (
    arg("--data", type=Path, default=_UNSET, help="its folder (default: the data folder)"),
    arg("--database", default=_UNSET, type=database_url, metavar="URL", help=DATABASE_HELP),
    arg("--pictures", default=_UNSET, help="s3://bucket/folder instead of a folder"),
    arg("--keys", type=Path, default=_UNSET, help="folder of the day keys (default: inside)"),
)
"""Where headquarters is: these options may come before a command and behind it."""
_MAIN_PLACES = tuple(replace(p, settings=p.settings | _NONE) for p in PLACES)
TOPICS = {
    "Begin, serve and back up": ("setup", "hq_server", "hq_sign_in", "hq_backups"),
    "People": (
        "hq_accounts", "hq_account_reviews", "hq_factors", "hq_trainings", "hq_designations",
        "hq_teams", "hq_security_keys", "hq_directory",
    ),
    "Machines and equipment": (
        "hq_devices", "hq_fleet", "hq_cars", "hq_evidence", "hq_intake", "hq_settings",
        "hq_equipment",
    ),
    "Lists and entries": (
        "hq_hotlists", "hq_feeds", "hq_entries", "hq_hits", "hq_dispatch",
    ),
    "Searches and other agencies": (
        "hq_search", "hq_nlets", "hq_outside", "hq_outside_requests",
    ),
    "Preservation and what leaves": ("hq_holds", "hq_disclosures", "hq_case_threads"),
    "Reviews and incidents": ("hq_waiting", "hq_weekly", "hq_misuse", "hq_incidents"),
    "Audit and erasure": (
        "hq_audit", "hq_who_saw", "hq_keeping", "hq_retention",
    ),
    "The agency and the public": (
        "hq_policy", "hq_agency_settings", "hq_trial", "hq_reports", "hq_publications",
    ),
}  # fmt: skip
"""The headings of ``hq --help``: under each the commands of these files, or one by its name."""
MAIN = Command("", "", None, _MAIN_PLACES if HAS_HEADQUARTERS else ())


def by(who: str) -> Argument:
    """Return the option that names who gives a command, and signs in."""
    return arg("--by", required=True, help=who)


def hq_local(  # noqa: PLR0913 - one argument a part of the declaration
    words: str,
    help: str,  # noqa: A002 - argparse's word
    *arguments: Argument | OneOf,
    permissions: tuple[Permission, ...] = (),
    begins: bool = False,
    adopts: bool = False,
    takes: tuple[str, ...] = (),
    epilog: str = "",
) -> "Callable[[Callable[[Headquarters, argparse.Namespace], int | None]], Command]":
    """Declare a function that is given the open headquarters, with who gave ``--by`` signed in.

    One of ``permissions`` is demanded at the sign-in; ``begins`` makes a new headquarters;
    ``adopts`` opens one whose database was made with another policy profile;
    ``takes`` names what it has from ``hq.toml`` beside the places.
    """

    def declared(act: "Callable[[Headquarters, argparse.Namespace], int | None]") -> Command:
        def run(args: argparse.Namespace) -> int | None:
            name = getattr(args, "by", None)
            with _opened(args, takes, begins=begins, adopts=adopts) as hq, ExitStack() as present:
                if name is not None:
                    present.enter_context(person(hq, name, *permissions))
                return act(hq, args)

        return Command(words, help, run, (*arguments, *PLACES), epilog, at_headquarters=True)

    return declared


@contextmanager
def _opened(
    args: argparse.Namespace, takes: tuple[str, ...], *, begins: bool, adopts: bool
) -> "Iterator[Headquarters]":
    from mdt_alpr.hq.app import open_headquarters
    from mdt_alpr.hq.base.database import failures_in_words
    from mdt_alpr.machine.clock import SystemClock

    settings = settings_of(args, *takes)
    if not (settings.database_url or settings.file.exists() or begins):
        raise OutsideError(
            f"There is no headquarters in {settings.data}. Check --data, or give this as "
            "mdt-alpr-hq where the Debian package is installed; `hq setup` begins a new one."
        )
    hq = open_headquarters(settings, SystemClock(), os.urandom, adopts=adopts)
    try:
        with failures_in_words():
            yield hq
    finally:
        hq.close()


def settings_of(args: argparse.Namespace, *takes: str) -> "HqSettings":
    """Return the settings of headquarters at the places that arguments and ``hq.toml`` name.

    Those and what ``takes`` names are filled in from that file where ``args`` has None.

    Raises:
        OutsideError: the file cannot be read, or has a setting that is none.
    """
    from mdt_alpr.hq.base.settings import HqSettings
    from mdt_alpr.hq.base.settings_file import SETTINGS_FILE, settings_in

    data = args.data or data_folder() / "hq"
    file = data / SETTINGS_FILE
    given = {name for name in _EXCLUDED_BY if getattr(args, name, None) is not None}
    dropped = {other for name in given for other in _EXCLUDED_BY[name]}
    for name, value in settings_in(file).items():
        is_taken = name in (*_PLACE_NAMES, *takes) and name not in dropped
        if is_taken and getattr(args, name, None) is None:
            setattr(args, name, database_in(file, value) if name.startswith("database") else value)
    return HqSettings(
        data=data,
        database_url=args.database or "",
        direct_url=getattr(args, "database_direct", None) or "",
        picture_store=args.pictures or "",
        keys=args.keys,
        cluster_key=getattr(args, "cluster_key", None),
        backups=getattr(args, "backups", None),
    )


def database_in(file: Path, named: str) -> str:
    """Return the URL of the database that a settings file names.

    Raises:
        OutsideError: the variable or file that it names gives none.
    """
    try:
        return database_url(named)
    except argparse.ArgumentTypeError as error:
        raise OutsideError(f"{file}: database: {error}.") from None


@contextmanager
def person(hq: "Headquarters", name: str, *permissions: Permission) -> Iterator[None]:
    """Sign in this person while the context lasts; warn where the training ends (TRN-03)."""
    from mdt_alpr.hq.people.command_sign_in import ending_soon, signed_in

    password = password_from(PASSWORD_VARIABLE, name)
    code = partial(code_from, CODE_VARIABLE, name)
    with signed_in(hq, name, password, *permissions, code=code) as caller:
        with hq.reading() as work:
            warnings = ending_soon(work, caller.person_id)
        for words in warnings:
            sys.stderr.write(f"{escaped(name)}: {words}\n")
        yield


def confirmer(name: str) -> "Credentials":
    """Return what a second person shows, who is there for this one act."""
    from mdt_alpr.hq.people.command_sign_in import Credentials

    code = partial(code_from, CONFIRMER_CODE_VARIABLE, name)
    return Credentials(name, password_from(CONFIRMER_PASSWORD_VARIABLE, name), code)


def text_from(variable: str) -> str | None:
    """Return what a variable of the environment holds, None where it is not set or empty."""
    return os.environ.get(variable) or None


def path_from(variable: str) -> Path | None:
    """Return the path that a variable of the environment holds, None where it is not set."""
    value = os.environ.get(variable, "")
    return Path(value) if value else None


def demand_new(place: Path | None, undone: str = "written") -> None:
    """Refuse to overwrite a file.

    Raises:
        OutsideError: it exists.
    """
    if place is not None and place.exists():
        raise OutsideError(f"{place} exists already. Nothing was {undone}; choose another name.")
