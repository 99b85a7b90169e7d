"""gpsd over real TCP: reports come, the connection breaks, nobody is there."""

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.adapters.positions.gpsd_receiver import Receiver, report
from mdt_alpr.domain.errors import PositionLostError
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.patrol.ports import NoFix
from tests.builders import NOW, SetClock

TPV: dict[str, Any] = {
    "class": "TPV", "device": "/dev/ttyACM0", "mode": 3, "status": 1,
    "time": "2026-11-25T14:29:59.800Z", "lat": 35.2271, "lon": -80.8431,
    "speed": 13.858, "track": 45.0, "eph": 4.2,
}  # fmt: skip


class StandIn:
    """Answers like gpsd on a port of its own."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(5)
        self.port = self._listening.getsockname()[1]
        self._spoken: list[socket.socket] = []

    def accept(self) -> str:
        """Take the connection, greet, return what was asked."""
        spoken, _ = self._listening.accept()
        spoken.settimeout(5)
        self._spoken.append(spoken)
        self.say({"class": "VERSION", "release": "3.25", "proto_major": 3, "proto_minor": 15})
        return spoken.recv(4096).decode()

    def say(self, *reports: dict[str, Any]) -> None:
        for one in reports:
            self._spoken[-1].sendall(json.dumps(one).encode() + b"\r\n")

    def hang_up(self) -> None:
        while self._spoken:
            self._spoken.pop().close()

    def close(self) -> None:
        self.hang_up()
        self._listening.close()


@pytest.fixture
def gpsd() -> Iterator[StandIn]:
    standing = StandIn()
    yield standing
    standing.close()


@pytest.fixture
def receiver(gpsd: StandIn) -> Iterator[Receiver]:
    opened = Receiver(f"gpsd://127.0.0.1:{gpsd.port}", SetClock())
    opened.open()
    yield opened
    opened.close()


def next_answer(receiver: Receiver) -> Fix | NoFix:
    for _ in range(25):
        if (answer := receiver.read()) is not None:
            return answer
    pytest.fail("no answer within 5 s")


def test_a_report_is_a_fix(gpsd: StandIn, receiver: Receiver) -> None:
    assert gpsd.accept() == '?WATCH={"enable":true,"json":true};\n'
    gpsd.say({"class": "SKY", "hdop": 0.9}, TPV, {**TPV, "mode": 1})
    fix = next_answer(receiver)
    assert isinstance(fix, Fix)
    assert (fix.lat, fix.lon, fix.heading, fix.accuracy_m) == (35.2271, -80.8431, 45.0, 4.2)
    assert fix.speed_mph == pytest.approx(31.0, abs=0.01)
    assert fix.clock_error_s == pytest.approx(0.2)
    assert next_answer(receiver) == NoFix()


def test_while_nothing_comes_nothing_is_reported(gpsd: StandIn, receiver: Receiver) -> None:
    gpsd.accept()
    assert [receiver.read(), receiver.read(), receiver.read()] == [None] * 3


def test_a_connection_that_ends_is_a_loss_and_can_be_opened_again(
    gpsd: StandIn, receiver: Receiver
) -> None:
    gpsd.accept()
    gpsd.hang_up()
    with pytest.raises(PositionLostError, match="ended the connection"):
        next_answer(receiver)
    receiver.close()
    receiver.close()
    receiver.open()
    gpsd.accept()
    gpsd.say(TPV)
    assert isinstance(next_answer(receiver), Fix)


def test_nobody_there_is_said(gpsd: StandIn) -> None:
    gpsd.close()
    with pytest.raises(PositionLostError, match="does not answer at gpsd://127"):
        Receiver(f"gpsd://127.0.0.1:{gpsd.port}", SetClock()).open()
    with pytest.raises(PositionLostError, match="setting position"):
        Receiver("gpsd://127.0.0.1:many", SetClock()).open()


@pytest.mark.parametrize(
    "fields",
    [{"mode": 0}, {"mode": 1}, {"time": None}, {"lat": None}, {"lon": True}, {"mode": "3"}],
)
def test_a_report_without_place_or_time_is_no_fix(fields: dict[str, Any]) -> None:
    assert report(json.dumps({**TPV, **fields}).encode(), NOW) == NoFix()


@pytest.mark.parametrize("fields", [{"lat": 95.0}, {"speed": -3.0}, {"time": "yesterday"}])
def test_a_report_that_cannot_be_is_passed_over(fields: dict[str, Any]) -> None:
    assert report(json.dumps({**TPV, **fields}).encode(), NOW) is None


def test_a_simulated_report_is_marked() -> None:
    fix = report(json.dumps({**TPV, "status": 8}).encode(), NOW)
    assert isinstance(fix, Fix)
    assert fix.simulated


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.binary(max_size=100))
def test_noise_is_nothing(noise: bytes) -> None:
    assert report(noise, NOW) is None


@given(st.dictionaries(st.sampled_from([*TPV, "other"]), JSON))
def test_wrong_values_never_raise(fields: dict[str, Any]) -> None:
    result = report(json.dumps({**TPV, **fields}).encode(), NOW)
    assert result is None or isinstance(result, Fix | NoFix)
