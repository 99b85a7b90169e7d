"""The policy that the agency adopted: no car is served before (PUR-05)."""

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.listing import ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.adoption import AdoptionMessage, AdoptionRequest, AdoptionsMessage

ADOPTIONS: Listing[AdoptionsMessage, AdoptionMessage] = Listing(
    lambda answer: answer.adoptions,
    lambda adoption: adoption.at.isoformat(),
    (
        ListColumn("Policy", 260, lambda adoption: adoption.policy),
        ListColumn("Version", 120, lambda adoption: adoption.version),
        ListColumn("In effect since", 180, lambda adoption: adoption.effective_on),
        ListColumn("Recorded", 260, lambda adoption: adoption.at),
        ListColumn("By", 300, lambda adoption: adoption.name),
    ),
    "No policy is recorded. No car is served.",
    lambda answer: (
        (
            f"{answer.adoptions[0].policy}, version {answer.adoptions[0].version}, is in effect. "
            "Cars are served."
            if answer.adoptions
            else ""
        )
        + (f" Policy profile: {answer.profile}." if answer.profile else "")
    ),
)
SHOW_POLICY = Look(
    "GET /v1/policy", "See the adopted policy", (Permission.MANAGE_ACCOUNTS,), AdoptionsMessage,
    shows_captured=False, records=(AuditEvent.HQ_POLICY_VIEWED,), command="policy",
    listing=ADOPTIONS,
)  # fmt: skip
ADOPT_POLICY = Act(
    "POST /v1/policy", "Record that the agency adopted its policy: no car is served before",
    (Permission.MANAGE_ACCOUNTS,), AdoptionsMessage, body=AdoptionRequest,
    records=(AuditEvent.HQ_POLICY_ADOPTED, AuditEvent.HQ_POLICY_VIEWED),
    command="adopt-policy {policy}", listing=ADOPTIONS, changes=Unversioned.MAKES,
)  # fmt: skip
