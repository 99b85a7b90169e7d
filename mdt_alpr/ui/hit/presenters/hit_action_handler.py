"""What each press on a hit's pages does to the case, and what it asks of the car."""

from collections.abc import Callable
from datetime import datetime
from functools import singledispatchmethod

from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.gate import GATEWAY_SOURCES
from mdt_alpr.domain.hit.hit import HitState, StatusResult, StatusSource, WhyNot
from mdt_alpr.domain.hit.relay import may_pass_on
from mdt_alpr.patrol.desk import OfficerCommands
from mdt_alpr.ui.hit.models import hit_actions as w
from mdt_alpr.ui.hit.models import relay_actions as r
from mdt_alpr.ui.hit.models import status_actions as s
from mdt_alpr.ui.hit.models import tile_actions as t
from mdt_alpr.ui.hit.presenters.blind_steps import come_back, go_on
from mdt_alpr.ui.hit.presenters.hit_case import HitCase
from mdt_alpr.ui.hit.presenters.hit_closing_form import ClosingForm, still_missing
from mdt_alpr.ui.hit.presenters.hit_draft import Pause, Slot
from mdt_alpr.ui.hit.presenters.hit_status_form import OpenQuestion, first_missing_source
from mdt_alpr.ui.hit.presenters.hit_words import VEHICLE_REASONS
from mdt_alpr.ui.hit.presenters.status_action_handler import (
    StatusActionHandler,
    case_number_is_done,
)


class HitActionHandler:
    """Takes what concerns one open hit; what cannot be asked now changes nothing."""

    def __init__(self, desk: OfficerCommands, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._now = now
        self._status = StatusActionHandler(desk, now)

    def take(self, case: HitCase, action: w.HitAction) -> None:
        """Do what is asked."""
        case.notice = ""
        self._do(action, case)

    @singledispatchmethod
    def _do(self, action: w.HitAction, _case: HitCase) -> None:
        """Do what is asked; the methods below are chosen by their first argument's type."""
        raise TypeError(action)

    # --------------------------------------------------------------------- blind check

    @_do.register
    def _go_next(self, _action: w.GoNext, case: HitCase) -> None:
        if case.closing is not None:
            self._save_or_go_on(case)
        elif case.is_blind and case.draft.may_go_on:
            go_on(case, self._desk, self._now())
        elif case.shows_result and case_number_is_done(case):
            return
        elif (
            case.shows_result
            and case.status.asking is OpenQuestion.DISPATCHER
            and case.status.typed
        ):
            self._state(case, StatusResult.ACTIVE, case.status.typed)

    @_do.register
    def _confirm_cannot_read(self, _action: w.ConfirmCannotRead, case: HitCase) -> None:
        if case.asks_giving_up:
            self._desk.cannot_see(case.hit.hit_id)
            case.giving_up, case.closing = False, ClosingForm()

    # ------------------------------------------------------------------- result and gate

    @_do.register
    def _ask_status(self, action: w.AskStatus, case: HitCase) -> None:
        if _asks(case) and StatusSource(action.source) not in GATEWAY_SOURCES:
            case.status.ask_result(StatusSource(action.source), self._now())

    @_do.register
    def _ask_why_not(self, _action: w.AskWhyNot, case: HitCase) -> None:
        source = first_missing_source(case.gate(self._now()))
        if _asks(case) and source is not None:
            case.status.ask_why_not(source)

    @_do.register
    def _state_result(self, action: w.StateResult, case: HitCase) -> None:
        if not _asks(case) or case.status.asking is not OpenQuestion.RESULT:
            return
        result = StatusResult(action.result)
        if case.status.wants_dispatcher(result):
            case.status.ask(OpenQuestion.DISPATCHER)
        else:
            self._state(case, result)

    def _state(self, case: HitCase, result: StatusResult, dispatcher: str = "") -> None:
        source, stamped = case.status.source, case.status.stamped_at
        case.status.answered(result, case.gate(self._now()))
        self._desk.state_status(case.hit.hit_id, source, result, dispatcher, asked_at=stamped)

    @_do.register
    def _state_why_not(self, action: w.StateWhyNot, case: HitCase) -> None:
        if _asks(case) and case.status.asking is OpenQuestion.WHY_NOT:
            source = case.status.source
            case.status.ask(OpenQuestion.SOURCES)
            self._desk.state_not_practicable(case.hit.hit_id, source, WhyNot(action.reason))

    @_do.register
    def _give_reason(self, action: w.GiveReason, case: HitCase) -> None:
        if (
            _asks(case)
            and case.status.asking is OpenQuestion.REASON
            and action.reason in VEHICLE_REASONS
        ):
            case.status.ask(OpenQuestion.SOURCES)
            self._desk.give_vehicle_reason(case.hit.hit_id, action.reason)

    @_do.register
    def _initiate_stop(self, _action: w.InitiateStop, case: HitCase) -> None:
        held = case.shown_gate
        if case.shows_result and held is not None and held.may_stop:
            self._desk.initiate_stop(case.hit.hit_id)

    @_do.register
    def _release_hold(self, action: w.ReleaseHold, case: HitCase) -> None:
        if case.shows_result:
            self._desk.release_hold(case.hit.hit_id, action.held_s)

    # ------------------------------------------------------------------------ disposition

    def _save_or_go_on(self, case: HitCase) -> None:
        """Save; while something is typed or asked beside it, end that and save nothing."""
        form = case.closing
        if form is None or form.stop.is_open:
            return
        if form.editing_number:
            form.editing_number = False
        else:
            self._save(case)

    def _save(self, case: HitCase) -> None:
        form = case.closing
        closing = form.closing(self._now()) if form else None
        if form is None or closing is None or still_missing(case.hit, form, self._now()):
            return
        self._desk.close(
            case.hit.hit_id,
            closing.disposition,
            stopped=closing.stopped,
            outcome=closing.outcome,
            force_used=closing.force_used,
            event_number=closing.event_number,
        )

    # -------------------------------------------------------------------------- the page itself

    @_do.register
    def _cannot_read(self, _action: w.CannotRead, case: HitCase) -> None:
        if case.hit.state is HitState.UNMATCHED:
            case.closing = case.closing or ClosingForm()
        else:
            case.giving_up = True

    @_do.register
    def _choose_picture(self, action: w.ChoosePicture, case: HitCase) -> None:
        if 0 <= action.place < len(case.pictures):
            case.draft.picture = action.place

    @_do.register
    def _type(self, action: w.TypeCharacter, case: HitCase) -> None:
        if case.closing is not None:
            if case.typing_allowed:
                case.closing.type(action.character)
                case.closing.editing_number = case.closing.asks_outcome
        elif case.is_blind:
            case.draft.type(action.character)
        elif _asks(case):
            case.status.type(action.character)

    @_do.register
    def _delete(self, _action: w.DeleteCharacter, case: HitCase) -> None:
        if case.closing is not None:
            if case.typing_allowed:
                case.closing.delete()
        elif case.is_blind:
            case.draft.delete()
        else:
            case.status.delete()

    @_do.register
    def _clear(self, _action: w.ClearEntry, case: HitCase) -> None:
        if case.closing is not None:
            if case.typing_allowed:
                case.closing.event_number = ""
        elif case.is_blind:
            case.draft.clear()

    @_do.register
    def _choose_state(self, action: w.ChooseState, case: HitCase) -> None:
        if case.is_blind and case.draft.slot is Slot.STATE:
            case.draft.choose_state(action.code)

    @_do.register
    def _turn_states(self, action: w.TurnStates, case: HitCase) -> None:
        if case.is_blind and case.draft.slot is Slot.STATE:
            case.draft.states_page = action.page

    @_do.register
    def _choose_body(self, action: w.ChooseBody, case: HitCase) -> None:
        if case.is_blind:
            case.draft.choose_body(action.body)

    @_do.register
    def _choose_colour(self, action: w.ChooseColour, case: HitCase) -> None:
        if case.is_blind:
            case.draft.choose_colour(action.colour)

    @_do.register
    def _go_to(self, action: w.GoTo, case: HitCase) -> None:
        slot = Slot(action.slot)
        if case.is_blind and case.draft.may_go_to(slot):
            case.draft.slot, case.draft.states_page = slot, 0
            come_back(case)

    @_do.register
    def _go_back(self, _action: w.GoBack, case: HitCase) -> None:
        if case.relaying:
            case.relaying = False
        elif case.closing is not None:
            if case.closing.editing_number:
                case.closing.editing_number = False
            elif case.closing.stop.is_open:
                case.closing.stop.is_open = False
            elif not case.hit.cannot_see:
                case.closing = None
                case.come_before_officer()
        elif case.asks_giving_up:
            case.giving_up = False
        elif case.is_blind:
            case.draft.go_back()
            come_back(case)
        else:
            case.status.back(case.hit)

    @_do.register
    def _enter_again(self, _action: w.EnterAgain, case: HitCase) -> None:
        pause = case.draft.pause
        if pause is Pause.OWN_SIGHT and not case.typing_allowed:
            return
        if case.hit.state is HitState.BLIND and pause is not Pause.NONE:
            case.draft.again(keep=pause is Pause.DIFFERED)
            case.ask_characters()

    @_do.register
    def _end(self, _action: w.EndHit, case: HitCase) -> None:
        case.closing, case.giving_up = case.closing or ClosingForm(), False

    @_do.register
    def _turn_record(self, action: w.TurnRecord, case: HitCase) -> None:
        if case.shows_result and case.hit.records:
            case.record = (case.record + action.by) % len(case.hit.records)

    @_do.register
    def _ask_reason(self, _action: w.AskReason, case: HitCase) -> None:
        if _asks(case):
            case.status.ask(OpenQuestion.REASON)

    @_do.register
    def _choose_disposition(self, action: w.ChooseDisposition, case: HitCase) -> None:
        if case.closing is not None:
            case.closing.choose(Disposition(action.disposition), case.hit)

    @_do.register
    def _choose_stopped(self, action: w.ChooseStopped, case: HitCase) -> None:
        if case.closing is None and case.hit.contrary:
            case.closing = ClosingForm()
        if case.closing is not None:
            case.closing.say_stopped(Stopped(action.stopped), case.hit)

    @_do.register
    def _choose_outcome(self, action: w.ChooseOutcome, case: HitCase) -> None:
        if case.closing is not None:
            case.closing.outcome = Outcome(action.outcome)

    @_do.register
    def _choose_force(self, action: w.ChooseForce, case: HitCase) -> None:
        if case.closing is not None and case.closing.stop.is_open:
            case.closing.stop.force_used = action.used
        elif case.closing is not None:
            case.closing.force_used = action.used

    @_do.register
    def _edit_event_number(self, action: w.EditEventNumber, case: HitCase) -> None:
        if case.closing is not None and case.closing.asks_outcome:
            case.closing.editing_number = action.editing and case.typing_allowed

    # ----------------------------------------------------------------------- the tiles of D2

    @_do.register
    def _choose_glyph(self, action: t.ChooseGlyph, case: HitCase) -> None:
        if case.is_blind and case.draft.slot is Slot.PLATE and case.draft.run is not None:
            case.draft.run.choose(action.tile, action.glyph)

    @_do.register
    def _answer_look(self, action: t.AnswerLook, case: HitCase) -> None:
        if case.is_blind and case.draft.run is not None:
            case.draft.run.answer_look(action.answer)

    @_do.register
    def _use_tiles(self, _action: t.UseTiles, case: HitCase) -> None:
        if _asks_characters(case) and case.draft.run is None:
            case.use_tiles(by_tiles=True)

    @_do.register
    def _use_keyboard(self, _action: t.UseKeyboard, case: HitCase) -> None:
        if _asks_characters(case) and case.typing_allowed:
            case.use_tiles(by_tiles=False)

    # ------------------------------------------------------------------- other units, of D9

    @_do.register
    def _pass_on(self, action: r.PassOn, case: HitCase) -> None:
        unit = next((u for u in case.units if u.device == action.device), None)
        if case.relaying and unit is not None and may_pass_on(case.hit):
            self._desk.relay(case.hit.hit_id, unit.unit, unit.device)

    @_do.register
    def _ask_relay(self, _action: r.AskRelay, case: HitCase) -> None:
        if case.closing is None and may_pass_on(case.hit):
            case.relaying = True

    # ----------------------------------------------------- gateway, confirmation, recorded stop

    @_do.register
    def _ask_gateway(self, _action: s.AskGateway, case: HitCase) -> None:
        self._status.ask_gateway(case)

    @_do.register
    def _ask_confirmation(self, _action: s.AskConfirmation, case: HitCase) -> None:
        self._status.ask_confirmation(case)

    @_do.register
    def _answer_confirmation(self, action: s.AnswerConfirmation, case: HitCase) -> None:
        self._status.answer_confirmation(case, action.key)

    @_do.register
    def _ask_stop_record(self, _action: s.AskStopRecord, case: HitCase) -> None:
        self._status.ask_stop_record(case)

    @_do.register
    def _choose_stop_reason(self, action: s.ChooseStopReason, case: HitCase) -> None:
        self._status.choose_stop_reason(case, action.reason)

    @_do.register
    def _choose_minutes_ago(self, action: s.ChooseMinutesAgo, case: HitCase) -> None:
        self._status.choose_minutes_ago(case, action.minutes)

    @_do.register
    def _record_stop(self, _action: s.RecordStop, case: HitCase) -> None:
        self._status.record_stop(case)


def _asks(case: HitCase) -> bool:
    return case.shows_result and not case.hit.contrary


def _asks_characters(case: HitCase) -> bool:
    return case.is_blind and case.draft.slot is Slot.PLATE and not case.draft.entered
