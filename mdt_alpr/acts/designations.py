"""Who was Chief, administrator and custodian when, designated by whom (ACC-14)."""

from datetime import date

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.fields import ActField
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.accounts import (
    DesignationEnd,
    DesignationMessage,
    DesignationRequest,
    DesignationsMessage,
)

DESIGNATIONS: Listing[DesignationsMessage, DesignationMessage] = Listing(
    lambda answer: answer.designations,
    lambda designation: designation.number,
    (
        ListColumn("Number", 0, lambda designation: designation.number),
        ListColumn("Office", 170, lambda d: ListCell(d.office, is_strong=True)),
        ListColumn("User name", 170, lambda designation: designation.person_id),
        ListColumn("Name", 230, lambda designation: designation.name),
        ListColumn("From", 150, lambda designation: designation.first_day),
        ListColumn("Until", 150, lambda d: d.last_day or ListCell("In office", mark="tick")),
        ListColumn("Designated by", 260, lambda designation: designation.designated_by),
    ),
    "Nobody is designated.",
    lambda answer: (
        f"Not designated: {', '.join(answer.missing)}" if answer.missing else "Nobody is missing."
    ),
)
SHOW_DESIGNATIONS = Look(
    "GET /v1/designations", "See who was Chief, administrator and custodian when",
    (Permission.MANAGE_ACCOUNTS, Permission.READ_AUDIT), DesignationsMessage,
    shows_captured=False, records=(AuditEvent.HQ_DESIGNATIONS_VIEWED,), command="designations",
    query=(ActField(name="on", type=date, label="Only who held an office on this day",
    default=None),), listing=DESIGNATIONS,
)  # fmt: skip
DESIGNATE = Act(
    "POST /v1/designations", "Record who was designated, by whom", (Permission.MANAGE_ACCOUNTS,),
    DesignationsMessage, body=DesignationRequest, records=(AuditEvent.HQ_DESIGNATED,
    AuditEvent.HQ_DESIGNATIONS_VIEWED), command="designate {person_id}", button="Designate",
    listing=DESIGNATIONS, changes=Unversioned.MAKES,
)  # fmt: skip
END_DESIGNATION = Act(
    "POST /v1/designations/{number}/end", "Record the last day of a designation",
    (Permission.MANAGE_ACCOUNTS,), DesignationsMessage, body=DesignationEnd,
    records=(AuditEvent.HQ_DESIGNATIONS_VIEWED, AuditEvent.HQ_DESIGNATION_ENDED),
    command="end-designation", button="End chosen designation", listing=DESIGNATIONS,
    changes=Unversioned.ONCE,
)  # fmt: skip
