"""NMEA from a real serial line (a pseudo terminal) and over real TCP."""

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from mdt_alpr.adapters.positions.nmea_receiver import BAUD_RATES, Receiver
from mdt_alpr.domain.errors import PositionLostError
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.patrol.ports import NoFix
from tests.adapters.sentences import gga, rmc
from tests.builders import SetClock
from tests.fixes import a_fix

needs_pty = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux gives a serial line without a device"
)


class Line:
    """A serial line whose far end the test holds."""

    def __init__(self) -> None:
        self._far, self._near = os.openpty()
        self.name = os.ttyname(self._near)

    def say(self, *sentences: bytes) -> None:
        os.write(self._far, b"".join(sentences))

    def unplug(self) -> None:
        with suppress(OSError):
            os.close(self._near)
            os.close(self._far)


@pytest.fixture
def line() -> Iterator[Line]:
    opened = Line()
    yield opened
    opened.unplug()


def until(read: Callable[[], Fix | NoFix | None]) -> Fix | NoFix:
    for _ in range(25):
        if (answer := read()) is not None:
            return answer
    pytest.fail("no answer within 5 s")


@needs_pty
def test_a_serial_line_tells_fix_after_fix(line: Line) -> None:
    receiver = Receiver(f"serial:{line.name}", SetClock())
    receiver.open()
    try:
        line.say(b"\xff\x00half a line\r\n", gga(a_fix()), rmc(a_fix()), rmc(a_fix(), status="V"))
        fix = until(receiver.read)
        assert isinstance(fix, Fix)
        assert fix.speed_mph == pytest.approx(31.0, abs=1e-3)
        assert until(receiver.read) == NoFix()
        assert receiver.read() is None
    finally:
        receiver.close()


@needs_pty
def test_a_receiver_that_is_unplugged_is_lost_at_once(line: Line) -> None:
    receiver = Receiver(f"serial:{line.name}", SetClock())
    receiver.open()
    line.say(rmc(a_fix()))
    until(receiver.read)
    line.unplug()
    with pytest.raises(PositionLostError, match="is gone"):
        receiver.read()
    receiver.close()
    receiver.close()
    with pytest.raises(PositionLostError, match="No GPS receiver answers"):
        receiver.open()


@needs_pty
def test_a_line_that_says_nothing_is_tried_at_the_next_rate(line: Line) -> None:
    receiver = Receiver(f"serial:{line.name}", SetClock())
    rates = []
    for _ in range(len(BAUD_RATES) + 1):
        receiver.open()
        rates.append(receiver._port.baudrate)
        receiver.close()
    assert rates == [*BAUD_RATES, BAUD_RATES[0]]
    receiver.open()
    rate = receiver._port.baudrate
    line.say(rmc(a_fix()))
    until(receiver.read)
    receiver.close()
    receiver.open()
    assert receiver._port.baudrate == rate
    receiver.close()


def test_sentences_come_over_tcp_as_well() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)
        receiver = Receiver(f"nmea://127.0.0.1:{listening.getsockname()[1]}", SetClock())
        receiver.open()
        spoken, _ = listening.accept()
        with spoken:
            spoken.sendall(rmc(a_fix()))
            assert isinstance(until(receiver.read), Fix)
        with pytest.raises(PositionLostError, match="is gone"):
            until(receiver.read)
        receiver.close()


@pytest.mark.parametrize("source", ["serial:/dev/no-such-port", "nmea://127.0.0.1:1", "nmea://"])
def test_a_port_that_is_not_there_is_named(source: str) -> None:
    with pytest.raises(PositionLostError, match="Check its cable"):
        Receiver(source, SetClock()).open()
