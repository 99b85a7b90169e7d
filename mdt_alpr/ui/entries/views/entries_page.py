"""The page of manual entries: form or pad on the left, own live entries on the right (F9).

Past reads of an own entry, form ALPR-1, or the report of an incident take the place of both.
"""

from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.entries.models.entries import EntriesView, LockView
from mdt_alpr.ui.entries.models.entry_signals import (
    EntrySignals,
    HoldSignals,
    IncidentSignals,
    PastReadsSignals,
)
from mdt_alpr.ui.entries.models.holds import HoldsView
from mdt_alpr.ui.entries.models.incidents import IncidentView
from mdt_alpr.ui.entries.models.past_reads import PastReadsView
from mdt_alpr.ui.entries.views.entry_form import EntryFormCard
from mdt_alpr.ui.entries.views.entry_pads import EntryPads
from mdt_alpr.ui.entries.views.holds_panel import HoldsPanel
from mdt_alpr.ui.entries.views.incident_panel import IncidentPanel
from mdt_alpr.ui.entries.views.own_entries import OwnEntriesCard
from mdt_alpr.ui.entries.views.past_reads_panel import PastReadsPanel
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.shapes import ShapeMark

W = TypeVar("W", bound=QWidget)
_TABS = {Qt.Key.Key_Tab: True, Qt.Key.Key_Backtab: False}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EntriesPage(QWidget):
    """Shows an ``EntriesView``; every press is one of ``signals`` and of those of its panels.

    The pads and panels were half of the window's widgets, and few shifts open them all: each is
    made when it is first shown.

    Signals:
        left: back to patrol (Esc on the form); the draft stays.
        turned: another thing is on the left: taps rest for a moment (U18).
    """

    left = Signal()
    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.signals = signals = EntrySignals(self)
        self.past_signals = PastReadsSignals(self)
        self.hold_signals = HoldSignals(self)
        self.incident_signals = IncidentSignals(self)
        self.form, self.lock = EntryFormCard(signals), _Lock()
        self.own = OwnEntriesCard(signals, self.past_signals)
        self._places: dict[QWidget, str] = {}
        """Where each panel is that is open, the one opened last at the end."""
        self._view: EntriesView | None = None
        self._by_key = False
        self._left = QStackedWidget()
        for card in (self.form, self.lock):
            self._left.addWidget(card)
        self._entries = QWidget()
        self._under: QWidget = self._entries
        self._whole = QStackedWidget()
        self._whole.addWidget(self._entries)
        whole = spaced(QVBoxLayout(self), margins=(0, 0, 0, 0))
        whole.addWidget(self._whole)
        row = spaced(QHBoxLayout(self._entries), 16, (16, 16, 16, 0))
        row.addWidget(self._left, 884)
        row.addWidget(self.own, 434)

    @cached_property
    def pads(self) -> EntryPads:
        """Return the pads of the form's fields."""
        return _added(self._left, EntryPads(self.signals))

    @cached_property
    def past(self) -> PastReadsPanel:
        """Return the past reads of an own entry."""
        return _added(self._whole, PastReadsPanel(self.past_signals))

    @cached_property
    def holds(self) -> HoldsPanel:
        """Return form ALPR-1."""
        return _added(self._whole, HoldsPanel(self.hold_signals))

    @cached_property
    def incident(self) -> IncidentPanel:
        """Return the report of an incident."""
        return _added(self._whole, IncidentPanel(self.incident_signals))

    def show_view(self, view: EntriesView) -> None:
        """Show the page as it is now."""
        before, self._view = self._view, view
        self.form.show_view(view.form)
        self.own.show_view(view.own)
        if view.lock is not None:
            self.lock.show_view(view.lock)
            self._left.setCurrentWidget(self.lock)
        elif view.pad is not None:
            self.pads.show_view(view.pad)
            self._left.setCurrentWidget(self.pads)
        else:
            self._left.setCurrentWidget(self.form)
        if before is not None and before.place != view.place:
            self._turn(before.place)

    @Slot(object)
    def show_past(self, view: PastReadsView | None) -> None:
        """Show past reads in place of the entries, or with None the entries again."""
        if view is None and not self._is_made("past"):
            return
        before = self._whole.currentWidget(), self.past.currentWidget()
        self.past.show_view(view)
        self._under = self._entries if view is None else self.past
        if not self._places:
            self._whole.setCurrentWidget(self._under)
        if before != (self._whole.currentWidget(), self.past.currentWidget()):
            self.setFocus()
            self.turned.emit()

    @Slot(object)
    def show_holds(self, view: HoldsView | None) -> None:
        """Show form ALPR-1 in place of the entries, or with None the entries again."""
        if view is None and not self._is_made("holds"):
            return
        self.holds.show_view(view)
        self._show_panel(self.holds, None if view is None else view.place)

    @Slot(object)
    def show_incident(self, view: IncidentView | None) -> None:
        """Show the report of an incident over what is there, or with None no more."""
        if view is None and not self._is_made("incident"):
            return
        self.incident.show_view(view)
        self._show_panel(self.incident, None if view is None else view.place)

    def _is_made(self, panel: str) -> bool:
        return panel in vars(self)

    def _show_panel(self, panel: QWidget, place: str | None) -> None:
        before = self._places.get(panel)
        if place == before:
            return
        if place is None:
            del self._places[panel]
        else:
            self._places[panel] = place
        self._whole.setCurrentWidget(next(reversed(self._places), self._under))
        self.setFocus()
        self.turned.emit()

    @property
    def takes_letters(self) -> bool:
        """Tell whether a letter that is typed here may mean itself."""
        if (panel := self._panel) is not None:
            return panel.takes_letters
        return self._left.currentWidget() is not self.lock

    # ------------------------------------------------------------------------------- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle a key; a repeating key counts once, but for Backspace."""
        controls = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if event.modifiers() & controls:
            event.ignore()
            return
        key, self._by_key = Qt.Key(event.key()), True
        repeats = event.isAutoRepeat() and key != Qt.Key.Key_Backspace
        event.setAccepted(repeats or self._act(key, event.text()))
        self._by_key = False

    def event(self, event: QEvent) -> bool:
        """Let Tab reach the page: Qt would move the focus before asking."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.keyPressEvent(event)
            return event.isAccepted()
        return super().event(event)

    def _act(self, key: Qt.Key, text: str) -> bool:
        if key in _TABS:
            return self.focusNextPrevChild(_TABS[key])
        if (panel := self._panel) is not None:
            presses = key in (*_ENTER, Qt.Key.Key_Space) and self._press_focused()
            return presses or panel.press(key, text)
        acts = {
            Qt.Key.Key_Backspace: self.signals.delete_text.emit,
            Qt.Key.Key_Delete: self.signals.clear_text.emit,
            Qt.Key.Key_Escape: self._escape,
            Qt.Key.Key_Return: self._enter,
            Qt.Key.Key_Enter: self._enter,
        }
        if key in acts:
            acts[key]()
        elif key == Qt.Key.Key_Space and (self._press_focused() or not self._pad_is_open):
            return True
        elif text and text.isprintable():
            self.signals.type_text.emit(text)
        else:
            return False
        return True

    def _escape(self) -> None:
        if self._pad_is_open:
            self.signals.close_field.emit()
        else:
            self.left.emit()

    def _enter(self) -> None:
        """Go on from a pad; on the form press what has the focus, else add the entry."""
        if self._pad_is_open:
            self.signals.next_field.emit()
        elif not self._press_focused():
            self.signals.add_entry.emit()

    def _press_focused(self) -> bool:
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton) and self.isAncestorOf(focused):
            focused.click()
            return True
        return False

    @property
    def _panel(self) -> PastReadsPanel | HoldsPanel | IncidentPanel | None:
        """Return the panel in front; None where the entries are."""
        shown = self._whole.currentWidget()
        panels = PastReadsPanel | HoldsPanel | IncidentPanel
        return shown if isinstance(shown, panels) else None

    @property
    def _pad_is_open(self) -> bool:
        return self._view is not None and self._view.pad is not None

    def _turn(self, before: str) -> None:
        """Bring the keyboard back to the field that was left; hold taps for a moment."""
        field = self.form.field(before)
        if self._left.currentWidget() is self.form and field is not None and self._by_key:
            field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.setFocus()
        self.turned.emit()


def _added(stack: QStackedWidget, card: W) -> W:
    stack.addWidget(card)
    return card


class _Lock(QFrame):
    """Says why nothing can be typed now (VER-10)."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "ink")
        self._mark, self._title = ShapeMark(Mark.BAR, 44, on_ink=True), label("", "head")
        self._lines = [label("", "main") for _ in range(3)]
        column = spaced(QVBoxLayout(self), 12, (40, 40, 40, 40))
        column.addStretch(1)
        for part in (self._mark, self._title, *self._lines):
            column.addWidget(part)
        column.addStretch(2)

    def show_view(self, view: LockView) -> None:
        """Show the words."""
        self._title.setText(view.title)
        for line, words in zip(self._lines, view.lines, strict=False):
            line.setText(words)
