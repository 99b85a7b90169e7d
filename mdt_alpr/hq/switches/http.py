"""The agency's own gateway over HTTPS: it accepts the contract of ``wire.status`` as it is.

POST to the configured address, JSON of ``StatusRequest``; 200 with JSON of ``StatusResponse``.
The bearer token, where one is set, goes with every request. Anything else is no answer.
"""

from http import HTTPStatus

import httpx

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.wire.codec import DecodeError, decode, encode
from mdt_alpr.wire.status import (
    RESULTS,
    SOURCES,
    STATUS_VERSION,
    StatusRequest,
    StatusResponse,
)

ANSWER_WITHIN_S = 8.0
"""Shorter than a car waits for headquarters, so that the car learns the reason."""
CONNECT_WITHIN_S = 3.0
LARGEST_ANSWER = 64 * 1024

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_ELSE = "Ask by MDT or radio."


class HttpSwitch:
    """A client of the gateway; safe for many threads."""

    def __init__(
        self, address: str, token: str = "", answer_within_s: float = ANSWER_WITHIN_S
    ) -> None:
        """Take the address.

        Raises:
            OutsideError: it is none, or not encrypted.
        """
        self._address = _checked(address)
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._client = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(answer_within_s, connect=CONNECT_WITHIN_S),
            follow_redirects=False,
            trust_env=False,
        )

    def ask(self, request: StatusRequest) -> StatusResponse:
        """Return the gateway's answer.

        Raises:
            OutsideError: no answer; a sentence says why.
        """
        try:
            status, body = self._posted(encode(request))
        except httpx.TimeoutException:
            message = f"The agency's gateway did not answer in time. {_ELSE}"
            raise OutsideError(message) from None
        except httpx.HTTPError:
            message = f"The agency's gateway cannot be reached. {_ELSE}"
            raise OutsideError(message) from None
        if status != HTTPStatus.OK:
            message = f"The agency's gateway refused: status {status}. {_ELSE}"
            raise OutsideError(message)
        return _understood(body)

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def _posted(self, content: str) -> tuple[int, bytes]:
        with self._client.stream("POST", self._address, content=content) as response:
            body = bytearray()
            for part in response.iter_bytes():
                body += part
                if len(body) > LARGEST_ANSWER:
                    break
        return response.status_code, bytes(body)


def _understood(body: bytes) -> StatusResponse:
    try:
        found = decode(StatusResponse, body)
    except DecodeError:
        found = None
    known = (
        found is not None
        and found.version == STATUS_VERSION
        and found.result in RESULTS
        and found.source in SOURCES
    )
    if found is None or not known:
        message = f"The agency's gateway's answer is not understood. {_ELSE}"
        raise OutsideError(message)
    return found


def _checked(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    secure = url.scheme == "https" and url.host
    if secure or (url.scheme == "http" and url.host in _THIS_MACHINE):
        return url
    message = (
        f"{address!r} is no address of a gateway. It begins with https://; "
        "http:// is for a gateway on this machine only."
    )
    raise OutsideError(message)
