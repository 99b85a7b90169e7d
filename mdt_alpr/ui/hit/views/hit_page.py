"""The hit before the officer: its bar, and the page of its state; keys as in design section 5."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_blind import BlindView, PausedView
from mdt_alpr.ui.hit.models.hit_result import DispositionView, ResultView
from mdt_alpr.ui.hit.models.hit_signals import HitSignals, ReleasedHold
from mdt_alpr.ui.hit.models.hit_view import HitView, RelayView
from mdt_alpr.ui.hit.views.blind_page import BlindPage
from mdt_alpr.ui.hit.views.disposition_page import DispositionPage
from mdt_alpr.ui.hit.views.hit_bar import HitBar
from mdt_alpr.ui.hit.views.relay_page import RelayPage
from mdt_alpr.ui.hit.views.result_page import ResultPage
from mdt_alpr.ui.kit.views.layouts import spaced

_KEYS = {
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Plus: "+",
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Backtab",
    **{Qt.Key(Qt.Key.Key_F1.value + n): f"F{n + 1}" for n in range(12)},
}
_EVERY_FUNCTION = frozenset(f"F{n + 1}" for n in range(12))
_SOURCE_LETTERS = {"M": "mdt", "D": "dcin"}


class HitPage(QWidget):
    """Shows a ``HitView``; every press is one of its ``signals``.

    Signals:
        turned: a large picture came or went: taps rest for a moment (U18).
    """

    turned = Signal()
    _let_go = Signal(ReleasedHold)

    def __init__(self) -> None:
        super().__init__()
        self._hit_id = self._place = ""
        self.signals = signals = HitSignals(self)
        self.bar, self.blind = HitBar(), BlindPage(signals)
        self.result, self.disposition = ResultPage(signals), DispositionPage(signals)
        self.relay = RelayPage(signals)
        self._functions = {
            "F3": signals.cannot_read,
            "F7": signals.leave,
            "F9": signals.choose_relay,
            "F12": signals.end_hit,
        }
        self._result_letters = {
            "N": signals.ask_why_not,
            "R": signals.ask_reason,
            "H": signals.ask_gateway,
            "C": signals.ask_confirmation,
        }
        self._keys: frozenset[str] = frozenset()
        self._turn = 0
        self._pages = QStackedWidget()
        for page in (self.blind, self.result, self.disposition, self.relay):
            self._pages.addWidget(page)
        self.result.gate.stop.let_go.connect(self._note_hold)
        self.result.turned.connect(self.turned)
        # queued: a gate that locks lets go in the midst of being shown
        self._let_go.connect(signals.release_hold, Qt.ConnectionType.QueuedConnection)
        column = spaced(QVBoxLayout(self), 0, (0, 0, 0, 0))
        column.addWidget(self.bar)
        column.addWidget(self._pages, 1)

    # ------------------------------------------------------------------------------ shown

    def show_view(self, view: HitView) -> None:
        """Show the hit as it is now."""
        self._keys = view.keys
        if view.turn != self._turn:
            self._turn = view.turn
            self.result.gate.stop.cancel()
        self._hit_id = view.hit_id
        self.bar.show_view(view.bar)
        page = view.page
        if isinstance(page, BlindView):
            self.blind.show_view(page)
        elif isinstance(page, PausedView):
            self.blind.show_paused(page)
        elif isinstance(page, ResultView):
            self.result.show_view(page)
        elif isinstance(page, RelayView):
            self.relay.show_view(page)
        else:
            self.disposition.show_view(page)
        self._turn_to(page)
        if view.place != self._place:
            self._place = view.place
            self.result.large.shut()
            self._let_go_of_focus()

    def _turn_to(self, page: object) -> None:
        widget: QWidget = self.blind
        if isinstance(page, ResultView):
            widget = self.result
        elif isinstance(page, DispositionView):
            widget = self.disposition
        elif isinstance(page, RelayView):
            widget = self.relay
        if self._pages.currentWidget() is not widget:
            self.result.gate.stop.cancel()
            self._pages.setCurrentWidget(widget)

    @Slot(int)
    def _note_hold(self, after_ms: int) -> None:
        """Note a hold on the hit on which it began: another may be shown when that arrives."""
        self._let_go.emit(ReleasedHold(self._hit_id, after_ms / 1000))

    def _let_go_of_focus(self) -> None:
        """Begin a new question at its first tile: Tab never goes on from an answer before it."""
        if self.isAncestorOf(QApplication.focusWidget() or self):
            self.setFocus()

    # ------------------------------------------------------------------------------- keys

    def key_action(self, name: str) -> bool:
        """Do what a key does here; False where it does nothing.

        ``name`` is "F3", "Enter", "Esc", "Space", "Backspace", "Delete", "Left", "Right", "+",
        "Tab", "Backtab", or the character typed. F6 begins the hold; ``key_released`` ends it.
        """
        if name not in _EVERY_FUNCTION and self.result.large.isVisible():
            self.result.large.shut()  # what a key means lies under it
            return True
        if name == "F6":
            return self._pages.currentWidget() is self.result and self.result.gate.stop.begin()
        if name == "F5" or name in self._functions:
            return self._function(name)
        on_number = name == "-" and self.disposition.takes_text
        if len(name) == 1 and (name.isalnum() or name == "?" or on_number or self._on_case(name)):
            return self._typed(name.upper())
        return self._moved(name)

    @property
    def preserves(self) -> bool:
        """Tell whether F3 leads to form ALPR-1: the plate was entered, and is not asked for."""
        return "F3" in self._keys and self._pages.currentWidget() is not self.blind

    @property
    def takes_letters(self) -> bool:
        """Tell whether a letter that is typed here may mean itself."""
        takes: dict[QWidget | None, bool] = {
            self.blind: self.blind.takes_letters,
            self.result: self.result.status.takes_letters,
            self.disposition: self.disposition.takes_text,
        }
        return takes.get(self._pages.currentWidget(), False)

    def key_released(self, name: str) -> bool:
        """End the hold where F6 is let go."""
        if name == "F6" and self.result.gate.stop.is_holding:
            self.result.gate.stop.cancel()
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle a key; a repeating key counts once."""
        name = _KEYS.get(Qt.Key(event.key()), event.text())
        if event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            event.ignore()
            return
        if name == "F6" and event.isAutoRepeat():
            self.result.gate.stop.go_on()
        repeats = event.isAutoRepeat() and name not in ("Backspace", "Left", "Right")
        event.setAccepted(repeats or self.key_action(name))

    @Slot(int)
    def doubt_key(self, key: int) -> None:
        """Let no hold come to its end while F6 may have come up."""
        if key == Qt.Key.Key_F6.value:
            self.result.gate.stop.doubt()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Handle the end of a key."""
        name = _KEYS.get(Qt.Key(event.key()), "")
        event.setAccepted(not event.isAutoRepeat() and self.key_released(name))

    def event(self, event: QEvent) -> bool:
        """Let Tab reach the page: Qt would move the focus before asking."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.keyPressEvent(event)
            return event.isAccepted()
        return super().event(event)

    def _function(self, name: str) -> bool:
        if name not in self._keys:
            return False
        if name == "F3" and self.preserves:
            self.signals.preserve.emit()
            return True
        if name == "F5":
            self.signals.ask_status.emit("communications")
        else:
            self._functions[name].emit()
        return True

    def _on_case(self, name: str) -> bool:
        """Tell whether a case number takes this hyphen."""
        on_result = self._pages.currentWidget() is self.result
        return name == "-" and on_result and self.result.status.takes_letters

    def _typed(self, character: str) -> bool:
        if self._pages.currentWidget() is self.relay:
            return True  # units are no characters: a tile is pressed, or chosen by Tab
        on_result = self._pages.currentWidget() is self.result
        on_result = on_result and not self.result.status.takes_letters
        if on_result and character.isdecimal() and self.result.status.has_numbers:
            self.result.status.press(int(character))
            return True
        if on_result and character in _SOURCE_LETTERS:
            self.signals.ask_status.emit(_SOURCE_LETTERS[character])
        elif on_result and character in self._result_letters:
            self._result_letters[character].emit()
        else:
            self.signals.type_character.emit(character)
        return True

    def _moved(self, name: str) -> bool:
        acts = {
            "Esc": self.signals.go_back,
            "Backspace": self.signals.delete_character,
            "Delete": self.signals.clear_entry,
        }
        if name in acts:
            acts[name].emit()
            return True
        if name == "Enter":
            return self._enter()
        if name == "Space":
            return self._space()
        if name in ("Tab", "Backtab"):
            return self._go_round(name == "Tab")
        return self._pictured(name)

    def _enter(self) -> bool:
        """Press the page's main button: never the stop, never reject."""
        page = self._pages.currentWidget()
        if page is self.blind:
            self.blind.press_main()
        elif page is not self.result or not self.result.press_opener():
            self.signals.go_next.emit()
        return True

    def _go_round(self, onward: bool) -> bool:
        """Go to the next answer; a new result begins at the first, not at its picture."""
        begins = not isinstance(self._focused(), QAbstractButton)
        if onward and begins and self._pages.currentWidget() is self.result:
            self.result.status.focus_first()
            return True
        return self.focusNextPrevChild(onward)

    def _focused(self) -> QWidget | None:
        focused = QApplication.focusWidget()
        return focused if focused is not None and self.isAncestorOf(focused) else None

    def _space(self) -> bool:
        focused = self._focused()
        if isinstance(focused, QAbstractButton):
            focused.click()
        return True

    def _pictured(self, name: str) -> bool:
        if self._pages.currentWidget() is not self.blind:
            return False
        if name in ("Left", "Right"):
            self.blind.pictures.step(1 if name == "Right" else -1)
        elif name == "+":
            self.blind.pictures.big.zoom(1)
        elif name == "-":
            self.blind.pictures.big.zoom(-1)
        else:
            return False
        return True
