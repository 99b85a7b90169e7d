"""What cars sent and headquarters set aside, and what a car without a link brings on a stick."""

from mdt_alpr.acts.act import Act, File, Look, Nothing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.brought import OffloadKeysMessage
from mdt_alpr.wire.manual import DecisionMessage
from mdt_alpr.wire.review import AsidesMessage

_FROM_CARS = (
    AuditEvent.HQ_CASE_OPENED, AuditEvent.HQ_CHAIN_BROKEN, AuditEvent.HQ_CHAIN_REPAIRED,
    AuditEvent.HQ_CHAIN_STRAY, AuditEvent.HQ_DEVICE_KEY_REGISTERED,
    AuditEvent.HQ_EVIDENCE_BROKEN, AuditEvent.HQ_EVIDENCE_REPAIRED, AuditEvent.HQ_HIT_REFUTED,
    AuditEvent.HQ_HIT_RELAYED, AuditEvent.HQ_HOLD_KEPT, AuditEvent.HQ_HOLD_REFUSED_AT_ONCE,
    AuditEvent.HQ_HOLD_REQUESTED, AuditEvent.HQ_INCIDENT_REPORTED, AuditEvent.HQ_INCIDENT_STEP,
    AuditEvent.HQ_ITEMS_ACCEPTED, AuditEvent.HQ_ITEM_SET_ASIDE, AuditEvent.HQ_MANUAL_ADDED,
    AuditEvent.HQ_MANUAL_CASE_CLOSED, AuditEvent.HQ_MANUAL_EXPIRED,
    AuditEvent.HQ_MANUAL_MORE_TIME_ASKED, AuditEvent.HQ_MANUAL_RECHECKED,
    AuditEvent.HQ_MANUAL_REMOVED, AuditEvent.SELF_CHECKED,
)  # fmt: skip
"""What items of cars lead to, whoever brings or accepts them."""
SHOW_SET_ASIDE = Look(
    "GET /v1/desk/set-aside", "See what was set aside", (Permission.READ_AUDIT,), AsidesMessage,
    shows_captured=True, records=(AuditEvent.HQ_ASIDE_VIEWED,),
)  # fmt: skip
DECIDE = Act(
    "POST /v1/desk/set-aside/{number}/decision", "Decide on what was set aside",
    (Permission.MANAGE_ACCOUNTS,), Nothing, body=DecisionMessage,
    records=(AuditEvent.HQ_ASIDE_ACCEPTED, AuditEvent.HQ_ASIDE_REJECTED, *_FROM_CARS),
)  # fmt: skip
SHOW_OFFLOAD_KEYS = Look(
    "GET /v1/offload/keys", "Get the public keys for cars without a link",
    (Permission.MANAGE_ACCOUNTS, Permission.RUN_SERVER), OffloadKeysMessage, shows_captured=False,
)  # fmt: skip
LOAD_OFFLOAD = Act(
    "POST /v1/offload", "Load what a car offloaded", (Permission.MANAGE_ACCOUNTS,), File,
    records=(AuditEvent.HQ_OFFLOAD_LOADED, *_FROM_CARS),
)  # fmt: skip
