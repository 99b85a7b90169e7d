"""On and back through the blind questions, and the sending of what was answered."""

from datetime import datetime

from mdt_alpr.domain.hit.vehicle import Body, Colour
from mdt_alpr.patrol.desk import OfficerCommands
from mdt_alpr.ui.hit.presenters.hit_case import HitCase
from mdt_alpr.ui.hit.presenters.hit_draft import Slot


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
        case.look(now, open_now=True)
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
        colour = Colour(draft.colour) if draft.colour else None
        desk.answer_vehicle(hit_id, body, colour)
    if draft.entered:
        return
    state, looked_s = draft.state or "", draft.look.seconds(now)
    if draft.run is not None:
        desk.enter_by_tiles(hit_id, draft.run.check(), state, looked_s)
    else:
        desk.enter(hit_id, draft.text, state, looked_s)
