"""Commands that ask headquarters over its API, in the session that `hq sign-in` began.

The person and the device of such an act are those of the session: permissions, audit and the
demand for a second person are headquarters', as for every other client (ACC-12, HOT-04).
"""

import os
import platform
import sys
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mdt_alpr.adapters.security_key import UsbKey, WindowsKey, security_key
from mdt_alpr.adapters.session_keyring import VARIABLE, SessionKeyring
from mdt_alpr.cli.arguments import Argument, Command, OneOf, arg
from mdt_alpr.cli.passwords import (
    CODE_VARIABLE,
    CONFIRMER_CODE_VARIABLE,
    CONFIRMER_PASSWORD_VARIABLE,
    PASSWORD_VARIABLE,
    code_from,
    passphrase_prompt,
    password_from,
    pin_typed,
)
from mdt_alpr.domain.errors import (
    CodeWantedError,
    KeyWantedError,
    OutsideError,
    ProofWantedError,
    SetupCodeWantedError,
)
from mdt_alpr.domain.people.endings import ending_soon
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import LONGEST_ID, escaped
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.machine.process_memory import take_secret
from mdt_alpr.wire.accounts import FactorRequest
from mdt_alpr.wire.codec import DecodeError, decode
from mdt_alpr.wire.messages import SessionMessage, SignInMessage

if TYPE_CHECKING:
    import httpx

    from mdt_alpr.adapters.hq_link.command_link import HttpCommandLink

    Hq = HttpCommandLink
else:
    Hq = Any  # what speaks HTTP is loaded once a command asks
WHERE = (
    arg(
        "--hq",
        default="",
        metavar="URL",
        help="a headquarters on this machine that serves it alone (default: where this machine "
        "is enrolled as a desk)",
    ),
)
REASON = arg("--reason", required=True, help="why, for the audit")
DEVICE = f"command line, {platform.node() or 'unknown'}"[:LONGEST_ID]
"""The device of these sessions on a machine that is not enrolled."""
_OWN = PASSWORD_VARIABLE, CODE_VARIABLE
_CONFIRMERS = CONFIRMER_PASSWORD_VARIABLE, CONFIRMER_CODE_VARIABLE
_AGAIN = "mdt-alpr hq sign-in PERSON"


@dataclass(frozen=True, slots=True)
class CommandSession:
    """What is kept between two commands; ``address`` is empty where this machine is enrolled."""

    address: str
    person_id: str
    token: str

    def __repr__(self) -> str:
        """Return a text without the token."""
        return f"CommandSession({self.address!r}, {self.person_id!r})"


def confirmed_by(who: str, *, required: bool = True) -> Argument:
    """Return the option that names a second person, who signs in for this one act."""
    variables = f"{CONFIRMER_PASSWORD_VARIABLE}, {CONFIRMER_CODE_VARIABLE}"
    words = f"{who}, who signs in for this ({variables})"
    return arg("--confirmed-by", required=required, default="", metavar="PERSON", help=words)


def hq_command(
    words: str,
    help: str,  # noqa: A002 - argparse's word
    *arguments: Argument | OneOf,
    epilog: str = "",
) -> "Callable[[Callable[[HttpCommandLink, Namespace], int | None]], Command]":
    """Declare a function that is given headquarters in the session of who signed in."""

    def declared(act: "Callable[[HttpCommandLink, Namespace], int | None]") -> Command:
        def run(args: Namespace) -> int | None:
            _demand_no_folder(args)
            with link_in(kept_session()) as link:
                name = getattr(args, "confirmed_by", "")
                link.second = second = _second_token(link, name) if name else ""
                try:
                    return act(link, args)
                except ProofWantedError:
                    link.prove(password_from(PASSWORD_VARIABLE, link.person_id))
                    link.second = second
                    return act(link, args)

        return Command(words, help, run, arguments, epilog)

    return declared


def kept_session() -> CommandSession:
    """Return the session that the shell or the keyring keeps.

    Raises:
        OutsideError: there is none; says how to sign in.
    """
    text = take_secret(VARIABLE) or SessionKeyring().text()
    if not text:
        raise OutsideError(f"Nobody is signed in for commands. Sign in: {_AGAIN}.")
    try:
        return decode(CommandSession, text)
    except DecodeError as error:
        message = f"What is kept of the sign-in cannot be read. Sign in again: {_AGAIN}."
        raise OutsideError(message) from error


def nobody_at(address: str) -> CommandSession:
    """Return where headquarters is, before anybody is signed in."""
    return CommandSession(address, "", "")


@contextmanager
def link_in(session: CommandSession) -> "Iterator[HttpCommandLink]":
    """Give headquarters in a session; an empty token is nobody's.

    Raises:
        OutsideError: the address or what is trusted there cannot be used; says which.
    """
    from mdt_alpr.adapters.hq_link.command_link import HttpCommandLink

    client = _client(session.address)
    link = HttpCommandLink(client, SystemClock(), session.person_id, session.token)
    try:
        yield link
    finally:
        link.close()


def _client(address: str) -> "httpx.Client":
    import httpx

    from mdt_alpr.adapters.hq_link.command_link import ANSWERED_WITHIN_S
    from mdt_alpr.adapters.hq_link.enrollment_file import kept_in
    from mdt_alpr.adapters.hq_link.http_link import CONNECT_WITHIN_S, open_client
    from mdt_alpr.car.enrolling import desk_vault
    from mdt_alpr.cli.enroll import desk_folder

    if address:
        return open_client(address, ANSWERED_WITHIN_S)
    folder = desk_folder()
    known = kept_in(folder, desk_vault(folder, passphrase_prompt()))
    if known is None:
        raise OutsideError(
            "This machine is not enrolled. Ask for a code: mdt-alpr enroll --kind desk. A "
            "headquarters that serves its own machine alone is named: --hq http://127.0.0.1:8443."
        )
    return known.client(httpx.Timeout(ANSWERED_WITHIN_S, connect=CONNECT_WITHIN_S))


def signed_in(
    link: Hq, person_id: str, variables: tuple[str, str] = _OWN, ticket: str = ""
) -> SessionMessage:
    """Sign a person in; say what of password and training ends soon (TRN-03).

    ``variables`` may hold the password and a code of the second factor. A ``ticket`` of the
    agency's directory is shown in place of a password.

    Raises:
        SignInRefusedError: headquarters says no.
    """
    sys.stderr.write(f"Signing in to {escaped(link.address)} as {escaped(person_id)}\n")
    password = ticket or password_from(variables[0], person_id)
    message = SignInMessage(person_id, password, DEVICE)
    try:
        begun = link.sign_in(message)
    except CodeWantedError as error:
        asked = FactorRequest(person_id, message.password, DEVICE)
        code = factor_from(link, variables[1], asked, error)
        begun = link.sign_in(replace(message, code=code))
    today = capture_date(SystemClock().now())
    for words in ending_soon(begun.trained_until, begun.password_until, today):
        sys.stderr.write(f"{escaped(person_id)}: {words}\n")
    return begun


def factor_from(link: Hq, variable: str, asked: FactorRequest, wanted: CodeWantedError) -> str:
    """Return a code from the variable or the prompt, or a plugged-in security key's answer."""
    key = security_key()
    if isinstance(wanted, KeyWantedError) and not os.environ.get(variable) and key.is_here():
        return key_answer(key, link.key_question(asked))
    return code_from(variable, asked.person_id, first=isinstance(wanted, SetupCodeWantedError))


def key_answer(key: UsbKey | WindowsKey, question: str) -> str:
    """Ask for the PIN, say that the key waits to be touched, and return its answer."""
    pin = pin_typed() if key.asks_pin else ""
    sys.stderr.write("Touch your security key when it blinks.\n")
    return key.answer(question, pin, threading.Event())


def _second_token(link: Hq, name: str) -> str:
    if name == link.person_id:
        raise OutsideError(f"{name} cannot confirm their own act. Another person has to.")
    return signed_in(link, name, _CONFIRMERS).token


def _demand_no_folder(args: Namespace) -> None:
    """Refuse a folder or a database: this command does not open them.

    Raises:
        OutsideError: one was named.
    """
    given = [name for name in ("data", "database", "pictures", "keys") if getattr(args, name, "")]
    if given:
        raise OutsideError(
            f"--{given[0]} is for commands that open headquarters' own folder. This one asks "
            f"headquarters as the person who is signed in: {_AGAIN}."
        )
