"""A file or a folder that is played once: nobody is there to mend it while it is tried again."""

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.patrol.ports import Camera, Frame


class PlayedOnce:
    """A ``Camera`` that comes to its end where the one it plays is lost; the loss is said."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._lost = False
        self.name = camera.name
        self.stills = bool(getattr(camera, "stills", False))

    def open(self) -> None:
        """Open it; once it was lost there is nothing to open.

        Raises:
            OutsideError: it is lost.
        """
        if self._lost:
            return
        try:
            self._camera.open()
        except OutsideError:
            self._lost = True
            raise

    def read(self) -> Frame | None:
        """Return its next picture, None at its end or after its loss.

        Raises:
            OutsideError: it is lost.
        """
        if self._lost:
            return None
        try:
            return self._camera.read()
        except OutsideError:
            self._lost = True
            raise

    def close(self) -> None:
        """Close it."""
        self._camera.close()
