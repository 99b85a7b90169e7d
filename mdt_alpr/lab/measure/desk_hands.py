"""A person's hands at the desk's real window: every press and click is counted, text is not."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication  # noqa: TID251 - a hand, no view

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.ui.desk.screen import DeskScreen

_WAITS_S = 60.0
_LOOKS_MS, _PRESSED_MS = 50, 150
"""A button that a key presses is down for 100 ms before it acts."""
_CTRL = Qt.KeyboardModifier.ControlModifier


class DeskHands:
    """Presses, clicks and types in a window; ``steps`` is how often since the last sign-in."""

    def __init__(self, screen: DeskScreen) -> None:
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
        self.screen, self.steps = screen, 0

    @property
    def page(self) -> Any:
        """Return the page in front."""
        window = self.screen.window
        return window.pages[window.page_name]

    def sign_in(self, person: str, password: str) -> None:
        """Change places with a person; from here on steps count."""
        presenter = self.screen.presenter
        presenter.lock()
        self.settle()
        presenter.signing_in.sign_in(person, password)
        self.settle()
        if presenter.session is None:
            raise OutsideError(f"{person} cannot sign in.")
        self.steps = 0

    def click(self, part: Any) -> None:
        """Click what is seen and enabled, and wait for its answer.

        Raises:
            OutsideError: it is hidden or disabled, so that no person could.
        """
        if not (part.isVisible() and part.isEnabled()):
            raise OutsideError(f"{part.objectName() or part} cannot be pressed.")
        self.steps += 1
        QTest.mouseClick(part, Qt.MouseButton.LeftButton)
        self.settle()

    def press(self, key: Qt.Key, *, ctrl: bool = False) -> None:
        """Press a key where the keyboard is, and wait for its answer."""
        self.steps += 1
        focus = self.screen.window.focusWidget()
        QTest.keyClick(focus, key, _CTRL if ctrl else Qt.KeyboardModifier.NoModifier)
        QTest.qWait(_PRESSED_MS)
        self.settle()

    def write(self, words: str) -> None:
        """Type where the keyboard is."""
        QTest.keyClicks(self.screen.window.focusWidget(), words)

    def fill(self, **fields: str) -> None:
        """Go to each field of the page in front, and type or choose."""
        for name, words in fields.items():
            field = self.page.fields[name]
            if not field.isVisible():
                raise OutsideError(f"The field {name} is not seen.")
            if not field.hasFocus():
                self.steps += 1
                field.setFocus()
            if field.inherits("QComboBox"):
                QTest.qWait(2 * QApplication.keyboardInputInterval())  # else it adds to the last
                QTest.keyClicks(field, words)
                if not field.currentText().startswith(words):
                    raise OutsideError(f"{name}: {words} cannot be chosen.")
            else:
                field.selectAll()
                QTest.keyClicks(field, words)

    def go(self, title: str) -> None:
        """Click a page in the menu, under More where it is there."""
        buttons = self.screen.window.findChildren(QObject)
        lines: Iterator[Any] = (one for one in buttons if one.inherits("QPushButton"))
        button = next((b for b in lines if b.text().partition(":")[0] == title), None)
        if button is None:
            raise OutsideError(f"The menu has no {title}.")
        if button.isHidden():
            self.click(self.screen.window.menu.more)
        self.click(button)

    def act(self, name: str) -> None:
        """Click an act of the page in front."""
        self.click(self.page.buttons[name])

    def choose(self, key: str) -> None:
        """Click a row of the page's table."""
        table = self.page.table
        place = table.visualRect(table.rows.index(table.rows.place(key), 0)).center()
        self.steps += 1
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self.settle()

    @contextmanager
    def naming(self, file: Path) -> Iterator[None]:
        """Name a file, and press Enter, in the dialog that opens meanwhile."""
        timer = QTimer()
        timer.setInterval(_LOOKS_MS)

        def name() -> None:
            dialog: Any = QApplication.activeModalWidget()
            if dialog is not None and dialog.inherits("QMessageBox"):
                QTest.keyClick(dialog, Qt.Key.Key_Escape)
            elif dialog is not None and dialog.inherits("QFileDialog"):
                line: Any = dialog.findChild(QObject, "fileNameEdit")
                line.setText(str(file))
                QTest.keyClick(line, Qt.Key.Key_Return)

        self.steps += 1
        timer.timeout.connect(name)
        timer.start()
        yield
        timer.stop()
        self.screen.window.activateWindow()  # without a window manager nobody does

    def settle(self) -> None:
        """Wait until every answer came.

        Raises:
            OutsideError: headquarters did not answer within a minute.
        """
        ends = time.perf_counter() + _WAITS_S
        QApplication.processEvents()
        while self.screen.presenter.desk.asking.waits_for_any:
            QApplication.processEvents()
            if time.perf_counter() > ends:
                raise OutsideError("Headquarters did not answer within a minute.")
        QApplication.processEvents()
