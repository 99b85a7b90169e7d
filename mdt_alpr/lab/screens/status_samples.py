"""Sample pages around a hit's status: the gateway, the hit confirmation, a recorded stop."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.hit import gateway, verification
from mdt_alpr.domain.hit.confirmation import (
    AgencyReply,
    ConfirmationReply,
    ConfirmationRequest,
    Urgency,
)
from mdt_alpr.domain.hit.disposition import RecordedStop, Stopped, StopReason
from mdt_alpr.domain.hit.status_query import (
    GatewayResult,
    GatewaySource,
    StatusAnswer,
    StatusResult,
    StatusSource,
)
from mdt_alpr.lab.screens.hit_sample_hits import (
    SEEN_AT,
    SUV,
    SampleView,
    black_suv,
    red_car,
    replied,
    seen_after,
    stop_on,
    verified,
)
from mdt_alpr.ui.hit.presenters.confirmation_view import Sheet
from mdt_alpr.ui.hit.presenters.hit_case import HitCase
from mdt_alpr.ui.hit.presenters.hit_closing_form import ClosingForm
from mdt_alpr.ui.hit.presenters.hit_status_form import OpenQuestion

_NO_GATEWAY = "This headquarters has no status gateway. Ask by MDT or radio."
_STOLEN_PLATE = replace(SUV, entry_id="nc/P/3", category="P", nic="P118820031", color="")


def _asked(case: HitCase | None = None, second: float = 31) -> HitCase:
    made = case or black_suv()
    made.take(gateway.ask(made.hit, f"q{second}", SEEN_AT + timedelta(seconds=second)))
    return made


def _answered(case: HitCase, second: float, **fields: object) -> HitCase:
    query = case.hit.asked[-1].query
    at = SEEN_AT + timedelta(seconds=second)
    given = {
        "query_id": query.query_id,
        "text": query.text,
        "state": query.state,
        "entry_id": query.entry_id,
        "nic": query.nic,
        "result": GatewayResult.ACTIVE,
        "source": GatewaySource.DCIN,
        "responder": "TRAINING",
        "answered_at": at,
        "simulated": True,
        **fields,
    }
    case.take(gateway.apply_answer(case.hit, StatusAnswer(**given), at))  # type: ignore[arg-type]
    return case


def _unavailable() -> SampleView:
    case = _asked()
    fields = {"result": GatewayResult.UNAVAILABLE, "simulated": False, "why": _NO_GATEWAY}
    return seen_after(_answered(case, 32, **fields), 40)


def _not_reached() -> SampleView:
    case = _asked()
    why = "Headquarters did not answer in time. Queued items are kept and sent again."
    at = SEEN_AT + timedelta(seconds=44)
    case.take(gateway.not_reached(case.hit, case.hit.asked[-1].query.query_id, why, at))
    return seen_after(case, 50)


def _by_gateway() -> SampleView:
    fields = {"simulated": False, "responder": "SWITCH1", "source": GatewaySource.MDT}
    return seen_after(_answered(_asked(), 33, **fields), 39)


def _cleared_by_gateway() -> SampleView:
    case = _answered(_asked(verified(), 50), 52, result=GatewayResult.CLEARED)
    return seen_after(case, 55)


# ----------------------------------------------------------------------------- confirmation


def _sheet(sheet: Sheet, case: HitCase | None = None) -> HitCase:
    made = case or verified()
    made.status.ask(OpenQuestion.CONFIRMATION)
    made.status.confirmation.sheet = sheet
    made.status.confirmation.urgency = Urgency.URGENT
    return made


def _case_number() -> SampleView:
    case = _sheet(Sheet.OCA)
    case.status.confirmation.oca = "26-117044"
    return seen_after(case, 60)


def _draft() -> SampleView:
    case = _sheet(Sheet.DRAFT)
    case.status.confirmation.oca = "26-117044"
    return seen_after(case, 66)


def _longest_draft() -> SampleView:
    case = black_suv(_STOLEN_PLATE)
    case = replied(case, StatusSource.MDT, StatusResult.ACTIVE, 36)
    case = _sheet(Sheet.DRAFT, replied(case, StatusSource.DCIN, StatusResult.ACTIVE, 44))
    case.status.confirmation.oca = "26-11704433221100-AB"
    return seen_after(case, 66)


def _requested(*seconds: float) -> HitCase:
    case = verified()
    for second in seconds:
        at = SEEN_AT + timedelta(seconds=second)
        request = ConfirmationRequest(1, Urgency.URGENT, "26-117044", SUV.nic, at)
        case.take(verification.request_confirmation(case.hit, request))
    return case


def _run_out() -> SampleView:
    case = _requested(80)
    at = SEEN_AT + timedelta(seconds=95)
    case.take(stop_on(case.hit, at))
    return seen_after(_sheet(Sheet.REPLY, case), 700)


def _not_confirmed() -> SampleView:
    case = _requested(80)
    reply = ConfirmationReply(AgencyReply.NOT_CONFIRMED, SEEN_AT + timedelta(seconds=300))
    case.take(verification.answer_confirmation(case.hit, reply))
    return seen_after(case, 304)


# ----------------------------------------------------------------------------- recorded stop


def _stop_sheet() -> SampleView:
    case = red_car()
    case.closing = ClosingForm()
    case.closing.stop.open()
    case.closing.stop.reason = StopReason.DANGER_TO_LIFE
    return seen_after(case, 60)


def _stop_after_it_was_gone() -> SampleView:
    case = replied(verified(), StatusSource.COMMUNICATIONS, StatusResult.CLEARED, 126)
    case.closing = ClosingForm(stopped=Stopped.AFTER)
    case.closing.stop.open()
    return seen_after(case, 300)


def _stop_recorded() -> SampleView:
    case = red_car()
    at = SEEN_AT + timedelta(seconds=70)
    stop = RecordedStop(StopReason.DANGER_TO_LIFE, at - timedelta(minutes=2), at, force_used=False)
    case.closing = ClosingForm()
    case.take(verification.record_stop(case.hit, stop))
    return seen_after(case, 75)


STATUS_SAMPLES: dict[str, Callable[[], SampleView]] = {
    "hit_gateway_waiting": lambda: seen_after(_asked(), 34),
    "hit_gateway_timed_out": lambda: seen_after(_asked(), 52),
    "hit_gateway_unavailable": _unavailable,
    "hit_gateway_not_reached": _not_reached,
    "hit_gateway_active": _by_gateway,
    "hit_gateway_simulated": lambda: seen_after(_answered(_asked(), 33), 39),
    "hit_gateway_simulated_cleared": _cleared_by_gateway,
    "hit_confirmation_basis": lambda: seen_after(_sheet(Sheet.BASIS), 55),
    "hit_confirmation_case_number": _case_number,
    "hit_confirmation_draft": _draft,
    "hit_confirmation_longest_draft": _longest_draft,
    "hit_confirmation_clock": lambda: seen_after(_requested(80), 190),
    "hit_confirmation_reply": lambda: seen_after(_sheet(Sheet.REPLY, _requested(80)), 200),
    "hit_confirmation_run_out": _run_out,
    "hit_confirmation_when": lambda: seen_after(_sheet(Sheet.WHEN, _requested(80)), 210),
    "hit_not_confirmed": _not_confirmed,
    "hit_stop_sheet": _stop_sheet,
    "hit_stop_sheet_gone": _stop_after_it_was_gone,
    "hit_stop_recorded": _stop_recorded,
}
