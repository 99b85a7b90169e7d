"""The voice of this machine: its tones and its speech, as loud as the car is set."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QGuiApplication

from mdt_alpr.adapters.voice.pyttsx3_voice import TEST_WORDS, Pyttsx3Voice
from mdt_alpr.adapters.voice.qt_tones import QtTones
from mdt_alpr.adapters.voice.speech import SilentVoice, open_speech
from mdt_alpr.domain.car_settings import FULL_VOLUME
from mdt_alpr.patrol.events import Sound, VoiceTried
from mdt_alpr.patrol.ports import Voice
from mdt_alpr.ui.shell.bridge import EventBridge


def machine_voice(bridge: EventBridge, volume: int = FULL_VOLUME) -> Voice:
    """Return the voice, ``volume`` in percent; without a screen nobody listens.

    It says a sentence at once: strip, sign-in and status page show what came of that.
    """
    if QGuiApplication.platformName() == "offscreen":
        return SilentVoice()

    def report(sound: Sound) -> Callable[[str], None]:
        return lambda why: bridge.publish(VoiceTried(sound, why))

    share = volume / FULL_VOLUME
    tones = QtTones(report(Sound.TONES), loudness=share)
    voice = Pyttsx3Voice(tones, report(Sound.SPEECH), partial(open_speech, share))
    voice.say(TEST_WORDS)
    return voice
