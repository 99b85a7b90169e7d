"""Try whether an alert can be heard: a tone and a sentence on this machine."""

import sys
import threading
import time
from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from mdt_alpr.adapters.voice.pyttsx3_voice import Pyttsx3Voice
from mdt_alpr.adapters.voice.qt_tones import QtTones

_BOTH = 2
_WITHIN_S, _LOOK_EVERY_S = 10.0, 0.02


def tried_voice() -> tuple[str, ...]:
    """Play both; return why one could not be played. Whether it was heard, a person must say."""
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    troubles: dict[str, str] = {}
    waits = threading.Event()

    def note(kind: str) -> Callable[[str], None]:
        return lambda why: troubles.__setitem__(kind, why)

    voice = Pyttsx3Voice(QtTones(note("tone")), note("speech"))
    try:
        voice.test()
        ends = time.monotonic() + _WITHIN_S
        while len(troubles) < _BOTH and time.monotonic() < ends:
            application.processEvents()
            waits.wait(_LOOK_EVERY_S)
    finally:
        voice.close()
    silent = ("Neither tone nor speech ended in time.",) if len(troubles) < _BOTH else ()
    return tuple(why for why in troubles.values() if why) or silent
