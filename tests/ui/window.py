"""The car's window with its real presenters; events go in, taps and keys too."""

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.patrol.desk import KeyUse
from mdt_alpr.patrol.events import (
    CameraChanged,
    Event,
    FrameSeen,
    Health,
    LinkChanged,
    ListChanged,
    ReadMade,
    SeenPlate,
    SignedIn,
)
from mdt_alpr.patrol.ports import Frame, SecurityKey
from mdt_alpr.ui.entries.presenters.entries import EntriesPresenter
from mdt_alpr.ui.entries.presenters.holds import HoldPresenter
from mdt_alpr.ui.entries.presenters.incidents import IncidentPresenter
from mdt_alpr.ui.entries.presenters.past_reads import PastReadsPresenter
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.models.choice import QuestionView
from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.ui.shell.presenters.car import CarFacts, CarPresenter
from mdt_alpr.ui.shell.presenters.patrol import PatrolPresenter
from mdt_alpr.ui.shell.presenters.shift import ShiftPresenter
from mdt_alpr.ui.shell.presenters.why import WhyPresenter
from mdt_alpr.ui.shell.views.page_guard import monotonic_ms
from mdt_alpr.ui.shell.views.window import CarWindow
from tests.builders import NOW, SetClock, a_hit, a_read, an_entry
from tests.ui.fake_desk import FakeDesk
from tests.ui.fake_entries_desk import FakeEntriesDesk, FakePlatesDesk
from tests.ui.fake_holds_desk import FakeHoldsDesk
from tests.ui.fake_incidents_desk import FakeIncidentsDesk
from tests.ui.fake_past_reads_desk import FakePastReadsDesk
from tests.ui.screen import settle

ACCOUNTS = (("officer-1", "made-up"),)
WIDTH, HEIGHT = 64, 36


class QuietDesk(FakeDesk):
    """A desk at which somebody can sign in and out."""

    def sign_in(self, person_id: str, password: str, code: str = "") -> None:
        self.asked.append(f"sign_in {person_id} {password} {code}".rstrip())

    def change_password(
        self, person_id: str, password: str, new_password: str, code: str = ""
    ) -> None:
        words = f"change_password {person_id} {password} {new_password} {code}"
        self.asked.append(words.rstrip())

    def offer_factor(self, person_id: str, password: str, code: str = "") -> None:
        self.asked.append(f"offer_factor {person_id} {password} {code}".rstrip())

    def confirm_factor(self, person_id: str, password: str, code: str) -> None:
        self.asked.append(f"confirm_factor {person_id} {password} {code}")

    def use_key(self, use: KeyUse, then: Callable[[str], None]) -> None:
        self.asked.append(f"use_key {use.person_id} {use.pin} {use.question}".rstrip())
        self.answered = then

    def cancel_key(self) -> None:
        self.asked.append("cancel_key")

    def sign_out(self) -> None:
        self.asked.append("sign_out")


class Patrol:
    """A car on patrol: ``happen`` lets events happen, the window shows them."""

    def __init__(
        self, qtbot: QtBot, *, training: bool = False, key: SecurityKey | None = None
    ) -> None:
        load_fonts()
        self.clock = SetClock()
        self.desk = QuietDesk(self.clock)
        self.patrol = PatrolPresenter(self.desk, self.clock)
        facts = CarFacts("Unit 214", "0.1", "own", training, ACCOUNTS, key=key)
        self.car = CarPresenter(self.desk, self.clock, facts)
        self.entries_desk, self.plates_desk = FakeEntriesDesk(self.clock), FakePlatesDesk()
        self.entries = EntriesPresenter(self.entries_desk, self.plates_desk, self.clock, zone=UTC)
        self.past_desk = FakePastReadsDesk()
        self.past = PastReadsPresenter(self.past_desk, UTC)
        self.holds_desk = FakeHoldsDesk(self.clock)
        self.holds = HoldPresenter(self.holds_desk, self.clock, "Unit 214", zone=UTC)
        self.incidents_desk = FakeIncidentsDesk(self.clock)
        self.incidents = IncidentPresenter(self.incidents_desk, self.clock, zone=UTC)
        self.why = WhyPresenter(self.clock)
        self.shift = ShiftPresenter(self.incidents_desk, self.clock)
        self.desk.publish = self.entries_desk.publish = self.past_desk.publish = self.happen
        self.holds_desk.publish = self.incidents_desk.publish = self.happen
        self.window = CarWindow(HitPage(), self.milliseconds)
        qtbot.addWidget(self.window)
        self.qtbot = qtbot
        self._connect()
        self.window.show()
        self.tick()

    def milliseconds(self) -> float:
        """Return what the window's guard counts by."""
        return monotonic_ms()

    def sign_in(self) -> None:
        """Sign in, let the camera run."""
        session = Session("officer-1", "Ofc. R. Alvarez", Role.OFFICER, NOW, "token")
        self.happen(SignedIn(session), LinkChanged(Health.OK, ""))
        self.happen(ListChanged(7, NOW - timedelta(hours=3), 1200))
        self.happen(CameraChanged("Camera 1", Health.OK, "", self.clock.now()))
        self.see()
        self.calm()

    def happen(self, *events: Event) -> None:
        """Let events happen."""
        for event in events:
            self.patrol.take(event)
            self.car.take(event)
            self.entries.take(event)
            self.past.take(event)
            self.holds.take(event)
            self.incidents.take(event)
            self.why.take(event)
            self.shift.take(event)
        settle()

    def tick(self) -> None:
        """Let the second pass on the screen."""
        self.patrol.tick()
        self.car.tick()
        self.entries.tick()
        self.why.tick()
        settle()

    def see(self, *plates: SeenPlate) -> None:
        """Let a frame come."""
        pixels = bytearray(3 * WIDTH * HEIGHT)
        frame = Frame(pixels, self.clock.now(), 1, WIDTH, HEIGHT, "Camera 1")
        seen = FrameSeen(frame, plates)
        self.patrol.take_frame(seen)
        self.car.take_frame(seen)
        self.tick()

    def read(self, text: str = "KLM4471", *, held: bool = False, **fields: Any) -> Read:
        """Let a plate be read."""
        read = a_read(text, captured_at=self.clock.now(), **fields)
        self.happen(ReadMade(read, held=held, latency_ms=400))
        return read

    def hit(self, text: str = "EXN2894", category: str = "V", **fields: Any) -> Hit:
        """Let a held read raise a hit."""
        read = self.read(text, held=True)
        given = {"raised_at": self.clock.now(), "hit_id": f"hit-{text}", **fields}
        hit = self.desk.raise_hit(a_hit(read, an_entry(text, category=category), **given))
        settle()
        return hit

    def calm(self) -> None:
        """Let taps count again."""
        self.window.guard.guard(0)

    def tap(self, button: QAbstractButton) -> None:
        """Tap a button that stands there."""
        assert button.isVisible()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()

    def shows(self, page: QWidget | None) -> bool:
        """Tell whether a page is in front."""
        return self.window.page is page

    def key(self, key: Qt.Key, on: QWidget | None = None) -> None:
        """Press a key, once what stands there takes it."""
        self.calm()
        QTest.keyClick(on or self.window, key)
        settle()

    def _connect_holds(self) -> None:
        window = self.window
        self.car.access_changed.connect(self.holds.take_access)
        self.holds.view_changed.connect(window.entries.show_holds)
        self.holds.connect_to(window.entries.hold_signals)
        window.preserve.connect(self.holds.begin)
        self._connect_incidents()

    def _connect_incidents(self) -> None:
        window, incidents = self.window, self.incidents
        self.car.access_changed.connect(incidents.take_access)
        incidents.view_changed.connect(window.entries.show_incident)
        incidents.connect_to(window.entries.incident_signals)
        incidents.asked.connect(self._ask_report)
        incidents.left.connect(window.entries.left)
        window.report.connect(self._report)
        window.shift_opened.connect(self.shift.begin)
        window.shift_left.connect(self.shift.leave)
        self.shift.view_changed.connect(window.shift.show_view)

    def _report(self) -> None:
        self.incidents.begin()
        self.window.show_page(self.window.entries)

    def _ask_report(self, question: QuestionView) -> None:
        self.window.ask(question, self.incidents.confirm)

    def _connect(self) -> None:
        window, patrol, car = self.window, self.patrol, self.car
        patrol.frame_changed.connect(window.patrol.live.show_frame)
        patrol.live_changed.connect(window.patrol.live.show_state)
        patrol.band_changed.connect(window.show_band)
        patrol.reel_changed.connect(window.patrol.reel.show_rows)
        patrol.hits_changed.connect(window.show_hits)
        car.strip_changed.connect(window.show_strip)
        car.sign_in_changed.connect(window.sign_in.show_view)
        car.status_changed.connect(window.status.show_view)
        car.access_changed.connect(self.why.take_access)
        car.access_changed.connect(window.show_access)
        self.why.view_changed.connect(window.why.show_view)
        car.data_changed.connect(window.show_data)
        self.entries.view_changed.connect(window.entries.show_view)
        self.entries.live_changed.connect(window.sign_in.show_entries)
        self.entries.connect_to(window.entries.signals)
        car.access_changed.connect(self.past.take_access)
        self.past.view_changed.connect(window.entries.show_past)
        self.past.connect_to(window.entries.past_signals)
        self._connect_holds()
        window.list_opened.connect(patrol.hold_list)
        window.list_left.connect(patrol.release_list)
        window.silence.connect(patrol.silence)
        window.lock.connect(car.lock)
        window.used.connect(car.used)
        window.sign_in.sign_in_pressed.connect(car.sign_in)
        window.sign_in.code_pressed.connect(car.give_code)
        window.sign_in.codes_kept.connect(car.recovery_codes_kept)
        window.sign_in.key_canceled.connect(car.cancel_key)
        window.sign_in.sign_out_pressed.connect(car.sign_out)
