"""Servers outside headquarters that tests run on this machine: mail, a webhook, an S3 bucket."""

import json
import socketserver
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import HTTPServer

import httpx

from mdt_alpr.lab.ports import free_port
from tests.hq.senders import HANGS_AFTER_S
from tests.serving import QuietHandler, serving

S3_VARIABLES = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "us-east-1",
}


@dataclass
class Received:
    """What a server got; ``refuses`` lets it refuse."""

    notices: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    refuses: bool = False


class _Smtp(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs to hand over a mail."""

    def handle(self) -> None:
        received: Received = self.server.received  # type: ignore[attr-defined]
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "RCPT" and received.refuses:
                self.wfile.write(b"550 no\r\n")
            elif word == "DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = list(iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), "."))
                received.notices.append("\n".join(lines))
                self.wfile.write(b"250 kept\r\n")
            elif word == "QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 good\r\n")


class _Hook(QuietHandler):
    def do_POST(self) -> None:
        received: Received = self.server.received  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not received.refuses:
            received.notices.append(json.loads(body)["text"])
            received.tokens.append(self.headers.get("Authorization", ""))
        self.send_response(503 if received.refuses else 204)
        self.end_headers()


@contextmanager
def _receiving(server: socketserver.TCPServer) -> Iterator[tuple[int, Received]]:
    received = Received()
    server.received = received  # type: ignore[attr-defined]
    with serving(server) as port:
        yield port, received


@contextmanager
def a_mail_server() -> Iterator[tuple[int, Received]]:
    """Give the port of an SMTP server, and what it gets."""
    with _receiving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp)) as found:
        yield found


@contextmanager
def a_webhook() -> Iterator[tuple[int, Received]]:
    """Give the port of a webhook, and what it gets."""
    with _receiving(HTTPServer(("127.0.0.1", 0), _Hook)) as found:
        yield found


@contextmanager
def s3(bucket: str) -> Iterator[str]:
    """Run moto's server in a process of its own: real HTTP, real listing; give its address."""
    port = free_port()
    arguments = [sys.executable, "-W", "ignore", "-m", "moto.server", "-p", str(port)]
    with subprocess.Popen(
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        address = f"http://127.0.0.1:{port}"
        ends = time.monotonic() + HANGS_AFTER_S
        try:
            while True:
                try:
                    httpx.put(f"{address}/{bucket}", trust_env=False).raise_for_status()
                    break
                except httpx.TransportError:
                    assert process.poll() is None
                    assert time.monotonic() < ends
            yield address
        finally:
            process.kill()
