"""An officer before the real hit page: taps and keys, and what stands on the screen."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from mdt_alpr.ui.hit.models.hit_view import HitView
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.theme import DAY, load_fonts, style_sheet
from mdt_alpr.ui.shell.views.page_guard import PageGuard, monotonic_ms
from tests.ui.officer import Officer

SIZE = (1366, 640)
"""What strip and function keys leave of 1366 x 768."""


def hurry(guard: PageGuard) -> None:
    """Let a new question's half second (U18) pass in 20 ms; it must be painted all the same."""
    guard._milliseconds = _hurried_ms


def _hurried_ms() -> float:
    return 25 * monotonic_ms()


class Screen(Officer):
    """The page and its presenter, without the window around them."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__()
        load_fonts()
        self.widget = HitPage()
        qtbot.addWidget(self.widget)
        self.widget.setStyleSheet(style_sheet(DAY))
        self.widget.setFixedSize(*SIZE)
        self.presenter.connect_to(self.widget.signals)
        self.presenter.view_changed.connect(self._show)
        self.widget.show()

    def tap(self, *words: str) -> None:
        """Tap buttons by their words, one after the other; each must stand there and be live."""
        for word in words:
            button = self.button(word)
            assert button.isEnabled(), f"{word!r} is off"
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            settle()

    def key(self, *keys: Qt.Key) -> None:
        """Press keys."""
        for key in keys:
            QTest.keyClick(self.widget, key)

    def button(self, word: str) -> QAbstractButton:
        """Return the visible button with this word."""
        buttons = [b for b in self.buttons() if b.text().replace("\n", " ") == word]
        assert len(buttons) == 1, f"{word!r}: {[b.text() for b in self.buttons()]}"
        return buttons[0]

    def buttons(self) -> list[QAbstractButton]:
        """Return every visible button."""
        return [b for b in self.widget.findChildren(QAbstractButton) if b.isVisible()]

    def labels(self) -> str:
        """Return the text of every visible label."""
        found = self.widget.findChildren(QLabel)
        return " | ".join(part.text() for part in found if part.isVisible())

    def has(self, word: str) -> bool:
        """Tell whether a visible, live button has this word."""
        buttons = [b for b in self.buttons() if b.text().replace("\n", " ") == word]
        return any(button.isEnabled() for button in buttons)

    def _show(self, view: HitView | None) -> None:
        if view is not None:
            self.widget.show_view(view)
            settle()


def acts_of(signals: QObject) -> list[str]:
    """Return a list that grows by the name of every act that is signaled from now on."""
    acts: list[str] = []
    for name, kind in vars(type(signals)).items():
        if isinstance(kind, Signal):
            getattr(signals, name).connect(lambda *_, name=name: acts.append(name))
    return acts


def settle() -> None:
    """Let layouts and deferred deletions happen."""
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def texts_of(root: QWidget) -> Iterator[str]:
    """Give every text that a widget or a widget in it holds, shown or not."""
    for widget in (root, *root.findChildren(QWidget)):
        for read in (
            widget.accessibleName,
            widget.accessibleDescription,
            widget.toolTip,
            widget.statusTip,
            widget.whatsThis,
            widget.windowTitle,
            widget.objectName,
        ):
            yield read()
        text = getattr(widget, "text", None)
        if callable(text):
            yield text()
