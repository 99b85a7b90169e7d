"""A receiver of dispatch that hangs, trickles, refuses or is down holds up no other."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import ThreadingHTTPServer

import pytest

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.outside_http import OutsideService
from mdt_alpr.hq.dispatch.letters import LetterRounds, letters
from mdt_alpr.hq.dispatch.subscriptions import end
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.machine.clock import SystemClock
from tests.builders import SetClock
from tests.hq.holding import caller
from tests.hq.test_dispatch import Receiver, have_told, raise_hit, send_due, told, waiting
from tests.serving import QuietHandler, serving

DATABASES = ["sqlite", "postgresql"]


@pytest.fixture
def clock() -> SetClock:
    """Return this machine's time: the receiver of a vendor has no other."""
    return SetClock(SystemClock().now().replace(microsecond=0))


class Slow(QuietHandler):
    """Answers byte by byte, or not at all (``/silent``), until it is let go."""

    is_let_go = threading.Event()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/silent":
            self.is_let_go.wait(30)
            return
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            while not self.is_let_go.wait(0.1):
                self.wfile.write(b" ")


@contextmanager
def slow_receivers() -> Iterator[str]:
    """Let receivers that never end an answer listen; give the address."""
    Slow.is_let_go.clear()
    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Slow)) as port:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            Slow.is_let_go.set()


def test_a_receiver_is_told_whatever_the_others_do(hq: Headquarters) -> None:
    listens, dead = Receiver(), Receiver()
    with slow_receivers() as slow:
        for address in (f"{slow}/silent", f"{slow}/trickle", dead.address):
            have_told(hq, address)
        for _ in range(20):
            raise_hit(hq)
        secret = have_told(hq, listens.address)
        raise_hit(hq)
        with listens.listening(secret) as process:
            dispatch = LetterRounds(hq)
            dispatch.go_on()
            assert len({event["id"] for event in told(process, 3)}) == 3
            assert waiting(hq, 1, 2, 3) == 3 * 21 * 3, "all others still wait"
        dispatch.end()
    with hq.writing() as work:
        failures = {letter.failure for letter in letters(work, caller(CUSTODIAN)).letters}
    in_time = "The receiver did not answer in time."
    assert failures == {in_time, "The receiver cannot be reached."}


@pytest.mark.parametrize("path", ["silent", "trickle"])
def test_an_answer_that_never_ends_is_none(path: str) -> None:
    with slow_receivers() as slow:
        service = OutsideService("The receiver", f"{slow}/{path}", "", answer_within_s=0.5)
        with pytest.raises(OutsideError, match="in time"):
            service.post("{}")


def test_a_letter_that_its_receiver_never_takes_holds_up_no_other(
    hq: Headquarters, clock: SetClock
) -> None:
    class Picky(QuietHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(400 if b"hit.raised" in body else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Picky)) as port:
        have_told(hq, f"http://127.0.0.1:{port}")
        for _ in range(3):
            raise_hit(hq)
        for _ in range(4):
            send_due(hq)
            clock.pass_by(seconds=1)
    with hq.writing() as work:
        left, *others = letters(work, caller(CUSTODIAN)).letters
    assert waiting(hq) == 1 + len(others) == 3, "one that is refused is tried after all others"
    assert left.failure == "The receiver refused: status 400."


def test_a_subscription_that_ends_is_sent_no_letter_after_the_one_under_way(
    hq: Headquarters,
) -> None:
    class Ending(QuietHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            came.append(self.headers["User-Agent"])
            end(hq, caller(ADMINISTRATOR), 1)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

    came = list[str]()
    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Ending)) as port:
        have_told(hq, f"http://127.0.0.1:{port}")
        raise_hit(hq)
        send_due(hq)
    assert came == ["mdt-alpr"]
