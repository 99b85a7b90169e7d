"""Fixes are passed on; silence, a broken line and an old fix are losses that are said."""

import threading
from datetime import timedelta

from mdt_alpr.domain.errors import PositionLostError
from mdt_alpr.domain.reading.position import FIX_GOOD_FOR, Fix
from mdt_alpr.patrol.events import Health, PositionChanged
from mdt_alpr.patrol.ports import NoFix
from mdt_alpr.patrol.position import NO_FIX, SILENT, SILENT_AFTER_S, PositionLoop, PositionParts
from tests.fixes import a_fix
from tests.played_devices import READ_WAITS_S, PlayedReceiver

Answer = Fix | NoFix | Exception | None
GONE = PositionLostError("Cable out.")


class Reported:
    """What the loop says and passes on."""

    def __init__(self, receiver: PlayedReceiver) -> None:
        self.said: list[PositionChanged] = []
        self.moved: list[Fix | None] = []
        self.said_at: list[float] = []
        loop = PositionLoop(
            PositionParts(
                receiver,
                receiver.clock,
                lambda: 1.0,
                self._take,
                self.moved.append,
                lambda: receiver.seconds,
            )
        )
        self._receiver = receiver
        receiver.at_end = loop.stop
        loop.run()

    @property
    def healths(self) -> list[Health]:
        return [event.health for event in self.said]

    def _take(self, event: PositionChanged) -> None:
        self.said.append(event)
        self.said_at.append(self._receiver.seconds)


def test_a_fix_is_passed_on_each_time_and_said_once() -> None:
    fixes = [a_fix(speed) for speed in (3.0, 4.0, 5.0)]
    receiver = PlayedReceiver(*fixes)
    reported = Reported(receiver)
    assert reported.moved == fixes
    assert reported.healths == [Health.STARTING, Health.OK]
    assert receiver.closed == 1


def test_a_receiver_without_a_fix_is_weak() -> None:
    reported = Reported(PlayedReceiver(NoFix(), NoFix(), a_fix()))
    assert [(e.health, e.why) for e in reported.said][1:] == [
        (Health.WEAK, NO_FIX),
        (Health.OK, ""),
    ]


def test_an_old_fix_says_nothing_of_the_speed() -> None:
    waits = round(FIX_GOOD_FOR.total_seconds() / READ_WAITS_S) + 1
    alive: list[Answer] = [step for _ in range(waits) for step in (None, NoFix())]
    reported = Reported(PlayedReceiver(a_fix(), *alive))
    assert reported.moved == [a_fix(), None]
    assert reported.healths == [Health.STARTING, Health.OK, Health.WEAK]


def test_one_answer_without_a_fix_does_not_unlock_the_keys() -> None:
    reported = Reported(PlayedReceiver(a_fix(), NoFix(), a_fix()))
    assert None not in reported.moved
    assert reported.healths == [Health.STARTING, Health.OK]


def test_silence_is_a_loss_within_two_seconds() -> None:
    reported = Reported(PlayedReceiver(a_fix(), *[None] * 12))
    lost = next(n for n, event in enumerate(reported.said) if event.health is Health.LOST)
    assert reported.said[lost].why == SILENT
    assert SILENT_AFTER_S < reported.said_at[lost] <= 2.0
    assert reported.moved == [a_fix(), None]


def test_a_broken_line_is_said_at_once_and_opened_again() -> None:
    receiver = PlayedReceiver(a_fix(), GONE, a_fix())
    reported = Reported(receiver)
    assert reported.healths == [Health.STARTING, Health.OK, Health.LOST, Health.OK]
    assert reported.said[2].why == "Cable out."
    assert reported.moved == [a_fix(), None, a_fix()]
    assert receiver.closed == 2


def test_a_receiver_that_was_never_there_is_said_once_while_it_is_tried() -> None:
    receiver = PlayedReceiver(a_fix(), no_open=2)
    assert Reported(receiver).healths == [Health.STARTING, Health.LOST, Health.OK]


def test_place_and_clock_error_are_reported_again_now_and_then() -> None:
    seconds: list[Answer] = []
    receiver = PlayedReceiver()
    for second in range(23):
        at = receiver.clock.at + timedelta(seconds=second)
        seconds += [a_fix(seen_at=at), *[None] * 5]
    receiver.played = seconds
    reported = Reported(receiver)
    assert reported.healths == [Health.STARTING, Health.OK, Health.OK, Health.OK]


def test_stopping_ends_the_wait_for_a_lost_receiver() -> None:
    lost = threading.Event()
    receiver = PlayedReceiver(no_open=1000)

    def publish(event: PositionChanged) -> None:
        if event.health is Health.LOST:
            lost.set()

    loop = PositionLoop(
        PositionParts(receiver, receiver.clock, lambda: 0.0, publish, lambda _: None)
    )
    thread = threading.Thread(target=loop.run)
    thread.start()
    assert lost.wait(5)
    loop.stop()
    thread.join(5)
    assert not thread.is_alive()
