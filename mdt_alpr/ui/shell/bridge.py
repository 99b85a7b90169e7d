"""The only way from the car's threads to the screen's."""

import threading

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.patrol.events import Event, FrameSeen


class EventBridge(QObject):
    """Takes events on any thread and hands them over on the screen's.

    Frames come faster than a screen paints: only the newest of each camera waits, and at
    most one call for them is queued. Every other event arrives, in order.

    Signals:
        arrived: an event other than a frame (one of ``patrol.events``).
        frame_arrived: the newest frame (``FrameSeen``).
    """

    arrived = Signal(object)
    frame_arrived = Signal(object)
    _came = Signal(object)
    _frame_waits = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._place = threading.Lock()
        self._newest: dict[str, FrameSeen] = {}
        self._came.connect(self._hand_over)
        self._frame_waits.connect(self._hand_over_frame)

    def publish(self, event: Event) -> None:
        """Handle an event on any thread; returns at once."""
        if not isinstance(event, FrameSeen):
            self._came.emit(event)
            return
        with self._place:
            waits = bool(self._newest)
            self._newest[event.frame.camera] = event
        if not waits:
            self._frame_waits.emit()

    @Slot(object)
    def _hand_over(self, event: Event) -> None:
        self.arrived.emit(event)

    @Slot()
    def _hand_over_frame(self) -> None:
        with self._place:
            frames, self._newest = self._newest, {}
        for frame in frames.values():
            self.frame_arrived.emit(frame)
