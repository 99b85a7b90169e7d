"""Second factors: security keys, and whether one is demanded of everybody (ACC-02)."""

from collections.abc import Mapping
from dataclasses import replace

from mdt_alpr.acts.act import Act, Look, Nothing, Unversioned
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.accounts import FactorDemand, KeyName, SecurityKeyMessage, SecurityKeysMessage
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem

GROUPS = {"require-factor": "whether a second factor is demanded of everybody; training: never"}
KEYS: Listing[SecurityKeysMessage, SecurityKeyMessage] = Listing(
    lambda answer: answer.keys,
    lambda key: key.key_id,
    (
        ListColumn("Name", 340, lambda key: ListCell(key.name, is_strong=True)),
        ListColumn("Added", 220, lambda key: key.added_at),
        ListColumn("Last used", 220, lambda key: key.used_at or "Never"),
        ListColumn("Number", 300, lambda key: key.key_id),
    ),
    "No security key. New phone or key on the sign-in page adds one.",
    lambda answer: f"{len(answer.keys)} {'key' if len(answer.keys) == 1 else 'keys'}.",
)


def _key(answer: SecurityKeysMessage, places: Mapping[str, str]) -> KeyName:
    return KeyName(next(key.name for key in answer.keys if key.key_id == places["key_id"]))


OWN_KEYS = Look(
    "GET /v1/security-keys", "List your own security keys", (), SecurityKeysMessage,
    shows_captured=False, records=(AuditEvent.HQ_KEYS_VIEWED,), command="keys", listing=KEYS,
)  # fmt: skip
NAME_OWN_KEY = Act(
    "POST /v1/security-keys/{key_id}/name", "Name one of your security keys", (),
    SecurityKeysMessage, body=KeyName, refusal=Problem.KEY_STAYS,
    records=(AuditEvent.HQ_KEY_NAMED,), command="name-key {name}", button="Rename", listing=KEYS,
    changes=_key,
)  # fmt: skip
REMOVE_OWN_KEY = Act(
    "POST /v1/security-keys/{key_id}/remove", "Remove one of your security keys", (),
    SecurityKeysMessage, body=ReasonMessage, refusal=Problem.KEY_STAYS, is_privileged=True,
    records=(AuditEvent.HQ_KEY_REMOVED,), command="remove-key", button="Remove chosen key",
    listing=KEYS, changes=_key,
)  # fmt: skip
REMOVE_PERSONS_KEY = Act(
    "POST /v1/accounts/{person_id}/security-keys/{key_id}/remove",
    "Remove a security key that a person lost", (Permission.MANAGE_ACCOUNTS,),
    SecurityKeysMessage, body=ReasonMessage, records=(AuditEvent.HQ_KEY_REMOVED,),
    command="remove-key-of", button="Remove chosen key", listing=KEYS, changes=_key,
)  # fmt: skip
PERSONS_KEYS = Look(
    "GET /v1/accounts/{person_id}/security-keys", "List a person's security keys",
    (Permission.MANAGE_ACCOUNTS,), SecurityKeysMessage, shows_captured=False,
    records=(AuditEvent.HQ_KEYS_VIEWED,), command="keys-of", listing=KEYS,
)  # fmt: skip
DEMAND_FACTOR = Act(
    "PUT /v1/second-factor/demand", "Demand a second factor of everybody, as delivered",
    (Permission.MANAGE_ACCOUNTS,), Nothing, body=FactorDemand, second=Permission.MANAGE_ACCOUNTS,
    needs_second=True, records=(AuditEvent.HQ_FACTOR_DEMAND_SET,), says={"demanded": True},
    command="require-factor on", button="Demand it of everybody", changes=Unversioned.IN_BODY,
)  # fmt: skip
END_FACTOR_DEMAND = replace(
    DEMAND_FACTOR, summary="Remove the demand of a second factor", says={"demanded": False},
    command="require-factor off",
    button="Remove the demand",
)  # fmt: skip
