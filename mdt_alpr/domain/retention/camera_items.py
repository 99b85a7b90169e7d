"""What a fixed camera may send: what it saw, and nothing that a person does (09.21.5.A.4)."""

from typing import Any

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.hit import Contrary
from mdt_alpr.domain.retention.outbox import ItemKind

_SEEN = frozenset({ItemKind.READ, ItemKind.HIT, ItemKind.PICTURE, ItemKind.AUDIT})

_HELD = frozenset({"read", "hit", "picture", "jpeg"})
"""What a hold kept past its deadline in a camera (8.C)."""


def camera_may_send(kind: ItemKind, body: Any) -> bool:
    """Tell whether a message is one of a machine without a person.

    Of the steps of a hit only one is its own: that a later read of the pass differs.
    """
    if getattr(body, "person_id", "") or getattr(body, "person", ""):
        return False
    if kind is ItemKind.HELD:
        return body.kind in _HELD
    return kind in _SEEN or (
        kind is ItemKind.ANSWER
        and body.step == AuditEvent.CONTRARY_FACT
        and [value for name, value in body.facts if name == "kind"] == [Contrary.READ_DISAGREES]
    )
