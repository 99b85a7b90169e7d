"""What may be asked of headquarters in the room security keys."""

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.accounts import KeyName, SecurityKeysMessage
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem

OWN_KEYS = Look(
    "GET /v1/security-keys", "See one's own security keys", (), SecurityKeysMessage,
    shows_captured=False, records=(AuditEvent.HQ_KEYS_VIEWED,),
)  # fmt: skip
NAME_OWN_KEY = Act(
    "POST /v1/security-keys/{key_id}/name", "Name one's own security key", (), SecurityKeysMessage,
    body=KeyName, refusal=Problem.KEY_STAYS, records=(AuditEvent.HQ_KEY_NAMED,),
)  # fmt: skip
REMOVE_OWN_KEY = Act(
    "POST /v1/security-keys/{key_id}/remove", "Remove one's own security key", (),
    SecurityKeysMessage, body=ReasonMessage, refusal=Problem.KEY_STAYS, is_privileged=True,
    records=(AuditEvent.HQ_KEY_REMOVED,),
)  # fmt: skip
REMOVE_PERSONS_KEY = Act(
    "POST /v1/accounts/{person_id}/security-keys/{key_id}/remove",
    "Remove a person's security key", (Permission.MANAGE_ACCOUNTS,), SecurityKeysMessage,
    body=ReasonMessage, records=(AuditEvent.HQ_KEY_REMOVED,),
)  # fmt: skip
PERSONS_KEYS = Look(
    "GET /v1/accounts/{person_id}/security-keys", "See a person's security keys",
    (Permission.MANAGE_ACCOUNTS,), SecurityKeysMessage, shows_captured=False,
    records=(AuditEvent.HQ_KEYS_VIEWED,),
)  # fmt: skip
