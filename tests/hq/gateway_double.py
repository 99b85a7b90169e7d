"""An agency's gateway over real HTTP that answers what the test puts there."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer

from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.status import STATUS_VERSION, StatusRequest, StatusResponse
from tests.builders import NOW
from tests.serving import QuietHandler, serving

Answer = Callable[[StatusRequest], tuple[int, bytes] | None]


class GatewayDouble:
    """What was asked, and what is answered; an answer of None keeps the caller waiting."""

    def __init__(self) -> None:
        self.asked: list[StatusRequest] = []
        self.tokens: list[str] = []
        self.answer: Answer = lambda request: (200, encode(answer_to(request)).encode())
        self.may_end = threading.Event()
        self.url = ""


def answer_to(request: StatusRequest, **fields: object) -> StatusResponse:
    """Return an active record, or what is asked."""
    given = {
        "version": STATUS_VERSION,
        "query_id": request.query_id,
        "LIC": request.LIC,
        "LIS": request.LIS,
        "NIC": request.NIC,
        "entry_id": request.entry_id,
        "result": "active",
        "source": "dcin",
        "responder": "SWITCH1",
        "answered_at": NOW,
        "simulated": False,
        **fields,
    }
    return StatusResponse(**given)  # type: ignore[arg-type]


@contextmanager
def a_gateway() -> Iterator[GatewayDouble]:
    """Serve a gateway on a free port of this machine."""
    double = GatewayDouble()

    class Handler(QuietHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            double.asked.append(decode(StatusRequest, body))
            double.tokens.append(self.headers.get("Authorization", ""))
            answered = double.answer(double.asked[-1])
            if answered is None:
                double.may_end.wait(30)
                return
            status, content = answered
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    double.url = f"http://127.0.0.1:{server.server_port}/status"
    with serving(server):
        try:
            yield double
        finally:
            double.may_end.set()
