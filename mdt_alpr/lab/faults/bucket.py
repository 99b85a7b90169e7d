"""A store of pictures that can be killed: what a bucket must do, kept in a folder."""

import hashlib
import os
from collections.abc import Callable
from email.utils import formatdate
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_CREDENTIALS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION")
ADDRESS = "s3://pictures"


def use_bucket(port: int) -> None:
    """Let what this process begins find the bucket at a port of this machine."""
    os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{port}"
    os.environ.update(dict.fromkeys(_CREDENTIALS, "campaign"))


def serve_bucket(folder: Path, port: int, say: Callable[[str], None]) -> None:
    """Serve until the process is killed."""
    served = partial(_Objects, folder)
    with ThreadingHTTPServer(("127.0.0.1", port), served) as server:
        say("serves")
        server.serve_forever()


class _Objects(BaseHTTPRequestHandler):
    """Puts and gets; an object is there as a whole or not at all."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, folder: Path, *connection: Any) -> None:
        self._folder = folder
        super().__init__(*connection)

    def do_PUT(self) -> None:
        place = self._place()
        half = place.with_name(f"{place.name}.{os.urandom(4).hex()}")
        content = self.rfile.read(int(self.headers["Content-Length"]))
        place.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(content)
        half.replace(place)
        self._answer(HTTPStatus.OK, b"", content)

    def do_GET(self) -> None:
        if query := parse_qs(urlsplit(self.path).query):
            self._list(query.get("prefix", [""])[0])
            return
        try:
            content = self._place().read_bytes()
        except FileNotFoundError:
            self._answer(HTTPStatus.NOT_FOUND, b"<Error><Code>NoSuchKey</Code></Error>", b"")
        else:
            self._answer(HTTPStatus.OK, content, content)

    def _list(self, prefix: str) -> None:
        """Name what lies there, all at once."""
        bucket = self._place()
        files = (file for file in bucket.rglob("*") if file.is_file())
        names = sorted(file.relative_to(bucket).as_posix() for file in files)
        rows = "".join(
            f"<Contents><Key>{name}</Key><LastModified>2026-01-01T00:00:00Z</LastModified>"
            "<ETag>x</ETag><Size>1</Size></Contents>"
            for name in names
            if name.startswith(prefix)
        )
        listed = f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>"
        self._answer(HTTPStatus.OK, listed.encode(), b"")

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""

    def _place(self) -> Path:
        return self._folder / unquote(urlsplit(self.path).path).lstrip("/")

    def _answer(self, status: HTTPStatus, body: bytes, content: bytes) -> None:
        self.send_response(status)
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.send_header("Last-Modified", formatdate(usegmt=True))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
