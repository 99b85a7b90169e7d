"""A person signs in at the agency's directory in a browser; its answer comes to a port (RFC 8252).

The port is of this machine alone, for one answer, and only what answers this attempt is taken.
"""

import hmac
import webbrowser
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event
from time import monotonic
from typing import Any
from urllib.parse import parse_qs, urlsplit

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.wire import addresses
from mdt_alpr.wire.directory import (
    DirectoryBegin,
    DirectoryOffer,
    DirectoryReturn,
    DirectoryTicket,
)

Ask = Callable[[Any, str, object], Any]
"""Posts a message to an address, and returns the answer of a class."""
_PATH, _WITHIN_S, _LOOKED_EVERY_S = "/signed-in", 600.0, 0.2
_SOCKET_WITHIN_S = 5.0
_PAGE = (
    "<!doctype html><meta charset=utf-8><title>MDT-ALPR</title>"
    "<p style='font:16px sans-serif;margin:3em'>{words} You can close this page.</p>"
)
_CANCELED = "The sign-in at the directory was canceled."


class _Waiting(HTTPServer):
    """Waits for what the browser brings to this port."""

    came: dict[str, str] | None = None
    state = ""

    def takes(self, query: dict[str, list[str]]) -> bool:
        """Keep what answers this attempt; tell whether it does."""
        state = query.get("state", [""])[0]
        if not self.state or not hmac.compare_digest(state.encode(), self.state.encode()):
            return False
        self.came = {name: values[0] for name, values in query.items()}
        return True

    def handle_error(self, *_: object) -> None:
        """Wait on: a browser may hang up."""


class _Handler(BaseHTTPRequestHandler):
    server: _Waiting
    timeout = _SOCKET_WITHIN_S

    def do_GET(self) -> None:
        """Take the answer, and tell the person to go back to the program."""
        asked = urlsplit(self.path)
        is_ours = asked.path == _PATH and self.server.takes(parse_qs(asked.query))
        words = "Go back to the program." if is_ours else "This belongs to no sign-in."
        content = _PAGE.format(words=words).encode()
        self.send_response(HTTPStatus.OK if is_ours else HTTPStatus.BAD_REQUEST)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Write nothing: a code is in the address."""


def directory_ticket(
    ask: Ask, device: str, canceled: Event, opened: Callable[[str], object] = webbrowser.open
) -> DirectoryTicket:
    """Let the person sign in in a browser; return what is shown in place of a password.

    ``opened`` opens an address in the browser.

    Raises:
        OutsideError: it was canceled here or there, or lasted more than 10 minutes; or
            headquarters refuses what came back.
    """
    with _Waiting(("127.0.0.1", 0), _Handler) as server:
        server.timeout = _LOOKED_EVERY_S
        begin = DirectoryBegin(device, server.server_port)
        offer: DirectoryOffer = ask(DirectoryOffer, addresses.DIRECTORY_ATTEMPTS, begin)
        server.state = offer.state
        opened(offer.address)
        ends = monotonic() + _WITHIN_S
        while server.came is None:
            if canceled.is_set() or monotonic() > ends:
                raise OutsideError(_CANCELED)
            server.handle_request()
        came = server.came
    if "code" not in came:
        raise OutsideError(_CANCELED)
    brought = DirectoryReturn(
        device, offer.attempt, came["state"], came["code"], came.get("iss", "")
    )
    ticket: DirectoryTicket = ask(DirectoryTicket, addresses.DIRECTORY_TICKETS, brought)
    return ticket
