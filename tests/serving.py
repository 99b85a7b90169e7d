"""Servers on a free port of this machine, in a thread of their own."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler


class QuietHandler(BaseHTTPRequestHandler):
    """Writes no log."""

    def log_message(self, *_args: object) -> None:
        return


@contextmanager
def serving(server: socketserver.TCPServer) -> Iterator[int]:
    """Let a server answer while the context lasts; give its port."""
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
