"""Every page and state of a hit as a sample view, for screenshots, reviewers and tests.

The hits are made up and take the real steps of the rules.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, VehicleAnswer
from mdt_alpr.domain.hit.status_query import NotPracticable, StatusResult, StatusSource, WhyNot
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.matching import Match
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import LIST_STALE_AFTER
from mdt_alpr.lab.screens.hit_sample_cases import (
    MANUAL_SAMPLES,
    OFFICER_SAMPLES,
    PERSON_SAMPLES,
    RELAY_SAMPLES,
    TILE_SAMPLES,
)
from mdt_alpr.lab.screens.hit_sample_hits import (
    SEEN_AT,
    SUV,
    SampleView,
    black_suv,
    entered,
    red_car,
    replied,
    seen_after,
    stop_on,
    verified,
)
from mdt_alpr.lab.screens.hit_sample_pictures import infrared
from mdt_alpr.lab.screens.status_samples import STATUS_SAMPLES
from mdt_alpr.ui.hit.presenters.hit_case import HitCase, new_case
from mdt_alpr.ui.hit.presenters.hit_closing_form import ClosingForm
from mdt_alpr.ui.hit.presenters.hit_draft import Slot
from mdt_alpr.ui.hit.presenters.hit_status_form import OpenQuestion

_RED_CAR = VehicleAnswer(Body.CAR, Color.RED, SEEN_AT)
_STALE = LIST_STALE_AFTER + timedelta(hours=6)


def samples() -> dict[str, SampleView]:
    """Return the sample views by name, in the order in which an officer meets them."""
    every = _BLIND | TILE_SAMPLES | _RESULTS | STATUS_SAMPLES | MANUAL_SAMPLES | RELAY_SAMPLES
    every |= PERSON_SAMPLES | OFFICER_SAMPLES | _ENDS
    return {name: make() for name, make in every.items()}


# ----------------------------------------------------------------------------------- blind


def _blind_plate() -> SampleView:
    case = red_car()
    case.draft.text = "GJE1"
    return seen_after(case, 12)


def _blind_infrared() -> SampleView:
    case = red_car()
    hit = case.hit
    read = replace(hit.read, crop=infrared(hit.read.crop), context=infrared(hit.read.context))
    by_night = new_case(replace(hit, read=read))
    by_night.draft.text = "GJE176"
    return seen_after(by_night, 14)


def _blind_too_small() -> SampleView:
    return seen_after(red_car(width=96), 9)


def _blind_state() -> SampleView:
    case = red_car()
    case.draft.text, case.draft.slot = "GJE176", Slot.STATE
    return seen_after(case, 17)


def _blind_all_states() -> SampleView:
    case = red_car()
    case.draft.text, case.draft.slot, case.draft.states_page = "GJE176", Slot.STATE, 2
    return seen_after(case, 19)


def _blind_vehicle() -> SampleView:
    case = red_car()
    case.draft.text, case.draft.state, case.draft.slot = "GJE176", "SC", Slot.BODY
    case.draft.choose_body("car")
    case.face_question()
    return seen_after(case, 25)


def _once_more() -> SampleView:
    case = red_car(second="GJE116")
    return seen_after(entered(case, "GJE176", "SC", _RED_CAR), 33)


def _mismatch() -> SampleView:
    case = red_car()
    return seen_after(entered(case, "GJE116", "SC", _RED_CAR), 36)


def _unmatched() -> SampleView:
    case = red_car()
    entered(case, "GJE116", "SC", _RED_CAR)
    case.draft.again(keep=True)
    return seen_after(entered(case, "GJE116", "SC", None), 52)


_BLIND: dict[str, Callable[[], SampleView]] = {
    "hit_blind_plate": _blind_plate,
    "hit_blind_infrared": _blind_infrared,
    "hit_blind_too_small": _blind_too_small,
    "hit_blind_state": _blind_state,
    "hit_blind_all_states": _blind_all_states,
    "hit_blind_vehicle": _blind_vehicle,
    "hit_once_more": _once_more,
    "hit_mismatch": _mismatch,
    "hit_unmatched": _unmatched,
}


# --------------------------------------------------------------------------------- results


def _differs() -> HitCase:
    return entered(red_car(), "GJE176", "SC", _RED_CAR)


def _vehicle_differs() -> SampleView:
    return seen_after(_differs(), 55)


def _vehicle_reason() -> SampleView:
    case = _differs()
    case.status.ask(OpenQuestion.REASON)
    return seen_after(case, 60)


def _status_reply() -> SampleView:
    case = _differs()
    at = SEEN_AT + timedelta(seconds=70)
    reason = "plate may be on another vehicle"
    case.take(verification.give_vehicle_reason(case.hit, reason, at))
    case.status.ask_result(StatusSource.MDT, SEEN_AT + timedelta(seconds=80))
    return seen_after(case, 82)


def _dispatcher() -> SampleView:
    case = black_suv()
    case.status.ask_result(StatusSource.COMMUNICATIONS, SEEN_AT + timedelta(seconds=36))
    case.status.ask(OpenQuestion.DISPATCHER)
    case.status.typed = "41"
    return seen_after(case, 41)


def _gate_open() -> SampleView:
    return seen_after(verified(), 92)


def _why_not() -> SampleView:
    case = black_suv()
    case.status.ask_why_not(StatusSource.MDT)
    return seen_after(case, 60)


def _no_status() -> SampleView:
    case = black_suv()
    for source in (StatusSource.MDT, StatusSource.DCIN):
        stated = NotPracticable(source, WhyNot.NO_LINK, SEEN_AT + timedelta(seconds=70))
        case.take(verification.state_not_practicable(case.hit, stated))
    return seen_after(case, 110)


def _no_record() -> SampleView:
    return seen_after(replied(black_suv(), StatusSource.MDT, StatusResult.NO_RECORD, 48), 55)


def _look_alike() -> SampleView:
    case = black_suv(text="EXN2B94")
    case.take(replace(case.hit, second_text="EXN2894", list_compiled_at=SEEN_AT - _STALE))
    return seen_after(case, 58)


def _stack_not_listed() -> SampleView:
    case = black_suv(text="EXN2894ES")
    short = Match(SUV, position=7, state_confirmed=False, o_and_0=False)
    case.take(replace(case.hit, matches=(short,)))
    return seen_after(case, 58)


def _zero_resolved() -> SampleView:
    listed = replace(SUV, plate=Plate("EXO2894", SUV.plate.state))
    case = black_suv(listed, text="EX02894", typed="EX02894")
    resolved = tuple(replace(match, position=2, o_and_0=True) for match in case.hit.matches)
    case.take(replace(case.hit, matches=resolved))
    return seen_after(case, 58)


def _several() -> SampleView:
    plate = replace(SUV, entry_id="nc/P/3", category="P", nic="P118820031", color="")
    return seen_after(black_suv(SUV, plate), 58)


def _expired() -> SampleView:
    return seen_after(verified(), 700)


def _stopped() -> SampleView:
    return seen_after(_stop(verified()), 110)


def _stop(case: HitCase) -> HitCase:
    at = SEEN_AT + timedelta(seconds=95)
    case.take(stop_on(case.hit, at))
    return case


def _slammed() -> SampleView:
    cleared = replied(verified(), StatusSource.COMMUNICATIONS, StatusResult.CLEARED, 126)
    return seen_after(cleared, 130)


def _withdrawn() -> SampleView:
    case = red_car()
    fact = ContraryFact(Contrary.RECORD_CANCELED, "list 42", SEEN_AT + timedelta(seconds=20))
    case.take(verification.contradict(case.hit, fact))
    return seen_after(case, 24)


_RESULTS: dict[str, Callable[[], SampleView]] = {
    "hit_vehicle_differs": _vehicle_differs,
    "hit_vehicle_reason": _vehicle_reason,
    "hit_status_reply": _status_reply,
    "hit_dispatcher": _dispatcher,
    "hit_why_not": _why_not,
    "hit_gate_open": _gate_open,
    "hit_no_status": _no_status,
    "hit_no_record": _no_record,
    "hit_look_alike": _look_alike,
    "hit_stack_not_listed": _stack_not_listed,
    "hit_zero_resolved": _zero_resolved,
    "hit_several_records": _several,
    "hit_reply_expired": _expired,
    "hit_stopped": _stopped,
    "hit_slammed": _slammed,
    "hit_withdrawn_blind": _withdrawn,
}


# ------------------------------------------------------------------------------------ ends


def _reject() -> SampleView:
    case = red_car()
    case.closing = ClosingForm()
    return seen_after(case, 60)


def _cleared() -> SampleView:
    case = replied(verified(), StatusSource.COMMUNICATIONS, StatusResult.CLEARED, 126)
    case.closing = ClosingForm(Disposition.CLEARED_OR_STALE, stopped=Stopped.NO)
    return seen_after(case, 170)


def _after_stop(*, editing: bool) -> SampleView:
    case = _stop(verified())
    case.closing = ClosingForm(
        Disposition.VERIFIED_STOPPED,
        outcome=Outcome.VEHICLE_RECOVERED,
        force_used=False,
        event_number="26117" if editing else "",
        editing_number=editing,
    )
    return seen_after(case, 1500)


_ENDS: dict[str, Callable[[], SampleView]] = {
    "hit_reject": _reject,
    "hit_cleared": _cleared,
    "hit_after_stop": lambda: _after_stop(editing=False),
    "hit_event_number": lambda: _after_stop(editing=True),
}
