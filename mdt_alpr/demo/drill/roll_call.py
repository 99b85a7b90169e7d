"""Practice at roll-call: seeded hits on the real pages, in a car of its own (D17, TRN-04).

The practice has its own store in a temporary folder under a key that is forgotten, its own
stand-in headquarters, and a voice that says "Drill" first. It never begins on patrol. What is left
is its result, by traps, for the person who then signs in and keeps it.
"""

import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from mdt_alpr.adapters.pictures import JpegPictures
from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.car.app import CarApp, WindowParts
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.watch import Engines
from mdt_alpr.car.wiring import Outside
from mdt_alpr.demo.drill.situations import (
    JudgedHit,
    Situation,
    before_a_shift,
    drill_result,
    in_order,
    judged,
    not_done,
    result_json,
    result_view,
)
from mdt_alpr.demo.drill.stand_ins import BorrowedVoice, DrillLink, DrillNotices, DrillVoice
from mdt_alpr.demo.drill.step_times import StepTimes, times_words
from mdt_alpr.demo.drill.street import DrillCamera, DrillDetector, DrillReader
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.trial import Mode
from mdt_alpr.domain.identity import new_id
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import Event, HitChanged, HitRaised, SignedIn, StepRefused
from mdt_alpr.patrol.ports import Voice
from mdt_alpr.patrol.recognition import Recognition, RecognitionParts
from mdt_alpr.ui.kit.words import local_time
from mdt_alpr.ui.shell.bridge import EventBridge
from mdt_alpr.ui.shell.presenters.drills import Practice
from mdt_alpr.ui.shell.views.drill_window import DrillWindow
from mdt_alpr.ui.shell.views.on_screen import bring

UNIT = "DRILL"
_SIGN_IN = "To keep this result, sign in to this car as {} next."
_BETWEEN_MS = 1600
"""The road is empty for so long that the next vehicle counts as another."""
_PASSES_ON_MS = 3500
"""After this time the vehicle of a hit that is passed on is in front of the camera."""
_LOOKS_AGAIN_MS = 250


@dataclass(frozen=True, slots=True)
class RollCallParts:
    """What a practice needs; ``settings`` are the car's, of which only the screen's are used.

    ``voice`` makes what speaks; ``situations`` come in their order. ``keeps``: the result may be
    kept in the car, by who signs in.
    """

    settings: CarSettings
    clock: Clock
    situations: tuple[Situation, ...]
    voice: Callable[[EventBridge], Voice]
    between_ms: int = _BETWEEN_MS
    passes_on_ms: int = _PASSES_ON_MS
    keeps: bool = False


class RollCall(QObject):
    """From the first page to the last; ``result`` is None until it was played.

    Signals:
        ended: the person is done with it; nothing of it is left.
        finished: it was played (``Practice``).
    """

    ended = Signal()
    finished = Signal(object)

    def __init__(self, parts: RollCallParts) -> None:
        super().__init__()
        self._parts = parts
        self.pages = DrillWindow(keeps=parts.keeps)
        self.app: CarApp | None = None
        self.result: dict[str, object] | None = None
        self._camera, self._notices = DrillCamera(parts.clock), DrillNotices(parts.clock)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._person = ""
        self._left = list(parts.situations)
        self._present: Situation | None = None
        self._hit_id = ""
        self._done: list[JudgedHit] = []
        self._times: StepTimes | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(parts.between_ms)
        self._pause.timeout.connect(self._next)
        self.pages.start.begun.connect(self.begin)
        self.pages.start.left.connect(self.pages.close)
        self.pages.result.left.connect(self.pages.close)
        self.pages.closed.connect(self._end)

    def show(self) -> None:
        """Show the first page."""
        self._bring(self.pages)

    @Slot(str)
    def begin(self, person: str) -> None:
        """Begin with the first hit."""
        self._person = person
        self._folder = tempfile.TemporaryDirectory(prefix="mdt-alpr-roll-call-")
        settings = replace(
            self._parts.settings,
            unit=UNIT,
            device="drill",
            hq_url="",
            data=Path(self._folder.name),
            detector="drill",
            reader="drill",
            second_reader="",
            position="",
            training=True,
            mode=Mode.SERVICE,
        )
        window_parts = WindowParts(
            settings, self._parts.clock, ((person, "drill"),), voice=self._voice
        )
        self.app = CarApp(window_parts, self._outside())
        self.app.bridge.arrived.connect(self._take)
        self._times = StepTimes(self.app.window)
        if (application := QCoreApplication.instance()) is not None:
            application.installEventFilter(self._times)
        self.app.window.closed.connect(self._leave)
        self.app.window.use_palette(self.pages.colors)
        self.app.start()
        self.pages.hide()
        self.app.car.desk.sign_in(person, "")

    # ------------------------------------------------------------------------------ events

    @Slot(object)
    def _take(self, event: Event) -> None:
        if isinstance(event, SignedIn) and self._present is None and not self._done:
            self._pause.start()
        elif isinstance(event, HitRaised):
            self._hit_id = event.hit.hit_id
            self._timed(event.hit)
        elif isinstance(event, StepRefused) and self._times is not None:
            self._times.refused()
        elif isinstance(event, HitChanged):
            self._timed(event.hit)
            if event.hit.state is HitState.CLOSED:
                self._closed(event.hit)

    def _timed(self, hit: Hit) -> None:
        if self._times is None or hit.hit_id != self._hit_id:
            return
        now = self._parts.clock.now()
        if hit.state is HitState.RAISED:
            self._times.raised(now)
        else:
            self._times.changed(hit.state, now)

    def _closed(self, hit: Hit) -> None:
        if self._present is None or hit.hit_id != self._hit_id:
            return
        self._done.append(judged(self._present, hit))
        self._present = None
        self._camera.show(None)
        self._pause.start()

    @Slot()
    def _next(self) -> None:
        if self._left:
            self._present = self._left.pop(0)
            self._camera.show(self._present)
            if self._present.relayed:
                QTimer.singleShot(self._parts.passes_on_ms, self._pass_on)
        else:
            self._finish()

    @Slot()
    def _pass_on(self) -> None:
        """Let the other unit pass on the hit once its vehicle is in front of the camera."""
        if self._present is None:
            return
        situation, frame, box = self._camera.newest or (None, None, None)
        if frame is None or box is None or situation is not self._present:
            QTimer.singleShot(_LOOKS_AGAIN_MS, self._pass_on)
            return
        pictures = JpegPictures()
        crop, context = pictures.crop(frame, box), pictures.context(frame, box)
        self._notices.pass_on(self._present, box, crop, context)

    @Slot()
    def _leave(self) -> None:
        """End early: what was not done counts as failed."""
        if self.app is not None:
            self._finish()

    def _finish(self) -> None:
        open_now = [self._present] if self._present is not None else []
        self._done += [not_done(situation) for situation in (*open_now, *self._left)]
        self._present, self._left = None, []
        at = self._parts.clock.now()
        self.result = result_json(self._person, at, self._done)
        steps = self._times.done if self._times is not None else []
        keeps = _SIGN_IN.format(self._person) if self._parts.keeps else ""
        foot = " ".join(filter(None, (times_words(steps), keeps)))
        self.pages.show_result(result_view(self._person, local_time(at), self._done, foot))
        drill_id = new_id(at, secrets.token_bytes(10))
        self.finished.emit(Practice(self._person, drill_result(drill_id, at, self._done, steps)))
        if self.app is not None:
            self.pages.use_palette(self.app.window.colors)
        self._bring(self.pages)
        self._stop()

    def _stop(self) -> None:
        """Stop the practice's car and forget its store."""
        self._pause.stop()
        self._times = None
        app, self.app = self.app, None
        if app is not None:
            app.window.hide()
            app.stop()
            app.window.deleteLater()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    @Slot()
    def _end(self) -> None:
        self._stop()
        self.ended.emit()

    # ----------------------------------------------------------------------------- inside

    def _bring(self, window: DrillWindow) -> None:
        bring(window, whole=self._parts.settings.fullscreen)

    def _voice(self, bridge: EventBridge) -> Voice:
        return DrillVoice(self._parts.voice(bridge))

    def _outside(self) -> Outside:
        clock = self._parts.clock
        link = DrillLink(self._parts.situations, clock)
        return Outside(
            self._camera,
            MemoryVault(secrets.token_bytes),
            clock,
            link=link,
            gateway=link,
            notices=self._notices,
            make_recognition=self._engines,
        )

    def _engines(self) -> Engines:
        at = self._camera.at
        return Engines(
            Recognition(
                RecognitionParts(
                    detector=DrillDetector(at),
                    reader=DrillReader(at),
                    second_reader=None,
                    pictures=JpegPictures(),
                    randomness=secrets.token_bytes,
                )
            )
        )


def open_over(app: CarApp, parts: RollCallParts) -> RollCall:
    """Open a practice in the place of a car's window, which comes back when it is over."""
    call = RollCall(replace(parts, voice=lambda _: BorrowedVoice(app.voice), keeps=True))
    call.finished.connect(app.practice.ended)
    call.ended.connect(app.window.show)
    call.pages.use_palette(app.window.colors)
    call.show()
    app.window.hide()
    return call


def roll_call_parts(
    settings: CarSettings, clock: Clock, voice: Callable[[EventBridge], Voice], seed: int
) -> RollCallParts:
    """Return a practice with every situation, before a shift of a trial with a few."""
    situations = before_a_shift(seed) if settings.trial else in_order(seed)
    return RollCallParts(settings, clock, situations, voice)
