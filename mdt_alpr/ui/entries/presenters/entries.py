"""The page of manual entries: takes the car's events and what the officer asks (F9, MAN-*)."""

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.clock import Clock
from mdt_alpr.domain.driving import Driving
from mdt_alpr.domain.entry.form import tidied
from mdt_alpr.domain.hotlist.manual_entry import EntryDraft
from mdt_alpr.domain.plate.plate import STATES_OFFERED_FIRST
from mdt_alpr.domain.policy import PAGE_GUARD
from mdt_alpr.patrol.entries_desk import EntriesDesk
from mdt_alpr.patrol.events import (
    DrivingChanged,
    EntriesChanged,
    EntryRefused,
    EntryReminder,
    Event,
    HitChanged,
    HitRaised,
    SignedIn,
    SignedOut,
)
from mdt_alpr.ui.entries.models.entries import EntriesView
from mdt_alpr.ui.entries.models.entry_actions import (
    AddEntry,
    AskMoreTime,
    ChooseEntry,
    ClearForm,
    EntryAction,
    NextField,
    RecheckEntry,
    RemoveEntry,
    TurnEntries,
)
from mdt_alpr.ui.entries.presenters.entries_view import FORM, entries_view
from mdt_alpr.ui.entries.presenters.entry_form import EntryForm, Field
from mdt_alpr.ui.entries.presenters.entry_form_actions import apply_form_action
from mdt_alpr.ui.entries.presenters.entry_form_view import said_aloud
from mdt_alpr.ui.entries.presenters.entry_speech import ReminderSpeech, left_words, waiting_words
from mdt_alpr.ui.entries.presenters.own_entries_view import ROWS_SHOWN, OwnEntries
from mdt_alpr.ui.hit.models.hit_view import Spoken
from mdt_alpr.ui.hit.presenters.open_hits import HitsInOrder

SECOND_TAP_WITHIN = timedelta(seconds=4)
"""How long a first tap on Remove waits for its second (design 08)."""


class EntriesPresenter(QObject):
    """Keeps the draft, shows the form and the officer's own live entries.

    Signals:
        view_changed: the page (``EntriesView``).
        spoken: what to say (``Spoken``): the officer's own plate, reminders without plates.
        live_told: how many own entries are live, in words for the lock (str).
    """

    view_changed = Signal(object)
    spoken = Signal(object)
    live_told = Signal(str)

    def __init__(
        self,
        desk: EntriesDesk,
        clock: Clock,
        *,
        area_states: tuple[str, ...] = STATES_OFFERED_FIRST,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__()
        self._desk, self._clock = desk, clock
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
        """Take an event of the car."""
        if isinstance(event, EntriesChanged):
            self._changed(event)
        elif isinstance(event, EntryRefused):
            self._form.refuse(event.why)
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

    @Slot(object)
    def ask(self, action: EntryAction) -> None:
        """Take an action; while the car moves only an answer by one touch, and no text is lost."""
        if not self._driving.typing_allowed and not isinstance(action, RecheckEntry):
            return
        if isinstance(action, AddEntry):
            self._add()
        elif isinstance(action, ClearForm):
            self._clear()
        elif isinstance(action, NextField):
            self._next()
        elif not self._ask_own(action):
            before = self._form.open
            apply_form_action(self._form, action)
            self._say_plate(before)
        self.tick()

    @Slot()
    def tick(self) -> None:
        """Show what became of time: days left, a first tap that nobody followed."""
        now = self._clock.now()
        if self._armed_at is not None and now - self._armed_at > SECOND_TAP_WITHIN:
            self._disarm()
        view = entries_view(self._form, self._own_now(), now, self._zone, self._area_states)
        if view != self._shown:
            self._shown = view
            self.view_changed.emit(view)

    # ------------------------------------------------------------------------------ events

    def _changed(self, event: EntriesChanged) -> None:
        self._own = replace(self._own, entries=event.entries)
        if self._own.find(self._own.armed) is None and self._own.armed != FORM:
            self._disarm()
        sent = self._form.waiting
        if sent is not None and any(e.draft == tidied(sent) for e in event.entries):
            self._form.begin_anew("Entry added. It alerts in this car now.")
        if not self._shift_is_over:
            self.live_told.emit(waiting_words(len(event.entries)))

    def _remind(self, event: EntryReminder) -> None:
        if (speech := self._reminding.speech(event.why, self._clock.now())) is not None:
            self.spoken.emit(speech)

    def _shift(self, event: SignedIn | SignedOut) -> None:
        """Let a draft end with the shift of the person whose it is; a lock keeps it."""
        if isinstance(event, SignedOut):
            ends = self._shift_is_over = event.by_officer
            if ends:
                self.live_told.emit(left_words(len(self._own.entries)))
        else:
            self._shift_is_over = False
            ends = event.session.person_id != self._person
            self._person = event.session.person_id
        if ends:
            self._form = EntryForm()
            self._disarm()

    # ------------------------------------------------------------------------------ actions

    def _add(self) -> None:
        view = self._shown
        if view is None or not view.form.may_save:
            return
        self._form.waiting, self._form.refused = self._form.draft, ""
        self._desk.add_entry(self._form.draft)

    def _clear(self) -> None:
        if self._second_tap(FORM):
            self._form.begin_anew()

    def _next(self) -> None:
        form, before = self._form, self._form.open
        if before is Field.JUSTIFICATION:
            if form.about and form.justification.strip():
                self._desk.ask_more_time(form.about, form.justification)
                form.justification, form.about = "", ""
                form.edit(None)
        elif before is not None:
            form.edit(form.next_field())
            self._say_plate(before)

    def _ask_own(self, action: EntryAction) -> bool:
        if isinstance(action, RemoveEntry):
            if self._second_tap(action.entry_id):
                self._desk.remove_entry(action.entry_id)
        elif isinstance(action, RecheckEntry):
            self._recheck(action)
        elif isinstance(action, AskMoreTime):
            if self._form.about != action.entry_id:
                self._form.about, self._form.justification = action.entry_id, ""
            self._form.edit(Field.JUSTIFICATION)
        elif isinstance(action, ChooseEntry):
            self._own = replace(self._own, chosen=action.entry_id)
        elif isinstance(action, TurnEntries):
            self._turn(action.by)
        else:
            return False
        return True

    def _recheck(self, action: RecheckEntry) -> None:
        """Send what was found out; "not wanted" ends the entry and wants its second tap."""
        if action.still_wanted or self._second_tap(action.entry_id):
            self._desk.recheck_entry(action.entry_id, still_wanted=action.still_wanted)

    def _turn(self, by: int) -> None:
        pages = -(-len(self._own.entries) // ROWS_SHOWN)
        page = min(max(0, self._own.page + by), max(0, pages - 1))
        self._own = replace(self._own, page=page)

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

    # ------------------------------------------------------------------------------ inside

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
        told = (form.draft.text, form.draft.state)
        if left and form.draft.text and told != (self._said.text, self._said.state):
            self._said = form.draft
            self.spoken.emit(Spoken(f"You entered {said_aloud(form.draft)}."))
