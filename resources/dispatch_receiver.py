"""A receiver of dispatch's letters, for a vendor of CAD to begin with. Python's own library alone.

    MDT_ALPR_SECRET=HEX python dispatch_receiver.py 8443

It prints each letter once, as a line of JSON. Put it behind a proxy that speaks TLS: headquarters
sends to https only, but on its own machine. Answer 200 once a letter is safely kept: without it
the letter comes again for two hours, and then when a person sends it again.
"""

import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LONGEST, SIGNED_WITHIN_S = 64 * 1024, 300
known: set[str] = set()
"""Ids of letters that were received; keep them on a disk instead, for some days."""


def is_signed(header: str, body: bytes, secret: bytes, now: float) -> bool:
    """Return whether headquarters signed this body within the last five minutes."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    at, given = parts.get("t", ""), parts.get("v1", "")
    if not at.isdecimal() or abs(now - int(at)) > SIGNED_WITHIN_S:
        return False
    made = hmac.new(secret, at.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(made, given)


class Receiver(BaseHTTPRequestHandler):
    """Takes letters."""

    def do_POST(self) -> None:
        """Take a letter, or refuse it."""
        size = int(self.headers.get("Content-Length", "0"))
        if not 0 < size <= LONGEST:
            self.send_error(413)
            return
        body = self.rfile.read(size)
        secret = bytes.fromhex(os.environ["MDT_ALPR_SECRET"])
        if not is_signed(self.headers.get("MDT-ALPR-Signature", ""), body, secret, time.time()):
            self.send_error(401)
            return
        event = json.loads(body)
        if event["id"] not in known:
            known.add(event["id"])
            sys.stdout.write(json.dumps(event) + "\n")
            sys.stdout.flush()
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Log nothing: an address of the agency is nobody else's."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver)
    sys.stderr.write(f"listening on {server.server_port}\n")
    sys.stderr.flush()
    server.serve_forever()
