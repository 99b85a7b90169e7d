"""A service of the agency's own, asked over HTTPS with JSON; anything but 200 is no answer."""

from collections.abc import Mapping
from http import HTTPStatus

import httpx

from mdt_alpr.domain.errors import OutsideError

CONNECT_WITHIN_S = 3.0
LARGEST_ANSWER = 64 * 1024

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class RefusedOutsideError(OutsideError):
    """A service answered with another status than 200."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class OutsideService:
    """A client of one address; safe for many threads.

    ``name`` begins each sentence of what went wrong, and ``or_else`` ends it. The bearer token,
    where one is set, goes with every request.
    """

    def __init__(
        self, name: str, address: str, token: str, answer_within_s: float, or_else: str = ""
    ) -> None:
        """Take the address.

        Raises:
            OutsideError: it is none, or not encrypted.
        """
        self._name, self._else = name, f" {or_else}" if or_else else ""
        self._address = checked_address(address)
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._client = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(answer_within_s, connect=CONNECT_WITHIN_S),
            follow_redirects=False,
            trust_env=False,
        )

    def post(self, content: str, headers: Mapping[str, str] | None = None) -> bytes:
        """Return the body of the answer; ``headers`` go with this request.

        Raises:
            OutsideError: no answer; a sentence says why.
        """
        request = self._client.build_request(
            "POST", self._address, content=content, headers=headers
        )
        return answer_to(self._client, request, self._name, self._else)

    def close(self) -> None:
        """Close every connection."""
        self._client.close()


def answer_to(client: httpx.Client, request: httpx.Request, name: str, or_else: str = "") -> bytes:
    """Return the body of the answer; no redirect is followed, and no more than needed is read.

    Raises:
        OutsideError: no answer; a sentence says why.
    """
    try:
        response = client.send(request, stream=True)
        body = bytearray()
        try:
            for part in response.iter_bytes():
                body += part
                if len(body) > LARGEST_ANSWER:
                    break
        finally:
            response.close()
    except httpx.TimeoutException:
        raise OutsideError(f"{name} did not answer in time.{or_else}") from None
    except httpx.HTTPError:
        raise OutsideError(f"{name} cannot be reached.{or_else}") from None
    if response.status_code != HTTPStatus.OK:
        status = response.status_code
        raise RefusedOutsideError(f"{name} refused: status {status}.{or_else}", status)
    return bytes(body)


def checked_address(address: str) -> httpx.URL:
    """Return an address at which a service of the agency's may be asked.

    Raises:
        OutsideError: it is none, or not encrypted.
    """
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        url = httpx.URL("")
    secure = url.scheme == "https" and url.host
    if secure or (url.scheme == "http" and url.host in _THIS_MACHINE):
        return url
    raise OutsideError(
        f"{address!r} is no address that can be asked. It begins with https://; "
        "http:// is for a service on this machine only."
    )
