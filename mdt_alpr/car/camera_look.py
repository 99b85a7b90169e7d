"""The cameras for whoever sets them right: looked through while nobody is on watch (MNT-03)."""

from collections.abc import Callable
from dataclasses import replace

from mdt_alpr.adapters import discovery
from mdt_alpr.adapters.camera_views import CameraMeter
from mdt_alpr.adapters.outline import OutlineFinder
from mdt_alpr.car.runtime import Car
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.settings_file import SETTINGS_FILE, write_masks
from mdt_alpr.domain.reading.masks import Polygon
from mdt_alpr.domain.reading.paired import camera_of
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import Frame, PlateDetector
from mdt_alpr.ui.shell.presenters.cameras import CamerasPresenter
from mdt_alpr.ui.shell.views.cameras_page import CamerasPage
from mdt_alpr.ui.shell.views.doctor_page import DoctorPage

TO_SIGN = "to-sign"
_LASTS_S = 20.0


class CameraLook:
    """See ``ui.shell.presenters.cameras.CameraDesk``."""

    def __init__(self, car: Car, settings: CarSettings) -> None:
        self._car, self._settings = car, settings
        self._engines: tuple[PlateDetector, OutlineFinder] | None = None
        named = {camera.name: camera.mask for camera in settings.cameras}
        self.masks = {name: named.get(name, ()) for name in car.camera_names}

    def meter(self) -> CameraMeter:
        """Return a new meter; the networks are loaded at the first.

        Raises:
            EngineMissingError: they cannot be used.
        """
        if self._engines is None:
            detector = discovery.detector("own", 1)
            detector.load()
            self._engines = detector, OutlineFinder(1)
        return CameraMeter(*self._engines, _LASTS_S)

    def look(self, name: str, show: Callable[[Frame], bool]) -> None:
        """Give a camera's frames to ``show`` until that returns False.

        Raises:
            OutsideError: as of ``Car.look``.
        """
        self._car.look(name, show)

    def keep(self, name: str, mask: tuple[Polygon, ...]) -> str:
        """Write a mask where it may count: a live car's settings are signed first (V9)."""
        camera = camera_of(name)  # both streams of a camera hide the same
        masks = {n: mask if camera_of(n) == camera else known for n, known in self.masks.items()}
        settings = to = self._settings.data / SETTINGS_FILE
        if not self._settings.training:
            to = settings.parent / TO_SIGN / SETTINGS_FILE
        cameras = self._settings.cameras
        write_masks(settings, to, [replace(c, mask=masks.get(c.name, c.mask)) for c in cameras])
        self.masks = masks
        if to == settings:
            return "Kept in car.toml. It counts from the next start on."
        return (
            f"Kept in {to}. It counts once an administrator has signed that file (mdt-alpr hq "
            "sign-settings) and both files lie in the car's data folder."
        )


def camera_pages(
    car: Car, settings: CarSettings, clock: Clock, page: DoctorPage
) -> CamerasPresenter:
    """Put the cameras' page behind the doctor's; return what works it."""
    presenter = CamerasPresenter(CameraLook(car, settings), clock)
    cameras = CamerasPage()
    page.add_cameras(cameras)
    presenter.view_changed.connect(cameras.show_view)
    presenter.frame_changed.connect(cameras.live.show_frame)
    presenter.picture_lost.connect(cameras.live.hide_picture)
    cameras.opened.connect(presenter.begin)
    cameras.hidden.connect(presenter.leave)
    cameras.next_pressed.connect(presenter.next_camera)
    cameras.mask_pressed.connect(presenter.edit)
    cameras.live.corner.connect(presenter.add_corner)
    cameras.close_pressed.connect(presenter.close_part)
    cameras.undo_pressed.connect(presenter.undo)
    cameras.save_pressed.connect(presenter.keep)
    cameras.left.connect(page.show_rows)
    return presenter
