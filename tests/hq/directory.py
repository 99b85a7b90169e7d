"""An agency's OpenID Connect provider, over real HTTPS, that a test may have lie."""

import base64
import hashlib
import json
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from sqlalchemy import select
from werkzeug.wrappers import Request, Response

from mdt_alpr.domain.people.provenance import Seat
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import SESSIONS
from mdt_alpr.hq.directory import signing_in
from mdt_alpr.hq.people.sign_in import sign_in
from mdt_alpr.lab.hq import agency_rig
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire.directory import (
    DirectoryBegin,
    DirectoryOffer,
    DirectoryReturn,
    DirectoryTicket,
)
from mdt_alpr.wire.messages import SessionMessage, SignInMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import SetClock
from tests.hq.conftest import CHEAP

CLIENT = "mdt-alpr"
SUBJECT, WHY = "f3a1-kdavis", "showed the badge in person"
DESK, PLACE, PORT = "desk-1", "192.0.2.7", 50123
OWN_USE_OF_AUTHLIB = pytest.mark.filterwarnings(
    "ignore::authlib.deprecate.AuthlibDeprecationWarning", "ignore:get_jwt_config"
)
"""The provider's, in tests of it."""
Forge = Callable[[dict[str, Any]], str]


@dataclass
class Directory:
    """The provider, and what it does otherwise than it should.

    ``forge`` makes another token of a token's claims, ``about`` changes what the provider says of
    itself, ``claims`` what it says of a person; with a ``status`` it answers nothing else.
    ``proofs`` are what each client proved itself by.
    """

    address: str
    trust: Path
    key: RSAKey
    forge: Forge | None = None
    about: dict[str, object] = field(default_factory=dict)
    status: int = 0
    claims: dict[str, object] = field(default_factory=dict)
    challenges: dict[str, str] = field(default_factory=dict)
    proofs: list[tuple[str, ...]] = field(default_factory=list)

    def tells_the_truth(self) -> None:
        """Let it be as it should be again."""
        self.forge, self.status = None, 0
        self.about, self.claims = {}, {}

    def signed(self, claims: dict[str, Any]) -> str:
        """Return a token of the provider's own key."""
        kid = self.key.as_dict(private=False).get("kid")
        token: str = jwt.encode({"alg": "RS256", "kid": kid}, claims, self.key)
        return token

    def goes_on(self, address: str, subject: str) -> dict[str, str]:
        """Sign in in a browser as a person; return what the browser brings to the port."""
        trusted = ssl.create_default_context(cafile=self.trust)
        with httpx.Client(verify=trusted, trust_env=False, timeout=30.0) as browser:
            page = browser.get(address)
            assert page.status_code == 200, page.text
            answer = browser.post(address, data={"sub": subject})
        assert answer.status_code == 302, answer.text
        target = urlsplit(answer.headers["Location"])
        return {
            "redirect": f"{target.scheme}://{target.netloc}{target.path}",
            **{name: value[0] for name, value in parse_qs(target.query).items()},
        }


class _Meddling:
    """Stands before the provider: checks PKCE, which it does not, and lies where told so."""

    def __init__(self, app: Any, directory: Directory) -> None:
        self._app, self.directory = app, directory

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        sent = environ["wsgi.input"].read(length)  # it is read twice: here, and by the provider
        environ["wsgi.input"] = BytesIO(sent)
        request, directory = Request(environ), self.directory
        if directory.status:
            return Response(status=directory.status)(environ, start)
        if request.path == "/oauth2/token" and not self._knows_verifier(request):
            return Response("invalid_grant", status=400)(environ, start)
        if request.path == "/oauth2/token" and directory.proofs[-1] == ("code_verifier",):
            # the provider knows no clients without a secret
            pair = base64.b64encode(f"{CLIENT}:any".encode()).decode()
            environ.setdefault("HTTP_AUTHORIZATION", f"Basic {pair}")
        environ["wsgi.input"] = BytesIO(sent)
        response = Response.from_app(self._app, environ)
        if request.path == "/oauth2/authorize" and response.location:
            code = parse_qs(urlsplit(response.location).query)["code"][0]
            directory.challenges[code] = request.args["code_challenge"]
            assert request.args["code_challenge_method"] == "S256"
        self._meddle(request.path, response)
        return response(environ, start)

    def _knows_verifier(self, request: Request) -> bool:
        given = {*request.form, *request.headers.keys()}
        known = "code_verifier", "client_secret", "Authorization"
        self.directory.proofs.append(tuple(name for name in known if name in given))
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        shown = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        return self.directory.challenges.get(request.form["code"]) == shown

    def _meddle(self, path: str, response: Response) -> None:
        directory = self.directory
        if path == "/.well-known/openid-configuration":
            response.data = json.dumps({**json.loads(response.data), **directory.about})
        elif path == "/oauth2/token" and response.status_code == 200:
            said = json.loads(response.data)
            claims = jwt.decode(said["id_token"], self.directory.key).claims | directory.claims
            forge = directory.forge or directory.signed
            response.data = json.dumps({**said, "id_token": forge(claims)})


@contextmanager
def a_directory(folder: Path) -> Iterator[Directory]:
    """Serve a provider on a free port of this machine, with TLS."""
    made: list[_Meddling] = []

    def before(app: Any, key: dict[str, Any]) -> _Meddling:
        made.append(_Meddling(app, Directory("", folder, RSAKey.import_key(key))))
        return made[0]

    with agency_rig.directory(folder, before) as (address, trust):
        (meddling,) = made
        meddling.directory.address, meddling.directory.trust = address, trust
        yield meddling.directory


def seconds(ago: float = 0) -> int:
    """Return an instant as tokens have it."""
    return int(time.time() - ago)


# ---------------------------------------------------------------- headquarters beside it


class PassingClock(SetClock):
    """Goes as the provider's does, which is this machine's; a test may be ahead of it."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return SystemClock().now() + self.ahead

    def pass_by(self, **time: float) -> None:
        self.ahead += timedelta(**time)


def settings_for(provider: Directory, folder: Path, database_url: str) -> HqSettings:
    """Return the settings of a headquarters that knows the provider."""
    return HqSettings(
        folder / "hq",
        database_url,
        password_cost=CHEAP,
        directory=provider.address,
        directory_client=CLIENT,
        directory_name="Concord",
        directory_secret="a secret of two",  # noqa: S106 - of nobody
        directory_trust=provider.trust,
    )


@dataclass
class Desk:
    """A desk beside which a browser runs."""

    hq: Headquarters
    provider: Directory
    device: str = DESK
    place: str = PLACE

    def begins(self) -> DirectoryOffer:
        return signing_in.begin(self.hq, DirectoryBegin(self.device, PORT), self.place)

    def brings(self, subject: str = SUBJECT, **changed: str) -> DirectoryReturn:
        offer = self.begins()
        back = self.provider.goes_on(offer.address, subject)
        assert back["redirect"] == f"http://127.0.0.1:{PORT}/signed-in"
        sent = DirectoryReturn(self.device, offer.attempt, back["state"], back["code"])
        return replace(sent, **changed)

    def ends(self, brought: DirectoryReturn) -> DirectoryTicket:
        return signing_in.end(self.hq, brought, self.place)

    def ticket(self, subject: str = SUBJECT) -> DirectoryTicket:
        return self.ends(self.brings(subject))

    def signs_in(
        self, ticket: DirectoryTicket, seat: Seat = Seat.DESK, code: str = ""
    ) -> SessionMessage:
        sent = SignInMessage(ticket.person_id, ticket.ticket, self.device, code=code)
        return sign_in(self.hq, sent, seat, self.place)


def refused(act: Callable[[], object]) -> tuple[Problem, str]:
    with pytest.raises(RefusedError) as caught:
        act()
    return caught.value.problem, caught.value.detail


def sessions(hq: Headquarters) -> int:
    with hq.reading() as work:
        return len(work.connection.execute(select(SESSIONS)).all())
