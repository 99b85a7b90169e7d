"""What an officer does on the pages of the hit before him: one method an act."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from PySide6.QtCore import QObject, Signal

from mdt_alpr.domain.hit.disposition import MINUTES_AGO, Disposition, Outcome, Stopped, StopReason
from mdt_alpr.domain.hit.gate import GATEWAY_SOURCES
from mdt_alpr.domain.hit.handover import may_pass_on
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.hit.status_query import AGAINST, StatusResult, StatusSource, WhyNot
from mdt_alpr.patrol.desk import OfficerCommands
from mdt_alpr.ui.hit.models.hit_signals import ChosenGlyph, HitSignals
from mdt_alpr.ui.hit.presenters.hit_case import HitCase
from mdt_alpr.ui.hit.presenters.hit_closing_form import ClosingForm
from mdt_alpr.ui.hit.presenters.hit_draft import Pause, Slot
from mdt_alpr.ui.hit.presenters.hit_status_form import OpenQuestion, first_missing_source
from mdt_alpr.ui.hit.presenters.hit_steps import (
    answer_confirmation,
    begin_confirmation,
    come_back,
    end_case_number,
    go_on,
    save_or_go_on,
    state_result,
)
from mdt_alpr.ui.hit.presenters.hit_words import STATE_REASONS, VEHICLE_REASONS

P = ParamSpec("P")

PARK_TO_TYPE = "Park to type the case number, or let a second officer."
"""While the car moves a press answers a tile; nothing is spelled (U3)."""


def _on_open_hit(
    act: Callable[Concatenate["HitActions", HitCase, P], None],
) -> Callable[Concatenate["HitActions", P], None]:
    """Let an act concern the hit before the officer; without one it does nothing."""

    @wraps(act)
    def on_open_hit(self: "HitActions", /, *args: P.args, **kwargs: P.kwargs) -> None:
        if (case := self.case) is not None:
            case.notice = ""
            act(self, case, *args, **kwargs)
            self.acted.emit()

    return on_open_hit


class HitActions(QObject):
    """The acts on ``case``, the hit before the officer; what cannot be done now changes nothing.

    Signals:
        acted: something was done; the page may have changed.
    """

    acted = Signal()

    def __init__(self, desk: OfficerCommands, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._desk = desk
        self._now = now
        self.case: HitCase | None = None

    def connect_to(self, signals: HitSignals) -> None:
        """Do what an officer does on a page."""
        self._connect_every_page(signals)
        self._connect_blind(signals)
        self._connect_result(signals)
        self._connect_closing(signals)

    def _connect_every_page(self, signals: HitSignals) -> None:
        signals.type_character.connect(self.type_character)
        signals.delete_character.connect(self.delete_character)
        signals.clear_entry.connect(self.clear_entry)
        signals.go_next.connect(self.go_next)
        signals.go_back.connect(self.go_back)
        signals.end_hit.connect(self.end_hit)
        signals.choose_relay.connect(self.choose_relay)
        signals.pass_on.connect(self.pass_on)
        signals.turn_units.connect(self.turn_units)

    def _connect_blind(self, signals: HitSignals) -> None:
        signals.choose_picture.connect(self.choose_picture)
        signals.choose_state.connect(self.choose_state)
        signals.turn_states.connect(self.turn_states)
        signals.choose_body.connect(self.choose_body)
        signals.choose_color.connect(self.choose_color)
        signals.go_to.connect(self.go_to)
        signals.enter_again.connect(self.enter_again)
        signals.cannot_read.connect(self.cannot_read)
        signals.confirm_cannot_read.connect(self.confirm_cannot_read)
        signals.choose_glyph.connect(self.choose_glyph)
        signals.compare_whole.connect(self.compare_whole)
        signals.use_tiles.connect(self.use_tiles)
        signals.use_keyboard.connect(self.use_keyboard)

    def _connect_result(self, signals: HitSignals) -> None:
        signals.turn_record.connect(self.turn_record)
        signals.ask_status.connect(self.ask_status)
        signals.ask_why_not.connect(self.ask_why_not)
        signals.ask_reason.connect(self.ask_reason)
        signals.state_result.connect(self.state_result)
        signals.state_why_not.connect(self.state_why_not)
        signals.give_reason.connect(self.give_reason)
        signals.ask_gateway.connect(self.ask_gateway)
        signals.ask_confirmation.connect(self.ask_confirmation)
        signals.answer_confirmation.connect(self.answer_confirmation)
        signals.initiate_stop.connect(self.initiate_stop)

    def _connect_closing(self, signals: HitSignals) -> None:
        signals.choose_disposition.connect(self.choose_disposition)
        signals.choose_stopped.connect(self.choose_stopped)
        signals.choose_outcome.connect(self.choose_outcome)
        signals.choose_force.connect(self.choose_force)
        signals.edit_event_number.connect(self.edit_event_number)
        signals.end_event_number.connect(self.end_event_number)
        signals.ask_stop_record.connect(self.ask_stop_record)
        signals.choose_stop_reason.connect(self.choose_stop_reason)
        signals.choose_minutes_ago.connect(self.choose_minutes_ago)
        signals.record_stop.connect(self.record_stop)

    # --------------------------------------------------------------------------- every page

    @_on_open_hit
    def type_character(self, case: HitCase, character: str) -> None:
        """Enter a character where the page asks for one; "?" is one that cannot be seen."""
        if case.closing is not None:
            if case.typing_allowed:
                case.closing.type(character)
                case.closing.editing_number = case.closing.asks_outcome
        elif case.is_blind:
            if case.typing_allowed or case.draft.slot is not Slot.STATE:
                case.draft.type(character)
        elif case.asks_status:
            if case.status.types_case_number and not case.typing_allowed:
                case.refuse(PARK_TO_TYPE)
            else:
                case.status.type(character)

    @_on_open_hit
    def delete_character(self, case: HitCase) -> None:
        """Remove the last character."""
        if case.closing is not None:
            if case.typing_allowed:
                case.closing.delete()
        elif case.is_blind:
            case.draft.delete()
        else:
            case.status.delete()

    @_on_open_hit
    def clear_entry(self, case: HitCase) -> None:
        """Remove every character."""
        if case.closing is not None:
            if case.typing_allowed:
                case.closing.event_number = ""
        elif case.is_blind:
            case.draft.clear()

    @_on_open_hit
    def go_next(self, case: HitCase) -> None:
        """Do what the page's main button says: next question, compare, save."""
        if case.closing is not None:
            save_or_go_on(case, self._desk, self._now())
        elif case.is_blind and case.draft.may_go_on:
            go_on(case, self._desk, self._now())
        elif case.shows_result and end_case_number(case):
            return
        elif (
            case.shows_result
            and case.status.asking is OpenQuestion.DISPATCHER
            and case.status.typed
        ):
            dispatcher = case.status.typed
            state_result(case, StatusResult.ACTIVE, self._desk, self._now(), dispatcher)

    @_on_open_hit
    def go_back(self, case: HitCase) -> None:
        """Go back one step; answers stay."""
        if case.relaying:
            case.relaying = False
        elif case.closing is not None:
            case.leave_closing()
        elif case.asks_giving_up:
            case.giving_up = False
        elif case.is_blind:
            case.draft.go_back()
            come_back(case)
        else:
            case.status.back(case.hit)

    @_on_open_hit
    def end_hit(self, case: HitCase) -> None:
        """Go to the question how the hit ended."""
        case.closing, case.giving_up = case.closing or ClosingForm(), False

    @_on_open_hit
    def choose_relay(self, case: HitCase) -> None:
        """Show the units to which the hit can be passed on."""
        if case.closing is None and may_pass_on(case.hit):
            case.relaying, case.units_page = True, 0

    @_on_open_hit
    def turn_units(self, case: HitCase) -> None:
        """Show the next page of the units."""
        case.units_page += case.relaying

    @_on_open_hit
    def pass_on(self, case: HitCase, device: str) -> None:
        """Pass the hit on to the unit in the car with this device."""
        unit = next((u for u in case.units if u.device == device), None)
        if case.relaying and unit is not None and may_pass_on(case.hit):
            self._desk.relay(case.hit.hit_id, unit.unit, unit.device)

    # --------------------------------------------------------------------------- blind check

    @_on_open_hit
    def choose_picture(self, case: HitCase, place: int) -> None:
        """Show another picture."""
        if 0 <= place < len(case.pictures):
            case.draft.picture = place

    @_on_open_hit
    def choose_state(self, case: HitCase, code: str) -> None:
        """Enter the state of issuance by its code; empty where it cannot be seen."""
        if case.is_blind and case.draft.slot is Slot.STATE:
            case.draft.choose_state(code)

    @_on_open_hit
    def turn_states(self, case: HitCase, page: int) -> None:
        """Show a page of all states; 0 is the page of the area."""
        if case.is_blind and case.draft.slot is Slot.STATE:
            case.draft.states_page = page

    @_on_open_hit
    def choose_body(self, case: HitCase, body: str) -> None:
        """Enter the body that is seen; empty for "can't tell"."""
        if case.is_blind:
            case.draft.choose_body(body)

    @_on_open_hit
    def choose_color(self, case: HitCase, color: str) -> None:
        """Enter the color that is seen; empty for "can't tell"."""
        if case.is_blind:
            case.draft.choose_color(color)

    @_on_open_hit
    def go_to(self, case: HitCase, slot: str) -> None:
        """Go to a slot that was answered before."""
        wanted = Slot(slot)
        if case.is_blind and case.draft.may_go_to(wanted):
            case.draft.slot, case.draft.states_page = wanted, 0
            come_back(case)

    @_on_open_hit
    def enter_again(self, case: HitCase) -> None:
        """Begin the next entry."""
        pause = case.draft.pause
        if pause is Pause.OWN_SIGHT and not case.typing_allowed:
            return
        if case.hit.state is HitState.BLIND and pause is not Pause.NONE:
            case.draft.again(keep=pause is Pause.DIFFERED)
            case.ask_characters()

    @_on_open_hit
    def cannot_read(self, case: HitCase) -> None:
        """Ask whether the plate cannot be read."""
        if case.hit.state is HitState.UNMATCHED:
            case.closing = case.closing or ClosingForm()
        else:
            case.giving_up = True

    @_on_open_hit
    def confirm_cannot_read(self, case: HitCase) -> None:
        """State that the plate cannot be read, which cannot be undone."""
        if case.asks_giving_up:
            self._desk.cannot_see(case.hit.hit_id)
            case.giving_up, case.closing = False, ClosingForm()

    @_on_open_hit
    def choose_glyph(self, case: HitCase, chosen: ChosenGlyph) -> None:
        """Say what is seen at a tile."""
        if case.is_blind and case.draft.slot is Slot.PLATE and case.draft.run is not None:
            case.draft.run.choose(chosen.tile, chosen.glyph)

    @_on_open_hit
    def compare_whole(self, case: HitCase, answer: str) -> None:
        """Say what the whole number is beside the picture: same, different, or empty."""
        if case.is_blind and case.draft.run is not None:
            case.draft.run.compare_whole(answer)

    @_on_open_hit
    def use_tiles(self, case: HitCase) -> None:
        """Check the characters by tiles, with one hand."""
        if case.asks_characters and case.draft.run is None:
            case.use_tiles(by_tiles=True)

    @_on_open_hit
    def use_keyboard(self, case: HitCase) -> None:
        """Type the characters, where typing is safe."""
        if case.asks_characters and case.typing_allowed:
            case.use_tiles(by_tiles=False)

    # ----------------------------------------------------------------------- result and gate

    @_on_open_hit
    def turn_record(self, case: HitCase, by: int) -> None:
        """Show the next or the previous record of several."""
        if case.shows_result and case.hit.records:
            case.record = (case.record + by) % len(case.hit.records)

    @_on_open_hit
    def ask_status(self, case: HitCase, source: str) -> None:
        """Ask what a source replied."""
        if case.asks_status and StatusSource(source) not in GATEWAY_SOURCES:
            case.status.ask_result(StatusSource(source), self._now())

    @_on_open_hit
    def ask_why_not(self, case: HitCase) -> None:
        """Ask why the first missing source cannot be asked."""
        source = first_missing_source(case.gate(self._now()))
        if case.asks_status and source is not None:
            case.status.ask_why_not(source)

    @_on_open_hit
    def ask_reason(self, case: HitCase) -> None:
        """Ask why the vehicle differs from the record, or the state from the pictures."""
        if case.asks_status:
            case.status.ask(OpenQuestion.REASON)

    @_on_open_hit
    def state_result(self, case: HitCase, result: str) -> None:
        """State what the source replied; the dispatcher's number is asked for where it counts.

        A reply that shuts the hit is asked once more.
        """
        form, replied = case.status, StatusResult(result)
        confirms = form.asking is OpenQuestion.AGAINST and replied is form.against
        if not case.asks_status or not (confirms or form.asking is OpenQuestion.RESULT):
            return
        if replied in AGAINST and not confirms:
            form.ask_against(replied)
        elif form.wants_dispatcher(replied):
            form.ask(OpenQuestion.DISPATCHER)
        else:
            state_result(case, replied, self._desk, self._now())

    @_on_open_hit
    def state_why_not(self, case: HitCase, reason: str) -> None:
        """State why the source cannot be asked."""
        if case.asks_status and case.status.asking is OpenQuestion.WHY_NOT:
            source = case.status.source
            case.status.ask(OpenQuestion.SOURCES)
            self._desk.state_not_practicable(case.hit.hit_id, source, WhyNot(reason))

    @_on_open_hit
    def give_reason(self, case: HitCase, reason: str) -> None:
        """State why state or vehicle differs."""
        if not (case.asks_status and case.status.asking is OpenQuestion.REASON):
            return
        if reason in STATE_REASONS:
            case.status.ask(OpenQuestion.SOURCES)
            self._desk.give_state_reason(case.hit.hit_id, reason)
        elif reason in VEHICLE_REASONS:
            case.status.ask(OpenQuestion.SOURCES)
            self._desk.give_vehicle_reason(case.hit.hit_id, reason)

    @_on_open_hit
    def ask_gateway(self, case: HitCase) -> None:
        """Ask headquarters' gateway again."""
        if case.asks_status:
            self._desk.ask_status(case.hit.hit_id)

    @_on_open_hit
    def ask_confirmation(self, case: HitCase) -> None:
        """Open the sheet of the hit confirmation."""
        if case.asks_status:
            begin_confirmation(case, self._now())

    @_on_open_hit
    def answer_confirmation(self, case: HitCase, key: str) -> None:
        """Answer that sheet by the key of a tile."""
        if case.asks_status and case.status.asking is OpenQuestion.CONFIRMATION:
            answer_confirmation(case, key, self._desk, self._now())

    @_on_open_hit
    def initiate_stop(self, case: HitCase) -> None:
        """Initiate the stop: the hold was completed."""
        held = case.shown_gate
        asks = case.status.asks_against
        if case.shows_result and not asks and held is not None and held.may_stop:
            self._desk.initiate_stop(case.hit.hit_id)

    # --------------------------------------------------------------------------- disposition

    @_on_open_hit
    def choose_disposition(self, case: HitCase, disposition: str) -> None:
        """Say how the hit ended."""
        if case.closing is not None:
            case.closing.choose(Disposition(disposition), case.hit)

    @_on_open_hit
    def choose_stopped(self, case: HitCase, stopped: str) -> None:
        """Say whether the vehicle was stopped: no, before, after."""
        if case.closing is None and case.hit.contrary:
            case.closing = ClosingForm()
        if case.closing is not None:
            case.closing.say_stopped(Stopped(stopped), case.hit)

    @_on_open_hit
    def choose_outcome(self, case: HitCase, outcome: str) -> None:
        """Say what the stop led to."""
        if case.closing is not None:
            case.closing.outcome = Outcome(outcome)

    @_on_open_hit
    def choose_force(self, case: HitCase, used: bool) -> None:
        """Say whether force was used."""
        if case.closing is not None and case.closing.stop.is_open:
            case.closing.stop.force_used = used
        elif case.closing is not None:
            case.closing.force_used = used

    @_on_open_hit
    def edit_event_number(self, case: HitCase) -> None:
        """Open the keyboard for the event number."""
        if case.closing is not None and case.closing.asks_outcome:
            case.closing.editing_number = case.typing_allowed

    @_on_open_hit
    def end_event_number(self, case: HitCase) -> None:
        """Close that keyboard; what was typed stays."""
        if case.closing is not None and case.closing.asks_outcome:
            case.closing.editing_number = False

    @_on_open_hit
    def ask_stop_record(self, case: HitCase) -> None:
        """Open the sheet for a stop that was made without the checks."""
        if case.closing is not None and case.hit.stop_at is None:
            case.closing.stop.open()

    @_on_open_hit
    def choose_stop_reason(self, case: HitCase, reason: str) -> None:
        """Say why that stop was made."""
        if case.stop_sheet is not None and reason in set(StopReason):
            case.stop_sheet.reason = StopReason(reason)

    @_on_open_hit
    def choose_minutes_ago(self, case: HitCase, minutes: int) -> None:
        """Say when it was made."""
        if case.stop_sheet is not None and minutes in MINUTES_AGO:
            case.stop_sheet.minutes_ago = minutes

    @_on_open_hit
    def record_stop(self, case: HitCase) -> None:
        """Record that stop once everything is answered."""
        if (sheet := case.stop_sheet) is None:
            return
        reason, minutes, force = sheet.reason, sheet.minutes_ago, sheet.force_used
        if reason is not None and minutes is not None and force is not None:
            sheet.is_open = False
            self._desk.record_stop(case.hit.hit_id, reason, minutes, force_used=force)
