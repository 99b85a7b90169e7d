"""A real HTTP server on this machine that answers as the test says."""

import gzip
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from mdt_alpr.lab.ports import free_port
from mdt_alpr.wire.codec import encode


@dataclass
class Asked:
    """A request as it arrived, its body unpacked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    """What to answer."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


Reply = Callable[[BaseHTTPRequestHandler, Asked], Answer | None]
"""Returns an answer, or does something to the connection itself and returns None."""


class Server:
    """Where it listens, what it was asked, what it replies."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.reply: Reply = lambda _handler, _asked: Answer(204)
        self.address = ""
        self.release = threading.Event()

    def answers(self, message: object, status: int = 200) -> None:
        """Answer every request with ``message``."""
        self.reply = lambda _handler, _asked: Answer(status, encode(message).encode())


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, script: Server) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script

    def handle_error(self, *_: object) -> None:
        pass  # a test cut the connection


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        asked = Asked(self.command, self.path, dict(self.headers), body)
        assert isinstance(self.server, _Http)
        script = self.server.script
        script.asked.append(asked)
        answer = script.reply(self, asked)
        if answer is None:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815 - http.server's names

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running(certificate: Path | None = None) -> Iterator[Server]:
    """Run a server until the block ends, with TLS where it has a certificate and key."""
    server = Server()
    http = _Http(server)
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        http.socket = tls.wrap_socket(http.socket, server_side=True)
    scheme = "https" if certificate else "http"
    server.address = f"{scheme}://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.release.set()
        http.shutdown()
        thread.join()
        http.server_close()


def unused_address() -> str:
    """Return an address on which nobody listens."""
    return f"http://127.0.0.1:{free_port()}"
