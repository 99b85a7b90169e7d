"""A service of the agency's own, asked over HTTPS with JSON; anything but 200 is no answer."""

import asyncio
import ssl
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus

import httpx

from mdt_alpr.domain.errors import OutsideError

CONNECT_WITHIN_S = 3.0
LARGEST_ANSWER = 64 * 1024

_NAMED = {"User-Agent": "mdt-alpr"}
"""A guard before a service may refuse who names no program."""
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
        self._within_s = answer_within_s
        self._headers = {"Content-Type": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"

    def post(self, content: str, headers: Mapping[str, str] | None = None) -> bytes:
        """Return the body of the answer; ``headers`` go with this request.

        Raises:
            OutsideError: no answer; a sentence says why.
        """
        sent = {**self._headers, **(headers or {})}
        request = httpx.Request("POST", self._address, content=content, headers=sent)
        return answer_to(request, self._name, self._within_s, or_else=self._else)


def answer_to(
    request: httpx.Request,
    name: str,
    within_s: float,
    trusted: ssl.SSLContext | None = None,
    or_else: str = "",
) -> bytes:
    """Return the body of the answer; no redirect is followed, and no more than needed is read.

    The whole of it is here within so many seconds: one that trickles in byte by byte is none.
    ``trusted`` are the authorities, the usual ones without it. For a thread of its own.

    Raises:
        OutsideError: no answer; a sentence says why.
    """
    try:
        status, body = asyncio.run(_answered(request, within_s, trusted or _usual_trust()))
    except (TimeoutError, httpx.TimeoutException):
        raise OutsideError(f"{name} did not answer in time.{or_else}") from None
    except httpx.HTTPError:
        raise OutsideError(f"{name} cannot be reached.{or_else}") from None
    if status != HTTPStatus.OK:
        raise RefusedOutsideError(f"{name} refused: status {status}.{or_else}", status)
    return body


async def _answered(
    request: httpx.Request, within_s: float, trusted: ssl.SSLContext
) -> tuple[int, bytes]:
    body = bytearray()
    request.headers.update(_NAMED)
    timeout = httpx.Timeout(within_s, connect=CONNECT_WITHIN_S)
    async with (
        asyncio.timeout(within_s),
        httpx.AsyncClient(verify=trusted, timeout=timeout, trust_env=False) as client,
    ):
        response = await client.send(request, stream=True)
        try:
            async for part in response.aiter_bytes():
                body += part
                if len(body) > LARGEST_ANSWER:
                    break
        finally:
            await response.aclose()
    return response.status_code, bytes(body)


@cache
def _usual_trust() -> ssl.SSLContext:
    """Return the usual authorities; to read them takes longer than to ask a service."""
    return httpx.create_ssl_context(trust_env=False)


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
