"""A practice over a car that rests: nothing of it in the live store, and the car comes back."""

import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.adapters.voice.speech import SilentVoice
from mdt_alpr.car.app import CarApp, WindowParts
from mdt_alpr.car.device_key import STORE_FILE
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.wiring import Outside
from mdt_alpr.demo.drill.roll_call import RollCall, RollCallParts, open_over
from mdt_alpr.demo.drill.store_inspector import StoreInspector
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol.events import SignedIn
from mdt_alpr.ui.kit.theme import load_fonts
from tests.car.drill.test_roll_call import PASSED_ON, Officer, words_on
from tests.played_devices import PlayedCamera

KEPT = ("reads", "hits", "pictures", "rejections")
PRACTICE_FOLDER = "mdt-alpr-roll-call-*"


class Live:
    """A real car's window with its store, nobody signed in, and a practice over it."""

    def __init__(self, data: Path) -> None:
        settings, clock = CarSettings(data=data, fullscreen=False), SystemClock()
        vault = MemoryVault(secrets.token_bytes)
        self.opened: list[RollCall] = []
        parts = RollCallParts(settings, clock, (PASSED_ON,), lambda _: SilentVoice())

        def drill(app: CarApp) -> RollCall:
            self.opened.append(open_over(app, parts))
            return self.opened[-1]

        window = WindowParts(settings, clock, voice=lambda _: SilentVoice(), drill=drill)
        self.app = CarApp(window, Outside(PlayedCamera(), vault, clock))
        self.inside = StoreInspector(data / STORE_FILE, vault.key())

    def kept(self) -> tuple[object, ...]:
        """Return what the live store holds of reads and hits, and its audit chain."""
        return *(self.inside.count(what) for what in KEPT), self.inside.events()


@pytest.fixture
def live(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    assert qapp
    load_fonts()
    own = tmp_path / "temporary"  # other tests of the machine practice in the common one
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    found = Live(tmp_path)
    found.app.start()
    yield found
    for practice in found.opened:
        practice.pages.close()
    found.app.stop()


def folders() -> list[Path]:
    return list(Path(tempfile.gettempdir()).glob(PRACTICE_FOLDER))


def test_nothing_of_a_practice_is_in_the_live_store(qtbot: QtBot, live: Live) -> None:
    before = live.kept()
    QTest.mouseClick(live.app.window.sign_in.drill, Qt.MouseButton.LeftButton)
    (practice,) = live.opened
    assert not live.app.window.isVisible()
    practice.begin("officer-1")
    officer = Officer(qtbot, practice)
    officer.open_hit()
    (own_folder,) = folders()
    assert (own_folder / STORE_FILE).exists()
    officer.tap("Can't read", "Yes, can't read", "Unable to verify", "No", "Save and close")
    officer.wait(lambda: practice.result is not None)
    assert "sign in to this car as officer-1" in words_on(practice.pages)
    assert live.kept() == before
    assert not own_folder.exists()
    assert not live.app.window.isVisible()
    QTest.mouseClick(practice.pages.result.done, Qt.MouseButton.LeftButton)
    assert live.app.window.isVisible()
    assert not live.app.state.may_use
    session = Session("officer-1", "R. Alvarez", Role.OFFICER, SystemClock().now(), "token")
    live.app.bridge.publish(SignedIn(session))
    officer.wait(lambda: live.app.window.page is live.app.window.question)
    assert "1 of 1 passed" in words_on(live.app.window.question)


def test_every_hit_of_a_practice_is_under_the_word_training(qtbot: QtBot, live: Live) -> None:
    QTest.mouseClick(live.app.window.sign_in.drill, Qt.MouseButton.LeftButton)
    (practice,) = live.opened
    practice.begin("R. Alvarez")
    officer = Officer(qtbot, practice)
    officer.open_hit()
    window = officer.app.window
    assert window.windowTitle().startswith("TRAINING")
    assert window.strip.training.isVisible()
    assert window.strip.training.accessibleName().startswith("TRAINING")
    assert window is not live.app.window
