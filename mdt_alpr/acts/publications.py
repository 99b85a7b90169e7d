"""What the agency publishes, and who checked it when (DIS-09)."""

from collections.abc import Mapping
from dataclasses import replace

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.review.publications import WAITING, Publication, PublicationState
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.publications import (
    ContentCheckRequest,
    PublicationMessage,
    PublicationRequest,
    PublicationsMessage,
)

GROUPS = {"publications": "what the agency publishes, and who checked it"}
_STATES = {
    PublicationState.NOT_CHECKED: ("Not checked: do not publish", "ring"),
    PublicationState.CHECKED: ("Checked", "tick"),
    PublicationState.DUE: ("Check it again", "ring"),
    PublicationState.NOT_PUBLIC: ("Not public: take it down", "cross"),
    PublicationState.WITHDRAWN: ("Taken down", ""),
}


def _state(line: PublicationMessage) -> ListCell:
    publication, (words, mark) = line.publication, _STATES[line.state]
    below: object = ""
    if publication.due_at is not None:
        below = "Next check by", capture_date(publication.due_at)
    if publication.withdrawn_at is not None:
        below = publication.withdrawn_at, "by", publication.withdrawn_by
    return ListCell(words, below, mark, warns=line.state in WAITING)


def _check(line: PublicationMessage) -> ListCell:
    publication = line.publication
    if not publication.checks:
        return ListCell("None", publication.why_withdrawn)
    last = publication.checks[-1]
    return ListCell((last.at, "by", last.by), publication.why_withdrawn or last.words)


def _waiting(answer: PublicationsMessage) -> int:
    return sum(line.state in WAITING for line in answer.publications)


def _publication(answer: PublicationsMessage, places: Mapping[str, str]) -> Publication:
    return next(
        line.publication for line in answer.publications if str(line.number) == places["number"]
    )


PUBLICATIONS: Listing[PublicationsMessage, PublicationMessage] = Listing(
    lambda answer: answer.publications,
    lambda line: line.number,
    (
        ListColumn("No.", 50, lambda line: line.number, right=True),
        ListColumn("What", 250, lambda line: ListCell(
            line.publication.title, ("Entered by", line.publication.added_by), is_strong=True)),
        ListColumn("Where", 200, lambda line: line.publication.place),
        ListColumn("State", 250, _state),
        ListColumn("Last check", 320, _check),
    ),
    "Nothing is entered.",
    lambda answer: f"{_waiting(answer)} of {len(answer.publications)} wait.",
    _waiting,
)  # fmt: skip
SHOW_PUBLICATIONS = Look(
    "GET /v1/publications", "See what the agency publishes; ends with 1 where something waits",
    (Permission.DOWNLOAD,), PublicationsMessage, shows_captured=False,
    records=(AuditEvent.HQ_PUBLICATIONS_VIEWED,), command="publications list",
    listing=PUBLICATIONS,
)  # fmt: skip
ADD_PUBLICATION = Act(
    "POST /v1/publications", "Enter what is to be published", (Permission.DOWNLOAD,),
    PublicationsMessage, body=PublicationRequest, refusal=Problem.PUBLICATION_REFUSED,
    records=(AuditEvent.HQ_PUBLICATIONS_VIEWED, AuditEvent.HQ_PUBLICATION_CHANGED),
    command="publications add", button="Add", listing=PUBLICATIONS, changes=Unversioned.MAKES,
)  # fmt: skip
CHECK_PUBLICATION = Act(
    "POST /v1/publications/{number}/checks", "Record the check of a publication",
    (Permission.DOWNLOAD,), PublicationsMessage, body=ContentCheckRequest,
    refusal=Problem.PUBLICATION_REFUSED, records=(AuditEvent.HQ_PUBLICATIONS_VIEWED,
    AuditEvent.HQ_PUBLICATION_CHANGED), listing=PUBLICATIONS, changes=_publication,
)  # fmt: skip
FIND_CLEAR = replace(
    CHECK_PUBLICATION, says={"is_clear": True}, command="publications clear",
    summary="Record that you checked it, and that nothing in it is confidential",
    button="Checked: nothing confidential",
)  # fmt: skip
FIND_NOT_PUBLIC = replace(
    CHECK_PUBLICATION, says={"is_clear": False}, command="publications not-public",
    summary="Record that you checked it, and that it may not be public",
    button="Checked: not public",
)  # fmt: skip
END_PUBLICATION = Act(
    "POST /v1/publications/{number}/end", "Record that a publication was taken down",
    (Permission.DOWNLOAD,), PublicationsMessage, body=ReasonMessage,
    refusal=Problem.PUBLICATION_REFUSED, records=(AuditEvent.HQ_PUBLICATIONS_VIEWED,
    AuditEvent.HQ_PUBLICATION_CHANGED), command="publications end", button="Taken down",
    listing=PUBLICATIONS, changes=_publication,
)  # fmt: skip
