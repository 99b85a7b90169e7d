"""Every page and state of a hit as a sample view, for screenshots, reviewers and tests.

The hits are made up and take the real steps of the rules.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from mdt_alpr.domain import verification
from mdt_alpr.domain.disposition import Disposition, Outcome, Stopped
from mdt_alpr.domain.hit import (
    Contrary,
    ContraryFact,
    Hit,
    NotPracticable,
    StatusReply,
    StatusResult,
    StatusSource,
    VehicleAnswer,
    WhyNot,
)
from mdt_alpr.domain.hotlist import HotlistEntry
from mdt_alpr.domain.matching import Match
from mdt_alpr.domain.plate import Plate, look_alike_position
from mdt_alpr.domain.reading import Box, Character, Read
from mdt_alpr.domain.vehicle import Body, Colour
from mdt_alpr.ui.presenters.hit_case import HitCase, Surroundings, new_case
from mdt_alpr.ui.presenters.hit_closing_form import ClosingForm
from mdt_alpr.ui.presenters.hit_draft import Slot
from mdt_alpr.ui.presenters.hit_presenter import CAROLINAS_AND_NEIGHBOURS
from mdt_alpr.ui.presenters.hit_sample_pictures import (
    CAROLINA_NORTH,
    CAROLINA_SOUTH,
    PlateDesign,
    infrared,
    plate_picture,
    vehicle_picture,
)
from mdt_alpr.ui.presenters.hit_status_form import Asking
from mdt_alpr.ui.viewmodels.hit_view import HitView

_SEEN_AT = datetime(2026, 11, 24, 19, 36, 5, tzinfo=UTC)
_EASTERN = timezone(timedelta(hours=-5))
_RED, _BLACK = "#C4464C", "#24282C"
_STOLEN = HotlistEntry(
    "nc/V/1", "NC", "V", Plate("GJE176", "SC"), nic="V104417302", ori="SC0100000",
    entered_on=date(2019, 5, 9), plate_type="PC", make="GMC", style="PK", colour="GRY",
)  # fmt: skip
_SUV = HotlistEntry(
    "nc/V/2", "NC", "V", Plate("EXN2894", "NC"), nic="V220914871", ori="NC0600100",
    entered_on=date(2026, 11, 21), plate_type="PC", vehicle_year="2021", make="DODG", style="UT",
    colour="BLK",
)  # fmt: skip


def samples() -> dict[str, HitView]:
    """Return the sample views by name, in the order in which an officer meets them."""
    made = {name: make() for name, make in _BLIND.items()}
    made |= {name: make() for name, make in _RESULTS.items()}
    return made | {name: make() for name, make in _ENDS.items()}


# ------------------------------------------------------------------------------------ hits


def _read(text: str, design: PlateDesign, colour: str, *, width: int, revision: int = 0) -> Read:
    doubtful = {3} if text.startswith("GJE") else set()
    return Read(
        read_id="sample",
        revision=revision,
        camera="front",
        captured_at=_SEEN_AT - timedelta(seconds=(241 - width) / 40),
        characters=tuple(
            Character(c, 0.55 if place in doubtful else 0.97) for place, c in enumerate(text)
        ),
        state="",
        state_confidence=0.0,
        box=Box(0, 0, width, width / 2),
        frames=9,
        disputed=(),
        crop=plate_picture(text, design, colour, width=width),
        context=vehicle_picture(text, design, colour),
        engine="sample",
    )


def _hit(read: Read, *records: HotlistEntry, second: str | None = None) -> Hit:
    matches = tuple(
        Match(record, look_alike_position(read.text, record.plate.text), False, False)  # noqa: FBT003
        for record in records
    )
    return Hit(
        hit_id="sample",
        read=read,
        matches=matches,
        list_version=41,
        list_compiled_at=_SEEN_AT - timedelta(hours=3, minutes=12),
        raised_at=_SEEN_AT + timedelta(seconds=1),
        second_text=second,
        painted_at=_SEEN_AT + timedelta(seconds=1),
    )


def _red_car(*, width: int = 241, second: str | None = None) -> HitCase:
    """Return the hit of a red car on a gray pickup's record, opened."""
    near = _read("GJE176", CAROLINA_SOUTH, _RED, width=width)
    case = new_case(verification.open_hit(_hit(near, _STOLEN, second=second), _SEEN_AT))
    far = [_read("GJE176", CAROLINA_SOUTH, _RED, width=w) for w in (174, 110) if w < width]
    case.take_looks((near, *far))
    return case


def _black_suv(*records: HotlistEntry, text: str = "EXN2894") -> HitCase:
    """Return the hit of a black SUV that fits its record, entered and compared."""
    near = _read(text, CAROLINA_NORTH, _BLACK, width=212)
    hit = verification.open_hit(_hit(near, *(records or (_SUV,))), _SEEN_AT)
    case = new_case(hit)
    return _enter(case, "EXN2894", "NC", VehicleAnswer(Body.SUV, Colour.BLACK, _SEEN_AT))


def _enter(case: HitCase, text: str, state: str, seen: VehicleAnswer | None) -> HitCase:
    at = _SEEN_AT + timedelta(seconds=30)
    hit = verification.answer_vehicle(case.hit, seen) if seen else case.hit
    case.draft.text, case.draft.state = text, state
    if seen:
        case.draft.body, case.draft.colour = seen.body or "", seen.colour or ""
    case.take(verification.enter(hit, text, state, at, picture_s=6.0))
    return case


def _reply(case: HitCase, source: StatusSource, result: StatusResult, second: int) -> HitCase:
    at = _SEEN_AT + timedelta(seconds=second)
    case.take(verification.state_status(case.hit, StatusReply(source, result, at, "417")))
    return case


def _verified() -> HitCase:
    case = _reply(_black_suv(), StatusSource.MDT, StatusResult.ACTIVE, 36)
    return _reply(case, StatusSource.DCIN, StatusResult.ACTIVE, 44)


def _view(case: HitCase, second: float) -> HitView:
    now = _SEEN_AT + timedelta(seconds=second)
    case.look(now - timedelta(seconds=2), open_now=True)
    case.look(now, open_now=True)
    return case.view(now, Surroundings(CAROLINAS_AND_NEIGHBOURS, _EASTERN))


# ----------------------------------------------------------------------------------- blind


def _blind_plate() -> HitView:
    case = _red_car()
    case.draft.text = "GJE1"
    return _view(case, 12)


def _blind_infrared() -> HitView:
    case = _red_car()
    hit = case.hit
    read = replace(hit.read, crop=infrared(hit.read.crop), context=infrared(hit.read.context))
    by_night = new_case(replace(hit, read=read))
    by_night.draft.text = "GJE176"
    return _view(by_night, 14)


def _blind_too_small() -> HitView:
    return _view(_red_car(width=96), 9)


def _blind_state() -> HitView:
    case = _red_car()
    case.draft.text, case.draft.slot = "GJE176", Slot.STATE
    return _view(case, 17)


def _blind_all_states() -> HitView:
    case = _red_car()
    case.draft.text, case.draft.slot, case.draft.states_page = "GJE176", Slot.STATE, 2
    return _view(case, 19)


def _blind_vehicle() -> HitView:
    case = _red_car()
    case.draft.text, case.draft.state, case.draft.slot = "GJE176", "SC", Slot.BODY
    case.draft.choose_body("car")
    case.face_question()
    return _view(case, 25)


def _once_more() -> HitView:
    case = _red_car(second="GJE116")
    return _view(_enter(case, "GJE176", "SC", VehicleAnswer(Body.CAR, Colour.RED, _SEEN_AT)), 33)


def _mismatch() -> HitView:
    case = _red_car()
    return _view(_enter(case, "GJE116", "SC", VehicleAnswer(Body.CAR, Colour.RED, _SEEN_AT)), 36)


def _unmatched() -> HitView:
    case = _red_car()
    _enter(case, "GJE116", "SC", VehicleAnswer(Body.CAR, Colour.RED, _SEEN_AT))
    case.draft.again(keep=True)
    return _view(_enter(case, "GJE116", "SC", None), 52)


_BLIND: dict[str, Callable[[], HitView]] = {
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
    seen = VehicleAnswer(Body.CAR, Colour.RED, _SEEN_AT)
    return _enter(_red_car(), "GJE176", "SC", seen)


def _vehicle_differs() -> HitView:
    return _view(_differs(), 55)


def _vehicle_reason() -> HitView:
    case = _differs()
    case.status.ask(Asking.REASON)
    return _view(case, 60)


def _status_reply() -> HitView:
    case = _differs()
    case.take(verification.give_vehicle_reason(case.hit, "plate may be on another vehicle"))
    case.status.ask_result(StatusSource.MDT, _SEEN_AT + timedelta(seconds=80))
    return _view(case, 82)


def _dispatcher() -> HitView:
    case = _black_suv()
    case.status.ask_result(StatusSource.COMMUNICATIONS, _SEEN_AT + timedelta(seconds=36))
    case.status.ask(Asking.DISPATCHER)
    case.status.typed = "41"
    return _view(case, 41)


def _gate_open() -> HitView:
    return _view(_verified(), 92)


def _why_not() -> HitView:
    case = _black_suv()
    case.status.ask_why_not(StatusSource.MDT)
    return _view(case, 60)


def _no_status() -> HitView:
    case = _black_suv()
    for source in (StatusSource.MDT, StatusSource.DCIN):
        stated = NotPracticable(source, WhyNot.NO_LINK, _SEEN_AT + timedelta(seconds=70))
        case.take(verification.state_not_practicable(case.hit, stated))
    return _view(case, 110)


def _no_record() -> HitView:
    return _view(_reply(_black_suv(), StatusSource.MDT, StatusResult.NO_RECORD, 48), 55)


def _look_alike() -> HitView:
    case = _black_suv(text="EXN2B94")
    case.take(replace(case.hit, second_text="EXN2894", list_compiled_at=_SEEN_AT - _STALE))
    return _view(case, 58)


def _several() -> HitView:
    plate = replace(_SUV, entry_id="nc/P/3", category="P", nic="P118820031", colour="")
    return _view(_black_suv(_SUV, plate), 58)


def _expired() -> HitView:
    return _view(_verified(), 700)


def _stopped() -> HitView:
    return _view(_stop(_verified()), 110)


def _stop(case: HitCase) -> HitCase:
    at = _SEEN_AT + timedelta(seconds=95)
    case.take(verification.initiate_stop(case.hit, at, open_hit_id=case.hit.hit_id))
    return case


def _slammed() -> HitView:
    cleared = _reply(_verified(), StatusSource.COMMUNICATIONS, StatusResult.CLEARED, 126)
    return _view(cleared, 130)


def _withdrawn() -> HitView:
    case = _red_car()
    fact = ContraryFact(Contrary.RECORD_CANCELLED, "list 42", _SEEN_AT + timedelta(seconds=20))
    case.take(verification.contradict(case.hit, fact))
    return _view(case, 24)


_STALE = timedelta(hours=21) + timedelta(hours=9)
_RESULTS: dict[str, Callable[[], HitView]] = {
    "hit_vehicle_differs": _vehicle_differs,
    "hit_vehicle_reason": _vehicle_reason,
    "hit_status_reply": _status_reply,
    "hit_dispatcher": _dispatcher,
    "hit_why_not": _why_not,
    "hit_gate_open": _gate_open,
    "hit_no_status": _no_status,
    "hit_no_record": _no_record,
    "hit_look_alike": _look_alike,
    "hit_several_records": _several,
    "hit_reply_expired": _expired,
    "hit_stopped": _stopped,
    "hit_slammed": _slammed,
    "hit_withdrawn_blind": _withdrawn,
}


# ------------------------------------------------------------------------------------ ends


def _reject() -> HitView:
    case = _red_car()
    case.closing = ClosingForm()
    return _view(case, 60)


def _cleared() -> HitView:
    case = _reply(_verified(), StatusSource.COMMUNICATIONS, StatusResult.CLEARED, 126)
    case.closing = ClosingForm(Disposition.CLEARED_OR_STALE, stopped=Stopped.NO)
    return _view(case, 170)


def _after_stop(*, editing: bool) -> HitView:
    case = _stop(_verified())
    case.closing = ClosingForm(
        Disposition.VERIFIED_STOPPED,
        outcome=Outcome.VEHICLE_RECOVERED,
        force_used=False,
        event_number="26117" if editing else "",
        editing_number=editing,
    )
    return _view(case, 1500)


_ENDS: dict[str, Callable[[], HitView]] = {
    "hit_reject": _reject,
    "hit_cleared": _cleared,
    "hit_after_stop": lambda: _after_stop(editing=False),
    "hit_event_number": lambda: _after_stop(editing=True),
}
