"""The page of manual entries: handles the car's events and what the officer does (F9, MAN-*)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from functools import wraps
from typing import Concatenate, ParamSpec

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.entry.form import tidied, with_text
from mdt_alpr.domain.hotlist.manual_entry import EntryDraft
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.plate.plate import STATES_OFFERED_FIRST
from mdt_alpr.domain.policy import PAGE_GUARD
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.reading.typed_read import WhyUnread
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.desk import EntriesDesk, TypedPlatesDesk
from mdt_alpr.patrol.entry_events import EntriesChanged, EntryRefused, EntryReminder, PlateChecked
from mdt_alpr.patrol.events import (
    CallsChanged,
    DrivingChanged,
    Event,
    HitChanged,
    HitRaised,
    SignedIn,
    SignedOut,
)
from mdt_alpr.ui.entries.models.entries import EntriesView
from mdt_alpr.ui.entries.models.entry_signals import EntrySignals
from mdt_alpr.ui.entries.presenters.entries_view import FORM, entries_view, said_aloud
from mdt_alpr.ui.entries.presenters.entry_form import EntryForm, Field
from mdt_alpr.ui.entries.presenters.own_entries_view import (
    OwnEntries,
    ReminderSpeech,
    left_words,
    waiting_words,
)
from mdt_alpr.ui.hit.models.hit_view import Spoken
from mdt_alpr.ui.hit.presenters.open_hits import HitsInOrder

ON_THE_LIST = "Possible match. Open its hit with F1, if you have not ended it just now."
NOT_LISTED = "Not on the hotlist."
SECOND_TAP_WITHIN = timedelta(seconds=4)
"""How long a first tap on Remove waits for its second (design 08)."""


P = ParamSpec("P")


def _while_parked(
    act: Callable[Concatenate["EntriesPresenter", P], None],
) -> Callable[Concatenate["EntriesPresenter", P], None]:
    """Let an act do nothing while the car moves, so that no text is lost."""

    @wraps(act)
    def while_parked(self: "EntriesPresenter", /, *args: P.args, **kwargs: P.kwargs) -> None:
        if self._driving.typing_allowed:
            act(self, *args, **kwargs)
            self.tick()

    return while_parked


def _on_form(
    act: Callable[Concatenate["EntriesPresenter", EntryForm, P], None],
) -> Callable[Concatenate["EntriesPresenter", P], None]:
    """Let an act change the form, but not an entry that is being sent."""

    @wraps(act)
    def on_form(self: "EntriesPresenter", /, *args: P.args, **kwargs: P.kwargs) -> None:
        before = self._form.open
        if self._form.waiting is None:
            act(self, self._form, *args, **kwargs)
        self._say_plate(before)

    return _while_parked(on_form)


class EntriesPresenter(QObject):
    """Keeps the draft, shows the form and the officer's own live entries.

    Signals:
        view_changed: the page (``EntriesView``).
        spoken: what to say (``Spoken``): the officer's own plate, reminders without plates.
        live_changed: how many own entries are live, in words for the lock.
    """

    view_changed = Signal(object)
    spoken = Signal(object)
    live_changed = Signal(str)

    def __init__(
        self,
        desk: EntriesDesk,
        plates: TypedPlatesDesk,
        clock: Clock,
        *,
        area_states: tuple[str, ...] = STATES_OFFERED_FIRST,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__()
        self._desk, self._plates, self._clock = desk, plates, clock
        self._area_states, self._zone = area_states, zone
        self._form, self._own = EntryForm(), OwnEntries()
        self._hits, self._driving = HitsInOrder(), Driving()
        self._person, self._said, self._reminding = "", EntryDraft(), ReminderSpeech()
        self._shift_is_over = False
        self._armed_at: datetime | None = None
        self._shown: EntriesView | None = None

    # ------------------------------------------------------------------------------- slots

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle an event of the car."""
        if isinstance(event, EntriesChanged | CallsChanged):
            self._changed(event)
        elif isinstance(event, EntryRefused):
            self._form.refuse(event.why)
        elif isinstance(event, PlateChecked):
            self._checked(event)
        elif isinstance(event, DrivingChanged):
            self._driving = event.driving
        elif isinstance(event, HitRaised | HitChanged):
            self._hits.take(event)
        elif isinstance(event, EntryReminder):
            self._remind(event)
        elif isinstance(event, SignedIn | SignedOut):
            self._shift(event)
        else:
            return
        self.tick()

    def connect_to(self, signals: EntrySignals) -> None:
        """Do what an officer does on the page."""
        signals.edit_field.connect(self.edit_field)
        signals.close_field.connect(self.close_field)
        signals.next_field.connect(self.next_field)
        signals.type_text.connect(self.type_text)
        signals.delete_text.connect(self.delete_text)
        signals.clear_text.connect(self.clear_text)
        signals.choose_state.connect(self.choose_state)
        signals.turn_states.connect(self.turn_states)
        signals.confirm_spelling.connect(self.confirm_spelling)
        signals.choose_basis.connect(self.choose_basis)
        signals.choose_purpose.connect(self.choose_purpose)
        signals.name_person.connect(self.name_person)
        signals.choose_instruction.connect(self.choose_instruction)
        signals.add_entry.connect(self.add_entry)
        signals.ask_check.connect(self.ask_check)
        signals.choose_answer.connect(self.choose_answer)
        signals.clear_form.connect(self.clear_form)
        signals.choose_entry.connect(self.choose_entry)
        signals.remove_entry.connect(self.remove_entry)
        signals.ask_more_time.connect(self.ask_more_time)
        signals.still_wanted.connect(self.still_wanted)
        signals.not_wanted.connect(self.not_wanted)
        signals.turn_entries.connect(self.turn_entries)

    @Slot()
    def tick(self) -> None:
        """Let the clock go on: days left, a first tap without a second."""
        now = self._clock.now()
        if self._armed_at is not None and now - self._armed_at > SECOND_TAP_WITHIN:
            self._disarm()
        view = entries_view(self._form, self._own_now(), now, self._zone, self._area_states)
        if view != self._shown:
            self._shown = view
            self.view_changed.emit(view)

    # ------------------------------------------------------------------------------ events

    def _changed(self, event: EntriesChanged | CallsChanged) -> None:
        if isinstance(event, CallsChanged):
            self._own = replace(self._own, calls=event.calls)
            return
        self._own = replace(self._own, entries=event.entries)
        if self._own.find(self._own.armed) is None and self._own.armed != FORM:
            self._disarm()
        sent = self._form.waiting
        if sent is not None and any(e.draft == tidied(sent) for e in event.entries):
            self._form.start_over("Entry added. It is on the list of this car now.")
        if not self._shift_is_over:
            self.live_changed.emit(waiting_words(len(event.entries)))

    def _checked(self, event: PlateChecked) -> None:
        """Say what came of a check; a plate that was typed for it alone leaves the form."""
        words = event.why_not or (ON_THE_LIST if event.is_hit else NOT_LISTED)
        only = with_text(EntryDraft(state=event.state), event.text)
        is_alone = replace(self._form.draft, spelled=False) == only and not event.why_not
        if event.is_hit or is_alone:
            self._form.start_over()
        plate = "" if event.is_hit else f"{event.state} {event.text}: "  # hidden, as the hit's is
        self._form.notice = f"{plate}{words}"
        if not event.is_hit:
            self.spoken.emit(Spoken(words))

    def _remind(self, event: EntryReminder) -> None:
        if (speech := self._reminding.speech(event.why, self._clock.now())) is not None:
            self.spoken.emit(speech)

    def _shift(self, event: SignedIn | SignedOut) -> None:
        """Let a draft end with the shift of the person whose it is; a lock keeps it."""
        if isinstance(event, SignedOut):
            ends = self._shift_is_over = event.by_officer
            if ends:
                self.live_changed.emit(left_words(len(self._own.entries)))
        else:
            self._shift_is_over = False
            ends = event.session.person_id != self._person
            self._person = event.session.person_id
        if ends:
            self._form, self._own = EntryForm(), replace(self._own, calls=())
            self._disarm()

    # ---------------------------------------------------------------------------- the form

    @_on_form
    def correct(self, form: EntryForm, misread: Read) -> None:
        """Begin to correct a read that is no hit; an entry that is half written waits."""
        form.correct(misread)

    @_on_form
    def edit_field(self, form: EntryForm, field: str) -> None:
        """Open the pad of a field."""
        form.edit(Field(field))

    @_on_form
    def close_field(self, form: EntryForm) -> None:
        """Go back from the pad to the form; what was typed stays."""
        form.edit(None)

    @_on_form
    def type_text(self, form: EntryForm, character: str) -> None:
        """Enter a character into the open field; with none open the first empty one opens."""
        form.type(character)

    @_on_form
    def delete_text(self, form: EntryForm) -> None:
        """Remove the last character."""
        form.delete()

    @_on_form
    def clear_text(self, form: EntryForm) -> None:
        """Remove every character of the open field."""
        form.clear()

    @_on_form
    def choose_state(self, form: EntryForm, code: str) -> None:
        """Enter a state code, or remove it."""
        form.choose_state(code)

    @_on_form
    def turn_states(self, form: EntryForm, page: int) -> None:
        """Show a page of all states; 0 is the page of the area."""
        form.states_page = page

    @_on_form
    def confirm_spelling(self, form: EntryForm) -> None:
        """Confirm the doubtful characters as they were spelled out (MAN-07)."""
        form.confirm()

    @_on_form
    def choose_basis(self, form: EntryForm, basis: str) -> None:
        """Say how the plate was identified."""
        form.choose_basis(basis)

    @_on_form
    def choose_purpose(self, form: EntryForm, purpose: str) -> None:
        """Say what the lawful purpose is."""
        form.choose_purpose(purpose)

    @_on_form
    def name_person(self, form: EntryForm, named: bool) -> None:
        """Say whether the entry names a person."""
        form.name_person(named=named)

    @_on_form
    def choose_instruction(self, form: EntryForm, instruction: str) -> None:
        """Say what officers should do; empty for own words."""
        form.choose_instruction(instruction)

    @_while_parked
    def next_field(self) -> None:
        """Go on to the next field or the form, or send the request for more time."""
        form, before = self._form, self._form.open
        if before is Field.JUSTIFICATION:
            if form.about and form.justification.strip():
                self._desk.ask_more_time(form.about, form.justification)
                form.justified()
        elif before is not None:
            form.edit(form.next_field())
            self._say_plate(before)

    @_while_parked
    def add_entry(self) -> None:
        """Make the entry, once everything is answered."""
        view = self._shown
        if view is None or not view.form.may_save:
            return
        self._form.waiting, self._form.refused = self._form.draft, ""
        self._desk.add_entry(self._form.draft)

    @_on_form
    def ask_check(self, form: EntryForm) -> None:
        """Ask why the plate was not read, before it is compared with the list."""
        if form.may_check and form.misread is not None:
            self._plates.correct_read(form.misread, form.draft.text, form.draft.state)
        elif form.may_check:
            form.edit(Field.WHY_UNREAD)

    @_on_form
    def choose_answer(self, form: EntryForm, answer: str) -> None:
        """Take the case of a call; or say why no camera read the plate, and compare it."""
        if form.open is Field.CASE:
            form.take_case(answer)
        elif form.open is Field.WHY_UNREAD and form.may_check:
            form.edit(None)
            form.notice = "Comparing the plate with the hotlist."
            self._plates.check_plate(form.draft.text, form.draft.state, WhyUnread(answer))

    @_while_parked
    def clear_form(self) -> None:
        """Begin with an empty form; needs a second tap."""
        if self._second_tap(FORM):
            self._form.start_over()

    # --------------------------------------------------------------------------- own entries

    @_while_parked
    def choose_entry(self, entry_id: str) -> None:
        """Show what can be done about an own entry."""
        self._own = replace(self._own, chosen=entry_id)

    @_while_parked
    def remove_entry(self, entry_id: str) -> None:
        """Remove an own entry; needs a second tap (MAN-04)."""
        if self._second_tap(entry_id):
            self._desk.remove_entry(entry_id)

    @_while_parked
    def ask_more_time(self, entry_id: str) -> None:
        """Ask why an own entry needs more time (MAN-03)."""
        self._form.justify(entry_id)

    @Slot(str)
    def still_wanted(self, entry_id: str) -> None:
        """State that DCIN or the owner still wants the person; in a moving car, too (MAN-08)."""
        self._desk.recheck_entry(entry_id, still_wanted=True)
        self.tick()

    @Slot(str)
    def not_wanted(self, entry_id: str) -> None:
        """State the opposite, which ends the entry and needs a second tap."""
        if self._second_tap(entry_id):
            self._desk.recheck_entry(entry_id, still_wanted=False)
        self.tick()

    @_while_parked
    def turn_entries(self, by: int) -> None:
        """Show the next or the previous own entries."""
        self._own = self._own.turned(by)

    # -------------------------------------------------------------------------------- inside

    def _second_tap(self, what: str) -> bool:
        """Tell whether this is a second, deliberate tap on the same thing; note the first."""
        now = self._clock.now()
        since = self._armed_at
        if self._own.armed != what or since is None:
            self._own, self._armed_at = replace(self._own, armed=what), now
            return False
        if now - since < PAGE_GUARD:
            return False
        in_time = now - since <= SECOND_TAP_WITHIN
        self._disarm()
        return in_time

    def _disarm(self) -> None:
        self._own, self._armed_at = replace(self._own, armed=""), None

    def _own_now(self) -> OwnEntries:
        """Return the own entries; while any hit waits for its entry, without plates (D1).

        Whichever hit it is: plates that hide for some hits only would tell which one waits.
        """
        live = self._driving.typing_allowed
        return replace(self._own, hidden=self._hits.any_waits, live=live)

    def _say_plate(self, before: Field | None) -> None:
        """Read the officer's own plate back once its pads are left (D14)."""
        form = self._form
        left = before in (Field.PLATE, Field.STATE) and form.open is not before
        plate = (form.draft.text, form.draft.state)
        if left and form.draft.text and plate != (self._said.text, self._said.state):
            self._said = form.draft
            self.spoken.emit(Spoken(f"You entered {said_aloud(form.draft)}."))
