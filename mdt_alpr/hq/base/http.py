"""Bodies in, answers out: sizes, encodings, and every refusal as a numbered problem."""

import asyncio
import ipaddress
import logging
import secrets
import traceback
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

import zstandard
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.known_devices import EnrollmentRefusedError
from mdt_alpr.domain.people.passwords import PasswordRefusedError, PersonIdRefusedError
from mdt_alpr.domain.people.roles import TeamRefusedError
from mdt_alpr.files import private_files
from mdt_alpr.hq.base.headquarters import RefusedError
from mdt_alpr.wire.codec import DecodeError, encode
from mdt_alpr.wire.problems import CONTENT_TYPE, Problem, problem_message


def place_of(scope: Scope) -> str:
    """Return the place of a request; behind a proxy that the settings name, of its client."""
    return place_of_address((scope.get("client") or ("",))[0])


def place_of_address(host: str) -> str:
    """Return the network address; of an IPv6 address its network, all of which one host has."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


_LOG = logging.getLogger(__name__)
_REFUSALS: dict[type[Exception], Problem] = {
    AccountRefusedError: Problem.ACCOUNT_REFUSED,
    EnrollmentRefusedError: Problem.DEVICE_REFUSED,
    PasswordRefusedError: Problem.PASSWORD_REFUSED,
    PersonIdRefusedError: Problem.ACCOUNT_REFUSED,
    TeamRefusedError: Problem.ACCOUNT_REFUSED,
}
"""Rules whose own sentence is the answer's detail."""
_DRAINED = 64 * 1024 * 1024
_TRY_AGAIN_S = {HTTPStatus.SERVICE_UNAVAILABLE: "5", HTTPStatus.TOO_MANY_REQUESTS: "2"}
"""Seconds after which a car comes again."""
_LARGEST_WINDOW = 8 * 1024 * 1024
_FED_AT_ONCE = 128
"""Bytes of a zstd frame; four of them may unpack to 128 KiB, so that these grow to 4 MiB."""


def answer(message: object, status: int = HTTPStatus.OK) -> Response:
    """Return a message as the answer."""
    return Response(encode(message), status, media_type="application/json")


BYTES = "application/octet-stream"


def answer_with(message: object, content: bytes) -> Response:
    """Return a message as one line, with a content behind it."""
    return Response(encode(message).encode() + b"\n" + content, media_type=BYTES)


def nothing() -> Response:
    """Return the answer that says: done, or nothing new."""
    return Response(status_code=HTTPStatus.NO_CONTENT)


def refusal(
    problem: Problem,
    detail: str = "",
    instance: str = "",
    retry_after: int = 0,
    more: Mapping[str, str] | None = None,
) -> Response:
    """Return a problem as the answer (RFC 9457); ``retry_after`` in seconds, 0 for the usual."""
    headers = dict(more or {})
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.status in _TRY_AGAIN_S:
        headers["Retry-After"] = str(retry_after or _TRY_AGAIN_S[HTTPStatus(problem.status)])
    text = encode(problem_message(problem, detail, instance))
    return Response(text, problem.status, headers, CONTENT_TYPE)


# ---------------------------------------------------------------- bodies


async def body_of(request: Request, most: int) -> bytes:
    """Return the request's body.

    One that is too large is still read to its end, within reason: a car that is cut off in
    mid-sentence would mistake the refusal for a lost link and try forever.

    Raises:
        RefusedError: more than ``most`` bytes.
    """
    body = bytearray()
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= most:
            body += part
        elif size > _DRAINED:
            break
    if size > most:
        raise RefusedError(Problem.TOO_LARGE, f"At most {most} bytes.")
    return bytes(body)


async def body_in(request: Request, path: Path, most: int) -> None:
    """Write the request's body to a file that only headquarters may read.

    Raises:
        RefusedError: more than ``most`` bytes.
    """
    size = 0
    file = await run_in_threadpool(_private, path)
    with file:
        async for part in request.stream():
            size += len(part)
            if size > most:
                raise RefusedError(Problem.TOO_LARGE, f"At most {most} bytes.")
            await run_in_threadpool(file.write, part)


def _private(path: Path) -> BinaryIO:
    private_files.make_folder(path.parent)
    return private_files.rewrite(path)


def unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """Return the body without its gzip or zstd; ``encoding`` is the header's value.

    Raises:
        RefusedError: another encoding, broken, or more than ``most`` bytes when unpacked.
    """
    if encoding in ("", "identity"):
        return body
    if encoding not in _UNPACKERS:
        raise RefusedError(Problem.ENCODING)
    content, is_whole = _UNPACKERS[encoding](body, most)
    if len(content) > most:
        raise RefusedError(Problem.TOO_LARGE, f"At most {most} bytes when unpacked.")
    if not is_whole:
        raise RefusedError(Problem.ENCODING)
    return content


def _from_gzip(body: bytes, most: int) -> tuple[bytes, bool]:
    """Return at most one byte more than ``most``, and whether that was all, valid to its end."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        content = unpacking.decompress(body, most + 1)
    except zlib.error:
        return b"", False
    return content, unpacking.eof and not unpacking.unused_data


def _from_zstd(body: bytes, most: int) -> tuple[bytes, bool]:
    """Return the same of one frame; a frame that wants more memory than ours is not valid."""
    unpacking = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW).decompressobj()
    content = bytearray()
    try:
        for start in range(0, len(body), _FED_AT_ONCE):
            content += unpacking.decompress(body[start : start + _FED_AT_ONCE])
            if len(content) > most:
                break
            if unpacking.eof:
                return bytes(content), start + _FED_AT_ONCE >= len(
                    body
                ) and not unpacking.unused_data
    except zstandard.ZstdError:
        return b"", False
    return bytes(content), False


_UNPACKERS: dict[str, Callable[[bytes, int], tuple[bytes, bool]]] = {
    "gzip": _from_gzip,
    "zstd": _from_zstd,
}


class ConcurrencyLimit:
    """Lets so many in at once and refuses the rest at once: what waits in a car is safe there."""

    def __init__(self, most: int) -> None:
        self._left = most

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Hold one of the places; on the event loop's thread only.

        Raises:
            RefusedError: none is left.
        """
        if self._left <= 0:
            raise RefusedError(Problem.BUSY)
        self._left -= 1
        try:
            yield
        finally:
            self._left += 1


class HashingGate:
    """Lets so many password hashes be made at once, for each takes 64 MiB of memory (SC-5).

    Others wait on the event loop, where they hold no thread, and then are asked to come again.
    """

    def __init__(self, most: int, wait_s: float) -> None:
        self._places = asyncio.Semaphore(most)
        self._wait_s = wait_s

    @asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        """Hold one of the places.

        Raises:
            RefusedError: none came free in time.
        """
        try:
            await asyncio.wait_for(self._places.acquire(), self._wait_s)
        except TimeoutError:
            raise RefusedError(Problem.NOT_READY) from None
        try:
            yield
        finally:
            self._places.release()


async def drained(request: Request) -> None:
    """Read a body to its end, within reason, and keep nothing of it."""
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > _DRAINED:
            break


def token_of(request: Request) -> str:
    """Return the bearer token.

    Raises:
        RefusedError: there is none.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise RefusedError(Problem.NOT_SIGNED_IN)
    return token.strip()


# ---------------------------------------------------------------- problems


def add_problems(app: Starlette) -> None:
    """Let every refusal and every fault of ``app`` leave as a numbered problem."""
    app.add_exception_handler(RefusedError, _refused)
    for kind, problem in _REFUSALS.items():
        app.add_exception_handler(kind, _answering(problem))
    app.add_exception_handler(DecodeError, _malformed)
    app.add_exception_handler(HTTPException, _not_here)
    app.add_middleware(LastResort)


def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RefusedError):
        raise error
    return refusal(error.problem, error.detail, more=error.headers)


def _answering(problem: Problem) -> Callable[[Request, Exception], Response]:
    return lambda _request, error: refusal(problem, str(error))


def _malformed(_request: Request, error: Exception) -> Response:
    return refusal(Problem.MALFORMED, str(error))


async def _not_here(request: Request, error: Exception) -> Response:
    is_method = (
        isinstance(error, HTTPException) and error.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    )
    problem = Problem.METHOD if is_method else Problem.NO_SUCH_ADDRESS
    await request.app.state.refused.note(place_of(request.scope), problem)
    return refusal(problem)


class LastResort:
    """Answers what nobody else answered, logs it without a value, and marks every answer private.

    A plate could be in an error's text, so the log has its kind and place only.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def sent(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"cache-control", b"no-store"),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except ClientDisconnect:
            _LOG.info("a client went away before all of its request had come")
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - the edge: nothing
            # may end the connection mute
            answer = _answer_to(error)
            if not has_begun:
                await answer(scope, receive, sent)


NOT_READY = (OperationalError, InternalError, NoConnectionError, OutsideError)
"""What says that a part which headquarters needs fails: its database, its store of pictures."""


def _answer_to(error: BaseException) -> Response:
    """Return what is said of what nobody expected; it is logged."""
    if isinstance(error, asyncio.CancelledError):  # the server ends, and waits no longer
        return refusal(Problem.NOT_READY)
    if isinstance(error, NOT_READY):
        log_fault(error, "not ready")
        return refusal(Problem.NOT_READY)
    incident = secrets.token_hex(4)
    log_fault(error, incident)
    return refusal(Problem.FAULT, instance=f"incident:{incident}")


def log_fault(error: BaseException, incident: str) -> None:
    """Log kind, code of the database and place of an error, and nothing that it holds."""
    frames = traceback.extract_tb(error.__traceback__)
    code = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    where = " < ".join(f"{f.name}:{f.lineno}" for f in reversed(frames[-8:]))
    _LOG.error("%s: %s %s in %s", incident, type(error).__name__, code, where)
