"""What may be asked of headquarters in the room intake."""

from mdt_alpr.acts.act import Act, File, Look, Nothing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.brought import OffloadKeysMessage
from mdt_alpr.wire.manual import DecisionMessage
from mdt_alpr.wire.review import AsidesMessage

SHOW_SET_ASIDE = Look(
    "GET /v1/desk/set-aside", "See what was set aside", (Permission.READ_AUDIT,), AsidesMessage,
    shows_captured=True, records=(AuditEvent.HQ_ASIDE_VIEWED,),
)  # fmt: skip
DECIDE = Act(
    "POST /v1/desk/set-aside/{number}/decision", "Decide on what was set aside",
    (Permission.MANAGE_ACCOUNTS,), Nothing, body=DecisionMessage,
    records=(AuditEvent.HQ_ASIDE_ACCEPTED, AuditEvent.HQ_ASIDE_REJECTED,
    AuditEvent.HQ_CHAIN_BROKEN, AuditEvent.HQ_CHAIN_REPAIRED, AuditEvent.HQ_HOLD_REFUSED_AT_ONCE,
    AuditEvent.SELF_CHECKED),
)  # fmt: skip
SHOW_OFFLOAD_KEYS = Look(
    "GET /v1/offload/keys", "Get the public keys for cars without a link",
    (Permission.MANAGE_ACCOUNTS, Permission.RUN_SERVER), OffloadKeysMessage, shows_captured=False,
)  # fmt: skip
LOAD_OFFLOAD = Act(
    "POST /v1/offload", "Load what a car offloaded", (Permission.MANAGE_ACCOUNTS,), File,
    records=(AuditEvent.HQ_ITEMS_ACCEPTED, AuditEvent.HQ_OFFLOAD_LOADED),
)  # fmt: skip
