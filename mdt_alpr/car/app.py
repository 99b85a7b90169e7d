"""The car in a window: presenters between the car's threads and the views."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication  # noqa: TID251 - the composition root makes it

from mdt_alpr import __version__
from mdt_alpr.car.camera_look import camera_pages
from mdt_alpr.car.machine_voice import machine_voice
from mdt_alpr.car.running_doctor import RunningDoctor
from mdt_alpr.car.settings import EVERY_CARS_OWN, CarSettings
from mdt_alpr.car.wiring import Outside, make_car
from mdt_alpr.domain.equipment.doctor import DoctorLine
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hit.alerting import WindowAlert, tones_from
from mdt_alpr.domain.hotlist.hotlist import Priority
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.machine.clock import Clock
from mdt_alpr.machine.program_files import checked_program
from mdt_alpr.patrol.events import VoiceTried
from mdt_alpr.patrol.ports import Voice
from mdt_alpr.ui.entries.presenters.entries import EntriesPresenter
from mdt_alpr.ui.entries.presenters.holds import HoldPresenter
from mdt_alpr.ui.entries.presenters.incidents import IncidentPresenter
from mdt_alpr.ui.entries.presenters.past_reads import PastReadsPresenter
from mdt_alpr.ui.hit.models.hit_view import HitView, Spoken
from mdt_alpr.ui.hit.presenters.hit_presenter import HitPresenter
from mdt_alpr.ui.hit.presenters.hit_speech import FloodFilter
from mdt_alpr.ui.hit.presenters.questions import CLOSING, end_of_shift
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.running import run_until_closed
from mdt_alpr.ui.kit.scale import (
    FACTOR_VARIABLE,
    as_far_as_it_fits,
    asked_factor,
    factor,
    in_words_of_qt,
    panel_now,
    primary_panel,
)
from mdt_alpr.ui.kit.theme import STARTED_AS, load_fonts
from mdt_alpr.ui.kit.words import engines_in_use, guide_of
from mdt_alpr.ui.shell.bridge import EventBridge
from mdt_alpr.ui.shell.presenters.car import CarFacts, CarPresenter
from mdt_alpr.ui.shell.presenters.crew import CrewPresenter
from mdt_alpr.ui.shell.presenters.doctor import DoctorPresenter
from mdt_alpr.ui.shell.presenters.drills import DrillPresenter
from mdt_alpr.ui.shell.presenters.losses import LossPresenter
from mdt_alpr.ui.shell.presenters.patrol import PatrolPresenter
from mdt_alpr.ui.shell.presenters.shift import ShiftPresenter
from mdt_alpr.ui.shell.presenters.weather import WeatherPresenter
from mdt_alpr.ui.shell.presenters.why import WhyPresenter
from mdt_alpr.ui.shell.views.on_screen import bring
from mdt_alpr.ui.shell.views.window import CarWindow


def application_for(settings: CarSettings) -> QApplication:
    """Return the Qt application, scaled to the panel; one that runs already stays as it is.

    Raises:
        OutsideError: there is no screen.
    """
    if isinstance(running := QApplication.instance(), QApplication):
        return running
    if sys.platform == "linux" and not _has_screen():
        message = "No screen was found. Start from a desktop, or use --headless or --offscreen."
        raise OutsideError(message)
    # QtMultimedia lists every codec library that a car does not have; what matters is shown.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")
    asked = asked_factor()
    panel = primary_panel(framed=not settings.fullscreen)
    if asked is None:
        scale = factor(
            panel,
            diagonal_in=settings.panel_diagonal,
            may_shrink=settings.training or not settings.fullscreen,
        )
    else:
        scale = as_far_as_it_fits(panel, asked)
    os.environ[FACTOR_VARIABLE] = in_words_of_qt(scale, panel)
    return QApplication(STARTED_AS)


def _has_screen() -> bool:
    """Tell whether Qt can open a window; without one it would end the process."""
    return any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")))


_TICK_MS = 250


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What the window needs beside the car; ``accounts`` are shown in training only.

    ``voice`` makes what speaks, else the machine's. ``drill`` opens the practice of roll-call
    over the window and returns what keeps it; without it none is offered.
    """

    settings: CarSettings
    clock: Clock
    accounts: tuple[tuple[str, str], ...] = ()
    voice: Callable[[EventBridge], Voice] | None = None
    drill: Callable[["CarApp"], QObject] | None = None

    def make_voice(self, bridge: EventBridge) -> Voice:
        """Return what speaks."""
        return (self.voice or partial(machine_voice, volume=self.settings.volume))(bridge)


class CarApp(QObject):
    """Owns window, presenters and voice; lives on the screen's thread."""

    def __init__(self, parts: WindowParts, outside: Outside) -> None:
        super().__init__()
        self.bridge = EventBridge()
        self.car = make_car(parts.settings, outside, self.bridge.publish)
        self._voice = parts.make_voice(self.bridge)
        self._drill_of = parts.drill
        self._drill: QObject | None = None
        self._settings = settings = parts.settings
        engines = engines_in_use(settings.detector, settings.reader, settings.second_reader)
        facts = CarFacts(
            settings.unit,
            __version__,
            engines,
            settings.training,
            parts.accounts,
            offers_drill=parts.drill is not None,
            weakened=settings.weakened,
            program=checked_program(),
            changed=tuple(name for name, _ in settings.deviations if name not in EVERY_CARS_OWN),
            key=outside.key,
            trial=settings.trial,
        )
        desk, clock = self.car.desk, parts.clock
        self.patrol = PatrolPresenter(desk, clock, settings.hearing)
        self.state = CarPresenter(desk, clock, facts)
        self.hit = HitPresenter(desk, clock, area_states=settings.area_states)
        self.entries = EntriesPresenter(
            self.car.entries, self.car.plates, clock, area_states=settings.area_states
        )
        self._past = PastReadsPresenter(self.car.past_reads)
        self._holds = HoldPresenter(
            self.car.holds, clock, settings.unit, area_states=settings.area_states
        )
        self._incidents, self._shift = (
            IncidentPresenter(self.car.incidents, clock),
            ShiftPresenter(self.car.incidents, clock),
        )
        self.practice, self._losses = DrillPresenter(self.car.drills), LossPresenter(clock)
        self.crew, self.why = CrewPresenter(self.car.crew, clock), WhyPresenter(clock)
        self.weather, self._panel = WeatherPresenter(self.car.trial), panel_now()
        self._flood = FloodFilter(lambda: self.patrol.is_flood)
        self.window = CarWindow(HitPage())
        self.doctor, self._cameras = (
            DoctorPresenter(self._examined, self._voice.test),
            camera_pages(self.car, settings, clock, self.window.doctor),
        )
        self.window.help.guide.show_guide(guide_of(Role.OFFICER))
        if settings.fullscreen:
            self.window.ask_before_closing(CLOSING)
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def voice(self) -> Voice:
        """Return what speaks."""
        return self._voice

    def start(self) -> None:
        """Show the window, on the whole screen in a car, and start the car."""
        bring(self.window, whole=self._settings.fullscreen)
        self._tick()
        self._timer.start()
        self.car.start()

    def stop(self) -> None:
        """Stop the car's threads and the voice."""
        self._timer.stop()
        self.doctor.close()
        self._cameras.close()
        self.car.stop()
        self._voice.close()

    # ------------------------------------------------------------------------------- slots

    @Slot(object)
    def _say(self, spoken: Spoken) -> None:
        if spoken.tone:
            self._voice.tone(spoken.tone)
        if spoken.text:
            self._voice.say(spoken.text)

    @Slot()
    def _silence(self) -> None:
        self._voice.silence()
        self.patrol.silence()
        self._losses.seen()

    @Slot(str)
    def reject(self, hit_id: str) -> None:
        """Bring a hit before the officer at the question how it ended."""
        self._voice.silence()
        self.hit.reject(hit_id)

    @Slot(str)
    def open(self, hit_id: str) -> None:
        """Bring a hit before the officer."""
        self._voice.silence()
        self.hit.open(hit_id)

    @Slot()
    def _preserve(self) -> None:
        """Go from the hit, which stays open, to form ALPR-1 with what was entered on it."""
        if (hit_id := self.hit.open_hit_id) is not None:
            self._holds.begin_with(hit_id)
            self.window.show_page(self.window.entries)
            self.hit.leave()

    @Slot()
    def _report(self) -> None:
        """Go to the report of an incident."""
        self._incidents.begin()
        self.window.show_page(self.window.entries)

    @Slot(object)
    def _show_hit(self, view: HitView | None) -> None:
        window = self.window
        if view is not None:
            window.show_hit(view)
            if self.state.may_use and window.page is not window.hit:
                window.show_page(window.hit)
        elif window.page is window.hit:
            window.show_page(window.patrol)

    @Slot(object)
    def _note_sound(self, event: object) -> None:
        """Let the car's check know whether an alert can be heard; the voice is not the car's."""
        if isinstance(event, VoiceTried):
            self.car.shift_check.note(event)

    def _examined(self) -> Iterator[DoctorLine]:
        """Examine the car, on the doctor's thread."""
        return RunningDoctor(self.car, self._settings, self._panel).lines()

    @Slot()
    def _tick(self) -> None:
        for presenter in (
            self.patrol, self.state, self.hit, self.entries, self.crew, self.why, self._losses,
        ):  # fmt: skip
            presenter.tick()

    @Slot()
    def _end_shift(self) -> None:
        """End the shift; with hits still open, ask first, and for its person's password."""
        question = end_of_shift(self.patrol.open_hits)
        if question is None:
            self.state.sign_out()
        else:
            self.window.ask(question, self.state.end_shift)

    @Slot()
    def _open_drill(self) -> None:
        """Open the practice; never while somebody is signed in or plates are read (D17)."""
        if self._drill_of is not None and self.state.may_drill:
            self._drill = self._drill_of(self)

    # ------------------------------------------------------------------------------ wiring

    def _connect(self) -> None:
        bridge, window = self.bridge, self.window
        bridge.arrived.connect(self._note_sound)
        for presenter in (
            self.patrol, self.state, self.hit, self.why, self._losses, self.doctor, self._shift,
            self.weather,
        ):  # fmt: skip
            bridge.arrived.connect(presenter.take)
        for watching in (self.patrol, self.state, self._losses):
            bridge.frame_arrived.connect(watching.take_frame)
        self.patrol.frame_changed.connect(window.patrol.live.show_frame)
        self.patrol.live_changed.connect(window.patrol.live.show_state)
        self.patrol.band_changed.connect(window.show_band)
        self.patrol.reel_changed.connect(window.patrol.reel.show_rows)
        self.patrol.hits_changed.connect(window.show_hits)
        self.state.strip_changed.connect(window.show_strip)
        self.state.sign_in_changed.connect(window.sign_in.show_view)
        self.state.status_changed.connect(window.status.show_view)
        self.state.access_changed.connect(self.why.take_access)
        self.state.access_changed.connect(window.show_access)
        self.why.view_changed.connect(window.why.show_view)
        self.state.returned_came.connect(partial(window.show_page, window.status))
        self.state.data_changed.connect(window.show_data)
        self.hit.view_changed.connect(self._show_hit)
        self.hit.spoken.connect(self._flood.take)
        for speaker in (self._flood, self._losses, self.patrol.hearing):
            speaker.spoken.connect(self._say)
        if (attention := self._settings.attention) != WindowAlert.OFF:
            tones = tones_from(Priority(self._settings.attention_from))
            window.front.set_up(tones, flashes=attention == WindowAlert.FLASH)
        self.hit.spoken.connect(window.front.take)
        bridge.arrived.connect(self.practice.take)
        self.practice.asked.connect(partial(window.ask, agreed=self.practice.keep))
        self._connect_entries()
        self._connect_crew()
        self._connect_actions()

    def _connect_entries(self) -> None:
        entries, window = self.entries, self.window
        self.bridge.arrived.connect(entries.take)
        entries.view_changed.connect(window.entries.show_view)
        entries.live_changed.connect(window.sign_in.show_entries)
        entries.spoken.connect(self._say)
        entries.connect_to(window.entries.signals)
        window.patrol.reel.read_pressed.connect(self.patrol.correct)
        self.patrol.misread.connect(entries.correct)
        self.patrol.misread.connect(lambda _: window.press("F9"))
        past = self._past
        for presenter in (past, self._holds, self._incidents, self.crew):
            self.bridge.arrived.connect(presenter.take)
            self.state.access_changed.connect(presenter.take_access)
        past.view_changed.connect(window.entries.show_past)
        past.connect_to(window.entries.past_signals)
        holds = self._holds
        holds.view_changed.connect(window.entries.show_holds)
        holds.connect_to(window.entries.hold_signals)
        window.preserve.connect(holds.begin)
        incidents = self._incidents
        incidents.view_changed.connect(window.entries.show_incident)
        incidents.connect_to(window.entries.incident_signals)
        incidents.asked.connect(partial(window.ask, agreed=incidents.confirm))
        incidents.left.connect(window.entries.left)
        window.report.connect(self._report)
        window.hit.signals.preserve.connect(self._preserve)

    def _connect_crew(self) -> None:
        crew, window, hearing = self.crew, self.window, self.patrol.hearing
        hearing.volume_changed.connect(self._voice.set_volume)
        hearing.asks.connect(window.patrol.show_hearing)
        hearing.answered.connect(self.bridge.publish)
        window.patrol.heard.connect(hearing.press)
        self.weather.view_changed.connect(window.patrol.weather.show_view)
        window.patrol.weather.pressed.connect(self.weather.choose)
        crew.view_changed.connect(window.strip.crew.show_view)
        window.strip.crew.clicked.connect(crew.press)
        window.extra_keys.second_officer.connect(crew.press)
        window.extra_keys.letter.connect(crew.take_letter)

    def _connect_actions(self) -> None:
        window = self.window
        self.hit.connect_to(window.hit.signals)
        window.open_hit.connect(self.open)
        window.reject_hit.connect(self.reject)
        window.silence.connect(self._silence)
        window.list_opened.connect(self.patrol.hold_list)
        window.list_left.connect(self.patrol.release_list)
        window.shift_opened.connect(self._shift.begin)
        window.shift_left.connect(self._shift.leave)
        self._shift.view_changed.connect(window.shift.show_view)
        window.leave_hit.connect(self.hit.leave)
        window.lock.connect(self.state.lock)
        window.used.connect(self.state.used)
        window.sign_in.sign_in_pressed.connect(self.state.sign_in)
        window.sign_in.change_pressed.connect(self.state.change_password)
        window.sign_in.code_pressed.connect(self.state.give_code)
        window.sign_in.codes_kept.connect(self.state.recovery_codes_kept)
        window.sign_in.key_canceled.connect(self.state.cancel_key)
        window.sign_in.sign_out_pressed.connect(self._end_shift)
        window.sign_in.drill_pressed.connect(self._open_drill)
        window.examine.connect(self.doctor.begin)
        window.doctor.sound_pressed.connect(self.doctor.test_sound)
        self.doctor.view_changed.connect(window.doctor.show_view)


def run_window(
    parts: WindowParts, outside: Outside, script: Callable[[CarApp], QObject] | None = None
) -> int:
    """Show the car's window until it is closed; ``script`` makes an object that works in it.

    Raises:
        OutsideError: no screen, a font is missing, or the store cannot be opened.
    """
    application = application_for(parts.settings)
    load_fonts()
    car_app = CarApp(parts, outside)
    working = script(car_app) if script is not None else None
    car_app.start()
    try:
        return run_until_closed(application)
    finally:
        del working
        car_app.stop()
