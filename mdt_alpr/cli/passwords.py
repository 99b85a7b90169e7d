"""Passwords for the command line: typed without an echo, or from the environment."""

import getpass
import sys
import warnings
from collections.abc import Callable
from functools import cache

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.passwords import PASSWORD_RULES
from mdt_alpr.machine.process_memory import take_secret

PASSWORD_VARIABLE = "MDT_ALPR_PASSWORD"  # noqa: S105 - a variable's name
"""The password of the person that ``--by`` names, or ``--person`` in a car."""
NEW_PASSWORD_VARIABLE = "MDT_ALPR_NEW_PASSWORD"  # noqa: S105 - a variable's name
"""The password that an account is to have."""
CONFIRMER_PASSWORD_VARIABLE = "MDT_ALPR_CONFIRMER_PASSWORD"  # noqa: S105 - a variable's name
"""The password of the second person of a step that needs two."""

CODE_VARIABLE = "MDT_ALPR_CODE"
"""A code of that person's second factor."""
CONFIRMER_CODE_VARIABLE = "MDT_ALPR_CONFIRMER_CODE"
"""A code of the second person's."""


def code_from(variable: str, whose: str, *, first: bool = False) -> str:
    """Return the variable's value and take it out of there, or ask at a prompt for whose it is.

    ``first``: there is no second factor yet, and an administrator's code allows to set one up.

    Raises:
        OutsideError: there is neither.
    """
    if found := take_secret(variable):
        return found
    words = f"Code of {whose}'s second factor, or a recovery code"
    if first:
        words = f"One-time code that an administrator gave to {whose}"
    return typed_code(words, f"Type it at the prompt, or set {variable}.")


def typed_code(what: str, otherwise: str = "Type it at the prompt.") -> str:
    """Ask for a code at a prompt; it counts once, so that it may be seen.

    Raises:
        OutsideError: nothing was typed.
    """
    sys.stdout.flush()
    sys.stderr.write(f"{what}: ")
    sys.stderr.flush()
    if strip := sys.stdin.readline().strip():
        return strip
    raise OutsideError(f"No code. {otherwise}")


def pin_typed() -> str:
    """Ask for the PIN of a security key at a prompt, without showing it.

    Raises:
        OutsideError: nothing was typed.
    """
    try:
        if found := getpass.getpass("PIN of the security key: "):
            return found
    except EOFError:
        pass
    raise OutsideError("No PIN. Type it at the prompt.")


def password_from(variable: str, whose: str) -> str:
    """Return the variable's value and take it out of there, or ask at a prompt for whose it is.

    Raises:
        OutsideError: there is neither.
    """
    if found := take_secret(variable):
        return found
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", getpass.GetPassWarning)  # a pipe has no echo
            return getpass.getpass(f"Password of {whose}: ")
    except EOFError:
        message = f"No password of {whose}. Type it at the prompt, or set {variable}."
        raise OutsideError(message) from None


def new_password_of(whose: str) -> str:
    """Return the new password from its variable, or ask twice: nobody sees what is typed.

    Raises:
        OutsideError: there is none, or the two differ.
    """
    if found := take_secret(NEW_PASSWORD_VARIABLE):
        return found
    sys.stderr.write(f"{PASSWORD_RULES}\n")
    first, again = (
        password_from(NEW_PASSWORD_VARIABLE, f"{whose}, {which}")
        for which in ("a new one", "the new one again")
    )
    if first != again:
        message = "The two new passwords differ. Nothing was changed; give the command again."
        raise OutsideError(message)
    return first


def passphrase_prompt() -> Callable[[str], str] | None:
    """Return what asks for the passphrase of a car's store, the same question only once.

    None where there is no terminal.
    """
    return cache(getpass.getpass) if sys.stdin.isatty() else None
