"""Sets a car up at its first start: name, camera, receiver, sound, screen, enrollment (ACC-15)."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from queue import SimpleQueue
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.equipment.doctor import NAMES, DoctorLine, sound_line
from mdt_alpr.domain.equipment.self_check import CheckPart
from mdt_alpr.domain.errors import MdtAlprError, OutsideError
from mdt_alpr.patrol.events import Event, Sound, VoiceTried
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.ui.shell.models.patrol import LiveFrame
from mdt_alpr.ui.shell.models.set_up import SetUpField, SetUpForm, SetUpView
from mdt_alpr.ui.shell.presenters.doctor import doctor_rows

_CAMERA, _GPS, _SOUND = (
    NAMES[part] for part in (CheckPart.CAMERA, CheckPart.POSITION, CheckPart.SOUND)
)
_SCREEN, _KEYRING = "screen", "keyring"
_UNKNOWN = {
    _KEYRING: "Asking it to keep a key.",
    _CAMERA: "Looking for cameras.",
    _GPS: "Looking for receivers.",
    _SOUND: "Not tested. Press Test sound.",
    _SCREEN: "",
}
_OPENS = DoctorLine(_CAMERA, ok=True, words="Opening the camera.", known=False)
_GIVES = DoctorLine(_CAMERA, ok=True, words="It gives pictures.")
_ENDS_WITHIN_S = 10.0


class EntryError(OutsideError):
    """What was entered in a field is not right."""

    def __init__(self, sentence: str, field: SetUpField) -> None:
        super().__init__(sentence)
        self.field = field


class SetUpDesk(Protocol):
    """What sets this computer up; only ``given`` and ``screen_line`` return at once."""

    def given(self) -> SetUpForm:
        """Return what the settings say already, as after a restart in the middle."""
        ...

    def keyring_line(self) -> DoctorLine:
        """Return whether this computer keeps the car's keys; nothing else can be done before."""
        ...

    def sources(self) -> tuple[str, ...]:
        """Return the cameras of this computer."""
        ...

    def play(self, source: str, show: Callable[[Frame], bool]) -> None:
        """Give a camera's frames to ``show`` until that returns False.

        Raises:
            OutsideError: it gives none, or no more.
        """
        ...

    def positions(self) -> tuple[str, ...]:
        """Return where receivers may be."""
        ...

    def receiver_line(self, position: str) -> DoctorLine:
        """Return what is found at the receiver's port."""
        ...

    def screen_line(self, diagonal: str) -> DoctorLine:
        """Return whether the screen is large enough."""
        ...

    def finish(self, form: SetUpForm) -> str:
        """Write the settings, enroll this car, and return its name; once only.

        Raises:
            EntryError: what was entered is not right, or headquarters refuses it.
            OutsideError: something else failed.
        """
        ...


class SetUpPresenter(QObject):
    """Shows what is found while it is found; the screen waits for none of it.

    Signals:
        view_changed: the page (``SetUpView``).
        frame_changed: the chosen camera's picture (``LiveFrame``).
        picture_lost: the chosen camera gives none.
        finished: the car is enrolled, and has this name.
    """

    view_changed = Signal(object)
    frame_changed = Signal(object)
    picture_lost = Signal()
    finished = Signal(str)
    _done = Signal(object)
    _frame = Signal(object)

    def __init__(self, desk: SetUpDesk, test_sound: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._test_sound = desk, test_sound
        self._lines = {name: _not_known(name, words) for name, words in _UNKNOWN.items()}
        self._sources: tuple[str, ...] = ()
        self._positions: tuple[str, ...] = ()
        self._tested: dict[Sound, str] = {}
        self._problem, self._busy, self._device = "", False, ""
        self._wrong: SetUpField | None = None
        self._chosen: SimpleQueue[str | None] = SimpleQueue()
        self._asked_position, self._asking = "", threading.Lock()
        self._frame_waits = threading.Event()
        self._closed = threading.Event()
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="set up")
        self._camera = threading.Thread(target=self._watch, name="camera", daemon=True)
        self._done.connect(self._do)
        self._frame.connect(self._show_frame)

    def begin(self) -> None:
        """Ask the keyring first; look for cameras and receivers."""
        given = self._desk.given()
        self._ask(self._desk.keyring_line, self._found_keyring)
        self.choose_camera(given.source)
        self._camera.start()
        self._ask(self._desk.positions, self._found_positions)
        self.choose_receiver(given.position)
        self.measure(given.diagonal)

    @Slot(str)
    def choose_camera(self, source: str) -> None:
        """Show another camera's picture."""
        self._chosen.put(source)

    @Slot(str)
    def choose_receiver(self, position: str) -> None:
        """Ask another receiver; the answer to an earlier choice counts no more."""
        self._asked_position = position
        self._say(_not_known(_GPS, "Asking the receiver." if position else ""))
        self._ask(lambda: self._receiver_line(position), self._found_receiver)

    @Slot(str)
    def measure(self, diagonal: str) -> None:
        """Judge the screen by the diagonal that was measured."""
        self._say(self._desk.screen_line(diagonal))

    @Slot()
    def test_sound(self) -> None:
        """Play a tone and a sentence."""
        self._tested = {}
        words = "A tone and a sentence are played now. Listen."
        self._say(_not_known(_SOUND, words))
        self._test_sound()

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle how the test of a sound ended."""
        if isinstance(event, VoiceTried):
            self._tested[event.sound] = event.why
            if self._tested.keys() >= {Sound.TONES, Sound.SPEECH}:
                self._say(sound_line(tuple(why for why in self._tested.values() if why)))

    @Slot(object)
    def finish(self, form: SetUpForm) -> None:
        """Write and enroll; a second press while that is done changes nothing."""
        if not self._busy:
            self._busy, self._problem, self._wrong = True, "", None
            self._show()
            self._ask(lambda: self._finished(form), self._end)

    def close(self) -> None:
        self._closed.set()
        self._chosen.put(None)
        if self._camera.is_alive():
            self._camera.join(_ENDS_WITHIN_S)
        self._pool.shutdown(wait=True, cancel_futures=True)

    # ------------------------------------------------------------------ on other threads

    def _watch(self) -> None:
        """Look for cameras, then play the one that is chosen last; on the camera's thread."""
        sources = self._desk.sources()
        self._done.emit(lambda: self._found_sources(sources))
        while (source := self._chosen.get()) is not None:
            if self._chosen.empty() and source:
                self._play(source)

    def _play(self, source: str) -> None:
        def show(frame: Frame) -> bool:
            if not self._frame_waits.is_set():
                self._frame_waits.set()
                self._frame.emit(frame)
                self._done.emit(lambda: self._say(_GIVES))
            return self._chosen.empty()

        self._done.emit(lambda: self._say(_OPENS))
        try:
            self._desk.play(source, show)
        except MdtAlprError as error:
            lost = DoctorLine(_CAMERA, ok=False, words=str(error))
            self._done.emit(lambda: self._lose(lost))

    def _receiver_line(self, position: str) -> DoctorLine | None:
        """Ask one receiver at a time; None where another one was chosen meanwhile."""
        with self._asking:
            if position != self._asked_position:
                return None
            line = self._desk.receiver_line(position)
        return line if position == self._asked_position else None

    def _finished(self, form: SetUpForm) -> tuple[str, str, SetUpField | None]:
        try:
            return self._desk.finish(form), "", None
        except EntryError as error:
            return "", str(error), error.field
        except MdtAlprError as error:
            return "", str(error), None

    def _ask(self, call: Callable[[], object], then: Callable[..., None]) -> None:
        def run() -> None:
            answer = call()
            if not self._closed.is_set():
                self._done.emit(lambda: then(answer))

        self._pool.submit(run)

    # ------------------------------------------------------------------ on the screen's

    @Slot(object)
    def _do(self, act: Callable[[], None]) -> None:
        act()

    @Slot(object)
    def _show_frame(self, frame: Frame) -> None:
        self._frame_waits.clear()
        pixels = memoryview(frame.pixels)
        self.frame_changed.emit(LiveFrame(pixels, frame.width, frame.height, (), frame.camera))

    def _found_sources(self, sources: tuple[str, ...]) -> None:
        self._sources = sources
        if not sources:
            words = "No USB camera was found. Check its cable, or enter an rtsp:// address."
            self._lines[_CAMERA] = DoctorLine(_CAMERA, ok=False, words=words)
        self._show()

    def _found_keyring(self, line: DoctorLine) -> None:
        if not line.ok:
            self._problem = line.words
            line = replace(line, words="It keeps no key. What to do is on the left.")
        self._lines[_KEYRING] = line
        self._show()

    def _found_positions(self, positions: tuple[str, ...]) -> None:
        self._positions = positions
        self._show()

    def _found_receiver(self, line: DoctorLine | None) -> None:
        if line is not None:
            self._say(line)

    def _lose(self, line: DoctorLine) -> None:
        self.picture_lost.emit()
        self._say(line)

    def _end(self, result: tuple[str, str, SetUpField | None]) -> None:
        self._device, self._problem, self._wrong = result
        self._busy = bool(self._device)  # once it is enrolled, nothing more is to be pressed
        self._show()
        if self._device:
            self.finished.emit(self._device)

    def _say(self, line: DoctorLine) -> None:
        if self._lines[line.name] != line:
            self._lines[line.name] = line
            self._show()

    def _show(self) -> None:
        rows = doctor_rows(tuple(self._lines.values()))
        self.view_changed.emit(
            SetUpView(
                rows, self._sources, self._positions, self._problem, self._wrong, self._busy,
                self._device,
            )
        )  # fmt: skip


def _not_known(name: str, words: str) -> DoctorLine:
    return DoctorLine(name, ok=True, words=words, known=False)
