"""Speech: one sentence at a time through pyttsx3 on the voice thread, or none."""

import io
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any, Protocol

from mdt_alpr.domain.errors import OutsideError


class SilentVoice:
    """See ``patrol.ports.Voice``; says nothing and remembers nothing."""

    def say(self, text: str) -> None:
        """Say nothing."""

    def tone(self, name: str) -> None:
        """Play nothing."""

    def set_volume(self, percent: int) -> None:
        """Set nothing."""

    def test(self) -> None:
        """Play nothing: nobody listens."""

    def silence(self) -> None:
        """Stay silent."""

    def close(self) -> None:
        """Hold nothing that has to be given back."""


WORDS_A_MINUTE = 170
_MADE_WITHIN_S = 10.0
_TRIES = 3
_EMPTY_WAV = 44
"""Bytes of a WAV file's head."""
NO_SOUND_OUTPUT = "there is no sound output. Connect a loudspeaker and check its volume"
_PLAYER = ("aplay", "-q", "-")
"""Plays from standard input, so that no sentence is written to a disk."""


class SpeechError(OutsideError):
    """This machine cannot speak; the message says what is missing, never what was to be said."""


class Speech(Protocol):
    """Says sentences."""

    def speak(self, text: str, wanted: Callable[[], bool]) -> None:
        """Say ``text`` and return when it was said, unless ``wanted`` or ``stop`` ends it.

        Raises:
            SpeechError: there is no sound output, or no sound was made.
        """
        ...

    def stop(self) -> None:
        """Stop what is being said; called from any thread."""
        ...

    def set_loudness(self, share: float) -> None:
        """Speak so loud from now on: a share of the machine's own volume, 1 at most."""
        ...


def open_speech(loudness: float = 1.0) -> Speech:
    """Return the speech of this machine; ``loudness`` is a share of its own volume, 1 at most.

    Raises:
        SpeechError: a part is missing.
    """
    speech = EspeakSpeech() if sys.platform.startswith("linux") else DirectSpeech()
    speech.set_loudness(loudness)
    return speech


class EspeakSpeech:
    """eSpeak through pyttsx3, played by a process of its own that can be ended in mid-word.

    pyttsx3 by itself would write each sentence to a file in the temporary folder.
    """

    def __init__(self, player: tuple[str, ...] = _PLAYER) -> None:
        if shutil.which(player[0]) is None:
            raise SpeechError(f"{player[0]} is missing (Debian and Ubuntu: alsa-utils)")
        try:
            import pyttsx3
            from pyttsx3.drivers import _espeak, espeak
        except (ImportError, OSError, RuntimeError) as error:
            raise SpeechError("eSpeak is missing (Debian and Ubuntu: libespeak-ng1)") from error
        vars(espeak)["print"] = _nothing  # it prints every sentence that it made
        self._player = player
        self._espeak: Any = _espeak
        self._engine: Any = pyttsx3.init("espeak")
        self._engine.setProperty("rate", WORDS_A_MINUTE)
        self._engine.connect("finished-utterance", self._finished)
        self._made = threading.Event()
        self._playing: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def set_loudness(self, share: float) -> None:
        """Speak so loud from now on."""
        self._engine.setProperty("volume", share)

    def speak(self, text: str, wanted: Callable[[], bool]) -> None:
        wav = self.wav(text)
        if len(wav) <= _EMPTY_WAV:
            raise SpeechError("eSpeak made no sound")
        with self._turn:
            if not wanted():
                return
            process = subprocess.Popen(  # noqa: S603 - a fixed program, found at the start
                self._player,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self._playing = process
        process.communicate(wav)
        with self._turn:
            self._playing = None
        if process.returncode > 0:  # below zero: ended by ``stop``
            raise SpeechError(NO_SOUND_OUTPUT)

    def stop(self) -> None:
        with self._turn:
            if self._playing is not None:
                self._playing.kill()

    def wav(self, text: str) -> bytes:
        """Return the sentence as a WAV file in memory.

        Under load eSpeak now and then ends a sentence before its first sound, when it takes the
        end of what came before for its own; then it is asked again.

        Raises:
            SpeechError: eSpeak hangs.
        """
        made = b""
        for _ in range(_TRIES):
            made = self._made_once(text)
            if len(made) > _EMPTY_WAV:
                break
        return made

    def _made_once(self, text: str) -> bytes:
        sound = io.BytesIO()
        self._espeak.Synchronize()
        self._made.clear()
        self._engine.save_to_file(text, sound)
        self._engine.runAndWait()  # may return before eSpeak's own thread is done
        if not self._made.wait(_MADE_WITHIN_S):
            raise SpeechError("eSpeak does not answer")
        return sound.getvalue()

    def _finished(self, **_facts: object) -> None:
        self._made.set()


class DirectSpeech:
    """The operating system's own speech through pyttsx3 (Windows: SAPI 5)."""

    def __init__(self) -> None:
        if sys.platform == "win32":
            generate_in_memory()
        import pyttsx3

        self._engine: Any = pyttsx3.init()
        self._engine.setProperty("rate", WORDS_A_MINUTE)
        self._engine.connect("started-word", self._next_word)
        self._wanted: Callable[[], bool] = _always

    def set_loudness(self, share: float) -> None:
        """Speak so loud from now on."""
        self._engine.setProperty("volume", share)

    def speak(self, text: str, wanted: Callable[[], bool]) -> None:
        if not wanted():
            return
        self._wanted = wanted
        self._engine.say(text)
        self._engine.runAndWait()

    def stop(self) -> None:
        """Do nothing here: the engine belongs to its thread, which checks before each word."""

    def _next_word(self, **_facts: object) -> None:
        if not self._wanted():
            self._engine.stop()


def generate_in_memory() -> None:
    """Let comtypes keep the code that it generates of SAPI in memory.

    Else it writes into the program's own folder, where it may, and the program is then refused as
    changed; where it may not, it loads what lies in a folder that the user may write (SI-7).
    """
    import comtypes

    generated = ModuleType("comtypes.gen")
    generated.__path__ = []
    sys.modules[generated.__name__] = comtypes.gen = generated
    import comtypes.client

    comtypes.client.gen_dir = None


def _nothing(*_words: object) -> None:
    pass


def _always() -> bool:
    return True
