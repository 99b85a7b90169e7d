"""A service of the agency's own, asked over HTTPS with JSON; anything but 200 is no answer."""

from http import HTTPStatus

import httpx

from mdt_alpr.domain.errors import OutsideError

CONNECT_WITHIN_S = 3.0
LARGEST_ANSWER = 64 * 1024

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


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

    def post(self, content: str) -> bytes:
        """Return the body of the answer.

        Raises:
            OutsideError: no answer; a sentence says why.
        """
        try:
            status, body = self._posted(content)
        except httpx.TimeoutException:
            raise OutsideError(f"{self._name} did not answer in time.{self._else}") from None
        except httpx.HTTPError:
            raise OutsideError(f"{self._name} cannot be reached.{self._else}") from None
        if status != HTTPStatus.OK:
            raise OutsideError(f"{self._name} refused: status {status}.{self._else}")
        return body

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


def _checked(address: str) -> httpx.URL:
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
