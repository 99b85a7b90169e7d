"""The set-up page in a window of its own, before there is a car."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from mdt_alpr.car.app import application_for
from mdt_alpr.car.first_start import FirstStart
from mdt_alpr.car.machine_voice import machine_voice
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import Vault
from mdt_alpr.ui.kit.running import run_until_closed
from mdt_alpr.ui.kit.scale import panel_now
from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.ui.shell.bridge import EventBridge
from mdt_alpr.ui.shell.presenters.set_up import SetUpPresenter
from mdt_alpr.ui.shell.views.on_screen import bring
from mdt_alpr.ui.shell.views.set_up_page import SetUpPage


def set_up(settings: CarSettings, clock: Clock, vaults: tuple[Vault, Vault]) -> bool:
    """Have a car that was never enrolled set up; return whether it is enrolled now.

    Raises:
        OutsideError: no screen, a font is missing, or settings or store cannot be read.
    """
    first = FirstStart(settings.data, clock, vaults)
    if not first.is_wanted():
        return True
    application = application_for(settings)
    load_fonts()
    window = SetUpWindow(settings.data, clock, vaults)
    window.start(whole=settings.fullscreen)
    try:
        run_until_closed(application)
    finally:
        window.stop()
    return not first.is_wanted()


class SetUpWindow:
    """Page, presenter and voice.

    Once the car is enrolled the page says so until the car's own window is there.
    """

    def __init__(self, data: Path, clock: Clock, vaults: tuple[Vault, Vault]) -> None:
        first = FirstStart(data, clock, vaults, panel_now())
        bridge = EventBridge()
        self._voice = machine_voice(bridge)
        self.page = page = SetUpPage(first.given())
        self.presenter = presenter = SetUpPresenter(first, self._voice.test)
        bridge.arrived.connect(presenter.take)
        presenter.view_changed.connect(page.show_view)
        presenter.frame_changed.connect(page.live.show_frame)
        presenter.picture_lost.connect(page.hide_picture)
        presenter.finished.connect(self._end)
        page.camera_chosen.connect(presenter.choose_camera)
        page.receiver_chosen.connect(presenter.choose_receiver)
        page.measured.connect(presenter.measure)
        page.sound_pressed.connect(presenter.test_sound)
        page.finish_pressed.connect(presenter.finish)

    def start(self, *, whole: bool) -> None:
        """Show the page."""
        bring(self.page, whole=whole)
        self.presenter.begin()

    def stop(self) -> None:
        """Give camera, receiver and voice back; the page goes with the next loop of events."""
        self.presenter.close()
        self._voice.close()
        self.page.deleteLater()

    def _end(self, _device: str) -> None:
        self.page.repaint()  # what comes now keeps the screen's thread busy
        if (application := QCoreApplication.instance()) is not None:
            application.quit()
