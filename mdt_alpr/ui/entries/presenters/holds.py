"""Form ALPR-1 in the car: filled in, confirmed, filed with or without a link (PRS-01, PRS-02)."""

from datetime import tzinfo

from PySide6.QtCore import Slot

from mdt_alpr.domain.hit.handover import needs_own_check
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry
from mdt_alpr.domain.plate.plate import STATES_OFFERED_FIRST
from mdt_alpr.domain.retention.alpr_1 import HoldGround, form_needs
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.desk import HoldsDesk
from mdt_alpr.patrol.entry_events import EntriesChanged
from mdt_alpr.patrol.events import (
    Event,
    HitChanged,
    HitRaised,
    HoldNotRequested,
    HoldRequested,
    OwnHoldsChanged,
)
from mdt_alpr.patrol.holds import CAR_MOVES
from mdt_alpr.ui.entries.models.entry_signals import HoldSignals
from mdt_alpr.ui.entries.models.holds import HoldsView
from mdt_alpr.ui.entries.presenters.draft import DraftPresenter, on_form
from mdt_alpr.ui.entries.presenters.hold_form import (
    EnteredPlate,
    HoldField,
    HoldForm,
    empty_form,
    without_plate,
)
from mdt_alpr.ui.entries.presenters.holds_view import (
    FILED,
    OFFERED,
    ROWS_SHOWN,
    HoldsFacts,
    holds_view,
)
from mdt_alpr.wire.holds import OwnHold


class HoldPresenter(DraftPresenter):
    """Shows form ALPR-1 (``HoldsView``) in place of the entries."""

    fields, car_moves = HoldField, CAR_MOVES

    def __init__(
        self,
        desk: HoldsDesk,
        clock: Clock,
        unit: str,
        *,
        area_states: tuple[str, ...] = STATES_OFFERED_FIRST,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__(clock, zone)
        self._desk, self._unit, self._area_states = desk, unit, area_states
        self._entered: dict[str, EnteredPlate] = {}
        """By hit, what this officer entered on it, the newest last."""
        self._entries: tuple[ManualEntry, ...] = ()
        self._own: tuple[OwnHold, ...] = ()

    def empty(self) -> HoldForm:
        """Return a form in which only this car is named."""
        return empty_form()

    def note(self, event: Event) -> bool:
        """Handle what the officer entered on hits, own entries, and what became of the form."""
        if isinstance(event, HitRaised | HitChanged):
            self._note_entry(event.hit)
            self._hide_plate(came=isinstance(event, HitRaised))
        elif isinstance(event, EntriesChanged):
            self._entries = event.entries
        elif isinstance(event, OwnHoldsChanged):
            self._own = event.holds
        elif isinstance(event, HoldRequested):
            self._form, self._page = empty_form(), 0
            self._form.notice = FILED
        elif isinstance(event, HoldNotRequested):
            self._form.waits, self._form.notice = False, f"Not filed. {' '.join(event.why)}"
        else:
            return False
        return True

    def forget(self) -> None:
        """Drop the form, the plates that were entered, and the own requests."""
        super().forget()
        self._entered, self._own = {}, ()

    def connect_to(self, signals: HoldSignals) -> None:
        """Do what an officer does on the page."""
        self.connect_pads(signals)
        signals.close_field.connect(self.go_back)
        signals.choose_state.connect(self.choose_state)
        signals.turn_states.connect(self.turn_states)
        signals.use_plate.connect(self.use_plate)
        signals.toggle_this_car.connect(self.toggle_this_car)
        signals.choose_window.connect(self.choose_window)
        signals.choose_ground.connect(self.choose_ground)
        signals.ask_confirm.connect(self.ask_confirm)
        signals.confirm.connect(self.confirm)
        signals.go_back.connect(self.go_back)
        signals.turn_requests.connect(self.turn_requests)

    # -------------------------------------------------------------------- what the officer does

    @Slot()
    def begin(self) -> None:
        """Open the page, with the draft as it was left."""
        self._is_open = True
        self._show()

    def begin_with(self, hit_id: str) -> None:
        """Open it with what this officer entered on a hit; never with what is wanted (D1)."""
        self._is_open = True
        if (plate := self._entered.get(hit_id)) is not None and not self._form.waits:
            self._form.edit(None)
            self._form.use(plate, self._clock.now())
        self._show()

    @on_form
    def choose_state(self, form: HoldForm, code: str) -> None:
        """Enter a state code, or remove it."""
        form.choose_state(code)

    @on_form
    def turn_states(self, form: HoldForm, page: int) -> None:
        """Show a page of all states."""
        form.states_page = page

    @on_form
    def use_plate(self, form: HoldForm, key: str) -> None:
        """Fill in a plate that this officer entered before."""
        offered = self._offered()
        if key.isdecimal() and int(key) < len(offered):
            form.use(offered[int(key)], self._clock.now())

    @on_form
    def toggle_this_car(self, form: HoldForm) -> None:
        """Name this car's cameras, or not."""
        form.this_car, form.notice = not form.this_car, ""

    @on_form
    def choose_window(self, form: HoldForm, key: str) -> None:
        """Fill in a window of time that ends now."""
        form.use_window(key, self._clock.now())

    @on_form
    def choose_ground(self, form: HoldForm, ground: str) -> None:
        """Say what the reads are needed for."""
        form.ground, form.notice = HoldGround(ground), ""

    @on_form
    def ask_confirm(self, form: HoldForm) -> None:
        """Ask before it is filed, once nothing lacks."""
        hidden = form.hides_plate
        if (
            form.open is None
            and not hidden
            and not form_needs(form.alpr_1(self._unit), self._clock.now())
        ):
            form.confirming = True

    @on_form
    def confirm(self, form: HoldForm) -> None:
        """File the form; a second tap finds it on its way."""
        if form.confirming:
            form.waits, form.confirming = True, False
            self._desk.request_hold(form.alpr_1(self._unit))

    @Slot()
    def go_back(self) -> None:
        """Go from the pad or the question to the form, from the form to the entries."""
        if not self._shut() and (self._form.open is not None or self._form.confirming):
            self._form.edit(None)
        else:
            self._is_open = False
        self._show()

    @Slot(int)
    def turn_requests(self, by: int) -> None:
        """Show the next or the previous own requests."""
        pages = max(1, -(-len(self._own) // ROWS_SHOWN))
        self._page = min(max(0, self._page + by), pages - 1)
        self._show()

    def view(self, shut: str) -> HoldsView:
        """Return the page; no plate and no request where it is shut."""
        waits = self._open_hits.any_waits
        form = without_plate(self._form) if self._form.hides_plate else self._form
        facts = HoldsFacts(
            form=empty_form() if shut else form,
            unit=self._unit,
            now=self._clock.now(),
            zone=self._zone,
            area_states=self._area_states,
            offered=() if shut or waits else self._offered(),
            own=() if shut or waits else self._own,
            calls=self._calls,
            waits=waits,
            page=self._page,
            shut=shut,
        )
        return holds_view(facts)

    # ------------------------------------------------------------------------------ inside

    def _hide_plate(self, *, came: bool) -> None:
        """Hide what was entered before a hit came, until no hit waits for its entry (D1)."""
        form = self._form
        if not self._open_hits.any_waits:
            form.hides_plate = False
        elif came and form.text(HoldField.PLATE) and not form.waits:
            form.hides_plate, form.confirming = True, False

    def _note_entry(self, hit: Hit) -> None:
        """Note what this officer entered on a hit; another's entry is not this one's."""
        own = hit.officer.person_id == self._person and not needs_own_check(hit)
        self._entered.pop(hit.hit_id, None)
        if hit.entry is not None and own:
            at = hit.read.captured_at
            self._entered[hit.hit_id] = EnteredPlate(hit.entry.text, hit.entry.state, seen_at=at)

    def _offered(self) -> tuple[EnteredPlate, ...]:
        """Return the plates that this officer entered: on hits, then as manual entries."""
        hits = list(reversed(self._entered.values()))
        drafts = (entry.draft for entry in reversed(self._entries))
        entries = [EnteredPlate(draft.text, draft.state, draft.case) for draft in drafts]
        by_plate: dict[tuple[str, str], EnteredPlate] = {}
        for offered in (*hits, *entries):
            by_plate.setdefault((offered.text, offered.state), offered)
        return tuple(by_plate.values())[:OFFERED]
