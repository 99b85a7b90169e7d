"""While the driver drives alone the live picture is a still of the last read (U3, VER-10)."""

from datetime import datetime, timedelta

from mdt_alpr.domain.officer import Driving
from mdt_alpr.patrol.events import DrivingChanged, Event, ReadMade

STILL_STANDS_FOR = timedelta(seconds=2)
STILL_WORDS = "Moving: still picture"


class StillPicture:
    """Decides which frames are shown."""

    def __init__(self) -> None:
        self._driving = Driving()
        self._read_waits = ""
        """The camera of a read whose frame is still to be shown."""
        self._shown_at: datetime | None = None

    @property
    def words(self) -> str:
        """Return what is said over the picture, empty while it runs."""
        return "" if self._driving.typing_allowed else STILL_WORDS

    def take(self, event: Event) -> bool:
        """Take an event of the car; return whether it changed what is said."""
        if isinstance(event, ReadMade):
            if event.read.revision == 0:
                self._read_waits = event.read.camera
            return False
        if not isinstance(event, DrivingChanged):
            return False
        before, self._driving = self.words, event.driving
        if not before and self.words:
            self._read_waits = ""
        return before != self.words

    def shows(self, now: datetime, camera: str) -> bool:
        """Tell whether the frame that comes now from ``camera`` is shown."""
        if self._driving.typing_allowed or self._shown_at is None:
            self._shown_at = now
            return True
        stood = not timedelta(0) <= now - self._shown_at < STILL_STANDS_FOR
        if self._read_waits != camera or not stood:
            return False
        self._read_waits, self._shown_at = "", now
        return True
