"""The server before the application: sockets, TLS, and who may wait how long (SEC-01, SC-5)."""

import asyncio
import ipaddress
import logging
import socket
import ssl
import sys
import threading
from contextlib import suppress

import uvicorn
from starlette.applications import Starlette

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.base.notifier import Notifier
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.serving.connections import BACKLOG, Door, Entrance, GuardedProtocol

_LOG = logging.getLogger(__name__)
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
                    await loop.create_server(self._protocol, sock=one, backlog=BACKLOG)
                    for one in sockets
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

    def run_until_told(self, listening: socket.socket) -> None:
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
    message = (
        f"On {settings.host} other machines would reach headquarters without TLS. "
        "Give --tls-cert FILE and --tls-key FILE, or --self-signed NAME. Behind a proxy of this "
        "machine that does TLS itself, leave --host out and name it: --proxy 127.0.0.1."
    )
    raise OutsideError(message)


def tls_of(settings: HqSettings) -> ssl.SSLContext | None:
    """Return how the server shows who it is; None without a certificate. TLS 1.2 at least.

    Raises:
        OutsideError: certificate or key cannot be used; says which files.
    """
    if settings.certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(settings.certificate, settings.private_key, _no_password)
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        message = (
            f"Certificate {settings.certificate} and key {settings.private_key} cannot be used: "
            f"{getattr(error, 'strerror', None) or error}. Both are PEM files without a "
            "passphrase, and belong together."
        )
        raise OutsideError(message) from error
    return context


def _no_password() -> str:
    """Let a sealed key fail at once, instead of asking at a terminal that nobody watches."""
    message = "the key has a passphrase"
    raise ValueError(message)


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
