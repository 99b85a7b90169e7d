"""Devices of a car that do what a test gives them: cameras, a receiver of positions, a voice.

``tests/contracts`` hold them and the real ones to the same behavior.
"""

import threading
from collections.abc import Callable

from mdt_alpr.domain.car_settings import FULL_VOLUME
from mdt_alpr.domain.errors import CameraLostError, PositionLostError
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.files.paths import resource
from mdt_alpr.patrol.ports import Frame, NoFix
from tests.builders import SetClock

READ_WAITS_S = 0.2


class PlayedCamera:
    """Delivers the frames that it is given and then ends; None ends it too, errors are raised."""

    def __init__(
        self, *played: Frame | CameraLostError | None, name: str = "front", no_open: int = 0
    ) -> None:
        self.name = name
        self._played = list(played)
        self._no_open = no_open
        self._is_open = False
        self.opened = self.closed = 0

    def open(self) -> None:
        if self._no_open:
            self._no_open -= 1
            raise CameraLostError("No camera at index 0. Check the cable.")
        self.opened += 1
        self._is_open = True

    def read(self) -> Frame | None:
        if not self._is_open or not self._played:
            return None
        played = self._played.pop(0)
        if isinstance(played, CameraLostError):
            raise played
        return played

    def close(self) -> None:
        self._is_open = False
        self.closed += 1


class PlayedReceiver:
    """Gives the answers that it is given, errors are raised, then has nothing new.

    A read without an answer takes a fifth of a second by ``clock`` and ``seconds``. ``done`` is
    set, and ``at_end`` called, once everything was given.
    """

    name = "serial:gps"

    def __init__(self, *played: Fix | NoFix | Exception | None, no_open: int = 0) -> None:
        self.played = list(played)
        self._no_open = no_open
        self._is_closed = threading.Event()
        self._is_closed.set()
        self.clock = SetClock()
        self.seconds = 0.0
        self.done = threading.Event()
        self.at_end: Callable[[], object] = lambda: self._is_closed.wait(0.05)
        self.closed = 0

    def open(self) -> None:
        if self._no_open:
            self._no_open -= 1
            raise PositionLostError("Cable out.")
        self._is_closed.clear()

    def read(self) -> Fix | NoFix | None:
        if self._is_closed.is_set():
            return None
        if not self.played:
            self.done.set()
            self.at_end()
            return None
        answer = self.played.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if answer is None:
            self.seconds += READ_WAITS_S
            self.clock.pass_by(seconds=READ_WAITS_S)
        return answer

    def close(self) -> None:
        self._is_closed.set()
        self.closed += 1


class HeardVoice:
    """A voice whose words and tones a test reads; there is no tone but those of the program."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.tones: list[str] = []
        self.volume = FULL_VOLUME
        self._is_closed = False

    def say(self, text: str) -> None:
        if not self._is_closed:
            self.words.append(text)

    def tone(self, name: str) -> None:
        assert resource(f"sounds/{name}.wav").is_file()
        self.tones.append(name)

    def set_volume(self, percent: int) -> None:
        self.volume = percent

    def test(self) -> None:
        self.tone("low")
        self.say("Voice ready.")

    def silence(self) -> None:
        return

    def close(self) -> None:
        self._is_closed = True
