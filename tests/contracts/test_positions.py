"""What every receiver of positions must do, the one that tests play too.

A new file is found by itself; give its form a place here where nobody is, and one that answers.
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import pytest

from mdt_alpr.adapters import positions
from mdt_alpr.domain.errors import PositionLostError
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.files.plugin_files import modules_in
from mdt_alpr.patrol.ports import NoFix, Positions
from tests.adapters.positions.test_gpsd import TPV, StandIn
from tests.adapters.sentences import gga, rmc
from tests.builders import SetClock
from tests.fixes import a_fix
from tests.played_devices import PlayedReceiver

KINDS: list[Any] = [
    module.Receiver for module in modules_in(positions) if hasattr(module, "Receiver")
]
NAMES = [kind.__module__.rpartition(".")[2] for kind in KINDS]
NOT_THERE = ("serial:/dev/no-such-port", "gpsd://127.0.0.1:1", positions.DRAWN_DRIVE)
"""Sources at which there is no receiver; the drawn one is always there."""


@pytest.fixture(params=[*KINDS, PlayedReceiver], ids=[*NAMES, "played_receiver"])
def receiver(request: pytest.FixtureRequest) -> Any:
    """Return a receiver of each kind whose source is not there."""
    kind: Any = request.param
    if kind is PlayedReceiver:
        return PlayedReceiver(no_open=1000)
    return kind(next(source for source in NOT_THERE if kind.accepts(source)), SetClock())


def test_those_of_the_program_are_found() -> None:
    assert set(NAMES) >= {"drive_receiver", "gpsd_receiver", "nmea_receiver"}


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_it_takes_no_text_that_names_no_source(kind: Any) -> None:
    assert not any(kind.accepts(source) for source in ("", "front", "-1", "https://example.test"))


def test_it_says_which_it_is(receiver: Positions) -> None:
    assert receiver.name


def test_one_that_is_not_there_is_a_loss_in_a_sentence(receiver: Any) -> None:
    if receiver.name == positions.DRAWN_DRIVE:
        pytest.skip("the drawn drive is always there")
    with pytest.raises(PositionLostError, match=r"\.$"):
        receiver.open()


def test_reading_what_was_not_opened_is_nothing_or_a_loss(receiver: Positions) -> None:
    try:
        assert receiver.read() is None or receiver.name == positions.DRAWN_DRIVE
    except PositionLostError as lost:
        assert str(lost).endswith(".")  # noqa: PT017 - both are right


def test_it_may_be_closed_before_and_after_and_twice(receiver: Positions) -> None:
    receiver.close()
    try:
        receiver.open()
    except PositionLostError:
        receiver.close()
    receiver.close()


# ------------------------------------------------------------------------------ one that answers


@contextmanager
def a_drive() -> Iterator[Positions]:
    yield positions.positions_for(positions.DRAWN_DRIVE, SetClock())  # type: ignore[misc]


@contextmanager
def a_gpsd() -> Iterator[Positions]:
    with closing(StandIn()) as standing:
        receiver = positions.positions_for(f"gpsd://127.0.0.1:{standing.port}", SetClock())
        assert receiver is not None

        def say() -> None:
            standing.accept()
            standing.say(TPV)

        yield opening(receiver, say)
        standing.hang_up()


@contextmanager
def a_line() -> Iterator[Positions]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(5)
        address = f"nmea://127.0.0.1:{listening.getsockname()[1]}"
        receiver = positions.positions_for(address, SetClock())
        assert receiver is not None
        spoken: list[socket.socket] = []

        def say() -> None:
            spoken.append(listening.accept()[0])
            spoken[-1].sendall(gga(a_fix()) + rmc(a_fix()))

        yield opening(receiver, say)
        for each in spoken:
            each.close()


@contextmanager
def one_that_is_played() -> Iterator[Positions]:
    receiver = PlayedReceiver()

    def say() -> None:
        receiver.played = [a_fix()]

    yield opening(receiver, say)


def opening(receiver: Positions, say: Callable[[], object]) -> Positions:
    """Let the far end say where it is each time the receiver is opened."""
    opened = receiver.open

    def open_it() -> None:
        opened()
        say()

    receiver.open = open_it  # type: ignore[method-assign]
    return receiver


ANSWERING = {"drive": a_drive, "gpsd": a_gpsd, "nmea": a_line, "played": one_that_is_played}


def next_answer(receiver: Positions) -> Fix | NoFix:
    for _ in range(25):
        if (answer := receiver.read()) is not None:
            return answer
    pytest.fail("no answer within 5 s")


@pytest.mark.parametrize("name", ANSWERING)
def test_it_says_where_it_is_whenever_it_is_opened_and_nothing_in_between(name: str) -> None:
    with ANSWERING[name]() as receiver:
        for _ in range(2):
            receiver.open()
            fix = next_answer(receiver)
            assert isinstance(fix, Fix)
            assert (round(fix.lat), round(fix.lon)) == (35, -81)
            assert fix.at.utcoffset() == fix.seen_at.utcoffset() == timedelta(0)
            assert receiver.read() is None
            receiver.close()
