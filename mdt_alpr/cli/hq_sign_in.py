"""Whom a command of headquarters names: asked for the password, signed in, warned (TRN-03)."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mdt_alpr.cli.passwords import CONFIRMER_PASSWORD_VARIABLE, PASSWORD_VARIABLE, password_from
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import escaped

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters


@contextmanager
def person(hq: "Headquarters", name: str, *permissions: Permission) -> Iterator[None]:
    """Sign in whom ``--by`` names while the command runs."""
    with _signed_in(hq, name, PASSWORD_VARIABLE, permissions):
        yield


@contextmanager
def second_person(hq: "Headquarters", name: str, *permissions: Permission) -> Iterator[None]:
    """Sign in whom ``--confirmed-by`` names as well."""
    with _signed_in(hq, name, CONFIRMER_PASSWORD_VARIABLE, permissions):
        yield


@contextmanager
def _signed_in(
    hq: "Headquarters", name: str, variable: str, permissions: tuple[Permission, ...]
) -> Iterator[None]:
    from mdt_alpr.hq.people.command_sign_in import ending_soon, signed_in

    password = password_from(variable, name)
    with signed_in(hq, name, password, *permissions) as caller:
        with hq.reading() as work:
            warnings = ending_soon(work, caller.person_id)
        for words in warnings:
            sys.stderr.write(f"{escaped(name)}: {words}\n")
        yield
