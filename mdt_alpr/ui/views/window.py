"""The car's window: strip, page, function keys; every key by one table (design section 5)."""

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from mdt_alpr.ui.theme import DAY, NIGHT, Palette, style_sheet
from mdt_alpr.ui.viewmodels.hit_view import HitView
from mdt_alpr.ui.views.function_keys import FunctionKeys
from mdt_alpr.ui.views.hit_list_page import HitListPage
from mdt_alpr.ui.views.hit_page import HitPage
from mdt_alpr.ui.views.page_guard import PageGuard
from mdt_alpr.ui.views.patrol_page import PatrolPage
from mdt_alpr.ui.views.sign_in_page import SignInPage
from mdt_alpr.ui.views.status_page import StatusPage
from mdt_alpr.ui.views.status_strip import StatusStrip

SMALLEST = (1290, 720)
_FUNCTION_KEYS = {Qt.Key(Qt.Key.Key_F1.value + n): f"F{n + 1}" for n in range(12)}
_ALWAYS = frozenset({"F4", "F7", "F8", "F10", "F11"})


class PaletteUser(Protocol):
    """A widget that paints in the palette itself."""

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        ...


class CarWindow(QWidget):
    """Lays the pages out, moves between them, hands keys to the page they belong to.

    Signals:
        open_highest: open the most urgent hit (F1).
        open_hit: open the hit of this id (a row of the list).
        reject_highest: reject the most urgent hit, asking why (F12 on patrol).
        silence: stop the sound of alerts (F2).
        leave_hit: back to patrol, the hit stays open (F7).
        lock: lock the screen (F10).
        closed: the window was closed.
    """

    open_highest = Signal()
    open_hit = Signal(str)
    reject_highest = Signal()
    silence = Signal()
    leave_hit = Signal()
    lock = Signal()
    closed = Signal()

    def __init__(self, hit_page: HitPage) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle("MDT ALPR")
        self.setMinimumSize(*SMALLEST)
        self.colours = DAY
        self.strip, self.keys, self.guard = StatusStrip(), FunctionKeys(), PageGuard()
        self.patrol, self.hits = PatrolPage(), HitListPage()
        self.sign_in, self.status, self.hit = SignInPage(), StatusPage(), hit_page
        self._pages = QStackedWidget()
        for page in (self.sign_in, self.patrol, self.hits, self.status, self.hit):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self._pages, 1)
        column.addWidget(self.keys)
        self._has_hit = False
        self._hit_keys: frozenset[str] = frozenset()
        self._hit_place = ""
        self._connect()
        self.use_palette(DAY)
        self.show_page(self.sign_in)

    # ------------------------------------------------------------------------------ pages

    def show_page(self, page: QWidget) -> None:
        """Show a page; taps are ignored for the time of the guard."""
        if self._pages.currentWidget() is not page:
            self.guard.guard(500)
            self._pages.setCurrentWidget(page)
        self._show_keys()

    @property
    def page(self) -> QWidget | None:
        """Return the page in front."""
        return self._pages.currentWidget()

    def show_access(self, allowed: object) -> None:
        """Open the pages, or shut them behind sign-in; pictures are gone while locked."""
        if not allowed:
            self.sign_in.clear()
            self.patrol.live.hide_picture()
            self.show_page(self.sign_in)
        elif self.page is self.sign_in:
            self.sign_in.clear()
            self.show_page(self.patrol)

    def show_hit(self, view: HitView) -> None:
        """Show the hit before the officer."""
        if view.place != self._hit_place or self.page is not self.hit:
            self._hit_place = view.place
            self.guard.guard(view.guard_ms)
        self._hit_keys = view.keys
        self.hit.show_view(view)
        if self.page is self.hit:
            self._show_keys()

    def show_open_hits(self, count: int) -> None:
        """Know whether there is a hit that F1 opens."""
        self._has_hit = count > 0
        self._show_keys()

    def use_palette(self, palette: Palette) -> None:
        """Change day and night; geometry stays (F8)."""
        self.colours = palette
        self.setStyleSheet(style_sheet(palette))
        for part in self._palette_users():
            part.use_palette(palette)

    def switch_palette(self) -> None:
        """Change to the other palette."""
        self.use_palette(NIGHT if self.colours is DAY else DAY)

    # ------------------------------------------------------------------------------- keys

    def press(self, key: str) -> None:
        """Do what a function key does on the page in front."""
        if self.page is self.sign_in and key != "F8":
            return
        if self.page is self.hit and key not in _ALWAYS and self.hit.key_action(key):
            return
        action = {
            "F1": self._open,
            "F2": self.silence.emit,
            "F4": lambda: self._go(self.hits),
            "F7": lambda: self._go(self.patrol),
            "F8": self.switch_palette,
            "F10": self.lock.emit,
            "F11": lambda: self._go(self.status),
            "F12": self._reject,
        }.get(key)
        if action is not None:
            action()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take function keys anywhere, and every key of the hit page."""
        if not isinstance(event, QKeyEvent) or QApplication.activeModalWidget():
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key()) if event.key() in _FUNCTION_KEYS else None
        pressed = event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat()
        if pressed and key is not None and _FUNCTION_KEYS[key] != "F6":
            self.press(_FUNCTION_KEYS[key])
            return True
        if self.page is self.hit and watched is not self.hit:
            QApplication.sendEvent(self.hit, event)
            return event.isAccepted()
        return super().eventFilter(watched, event)

    # ----------------------------------------------------------------------------- inside

    def _connect(self) -> None:
        self.keys.pressed.connect(self.press)
        self.patrol.band.open_pressed.connect(self.open_highest)
        self.patrol.band.silence_pressed.connect(self.silence)
        self.hits.open_pressed.connect(self.open_hit)
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self.guard)
            application.installEventFilter(self)

    def _open(self) -> None:
        if self.page is self.hits:
            self.hits.open_first()
        elif self._has_hit:
            self.open_highest.emit()

    def _reject(self) -> None:
        if self._has_hit:
            self.reject_highest.emit()

    def _go(self, page: QWidget) -> None:
        if self.page is self.hit:
            self.leave_hit.emit()
        self.show_page(page)

    def _show_keys(self) -> None:
        if self.page is self.sign_in:
            self.keys.show_keys(frozenset({"F8"}))
        elif self.page is self.hit:
            lit = "F6" if "F6" in self._hit_keys else ""
            self.keys.show_keys(self._hit_keys | _ALWAYS | {"F2"}, lit)
        else:
            hit_keys = {"F1", "F2", "F12"} if self._has_hit else set()
            self.keys.show_keys(_ALWAYS | hit_keys, "F1")

    def _palette_users(self) -> tuple[PaletteUser, ...]:
        return (self.strip, self.patrol, self.hits, self.sign_in, self.status, self.hit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that the window was closed."""
        self.closed.emit()
        super().closeEvent(event)
