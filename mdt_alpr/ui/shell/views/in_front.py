"""Brings the car's window before another program when a hit sounds, and gives that one back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QWidget

from mdt_alpr.ui.hit.models.hit_view import Spoken
from mdt_alpr.ui.shell.views.page_guard import PageGuard


class InFront(QObject):
    """Takes no key that was meant for the other program: none before half a second without one.

    ``changed`` is called when the window came to the front, or went.
    """

    def __init__(self, window: QWidget, guard: PageGuard, changed: Callable[[], None]) -> None:
        super().__init__(window)
        window.installEventFilter(self)
        self._window, self._guard, self._changed = window, guard, changed
        self._tones: frozenset[str] = frozenset()
        self._flashes = False
        self.came = False
        """Whether another program was in front before a hit came."""

    def set_up(self, tones: frozenset[str], *, flashes: bool) -> None:
        """Use the settings of the car: at which tones the window comes, or only flashes."""
        self._tones, self._flashes = tones, flashes

    @Slot(object)
    def take(self, spoken: Spoken) -> None:
        """Draw attention to an alert that sounds while another program is in front."""
        if self._window.isActiveWindow() or spoken.tone not in self._tones:
            return
        if self._flashes:
            QApplication.alert(self._window)
        else:
            self._guard.guard_until_quiet()
            self._window.setWindowState(
                self._window.windowState() & ~Qt.WindowState.WindowMinimized
            )
            self._window.raise_()
            self._window.activateWindow()
            self.came = True
            self._changed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Forget the other program once somebody went back to it without a key of ours."""
        if event.type() == QEvent.Type.WindowDeactivate and self.came:
            self.came = False
            self._changed()
        return super().eventFilter(watched, event)

    def go(self) -> bool:
        """Give the screen back to the program that was in front; tell whether there was one."""
        came, self.came = self.came, False
        if came:
            self._window.showMinimized()
            self._changed()
        return came
