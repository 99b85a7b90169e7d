"""Where notices to people come to in a drill (AUD-05)."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from mdt_alpr.files import private_files


@contextmanager
def receiver(settings_file: Path) -> Iterator[tuple[Path, list[str]]]:
    """Give a settings file by which notices to people come to a list (AUD-05)."""
    received: list[str] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append(json.loads(body)["text"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its base's
            del format, args

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    with private_files.rewrite(settings_file) as file:
        file.write(f'[webhook]\nurl = "http://127.0.0.1:{server.server_port}/"\n'.encode())
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="notices")
    thread.start()
    try:
        yield settings_file, received
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
