"""What a sign-in at the agency's directory proves here (OpenID Connect Core 3.1.3.7; ACC-02).

The directory says who somebody is. Whether that person has an account, which role, and whether the
training counts is said here: nobody gets an account by signing in there.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.printable import is_printable

CLOCKS_DIFFER = timedelta(seconds=60)
"""How far the directory's clock may be from ours."""
ATTEMPT_LASTS = timedelta(minutes=10)
"""How long a person may take to sign in in the browser."""
TICKET_LASTS = timedelta(minutes=5)
"""How long the directory's word counts here, such as while a code is typed."""
LONGEST_SUBJECT = 255
_AMR, _ACR = "amr:", "acr:"


class DirectoryRefusedError(DomainError):
    """What came back from the directory proves nothing."""


@dataclass(frozen=True, slots=True)
class ExpectedSignIn:
    """What an answer of the directory must be an answer to."""

    issuer: str
    client: str
    nonce: str
    begun_at: datetime


def subject_of(claims: Mapping[str, object], expected: ExpectedSignIn, now: datetime) -> str:
    """Return whom the directory vouches for, of a token whose signature was checked.

    Raises:
        DirectoryRefusedError: it is of another issuer, for another program, over, not begun,
            of another attempt, or of a sign-in from before this attempt.
    """
    if claims.get("iss") != expected.issuer:
        raise DirectoryRefusedError("It is from another directory.")
    audience = claims.get("aud")
    programs = audience if isinstance(audience, list) else [audience]
    holder = claims.get("azp", None if len(programs) > 1 else expected.client)
    if expected.client not in programs or holder != expected.client:
        raise DirectoryRefusedError("It is for another program.")
    ends, made = _instant(claims, "exp"), _instant(claims, "iat")
    if ends is None or made is None or now >= ends + CLOCKS_DIFFER:
        raise DirectoryRefusedError("It has ended.")
    begins = _instant(claims, "nbf") or made
    if max(made, begins) > now + CLOCKS_DIFFER:
        raise DirectoryRefusedError("It does not count yet. Compare the clocks.")
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(
        nonce.encode(), expected.nonce.encode()
    ):
        raise DirectoryRefusedError("It answers another sign-in.")
    signed_in = _instant(claims, "auth_time")
    if min(made, signed_in or made) < expected.begun_at - CLOCKS_DIFFER:
        raise DirectoryRefusedError("The person signed in there earlier, and not for this.")
    return demand_subject(claims.get("sub"))


def demand_subject(subject: object) -> str:
    """Return by what a directory names a person, if it can be one.

    Raises:
        DirectoryRefusedError: it cannot.
    """
    is_text = isinstance(subject, str) and subject.strip() == subject
    if not isinstance(subject, str) or not is_text or not is_printable(subject):
        raise DirectoryRefusedError("It names nobody.")
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        raise DirectoryRefusedError("It names nobody.")
    return subject


def factor_fault(setting: str) -> str:
    """Return what is wrong with the setting by which the directory vouches for a second factor."""
    is_one = setting.startswith((_AMR, _ACR)) and setting[len(_AMR) :].strip()
    return "" if is_one or not setting else "it must be amr:VALUE or acr:VALUE, such as amr:mfa."


def vouches_for_factor(claims: Mapping[str, object], setting: str) -> bool:
    """Tell whether the directory asked for a second factor, as the setting says it shows that.

    Without the setting our own is asked for.
    """
    kind, value = setting[: len(_AMR)], setting[len(_AMR) :]
    if kind == _ACR:
        return claims.get("acr") == value
    methods = claims.get("amr")
    return kind == _AMR and isinstance(methods, list) and value in methods


def _instant(claims: Mapping[str, object], name: str) -> datetime | None:
    seconds = claims.get(name)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
