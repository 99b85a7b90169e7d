import queue
import threading
from collections.abc import Callable

import pytest

from mdt_alpr.adapters.voice.pyttsx3_voice import Pyttsx3Voice
from mdt_alpr.adapters.voice.speech import NO_SOUND_OUTPUT, SilentVoice, SpeechError
from mdt_alpr.patrol.ports import Voice

WAIT_S = 10


class RecordedTones:
    def __init__(self) -> None:
        self.played: list[str] = []
        self.silenced = 0
        self.loudness = 1.0

    def play(self, name: str) -> None:
        self.played.append(name)

    def test(self) -> None:
        self.played.append("test")

    def silence(self) -> None:
        self.silenced += 1

    def set_loudness(self, share: float) -> None:
        self.loudness = share


class SlowSpeech:
    """Each sentence lasts until the test lets it end, or until it is stopped."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.threads = {threading.current_thread().name}
        self.begun = threading.Semaphore(0)
        self.end = threading.Event()

    def speak(self, text: str, wanted: Callable[[], bool]) -> None:
        assert wanted()
        self.said.append(text)
        self.threads.add(threading.current_thread().name)
        self.begun.release()
        assert self.end.wait(WAIT_S)

    def stop(self) -> None:
        self.end.set()

    def set_loudness(self, share: float) -> None:
        self.threads.add(threading.current_thread().name)
        self.said.append(f"as loud as {share}")


def _voice(speech: SlowSpeech, result: list[str] | None = None) -> Pyttsx3Voice:
    notes = result if result is not None else []
    return Pyttsx3Voice(RecordedTones(), notes.append, lambda: speech)


def test_sentences_are_said_one_after_the_other_and_saying_returns_at_once() -> None:
    speech = SlowSpeech()
    voice = _voice(speech)
    voice.say("Stolen vehicle.")
    voice.say("Camera lost.")
    assert speech.begun.acquire(timeout=WAIT_S)
    assert speech.said == ["Stolen vehicle."]
    speech.end.set()
    assert speech.begun.acquire(timeout=WAIT_S)
    assert speech.said == ["Stolen vehicle.", "Camera lost."]
    voice.close()


def test_the_engine_is_made_and_used_on_the_voice_thread_only() -> None:
    made_on: list[str] = []

    def open_speech() -> SlowSpeech:
        made_on.append(threading.current_thread().name)
        return speech

    speech = SlowSpeech()
    speech.threads.clear()
    speech.end.set()
    voice = Pyttsx3Voice(RecordedTones(), lambda _: None, open_speech)
    voice.set_volume(70)
    voice.say("Stolen vehicle.")
    assert speech.begun.acquire(timeout=WAIT_S)
    voice.close()
    assert made_on == ["voice"]
    assert speech.threads == {"voice"}


def test_what_is_said_after_a_change_of_volume_is_so_loud_and_tones_are_at_once() -> None:
    tones, speech = RecordedTones(), SlowSpeech()
    voice = Pyttsx3Voice(tones, lambda _: None, lambda: speech)
    voice.say("Stolen vehicle.")
    assert speech.begun.acquire(timeout=WAIT_S)
    voice.set_volume(70)
    assert tones.loudness == 0.7
    voice.silence()  # forgets sentences, not how loud the next one is
    voice.say("Camera lost.")
    assert speech.begun.acquire(timeout=WAIT_S)
    assert speech.said == ["Stolen vehicle.", "as loud as 0.7", "Camera lost."]
    voice.close()


def test_silence_stops_the_sentence_and_forgets_the_others() -> None:
    speech = SlowSpeech()
    voice = _voice(speech)
    for text in ("one", "two", "three"):
        voice.say(text)
    assert speech.begun.acquire(timeout=WAIT_S)
    voice.silence()
    voice.say("four")
    assert speech.begun.acquire(timeout=WAIT_S)
    assert speech.said == ["one", "four"]
    voice.close()


def test_silence_stops_the_tones_and_a_tone_needs_no_speech() -> None:
    tones = RecordedTones()
    voice = Pyttsx3Voice(tones, lambda _: None, SlowSpeech)
    voice.tone("high")
    voice.silence()
    assert (tones.played, tones.silenced) == (["high"], 1)
    voice.close()


def test_a_machine_that_cannot_speak_says_so_once_and_goes_on() -> None:
    result: list[str] = []

    def missing() -> SlowSpeech:
        raise SpeechError("aplay is missing")

    voice = Pyttsx3Voice(RecordedTones(), result.append, missing)
    for _ in range(3):
        voice.say("Stolen vehicle.")
    voice.close()
    assert result == ["Alerts are not spoken: aplay is missing."]


@pytest.mark.parametrize(
    ("error", "why"),
    [(SpeechError("there is no sound output"), "there is no sound output"),
     (ValueError("cannot say EXN2894"), "ValueError")],
)  # fmt: skip
def test_a_failure_while_speaking_is_reported_once_and_never_in_the_sentences_words(
    error: Exception, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    class Failing(SlowSpeech):
        def speak(self, text: str, _wanted: Callable[[], bool]) -> None:
            self.said.append(text)
            self.begun.release()
            raise error

    result: list[str] = []
    speech = Failing()
    voice = _voice(speech, result)
    voice.say("EXN2894")
    voice.say("EXN2894")
    for _ in range(2):
        assert speech.begun.acquire(timeout=WAIT_S)
    voice.close()
    assert result == [f"Alerts are not spoken: {why}."]
    assert "EXN2894" not in caplog.text


@pytest.mark.proved("S8")
def test_a_sentence_spoken_to_its_end_is_reported_and_a_later_failure_and_recovery_too() -> None:
    class Wavering(SlowSpeech):
        def speak(self, text: str, _wanted: Callable[[], bool]) -> None:
            if text == "fails":
                raise SpeechError(NO_SOUND_OUTPUT)

    reported: queue.SimpleQueue[str] = queue.SimpleQueue()
    voice = Pyttsx3Voice(RecordedTones(), reported.put, Wavering)
    for text, report in (
        ("Voice ready.", ""),
        ("fails", f"Alerts are not spoken: {NO_SOUND_OUTPUT}."),
        ("speaks", ""),
    ):
        voice.say(text)
        voice.say(text)
        assert reported.get(timeout=WAIT_S) == report
    voice.close()
    assert reported.empty()


@pytest.mark.proved("S8")
def test_a_sentence_that_was_silenced_proves_no_voice() -> None:
    reported: list[str] = []
    speech = SlowSpeech()
    voice = _voice(speech, reported)
    voice.say("Stolen vehicle.")
    assert speech.begun.acquire(timeout=WAIT_S)
    voice.close()
    assert reported == []


def test_closing_ends_the_thread_in_the_middle_of_a_sentence() -> None:
    speech = SlowSpeech()
    voice = _voice(speech)
    voice.say("A long sentence.")
    assert speech.begun.acquire(timeout=WAIT_S)
    voice.close()
    assert not voice._thread.is_alive()


def test_a_silent_voice_takes_every_call() -> None:
    voice: Voice = SilentVoice()
    voice.say("Stolen vehicle.")
    voice.tone("high")
    voice.silence()
    voice.close()
    assert vars(voice) == {}
