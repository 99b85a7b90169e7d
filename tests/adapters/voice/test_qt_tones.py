import os
import sys
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.voice import qt_tones
from mdt_alpr.adapters.voice.qt_tones import QtTones
from mdt_alpr.adapters.voice.speech import NO_SOUND_OUTPUT

NAMES = ("high", "medium", "low", "gate_closed", "camera_lost")


class PlayedEffect:
    """Stands in for QSoundEffect where the machine has no sound output."""

    made: list["PlayedEffect"]

    def __init__(self, _parent: object) -> None:
        self.file = ""
        self.played = self.stopped = 0
        self.volume = 1.0
        self.threads: set[threading.Thread] = set()
        type(self).made.append(self)

    def setSource(self, url: Any) -> None:  # noqa: N802 - Qt's name
        self.file = url.toLocalFile()

    def setVolume(self, share: float) -> None:  # noqa: N802 - Qt's name
        self.volume = share

    def play(self) -> None:
        self.played += 1
        self.threads.add(threading.current_thread())

    def stop(self) -> None:
        self.stopped += 1


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the machine the sound outputs that stand in the list."""
    found: list[str] = ["loudspeaker"]
    PlayedEffect.made = []
    devices = SimpleNamespace(audioOutputs=lambda: found)
    multimedia = SimpleNamespace(QMediaDevices=devices, QSoundEffect=PlayedEffect)
    monkeypatch.setattr(qt_tones, "_multimedia", lambda: multimedia)
    return found


def _tones(_qtbot: QtBot, result: Callable[[str], None] = lambda _: None) -> QtTones:
    return QtTones(result)


@pytest.mark.usefixtures("outputs")
@pytest.mark.parametrize("name", NAMES)
def test_every_named_tone_is_there_and_plays(qtbot: QtBot, name: str) -> None:
    tones = _tones(qtbot)
    tones.play(name)
    (effect,) = PlayedEffect.made
    assert os.path.getsize(effect.file) > 1000  # noqa: PTH202 - a text from Qt
    tones.play(name)
    assert len(PlayedEffect.made) == 1
    assert effect.played == 2


@pytest.mark.usefixtures("outputs")
def test_a_tone_is_as_loud_as_the_car_is_set(qtbot: QtBot) -> None:
    del qtbot  # it makes the application
    tones = QtTones(lambda _: None, loudness=0.7)
    tones.play(NAMES[0])
    (effect,) = PlayedEffect.made
    assert effect.volume == 0.7
    tones.set_loudness(0.3)
    assert effect.volume == 0.3, "of a tone that was played before, too"
    tones.play(NAMES[1])
    assert PlayedEffect.made[1].volume == 0.3


@pytest.mark.usefixtures("outputs")
def test_silence_stops_every_tone(qtbot: QtBot) -> None:
    tones = _tones(qtbot)
    tones.play("high")
    tones.play("low")
    tones.silence()
    assert [effect.stopped for effect in PlayedEffect.made] == [1, 1]


@pytest.mark.usefixtures("outputs")
def test_a_call_from_another_thread_plays_on_the_qt_thread(qtbot: QtBot) -> None:
    tones = _tones(qtbot)
    thread = threading.Thread(target=tones.play, args=("high",))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(PlayedEffect.made and PlayedEffect.made[0].played))
    assert PlayedEffect.made[0].threads == {threading.main_thread()}


def test_no_sound_output_is_reported_once_and_one_that_comes_is_used(
    qtbot: QtBot, outputs: list[str]
) -> None:
    result: list[str] = []
    tones = _tones(qtbot, result.append)
    outputs.clear()
    tones.play("high")
    tones.play("low")
    assert result == [f"Alerts have no tone: {NO_SOUND_OUTPUT}."]
    outputs.append("loudspeaker")
    tones.play("high")
    assert PlayedEffect.made[0].played == 1
    assert result[1:] == [""]


def test_a_machine_without_qt_multimedia_says_so_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    result: list[str] = []
    monkeypatch.setattr(qt_tones, "_multimedia", lambda: None)
    tones = _tones(qtbot, result.append)
    tones.play("high")
    tones.play("high")
    assert len(result) == 1
    assert "Qt Multimedia" in result[0]


@pytest.mark.qt_log_ignore("PulseAudioService", "Couldn't", "QSoundEffect")
def test_the_real_library_plays_or_says_why_not(qtbot: QtBot) -> None:
    result: list[str] = []
    tones = _tones(qtbot, result.append)
    tones.play("high")
    tones.silence()
    multimedia = cast("Any", qt_tones._multimedia())
    if multimedia is not None and multimedia.QMediaDevices.audioOutputs():
        assert result == [""]
        assert len(tones._effects) == 1
    else:
        assert len(result) == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a flaw of the Linux build")
def test_the_crashing_part_of_qt_is_kept_out_unless_somebody_asks_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("QT_AUDIO_BACKEND", raising=False)
    qt_tones._multimedia()
    assert os.environ["QT_AUDIO_BACKEND"] == "pulseaudio"
    monkeypatch.setenv("QT_AUDIO_BACKEND", "alsa")
    qt_tones._multimedia()
    assert os.environ["QT_AUDIO_BACKEND"] == "alsa"
