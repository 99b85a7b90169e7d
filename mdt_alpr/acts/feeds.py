"""What may be asked of headquarters in the room feeds."""

from collections.abc import Mapping

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.feeds import (
    DeliveriesMessage,
    DroppedLinesMessage,
    FeedsMessage,
    ListedThenMessage,
    ListedThenRequest,
    ListNumber,
)
from mdt_alpr.wire.hotlists import DeliveryMessage, DismissedMessage
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem


def list_in_use(shown: FeedsMessage, _places: Mapping[str, str]) -> ListNumber:
    """Return the list that cars have: a stopped delivery was compared with it."""
    return ListNumber(shown.version)


SHOW_FEEDS = Look(
    "GET /v1/hotlists/feeds", "See every list in use, and its age", (Permission.MANAGE_LISTS,),
    FeedsMessage, shows_captured=False, records=(AuditEvent.HQ_LISTS_VIEWED,),
)  # fmt: skip
SHOW_PAST_DAY = Look(
    "POST /v1/hotlists/past-day", "See what was on the lists at a past instant",
    (Permission.MANAGE_LISTS, Permission.READ_AUDIT), ListedThenMessage, body=ListedThenRequest,
    refusal=Problem.DELIVERY_REFUSED, shows_captured=True, records=(AuditEvent.HQ_LISTS_VIEWED,
    AuditEvent.HQ_RESTRICTED_SHOWN),
)  # fmt: skip
SHOW_DELIVERIES = Look(
    "GET /v1/hotlists/deliveries", "See deliveries, page by page", (Permission.MANAGE_LISTS,),
    DeliveriesMessage, shows_captured=False, records=(AuditEvent.HQ_LISTS_VIEWED,),
)  # fmt: skip
SHOW_DROPPED = Look(
    "GET /v1/hotlists/deliveries/{number}/dropped", "See the dropped lines of a delivery",
    (Permission.MANAGE_LISTS,), DroppedLinesMessage, refusal=Problem.DELIVERY_REFUSED,
    shows_captured=False, records=(AuditEvent.HQ_LISTS_VIEWED,),
)  # fmt: skip
DISMISS_DELIVERY = Act(
    "POST /v1/hotlists/deliveries/{number}/dismissal", "Settle a stopped delivery, as two people",
    (Permission.MANAGE_LISTS,), DismissedMessage, body=ReasonMessage,
    refusal=Problem.DELIVERY_REFUSED, second=Permission.MANAGE_LISTS,
    records=(AuditEvent.HQ_LIST_DISMISSED,),
)  # fmt: skip
ACCEPT_DELIVERY = Act(
    "POST /v1/hotlists/deliveries/{number}/acceptance",
    "Import what was stopped in the drop folder after all, as two people",
    (Permission.MANAGE_LISTS,), DeliveryMessage, body=ReasonMessage,
    refusal=Problem.DELIVERY_REFUSED, second=Permission.MANAGE_ACCOUNTS,
    records=(AuditEvent.HQ_LIST_ACCEPTED, AuditEvent.HQ_LIST_IMPORTED, AuditEvent.HQ_LIST_REFUSED),
    changes=list_in_use,
)  # fmt: skip
