"""Steps of a hit that take more than one thing: on and back, a reply, the confirmation, save."""

from datetime import datetime

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit.confirmation import AgencyReply, Urgency
from mdt_alpr.domain.hit.hit import HitState
from mdt_alpr.domain.hit.status_query import StatusResult
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.patrol.desk import OfficerCommands
from mdt_alpr.ui.hit.presenters.confirmation_view import (
    AGAIN,
    PROMISED_IN_MINUTES,
    REQUESTED,
    Sheet,
    draft_of,
    record_asked,
)
from mdt_alpr.ui.hit.presenters.hit_case import HitCase
from mdt_alpr.ui.hit.presenters.hit_closing_form import still_missing
from mdt_alpr.ui.hit.presenters.hit_draft import Slot
from mdt_alpr.ui.hit.presenters.hit_status_form import OpenQuestion

# --------------------------------------------------------------------------- the blind check


def go_on(case: HitCase, desk: OfficerCommands, now: datetime) -> None:
    """Go to the next question, or send the answers where that was the last one."""
    draft = case.draft
    if draft.asks_whole and draft.run is not None:
        draft.run.ask_whole()
        case.face_question()
    elif not draft.is_last or draft.slot is Slot.PLATE:
        draft.go_on()
        case.face_question()
    else:
        draft.waiting = True
        case.note_viewing(now, open_now=True)
        _send(case, desk, now)


def come_back(case: HitCase) -> None:
    """Face a question that was answered before; characters by tiles where typing is unsafe."""
    if case.draft.run is not None:
        case.draft.run.ask_tiles()
    if case.draft.slot is Slot.PLATE:
        case.mind_driving()
    case.face_question()


def _send(case: HitCase, desk: OfficerCommands, now: datetime) -> None:
    draft, hit_id = case.draft, case.hit.hit_id
    if draft.asks_vehicle and not draft.vehicle_is_sent:
        body = Body(draft.body) if draft.body else None
        color = Color(draft.color) if draft.color else None
        desk.answer_vehicle(hit_id, body, color)
    if draft.entered:
        return
    state, looked_s = draft.state or "", draft.view_times.seconds(now)
    if draft.run is not None:
        desk.enter_by_tiles(hit_id, draft.run.check(), state, looked_s)
    else:
        desk.enter(hit_id, draft.text, state, looked_s)


# ------------------------------------------------------------------------------- the result


def state_result(
    case: HitCase, result: StatusResult, desk: OfficerCommands, now: datetime, dispatcher: str = ""
) -> None:
    """State what the source that is asked replied."""
    source, stamped = case.status.source, case.status.stamped_at
    case.status.answered(result, case.gate(now))
    desk.state_status(case.hit.hit_id, source, result, dispatcher, asked_at=stamped)


def begin_confirmation(case: HitCase, now: datetime) -> None:
    """Open the sheet of the hit confirmation, where a record can be confirmed."""
    hit = case.hit
    done = hit.confirmation is not None and hit.confirmation.substantive is not None
    ready = hit.state is HitState.STOPPED or case.gate(now).may_stop
    if done or not hit.records or not (ready or hit.confirmation):
        return
    case.status.confirmation.begin(hit)
    try:
        draft_of(hit, case.status.confirmation, case.record)
    except DomainError as error:
        if hit.confirmation is None:
            case.notice = str(error)
            return
    case.status.ask(OpenQuestion.CONFIRMATION)


def end_case_number(case: HitCase) -> bool:
    """Go on from the case number to the draft; False where that is not asked."""
    form = case.status.confirmation
    if case.status.asking is not OpenQuestion.CONFIRMATION or form.sheet is not Sheet.OCA:
        return False
    form.sheet = Sheet.DRAFT
    return True


def answer_confirmation(case: HitCase, key: str, desk: OfficerCommands, now: datetime) -> None:
    """Answer the sheet that is open by the key of a tile."""
    form = case.status.confirmation
    if form.sheet is Sheet.BASIS and key in set(Urgency):
        form.urgency, form.sheet = Urgency(key), Sheet.OCA
    elif form.sheet is Sheet.DRAFT and key == REQUESTED and form.urgency is not None:
        nic = record_asked(case.hit, case.record).nic
        case.status.ask(OpenQuestion.SOURCES)
        desk.request_confirmation(case.hit.hit_id, nic, form.urgency, form.oca)
    elif form.sheet is Sheet.REPLY:
        _replied(case, key, desk, now)
    elif form.sheet is Sheet.WHEN and key in {str(minutes) for minutes in PROMISED_IN_MINUTES}:
        case.status.ask(OpenQuestion.SOURCES)
        desk.answer_confirmation(case.hit.hit_id, AgencyReply.LATER, int(key))
    elif form.sheet is Sheet.AGAINST and key == AgencyReply.NOT_CONFIRMED:
        case.status.ask(OpenQuestion.SOURCES)
        desk.answer_confirmation(case.hit.hit_id, AgencyReply.NOT_CONFIRMED)


def _replied(case: HitCase, key: str, desk: OfficerCommands, now: datetime) -> None:
    form, asked = case.status.confirmation, case.hit.confirmation
    if key == AGAIN and asked is not None and asked.may_ask_again(now):
        form.repeat(case.hit)
    elif key == AgencyReply.LATER:
        form.sheet = Sheet.WHEN
    elif key == AgencyReply.NOT_CONFIRMED:
        form.sheet = Sheet.AGAINST
    elif key in set(AgencyReply):
        case.status.ask(OpenQuestion.SOURCES)
        desk.answer_confirmation(case.hit.hit_id, AgencyReply(key))


# --------------------------------------------------------------------------- the disposition


def save_or_go_on(case: HitCase, desk: OfficerCommands, now: datetime) -> None:
    """Save; while something is typed or asked beside it, end that and save nothing."""
    form = case.closing
    if form is None or form.stop.is_open:
        return
    if form.editing_number:
        form.editing_number = False
        return
    closing = form.closing(now)
    if closing is None or still_missing(case.hit, form, now):
        return
    desk.close(
        case.hit.hit_id,
        closing.disposition,
        stopped=closing.stopped,
        outcome=closing.outcome,
        force_used=closing.force_used,
        event_number=closing.event_number,
    )
