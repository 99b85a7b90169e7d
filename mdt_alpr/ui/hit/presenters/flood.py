"""One tone for a flood of hits instead of one for each; everything else is passed on (U13)."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.hotlist.hotlist import Priority
from mdt_alpr.ui.hit.models.hit_view import Spoken

_ALERT_TONES = frozenset(priority.value for priority in Priority)


class FloodFilter(QObject):
    """Stands between what the hits say and the voice.

    Signals:
        spoken: what to say (``Spoken``).
    """

    spoken = Signal(object)

    def __init__(self, is_flood: Callable[[], bool]) -> None:
        super().__init__()
        self._is_flood = is_flood
        self._announced = False

    @Slot(object)
    def take(self, spoken: Spoken) -> None:
        """Pass it on; of the alerts of a flood only the first, as a summary."""
        if spoken.tone not in _ALERT_TONES:
            self.spoken.emit(spoken)
            return
        flood = self._is_flood()
        if not flood:
            self.spoken.emit(spoken)
        elif not self._announced:
            self.spoken.emit(Spoken("Many hits. See the list, F 4.", spoken.tone))
        self._announced = flood
