"""A person signs in at the agency's directory, in a browser beside the desk or the command line.

The program that waits for the browser (RFC 8252) gets an attempt, which no address holds: whoever
sees the code that comes back, and has no attempt, gets nothing for it. Verifier and nonce are
sealed in it. What comes of it is a ticket, which is shown in place of a password: lock, second
factor, training and role are asked for as at every sign-in.
"""

import base64
import hmac
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.directory import (
    ATTEMPT_LASTS,
    DirectoryRefusedError,
    ExpectedSignIn,
    subject_of,
    vouches_for_factor,
)
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.directory.provider import AskedSignIn, Provider
from mdt_alpr.hq.people import directory_tickets as tickets
from mdt_alpr.hq.people.directory_links import LinkedAccount, linked_account
from mdt_alpr.wire.codec import DecodeError, decode
from mdt_alpr.wire.directory import (
    DirectoryBegin,
    DirectoryFacts,
    DirectoryOffer,
    DirectoryReturn,
    DirectoryTicket,
)
from mdt_alpr.wire.problems import Problem

_ATTEMPT, _SECRET_BYTES = "directory attempt", 32
_PORTS = range(1024, 65536)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A sign-in that began; sealed with the program that waits for its end."""

    state: str
    nonce: str
    verifier: str
    redirect: str
    device: str
    place: str
    begun_at: datetime


def facts(hq: Headquarters) -> DirectoryFacts:
    """Return what the sign-in page says of the directory."""
    host = urlsplit(hq.settings.directory).hostname or ""
    return DirectoryFacts(hq.settings.directory_name or host if hq.settings.directory else "")


def begin(hq: Headquarters, ask: DirectoryBegin, place: str) -> DirectoryOffer:
    """Return where a person signs in; the answer goes to a port of the asking machine only.

    Raises:
        RefusedError: there is no directory, it does not answer, or the port is none.
    """
    if ask.port not in _PORTS:
        raise RefusedError(Problem.MALFORMED, "port: 1024 to 65535")
    state, nonce, verifier = (_secret(hq) for _ in range(3))
    redirect = f"http://127.0.0.1:{ask.port}/signed-in"
    now = hq.clock.now()
    attempt = _Attempt(state, nonce, verifier, redirect, ask.device, place, now)
    with _provider(hq) as provider:
        address = provider.address(AskedSignIn(state, nonce, verifier, redirect))
    return DirectoryOffer(address, state, tickets.sealed(hq, _ATTEMPT, attempt))


def end(hq: Headquarters, came: DirectoryReturn, place: str) -> DirectoryTicket:
    """Return a ticket for the person whom the directory vouches for.

    Raises:
        RefusedError: there is no directory, it does not answer, what came back does not count, or
            nobody has linked an account to the person.
    """
    try:
        attempt = _attempt(hq, came, place)
        with _provider(hq) as provider:
            provider.demand_issuer(came.issuer)
            asked = AskedSignIn(attempt.state, attempt.nonce, attempt.verifier, attempt.redirect)
            claims = provider.claims(asked, came.code)
        settings = hq.settings
        expected = ExpectedSignIn(
            settings.directory, settings.directory_client, attempt.nonce, attempt.begun_at
        )
        subject = subject_of(claims, expected, hq.clock.now())
    except DirectoryRefusedError as error:
        raise _refused(hq, came, Problem.DIRECTORY_REFUSED, str(error)) from None
    except OutsideError as error:
        raise _refused(hq, came, Problem.DIRECTORY_DOWN, str(error)) from None
    account = _account(hq, came, subject)
    has_factor = vouches_for_factor(claims, settings.directory_factor)
    ticket = tickets.made(hq, account, came.device, place, has_factor=has_factor)
    return DirectoryTicket(account.person_id, ticket)


def _attempt(hq: Headquarters, came: DirectoryReturn, place: str) -> _Attempt:
    """Return the attempt that this is the end of; it has no other end."""
    words = tickets.unsealed(hq, _ATTEMPT, came.attempt)
    try:
        attempt = None if words is None else decode(_Attempt, words)
    except DecodeError:
        attempt = None
    if attempt is None or (attempt.device, attempt.place) != (came.device, place):
        raise DirectoryRefusedError("It was not begun here.")
    until = attempt.begun_at + ATTEMPT_LASTS
    if until <= hq.clock.now():
        raise DirectoryRefusedError("It was begun more than 10 minutes ago.")
    if not hmac.compare_digest(attempt.state.encode(), came.state.encode()):
        raise DirectoryRefusedError("It answers another sign-in.")
    with hq.writing() as work:
        if not tickets.uses_once(work, f"attempt {attempt.state}", until):
            raise DirectoryRefusedError("It has ended already.")
    return attempt


def _account(hq: Headquarters, came: DirectoryReturn, subject: str) -> LinkedAccount:
    with hq.reading() as work:
        account = linked_account(work, hq.settings.directory, subject)
    if account is None:
        words = f"An administrator can link it to this subject: {subject}"
        raise _refused(hq, came, Problem.DIRECTORY_UNKNOWN, words, subject)
    return account


def _provider(hq: Headquarters) -> Provider:
    if not hq.settings.directory:
        raise RefusedError(Problem.DIRECTORY_NOT_SET)
    try:
        return Provider(hq.settings)
    except OutsideError as error:
        words = f"{error} {Problem.DIRECTORY_DOWN.value.action}"
        raise RefusedError(Problem.DIRECTORY_DOWN, words) from None


def _refused(
    hq: Headquarters, came: DirectoryReturn, problem: Problem, why: str, subject: str = ""
) -> RefusedError:
    """Record the refusal, and say why."""
    known = [("subject", subject)] if subject else []
    with hq.writing() as work:
        reason = (("problem", str(problem.number)), ("why", why))
        record(work, AuditEvent.HQ_SIGN_IN_REFUSED, came.device, NOBODY, *reason, *known)
    return RefusedError(problem, why if subject else f"{why} {problem.value.action}")


def _secret(hq: Headquarters) -> str:
    return base64.urlsafe_b64encode(hq.random_bytes(_SECRET_BYTES)).decode().rstrip("=")
