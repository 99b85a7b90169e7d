"""What every voice must do: the one that speaks, the silent one, and the one that tests hear."""

import threading
from collections.abc import Callable, Iterator

import pytest

from mdt_alpr.adapters.voice.pyttsx3_voice import Pyttsx3Voice
from mdt_alpr.adapters.voice.speech import SilentVoice
from mdt_alpr.patrol.ports import Voice
from tests.played_devices import HeardVoice

WAIT_S = 60


class Speaking:
    """Speech and tones of a machine; ``end`` lets a sentence end."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.tones: list[str] = []
        self.loudness: list[float] = []
        self.end = threading.Event()

    def speak(self, text: str, wanted: Callable[[], bool]) -> None:
        if wanted():
            self.words.append(text)
        assert self.end.wait(WAIT_S)

    def stop(self) -> None:
        self.end.set()

    def play(self, name: str) -> None:
        self.tones.append(name)

    def test(self) -> None:
        self.tones.append("low")

    def silence(self) -> None:
        return

    def set_loudness(self, share: float) -> None:
        self.loudness.append(share)


def a_speaking_voice() -> tuple[Voice, Speaking]:
    machine = Speaking()
    return Pyttsx3Voice(machine, lambda _why: None, lambda: machine), machine


def a_heard_voice() -> tuple[Voice, HeardVoice]:
    voice = HeardVoice()
    return voice, voice


AUDIBLE: dict[str, Callable[[], tuple[Voice, Speaking | HeardVoice]]] = {
    "speaking": a_speaking_voice,
    "heard": a_heard_voice,
}


@pytest.fixture(params=[*AUDIBLE, "silent"])
def voice(request: pytest.FixtureRequest) -> Iterator[Voice]:
    """Return each voice; the speaking one never ends a sentence by itself."""
    made = SilentVoice() if request.param == "silent" else AUDIBLE[request.param]()[0]
    yield made
    made.close()


def test_every_call_returns_while_a_sentence_is_still_spoken(voice: Voice) -> None:
    for text in ("Stolen vehicle.", "Camera lost."):
        voice.say(text)
    voice.tone("high")
    voice.set_volume(70)
    voice.silence()
    voice.say("Camera back.")


def test_it_may_be_closed_twice_and_then_says_no_more(voice: Voice) -> None:
    voice.close()
    voice.close()
    voice.say("Stolen vehicle.")
    voice.tone("high")
    voice.set_volume(70)
    voice.silence()


@pytest.mark.parametrize("name", AUDIBLE)
def test_sentences_come_in_their_order_tones_beside_them_and_none_after_the_end(name: str) -> None:
    voice, machine = AUDIBLE[name]()
    if isinstance(machine, Speaking):
        machine.end.set()
    for text in ("Stolen vehicle.", "Camera lost."):
        voice.say(text)
    voice.tone("high")
    while len(machine.words) < 2:  # the speaking one has a thread of its own
        threading.Event().wait(0.01)
    voice.close()
    voice.say("Camera back.")
    assert machine.words == ["Stolen vehicle.", "Camera lost."]
    assert machine.tones == ["high"]
