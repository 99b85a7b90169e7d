"""Tones by Qt Multimedia, on the Qt thread."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal, Slot

from mdt_alpr.adapters.voice.speech import NO_SOUND_OUTPUT
from mdt_alpr.files.paths import resource

_OF_TEST = "low"


class QtTones(QObject):
    """See ``adapters.voice.pyttsx3_voice.Tones``; made on the Qt thread, called from any.

    ``report`` is called with why no tone plays, or with nothing once one plays; again only when
    that changes. A machine that gets a sound output later plays from then on. ``loudness`` is a
    share of the machine's own volume, 1 at most.

    Signals:
        _wanted: a tone is to be played; carries the call over to the Qt thread.
        _tested: a tone is to be played, and its result reported again.
        _unwanted: every tone is to stop.
        _loud: every tone is to be so loud from now on.
    """

    _wanted = Signal(str)
    _tested = Signal()
    _unwanted = Signal()
    _loud = Signal(float)

    def __init__(
        self,
        report: Callable[[str], None],
        parent: QObject | None = None,
        *,
        loudness: float = 1.0,
    ) -> None:
        super().__init__(parent)
        self._report = report
        self._loudness = loudness
        self._reported: str | None = None
        self._effects: dict[str, Any] = {}
        self._wanted.connect(self._play)
        self._tested.connect(self._test)
        self._unwanted.connect(self._stop)
        self._loud.connect(self._set)

    def play(self, name: str) -> None:
        self._wanted.emit(name)

    def test(self) -> None:
        self._tested.emit()

    def silence(self) -> None:
        self._unwanted.emit()

    def set_loudness(self, share: float) -> None:
        self._loud.emit(share)

    @Slot(str)
    def _play(self, name: str) -> None:
        multimedia = _multimedia()
        if multimedia is None:
            self._report_change("Qt Multimedia cannot be loaded (Debian and Ubuntu: libpulse0)")
        elif not multimedia.QMediaDevices.audioOutputs():
            self._report_change(NO_SOUND_OUTPUT)
        else:
            if name not in self._effects:
                self._effects[name] = self._effect(multimedia, resource(f"sounds/{name}.wav"))
            self._effects[name].play()
            self._report_change("")

    @Slot()
    def _test(self) -> None:
        self._reported = None
        self._play(_OF_TEST)

    @Slot()
    def _stop(self) -> None:
        for effect in self._effects.values():
            effect.stop()

    @Slot(float)
    def _set(self, share: float) -> None:
        self._loudness = share
        for effect in self._effects.values():
            effect.setVolume(share)

    def _effect(self, multimedia: ModuleType, file: Path) -> Any:
        effect = multimedia.QSoundEffect(self)
        effect.setSource(QUrl.fromLocalFile(str(file)))
        effect.setVolume(self._loudness)
        return effect

    def _report_change(self, why: str) -> None:
        if why != self._reported:
            self._reported = why
            self._report(f"Alerts have no tone: {why}." if why else "")


def _multimedia() -> ModuleType | None:
    """Return Qt Multimedia, loaded on first use.

    PySide6 6.12 crashes in its PipeWire part where that library is there without its
    configuration, so PulseAudio, which PipeWire speaks as well, is asked for unless somebody
    chose otherwise.
    """
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_AUDIO_BACKEND", "pulseaudio")
    try:
        from PySide6 import QtMultimedia
    except ImportError:
        return None
    return QtMultimedia
