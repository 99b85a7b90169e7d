"""The server before the application: sockets, TLS, and who may wait how long (SEC-01, SC-5).

uvicorn ends idle connections only: a request that never ends keeps its socket for good, and its
head may be of any size. Here a head is bounded and has to come in some seconds, its body at some
pace, one address holds so many connections, and when places run short whoever waits longest goes
first. A connection is counted from its first packet: the TLS handshake begins after it was
admitted.
"""

import asyncio
import errno
import ipaddress
import logging
import socket
import ssl
import sys
import threading
from asyncio.sslproto import SSLProtocol
from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import suppress
from enum import Enum
from functools import partial
from typing import Any
from urllib.parse import unquote

import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.base.authority import authority_place, fingerprint_of
from mdt_alpr.hq.base.http import place_of_address
from mdt_alpr.hq.base.notifier import Notifier
from mdt_alpr.hq.base.settings import CERTIFICATE, HqSettings, Limits
from mdt_alpr.hq.base.settings_file import setting_words
from mdt_alpr.wire.devices import CERTIFICATE_HEADER

_LOG = logging.getLogger(__name__)
_EVERY_S = 1.0
BACKLOG = 100
"""Connections that the system holds for the server; the loop accepts as many at a time, and has
up to three times as many open before the first is counted."""
_KEPT_FOR_FILES = 3 * BACKLOG + 212
"""Of the process's file descriptors: connections not yet counted, databases, pictures, lists."""
_FEWEST, _MOST = 128, 8192
_HEAD_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class _Awaits(Enum):
    """What the client owes."""

    NOTHING = 0
    HEAD = 1
    BODY = 2


class Door:
    """Counts the connections of one server and shuts those that keep it waiting.

    ``proxies`` may hold as many as they like: they count their own clients. With ``tls``, who is
    admitted goes on with a handshake.
    """

    def __init__(
        self, limits: Limits, proxies: Collection[str] = (), tls: ssl.SSLContext | None = None
    ) -> None:
        self.limits, self.tls = limits, tls
        self._proxies = frozenset(proxies)
        self._open: dict[GuardedProtocol, str] = {}
        self._of_address: Counter[str] = Counter()
        self._most = places()
        self._sweep: asyncio.TimerHandle | None = None

    def admits(self, protocol: "GuardedProtocol", address: str) -> bool:
        """Accept a new connection, or say that there is no place for it."""
        is_free, place = address in self._proxies, place_of_address(address)
        if not is_free and self._of_address[place] >= self.limits.connections_of_address:
            return False
        if len(self._open) >= self._most and not self._shut_the_slowest():
            return False
        self._open[protocol] = place
        self._of_address[place] += 1
        if self._sweep is None:
            self._sweep = protocol.loop.call_later(_EVERY_S, self._shut_the_late, protocol.loop)
        return True

    def is_proxy(self, address: str) -> bool:
        """Tell whether the settings name this proxy."""
        return address in self._proxies

    def left(self, protocol: "GuardedProtocol") -> None:
        """Give the place of a connection back."""
        place = self._open.pop(protocol, None)
        if place is not None:
            self._of_address[place] -= 1
            if self._of_address[place] <= 0:
                del self._of_address[place]

    def _shut_the_late(self, loop: asyncio.AbstractEventLoop) -> None:
        self._sweep = loop.call_later(_EVERY_S, self._shut_the_late, loop) if self._open else None
        late = [connection for connection in self._open if connection.is_late(loop.time())]
        for connection in late:
            connection.shut()
        if late:
            _LOG.warning("%d connections kept the server waiting and were shut", len(late))

    def _shut_the_slowest(self) -> bool:
        waiting = [connection for connection in self._open if connection.awaits_head]
        if not waiting:
            return False
        slowest = min(waiting, key=lambda connection: connection.since)
        slowest.shut()
        self.left(slowest)
        return True


class GuardedProtocol(HttpToolsProtocol):
    """One connection, which knows what its client owes since when."""

    def __init__(self, *args: Any, door: Door, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._door = door
        self._awaits = _Awaits.HEAD
        self._received = 0
        self._unused = 0  # bytes of a head, or of what ends a body, that made no whole yet
        self._is_refused = False
        self._stalled_since: float | None = None
        self._certificate = ""
        self.since = self.loop.time()

    @property
    def awaits_head(self) -> bool:
        """Tell whether a request's head is still to come."""
        return self._awaits is _Awaits.HEAD

    def is_late(self, now: float) -> bool:
        """Tell whether the client took too long; ``now`` by the loop's clock, in seconds."""
        limits, waited = self._door.limits, now - self.since
        if self._stalled_since is not None and now - self._stalled_since > limits.answer_taken_s:
            return True
        if self._awaits is _Awaits.HEAD:
            return waited > limits.head_s
        if self._awaits is _Awaits.BODY:
            if self.flow.read_paused:  # the server reads slowly, not the client sends slowly
                self.since += _EVERY_S
                return False
            return waited > limits.body_s + self._received / limits.body_bytes_per_s
        return False

    @property
    def _is_idle(self) -> bool:
        """Tell whether no answer is under way."""
        cycle: RequestResponseCycle | None = self.cycle  # uvicorn begins with None
        return cycle is None or cycle.response_complete

    def shut(self) -> None:
        """End the connection at once."""
        self.transport.abort()

    def _refuse_head(self) -> None:
        """Say that the head is too large, where no other answer is under way, and end."""
        self._is_refused = True
        self.transport.pause_reading()
        if self._is_idle:
            self.transport.write(_HEAD_TOO_LARGE)
        # a close would wait for the client, who goes on sending
        self.loop.call_later(_EVERY_S, self.transport.abort)
        _LOG.warning("a request's head was too large and its connection was shut")

    # ------------------------------------------------------------- called by the loop

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Note which certificate the client proved to hold; the handshake is over by now."""
        super().connection_made(transport)
        tls: ssl.SSLObject | None = transport.get_extra_info("ssl_object")
        shown = None if tls is None else tls.getpeercert(binary_form=True)
        self._certificate = fingerprint_of(shown) if shown else ""

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        self._door.left(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Receive what came, in pieces: the parser joins a head anew with each of them."""
        if self._awaits is _Awaits.NOTHING and self._is_idle:
            self._await(_Awaits.HEAD)
        self._received += len(data)
        while data and not self._is_refused and not self.transport.is_closing():
            room = self._door.limits.head_bytes - self._unused
            piece, data = data[:room], data[room:]
            self._unused += len(piece)
            super().data_received(piece)
            if self._unused >= self._door.limits.head_bytes:
                self._refuse_head()

    def pause_writing(self) -> None:
        """Note since when the client reads nothing of its answer."""
        self._stalled_since = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """Note that it reads some again."""
        self._stalled_since = None
        super().resume_writing()

    # ------------------------------------------------------------- called by the parser

    def on_message_begin(self) -> None:
        """Note that a request begins; of the first one the time counts from the connection."""
        if self._awaits is not _Awaits.HEAD:
            self._await(_Awaits.HEAD)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Note that the body is to come, and which machine asks."""
        self._await(_Awaits.BODY)
        is_proxy = self.client is not None and self._door.is_proxy(self.client[0])
        self.scope["state"][CERTIFICATE] = (
            _passed_on(self.headers) if is_proxy else self._certificate
        )
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Note that what came was of use."""
        self._unused = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Note that it is the server's turn."""
        self._await(_Awaits.NOTHING)
        super().on_message_complete()

    def _await(self, what: _Awaits) -> None:
        self._awaits, self.since = what, self.loop.time()
        self._received = self._unused = 0


def _passed_on(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Return the SHA-256 of the certificate that a named proxy demanded of its client."""
    name = CERTIFICATE_HEADER.lower().encode()
    given = [value for header, value in headers if header == name]
    if len(given) != 1:
        return ""
    try:
        return fingerprint_of(ssl.PEM_cert_to_DER_cert(unquote(given[0].decode("ascii")).strip()))
    except (ValueError, UnicodeError):
        return ""


class Entrance(asyncio.Protocol):
    """A connection before anything came: admitted, it goes on with TLS or HTTP, or it ends."""

    def __init__(self, door: Door, inside: GuardedProtocol) -> None:
        self._door, self._inside = door, inside

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Hand the connection on before anything of it is read."""
        peer = transport.get_extra_info("peername")
        self._inside.transport = transport
        if not self._door.admits(self._inside, str(peer[0]) if peer else ""):
            transport.abort()
            return
        tls, inside = self._door.tls, self._inside
        further = inside if tls is None else _Tls(self._door, tls, inside)
        transport.set_protocol(further)
        further.connection_made(transport)


class _Tls(SSLProtocol):
    """The TLS of a connection, which gives its place back also where no handshake was done.

    ``loop.start_tls`` would not do: uvloop reads before it begins.
    """

    def __init__(self, door: Door, tls: ssl.SSLContext, inside: GuardedProtocol) -> None:
        within: Any = door.limits.head_s  # as of create_server, whatever the stub says
        nobody_waits: Any = None
        super().__init__(
            inside.loop, inside, tls, nobody_waits, server_side=True, ssl_handshake_timeout=within
        )
        self._leave = partial(door.left, inside)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Give the place back."""
        self._leave()
        super().connection_lost(exc)


def places() -> int:
    """Return how many connections this process may hold, its open files left aside.

    Where the system lets a process have more open files than it begins with, it uses them.
    """
    if sys.platform == "win32":
        return _MOST
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST + _KEPT_FOR_FILES
    best = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    if soft != resource.RLIM_INFINITY and soft < best:
        resource.setrlimit(resource.RLIMIT_NOFILE, (best, hard))
        soft = best
    return min(_MOST, max(_FEWEST, best - _KEPT_FOR_FILES))


_ENDS_WITHIN_S = 10
_START_FAILED = 3


class Server(uvicorn.Server):
    """A server that says when it is up, or that it never will be; it lets nobody wait on."""

    def __init__(self, app: Starlette, settings: HqSettings) -> None:
        self._door = Door(settings.limits, settings.proxies, tls_of(settings))
        super().__init__(_config(app, settings))
        self.is_up = threading.Event()
        self._notifier: Notifier = app.state.hq.notifier

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen; TLS begins once the door admitted a connection."""
        await self.lifespan.startup()
        if self.lifespan.should_exit:
            sys.exit(_START_FAILED)
        loop, config = asyncio.get_running_loop(), self.config
        try:
            if sockets is None:
                listening = loop.create_server(
                    self._protocol, config.host, config.port, backlog=BACKLOG
                )
                self.servers = [await listening]
            else:
                self.servers = [
                    await loop.create_server(self._protocol, sock=listener, backlog=BACKLOG)
                    for listener in sockets
                ]
        except OSError as error:
            _LOG.error("%s, port %d: %s", config.host, config.port, error.strerror or error)
            await self.lifespan.shutdown()
            sys.exit(_START_FAILED)
        self.started = True
        self.is_up.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End, after what is under way."""
        self._notifier.end()
        await super().shutdown(sockets)

    def serve_on(self, listening: socket.socket) -> None:
        """Serve on this socket; ``is_up`` is set also where the start fails."""
        try:
            with suppress(SystemExit):  # uvicorn's way to say that the start failed
                self.run([listening])
        finally:
            self.is_up.set()

    def _protocol(self) -> asyncio.Protocol:
        return Entrance(
            self._door,
            GuardedProtocol(
                config=self.config,
                server_state=self.server_state,
                app_state=self.lifespan.state,
                door=self._door,
            ),
        )


def demand_tls(settings: HqSettings) -> None:
    """Refuse to answer other machines without TLS (SC-8): passwords and plates would lie open.

    Raises:
        OutsideError: ``host`` is more than this machine and no certificate is given, or one that
            cannot be used.
    """
    if tls_of(settings) is not None or _is_this_machine(settings.host):
        return
    raise OutsideError(
        f"On {settings.host} other machines would reach headquarters without TLS. "
        f"Set {setting_words('names')}, or {setting_words('tls_cert', 'tls_key')}. Behind a proxy "
        f"of this machine that does TLS itself, leave host out and name it, such as 127.0.0.1: "
        f"{setting_words('proxy')}."
    )


def bound(settings: HqSettings) -> list[socket.socket]:
    """Return the sockets of the settings' host and port, before anything of the data is touched.

    Raises:
        OutsideError: somebody else has the port, or it may not be used.
    """
    made: list[socket.socket] = []
    try:
        places = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        for family, kind, protocol, _, place in dict.fromkeys(places):
            made.append(listener := socket.socket(family, kind, protocol))
            if sys.platform != "win32":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listener.bind(place)
    except OSError as error:
        for listener in made:
            listener.close()
        why = f"cannot be used on {settings.host}: {error.strerror or error}"
        if error.errno == errno.EADDRINUSE:
            why = "is in use"
        raise OutsideError(f"Port {settings.port} {why}. Choose another: --port.") from error
    return made


def tls_of(settings: HqSettings) -> ssl.SSLContext | None:
    """Return how the server shows who it is; None without a certificate. TLS 1.2 at least.

    Raises:
        OutsideError: certificate or key cannot be used; says which files.
    """
    if settings.certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if settings.devices_demanded:
        # optional: a machine that is being enrolled has none yet, and gets nothing else
        context.load_verify_locations(authority_place(settings.data))
        context.verify_mode = ssl.CERT_OPTIONAL
    try:
        context.load_cert_chain(settings.certificate, settings.private_key, _no_password)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise OutsideError(
            f"Certificate {settings.certificate} and key {settings.private_key} cannot be used: "
            f"{getattr(error, 'strerror', None) or error}. Both are PEM files without a "
            "passphrase, and belong together."
        ) from error
    return context


def _no_password() -> str:
    """Let a sealed key fail at once, instead of asking at a terminal that nobody watches."""
    raise ValueError("the key has a passphrase")


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _config(app: Starlette, settings: HqSettings) -> uvicorn.Config:
    # an address may hold whatever was typed; no log configuration may turn this one on
    logging.getLogger("uvicorn.access").disabled = True
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="auto",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        timeout_graceful_shutdown=_ENDS_WITHIN_S,
    )
