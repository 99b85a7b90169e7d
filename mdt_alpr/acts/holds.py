"""Preservation requests, warrants and notaries: who files, swears, renews and ends (09.21.8)."""

from collections.abc import Mapping
from dataclasses import replace

from mdt_alpr.acts.act import Act, File, Look, Unversioned
from mdt_alpr.acts.fields import ActField
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import HOLD_FORM
from mdt_alpr.domain.retention.hold_notices import STATE_WORDS
from mdt_alpr.domain.retention.holds import Hold, HoldState
from mdt_alpr.wire.holds import (
    FilingRequest,
    HoldAct,
    HoldActRequest,
    HoldMessage,
    HoldRequest,
    HoldsMessage,
    NotariesMessage,
    NotaryEnd,
    NotaryMessage,
    NotaryRequest,
    OathRequest,
    WarrantRequest,
)
from mdt_alpr.wire.problems import Problem

GROUPS = {
    "hold": "preservation requests and warrants: what is kept longer",
    "notary": f"who may notarize form {HOLD_FORM}",
}
LOG_QUERY = (
    ActField(name="show", label="Only these lines", options=(
        ("live", "What holds now"), *((state.value, STATE_WORDS[state]) for state in HoldState),
    )),
    ActField(name="first", type=int, label="Pass over so many lines"),
    ActField(name="size", type=int, label="So many lines"),
)  # fmt: skip
NOTARIES: Listing[NotariesMessage, NotaryMessage] = Listing(
    lambda answer: answer.notaries,
    lambda notary: notary.number,
    (
        ListColumn("Number", 0, lambda notary: notary.number),
        ListColumn("Name", 320, lambda notary: ListCell(notary.name, is_strong=True)),
        ListColumn("Office", 300, lambda notary: notary.office),
        ListColumn("From", 200, lambda notary: notary.first_day),
        ListColumn(
            "Until", 200, lambda notary: notary.last_day or ListCell("In office", mark="tick")
        ),
    ),
    "Nobody is on the list.",
)


_SCOPE = ("text", "state", "cameras", "begins_at", "ends_at")


def _notary(answer: NotariesMessage, places: Mapping[str, str]) -> NotaryMessage:
    return next(line for line in answer.notaries if str(line.number) == places["number"])


def decided_on(hold: Hold | None) -> tuple[Hold, ...]:
    """Return what an act on a request changes, nothing once its papers are gone."""
    return (hold,) if hold is not None else ()


def _hold(answer: HoldMessage, _places: Mapping[str, str]) -> tuple[Hold, ...]:
    return decided_on(answer.hold)


def _decision(act: HoldAct, button: str, command: str, summary: str) -> Act[HoldMessage]:
    ends = act is HoldAct.CANCEL
    return replace(
        DECIDE, says={"act": act}, asks=("why",), command=command, summary=summary,
        second=DECIDE.second if ends else None, button=button,
    )  # fmt: skip


SHOW_LOG = Look(
    "GET /v1/holds", "See the Data Retention Request Log", (Permission.REQUEST_HOLDS,
    Permission.READ_AUDIT), HoldsMessage, shows_captured=True, command="hold list",
    query=LOG_QUERY, records=(AuditEvent.HQ_HOLDS_VIEWED,),
)  # fmt: skip
FILE_REQUEST = Act(
    "POST /v1/holds", f"File form {HOLD_FORM}: what it covers is held at once",
    (Permission.REQUEST_HOLDS,), HoldMessage, body=HoldRequest, refusal=Problem.HOLD_REFUSED,
    records=(AuditEvent.HQ_HOLD_KEPT, AuditEvent.HQ_HOLD_REQUESTED, AuditEvent.HQ_HOLD_VIEWED),
    asks=(*_SCOPE, "ground", "case", "parties", "requested_by", "requested_at", "facts"),
    demands=(*_SCOPE, "ground", "case", "parties", "facts"), command="hold request {text}",
    button="File and hold now", changes=Unversioned.MAKES,
)  # fmt: skip
FILE_WARRANT = Act(
    "POST /v1/holds/warrants", "Enter a search warrant: what it covers is held at once",
    (Permission.MANAGE_HOLDS,), HoldMessage, body=WarrantRequest, refusal=Problem.HOLD_REFUSED,
    records=(AuditEvent.HQ_HOLD_KEPT, AuditEvent.HQ_HOLD_REQUESTED, AuditEvent.HQ_HOLD_VIEWED),
    asks=(*_SCOPE, "is_federal", "court", "number", "issued_on", "case", "described"),
    demands=(*_SCOPE, "court", "number", "issued_on", "case", "described"),
    command="hold warrant {text}", button="Enter and hold now", changes=Unversioned.MAKES,
)  # fmt: skip
SHOW_HOLD = Look(
    "GET /v1/holds/{number}", "See a preservation request", (Permission.REQUEST_HOLDS,
    Permission.READ_AUDIT), HoldMessage, shows_captured=True, command="hold show",
    records=(AuditEvent.HQ_HOLD_VIEWED,),
)  # fmt: skip
SWEAR = Act(
    "POST /v1/holds/{number}/oath", "Make a hold final by its sworn form",
    (Permission.MANAGE_HOLDS,), HoldMessage, body=OathRequest, changes=_hold,
    refusal=Problem.HOLD_REFUSED, records=(AuditEvent.HQ_HOLD_SWORN, AuditEvent.HQ_HOLD_VIEWED),
    asks=("notary", "sworn_on"), button="Make final",
)  # fmt: skip
NOTE_FILING = Act(
    "POST /v1/holds/{number}/filing", "Note where a form is kept", (Permission.MANAGE_HOLDS,),
    HoldMessage, body=FilingRequest, changes=_hold, refusal=Problem.HOLD_REFUSED,
    records=(AuditEvent.HQ_HOLD_FILED, AuditEvent.HQ_HOLD_VIEWED), command="hold filed",
    button="Note filing",
)  # fmt: skip
DECIDE = Act(
    "POST /v1/holds/{number}/acts",
    "Renew, confirm, cancel, refuse or correct a request, or give up its lost keys",
    (Permission.REQUEST_HOLDS,), HoldMessage, body=HoldActRequest, changes=_hold,
    refusal=Problem.HOLD_REFUSED, second=Permission.MANAGE_HOLDS, is_privileged=True,
    records=(AuditEvent.HQ_HOLD_CANCELED, AuditEvent.HQ_HOLD_CORRECTED,
    AuditEvent.HQ_HOLD_DESTROYED, AuditEvent.HQ_HOLD_REFUSED, AuditEvent.HQ_HOLD_RENEWED,
    AuditEvent.HQ_HOLD_SWORN, AuditEvent.HQ_HOLD_VIEWED),
)  # fmt: skip
REVIEW = _decision(
    HoldAct.RENEW, "Yearly review", "hold review", "Note the yearly review of a warrant"
)
RENEW = replace(
    REVIEW, asks=("on",), says={"act": HoldAct.RENEW, "why": ""}, demands=("on",), command="",
    button="Renew", summary="Keep a hold for a year from a further request, by its sworn form",
)  # fmt: skip
CONFIRM = replace(
    DECIDE, says={"act": HoldAct.CONFIRM, "why": ""}, asks=("paper",), command="hold confirm",
    summary="Confirm that an attached warrant says what was entered", second=None,
    button="Confirm warrant",
)  # fmt: skip
CANCEL = _decision(
    HoldAct.CANCEL, "Cancel", "hold cancel", "End a hold, a day later where it takes two"
)
TAKE_BACK = _decision(
    HoldAct.TAKE_BACK, "Take back cancellation", "hold take-back",
    "Take back a cancellation in time",
)  # fmt: skip
REFUSE = _decision(
    HoldAct.REFUSE, "Refuse", "hold refuse", "Refuse a request that was not sworn yet"
)
CORRECT = _decision(
    HoldAct.CORRECT, "Correct", "hold correct", "Add a line that puts an earlier one right"
)
GIVE_UP_KEYS = _decision(
    HoldAct.GIVE_UP_KEYS,
    "Give up lost keys",
    "hold give-up-keys",
    "Give up lost keys, and what lies under them",
)
ATTACH = Act(
    "POST /v1/holds/{number}/papers", "Attach a paper to a request", (Permission.MANAGE_HOLDS,),
    HoldMessage, records=(AuditEvent.HQ_HOLD_PAPER_ADDED, AuditEvent.HQ_HOLD_VIEWED),
    changes=Unversioned.MAKES,
)  # fmt: skip
GIVE_PAPER = Look(
    "GET /v1/holds/{number}/papers/{digest}", "Get a paper of a request",
    (Permission.REQUEST_HOLDS, Permission.READ_AUDIT), File, shows_captured=False,
    command="hold paper", records=(AuditEvent.HQ_HOLD_PAPER_VIEWED,),
)  # fmt: skip
PRINT_FORM = Look(
    "GET /v1/holds/{number}/form", f"Print form {HOLD_FORM}", (Permission.REQUEST_HOLDS,
    Permission.READ_AUDIT), File, shows_captured=False, command="hold form",
    records=(AuditEvent.HQ_HOLD_PRINTED,),
)  # fmt: skip
GIVE_PICTURE = Look(
    "GET /v1/holds/{number}/pictures/{digest}", "See a picture under a hold",
    (Permission.REQUEST_HOLDS,), File, shows_captured=True,
    records=(AuditEvent.HQ_HELD_PICTURE_VIEWED,),
)  # fmt: skip
SHOW_NOTARIES = Look(
    "GET /v1/notaries", "See who notarizes", (Permission.MANAGE_HOLDS,), NotariesMessage,
    shows_captured=False, command="notary list", listing=NOTARIES,
    records=(AuditEvent.HQ_NOTARIES_VIEWED,),
)  # fmt: skip
ADD_NOTARY = Act(
    "POST /v1/notaries", "Put a notary on the list", (Permission.MANAGE_HOLDS,), NotariesMessage,
    body=NotaryRequest, refusal=Problem.HOLD_REFUSED, records=(AuditEvent.HQ_NOTARIES_VIEWED,
    AuditEvent.HQ_NOTARY_SET), button="Add to list", command="notary add", asks=("name", "office",
    "first_day"), listing=NOTARIES, changes=Unversioned.MAKES,
)  # fmt: skip
END_NOTARY = Act(
    "POST /v1/notaries/{number}/end", "Record a notary's last day", (Permission.MANAGE_HOLDS,),
    NotariesMessage, body=NotaryEnd, refusal=Problem.HOLD_REFUSED,
    records=(AuditEvent.HQ_NOTARIES_VIEWED, AuditEvent.HQ_NOTARY_SET),
    button="Record last day of chosen", command="notary end", listing=NOTARIES, changes=_notary,
)  # fmt: skip
