"""Requests to other agencies, and access to their readers (09.21.7.E, OUT-01 to OUT-04)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from mdt_alpr.acts.act import Act, File, Look, Nothing, Unversioned
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.acts.search import NO_LONGER_KEPT
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import OUTSIDE_REMINDED_EVERY, capture_date
from mdt_alpr.domain.printable import waiting_words
from mdt_alpr.domain.retention.alpr_1 import GROUND_WORDS
from mdt_alpr.domain.retention.outside_access import OutsideAccess
from mdt_alpr.domain.retention.outside_requests import (
    ANSWER_WORDS,
    WANTED_WORDS,
    Answer,
    OutsideForm,
    OutsideState,
    OutsideStep,
)
from mdt_alpr.domain.time_words import time_in_words
from mdt_alpr.wire.outside import (
    AccessFile,
    AccessRow,
    AccessRows,
    AccessSearch,
    OutsideRequestMessage,
    OutsideRequestsMessage,
    OutsideStepMessage,
    OutsideStepRequest,
)

_ASKED = (
    "agency", "system", "contact", "wanted", "case", "text", "state", "cameras", "begins_at",
    "ends_at", "ground", "parties", "facts",
)  # fmt: skip
_BUTTONS = {
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
_STEPS = {
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
    OutsideState.WAITING: ("Waits for approval", "a supervisor decides", "ring"),
    OutsideState.APPROVED: ("Approved", "print and swear the statement", "ring"),
    OutsideState.SWORN: ("Sworn", "send it, file the copy", "ring"),
    OutsideState.SENT: ("Sent", "cancel it once not needed", "tick"),
    OutsideState.DECLINED: ("Declined", "", "cross"),
    OutsideState.WITHDRAWN: ("Withdrawn", "", ""),
    OutsideState.REFUSED: ("Refused by agency", "", "cross"),
    OutsideState.FULFILLED: ("Data received", "", "tick"),
    OutsideState.CANCELED: ("Canceled", "with the agency", "tick"),
    OutsideState.EXPIRED: ("Expired after a year", "", ""),
}


class _Line(NamedTuple):
    """A step with its number; None for the request itself."""

    number: int
    request: OutsideRequestMessage
    step: OutsideStepMessage | None = None


def _lines(request: OutsideRequestMessage) -> Iterator[_Line]:
    yield _Line(0, request)
    for number, step in enumerate(request.steps, 1):
        yield _Line(number, request, step)


def _state(request: OutsideRequestMessage) -> ListCell:
    """Return a request's state and what is to do."""
    if request.cancel_is_due:
        return ListCell("Cancel it", "or say why it is still needed", "weak", warns=True)
    words, below, mark = _STATES[request.state]
    return ListCell(words, below, mark, is_strong=request.waits)


def _wanted(request: OutsideRequestMessage) -> str:
    return WANTED_WORDS[request.form.wanted] if request.form.wanted else ""


def _plate(request: OutsideRequestMessage) -> ListCell:
    scope = request.form.statement.scope
    if not scope.text:
        return ListCell("Erased with the request's end")
    return ListCell(f"{scope.text} {scope.state}", is_plate=True)


def _about(request: OutsideRequestMessage) -> str:
    """Return what a request asks for, in a few sentences."""
    form, scope = request.form, request.form.statement.scope
    system = f" ({form.system})" if form.system else ""
    head = (
        f"No. {request.number}. {_wanted(request)}: {form.agency}{system}, {form.contact}. "
        f"Case {form.statement.case}."
    )
    if not scope.text:
        return f"{head} Plate, cameras, facts and parties were erased when the request ended."
    first, last = map(time_in_words, scope.window)
    cameras = "; ".join(camera.in_words for camera in scope.cameras)
    ground = GROUND_WORDS[form.statement.ground] if form.statement.ground else ""
    return (
        f"{head} Plate {scope.text} {scope.state}, at {cameras}, {first} to {last}. {ground}: "
        f"{form.statement.facts} Parties: {form.statement.parties}."
    )


def _ends(request: OutsideRequestMessage) -> tuple[object, ...]:
    """Return its state, and when it is over."""
    state = _state(request)
    words = f"{state.value}: {state.below}." if state.below else f"{state.value}."
    over = ("Expires on", capture_date(request.expires_at)) if request.steps_open else ()
    return words, *over


def _step(line: _Line) -> ListCell:
    if line.step is None:
        return ListCell("Requested", is_strong=True)
    is_no = line.step.step is OutsideStep.DECLINED or line.step.answer is Answer.REFUSED
    return ListCell(_STEPS[line.step.step], mark="cross" if is_no else "tick")


def _note(line: _Line) -> str:
    if line.step is None:
        return ""
    answer = ANSWER_WORDS[line.step.answer] if line.step.answer else ""
    return "; ".join(filter(None, (answer, line.step.words)))


def _taken(request: OutsideRequestMessage, _: Mapping[str, str]) -> tuple[OutsideStepMessage, ...]:
    return request.steps


REQUESTS: Listing[OutsideRequestsMessage, OutsideRequestMessage] = Listing(
    lambda answer: answer.requests,
    lambda request: request.number,
    (
        ListColumn("No.", 60, lambda row: ListCell(row.number, is_strong=True), "number"),
        ListColumn("Agency", 230, lambda row: ListCell(row.form.agency, row.form.system)),
        ListColumn("Plate", 150, _plate),
        ListColumn("Case", 150, lambda row: ListCell(row.form.statement.case, _wanted(row))),
        ListColumn("Requested", 190, lambda row: ListCell(
            row.requested_at, f"by {row.requested_by}", to_second=True), "requested"),
        ListColumn("State", 250, _state, "ended"),
    ),
    "No request yet.",
    lambda answer: (
        f"{waiting_words(answer.waiting)} Reminders to cancel come every "
        f"{OUTSIDE_REMINDED_EVERY.days} days."
    ),
    after=lambda answer, loaded: {"first": loaded} if answer.has_more else {},
)  # fmt: skip
STEPS: Listing[OutsideRequestMessage, _Line] = Listing(
    _lines,
    lambda line: line.number,
    (
        ListColumn("When", 140, lambda line: ListCell(
            line.step.at if line.step else line.request.requested_at, to_second=True)),
        ListColumn("Step", 200, _step),
        ListColumn("By", 160, lambda line: (
            line.step.by or "Headquarters" if line.step else line.request.requested_by)),
        ListColumn("Who and how", 260, lambda line: line.step and ListCell(
            line.step.contact, ("on", line.step.on) if line.step.on else "")),
        ListColumn("Note", 300, _note),
    ),
    foot=_ends,
    about=_about,
)  # fmt: skip
ACCESSES: Listing[AccessRows, AccessRow] = Listing(
    lambda answer: answer.rows,
    lambda row: row.number,
    (
        ListColumn("No.", 0, lambda row: row.number),
        ListColumn("When", 130, lambda row: ListCell(row.at, to_second=True), "at"),
        ListColumn("Person", 130, lambda row: row.name or row.person, "person"),
        ListColumn("Agency", 195, lambda row: ListCell(row.agency, row.system), "agency"),
        ListColumn("Purpose", 160, lambda row: row.purpose, "purpose"),
        ListColumn("Case", 110, lambda row: ListCell(
            row.case or NO_LONGER_KEPT, f"request {row.request}" if row.request else "")),
        ListColumn("Searched for", 110, lambda row: row.sought or NO_LONGER_KEPT),
        ListColumn("Reason", 190, lambda row: row.reason or NO_LONGER_KEPT),
        ListColumn("Shown", 60, lambda row: f"{row.found:,}", "found", right=True),
    ),
    "No access fits. Log yours right after you searched others' readers.",
    after=lambda answer, loaded: {"first": loaded} if answer.has_more else {},
)  # fmt: skip
SHOW_REQUESTS = Look(
    "GET /v1/outside-requests", "See requests to other agencies, the newest first",
    (Permission.REQUEST_HOLDS,), OutsideRequestsMessage, shows_captured=True,
    records=(AuditEvent.HQ_OUTSIDE_VIEWED,), command="outside-requests", listing=REQUESTS,
)  # fmt: skip
MAKE_REQUEST = Act(
    "POST /v1/outside-requests", "Request another agency's data", (Permission.REQUEST_HOLDS,),
    OutsideRequestMessage, body=OutsideForm, records=(AuditEvent.HQ_OUTSIDE_REQUESTED,),
    asks=_ASKED, command="outside-request {text}",
    listing=STEPS, button="Ask for approval", changes=Unversioned.MAKES,
)  # fmt: skip
TAKE_STEP = Act(
    "POST /v1/outside-requests/{number}/steps",
    "Approve, decline, swear, send, answer, keep, cancel or withdraw a request",
    (Permission.REQUEST_HOLDS,), OutsideRequestMessage, body=OutsideStepRequest,
    is_privileged=True, records=(AuditEvent.HQ_OUTSIDE_STEP,), command="outside-step {step}",
    listing=STEPS, changes=_taken,
)  # fmt: skip
STEP_ACTS = tuple(
    replace(TAKE_STEP, says={"step": step}, command="", button=words)
    for step, words in _BUTTONS.items()
)
"""Each step by its button."""
PRINT_STATEMENT = Look(
    "GET /v1/outside-requests/{number}/statement",
    "Write the statement of an approved request, to sign before a notary, as PDF",
    (Permission.REQUEST_HOLDS,), File, shows_captured=False,
    records=(AuditEvent.HQ_OUTSIDE_PRINTED,), command="outside-statement",
    button="Save statement as PDF",
)  # fmt: skip
LOG_ACCESS = Act(
    "POST /v1/outside-accesses", "Log access to others' readers", (Permission.REQUEST_HOLDS,),
    Nothing, body=OutsideAccess, records=(AuditEvent.HQ_OUTSIDE_ACCESS_LOGGED,),
    demands=("purpose",), command="log-outside-access", button="Log access",
    changes=Unversioned.MAKES,
)  # fmt: skip
SHOW_ACCESSES = Look(
    "POST /v1/outside-accesses/search", "See access to others' readers", (Permission.REQUEST_HOLDS,
    Permission.READ_AUDIT), AccessRows, body=AccessSearch, shows_captured=True,
    records=(AuditEvent.HQ_OUTSIDE_ACCESS_VIEWED,), command="outside-accesses", listing=ACCESSES,
)  # fmt: skip
EXPORT_ACCESSES = Act(
    "POST /v1/outside-accesses/export", "Export the log of access to others' readers",
    (Permission.READ_AUDIT,), AccessFile, body=AccessSearch,
    records=(AuditEvent.HQ_ROWS_EXPORTED,), button="Save log as CSV", changes=Unversioned.MAKES,
)  # fmt: skip
