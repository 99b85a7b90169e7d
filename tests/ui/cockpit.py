"""The car's window with the hit's pages too; time passes for its guard only when it is let."""

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.patrol.events import Event
from mdt_alpr.ui.hit.models.hit_view import HitView
from mdt_alpr.ui.hit.presenters.hit_presenter import HitPresenter
from mdt_alpr.ui.shell.views.page_guard import GUARD_MS
from tests.builders import a_hit, a_read, an_entry
from tests.ui.officer import BLACK_SUV
from tests.ui.screen import settle
from tests.ui.window import Patrol


class Cockpit(Patrol):
    """An officer who presses keys and buttons of the whole window."""

    def __init__(self, qtbot: QtBot) -> None:
        self.ms = 0.0
        self.hits: HitPresenter | None = None
        super().__init__(qtbot)
        self.hits = HitPresenter(self.desk, self.clock)
        self.view: HitView | None = None
        window = self.window
        self.hits.view_changed.connect(self._show_hit)
        self.hits.connect_to(window.hit.signals)
        window.open_hit.connect(self.hits.open)
        window.reject_hit.connect(self.hits.reject)
        window.leave_hit.connect(self.hits.leave)
        self.sign_in()

    def milliseconds(self) -> float:
        return self.ms

    def happen(self, *events: Event) -> None:
        super().happen(*events)
        if self.hits is not None:
            for event in events:
                self.hits.take(event)
            settle()

    def pass_ms(self, milliseconds: float = GUARD_MS) -> None:
        """Let what stands there be seen for a while."""
        settle()
        self.ms += milliseconds

    def strike(self, key: Qt.Key) -> None:
        """Press a key and let it go, whether it counts or not."""
        QTest.keyClick(self.window, key)
        settle()

    def repeat(self, key: Qt.Key, text: str = "") -> None:
        """Let a held key repeat itself."""
        plain = Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(QEvent.Type.KeyPress, key.value, plain, text, autorep=True)
        QApplication.sendEvent(self.window, event)
        settle()

    def wanted(self, text: str = "EXN2894", crop: bytes = b"") -> Hit:
        """Let a hit be raised on a black vehicle."""
        seen = a_read(text, box=Box(0, 0, 241, 100))
        seen = replace(seen, crop=crop or seen.crop)
        entry = an_entry(text, entry_id=text, **BLACK_SUV)
        hit = self.desk.raise_hit(a_hit(seen, entry, hit_id=f"hit-{text}"))
        settle()
        self.pass_ms()
        return hit

    def compare(self, text: str = "EXN2894", crop: bytes = b"") -> Hit:
        """Open a hit and enter what is seen, up to the question what the MDT says."""
        hit = self.wanted(text, crop)
        assert self.hits is not None
        self.hits.open(hit.hit_id)
        self.clock.pass_by(seconds=1)
        self.tick()
        for typed in (text, "NC", "21"):
            self.pass_ms()
            QTest.keyClicks(self.window, typed.lower())
            self.strike(Qt.Key.Key_Return)
        return hit

    def tick(self) -> None:
        super().tick()
        if self.hits is not None:
            self.hits.tick()
            settle()

    def button(self, word: str) -> QAbstractButton:
        """Return the visible button with this word."""
        buttons = self.window.hit.findChildren(QAbstractButton)
        (found,) = [b for b in buttons if b.isVisible() and b.text().replace("\n", " ") == word]
        return found

    def click(self, word: str) -> None:
        """Click a button of the hit's page, whether it counts or not."""
        QTest.mouseClick(self.button(word), Qt.MouseButton.LeftButton)
        settle()

    def _show_hit(self, view: HitView | None) -> None:
        self.view = view
        window = self.window
        if view is not None:
            window.show_hit(view)
            if window.page is not window.hit:
                window.show_page(window.hit)
        elif window.page is window.hit:
            window.show_page(window.patrol)
        settle()
