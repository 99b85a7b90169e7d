"""What doctor finds while the program runs, line by line (MNT-03)."""

import threading
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.equipment.doctor import NAMES, DoctorLine, sound_line
from mdt_alpr.domain.equipment.self_check import CheckPart
from mdt_alpr.patrol.events import Event, Sound, VoiceTried
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.shell.models.pages import DoctorRow, DoctorView

_ENDS_WITHIN_S = 5.0
_SOUND = NAMES[CheckPart.SOUND]
_PLAYING = DoctorLine(
    _SOUND, ok=True, words="A tone and a sentence are played now. Listen.", known=False
)
Examine = Callable[[], Iterator[DoctorLine]]


class DoctorPresenter(QObject):
    """Has a machine examined on a thread of its own, one examination at a time.

    Signals:
        view_changed: the page (``DoctorView``).
    """

    view_changed = Signal(object)
    _came = Signal(object)
    _ended = Signal()

    def __init__(self, examine: Examine, test_sound: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._examine, self._test_sound = examine, test_sound
        self._lines: dict[str, DoctorLine] = {}
        self._tested: dict[Sound, str] | None = None
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        self._came.connect(self._note)
        self._ended.connect(self._end)

    @Slot()
    def begin(self) -> None:
        """Examine the machine, from the first line on; nothing while that is being done."""
        if self._thread is None and not self._closed.is_set():
            self._lines, self._tested = {}, None
            self._thread = threading.Thread(target=self._run, name="doctor", daemon=True)
            self._thread.start()
            self._show()

    @Slot()
    def test_sound(self) -> None:
        """Play a tone and a sentence; what came of it arrives as events."""
        if self._test_sound is not None:
            self._tested = {}
            self._lines[_SOUND] = _PLAYING
            self._test_sound()
            self._show()

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle an event of the car: how the test of a sound ended."""
        if isinstance(event, VoiceTried) and self._tested is not None:
            self._tested[event.sound] = event.why
            if self._tested.keys() >= {Sound.TONES, Sound.SPEECH}:
                silent = tuple(why for why in self._tested.values() if why)
                self._lines[_SOUND] = sound_line(silent)
                self._show()

    def close(self) -> None:
        """Let the thread end after the line at which it is."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join(_ENDS_WITHIN_S)

    def _run(self) -> None:
        """Run on the doctor's thread."""
        lines = self._examine()
        for line in lines:
            if self._closed.is_set():
                break
            self._came.emit(line)
        self._ended.emit()

    @Slot(object)
    def _note(self, line: DoctorLine) -> None:
        if line.name != _SOUND or self._tested is None:  # a test that was just made is newer
            self._lines[line.name] = line
        self._show()

    @Slot()
    def _end(self) -> None:
        self._thread = None
        self._show()

    def _show(self) -> None:
        lines, busy = tuple(self._lines.values()), self._thread is not None
        self.view_changed.emit(
            doctor_view(lines, busy=busy, tests_sound=self._test_sound is not None)
        )


def doctor_view(lines: tuple[DoctorLine, ...], *, busy: bool, tests_sound: bool) -> DoctorView:
    """Return the page of what was found so far."""
    wrong, number = sum(not line.ok for line in lines), len(lines)
    summary = f"{wrong} of {number} need attention." if wrong else f"All {number} are well."
    if busy:
        summary = f"Checking: {number} done, {wrong} need attention."
    else:  # what is to be done comes first, and on the first page
        lines = tuple(sorted(lines, key=lambda line: (line.ok, line.known)))
    return DoctorView(summary, doctor_rows(lines), busy, tests_sound)


def doctor_rows(lines: tuple[DoctorLine, ...]) -> tuple[DoctorRow, ...]:
    """Return the rows of lines."""
    return tuple(DoctorRow(_mark(line), _title(line.name), line.words) for line in lines)


def _mark(line: DoctorLine) -> Mark:
    if not line.ok:
        return Mark.CROSS
    return Mark.TICK if line.known else Mark.RING


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]
