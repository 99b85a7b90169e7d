"""A token of the directory that proves nothing lets nobody in (OpenID Connect Core 3.1.3.7)."""

import base64
import hmac
import json
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.people.directory_links import link
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER, sample_agency
from mdt_alpr.wire.directory import LinkRequest
from mdt_alpr.wire.problems import Problem
from tests.hq.directory import (
    CLIENT,
    OWN_USE_OF_AUTHLIB,
    SUBJECT,
    WHY,
    Desk,
    Directory,
    PassingClock,
    a_directory,
    refused,
    seconds,
    sessions,
    settings_for,
)
from tests.hq.senders import PASSWORDS

pytestmark = OWN_USE_OF_AUTHLIB


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One headquarters for all of these tests: none of them changes anything."""
    clock, folder = PassingClock(), tmp_path_factory.mktemp("agency")
    with a_directory(folder / "directory") as provider:
        hq = open_headquarters(settings_for(provider, folder, ""), clock, os.urandom)
        sample_agency(hq, PASSWORDS, capture_date(clock.now()))
        link(hq, OFFICER, LinkRequest(SUBJECT, WHY), ADMINISTRATOR)
        yield Desk(hq, provider)
        hq.close()


@pytest.fixture
def desk(agency: Desk) -> Iterator[Desk]:
    yield agency
    agency.provider.tells_the_truth()


def _claims(**changed: object) -> Callable[[Directory], Callable[[dict[str, Any]], str]]:
    def forged(provider: Directory) -> Callable[[dict[str, Any]], str]:
        return lambda claims: provider.signed({**claims, **changed})

    return forged


def _without(name: str) -> Callable[[Directory], Callable[[dict[str, Any]], str]]:
    def forged(provider: Directory) -> Callable[[dict[str, Any]], str]:
        return lambda claims: provider.signed({n: v for n, v in claims.items() if n != name})

    return forged


def _part(words: bytes) -> str:
    return base64.urlsafe_b64encode(words).decode().rstrip("=")


def _signed_by_hand(header: dict[str, str], claims: dict[str, Any], key: bytes | None) -> str:
    words = f"{_part(json.dumps(header).encode())}.{_part(json.dumps(claims).encode())}"
    mark = b"" if key is None else hmac.digest(key, words.encode(), "sha256")
    return f"{words}.{_part(mark)}"


def _none(_provider: Directory) -> Callable[[dict[str, Any]], str]:
    return lambda claims: _signed_by_hand({"alg": "none"}, claims, None)


def _public_key_as_secret(provider: Directory) -> Callable[[dict[str, Any]], str]:
    public = provider.key.as_pem(private=False)
    return lambda claims: _signed_by_hand({"alg": "HS256"}, claims, public)


def _of_another_key(provider: Directory) -> Callable[[dict[str, Any]], str]:
    kid = provider.key.as_dict(private=False).get("kid")
    key = RSAKey.generate_key(2048, {"kid": str(kid)} if kid else None)
    return lambda claims: jwt.encode({"alg": "RS256", "kid": kid}, claims, key)


def _key_in_its_header(_provider: Directory) -> Callable[[dict[str, Any]], str]:
    key = RSAKey.generate_key(2048)
    header = {"alg": "RS256", "jwk": key.as_dict(private=False)}
    return lambda claims: jwt.encode(header, claims, key)


NOT_SIGNED, ENDED = "is not signed as it must be", "has ended"
ELSEWHERE, OTHER_PROGRAM = "is from another directory", "is for another program"
TOO_SOON, OTHER_SIGN_IN = "does not count yet", "answers another sign-in"
NOBODY, EARLIER = "names nobody", "signed in there earlier, and not for this"


@pytest.mark.parametrize(
    ("forged", "words"),
    [
        (_none, NOT_SIGNED),
        (_public_key_as_secret, NOT_SIGNED),
        (_of_another_key, NOT_SIGNED),
        (_key_in_its_header, NOT_SIGNED),
        (lambda _provider: lambda _claims: "no token at all", NOT_SIGNED),
        (_claims(iss="https://login.example.org"), ELSEWHERE),
        (_claims(aud="another-program"), OTHER_PROGRAM),
        (_claims(aud=[CLIENT, "another-program"]), OTHER_PROGRAM),
        (_claims(aud=[CLIENT, "another-program"], azp="another-program"), OTHER_PROGRAM),
        (_claims(azp="another-program"), OTHER_PROGRAM),
        (_claims(exp=seconds(61)), ENDED),
        (_claims(iat=seconds(-3600)), TOO_SOON),
        (_claims(nbf=seconds(-3600)), TOO_SOON),
        (_claims(exp="never"), ENDED),
        (_claims(exp=True), ENDED),
        (_claims(auth_time=seconds(3600)), EARLIER),
        (_claims(iat=seconds(3600)), EARLIER),
        (_claims(nonce="another"), OTHER_SIGN_IN),
        (_claims(nonce=7), OTHER_SIGN_IN),
        *((_claims(sub=sub), NOBODY) for sub in ("", 7, "a\x07b", "x" * 256)),
        (_without("iss"), ELSEWHERE),
        (_without("aud"), OTHER_PROGRAM),
        (_without("exp"), ENDED),
        (_without("iat"), ENDED),
        (_without("nonce"), OTHER_SIGN_IN),
        (_without("sub"), NOBODY),
    ],
)
def test_a_token_that_proves_nothing_lets_nobody_in_and_is_refused_with_its_words(
    desk: Desk, forged: Callable[[Directory], Callable[[dict[str, Any]], str]], words: str
) -> None:
    desk.provider.forge = forged(desk.provider)
    problem, said = refused(desk.ticket)
    assert problem is Problem.DIRECTORY_REFUSED
    assert words in said
    assert sessions(desk.hq) == 0


def test_clocks_that_differ_by_less_than_a_minute_hinder_nobody(desk: Desk) -> None:
    desk.provider.claims = {"exp": seconds(30), "iat": seconds(-30), "auth_time": seconds(20)}
    assert desk.ticket().person_id == OFFICER
