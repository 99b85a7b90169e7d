"""A form in the car: the draft of one officer's shift, and when nothing of it is shown."""

from abc import abstractmethod
from collections.abc import Callable
from datetime import tzinfo
from enum import StrEnum
from functools import wraps
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.officer import Driving
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import (
    CallsChanged,
    DrivingChanged,
    Event,
    HitChanged,
    HitRaised,
    SignedIn,
    SignedOut,
)
from mdt_alpr.ui.entries.models.entry_signals import PadSignals
from mdt_alpr.ui.hit.presenters.open_hits import HitsInOrder
from mdt_alpr.wire.notices import CallMessage

P = ParamSpec("P")
F = TypeVar("F")
S = TypeVar("S", bound="DraftPresenter")


def on_form(act: Callable[Concatenate[S, F, P], None]) -> Callable[Concatenate[S, P], None]:
    """Let an act change the form: never in a moving car, or once sent."""

    @wraps(act)
    def acts(self: S, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if self._is_open and not self._shut() and not self._form.waits:
            act(self, self._form, *args, **kwargs)
        self._show()

    return acts


class DraftPresenter(QObject):
    """Keeps the draft of one officer's shift; shows nothing of it in a moving car.

    A hit that waits for its entry shuts no form: a report is due within the hour (OPS-01). What
    might be the wanted plate is hidden by the form itself (D1).

    Signals:
        view_changed: what to show, None for what was there before.
    """

    view_changed = Signal(object)

    fields: ClassVar[type[StrEnum]]
    """The fields that open a pad."""
    car_moves: ClassVar[str]
    """Why nothing is shown while the car moves."""

    def __init__(self, clock: Clock, zone: tzinfo | None) -> None:
        super().__init__()
        self._clock, self._zone = clock, zone
        self._open_hits, self._driving, self._person = HitsInOrder(), Driving(), ""
        self._form: Any = self.empty()
        self._calls: tuple[CallMessage, ...] = ()
        self._page, self._is_open = 0, False
        self._shown: Any = None

    @abstractmethod
    def empty(self) -> Any:
        """Return the form with nothing entered."""

    @abstractmethod
    def view(self, shut: str) -> object:
        """Return what to show; ``shut`` says why it may be nothing that was entered."""

    @abstractmethod
    def note(self, event: Event) -> bool:
        """Handle an event of this form's own; False where it is none of them."""

    def forget(self) -> None:
        """Drop what belongs to the person whose shift is over."""
        self._form, self._page, self._is_open, self._calls = self.empty(), 0, False, ()

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle an event of the car."""
        is_common = True
        if isinstance(event, HitRaised | HitChanged):
            self._open_hits.take(event)
        elif isinstance(event, DrivingChanged):
            self._driving = event.driving
        elif isinstance(event, CallsChanged):
            self._calls = event.calls
        elif isinstance(event, SignedIn | SignedOut):
            self._shift(event)
        else:
            is_common = False
        if self.note(event) or is_common:
            self._show()

    @Slot(object)
    def take_access(self, allowed: object) -> None:
        """Show nothing behind the lock; the draft stays with the shift."""
        if not allowed:
            self._is_open = False
        self._show()

    def connect_pads(self, signals: PadSignals) -> None:
        """Do what an officer does on the fields and their pads."""
        signals.edit_field.connect(self.edit_field)
        signals.next_field.connect(self.next_field)
        signals.type_text.connect(self.type_text)
        signals.delete_text.connect(self.delete_text)
        signals.clear_text.connect(self.clear_text)
        signals.choose_answer.connect(self.take_case)

    @on_form
    def edit_field(self, form: Any, field: str) -> None:
        """Open the pad of a field."""
        form.edit(self.fields(field))

    @on_form
    def take_case(self, form: Any, case: str) -> None:
        """Enter the case number of a call of dispatch, and go on."""
        form.set(form.open, case)
        form.edit_next()

    @on_form
    def next_field(self, form: Any) -> None:
        """Go on to the next field, or back to the form."""
        form.edit_next()

    @on_form
    def type_text(self, form: Any, character: str) -> None:
        """Enter a character."""
        form.type(character)

    @on_form
    def delete_text(self, form: Any) -> None:
        """Remove the last character."""
        form.delete()

    @on_form
    def clear_text(self, form: Any) -> None:
        """Remove every character of the open field."""
        form.clear()

    # ------------------------------------------------------------------------------ inside

    def _shift(self, event: SignedIn | SignedOut) -> None:
        if isinstance(event, SignedOut):
            ends = event.by_officer
        else:
            ends = event.session.person_id != self._person
            self._person = event.session.person_id
        if ends:
            self.forget()

    def _shut(self) -> str:
        """Return why nothing may be shown now, empty where it may."""
        return "" if self._driving.typing_allowed else self.car_moves

    def _show(self) -> None:
        view = self.view(self._shut()) if self._is_open else None
        if view != self._shown:
            self._shown = view
            self.view_changed.emit(view)
