"""The agency's OpenID Connect provider, asked anew at each sign-in: no key of it is kept.

Authorization code with PKCE (RFC 7636). What it says of itself counts where it is the issuer that
the settings name, and only over TLS.
"""

import base64
import hashlib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import Any, Self
from urllib.parse import quote, urlencode

import httpx
import msgspec

from mdt_alpr.domain.equipment.doctor import DoctorLine
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.directory import DirectoryRefusedError
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.outside_http import RefusedOutsideError, answer_to, checked_address
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.directory import leavers
from mdt_alpr.wire.problems import Problem

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures with a key pair: a shared secret, or none, proves nothing."""
NAME = "The agency's directory"
_WITHIN_S = 5.0
_AT_ONCE = BoundedSemaphore(4)
"""A directory that hangs must not hold the threads that cars and passwords need."""
_ABOUT = "/.well-known/openid-configuration"
_POST = "client_secret_post"


class _About(msgspec.Struct):
    """What a provider says of itself (OpenID Connect Discovery 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: list[str] = []
    authorization_response_iss_parameter_supported: bool = False


class _Tokens(msgspec.Struct):
    id_token: str


# Made at import: msgspec crashes where two threads make one first at once.
_ABOUT_OF = msgspec.json.Decoder(_About)
_KEYS_OF = msgspec.json.Decoder(dict[str, Any])
_TOKENS_OF = msgspec.json.Decoder(_Tokens)


@dataclass(frozen=True, slots=True)
class AskedSignIn:
    """A sign-in that a browser is sent to make; ``verifier`` stays here (RFC 7636)."""

    state: str
    nonce: str
    verifier: str
    redirect: str


class Provider:
    """The provider of the settings; a context, for some questions in a row."""

    def __init__(self, settings: HqSettings) -> None:
        """Ask what it says of itself.

        Raises:
            OutsideError: it does not answer, or as it should not.
            RefusedError: too many ask at once.
        """
        if not _AT_ONCE.acquire(blocking=False):
            raise RefusedError(Problem.BUSY)
        try:
            self._settings = settings
            self._trusted = _trusted(settings)
        except OutsideError:
            _AT_ONCE.release()
            raise
        try:
            self._about = self._asked()
        except OutsideError:
            self.close()
            raise

    def _asked(self) -> _About:
        issuer = self._settings.directory
        about: _About = _read(_ABOUT_OF, self._get(f"{issuer.rstrip('/')}{_ABOUT}"))
        if about.issuer != issuer:
            raise OutsideError(f"{NAME} calls itself otherwise than the settings do.")
        for address in (about.authorization_endpoint, about.token_endpoint, about.jwks_uri):
            checked_address(address)
        return about

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Let the next one ask."""
        self.close()

    def close(self) -> None:
        """Let the next one ask."""
        _AT_ONCE.release()

    def address(self, asked: AskedSignIn) -> str:
        """Return the address at which a person signs in, anew whoever used the browser before."""
        digest = hashlib.sha256(asked.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "scope": "openid profile",
            "client_id": self._settings.directory_client,
            "redirect_uri": asked.redirect,
            "state": asked.state,
            "nonce": asked.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
            "prompt": "login",
        }
        begun = self._about.authorization_endpoint
        return f"{begun}{'&' if '?' in begun else '?'}{urlencode(query)}"

    def demand_issuer(self, named: str) -> None:
        """Refuse what another provider sent back (RFC 9207).

        Raises:
            DirectoryRefusedError: it did.
        """
        is_due = self._about.authorization_response_iss_parameter_supported
        if named != self._settings.directory and (named or is_due):
            raise DirectoryRefusedError("It is from another directory.")

    def claims(self, asked: AskedSignIn, code: str) -> Mapping[str, Any]:
        """Return what the provider says of a person for a code, by a token that it signed.

        Raises:
            DirectoryRefusedError: the code or the token does not count.
            OutsideError: it does not answer.
        """
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        token = self._token(asked, code)
        held: Any = _read(_KEYS_OF, self._get(self._about.jwks_uri))
        try:
            keys = KeySet.import_key_set(held)
            claims: Mapping[str, Any] = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        except (JoseError, ValueError, TypeError, KeyError):
            raise DirectoryRefusedError("Its token is not signed as it must be.") from None
        return claims

    def _token(self, asked: AskedSignIn, code: str) -> str:
        settings = self._settings
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": asked.redirect,
            "client_id": settings.directory_client,
            "code_verifier": asked.verifier,
        }
        headers, secret = {"Accept": "application/json"}, settings.directory_secret
        if secret and self._about.token_endpoint_auth_methods_supported == [_POST]:
            form["client_secret"] = secret
        elif secret:  # each half is encoded first (RFC 6749, 2.3.1)
            pair = ":".join(quote(half, "") for half in (settings.directory_client, secret))
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        address = self._about.token_endpoint
        request = httpx.Request("POST", address, data=form, headers=headers)
        try:
            answer = self._answer_to(request)
        except RefusedOutsideError as error:
            if HTTPStatus.BAD_REQUEST <= error.status < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise DirectoryRefusedError("Its code was used, or is not ours.") from None
            raise
        token: str = _read(_TOKENS_OF, answer).id_token
        return token

    def _get(self, address: str) -> bytes:
        return self._answer_to(httpx.Request("GET", checked_address(address)))

    def _answer_to(self, request: httpx.Request) -> bytes:
        return answer_to(request, NAME, _WITHIN_S, self._trusted)


def examined(hq: Headquarters) -> DoctorLine:
    """Tell whether the provider answers and says who has left; who asks for the second factor.

    Raises:
        OutsideError: it does not.
    """
    settings = hq.settings
    if not settings.directory:
        return DoctorLine("directory", ok=True, words="None: everybody signs in with a password.")
    with Provider(settings):
        factor = settings.directory_factor
    words = f"It vouches for second factors by {factor}." if factor else "We ask for the factor."
    with hq.reading() as work:
        wrong = leavers.trouble(work, settings.directory)
    return DoctorLine("directory", ok=not wrong, words=f"It answers. {wrong or words}")


def _trusted(settings: HqSettings) -> ssl.SSLContext | None:
    trust = settings.directory_trust
    try:
        return ssl.create_default_context(cafile=trust) if trust else None
    except OSError as error:
        raise OutsideError(f"{trust} cannot be read: it is a certificate (PEM).") from error


def _read(decoder: msgspec.json.Decoder[Any], body: bytes) -> Any:
    try:
        return decoder.decode(body)
    except msgspec.MsgspecError:
        raise OutsideError(f"{NAME} answered something that is not understood.") from None
