"""A desk's way to headquarters; failures leave as those of ``http_link``."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from threading import Event
from typing import TypeVar

import httpx

from mdt_alpr import __version__
from mdt_alpr.adapters.hq_link.answers import (
    at_sign_in,
    failure_of,
    message_of,
    not_understood,
    session_from,
    unreachable,
)
from mdt_alpr.adapters.hq_link.browser_sign_in import directory_ticket
from mdt_alpr.adapters.hq_link.sent_files import is_message, parts, readable
from mdt_alpr.domain.errors import LinkLostError, OutsideError
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.people.second_factor import Enrollment
from mdt_alpr.machine.clock import Clock
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import (
    FactorOffer,
    FactorRequest,
    KeyChallenge,
    PasswordChange,
    ProofRequest,
    RecoveryCodes,
)
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.directory import DirectoryFacts
from mdt_alpr.wire.fleet import RunningProgram
from mdt_alpr.wire.messages import SessionMessage, SignInMessage

M = TypeVar("M")
_LARGEST = 256 * 1024 * 1024
"""Bytes of an answer; a package that is let out has every picture of its reads."""
_FILE_WITHIN = httpx.Timeout(3600.0, connect=10.0)
"""The list of a whole country is imported before the answer."""


class HttpDeskLink:
    """See ``ui.desk.presenters.session.DeskLink``; may be used by several threads at once."""

    def __init__(self, client: httpx.Client, clock: Clock, device: str) -> None:
        self._client = client
        self._clock = clock
        self._device = device

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        message = SignInMessage(person_id, password, self._device, code=code)
        try:
            answer = self._send("POST", addresses.DESK_SESSIONS, None, message)
            session = session_from(message_of(SessionMessage, answer))
        except LinkLostError as error:
            raise at_sign_in(error) from error
        with suppress(OutsideError):  # a headquarters of before, or one without certificates
            self._send("POST", addresses.DEVICE_PROGRAM, None, RunningProgram(__version__))
        return session

    def directory_name(self) -> str:
        answer = self._send("GET", addresses.DIRECTORY, None, None)
        return message_of(DirectoryFacts, answer).name

    def directory_ticket(self, canceled: Event) -> tuple[str, str]:
        ticket = directory_ticket(self.post_open, self._device, canceled)
        return ticket.person_id, ticket.ticket

    def post_open(self, kind: type[M], path: str, body: object) -> M:
        """Return the answer to what nobody needs to be signed in for."""
        return message_of(kind, self._send("POST", path, None, body))

    def offer_factor(self, person_id: str, password: str, code: str = "") -> Enrollment:
        """Ask for a second factor, which counts after its first code."""
        message = FactorRequest(person_id, password, self._device, code)
        answer = self._send("POST", addresses.SECOND_FACTOR, None, message)
        offer = message_of(FactorOffer, answer)
        return Enrollment(offer.address, offer.secret, key=offer.key)

    def confirm_factor(self, person_id: str, password: str, code: str) -> Enrollment:
        message = FactorRequest(person_id, password, self._device, code)
        answer = self._send("POST", addresses.SECOND_FACTOR_CODE, None, message)
        return Enrollment(recovery=message_of(RecoveryCodes, answer).codes)

    def key_question(self, person_id: str, password: str) -> str:
        message = FactorRequest(person_id, password, self._device)
        answer = self._send("POST", addresses.SECOND_FACTOR_CHALLENGE, None, message)
        return message_of(KeyChallenge, answer).options

    def change_password(
        self, person_id: str, password: str, new_password: str, code: str = ""
    ) -> None:
        message = PasswordChange(person_id, password, new_password, self._device, code)
        self._send("POST", addresses.PASSWORD, None, message)

    def prove(self, session: Session, password: str) -> None:
        """Give the person's password again."""
        self._send("POST", addresses.SESSION_PROOF, session, ProofRequest(password))

    def sign_out(self, session: Session) -> None:
        self._send("DELETE", addresses.SESSION_IN_USE, session, None)

    def ask(
        self,
        session: Session,
        kind: type[M],
        path: str,
        body: object | None = None,
        second: str = "",
    ) -> M:
        """Return the answer to a question; with a body it is posted."""
        method = "GET" if body is None else "POST"
        return message_of(kind, self._send(method, path, session, body, second))

    def send_file(  # noqa: PLR0913 - one argument a part of the request
        self,
        session: Session,
        kind: type[M],
        path: str,
        file: Path,
        moved: Callable[[int], None],
        *,
        second: str = "",
    ) -> M:
        """Send a file, and return what became of it; one that was stopped is an answer, too."""
        with readable(file) as content:
            sent = parts(content, moved)
            headers = {**_headers(session, second), "Content-Type": "application/octet-stream"}
            try:
                response = self._client.request(
                    "POST", path, headers=headers, content=sent, timeout=_FILE_WITHIN
                )
            except httpx.HTTPError as error:
                raise unreachable(error) from error
        stopped = response.status_code == HTTPStatus.CONFLICT and is_message(response)
        if not response.is_success and not stopped:
            raise failure_of(response, response.content, self._clock.now())
        return message_of(kind, response.content)

    def post(self, session: Session, path: str, body: object, second: str = "") -> None:
        self._send("POST", path, session, body, second)

    def put(self, session: Session, path: str, body: object, second: str = "") -> None:
        self._send("PUT", path, session, body, second)

    def picture(self, session: Session, digest: str) -> bytes:
        return self._send("GET", addresses.filled(addresses.PICTURE, digest=digest), session, None)

    def content(self, session: Session, path: str, body: object | None = None) -> bytes:
        return self._send("GET" if body is None else "POST", path, session, body)

    def parted(self, session: Session, kind: type[M], path: str, body: object) -> tuple[M, bytes]:
        line, _, content = self._send("POST", path, session, body).partition(b"\n")
        return message_of(kind, line), content

    def send(self, session: Session, kind: type[M], path: str, body: object, content: bytes) -> M:
        sent = encode(body).encode() + b"\n" + content
        return message_of(kind, self._send("POST", path, session, sent))

    def close(self) -> None:
        self._client.close()

    def _send(
        self, method: str, path: str, session: Session | None, body: object, second: str = ""
    ) -> bytes:
        headers = _headers(session, second)
        content: str | bytes | None = None
        if isinstance(body, bytes):
            headers["Content-Type"], content = "application/octet-stream", body
        elif body is not None:
            headers["Content-Type"], content = "application/json", encode(body)
        try:
            response = self._client.request(method, path, headers=headers, content=content)
        except httpx.HTTPError as error:
            raise unreachable(error) from error
        if not response.is_success:
            raise failure_of(response, response.content, self._clock.now())
        if len(response.content) > _LARGEST:
            raise not_understood()
        return response.content


def _headers(session: Session | None, second: str = "") -> dict[str, str]:
    headers = {"Authorization": f"Bearer {session.token}"} if session else {}
    return {**headers, addresses.SECOND_PERSON: second} if second else headers
