"""An officer at the real window of a real car: its store, its threads, its headquarters."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.car.app import CarApp, WindowParts
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.wiring import Outside
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.hits.review import hit_trail
from mdt_alpr.hq.people.sample_agency import OFFICER
from mdt_alpr.lab.screens.hit_sample_pictures import CAROLINA_NORTH, plate_picture, vehicle_picture
from mdt_alpr.patrol.events import DrivingChanged, Event, HitChanged, HitRaised, UnitsChanged
from mdt_alpr.ui.hit.models.hit_view import HitView
from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.wire.review import HitTrailMessage
from tests.builders import NOW, SetClock, a_hit, a_read, an_entry
from tests.hq.senders import PASSWORDS
from tests.journeys.two_cars import everything_is_sent, no_engines
from tests.played_devices import HeardVoice, PlayedCamera
from tests.ui.screen import hurry, settle

SIZE = (1366, 768)
BLACK_SUV = {"color": "BLK", "make": "DODG", "style": "UT"}


def pictures_of(text: str) -> dict[str, Any]:
    """Return drawn pictures of a black vehicle with this plate, as a read holds them."""
    made = {"crop": plate_picture, "context": vehicle_picture}
    return {name: make(text, CAROLINA_NORTH, "#1B1D20") for name, make in made.items()}


class Seat:
    """The window with everything behind it; ``tap`` waits until a button stands there, live."""

    def __init__(
        self,
        qtbot: QtBot,
        folder: Path,
        hq: InProcessHq,
        clock: SetClock,
        *,
        hearing_test: bool = False,
    ) -> None:
        load_fonts()
        self.qtbot, self.clock, self._hq = qtbot, clock, hq
        settings = CarSettings(
            unit="Unit 12", device="unit-12", data=folder / "car", hq_url=hq.base_url,
            fullscreen=False, hearing_test=hearing_test,
        )  # fmt: skip
        outside = Outside(PlayedCamera(), MemoryVault(bytes), clock, make_recognition=no_engines)
        self.heard = HeardVoice()
        parts = WindowParts(settings, clock, voice=lambda _: self.heard)
        self.app = CarApp(parts, outside)
        self.window = self.app.window
        hurry(self.window.guard)
        qtbot.addWidget(self.window)
        self.window.resize(*SIZE)
        self.view: HitView | None = None
        self.hits: dict[str, Hit] = {}
        self.units: tuple[str, ...] = ()
        self.app.bridge.arrived.connect(self._take)
        self.app.hit.view_changed.connect(self._see)
        self.app.start()

    def sign_in(self) -> None:
        """Read the banner, sign in, begin the shift."""
        page = self.window.sign_in
        page.understand.setChecked(True)
        page.form.person.setText(OFFICER)
        page.form.password.setText(PASSWORDS[OFFICER])
        self.until(lambda: page.form.sign_in.isEnabled() and not self.window.guard.is_guarding)
        QTest.mouseClick(page.form.sign_in, Qt.MouseButton.LeftButton)
        self.until(lambda: self.window.page is self.window.patrol)

    def see(self, text: str = "EXN2894", number: int = 1, **entry: Any) -> str:
        """Let a car read a wanted plate and raise its hit; return the hit's id."""
        listed = entry.pop("listed", text)
        raised = {"hit_id": new_id(NOW, b"seat" + f"{number:06}".encode())}
        if (compiled_at := entry.pop("compiled_at", None)) is not None:
            raised["list_compiled_at"] = compiled_at
        read_id = new_id(NOW, b"read" + f"{number:06}".encode())
        given: dict[str, Any] = {
            "read_id": read_id,
            "box": Box(0, 0, 241, 100),
            **pictures_of(text),
        }
        seen = a_read(text, **given)
        hit = a_hit(seen, an_entry(listed, **{**BLACK_SUV, **entry}), **raised)
        self.app.car.desk.sightings.keep_read(seen, held=True, latency_ms=400.0)
        self.app.car.desk.sightings.raise_hit(hit)
        self.until(lambda: hit.hit_id in self.hits)
        return hit.hit_id

    def open(self) -> None:
        """Open the highest hit with F1."""
        self.key(Qt.Key.Key_F1)
        self.until(lambda: self.window.page is self.window.hit)

    def drive(self, mph: float, *, passenger: bool = False) -> None:
        """Let the car move."""
        self.app.bridge.publish(DrivingChanged(Driving(mph, passenger)))
        settle()

    def look(self, seconds: float = 1.0) -> None:
        """Look at what stands there."""
        self.clock.pass_by(seconds=seconds)
        self.app.hit.tick()
        settle()

    def enter(self, text: str = "EXN2894", state: str = "North Carolina") -> None:
        """Look at the picture; tap characters and state."""
        self.until(lambda: self.has("Clear"))
        self.look()
        self.tap("Clear", *text, "Next: state", state)

    def compared(self, text: str = "EXN2894", **entry: Any) -> str:
        """See, open, and enter plate, state and vehicle as the record has them."""
        hit_id = self.see(text, **entry)
        self.open()
        self.enter()
        self.tap("Next: vehicle", "SUV", "Black", "Compare")
        return hit_id

    def hold_stop(self) -> None:
        """Hold the stop button for its time."""
        stop = self.window.hit.result.gate.stop
        self.until(lambda: self.page.gate.stop.live and not self.window.guard.is_guarding)
        QTest.mousePress(stop, Qt.MouseButton.LeftButton)
        self.until(lambda: "Close hit" in self.words())
        QTest.mouseRelease(stop, Qt.MouseButton.LeftButton)

    def tap(self, *words: str) -> None:
        """Tap buttons by their words, one after the other."""
        for word in words:
            self.until(lambda word=word: self._is_ready(word))
            QTest.mouseClick(self._button(word), Qt.MouseButton.LeftButton)
            settle()

    def tap_named(self, name: str) -> None:
        """Tap the button that a screen reader calls so."""
        self.until(lambda: not self.window.guard.is_guarding)
        (found,) = [button for button in self.buttons() if button.accessibleName() == name]
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)
        settle()

    def key(self, key: Qt.Key) -> None:
        """Press a key, once it counts."""
        self.until(lambda: not self.window.guard.is_guarding)
        QTest.keyClick(self.window, key)
        settle()

    def has(self, word: str) -> bool:
        """Tell whether one visible, live button has this word."""
        buttons = [b for b in self.buttons() if b.text().replace("\n", " ") == word]
        return len(buttons) == 1 and buttons[0].isEnabled()

    def _is_ready(self, word: str) -> bool:
        """Tell whether a tap on this word counts now (U18: not for half a second)."""
        return self.has(word) and not self.window.guard.is_guarding

    def buttons(self) -> list[QAbstractButton]:
        """Return every visible button of the page in front."""
        page = self.window.page
        assert page is not None
        return [b for b in page.findChildren(QAbstractButton) if b.isVisible()]

    def words(self) -> list[str]:
        """Return the words of every visible label and button."""
        labels = [part.text() for part in self.window.findChildren(QLabel) if part.isVisible()]
        return labels + [button.text() for button in self.buttons()]

    def reported(self, words: str) -> None:
        """Wait until words stand on the screen."""
        self.until(lambda: words in " | ".join(self.words()))

    @property
    def page(self) -> Any:
        """Return what the hit's page shows."""
        assert self.view is not None
        return self.view.page

    def trail(self, hit_id: str) -> HitTrailMessage:
        """Return what headquarters holds of a hit, once nothing waits in the car."""
        assert everything_is_sent(self.app.car)
        with self._hq.hq.reading() as work:
            return hit_trail(work, hit_id)

    def until(self, is_so: Any) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(is_so)

    def _button(self, word: str) -> QAbstractButton:
        return next(b for b in self.buttons() if b.text().replace("\n", " ") == word)

    def _see(self, view: HitView | None) -> None:
        self.view = view

    def _take(self, event: Event) -> None:
        if isinstance(event, (HitRaised, HitChanged)):
            self.hits[event.hit.hit_id] = event.hit
        elif isinstance(event, UnitsChanged):
            self.units = tuple(unit.device for unit in event.units)
