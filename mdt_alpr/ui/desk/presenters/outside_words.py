"""Words of requests to other agencies: states, steps, and what is to do."""

from mdt_alpr.domain.policy import OUTSIDE_REMINDED_EVERY
from mdt_alpr.domain.retention.alpr_1 import GROUND_WORDS
from mdt_alpr.domain.retention.outside_requests import (
    Answer,
    AskedFor,
    OutsideState,
    OutsideStep,
)
from mdt_alpr.ui.desk.models.desk import Cell
from mdt_alpr.ui.desk.presenters.words import plate_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire.outside import OutsideRequestMessage

WANTED_WORDS = {
    AskedFor.PRESERVE: "Preserve",
    AskedFor.RELEASE: "Release",
    AskedFor.BOTH: "Preserve and release",
}
ANSWER_WORDS = {
    Answer.NONE: "Agency's answer",
    Answer.PRESERVED: "Preserved",
    Answer.RELEASED: "Released",
    Answer.REFUSED: "Refused",
}
ACT_WORDS = {
    OutsideStep.APPROVED: "Approve",
    OutsideStep.DECLINED: "Decline",
    OutsideStep.SWORN: "Sworn",
    OutsideStep.SENT: "Sent",
    OutsideStep.ANSWERED: "Answered",
    OutsideStep.STILL_NEEDED: "Still needed",
    OutsideStep.CASE_CLOSED: "Case closed",
    OutsideStep.CANCELED: "Canceled with agency",
    OutsideStep.WITHDRAWN: "Withdraw",
}
STEP_WORDS = {
    OutsideStep.APPROVED: "Approved",
    OutsideStep.DECLINED: "Declined",
    OutsideStep.SWORN: "Statement sworn",
    OutsideStep.SENT: "Sent to the agency",
    OutsideStep.ANSWERED: "Agency answered",
    OutsideStep.STILL_NEEDED: "Still needed",
    OutsideStep.CASE_CLOSED: "Case closed",
    OutsideStep.CANCELED: "Canceled with the agency",
    OutsideStep.WITHDRAWN: "Withdrawn",
    OutsideStep.EXPIRED: "Expired after a year",
}
_STATES = {
    OutsideState.WAITING: ("Waits for approval", Mark.RING, "a supervisor decides"),
    OutsideState.APPROVED: ("Approved", Mark.RING, "print and swear the statement"),
    OutsideState.SWORN: ("Sworn", Mark.RING, "send it, file the copy"),
    OutsideState.SENT: ("Sent", Mark.TICK, "cancel it once not needed"),
    OutsideState.DECLINED: ("Declined", Mark.CROSS, ""),
    OutsideState.WITHDRAWN: ("Withdrawn", None, ""),
    OutsideState.REFUSED: ("Refused by agency", Mark.CROSS, ""),
    OutsideState.FULFILLED: ("Data received", Mark.TICK, ""),
    OutsideState.CANCELED: ("Canceled", Mark.TICK, "with the agency"),
    OutsideState.EXPIRED: ("Expired after a year", None, ""),
}
ERASED = "Erased with the request's end"


def outside_state_cell(request: OutsideRequestMessage) -> Cell:
    """Return a request's state and what is to do."""
    if request.cancel_is_due:
        return Cell("Cancel it", Mark.WEAK, warns=True, below="or say why it is still needed")
    words, mark, below = _STATES[request.state]
    return Cell(words, mark, strong=request.waits, below=below)


def about_request(request: OutsideRequestMessage) -> str:
    """Return what a request asks for, in a few sentences."""
    form = request.form
    stated, wanted = form.statement, WANTED_WORDS[form.wanted] if form.wanted else ""
    system = f" ({form.system})" if form.system else ""
    head = f"{wanted}: {form.agency}{system}, {form.contact}. Case {stated.case}. "
    if not stated.scope.text:
        return f"{head}Plate, cameras, facts and parties were erased when the request ended."
    first, last = stated.scope.window
    cameras = "; ".join(camera.in_words for camera in stated.scope.cameras)
    ground = GROUND_WORDS[stated.ground] if stated.ground else ""
    return (
        f"{head}Plate {plate_words(stated.scope.text, stated.scope.state)}, at {cameras}, "
        f"{full_time(first)} to {full_time(last)}. {ground}: {stated.facts} "
        f"Parties: {stated.parties}."
    )


def reminded_words() -> str:
    """Return how often a requester is reminded."""
    return f"every {OUTSIDE_REMINDED_EVERY.days} days"
