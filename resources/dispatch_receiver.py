"""A receiver of dispatch's letters, for a vendor of CAD to begin with. Python's own library alone.

    MDT_ALPR_SECRET=HEX python dispatch_receiver.py 8443
    MDT_ALPR_SECRET=HEX python dispatch_receiver.py --call \
        https://hq.example.gov:8443/v1/dispatch/subscriptions/1/events \
        assigned "Unit 7" CALL-4711 2026-0123 "Traffic stop"

It prints each letter once, as a line of JSON. Put it behind a proxy that speaks TLS: headquarters
sends to https only, but on its own machine. Answer 200 once a letter is safely kept: without it
the letter comes again for two hours, and then when a person sends it again.

The second form tells headquarters which call a unit is on ("cleared" ends it), where the receiver
was added with "May send units' calls". Headquarters answers 204 once it is taken; after any other
answer send the same event again, with the same id.
"""

import hashlib
import hmac
import json
import os
import sys
import time
import urllib.request
import uuid
from datetime import UTC, datetime
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
    return hmac.compare_digest(signature(body, secret, int(at)), f"t={at},v1={given}")


def signature(body: bytes, secret: bytes, at: int) -> str:
    """Return the header of a body that is sent at a second since 1970."""
    made = hmac.new(secret, str(at).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"


def send_call(address: str, *told: str) -> None:
    """Tell headquarters that a unit is on a call ("assigned"), or no more ("cleared")."""
    what, unit, call, case, kind = told
    now = int(time.time())
    event = {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": "urn:cad",
        "type": f"mdt-alpr.cad.{what}",
        "subject": call,
        "time": datetime.fromtimestamp(now, UTC).isoformat(),
        "data": {"unit": unit, "case_number": case, "call_type": kind},
    }
    body = json.dumps(event).encode()
    signed = signature(body, bytes.fromhex(os.environ["MDT_ALPR_SECRET"]), now)
    headers = {"Content-Type": "application/cloudevents+json", "MDT-ALPR-Signature": signed}
    asked = urllib.request.Request(address, body, headers)  # noqa: S310 - the operator's own
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - the same
        sys.stdout.write(f"{answer.status}\n")


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
            self.send_error(401, f"Not signed by headquarters within {SIGNED_WITHIN_S} s")
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
    if sys.argv[1] == "--call":
        send_call(*sys.argv[2:])
        sys.exit()
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver)
    sys.stderr.write(f"listening on {server.server_port}\n")
    sys.stderr.flush()
    server.serve_forever()
