"""The car's voice: sentences by pyttsx3 on a thread of its own, tones beside them."""

import queue
import threading
from collections.abc import Callable
from typing import Protocol

from mdt_alpr.adapters.voice.speech import Speech, SpeechError, open_speech
from mdt_alpr.domain.car_settings import FULL_VOLUME

TEST_WORDS = "Voice ready."
_ENDS_WITHIN_S = 3.0


class Tones(Protocol):
    """Plays named tones; every call returns at once."""

    def play(self, name: str) -> None:
        """Play a tone of ``resources/sounds``."""
        ...

    def test(self) -> None:
        """Play a tone, and report what came of it even where it is not news."""
        ...

    def silence(self) -> None:
        """Stop every tone."""
        ...

    def set_loudness(self, share: float) -> None:
        """Play so loud from now on: a share of the machine's own volume, 1 at most."""
        ...


class Pyttsx3Voice:
    """See ``patrol.ports.Voice``.

    The engine is made on the voice thread, which alone uses it. ``report`` is called, on that
    thread, with why this machine does not speak, or with nothing once a sentence was spoken to
    its end; again only when that changes. The car goes on without speech.
    """

    def __init__(
        self,
        tones: Tones,
        report: Callable[[str], None],
        open_speech: Callable[[], Speech] = open_speech,
    ) -> None:
        self._tones = tones
        self._report = report
        self._open_speech = open_speech
        self._sentences: queue.SimpleQueue[tuple[int, str] | float | None] = queue.SimpleQueue()
        self._turn = 0
        self._speech: Speech | None = None
        self._reported: str | None = None
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
        self._thread.start()

    def say(self, text: str) -> None:
        self._sentences.put((self._turn, text))

    def tone(self, name: str) -> None:
        self._tones.play(name)

    def set_volume(self, percent: int) -> None:
        """Hand the loudness of speech over to the voice thread, behind what waits there."""
        share = percent / FULL_VOLUME
        self._tones.set_loudness(share)
        self._sentences.put(share)

    def test(self) -> None:
        self._reported = None
        self._tones.test()
        self.say(TEST_WORDS)

    def silence(self) -> None:
        """Stop speaking and sounding now, and forget what was still to be said."""
        self._turn += 1
        self._tones.silence()
        if self._speech is not None:
            self._speech.stop()

    def close(self) -> None:
        self._sentences.put(None)
        self.silence()
        self._thread.join(_ENDS_WITHIN_S)

    def _run(self) -> None:
        try:
            self._speech = self._open_speech()
        except Exception as error:  # noqa: BLE001 - the thread's edge: a car without speech drives
            self._failed(error)
        while (asked := self._sentences.get()) is not None:
            if self._speech is None:
                continue
            if isinstance(asked, float):
                self._speech.set_loudness(asked)
            elif asked[0] == self._turn:
                self._speak(self._speech, *asked)

    def _speak(self, speech: Speech, turn: int, text: str) -> None:
        try:
            speech.speak(text, lambda: turn == self._turn)
            if turn == self._turn:  # one that was silenced may never have played
                self._report_change("")
        except Exception as error:  # noqa: BLE001 - the thread's edge, as above
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        """Say why there is no speech; an unknown error's own text could hold a plate."""
        why = str(error) if isinstance(error, SpeechError) else type(error).__name__
        self._report_change(f"Alerts are not spoken: {why}.")

    def _report_change(self, why: str) -> None:
        if why != self._reported:
            self._reported = why
            self._report(why)
