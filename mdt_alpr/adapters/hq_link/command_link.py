"""A command's way to headquarters, in the session of who signed in; failures in its words."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

import httpx

from mdt_alpr import __version__
from mdt_alpr.adapters.hq_link.answers import (
    at_command,
    failure_of,
    message_of,
    not_understood,
    unreachable,
)
from mdt_alpr.adapters.hq_link.sent_files import is_message, parts, readable
from mdt_alpr.domain.errors import LinkLostError, OutsideError, SignInRefusedError
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
from mdt_alpr.wire.fleet import RunningProgram
from mdt_alpr.wire.messages import SessionMessage, SignInMessage

M = TypeVar("M")
Params = Sequence[tuple[str, str]]
_LARGEST_MESSAGE = 64 * 1024 * 1024
ANSWERED_WITHIN_S = 3600.0
"""A list of a whole country is imported, or a whole audit checked, before the answer."""
_SIGN_IN_AGAIN = "Command: mdt-alpr hq sign-in."
_WITHOUT_SECOND = (
    addresses.COMMAND_SESSIONS,
    addresses.PASSWORD,
    addresses.SECOND_FACTOR,
    addresses.SECOND_FACTOR_CODE,
    addresses.SECOND_FACTOR_CHALLENGE,
    addresses.SESSION_PROOF,
    addresses.DIRECTORY_ATTEMPTS,
    addresses.DIRECTORY_TICKETS,
    addresses.DEVICE_PROGRAM,
)
"""A password is given here: nobody confirms it, and another try is not another sign-in."""


class HttpCommandLink:
    """Asks headquarters for ``person_id``, by the token of that person's session.

    ``second`` is the token of who confirms the next question as well; it counts once.
    """

    def __init__(
        self, client: httpx.Client, clock: Clock, person_id: str = "", token: str = ""
    ) -> None:
        self.person_id = person_id
        self.second = ""
        self._client = client
        self._clock = clock
        self._token = token

    @property
    def address(self) -> str:
        """Return where it asks."""
        return str(self._client.base_url).rstrip("/")

    def sign_in(self, message: SignInMessage) -> SessionMessage:
        answer = self._sent("POST", addresses.COMMAND_SESSIONS, encode(message))
        if self._client.base_url.scheme == "https":  # an enrolled machine, which has a name
            with suppress(OutsideError):
                self._sent("POST", addresses.DEVICE_PROGRAM, encode(RunningProgram(__version__)))
        return _read(SessionMessage, answer)

    def change_password(self, message: PasswordChange) -> None:
        """Change a person's password; every session of that person ends."""
        self._sent("POST", addresses.PASSWORD, encode(message))

    def offer_factor(self, message: FactorRequest) -> FactorOffer:
        """Ask for a second factor, which counts after its first code."""
        return _read(FactorOffer, self._sent("POST", addresses.SECOND_FACTOR, encode(message)))

    def confirm_factor(self, message: FactorRequest) -> RecoveryCodes:
        """Put the offered second factor in use."""
        answer = self._sent("POST", addresses.SECOND_FACTOR_CODE, encode(message))
        return _read(RecoveryCodes, answer)

    def key_question(self, message: FactorRequest) -> str:
        """Return a question that one of the person's security keys answers once."""
        answer = self._sent("POST", addresses.SECOND_FACTOR_CHALLENGE, encode(message))
        return _read(KeyChallenge, answer).options

    def prove(self, password: str) -> None:
        """Give the password again, which privileged steps ask for."""
        self._sent("POST", addresses.SESSION_PROOF, encode(ProofRequest(password)))

    def sign_out(self) -> None:
        self._sent("DELETE", addresses.SESSION_IN_USE)

    def ask(self, kind: type[M], path: str, body: object | None = None, params: Params = ()) -> M:
        """Return the answer to a question; with a body it is posted."""
        content = None if body is None else encode(body)
        method = "GET" if body is None else "POST"
        return _read(kind, self._sent(method, path, content, params))

    def post(self, path: str, body: object) -> None:
        """Post a message, whatever is answered."""
        self._sent("POST", path, encode(body))

    def post_with(self, path: str, body: object, content: bytes) -> None:
        """Post a message with a content behind its line."""
        self._sent("POST", path, iter((encode(body).encode() + b"\n", content)))

    def put(self, path: str, body: object) -> None:
        """Put a message in place of the one that holds."""
        self._sent("PUT", path, encode(body))

    def send_file(self, kind: type[M], path: str, file: Path, params: Params = ()) -> M:
        """Send a file, and return what became of it; one that was stopped is an answer, too."""
        with readable(file) as content:
            stopped = HTTPStatus.CONFLICT
            answer = self._sent("POST", path, parts(content), params, stopped)
        return _read(kind, answer)

    def content(self, path: str, body: object | None = None) -> bytes:
        """Return what is no message, such as a scan; with a body it is posted."""
        if body is None:
            return self._sent("GET", path)
        return self._sent("POST", path, encode(body))

    def lines(self, path: str, params: Params) -> Iterator[str]:
        """Give the lines of an answer as they come."""
        try:
            with self._client.stream(
                "GET", path, headers=self._authorized(), params=tuple(params)
            ) as response:
                if not response.is_success:
                    response.read()
                    raise self._failure(response, path)
                yield from response.iter_lines()
        except httpx.HTTPError as error:
            raise at_command(unreachable(error)) from error

    def ask_with(self, kind: type[M], path: str, body: object) -> tuple[M, bytes]:
        """Return the answer to a question, and the content behind its line."""
        return _parted(kind, self._sent("POST", path, encode(body)))

    def send_file_with(self, kind: type[M], path: str, file: Path) -> tuple[M, bytes]:
        """Send a file; return what became of it, and the content behind the answer's line."""
        with readable(file) as content:
            answer = self._sent("POST", path, parts(content))
        return _parted(kind, answer)

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def _sent(
        self,
        method: str,
        path: str,
        content: "str | Iterator[bytes] | None" = None,
        params: Params = (),
        stopped: int = 0,
    ) -> bytes:
        is_file = not isinstance(content, str | None)
        headers = self._authorized()
        if self.second and path not in _WITHOUT_SECOND:
            headers[addresses.SECOND_PERSON], self.second = self.second, ""
        if content is not None:
            kind = "application/octet-stream" if is_file else "application/json"
            headers["Content-Type"] = kind
        try:
            response = self._client.request(
                method, path, headers=headers, content=content, params=tuple(params) or None
            )
        except httpx.HTTPError as error:
            raise at_command(unreachable(error)) from error
        if response.is_success or (response.status_code == stopped and is_message(response)):
            if len(response.content) > _LARGEST_MESSAGE:
                raise at_command(not_understood())
            return response.content
        raise self._failure(response, path)

    def _authorized(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def _failure(self, response: httpx.Response, path: str) -> OutsideError:
        failure = failure_of(response, response.content, self._clock.now())
        if path not in _WITHOUT_SECOND and response.status_code == HTTPStatus.UNAUTHORIZED:
            return SignInRefusedError(f"{failure} {_SIGN_IN_AGAIN}")
        return at_command(failure) if isinstance(failure, LinkLostError) else failure


def _read(kind: type[M], answer: bytes) -> M:
    try:
        return message_of(kind, answer)
    except LinkLostError as error:
        raise at_command(error) from error


def _parted(kind: type[M], answer: bytes) -> tuple[M, bytes]:
    line, _, content = answer.partition(b"\n")
    return _read(kind, line), content
