"""`hq sign-in` and `hq sign-out`: who gives the commands that ask headquarters (ACC-12)."""

import sys
import threading
import webbrowser
from argparse import Namespace
from contextlib import suppress
from dataclasses import replace

from mdt_alpr.adapters.session_keyring import VARIABLE, SessionKeyring
from mdt_alpr.cli.arguments import arg, command
from mdt_alpr.cli.hq_link import (
    DEVICE,
    WHERE,
    CommandSession,
    Hq,
    factor_from,
    kept_session,
    link_in,
    nobody_at,
    signed_in,
)
from mdt_alpr.cli.passwords import CODE_VARIABLE, PASSWORD_VARIABLE, new_password_of, password_from
from mdt_alpr.domain.errors import (
    CodeWantedError,
    FactorMissingError,
    MdtAlprError,
    OutsideError,
    PasswordDueError,
    StoreLockedError,
)
from mdt_alpr.domain.policy import COMMAND_SESSION_LASTS
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire.accounts import FactorRequest, PasswordChange
from mdt_alpr.wire.codec import decode, encode

_PERSON = arg("person", help="the user name")
_HOURS = f"{COMMAND_SESSION_LASTS.total_seconds() / 3600:g} h"


@command(
    "sign-in",
    "sign in for commands that ask headquarters",
    arg("person", nargs="?", default="", help="the user name"),
    *WHERE,
    arg("--directory", action="store_true", help="at the agency's directory, in a browser"),
    arg("--print", action="store_true", help=f"print the session, for {VARIABLE}, and keep none"),
    epilog=f"The password is asked for, or read from {PASSWORD_VARIABLE}. The session is kept in "
    f"the machine's keyring, ends after {_HOURS}, and counts from this machine only.",
)
def _sign_in(args: Namespace) -> None:
    """Keep a new session in place of the one before, which ends."""
    ring = SessionKeyring()
    with link_in(nobody_at(args.hq)) as link:
        if not args.print:
            ring.demand()
        person, ticket = _at_directory(link, args.person) if args.directory else (args.person, "")
        if not person:
            raise OutsideError("Say who signs in: mdt-alpr hq sign-in PERSON, or --directory.")
        try:
            begun = signed_in(link, person, ticket=ticket)
        except PasswordDueError as error:
            message = f"{error} Command: mdt-alpr hq change-password {person}."
            raise OutsideError(message) from error
        except FactorMissingError as error:
            message = f"{error} Command: mdt-alpr hq enroll-factor {person}."
            raise OutsideError(message) from error
    text = encode(CommandSession(args.hq, begun.person_id, begun.token))
    if args.print:
        sys.stdout.write(f"{text}\n")
        return
    with suppress(MdtAlprError), link_in(decode(CommandSession, ring.text())) as link:
        link.sign_out()  # the one before, if headquarters answers
    try:
        ring.keep(text)
    except StoreLockedError:
        with link_in(CommandSession(args.hq, begun.person_id, begun.token)) as link:
            link.sign_out()
        raise
    who = f"{begun.name} ({begun.role})"
    sys.stdout.write(f"{escaped(who)} is signed in for {_HOURS}.\n")


def _at_directory(link: Hq, person: str) -> tuple[str, str]:
    """Let a person sign in in the browser; return the user name, and what counts as a password.

    Raises:
        OutsideError: it was canceled or refused, or is the account of somebody else.
    """
    from mdt_alpr.adapters.hq_link.browser_sign_in import directory_ticket

    def opened(address: str) -> None:
        sys.stderr.write(f"Sign in in the browser:\n{escaped(address)}\n")
        webbrowser.open(address)

    found = directory_ticket(link.ask, DEVICE, threading.Event(), opened)
    if person not in ("", found.person_id):
        raise OutsideError(f"The directory knows you as {found.person_id}, not as {person}.")
    return found.person_id, found.ticket


@command("sign-out", "end the sign-in for commands")
def _sign_out(_args: Namespace) -> None:
    """Forget the session here in any case, and end it at headquarters."""
    session, ring = kept_session(), SessionKeyring()
    if ring.text() == encode(session):  # else this shell keeps one of its own
        ring.forget()
    with link_in(session) as link:
        link.sign_out()
    sys.stdout.write(f"{escaped(session.person_id)} is signed out.\n")


@command("change-password", "change your own password by the old one", _PERSON, *WHERE)
def _change_password(args: Namespace) -> None:
    """Change it; every session of the person ends."""
    old = password_from(PASSWORD_VARIABLE, args.person)
    new = new_password_of(args.person)
    change = PasswordChange(args.person, old, new, DEVICE)
    with link_in(nobody_at(args.hq)) as link:
        try:
            link.change_password(change)
        except CodeWantedError as error:
            asked = FactorRequest(args.person, old, DEVICE)
            code = factor_from(link, CODE_VARIABLE, asked, error)
            link.change_password(replace(change, code=code))
    sys.stdout.write(f"The password of {escaped(args.person)} is changed.\n")
