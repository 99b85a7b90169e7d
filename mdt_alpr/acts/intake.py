"""What cars sent and headquarters set aside, and what a car without a link brings on a stick."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from mdt_alpr.acts.act import Act, File, Look, Nothing, Unversioned
from mdt_alpr.acts.evidence import ACCEPT_KEY
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.provenance import AsideReason
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.wire.brought import OffloadKeysMessage
from mdt_alpr.wire.manual import DecisionMessage
from mdt_alpr.wire.review import AsideMessage, AsidesMessage

GROUPS = {"set-aside": "what cars sent that did not fit its session, and keys that wait"}
KEY_DIGITS = 16
"""Digits of a key that a car's computer shows."""
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


class AsideRow(NamedTuple):
    """An item that was set aside, or else a key that nobody accepted yet."""

    device: str
    item: AsideMessage | None
    key: str = ""

    @property
    def what(self) -> str:
        """Return what a car sent, in words."""
        return self.item.kind.replace("_", " ") if self.item else "key"

    @property
    def shown_key(self) -> str:
        """Return as much of the key as the car's computer shows."""
        return self.key[:KEY_DIGITS]


def _waiting(answer: AsidesMessage) -> list[AsideRow]:
    items = [AsideRow(item.device, item) for item in answer.items]
    return [*items, *(AsideRow(device, None, key) for device, key in answer.keys)]


def is_flag(item: AsideMessage) -> bool:
    """Return whether it is a sign of misuse, not an item of a car."""
    return item.reason == AsideReason.REMOVED_SOON


def _what(row: AsideRow) -> ListCell:
    if row.item is None:
        return ListCell("Device key", mark="ring", is_strong=True)
    if is_flag(row.item):
        return ListCell("Flag: past reads", mark="weak", is_strong=True, warns=True)
    return ListCell(row.what.capitalize(), mark="ring", is_strong=True)


def _item(answer: AsidesMessage, places: Mapping[str, str]) -> AsideMessage:
    return next(item for item in answer.items if str(item.number) == places["number"])


def _counts(answer: AsidesMessage) -> str:
    flags, keys = sum(map(is_flag, answer.items)), len(answer.keys)
    return (
        f"{len(answer.items) - flags} set aside, {flags} flagged, {keys} device "
        f"{'key' if keys == 1 else 'keys'} to accept. Oldest first, what wrong clocks made last."
    )


ASIDES: Listing[AsidesMessage, AsideRow] = Listing(
    _waiting,
    lambda row: row.item.number if row.item else f"key {row.key}",
    (
        ListColumn("Number", 70, lambda row: row.item and row.item.number, right=True),
        ListColumn("Received", 130, lambda row: (
            row.item and ListCell(row.item.received_at, to_second=True))),
        ListColumn("What", 130, _what),
        ListColumn("From", 120, lambda row: row.device),
        ListColumn("Names", 110, lambda row: row.item and (row.item.named or "Nobody")),
        ListColumn("Brought by", 110, lambda row: row.item and row.item.brought_by),
        ListColumn("Why", 300, lambda row: (
            row.item.words if row.item
            else "Not accepted yet. Compare it with what the computer shows.")),
        ListColumn("About", 170, lambda row: (
            row.item.subject if row.item else ListCell(row.shown_key, is_plate=True))),
    ),
    "Nothing is set aside, and nothing is flagged.",
    _counts,
)  # fmt: skip
SHOW_QUARANTINE = Look(
    "GET /v1/desk/set-aside", "See what was set aside, and keys that wait",
    (Permission.READ_AUDIT,), AsidesMessage, shows_captured=True,
    records=(AuditEvent.HQ_ASIDE_VIEWED,), command="set-aside list", listing=ASIDES,
)  # fmt: skip
DECIDE = Act(
    "POST /v1/desk/set-aside/{number}/decision", "Decide on what was set aside",
    (Permission.MANAGE_ACCOUNTS,), Nothing, body=DecisionMessage,
    records=(AuditEvent.HQ_ASIDE_ACCEPTED, AuditEvent.HQ_ASIDE_REJECTED, *_FROM_CARS),
    changes=_item,
)  # fmt: skip
ACCEPT = replace(
    DECIDE, says={"approved": True}, command="set-aside accept",
    summary="Apply an item after all", button="Apply after all",
)  # fmt: skip
REJECT = replace(
    DECIDE, says={"approved": False}, command="set-aside reject",
    summary="Leave an item unapplied", button="Leave unapplied",
)  # fmt: skip
NOTE_FLAG = replace(ACCEPT, command="", button="Mark as looked into")


def acts_on(row: AsideRow) -> tuple[Act[Any], ...]:
    """Return the acts on an item; a read never replaces one of another device."""
    if row.item is None:
        return (ACCEPT_KEY,)
    if is_flag(row.item):
        return (NOTE_FLAG,)
    is_read = row.item.kind == ItemKind.READ
    is_others = is_read and row.item.reason == AsideReason.OTHER_DEVICE
    return (REJECT,) if is_others else (ACCEPT, REJECT)


SHOW_OFFLOAD_KEYS = Look(
    "GET /v1/offload/keys", "Get the public keys for cars without a link",
    (Permission.MANAGE_ACCOUNTS, Permission.RUN_SERVER), OffloadKeysMessage, shows_captured=False,
    off_desk="its answer is a file that goes to the cars, which the command writes",
)  # fmt: skip
LOAD_OFFLOAD = Act(
    "POST /v1/offload", "Load what a car offloaded", (Permission.MANAGE_ACCOUNTS,), File,
    records=(AuditEvent.HQ_OFFLOAD_LOADED, *_FROM_CARS), changes=Unversioned.MAKES,
    off_desk="whole sticks of a car are read, and receipts written back to them",
)  # fmt: skip
