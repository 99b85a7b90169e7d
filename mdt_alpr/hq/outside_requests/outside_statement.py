"""The sworn statement of a request to another agency, on paper to sign (7.E, OUT-02)."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.retention.alpr_1 import GROUND_WORDS
from mdt_alpr.domain.retention.outside_requests import (
    AskedFor,
    OutsideRequest,
    OutsideState,
    OutsideStep,
)
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError
from mdt_alpr.hq.base.paper import Paper, Printed, in_words, printed
from mdt_alpr.hq.outside_requests.service import seen_one
from mdt_alpr.hq.people import store as people
from mdt_alpr.wire.problems import Problem

TITLE = "Request to another agency for license plate reader data"
NOTICE = (
    f"Sworn statement{cited('sworn_statement', ' under ', '')}. Confidential; a copy stays in the "
    "case file."
)
OATH = (
    "I swear or affirm that this statement is true to the best of my knowledge, and that the data "
    "is needed for the case named above."
)
WANTED_WORDS = {
    AskedFor.PRESERVE: "Preserve the data described below.",
    AskedFor.RELEASE: "Release the data described below.",
    AskedFor.BOTH: "Preserve the data described below and release it.",
}
_PRINTED = {OutsideState.APPROVED, OutsideState.SWORN, OutsideState.SENT}


def statement(hq: Headquarters, caller: Caller, number: int) -> bytes:
    """Return the statement as PDF; that it was printed is recorded.

    Raises:
        RefusedError: no such request, not approved yet, or over.
    """
    with hq.writing() as work:
        request = seen_one(work, caller, number)
        if request.state not in _PRINTED:
            detail = "The statement is printed once a supervisor approved, until the end."
            raise RefusedError(Problem.OUTSIDE_REFUSED, detail)
        record(work, AuditEvent.HQ_OUTSIDE_PRINTED, str(number), caller.person_id)
        names = people.names(work.connection)
    return _paper(number, request, names, printed(hq, caller.name))


def _paper(number: int, request: OutsideRequest, names: dict[str, str], by: Printed) -> bytes:
    form, paper = request.form, Paper(TITLE, by, notice=NOTICE)
    requester = names.get(request.requested_by, request.requested_by)
    approval = request.taken(OutsideStep.APPROVED)
    assert approval is not None  # noqa: S101 - printed once approved
    approved = f"{names.get(approval.by, approval.by)}, {in_words(approval.at)}"
    paper.fields(
        [
            ("To", form.agency),
            ("At", form.contact),
            ("System where the data lies", form.system),
            ("Our number", f"{number}, of {in_words(request.requested_at)}"),
            ("Requested by", requester),
            ("Approved by", approved),
        ]
    )
    paper.checkboxes((words, wanted is form.wanted) for wanted, words in WANTED_WORDS.items())
    _parts(paper, request)
    paper.paragraph(OATH, bold=True)
    paper.signature("Signature of who makes the statement", requester)
    paper.notary()
    return paper.pdf()


def _parts(paper: Paper, request: OutsideRequest) -> None:
    stated = request.form.statement
    scope, (first, last) = stated.scope, stated.scope.window
    paper.section("a. License plate and cameras")
    plate = [("Plate", scope.text), ("State of issuance", STATES[scope.state])]
    paper.fields(plate)
    cameras = "\n".join(camera.in_words for camera in scope.cameras)
    paper.fields([("Cameras: place, or unit and device", cameras)], columns=1)
    paper.section("b. Dates and times")
    paper.fields([("From", in_words(first)), ("To", in_words(last))])
    paper.section("c. Facts that make the data relevant")
    paper.checkboxes((words, ground is stated.ground) for ground, words in GROUND_WORDS.items())
    paper.fields([("Facts", stated.facts)], columns=1)
    paper.section("d. Case and parties")
    paper.fields([("Case", stated.case), ("Parties", stated.parties)])
