"""A car takes the whole screen and shows its receiver; a training window has a frame."""

import secrets
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.adapters.positions.drive_receiver import Receiver
from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.car.app import CarApp, WindowParts
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.wiring import Outside
from mdt_alpr.ui.kit.theme import load_fonts
from tests.builders import SetClock
from tests.played_devices import PlayedCamera


@pytest.mark.parametrize("fullscreen", [True, False])
def test_the_setting_decides_on_the_whole_screen(
    qtbot: QtBot, tmp_path: Path, *, fullscreen: bool
) -> None:
    load_fonts()
    clock = SetClock()
    settings = CarSettings(data=tmp_path, position="drive", training=True, fullscreen=fullscreen)
    receiver = Receiver("drive", clock, lambda: None)
    outside = Outside(PlayedCamera(), MemoryVault(secrets.token_bytes), clock, positions=receiver)
    app = CarApp(WindowParts(settings, clock), outside)
    qtbot.addWidget(app.window)
    app.start()
    try:
        qtbot.waitUntil(app.window.strip.crew.isVisible)
        qtbot.waitUntil(lambda: app.window.strip.crew.accessibleName() == "Speed 0 mph. Driver")
        assert app.window.isFullScreen() is fullscreen
        assert not app.window.strip.crew.isEnabled()
    finally:
        app.stop()
