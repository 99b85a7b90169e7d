"""What each wish of the officer does to a case, and what it asks of the desk."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.gate import GATEWAY_SOURCES
from mdt_alpr.domain.hit.hit import HitState, StatusResult, StatusSource, WhyNot
from mdt_alpr.patrol.desk import Desk
from mdt_alpr.ui.hit.models import hit_wishes as w
from mdt_alpr.ui.hit.presenters.blind_steps import come_back, go_on
from mdt_alpr.ui.hit.presenters.hit_case import HitCase
from mdt_alpr.ui.hit.presenters.hit_closing_form import ClosingForm, still_missing
from mdt_alpr.ui.hit.presenters.hit_draft import Pause, Slot
from mdt_alpr.ui.hit.presenters.hit_status_form import Asking, first_missing_source
from mdt_alpr.ui.hit.presenters.hit_words import VEHICLE_REASONS
from mdt_alpr.ui.hit.presenters.relay_wishes_taken import RelayWishes
from mdt_alpr.ui.hit.presenters.status_wishes_taken import StatusWishes, case_number_is_done
from mdt_alpr.ui.hit.presenters.tile_wishes_taken import TILE_TAKERS


class WishTaker:
    """Takes the wishes that concern one open hit; what cannot be wished now changes nothing."""

    def __init__(self, desk: Desk, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._now = now
        self._takers: dict[type, Callable[[HitCase, Any], None]] = {
            w.ChoosePicture: _choose_picture,
            w.TypeCharacter: _type,
            w.DeleteCharacter: _delete,
            w.ClearEntry: _clear,
            w.ChooseState: _choose_state,
            w.TurnStates: _turn_states,
            w.ChooseBody: _choose_body,
            w.ChooseColour: _choose_colour,
            w.GoTo: _go_to,
            w.GoNext: self._go_next,
            w.GoBack: _go_back,
            w.EnterAgain: _enter_again,
            w.CannotRead: _cannot_read,
            w.ConfirmCannotRead: self._confirm_cannot_read,
            w.EndHit: _end,
            w.TurnRecord: _turn_record,
            w.AskStatus: self._ask_status,
            w.AskWhyNot: self._ask_why_not,
            w.AskReason: _ask_reason,
            w.StateResult: self._state_result,
            w.StateWhyNot: self._state_why_not,
            w.GiveReason: self._give_reason,
            w.InitiateStop: self._initiate_stop,
            w.ReleaseHold: self._release_hold,
            w.ChooseDisposition: _choose_disposition,
            w.ChooseStopped: _choose_stopped,
            w.ChooseOutcome: _choose_outcome,
            w.ChooseForce: _choose_force,
            w.EditEventNumber: _edit_event_number,
            **TILE_TAKERS,
            **StatusWishes(desk, now).takers,
            **RelayWishes(desk).takers,
        }

    def take(self, case: HitCase, wish: w.Wish) -> None:
        """Do what is wished."""
        case.notice = ""
        self._takers[type(wish)](case, wish)

    # --------------------------------------------------------------------- blind check

    def _go_next(self, case: HitCase, _wish: w.GoNext) -> None:
        if case.closing is not None:
            self._save_or_go_on(case)
        elif case.is_blind and case.draft.may_go_on:
            go_on(case, self._desk, self._now())
        elif case.shows_result and case_number_is_done(case):
            return
        elif case.shows_result and case.status.asking is Asking.DISPATCHER and case.status.typed:
            self._state(case, StatusResult.ACTIVE, case.status.typed)

    def _confirm_cannot_read(self, case: HitCase, _wish: w.ConfirmCannotRead) -> None:
        if case.asks_giving_up:
            self._desk.cannot_see(case.hit.hit_id)
            case.giving_up, case.closing = False, ClosingForm()

    # ------------------------------------------------------------------- result and gate

    def _ask_status(self, case: HitCase, wish: w.AskStatus) -> None:
        if _asks(case) and StatusSource(wish.source) not in GATEWAY_SOURCES:
            case.status.ask_result(StatusSource(wish.source), self._now())

    def _ask_why_not(self, case: HitCase, _wish: w.AskWhyNot) -> None:
        source = first_missing_source(case.gate(self._now()))
        if _asks(case) and source is not None:
            case.status.ask_why_not(source)

    def _state_result(self, case: HitCase, wish: w.StateResult) -> None:
        if not _asks(case) or case.status.asking is not Asking.RESULT:
            return
        result = StatusResult(wish.result)
        if case.status.wants_dispatcher(result):
            case.status.ask(Asking.DISPATCHER)
        else:
            self._state(case, result)

    def _state(self, case: HitCase, result: StatusResult, dispatcher: str = "") -> None:
        source, stamped = case.status.source, case.status.stamped_at
        case.status.answered(result, case.gate(self._now()))
        self._desk.state_status(case.hit.hit_id, source, result, dispatcher, asked_at=stamped)

    def _state_why_not(self, case: HitCase, wish: w.StateWhyNot) -> None:
        if _asks(case) and case.status.asking is Asking.WHY_NOT:
            source = case.status.source
            case.status.ask(Asking.SOURCES)
            self._desk.state_not_practicable(case.hit.hit_id, source, WhyNot(wish.reason))

    def _give_reason(self, case: HitCase, wish: w.GiveReason) -> None:
        if _asks(case) and case.status.asking is Asking.REASON and wish.reason in VEHICLE_REASONS:
            case.status.ask(Asking.SOURCES)
            self._desk.give_vehicle_reason(case.hit.hit_id, wish.reason)

    def _initiate_stop(self, case: HitCase, _wish: w.InitiateStop) -> None:
        held = case.shown_gate
        if case.shows_result and held is not None and held.may_stop:
            self._desk.initiate_stop(case.hit.hit_id)

    def _release_hold(self, case: HitCase, wish: w.ReleaseHold) -> None:
        if case.shows_result:
            self._desk.release_hold(case.hit.hit_id, wish.held_s)

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


def _cannot_read(case: HitCase, _wish: w.CannotRead) -> None:
    if case.hit.state is HitState.UNMATCHED:
        case.closing = case.closing or ClosingForm()
    else:
        case.giving_up = True


def _asks(case: HitCase) -> bool:
    return case.shows_result and not case.hit.contrary


def _choose_picture(case: HitCase, wish: w.ChoosePicture) -> None:
    if 0 <= wish.place < len(case.pictures):
        case.draft.picture = wish.place


def _type(case: HitCase, wish: w.TypeCharacter) -> None:
    if case.closing is not None:
        if case.typing_allowed:
            case.closing.type(wish.character)
            case.closing.editing_number = case.closing.asks_outcome
    elif case.is_blind:
        case.draft.type(wish.character)
    elif _asks(case):
        case.status.type(wish.character)


def _delete(case: HitCase, _wish: w.DeleteCharacter) -> None:
    if case.closing is not None:
        if case.typing_allowed:
            case.closing.delete()
    elif case.is_blind:
        case.draft.delete()
    else:
        case.status.delete()


def _clear(case: HitCase, _wish: w.ClearEntry) -> None:
    if case.closing is not None:
        if case.typing_allowed:
            case.closing.event_number = ""
    elif case.is_blind:
        case.draft.clear()


def _choose_state(case: HitCase, wish: w.ChooseState) -> None:
    if case.is_blind and case.draft.slot is Slot.STATE:
        case.draft.choose_state(wish.code)


def _turn_states(case: HitCase, wish: w.TurnStates) -> None:
    if case.is_blind and case.draft.slot is Slot.STATE:
        case.draft.states_page = wish.page


def _choose_body(case: HitCase, wish: w.ChooseBody) -> None:
    if case.is_blind:
        case.draft.choose_body(wish.body)


def _choose_colour(case: HitCase, wish: w.ChooseColour) -> None:
    if case.is_blind:
        case.draft.choose_colour(wish.colour)


def _go_to(case: HitCase, wish: w.GoTo) -> None:
    slot = Slot(wish.slot)
    if case.is_blind and case.draft.may_go_to(slot):
        case.draft.slot, case.draft.states_page = slot, 0
        come_back(case)


def _go_back(case: HitCase, _wish: w.GoBack) -> None:
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


def _enter_again(case: HitCase, _wish: w.EnterAgain) -> None:
    pause = case.draft.pause
    if pause is Pause.OWN_SIGHT and not case.typing_allowed:
        return
    if case.hit.state is HitState.BLIND and pause is not Pause.NONE:
        case.draft.again(keep=pause is Pause.DIFFERED)
        case.ask_characters()


def _end(case: HitCase, _wish: w.EndHit) -> None:
    case.closing, case.giving_up = case.closing or ClosingForm(), False


def _turn_record(case: HitCase, wish: w.TurnRecord) -> None:
    if case.shows_result and case.hit.records:
        case.record = (case.record + wish.by) % len(case.hit.records)


def _ask_reason(case: HitCase, _wish: w.AskReason) -> None:
    if _asks(case):
        case.status.ask(Asking.REASON)


def _choose_disposition(case: HitCase, wish: w.ChooseDisposition) -> None:
    if case.closing is not None:
        case.closing.choose(Disposition(wish.disposition), case.hit)


def _choose_stopped(case: HitCase, wish: w.ChooseStopped) -> None:
    if case.closing is None and case.hit.contrary:
        case.closing = ClosingForm()
    if case.closing is not None:
        case.closing.say_stopped(Stopped(wish.stopped), case.hit)


def _choose_outcome(case: HitCase, wish: w.ChooseOutcome) -> None:
    if case.closing is not None:
        case.closing.outcome = Outcome(wish.outcome)


def _choose_force(case: HitCase, wish: w.ChooseForce) -> None:
    if case.closing is not None and case.closing.stop.is_open:
        case.closing.stop.force_used = wish.used
    elif case.closing is not None:
        case.closing.force_used = wish.used


def _edit_event_number(case: HitCase, wish: w.EditEventNumber) -> None:
    if case.closing is not None and case.closing.asks_outcome:
        case.closing.editing_number = wish.editing and case.typing_allowed
